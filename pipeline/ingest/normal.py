"""Pieces to blocks: the same document in any format comes out as the same blocks.

In order: parts that are glued together are parted, footnotes are found and their marks taken away,
headings, quotations and captions are recognised, broken sentences are joined, levels are set.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.ingest.joining import BULLET, END, NUMBER, goes_on, join
from pipeline.ingest.model import ASIDE, Piece
from pipeline.ingest.notes import part_notes
from pipeline.ingest.rules import match
from pipeline.text import fold

_GLUED = re.compile(r"(?<=[.!?”’\"\)])\s+[-–]\s+(?=[A-Z“‘\"])|\s*[•●▪■\uf0b7\uf0a7\uf0d8]\s*")
_TOP = re.compile(r"\s*\(back to top\)\s*$", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:[PRCV] ?)?\d(?:\.\d{0,2}\.?)?")
_STANDARD = re.compile(r"(?:[PRCV] ?)?\d\.\d{1,2}\.? .+", re.IGNORECASE)
_SIGNS = {"\u00ad": "", "\u200b": "", "\ufeff": "", "\ufffe": "-", "\ufb00": "ff", "\ufb01": "fi",
          "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}  # fmt: skip
_DEAR = re.compile(r"dear\b.{0,60}$", re.IGNORECASE)
_PUBLISHED = re.compile(r"published(?: on)?\s*:?\s*(?:$|\d)", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:“.*”|\".*\"|‘.*’)[.,]?$", re.DOTALL)


def normalise(pieces: Iterable[Piece]) -> list[Piece]:
    """Blocks of a document from the pieces that any reader found."""
    parts = [part for piece in pieces for part in _explode(piece) if part.text]
    parts = part_notes(parts)
    parts = [_recognise(part) for part in parts]
    parts = _title(_stand_alone(_rejoin(parts)))
    return _levels([part for part in parts if part.text])


def _explode(piece: Piece) -> list[Piece]:
    """Parts of a piece that holds several: lines, glued bullets, a table head, a link to the top."""
    if piece.kind == "row":
        return _row(piece)
    if "\n" in piece.text:
        return [part for line in _lines(piece) for part in _explode(line)]
    text = _tidy(piece.text)
    top = _TOP.search(text)
    if top and top.start():
        return [
            *_explode(piece.but(text=text[: top.start()])),
            Piece("furniture", top[0].strip(), piece.page),
        ]
    if match("furniture", text) and piece.kind in ("paragraph", "heading"):
        return [piece.but(kind="furniture", text=text)]
    if piece.kind not in ("item", "paragraph"):
        return [piece.but(text=text)]
    first, *rest = [part.strip() for part in _GLUED.split(text)]
    start = [piece.but(text=first)] if first else []
    level = piece.level or 1
    return start + [piece.but(kind="item", text=part, level=level, sure=True) for part in rest if part]


def _row(piece: Piece) -> list[Piece]:
    cells = [cell for cell in (_tidy(part) for part in piece.text.split("\t")) if cell]
    if len(cells) == 2 and cells[1].lower() == "rating" and _STANDARD.fullmatch(cells[0]):
        return [piece.but(kind="heading", text=cells[0]), piece.but(kind="furniture", text=cells[1])]
    if len(cells) == 2 and _CHAPTER.fullmatch(cells[0]) and match("headings", " ".join(cells)):
        return [piece.but(kind="heading", text=" ".join(cells))]
    return [piece.but(text=" | ".join(cells))]


def _lines(piece: Piece) -> list[Piece]:
    """A piece with line breaks in it: a line that begins a list item or is a heading stands alone."""
    if piece.kind not in ("item", "paragraph"):
        return [piece.but(text=piece.text.replace("\n", " "))]
    parts: list[Piece] = []
    for line in filter(None, (part.strip() for part in piece.text.split("\n"))):
        starts = bool(
            BULLET.match(line) or match("headings", line) or (parts and match("headings", parts[-1].text))
        )
        if parts and not starts:
            parts[-1] = parts[-1].but(text=f"{parts[-1].text} {line}")
        else:
            parts.append(
                piece.but(text=line) if not parts else piece.but(kind="paragraph", text=line, sure=False)
            )
    return parts


def _tidy(text: str) -> str:
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    return fold(text)


def _recognise(part: Piece) -> Piece:
    """Piece with its kind told from its words, where the format did not say it."""
    if part.kind in ("paragraph", "heading") and len(part.text) < 200:
        rule = match("headings", part.text)
        if rule:
            return part.but(kind="heading", level=part.level or rule.level)
        if match("captions", part.text):
            return part.but(kind="caption")
        if match("plain", part.text):
            return part.but(kind="paragraph")
    return _recognise_prose(part)


def _recognise_prose(part: Piece) -> Piece:
    if part.kind == "paragraph" and _QUOTED.match(part.text) and _one_quote(part.text):
        return part.but(kind="quote")
    if part.kind in ("paragraph", "item") and (bullet := BULLET.match(part.text)):
        return part.but(kind="item", text=part.text[bullet.end() :].strip(), level=part.level or 1)
    if part.kind == "paragraph" and (number := NUMBER.match(part.text)) and number[2]:
        return part.but(kind="item", text=part.text[number.end() :], level=1)
    return part


def _one_quote(text: str) -> bool:
    """Whether the whole text is one quotation of some length."""
    inner = text.strip(".,")[1:-1]
    return len(inner.split()) >= 4 and not re.search(r"”\s+[^“‘\"]{0,80}“", inner)


def _rejoin(parts: list[Piece]) -> list[Piece]:
    """Pieces with sentences that a page end, a footnote or a blank line broke put together again."""
    joined: list[Piece] = []
    for part in parts:
        open_at = next((at for at in range(len(joined) - 1, -1, -1) if joined[at].kind not in ASIDE), None)
        if part.kind == "paragraph" and open_at is not None:
            before = joined[open_at]
            if before.kind in ("item", "paragraph") and goes_on(before.text, part.text):
                joined[open_at] = before.but(text=join(before.text, part.text))
                continue
        joined.append(part)
    return joined


def _stand_alone(parts: list[Piece]) -> list[Piece]:
    """Short lines that stand before prose become headings."""
    body = [part for part in parts if part.kind not in ASIDE]
    after = {id(part): following for part, following in pairwise([*body, None])}
    return [
        part.but(kind="heading", level=3) if _is_heading(part, after.get(id(part))) else part
        for part in parts
    ]


def _is_heading(part: Piece, following: Piece | None) -> bool:
    if part.kind != "paragraph" or part.sure or following is None or match("plain", part.text):
        return False
    text = part.text
    short = 1 <= len(text.split()) <= 12 and len(text) <= 90
    open_end = not END.search(text) and text[-1] not in ",;–-|"
    prose = following.kind in ("item", "paragraph") and len(following.text.split()) >= 12
    return (
        short
        and open_end
        and prose
        and (text[0].isupper() or text[0].isdigit())
        and not re.search(r"\d{4}|@|://", text)
    )


def _title(parts: list[Piece]) -> list[Piece]:
    """The first words of a document as a heading of the first level, where it has none."""
    if any(part.kind == "heading" and part.level == 1 for part in parts):
        return parts
    front = [at for at, part in enumerate(parts[:40]) if part.kind not in ASIDE]
    sure = [at for at in front if parts[at].kind == "heading" and parts[at].sure]
    dated = [at for at, after in pairwise(front) if _PUBLISHED.match(parts[after].text)]
    addressed = [
        after for at, after in pairwise(front) if _DEAR.match(parts[at].text) and _is_title(parts[after])
    ]
    likely = [*addressed, *sure, *dated, *(at for at in front if _is_title(parts[at]))]
    found = next(iter(likely), None)
    if found is None:
        found = next(
            (at for at, part in enumerate(parts[:10]) if part.kind == "furniture" and _reads_as_title(part)),
            None,
        )
    if found is None:
        return parts
    title, rest = parts[found].but(kind="heading", level=1), parts[found + 1 :]
    if title.text.endswith(":") and rest and rest[0].kind == "paragraph" and len(rest[0].text) < 200:
        title, rest = title.but(text=join(title.text, rest[0].text)), rest[1:]
    return [*parts[:found], title, *rest]


def _is_title(part: Piece) -> bool:
    return part.kind in ("heading", "paragraph") and _reads_as_title(part)


def _reads_as_title(part: Piece) -> bool:
    text = part.text
    fit = (
        len(text.split()) >= 4
        and len(text) <= 220
        and not text.endswith((".", ",", ";"))
        and "://" not in text
    )
    return fit and not match("headings", text) and not match("furniture", text)


def _levels(parts: list[Piece]) -> list[Piece]:
    """Levels as a tree needs them: a polarity heading stands below the heading that it belongs to."""
    section = 1
    done = []
    for part in parts:
        level = 0
        if part.kind == "heading":
            rule = match("headings", part.text)
            polar = rule is not None and rule.name == "polarity"
            level = max(part.level or 3, section + 1) if polar else part.level or 3
            section = section if polar else level
        elif part.kind == "item":
            level = part.level or 1
        done.append(part.but(level=level, sure=False))
    return done
