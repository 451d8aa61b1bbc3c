"""Footnotes told from text, and their marks taken out of it."""

import re

from pipeline.ingest.model import Piece
from pipeline.ingest.raised import RAISED
from pipeline.text import fold

_BRACKETED = re.compile(r"\s?\[(\d{1,3})\]")
_SUPER = re.compile(rf"(?<!\bm)(?<!\bkm)(?<!\bcm)\s?[{RAISED}]+(?:[,–-][{RAISED}]+)*")
_PLAIN_MARK = re.compile(r"(?<=[a-z\)”’\"%])([.,;:”’\)\"]{0,3})(\d{1,2})(?=\s|$)")
_NOTE = re.compile(rf"^(?:\[(\d{{1,3}})\]|([{RAISED}]+)|(\d{{1,2}}))\s*(?=\D)(.*)$", re.DOTALL)
_FIGURE_AFTER = re.compile(r"\s*(?:out of|per cent|percent|%|of the|cases|people|staff|in|to|and)\b")


def part_notes(parts: list[Piece]) -> list[Piece]:
    """Pieces with footnotes told from paragraphs, and marks taken out of every other text."""
    marks: set[int] = set()
    known: list[int] = []
    marked = []
    for part in parts:
        number = _note_number(part, marks, known)
        marks.update(_marks(part.text))
        if number:
            known.append(number)
        marked.append(part.but(kind="footnote") if number else part)
    notes = frozenset(known)
    return [
        part if part.kind == "footnote" else part.but(text=strip_marks(part.text, notes)) for part in marked
    ]


def _marks(text: str) -> list[int]:
    body = text[1:]
    raised = [_number(found) for found in re.findall(f"[{RAISED}]+", body)]
    return raised + [int(found) for found in _BRACKETED.findall(body)]


def _number(raised: str) -> int:
    return int("".join(str(RAISED.index(sign)) for sign in raised))


def _note_number(part: Piece, marks: set[int], known: list[int]) -> int:
    """Number of the footnote that a piece is; 0 where it is none."""
    found = _NOTE.match(part.text) if part.kind in ("paragraph", "footnote", "item") else None
    if not found or (part.kind == "item" and part.sure):
        return 1000 if part.kind == "footnote" else 0
    if found[1] or found[2]:
        return int(found[1]) if found[1] else _number(found[2])
    number = int(found[3])
    expected = number in marks or (bool(known) and number == known[-1] + 1)
    after = found[4]
    worded = after[:1].isupper() and len(after.split()) >= 5 and not _FIGURE_AFTER.match(after)
    return number if part.kind == "footnote" or (expected and worded) else 0


def strip_marks(text: str, notes: frozenset[int] = frozenset()) -> str:
    """Text without footnote marks: raised digits, [1], and digits glued to a stop where such notes exist."""
    text = _SUPER.sub("", _BRACKETED.sub("", text))
    if notes:
        text = _PLAIN_MARK.sub(
            lambda found: found[1] if found[1] and int(found[2]) in notes else found[0], text
        )
    return fold(text)
