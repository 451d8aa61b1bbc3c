"""PDF to lines and pieces, by pypdfium2: letters with their places, sizes and weights."""

import ctypes
import math
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.ingest.joining import BULLET, NUMBER
from pipeline.ingest.layout import to_lines
from pipeline.ingest.lines import assemble
from pipeline.ingest.model import Refusal, Source
from pipeline.ingest.raised import RAISED
from pipeline.ingest.runs import Box, Run, with_signs
from pipeline.text import fold

_MAX_LETTERS = 4_000_000
_MIN_LETTERS = 20
_MAX_SHAPES = 20_000
_GAP = 1.5  # in letter sizes: a wider space parts two cells
_RAISED = 0.88  # of the size beside it: a raised digit is smaller
_HEAVY = (b"bold", b"black", b"heavy", b"demi")


class Letter(NamedTuple):
    """One letter of a page: its sign, its left and right edge, its base line, size and weight."""

    sign: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


def read(data: bytes, max_pages: int) -> Source:
    """Pieces of a PDF. Scripts, forms and attachments in it are never opened.

    Raises
    ------
    Refusal: it is encrypted, damaged, cut short, without text, or longer than ``max_pages``.

    """
    document = _open(data)
    try:
        if len(document) > max_pages:
            raise Refusal(f"it has {len(document)} pages, more than the {max_pages} that params.yaml allows")
        runs = [run for number in range(len(document)) for run in _page(document, number)]
        letters = sum(len(run.text) for run in runs)
        if letters < _MIN_LETTERS:
            raise Refusal("it holds only images: it must go through text recognition (OCR) first")
        meta = document.get_metadata_dict(skip_empty=True)
        title = fold(meta.get("Title", ""))
        pieces = assemble(to_lines(runs))
        return Source(pieces, len(document), {"title": title} if title else {})
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    if b"%%EOF" not in data[-4096:]:
        raise Refusal("it is cut short: the end of the PDF is missing")
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Refusal("it is encrypted" if locked else "it is a damaged PDF") from None
    if pages == 0:
        raise Refusal("it is a PDF without pages")
    return document


def _page(document: pdfium.PdfDocument, number: int) -> list[Run]:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        raise Refusal(f"it is a damaged PDF: page {number + 1} cannot be read") from None
    try:
        count = raw.FPDFText_CountChars(text)
        if count > _MAX_LETTERS:
            raise Refusal(f"page {number + 1} holds more text than a page can")
        return with_signs(list(_runs(_letters(text, count), number + 1)), _dots(page))
    finally:
        text.close()
        page.close()


def _dots(page: pdfium.PdfPage) -> list[Box]:
    """Small drawn shapes of a page, as wide as high: browsers draw the signs of lists so."""
    boxes: list[Box] = []
    for at, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if at >= _MAX_SHAPES:
            break
        left, bottom, right, top = shape.get_bounds()
        wide, high = right - left, top - bottom
        if 1 < wide < 12 and 0.7 < wide / max(high, 0.01) < 1.4:
            boxes.append(Box(left, bottom, right, top))
    return boxes


def _letters(text: pdfium.PdfTextPage, count: int) -> Iterator[Letter | None]:
    """Letters of a page in the order of its content; None where pdfium sees a line end."""
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    across, base = ctypes.c_double(), ctypes.c_double()
    weight, scale, text = _Weights(text), _Scale(text), text.raw
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in (10, 13):
            yield None
        if code in (0, 10, 13) or not raw.FPDFText_GetCharBox(text, at, left, right, bottom, top):
            continue
        raw.FPDFText_GetCharOrigin(text, at, across, base)
        size = (abs(raw.FPDFText_GetFontSize(text, at)) or 1.0) * scale.at(at, base.value)
        start = min(across.value, left.value)
        yield Letter(_sign(code), start, right.value, base.value, size, weight.bold(at))


def _sign(code: int) -> str:
    """Letter of a code; pdfium marks a hyphen at a line's end by a code of its own."""
    if code in (2, 0xFFFE):
        return "-"
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


class _Scale:
    """By how much the page enlarges letters; asked once for each base line."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self.text = text.raw
        self.base = math.nan
        self.found = 1.0
        self.matrix = raw.FS_MATRIX()

    def at(self, place: int, base: float) -> float:
        """Enlargement of the letter at ``place``, which stands on ``base``."""
        if base != self.base and raw.FPDFText_GetMatrix(self.text, place, self.matrix):
            self.base = base
            self.found = math.hypot(self.matrix.c, self.matrix.d) or 1.0
        return self.found


class _Weights:
    """Whether letters are bold, told by the name of their font; each name is judged once."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self.text = text.raw
        self.buffer = ctypes.create_string_buffer(256)
        self.flags = ctypes.c_int()
        self.known: dict[bytes, bool] = {}

    def bold(self, at: int) -> bool:
        """Whether the letter at ``at`` is bold."""
        if not raw.FPDFText_GetFontInfo(self.text, at, self.buffer, 256, self.flags):
            return False
        name = self.buffer.value
        if name not in self.known:
            self.known[name] = any(part in name.lower() for part in _HEAVY)
        return self.known[name]


def _runs(letters: Iterator[Letter | None], page: int) -> Iterator[Run]:
    """Letters gathered to runs: broken where a line ends, or where a wide space parts two cells."""
    current: list[Letter] = []
    for letter in letters:
        if letter is None or (current and _apart(current, letter)):
            yield from _run(current, page)
            current = []
        if letter is not None:
            current.append(letter)
    yield from _run(current, page)


def _apart(current: list[Letter], letter: Letter) -> bool:
    last = next((other for other in reversed(current) if other.sign.strip()), current[-1])
    if not letter.sign.strip():
        return False
    size = max(last.size, letter.size)
    away = abs(letter.base - last.base) > 0.75 * size
    return away or letter.left - last.right > _GAP * size or letter.left < last.left - size


def _run(letters: list[Letter], page: int) -> Iterator[Run]:
    shown = [letter for letter in letters if letter.sign.strip()]
    if not shown:
        return
    size = max(letter.size for letter in shown)
    full = [letter for letter in shown if letter.size > _RAISED * size]
    base = sorted(letter.base for letter in full)[len(full) // 2]
    text = "".join(_raised(letter, size, base) for letter in letters)
    word = next((at for at, letter in enumerate(shown) if letter is _first_word_end(letters)), 0)
    bold = sum(letter.bold for letter in shown) > 0.8 * len(shown)
    sign = BULLET.match(fold(text)) or NUMBER.match(fold(text))
    behind = len(sign[0].replace(" ", "")) if sign else 0
    edges = shown[0].left, max(one.right for one in shown)
    hang = shown[behind].left if 0 < behind < len(shown) else 0.0
    yield Run(fold(text), page, *edges, base, size, bold, shown[word].right, hang)


def _first_word_end(letters: list[Letter]) -> Letter | None:
    last = None
    for letter in letters:
        if letter.sign.strip():
            last = letter
        elif last is not None:
            return last
    return last


def _raised(letter: Letter, size: float, base: float) -> str:
    small = letter.size < _RAISED * size and letter.base > base + 0.12 * size
    return RAISED[int(letter.sign)] if small and letter.sign in "0123456789" else letter.sign
