"""What splitting one document gives: findings before they have an id, and what was dropped."""

import re
from dataclasses import dataclass, field

from pipeline.split.walk import Block, Place

GLUED = re.compile(r"(?<=[.!?;”])\s+[-–•·▪‣●*]\s+(?=[A-Z“‘])")
SILENT = {"footnote": "footnote", "caption": "caption", "furniture": "furniture", "row": "table"}
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
