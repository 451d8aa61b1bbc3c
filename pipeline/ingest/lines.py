"""Lines to pieces: which lines belong together, and what each piece is."""

import re

from pipeline.ingest.joining import BULLET, DASH, END, MARK, NUMBER, goes_on, join, vocabulary
from pipeline.ingest.model import Line, Piece
from pipeline.ingest.rules import match


class Assembler:
    """Joins the lines of one document into pieces, in order.

    What interrupts a piece (a page's foot, a footnote) is set behind it.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.vocabulary = vocabulary(lines)
        self.pieces: list[Piece] = []
        self.current: Piece | None = None
        self.last: Line | None = None
        self.aside: list[Piece] = []
        self.footnote: Piece | None = None
        self.note_full = False
        self.indent = 0.0
        self.hang = 0.0
        self.marker = ""
        self.wrapped = any(line.full for line in lines)
        sizes = sorted(line.size for line in lines for _ in line.text.split() if line.size)
        self.body = sizes[len(sizes) // 2] if sizes else 0.0

    def run(self) -> list[Piece]:
        """Pieces of all lines."""
        for place, line in enumerate(self.lines):
            self.take(line, self.lines[place + 1] if place + 1 < len(self.lines) else None)
        self.close()
        return self.pieces

    def take(self, line: Line, following: Line | None) -> None:
        """Add one line, knowing the next."""
        if line.furniture:
            self._end_footnote()
            self.aside.append(Piece("furniture", line.text, line.page))
        elif self._is_footnote(line):
            self._footnote(line)
        elif line.cells:
            self.start(Piece("row", "\t".join(line.cells), line.page), line)
        elif not self._bullet(line, following) and not self._continues(line):
            self.close()
            self.start(self._plain(line, following), line)

    def start(self, piece: Piece, line: Line) -> None:
        """Close the open piece and open ``piece``."""
        self.close()
        self.current, self.last, self.indent = piece, line, line.indent

    def close(self) -> None:
        """Set the open piece down, and behind it what interrupted it."""
        self._end_footnote()
        if self.current:
            self.pieces.append(self.current)
        self.pieces.extend(self.aside)
        self.current, self.aside = None, []

    def _end_footnote(self) -> None:
        if self.footnote:
            self.aside.append(self.footnote)
        self.footnote = None

    def _is_footnote(self, line: Line) -> bool:
        if MARK.match(line.text):
            return True
        if not self.footnote or line.gap or match("headings", line.text):
            return False
        if BULLET.match(line.text) and (END.search(self.footnote.text) or line.text[0] not in "–—"):
            return False
        small = bool(self.body) and 0 < line.size < self.body * 0.9
        return small or self.note_full or goes_on(self.footnote.text, line.text)

    def _footnote(self, line: Line) -> None:
        self.note_full = line.full
        if self.footnote and not MARK.match(line.text):
            self.footnote = self.footnote.but(text=join(self.footnote.text, line.text, self.vocabulary))
            return
        self._end_footnote()
        self.footnote = Piece("footnote", line.text, line.page)

    def _bullet(self, line: Line, following: Line | None) -> bool:
        mark = BULLET.match(line.text)
        if (
            not mark
            and DASH.match(line.text)
            and not goes_on(self.current.text if self.current else "", line.text)
        ):
            mark = re.match(r".", line.text)
        number = None if mark else NUMBER.match(line.text)
        if number and self._numbered_heading(line, following):
            return False
        found = mark or number
        if not found or self._is_dash(line, found[0].strip()):
            return False
        rest = line.text[found.end() :].strip()
        if rest:
            self.start(Piece("item", rest, line.page, self._depth(line)), line)
            self.marker, self.hang = found[0].strip(), line.hang
        return True

    def _depth(self, line: Line) -> int:
        """Depth of a list item: one deeper than the item before where it stands behind that item's words."""
        before = self.current
        if before is None or before.kind != "item" or line.gap:
            return 2 if line.text.startswith("o ") else 1
        if self.hang > self.indent and line.indent >= self.hang - 0.5:
            return before.level + 1
        return before.level if abs(line.indent - self.indent) < 1 else 1

    def _is_dash(self, line: Line, mark: str) -> bool:
        if mark not in ("-", "–", "—") or not (self.current and self.last and self.last.full):
            return False
        if line.gap and line.page == self.last.page:
            return False
        if END.search(self.current.text):
            return False
        if line.text.lstrip("–—- ")[:1].islower() and not self.current.text[0].islower():
            return True
        return self.current.kind != "item" or mark != self.marker or line.indent > self.indent

    def _numbered_heading(self, line: Line, following: Line | None) -> bool:
        rule = match("headings", line.text)
        if rule and rule.name in ("part", "standard"):
            return True
        if line.bold or (self.body and line.size > self.body * 1.1):
            return not END.search(line.text)
        return False

    def _continues(self, line: Line) -> bool:
        current, last = self.current, self.last
        if current is None or last is None or current.kind in ("row", "furniture"):
            return False
        if not self._flows(current, last, line):
            return False
        self._end_footnote()
        self.current = current.but(text=join(current.text, line.text, self.vocabulary))
        self.last = line
        return True

    def _flows(self, current: Piece, last: Line, line: Line) -> bool:
        turned = line.page != last.page
        if current.kind == "heading":
            return last.full and not line.gap and not turned and self._alike(last, line)
        if self._style_heading(line) or match("headings", line.text) or match("plain", line.text):
            return False
        if goes_on(current.text, line.text):
            return True
        quoted = turned and line.text[0] in "“" and current.text.endswith((".", "!", "?"))
        if quoted or (line.gap and not turned):
            return False
        return self._in_item(last, line) if current.kind == "item" else last.full

    def _in_item(self, last: Line, line: Line) -> bool:
        """Whether a line stands where the open item's lines stand, and the line before is full."""
        if not self.wrapped:
            return line.indent > self.indent and line.page == last.page
        first = last.indent == self.indent
        places = (self.hang, self.indent) if first else (last.indent,)
        return last.full and any(abs(line.indent - place) < max(1.0, 0.3 * line.size) for place in places)

    def _alike(self, last: Line, line: Line) -> bool:
        return last.bold == line.bold and abs(last.size - line.size) < 0.5

    def _style_heading(self, line: Line) -> bool:
        if not self.body:
            return False
        large = line.size >= self.body * 1.12
        return (large or (line.bold and len(line.text) < 100)) and not END.search(line.text.rstrip(":"))

    def _plain(self, line: Line, following: Line | None) -> Piece:
        if match("plain", line.text):
            return Piece("paragraph", line.text, line.page)
        if self._lost_bullet(line, following):
            return Piece("item", line.text, line.page, 1)
        if self._style_heading(line):
            return Piece("heading", line.text, line.page, self._level(line))
        return Piece("paragraph", line.text, line.page)

    def _lost_bullet(self, line: Line, following: Line | None) -> bool:
        """Whether a list's first item lost its sign: it is set in, a colon stands before, items follow."""
        listed = following is not None and bool(BULLET.match(following.text))
        return (
            bool(line.indent) and listed and bool(self.pieces) and self.pieces[-1].text.endswith((":", ": "))
        )

    def _level(self, line: Line) -> int:
        ratio = line.size / self.body if self.body else 1
        return 1 if ratio >= 1.7 else 2 if ratio >= 1.3 else 3 if ratio >= 1.12 else 4


def assemble(lines: list[Line]) -> list[Piece]:
    """Lines of one document as pieces in reading order."""
    return Assembler(lines).run()
