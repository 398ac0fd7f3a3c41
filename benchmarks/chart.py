"""A section's bars as an SVG file."""

from pathlib import Path

from pygal import HorizontalBar
from pygal.style import Style

from benchmarks.results import Section

_ROW, _FRAME = 32, 90
_INK = "#2b6cb0"
_BEHIND_THE_BARS = "inline:{{ id }}.text-overlay text { text-anchor: start; transform: translateX(5px); }"


def draw(section: Section, folder: Path) -> Path:
    """Writes `NAME.svg` and gives its path."""
    names = list(section.bars)[::-1]  # lying bars are drawn from the bottom up
    picture = HorizontalBar(
        js=(),
        css=("file://style.css", "file://graph.css", _BEHIND_THE_BARS),
        title=section.bars_of,
        width=720,
        height=_ROW * len(names) + _FRAME,
        show_legend=False,
        print_values=True,
        print_values_position="top",
        value_formatter=lambda value: f"{value:.2f}",
        truncate_label=-1,
        margin_right=60,
        show_x_labels=False,
        show_x_guides=False,
        range=(0, max(section.bars.values())),
        style=Style(
            colors=(_INK,), background="white", plot_background="white", title_font_size=15, value_font_size=12
        ),
    )
    picture.x_labels = names
    picture.add("", [section.bars[name] for name in names])
    file = folder / f"{section.name}.svg"
    file.write_bytes(picture.render(is_unicode=False))
    return file
