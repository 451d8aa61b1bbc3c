"""What a file is, told from its bytes, never from its name alone."""

import io
import re
import zipfile

from pipeline.ingest.model import Refusal

ENDINGS = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".md": "md", ".txt": "txt"}
NAMES = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "html": "a web page",
    "md": "Markdown",
    "txt": "plain text",
}
_SIGNS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or encrypted Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(data: bytes, ending: str) -> str:
    """Format of a file whose name ends in ``ending``: pdf, docx, html, md or txt.

    Raises
    ------
    Refusal: the file is empty, is of no format that is read, or is not what its name says.

    """
    if not data.strip():
        raise Refusal("it is empty")
    named = ENDINGS.get(ending.lower())
    found, words = _found(data)
    if not found:
        raise Refusal(f"it is not what its name says: it is {words}")
    if named is None:
        raise Refusal(
            f"files that end in '{ending}' are not read; save it as PDF, DOCX, HTML, Markdown or text"
        )
    if found == "text" and named in ("pdf", "docx"):
        raise Refusal(f"it is not what its name says: it is no {named.upper()}, or its beginning is broken")
    if found not in ("text", named):
        raise Refusal(f"it is not what its name says: it is {NAMES[found]}")
    return named


def _found(data: bytes) -> tuple[str, str]:
    """Format that the bytes show, 'text' where they show none; or nothing, and what the file is in words."""
    for sign, words in _SIGNS:
        if data.startswith(sign):
            return "", words
    if b"%PDF-" in data[:1024]:
        return "pdf", ""
    if data.startswith(b"PK"):
        return _archive(data)
    if _HTML.match(data[:4096]):
        return "html", ""
    return "text", ""


def _archive(data: bytes) -> tuple[str, str]:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "docx", ""
    if any(name.startswith("word/") for name in names):
        return "docx", ""
    kinds = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint file"}
    return "", next((kinds[name[:3]] for name in names if name[:3] in kinds), "a zip archive")
