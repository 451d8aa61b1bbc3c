"""Word documents to pieces, by python-docx and the document's own styles."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from pipeline.ingest.model import Piece, Refusal, Source
from pipeline.ingest.numbering import Numbering
from pipeline.ingest.raised import RAISED, raise_digits
from pipeline.ingest.word_parts import all_bold, check_archive, is_raised, kind_of_style, notes_of
from pipeline.text import fold

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_SKIP = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"),
         "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
_VALUE = qn("w:val")


def read(data: bytes, max_pages: int) -> Source:
    """Pieces of a Word document; its pages are those that Word last laid out.

    Raises
    ------
    Refusal: the file is broken, encrypted, a zip bomb, or longer than ``max_pages``.

    """
    check_archive(data)
    try:
        document = Document(io.BytesIO(data))
    except (
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        etree.LxmlError,
        zlib.error,
        struct.error,
        OSError,
        AttributeError,
        NotImplementedError,
    ):
        raise Refusal("it is a broken Word document: Word's parts cannot be found in it") from None
    reader = Reader(document, max_pages)
    pieces = reader.run()
    title = fold(document.core_properties.title or "")
    return Source(pieces, reader.page, {"title": title} if title else {})


class Reader:
    """Walks the body of a Word document."""

    def __init__(self, document: WordDocument, max_pages: int) -> None:
        self.document = document
        self.max_pages = max_pages
        self.page = 1
        self.pieces: list[Piece] = []
        self.notes = notes_of(document)
        self.noted = 0
        self.pending: list[str] = []
        self.boxes: list[BaseOxmlElement] = []
        self.numbering = Numbering(document)
        self.styles = {style.style_id: style for style in document.styles if style.style_id}

    def run(self) -> list[Piece]:
        """Pieces of the whole body."""
        self.blocks(self.document.element.body)
        return self.pieces

    def blocks(self, parent: BaseOxmlElement) -> None:
        """Paragraphs and tables of ``parent``, in order."""
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                self.table(child)
            elif child.tag in (
                qn("w:sdt"),
                qn("w:sdtContent"),
                qn("w:ins"),
                qn("w:customXml"),
                qn("w:smartTag"),
            ):
                self.blocks(child)

    def paragraph(self, element: BaseOxmlElement) -> None:
        """One paragraph, and behind it its footnotes and text boxes."""
        page = self.page
        text = "".join(self.text(element))
        bare = "\n".join(filter(None, (fold(part) for part in text.split("\n"))))
        if bare:
            began = page if text.lstrip("\x0c") == text else self.page
            self.pieces.append(self.piece(element, bare.replace("\x0c", ""), began))
        self.pieces += [Piece("footnote", note, self.page) for note in self.pending]
        self.pending = []
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def piece(self, element: BaseOxmlElement, text: str, page: int) -> Piece:
        """Piece that a paragraph is, by its style."""
        style = self.style(element)
        names = [str(one.name).lower() for one in style]
        level = self.heading(element, style, names)
        if level:
            number = self.numbering.number(element, style)
            return Piece("heading", f"{number} {text}" if number else text, page, level, sure=True)
        kind = kind_of_style(names[0] if names else "")
        if kind:
            return Piece(kind, text, page, sure=kind == "quote")
        depth = self.numbering.depth(element, style, names)
        if depth:
            return Piece("item", text, page, depth, sure=True)
        if all_bold(element) and len(text.split()) <= 12 and text[-1] not in ".,;":
            return Piece("heading", text, page)
        return Piece("paragraph", text, page)

    def style(self, element: BaseOxmlElement) -> list[Any]:
        """Style of a paragraph and the styles that it is based on."""
        found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self.styles.get(found.get(_VALUE)) if found is not None else None
        chain: list[Any] = []
        while style is not None and style not in chain and len(chain) < 20:
            chain.append(style)
            style = getattr(style, "base_style", None)
        return chain

    def heading(self, element: BaseOxmlElement, style: list[Any], names: list[str]) -> int:
        """Level of a heading; 0 for what is none."""
        for name in names:
            if found := _HEADING.search(name):
                return min(int(found[1]), 6)
            if name == "title":
                return 1
        for holder in [element, *(one.element for one in style)]:
            outline = holder.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None and str(outline.get(_VALUE)).isdigit() and int(outline.get(_VALUE)) < 6:
                return int(outline.get(_VALUE)) + 1
        return 0

    def text(self, element: BaseOxmlElement) -> Iterator[str]:
        """Text of a paragraph with what was inserted and without what was deleted."""
        for child in element.iterchildren():
            tag = child.tag
            if tag in _SKIP:
                continue
            if tag == qn("w:t"):
                yield raise_digits(child.text or "") if is_raised(child) else child.text or ""
            elif tag in (qn("w:tab"), qn("w:ptab")):
                yield " "
            elif tag == qn("w:noBreakHyphen"):
                yield "-"
            elif tag in (qn("w:br"), qn("w:cr"), qn("w:lastRenderedPageBreak")):
                yield self.turn(child)
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                yield self.note(child)
            elif tag == qn("w:txbxContent"):
                self.boxes.append(child)
            else:
                yield from self.text(child)

    def turn(self, element: BaseOxmlElement) -> str:
        """A line break, or a page break, which turns the page."""
        breaks = element.tag == qn("w:lastRenderedPageBreak") or element.get(qn("w:type")) == "page"
        if not breaks:
            return "\n"
        self.page += 1
        if self.page > self.max_pages:
            raise Refusal(f"it has more than {self.max_pages} pages, the most that params.yaml allows")
        return "\x0c"

    def note(self, element: BaseOxmlElement) -> str:
        """Mark of a footnote, whose text is kept to stand behind the paragraph."""
        text = self.notes.get((element.tag, str(element.get(qn("w:id")))), "")
        self.noted += 1
        mark = "".join(RAISED[int(sign)] for sign in str(self.noted))
        if text:
            self.pending.append(f"{mark} {text}")
        return mark

    def table(self, element: BaseOxmlElement) -> None:
        """A table's rows; a table that only lays out text is walked like any other part."""
        rows = [row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element]
        lays_out = any(self.lays_out(cell) for row in rows for cell in row.iterchildren(qn("w:tc")))
        for row in rows:
            cells = list(row.iterchildren(qn("w:tc"))) or list(row.iter(qn("w:tc")))
            if lays_out or len(cells) == 1:
                for cell in cells:
                    self.blocks(cell)
                continue
            texts = [fold(" ".join("".join(self.text(p)) for p in cell.iter(qn("w:p")))) for cell in cells]
            texts = [text.replace("\x0c", "") for text in texts if text]
            if texts:
                self.pieces.append(
                    Piece("row" if len(texts) > 1 else "paragraph", "\t".join(texts), self.page)
                )
            self.pieces += [Piece("footnote", note, self.page) for note in self.pending]
            self.pending = []

    def lays_out(self, cell: BaseOxmlElement) -> bool:
        """Whether a cell holds lists, headings or tables rather than a value."""
        if cell.find(f".//{qn('w:tbl')}") is not None:
            return True
        for paragraph in cell.iter(qn("w:p")):
            style = self.style(paragraph)
            names = [str(one.name).lower() for one in style]
            if self.numbering.depth(paragraph, style, names) or self.heading(paragraph, style, names):
                return True
        return False
