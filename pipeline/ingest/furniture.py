"""Which lines are page furniture: running heads and feet, page numbers, contents lines."""

import re
from collections import Counter, defaultdict

from pipeline.ingest.joining import BULLET
from pipeline.ingest.model import Line
from pipeline.ingest.rules import match

_EDGE = 3
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]{2}")


def mark_furniture(lines: list[Line]) -> list[Line]:
    """Lines with ``furniture`` set on what belongs to the page and not to the document."""
    running = _running(lines)
    marked = []
    for place, line in enumerate(lines):
        rule = match("furniture", "\t".join(line.cells) or line.text)
        flag = line.furniture or place in running or _is_furniture(rule.name if rule else "", lines, place)
        marked.append(line.but(furniture=flag))
    return marked


def _is_furniture(name: str, lines: list[Line], place: int) -> bool:
    line = lines[place]
    if name == "contents line":
        near = [other for other in lines[max(0, place - 2) : place + 3] if other is not line]
        return any(
            (rule := match("furniture", "\t".join(o.cells) or o.text)) and rule.name == name for o in near
        )
    if name == "page number":
        alone = line.gap and (place + 1 == len(lines) or lines[place + 1].gap)
        edge = place == 0 or place + 1 == len(lines) or lines[place - 1].page != lines[place + 1].page
        return alone or edge
    return bool(name)


def _running(lines: list[Line]) -> set[int]:
    """Places of lines that come back at the edge of pages, whatever number stands in them."""
    pages: dict[int, list[int]] = defaultdict(list)
    sizes = sorted(line.size for line in lines)
    for place, line in enumerate(lines):
        pages[line.page].append(place)
    near: dict[str, list[int]] = defaultdict(list)
    outer: dict[str, list[int]] = defaultdict(list)
    for places in pages.values():
        worded = [place for place in places if _WORD.search(lines[place].text)]
        for place in {*worded[:_EDGE], *worded[-_EDGE:]}:
            if lines[place].size <= 1.2 * sizes[len(sizes) // 2]:
                near[_key(lines[place])].append(place)
                if place in (worded[0], worded[-1]):
                    outer[_key(lines[place])].append(place)
    found = {
        place
        for key, places in near.items()
        if key and _often(places, lines, 3, 0.3 * len(pages))
        for place in places
    }
    found |= {
        place
        for key, places in outer.items()
        if key and _often(places, lines, 2, 0.6 * len(pages))
        for place in places
    }
    return found | _repeated(lines, found)


def _often(places: list[int], lines: list[Line], least: int, share: float) -> bool:
    count = len({lines[place].page for place in places})
    return count >= least and count >= share


def _repeated(lines: list[Line], known: set[int]) -> set[int]:
    """Places of the known running lines where page ends were lost: the same words with a page number."""
    keys = Counter(_key(line) for line in lines if _DIGITS.search(line.text) and not line.cells)
    often = {key for key, count in keys.items() if count >= 3 and re.search(r"(^#\s|\s#$)", key)}
    return {place for place, line in enumerate(lines) if _key(line) in often and place not in known}


def _key(line: Line) -> str:
    text = "\t".join(line.cells) or line.text
    prose = text[:1].islower() or text.endswith((".", ",", ";", ":", ".”"))
    if prose or BULLET.match(text) or match("headings", text) or len(text) > 150:
        return ""
    return _DIGITS.sub("#", text.lower()).strip()
