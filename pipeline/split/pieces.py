"""The findings of one document, and what was dropped with the reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.language import sentences
from pipeline.split.judge import PRESUME, STRICT, fault
from pipeline.split.rules import Rules, first, named
from pipeline.split.walk import Block, Place, walk

QUOTED = re.compile(r"^[“\"‘'].{12,}[”\"’']\.?$")
GLUED = re.compile(r"(?<=[.!?;”])\s+[-–•·▪‣●*]\s+(?=[A-Z“‘])")
SILENT = {"footnote": "footnote", "caption": "caption", "furniture": "furniture", "row": "table"}
DOUBTFUL = {"context", "front"}  # parts where only what judges is a finding
Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A finding before it has an id; ``start`` and ``end`` are into the document's text."""

    kind: str
    text: str
    start: int
    page: int
    place: Place
    summary: bool = False
    addressee: str | None = None
    owner: int | None = None  # index of the bullet that a quote belongs to


@dataclass(frozen=True)
class Dropped:
    """What is no finding, and why."""

    text: str
    start: int
    reason: str


@dataclass
class Result:
    """Pieces and dropped stretches of one document, each in reading order."""

    pieces: list[Piece] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    min_words: int = 4

    def drop(self, block: Block, span: Span, reason: str) -> None:
        """Note that the text at ``span`` of ``block`` is no finding."""
        self.dropped.append(Dropped(block.text[slice(*span)], block.start + span[0], reason))

    def add(self, kind: str, block: Block, span: Span, place: Place, **more: object) -> None:
        """Note that the text at ``span`` of ``block`` is a finding."""
        text = block.text[slice(*span)]
        self.pieces.append(Piece(kind, text, block.start + span[0], block.page, place, **more))  # type: ignore[arg-type]


def whole(block: Block) -> Span:
    """The span of all of the block."""
    return 0, len(block.text)


def items(text: str) -> list[Span]:
    """Spans of the list items in one item block: two that were glued in one line come apart."""
    cuts = [(match.start(), match.end()) for match in GLUED.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    return list(zip(starts, [*(start for start, _ in cuts), len(text)], strict=True))


def _sentences(result: Result, block: Block, place: Place, mode: str, rules: Rules) -> None:
    for span in sentences(block.text):
        reason = fault(block.text[slice(*span)], rules, mode, result.min_words)
        if reason:
            result.drop(block, span, reason)
        else:
            result.add("sentence", block, span, place, summary=place.role == "summary")


def _recommendation(result: Result, block: Block, place: Place, rules: Rules) -> None:
    if block.kind == "item":
        for span in items(block.text):
            result.add("recommendation", block, span, place, addressee=place.addressee)
        return
    for span in sentences(block.text):
        text = block.text[slice(*span)]
        if (who := named(rules.addressees[2:], text)) and not fault(text, rules, PRESUME, result.min_words):
            result.add("recommendation", block, span, place, addressee=who)
        else:
            result.drop(block, span, "recommendation_intro")


def _quote(result: Result, block: Block, place: Place) -> None:
    owners = [i for i, piece in enumerate(result.pieces) if piece.kind == "bullet"]
    same = owners and result.pieces[owners[-1]].place.section == place.section
    result.add("quote", block, whole(block), place, owner=owners[-1] if same else None)


def _item(result: Result, block: Block, place: Place, rules: Rules, *, always: bool) -> None:
    for span in items(block.text):
        text = block.text[slice(*span)]
        mode = STRICT if place.role in DOUBTFUL else PRESUME
        reason = None if always else fault(text, rules, mode, result.min_words)
        if reason:
            result.drop(block, span, reason)
        else:
            result.add("bullet", block, span, place, summary=place.role == "summary")


def _report_block(result: Result, block: Block, place: Place, rules: Rules) -> None:
    """A block of a report, or of a document of no known kind."""
    quote = block.kind == "quote" or (block.kind == "paragraph" and QUOTED.match(block.text))
    if place.role in {"skip", "end"}:
        result.drop(block, whole(block), place.reason)
    elif place.role == "recommendations":
        _recommendation(result, block, place, rules)
    elif quote and place.role == "body":
        _quote(result, block, place)
    elif block.kind == "item":
        _item(result, block, place, rules, always=place.heading is not None or place.standard is not None)
    else:
        mode = STRICT if place.role in DOUBTFUL else PRESUME
        _sentences(result, block, place, mode, rules)


def read(kind: str, blocks: Sequence[Block], rules: Rules, min_words: int) -> Result:
    """Findings of one document of ``kind``, and what was dropped."""
    result = Result(min_words=min_words)
    if kind == "response_letter":
        _letter(result, walk(kind, blocks, rules), rules)
        return result
    for block, place, heading in walk(kind, blocks, rules):
        if heading:
            result.drop(block, whole(block), "heading")
        elif block.kind in SILENT:
            result.drop(block, whole(block), SILENT[block.kind])
        elif kind == "press_release":
            _press_block(result, block, place, rules)
        else:
            _report_block(result, block, place, rules)
    return result


def _press_block(result: Result, block: Block, place: Place, rules: Rules) -> None:
    if place.role in {"skip", "end"}:
        result.drop(block, whole(block), place.reason)
    elif block.kind == "item":
        _item(result, block, place, rules, always=False)
    else:
        _sentences(result, block, place, PRESUME, rules)


def _letter(result: Result, blocks: Iterator[tuple[Block, Place, bool]], rules: Rules) -> None:
    """Actions and noted positives; what opens a list says which of them its items are."""
    says = ""
    for block, place, heading in blocks:
        opening = first(rules.letters[:-1], block.text) if heading or block.kind == "paragraph" else None
        says = opening.says if opening else says
        if heading or block.kind in SILENT:
            result.drop(block, whole(block), "heading" if heading else SILENT[block.kind])
        elif block.kind in {"item", "quote"}:
            for span in items(block.text):
                _letter_item(result, block, span, place, (says, rules))
        else:
            _letter_paragraph(result, block, place, (says, rules))


def _letter_item(result: Result, block: Block, span: Span, place: Place, told: tuple[str, Rules]) -> None:
    says, rules = told
    text = block.text[slice(*span)]
    action = says == "action" or (not says and rules.letters[-1].pattern.search(text))
    if action:
        result.add("action", block, span, place, addressee=named(rules.actors, text))
    elif says == "positive" or not fault(text, rules, STRICT, result.min_words):
        result.add("bullet", block, span, place)
    else:
        result.drop(block, span, "greeting")


def _letter_paragraph(result: Result, block: Block, place: Place, told: tuple[str, Rules]) -> None:
    says, rules = told
    for span in sentences(block.text):
        text = block.text[slice(*span)]
        reason = fault(text, rules, STRICT, result.min_words) or ("intro" if text.endswith(":") else None)
        if reason:
            result.drop(block, span, reason)
        elif rules.letters[-1].pattern.search(text) and says == "action" and named(rules.actors, text):
            result.add("action", block, span, place, addressee=named(rules.actors, text))
        elif says == "positive":
            result.add("sentence", block, span, place)
        else:
            result.drop(block, span, "greeting")
