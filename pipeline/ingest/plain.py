"""Markdown and plain text to lines: encodings, pages, tables, emphasis, hard wraps."""

import re
from itertools import pairwise

from charset_normalizer import from_bytes

from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.joining import BULLET, NUMBER, mark_full
from pipeline.ingest.lines import assemble
from pipeline.ingest.model import Line, Piece, Refusal, Source

_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^[\s|:=_*-]*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€™œžŸ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜š›¡-¿]")
_TOP = re.compile(r"\s*\(back to top\)\s*$", re.IGNORECASE)
_WIDEST = 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """Text of a file in whatever encoding it was saved.

    Raises
    ------
    Refusal: the bytes are no text.

    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(data, "utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _legacy(data)
    if len(_CONTROL.findall(text)) > 0.01 * len(text) + 2:
        raise Refusal("it is no text: it holds binary data")
    return _CONTROL.sub("", _mend(text))


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(f"its text is broken: it says that it is {encoding} and is not") from None


def _legacy(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise Refusal("it is no text in any encoding that is known") from None
        return str(best)


def _mend(text: str) -> str:
    """Undo UTF-8 that was once read as cp1252 ('â€™' for '’'), where the whole of a line allows it."""
    return "\n".join(_mend_line(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def _mend_line(line: str) -> str:
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line


def read(data: bytes, *, markdown: bool) -> Source:
    """Pieces of a Markdown (``markdown``) or plain text file; a form feed ends a page."""
    text = (
        decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0b", "\n")
    )
    pages = text.split("\f")
    lines = [line for number, page in enumerate(pages, 1) for line in _page(page, number)]
    if markdown:
        return Source(_markdown(lines), len(pages))
    return Source(assemble(_full(mark_furniture(lines))), len(pages))


def _page(page: str, number: int) -> list[Line]:
    lines: list[Line] = []
    gap = True
    for raw in page.split("\n"):
        text = raw.expandtabs(4) if not raw.strip("\t ") or raw[0] == "\t" else raw
        bare = text.strip()
        if not bare:
            gap = True
            continue
        indent = len(text) - len(text.lstrip())
        top = _TOP.search(bare)
        if top and top.start():
            bare = bare[: top.start()]
        cells = _cells(bare)
        bare = bare.replace("\t", " ")
        sign = BULLET.match(bare) or NUMBER.match(bare)
        hang = indent + (len(bare) - len(bare[sign.end() :].lstrip()) if sign else 0)
        right, word = indent + len(bare), len(bare.split(maxsplit=1)[0])
        lines.append(Line(bare, number, indent, hang, right, word, gap, cells=cells))
        if top and top.start():
            lines.append(Line(top[0].strip(), number, furniture=True))
        gap = False
    return lines


def _cells(text: str) -> tuple[str, ...]:
    """Cells of a table row: parted by tabs or by upright strokes."""
    if text.startswith("|") or text.endswith("|") or " | " in text:
        parts = [part.strip() for part in re.split(r"(?<!\\)\|", text.strip("|"))]
    elif "\t" in text and not BULLET.match(text) and not NUMBER.match(text):
        parts = [part.strip() for part in re.split(r"\t+", text)]
    else:
        return ()
    cells = tuple(part for part in parts if part)
    return cells if "|" in text or len(cells) > 1 else ()


def _full(lines: list[Line]) -> list[Line]:
    """Lines with ``full`` set where the text was wrapped."""
    width = wrap_width(lines)
    return mark_full(lines, width, 1) if width else lines


def wrap_width(lines: list[Line]) -> int:
    """Width at which a text was hard-wrapped; 0 where it was not."""
    runs = [
        before.indent + len(before.text)
        for before, after in pairwise(lines)
        if not after.gap and after.text[0].islower() and not BULLET.match(after.text) and not before.cells
    ]
    if len(runs) < max(2, len(lines) // 12):
        return 0
    return int(max((length for length in runs if length <= _WIDEST), default=0))


def _markdown(lines: list[Line]) -> list[Piece]:
    """Pieces of Markdown: its headings are sure, the lines between them are assembled as text is."""
    lines = _full(mark_furniture([line for line in lines if not _RULE.match(line.text)]))
    pieces: list[Piece] = []
    run: list[Line] = []
    quoted: list[Line] = []
    for line in [*lines, None]:
        quote = line is not None and line.text.startswith(">")
        if quoted and not (quote and not line.gap):  # type: ignore[union-attr]
            pieces += [
                Piece("quote", clean(" ".join(part.text for part in quoted)), quoted[0].page, sure=True)
            ]
            quoted = []
        heading = _HASHES.match(line.text) if line else None
        if run and (line is None or heading or quote):
            pieces += assemble(run)
            run = []
        if line is None:
            break
        if heading:
            pieces.append(Piece("heading", clean(heading[2]), line.page, len(heading[1]), sure=True))
        elif quote:
            quoted.append(line.but(text=line.text.lstrip("> ")))
        else:
            run.append(line.but(text=clean(line.text), cells=tuple(clean(cell) for cell in line.cells)))
    return pieces


def clean(text: str) -> str:
    """Markdown text without its marks: links, emphasis, escapes."""
    text = _LINK.sub(r"\1", text)
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text.replace("&amp;", "&").replace("&nbsp;", " ")).strip()
