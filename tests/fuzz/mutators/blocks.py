"""Pages as elements: whole ones come, go and move within the content, and words that mean nothing come in."""

import re
from functools import cache
from random import Random

from medscrape.sample_site import build

_TAG = re.compile(rb"<(/?)(li|p|section|ul)\b[^<>]*>")
_WORDS = (
    b"plum ",
    b" pear. ",
    b"(fig) ",
    b"quince & apple ",
    b"<em>medlar</em> ",
    b"<br>damson ",
    b"H<sub>2</sub>O ",
    b"sloe; bullace ",
)
_ENDS = (b"</div>", b"</section>", b"</ul>", b"</td>", b"</table>", b"</article>", b"</body>", b"</html>")
_LOOSE = (
    b"<p>Plums keep.</p>", b"<ul><li>plum<li>pear</ul>", b"<h3>Plum stones</h3><p>Pear</p>",
    b"<div>fig <a href='/fig.html'>Fig</a></div>",
    b"<table><tr><td>plum</td><td>pear</td></tr></table>", b"<section><h2>Plums</h2><p>Pear.</p></section>",
    b"<dl><dt>Plum<dd>Pear</dl>",
    b"<li><a href='/pear.html'>Pear</a> (Fig Society) - PDF</li>",
)  # fmt: skip


def mutated(data: bytes, random: Random) -> bytes:
    """A page after one or a few changes."""
    for _ in range(random.choice((1, 1, 2, 4))):
        data = _changed(data, random)
    return data


def _changed(data: bytes, random: Random) -> bytes:
    elements = [span for span in elements_of(data) if _is_content(data, span)]
    if not elements:
        return data
    start, end = random.choice(elements)
    element = data[start:end]
    match random.randrange(8):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + element * random.choice((1, 1, 2, 20)) + data[end:]
        case 2:
            other, its_end = random.choice(elements)
            swapped = data[other:its_end]
            return data[:start] + (swapped if swapped[:3] == element[:3] else element) + data[end:]
        case 3:
            loose = random.choice((*_LOOSE, *_parts()))
            return data[:start] + loose + data[start:] if loose[:3] == element[:3] else data
        case 4:
            return data[:start] + random.choice(_ENDS) + data[start:]
        case 5:
            return data[: data.rindex(b"</", start, end)] + data[end:]
        case 6:
            inside = data.find(b">", start) + 1
            return data[:inside] + random.choice(_WORDS) + data[inside:]
        case _:
            place = data.find(b"</p>", start, end)
            return data[:place] + b" " + random.choice(_WORDS) + data[place:] if place > 0 else data


def elements_of(data: bytes) -> list[tuple[int, int]]:
    """Where the elements begin and end whose tags are all there."""
    found, opened = [], []
    for tag in _TAG.finditer(data):
        if not tag[1]:
            opened.append(tag)
        elif opened and opened[-1][2] == tag[2]:
            found.append((opened.pop().start(), tag.end()))
    return found


def _is_content(data: bytes, span: tuple[int, int]) -> bool:
    """Whether an element stands in the content, and neither in the table of contents nor around everything."""
    start, end = span
    contents = data.find(b"toc-section"), data.find(b"</section>", data.find(b"toc-section"))
    return (
        data.find(b"<h1") < start
        and end < (data.find(b"<footer") + 1 or len(data))
        and not contents[0] - 200 < start < contents[1]
        and b"<article" not in data[start:end]
    )


@cache
def _parts() -> tuple[bytes, ...]:
    """Sections and rows of the sample site."""
    site = build()
    bodies = [site.get(path).body for path in list(site.topic_paths())[:20]]
    found = {body[start:end] for body in bodies for start, end in elements_of(body) if _is_content(body, (start, end))}
    return tuple(sorted(part for part in found if len(part) < 4000))
