"""The elements of a web page to pieces, in the order of the page."""

import re

from lxml.html import HtmlElement

from pipeline.ingest.model import Piece
from pipeline.ingest.raised import raise_digits
from pipeline.ingest.rules import words
from pipeline.text import fold

_INLINE_BOLD = {"strong", "b"}
_DEPTH = 200


class Walker:
    """Walks an element and collects pieces in the order of the page."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.buffer: list[str] = []
        self.kind = "paragraph"
        self.level = 0
        self.plain = 0
        self.bold = 0
        self.notes = False

    def run(self, root: HtmlElement) -> list[Piece]:
        """Pieces of ``root``."""
        self.inside(root, 0)
        self.flush()
        return self.pieces

    def flush(self) -> None:
        """Set down the text gathered so far as one piece."""
        text = "\n".join(filter(None, (fold(part) for part in "".join(self.buffer).split("\n"))))
        self.buffer = []
        if not text:
            self.plain = self.bold = 0
            return
        kind, level = ("footnote", 0) if self.notes else (self.kind, self.level)
        if (
            kind == "paragraph"
            and self.bold
            and not self.plain
            and len(text.split()) <= 12
            and text[-1] not in ".,;"
        ):
            kind, level = "heading", 0
        sure = kind in ("item", "quote") or (kind == "heading" and level > 0)
        self.pieces.append(Piece(kind, text, 1, level, sure=sure))
        self.plain = self.bold = 0
        if self.kind == "item":
            self.kind = "paragraph"

    def say(self, text: str | None, bold: bool) -> None:
        """Gather inline text."""
        if text:
            self.buffer.append(re.sub(r"\s+", " ", text))
            if text.strip():
                self.bold, self.plain = self.bold + bold, self.plain + (not bold)

    def inside(self, element: HtmlElement, depth: int, bold: bool = False) -> None:
        """What stands in an element: its text and its children."""
        self.say(element.text, bold)
        for child in element:
            if isinstance(child.tag, str):
                self.child(child, depth + 1, bold)
            self.say(child.tail, bold)

    def child(self, element: HtmlElement, depth: int, bold: bool) -> None:
        """One child element."""
        tag = element.tag
        if depth > _DEPTH:
            self.say(" ".join(element.itertext()), bold)
        elif tag == "br":
            self.buffer.append("\n")
        elif tag == "sup":
            self.buffer.append(raise_digits("".join(element.itertext())))
        elif re.fullmatch("h[1-6]", tag):
            self.whole("heading", element, int(tag[1]))
        elif tag == "li":
            self.item(element, depth)
        elif tag in ("blockquote", "figcaption", "caption"):
            self.whole("quote" if tag == "blockquote" else "caption", element, 0)
        elif tag == "table":
            self.table(element, depth)
        elif tag == "dt":
            self.definition(element)
        elif tag == "dd":
            if not _follows_term(element):
                self.block(element, depth, bold)
        elif tag in words("page_blocks"):
            self.block(element, depth, bold)
        else:
            self.inside(element, depth, bold or tag in _INLINE_BOLD)

    def whole(self, kind: str, element: HtmlElement, level: int) -> None:
        """An element whose text is one piece."""
        self.flush()
        for sup in element.iter("sup"):
            sup.text = raise_digits("".join(sup.itertext()))
            for part in list(sup):
                part.drop_tree()
        parts = [fold(" ".join(part.itertext())) for part in element.iter("p")] if kind == "quote" else []
        for text in parts or [fold("".join(element.itertext()))]:
            if text:
                self.pieces.append(Piece(kind, text, 1, level, sure=True))

    def block(self, element: HtmlElement, depth: int, bold: bool) -> None:
        """A block element: what it holds is parted from what stands around it."""
        if self.kind == "item" and element.tag in ("p", "div", "section"):
            self.buffer.append(" ")
            self.inside(element, depth, bold)
            self.buffer.append(" ")
            return
        self.flush()
        notes = self.notes
        self.notes = notes or _is_notes(element)
        self.inside(element, depth, bold)
        self.flush()
        self.notes = notes

    def item(self, element: HtmlElement, depth: int) -> None:
        """A list item; lists within it are its sub-items."""
        self.flush()
        before = self.kind, self.level
        nested = sum(1 for parent in element.iterancestors("ul", "ol"))
        notes = self.notes
        self.notes = notes or _is_notes(element)
        self.kind, self.level = "item", max(nested, 1)
        self.inside(element, depth)
        self.flush()
        self.notes = notes
        self.kind, self.level = before

    def definition(self, term: HtmlElement) -> None:
        """A term and what is said of it, as a row."""
        self.flush()
        said = term.getnext()
        cells = [fold("".join(term.itertext()))]
        if said is not None and said.tag == "dd":
            cells.append(fold(" ".join(said.itertext())))
        self.pieces.append(Piece("row", "\t".join(cells), 1))

    def table(self, element: HtmlElement, depth: int) -> None:
        """A table's rows; a table that only lays out text is walked like any other part."""
        self.flush()
        if any(True for _ in element.iter("ul", "ol", "h1", "h2", "h3", "table") if _ is not element):
            self.inside(element, depth)
            self.flush()
            return
        for caption in element.iter("caption"):
            self.whole("caption", caption, 0)
        for row in element.iter("tr"):
            cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
            cells = [cell for cell in cells if cell]
            if cells:
                self.pieces.append(Piece("row" if len(cells) > 1 else "paragraph", "\t".join(cells), 1))


def _cell(cell: HtmlElement) -> str:
    for sup in cell.iter("sup"):
        sup.text = raise_digits("".join(sup.itertext()))
        for part in list(sup):
            part.drop_tree()
    return fold(" ".join(text for text in cell.itertext()))


def _follows_term(element: HtmlElement) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "dt"


def _is_notes(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".lower()
    return bool(
        re.search(r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|doc-endnotes?|fn\d*)(?:$|[\s_:-])", names)
    )
