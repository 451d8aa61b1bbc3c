"""Where each block of a document stands: part, section, standard, polarity of the heading, addressee."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.split.rules import Rules, full, named

BACK = re.compile(r"\s*\((?:back to )?top\)|\s*\[?back to (?:the )?top\]?", re.IGNORECASE)
STANDARD = re.compile(r"^(?:[A-Z] ?)?(?P<number>\d\.\d{1,2})\.?\s+(?P<name>[^|?]{3,90})$")
GROUP = re.compile(
    r"^(?:part |domain |chapter |section )?\d{1,2}[.:]?\s+(?P<name>[A-Z][^|?]{3,90})$", re.IGNORECASE
)
ROW_HEADING = re.compile(
    r"^(?P<heading>(?:[A-Z] ?)?\d\.\d{1,2}\.?\s[^|]{3,90}?)\s*\|"
    r"\s*(?:Rating|Outstanding|Good|Requires improvement|Inadequate|Not rated)?\s*\|?$",
    re.IGNORECASE,
)
OPEN = re.compile(r"[.;!?]$")


@dataclass(frozen=True)
class Block:
    """One row of the blocks table."""

    kind: str
    level: int
    text: str
    page: int
    start: int


@dataclass(frozen=True)
class Place:
    """What the headings above a block say about it.

    ``role`` is body, front (before the first known heading), summary, context, recommendations, skip or end;
    ``reason`` tells why a skipped part holds no findings; levels are those of the headings that said it.
    """

    role: str = "body"
    reason: str = ""
    section: str | None = None
    standard: str | None = None
    heading: str | None = None
    addressee: str | None = None
    part_level: int = 0
    standard_level: int = 0
    heading_level: int = 0


def clean(text: str) -> str:
    """A heading without '(Back to top)', a closing colon or the cell of a rating."""
    row = ROW_HEADING.match(BACK.sub("", text))
    return (row["heading"] if row else BACK.sub("", text)).strip(":–- ")


def bare(heading: str) -> str:
    """A heading without its number, for comparison with the rules."""
    group = GROUP.match(heading)
    standard = STANDARD.match(heading)
    return (standard or group)["name"].strip() if (standard or group) else heading  # type: ignore[index]


def _facet(place: Place, says: str, level: int) -> Place:
    if place.role in {"skip", "end", "recommendations"} and says == "context":
        return place
    role = "context" if says == "context" else "body"
    polarity = says if says in {"strength", "improvement"} else None
    return replace(place, role=role, heading=polarity, heading_level=level, addressee=None)


def _section(place: Place, heading: str, level: int, rules: Rules) -> Place:
    """A heading that no rule knows: a section of the body, or a subheading of the part it stands in."""
    inside = level > place.part_level
    if place.role in {"skip", "end", "summary", "recommendations"} and inside:
        return replace(place, addressee=None)
    stays = place.role == "front" or (place.role == "context" and level > place.heading_level)
    keeps = place.heading is not None and level > place.heading_level
    below = level > place.standard_level or full(rules.within_standard, bare(heading)) is not None
    return replace(
        place,
        role=place.role if stays else "body",
        section=heading,
        standard=place.standard if below else None,
        heading=place.heading if keeps else None,
        addressee=None,
        part_level=0 if not inside else place.part_level,
    )


def enter(place: Place, heading: str, level: int, rules: Rules) -> Place:
    """The place under ``heading``, which stands at ``level`` after ``place``."""
    name = bare(heading)
    if rule := full(rules.headings, name):
        return place if rule.says == "aside" else _facet(place, rule.says, level)
    if place.role == "recommendations" and (who := named(rules.addressees[:2], heading + ":")):
        return replace(place, addressee=who)
    if rule := full(rules.parts, name):
        return Place(role=rule.role, reason=rule.reason, section=heading, part_level=level)
    if match := STANDARD.match(heading):
        return Place(section=heading, standard=match["number"], standard_level=level)
    if GROUP.match(heading) or full(rules.crosscutting, name):
        return Place(section=heading)
    return _section(place, heading, level, rules)


def is_heading(block: Block, place: Place, rules: Rules) -> bool:
    """Whether a block is one: by its kind, or a paragraph that is word for word a heading of the rules."""
    if block.kind == "heading":
        return True
    if block.kind == "row":
        return place.reason != "rating" and bool(ROW_HEADING.match(BACK.sub("", block.text)))
    name = bare(clean(block.text))
    short = len(name.split()) <= 6 and not OPEN.search(block.text)
    return block.kind == "paragraph" and short and bool(full(rules.headings, name) or full(rules.parts, name))


def first_place(kind: str, blocks: Sequence[Block], rules: Rules) -> Place:
    """Where a document begins: what stands before the first part of a report is front matter."""
    known = any(
        is_heading(b, Place(), rules)
        and (full(rules.parts, bare(clean(b.text))) or STANDARD.match(clean(b.text)))
        for b in blocks
    )
    return Place(role="front") if kind == "inspection_report" and known else Place()


def walk(kind: str, blocks: Sequence[Block], rules: Rules) -> Iterator[tuple[Block, Place, bool]]:
    """Every block with its place, and whether it is a heading; ``kind`` is the document's."""
    place = first_place(kind, blocks, rules)
    titled = kind in {"press_release", "response_letter"}  # their first heading is a title, not a section
    for block in blocks:
        heading = is_heading(block, place, rules)
        if heading and place.role != "end":
            title = titled and block.kind == "heading" and block.level <= 1
            title = title and full(rules.parts, bare(clean(block.text))) is None
            place = place if title else _entered(kind, place, block, rules)
        elif place.role == "recommendations" and (who := named(rules.addressees[:2], block.text)):
            place = replace(place, addressee=who)
        yield block, place, heading


def _entered(kind: str, place: Place, block: Block, rules: Rules) -> Place:
    """As ``enter``; notes to editors end a press release, and elsewhere are a part like any other."""
    level = block.level or max(place.part_level, place.standard_level, place.heading_level, 1)
    after = enter(place, clean(block.text), level, rules)
    return replace(after, role="skip") if after.role == "end" and kind != "press_release" else after
