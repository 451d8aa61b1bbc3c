"""Ratings of standards and shares of key questions, read from a document's blocks."""

import re
from collections.abc import Iterator

from pipeline.ingest.model import Piece
from pipeline.tables import RATINGS
from pipeline.text import fold

_RATING = "|".join([*RATINGS, "Not rated"])
_STANDARD = re.compile(r"(?:[PRCV] ?)?(\d\.\d{1,2})\.? ?:? ?([A-Za-z][^|]{2,90})")
_NUMBER = re.compile(r"(?:[PRCV] ?)?\d\.\d{1,2}\.?")
_ALONE = re.compile(rf"({_RATING})", re.IGNORECASE)
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%")
_NAME = re.compile(r"[\s:.|]+$")
_REACH = 6


def standard_of(text: str) -> tuple[str, str] | None:
    """Number and name of a standard: 'P 1.1. Leadership' is ('1.1', 'Leadership')."""
    found = _STANDARD.fullmatch(text.strip())
    return (found[1], _NAME.sub("", fold(found[2]))) if found else None


def standard_ratings(blocks: list[Piece]) -> list[tuple[str, str, str]]:
    """Number, name and rating of every standard: a row states both, or the rating stands below a heading."""
    found: dict[str, tuple[str, str, str]] = {}
    for number, name, rating in _stated(blocks):
        found.setdefault(number, (number, name, rating.capitalize()))
    return [found[number] for number in sorted(found, key=_order)]


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _stated(blocks: list[Piece]) -> Iterator[tuple[str, str, str]]:
    for at, block in enumerate(blocks):
        cells = [cell.strip() for cell in block.text.split(" | ")]
        if len(cells) > 2 and _NUMBER.fullmatch(cells[0]):
            cells = [f"{cells[0]} {cells[1]}", *cells[2:]]
        standard = standard_of(cells[0]) if block.kind in ("heading", "row", "paragraph") else None
        if standard is None:
            continue
        rating = _rating(cells[1:]) or (_below(blocks[at + 1 :]) if block.kind == "heading" else "")
        if rating:
            yield (*standard, rating)


def _rating(cells: list[str]) -> str:
    return next((cell for cell in cells if _ALONE.fullmatch(cell)), "")


def _below(blocks: list[Piece]) -> str:
    """Rating that stands alone, or ends the standard's own sentence, below its heading."""
    for block in blocks[:_REACH]:
        if block.kind in ("heading", "item"):
            return ""
        rating = _rating([cell.strip() for cell in block.text.split(" | ")])
        if rating:
            return rating
        ends = re.search(rf"\. ({_RATING})$", block.text)
        if ends:
            return ends[1]
    return ""


def key_questions(blocks: list[Piece]) -> list[tuple[str, str, float]]:
    """Standard, question and share (0 to 1) of every row of a table of key questions."""
    standard = ""
    found: dict[tuple[str, str], float] = {}
    for block in blocks:
        if block.kind == "heading" and (named := standard_of(block.text)):
            standard = named[0]
        cells = [cell.strip() for cell in block.text.split(" | ")]
        if block.kind != "row" or len(cells) < 2 or not cells[0].endswith("?"):
            continue
        share = next((match for cell in cells[1:] if (match := _SHARE.fullmatch(cell))), None)
        if share and float(share[1]) <= 100:
            found.setdefault((standard, cells[0]), round(float(share[1]) / 100, 6))
    return [(*key, share) for key, share in found.items()]
