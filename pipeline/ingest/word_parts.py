"""Parts of a Word file: whether it may be opened, its notes, and what the marks on a paragraph say."""

import io
import zipfile
import zlib

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from pipeline.ingest.model import Refusal
from pipeline.text import fold

_MAX_UNPACKED = 400_000_000
_MAX_RATIO = 200
_MAX_PARTS = 5000
_VALUE = qn("w:val")


def check_archive(data: bytes) -> None:
    """Refuse an archive that would unpack to more than memory holds, or that declares entities.

    Raises
    ------
    Refusal: it is broken or a trap.

    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        total = sum(part.file_size for part in parts)
        if len(parts) > _MAX_PARTS or total > _MAX_UNPACKED or total > _MAX_RATIO * max(len(data), 50_000):
            raise Refusal("it is a zip bomb: it would unpack to far more than a document holds")
        if any(part.flag_bits & 1 for part in parts):
            raise Refusal("it is encrypted")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096):
                        raise Refusal("it declares its own XML entities, which no Word document does")
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ):
        raise Refusal("it is a broken Word document: it is cut short or damaged") from None


def kind_of_style(name: str) -> str:
    """Kind of block that a style names; empty where it names none."""
    for part, kind in (
        ("quote", "quote"),
        ("caption", "caption"),
        ("toc", "furniture"),
        ("footnote", "footnote"),
    ):
        if part in name:
            return kind
    return ""


def is_raised(text: BaseOxmlElement) -> bool:
    """Whether text is set as superscript."""
    found = text.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return found is not None and found.get(_VALUE) == "superscript"


def all_bold(element: BaseOxmlElement) -> bool:
    """Whether all of a paragraph is bold."""
    runs = [
        run for run in element.iter(qn("w:r")) if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()
    ]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(_VALUE) not in ("0", "false") for mark in marks)


def notes_of(document: WordDocument) -> dict[tuple[str, str], str]:
    """Texts of footnotes and endnotes by the tag that refers to them and their number."""
    found: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external or kind not in ("footnotes", "endnotes"):
            continue
        try:
            root = etree.fromstring(
                relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True)
            )
        except etree.XMLSyntaxError:
            continue
        name = kind[:-1]
        for note in root.iter(qn(f"w:{name}")):
            text = fold("".join(part.text or "" for part in note.iter(qn("w:t"))))
            if text:
                found[(qn(f"w:{name}Reference"), str(note.get(qn("w:id"))))] = text
    return found
