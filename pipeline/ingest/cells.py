"""Rows of tables on a page: words that were broken over lines around a value on their right."""

import re
from dataclasses import replace

from pipeline.ingest.joining import BULLET
from pipeline.ingest.rules import match
from pipeline.ingest.runs import Row, leading

_VALUE = re.compile(r"\d{1,3}(?:\.\d+)?%|percentage\W.{0,12}", re.IGNORECASE)
_REACH = 2.6  # in letter sizes: how far above or below a value its row's words may stand
_PADDED = 1.2  # a wider distance between lines than this, of the usual one, parts two cells
_MOST = 6


def join_cells(rows: list[Row]) -> list[Row]:
    """Rows of a page, from top to bottom, with each value beside the whole of its words."""
    values = [at for at, row in enumerate(rows) if _is_value(row.runs[-1].text) and _beside(rows, at)]
    if not values:
        return rows
    cells = _cells(rows, set(values))
    owner: dict[int, int] = {}
    for value in values:
        for at in next((cell for cell in cells if _holds(rows, cell, value)), []):
            owner.setdefault(at, value)
    joined = []
    for at, row in enumerate(rows):
        if at in values:
            parts = sorted({at, *(part for part, value in owner.items() if value == at)})
            joined.append(_with_words(row, [rows[part] for part in parts]))
        elif at not in owner:
            joined.append(row)
    return joined


def _is_value(text: str) -> bool:
    rule = match("plain", text)
    return bool(_VALUE.fullmatch(text.strip())) or bool(rule and rule.name == "rating")


def _beside(rows: list[Row], at: int) -> bool:
    """Whether a value has words on its left: on its own line, or on lines just above and below."""
    row = rows[at]
    if len(row.runs) > 1:
        return True
    near = [rows[other] for other in range(max(0, at - 3), min(len(rows), at + 4)) if other != at]
    return any(
        abs(other.base - row.base) < _REACH * row.size
        and other.right < row.left
        and not BULLET.match(other.text)
        for other in near
    )


def _cells(rows: list[Row], values: set[int]) -> list[list[int]]:
    """Places of rows whose words stand so close below one another that they are of one cell."""
    close = _PADDED * leading(rows)
    cells: list[list[int]] = []
    for at, row in enumerate(rows):
        if at in values and len(row.runs) == 1:
            continue
        last = rows[cells[-1][-1]] if cells else None
        apart = last is None or last.base - row.base > close * max(row.size, last.size)
        ended = last is not None and last.runs[0].text.endswith("?")
        if apart or ended or BULLET.match(row.text) or match("headings", row.text):
            cells.append([])
        cells[-1].append(at)
    return cells


def _holds(rows: list[Row], cell: list[int], value: int) -> bool:
    """Whether a cell's words are those of a value."""
    if value in cell:
        return len(cell) <= _MOST
    target, words = rows[value], [rows[at] for at in cell]
    bases = [row.base for row in words]
    level = min(bases) - 0.6 * target.size <= target.base <= max(bases) + 0.6 * target.size
    left = all(len(row.runs) == 1 and row.right < target.left for row in words)
    return level and left and len(cell) <= _MOST


def _with_words(row: Row, parts: list[Row]) -> Row:
    value = row.runs[-1]
    words = [run for part in parts for run in part.runs if run is not value]
    if not words:
        return row
    return Row((replace(words[0], text=" ".join(run.text for run in words)), value))
