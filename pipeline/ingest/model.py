"""What readers hand on: pieces of a document in reading order, or a reasoned refusal."""

from dataclasses import dataclass, field, replace

KINDS = ("heading", "paragraph", "item", "row", "quote", "footnote", "caption", "furniture")
ASIDE = ("furniture", "footnote")


class Refusal(Exception):  # noqa: N818  it is an answer, not a fault
    """A document that cannot be read, with a reason that a person understands."""


@dataclass(frozen=True)
class Piece:
    """One part of a document: ``kind`` is of KINDS, ``page`` counts from 1.

    ``level`` is that of a heading (1 is the highest; 0 unknown) or the depth of an item from 1.
    ``sure``: the format itself says what it is (a heading style, a list element).
    """

    kind: str
    text: str
    page: int = 1
    level: int = 0
    sure: bool = False

    def but(self, **changes: object) -> "Piece":
        """Copy with ``changes``."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Line:
    """One line of a text or page, before lines are joined into pieces.

    ``hang`` is where the words behind a list sign begin. ``gap``: white space stands before it.
    ``full``: the next line's first word did not fit on it.
    ``right`` is where it ends and ``word`` how wide its first word is, in the unit of ``indent``.
    ``size`` and ``bold`` are of its letters; ``cells`` are the parts of a table row.
    """

    text: str
    page: int = 1
    indent: float = 0
    hang: float = 0
    right: float = 0
    word: float = 0
    gap: bool = False
    full: bool = False
    size: float = 0
    bold: bool = False
    furniture: bool = False
    cells: tuple[str, ...] = ()

    def but(self, **changes: object) -> "Line":
        """Copy with ``changes``."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Source:
    """A document as its reader found it: pieces, number of pages, and what the file says of itself."""

    pieces: list[Piece]
    pages: int = 1
    meta: dict[str, str] = field(default_factory=dict)
