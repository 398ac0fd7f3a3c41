"""A chart as inline SVG without script, style or id of its own: the report's stylesheet colours it."""

from math import ceil

from lxml import etree
from markupsafe import Markup
from pygal import HorizontalStackedBar, StackedBar
from pygal.style import Style

from medscrape.reporting.charts import Chart
from medscrape.reporting.wording import for_xml

_WIDTH, _ROW, _UPRIGHT_HEIGHT = 420, 23, 230
_LETTERS, _LABELS_SIDE_BY_SIDE = 27, 5
_FEWEST_UPRIGHT = 6  # one release must not become a wall
_AXIS = 34
_NAMES = 18  # pygal takes letters for narrower than some fonts draw them
_VALUES = 44  # room for the number behind the longest bar
_UNUSED_TAGS = {"defs", "title", "desc"}
_UNUSED_CLASSES = {"plot tooltip-overlay", "plot overlay", "titles", "background"}


def drawn(chart: Chart) -> Markup:
    """The picture of a chart, to be placed in a page; its figures stand in a table beside it."""
    kind = StackedBar if chart.upright else HorizontalStackedBar
    # Lying bars are drawn from the bottom up.
    rows = chart.drawn if chart.upright else chart.drawn[::-1]
    height = _UPRIGHT_HEIGHT if chart.upright else len(rows) * _ROW + _AXIS
    prints_values = chart.series == 1
    picture = kind(
        js=(),
        css=(),
        width=_WIDTH,
        height=height,
        margin=6,
        margin_left=4 if chart.upright else _NAMES,
        margin_right=_VALUES if prints_values else 4,
        spacing=5,
        show_legend=False,
        print_values=prints_values,
        print_values_position="top",
        print_zeroes=False,
        value_formatter=lambda number: f"{number:,.0f}{chart.unit}",
        style=Style(label_font_size=12, major_label_font_size=12, value_font_size=12),
        max_scale=4,
        order_min=0,
        x_labels_major_every=ceil(len(rows) / _LABELS_SIDE_BY_SIDE) if chart.upright else None,
        show_minor_x_labels=not chart.upright,
        truncate_label=-1,
    )
    if chart.upright:
        rows = (*rows, *(("", (0,) * chart.series) for _ in range(_FEWEST_UPRIGHT - len(rows))))
    picture.x_labels = [_short(name) for name, _ in rows]
    for index in range(chart.series):
        picture.add(chart.head[index + 1], [numbers[index] for _, numbers in rows])
    return _bare(picture.render_tree(), chart)


def _short(name: str) -> str:
    shown = for_xml(name)
    return shown if len(shown) <= _LETTERS else shown[: _LETTERS - 1].rstrip() + "…"


def _bare(svg: etree._Element, chart: Chart) -> Markup:
    for part in list(svg.iter()):
        above = part.getparent()
        if above is not None and _is_unused(part):
            above.remove(part)
    del svg.attrib["id"]
    svg.attrib["role"] = "img"
    svg.attrib["aria-labelledby"] = f"{chart.name}-question {chart.name}-answer"
    etree.cleanup_namespaces(svg)
    return Markup(etree.tostring(svg, encoding="unicode"))  # noqa: S704 - made by us, words escaped by lxml


def _is_unused(part: etree._Element) -> bool:
    if not isinstance(part.tag, str):
        return True  # a comment
    return etree.QName(part).localname in _UNUSED_TAGS or part.get("class") in _UNUSED_CLASSES
