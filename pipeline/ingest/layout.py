"""Runs of letters on pages to lines: reading order, table cells, gaps and full lines."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.lines import BULLET, NUMBER, mark_full
from pipeline.ingest.model import Line
from pipeline.ingest.raised import raise_digits
from pipeline.ingest.rules import match

_SAME = 0.35  # in letter sizes: base lines that differ less are one
_VALUE = re.compile(r"\d{1,3}(?:\.\d+)?%|percentage\W.{0,12}", re.IGNORECASE)
_REACH = 2.6  # in letter sizes: how far above or below a value its row's words may stand


@dataclass(frozen=True)
class Run:
    """Letters on one base line; ``word`` is the right edge of the first word, ``hang`` the left edge behind a sign."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    word: float
    hang: float = 0.0


@dataclass(frozen=True)
class _Row:
    """Runs of one printed line, from left to right."""

    runs: tuple[Run, ...]

    @property
    def base(self) -> float:
        return max(self.runs, key=lambda run: (len(run.text), run.size)).base

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return max(run.right for run in self.runs)

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)


def to_lines(runs: list[Run]) -> list[Line]:
    """Lines of a document in reading order."""
    pages: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        pages[run.page].append(run)
    rows = [(page, _tables(_ordered(_rows(found)))) for page, found in pages.items()]
    margin = _margin([row for _, found in rows for row in found])
    lines = mark_furniture([line for page, found in rows for line in _page_lines(page, found)])
    return mark_full(lines, margin, 0.25)


def _raise_marks(runs: list[Run]) -> list[Run]:
    """Runs with the numbers that stand raised beside them joined to them as raised digits."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and _is_mark(last, run) and 0 <= run.left - last.right + run.size < 2 * run.size:
            text = f"{raise_digits(last.text)} {run.text}"
            joined[-1] = replace(run, text=text, left=last.left)
        elif last and _is_mark(run, last) and abs(run.left - last.right) < last.size:
            joined[-1] = replace(last, text=last.text + raise_digits(run.text), right=run.right)
        else:
            joined.append(run)
    return joined


def _is_mark(mark: Run, beside: Run) -> bool:
    above = mark.base - beside.base
    small = mark.size < 0.8 * beside.size and 0.1 * beside.size < above < 0.75 * beside.size
    return small and mark.text.isdigit() and len(mark.text) <= 3


def _rows(runs: list[Run]) -> list[_Row]:
    """Runs that follow one another on one base line, joined."""
    rows: list[list[Run]] = []
    for run in _raise_marks(runs):
        last = rows[-1][-1] if rows else None
        if last and abs(last.base - run.base) < _SAME * max(last.size, run.size) and run.left > last.left:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_Row(tuple(_closed(row))) for row in rows]


def _closed(row: list[Run]) -> list[Run]:
    """A row's runs, a list sign joined to its text and raised marks to their word."""
    closed: list[Run] = []
    for run in row:
        sign = (
            closed
            and len(closed[-1].text) <= 3
            and (BULLET.match(closed[-1].text + " A") or NUMBER.match(closed[-1].text + " A"))
        )
        if closed and (sign or run.left - closed[-1].right < 0.6 * run.size):
            last = closed.pop()
            space = " " if run.left - last.right > 0.12 * run.size or sign else ""
            bold = run.bold if sign else last.bold and run.bold
            hang = run.left if sign else last.hang
            run = replace(last, text=last.text + space + run.text, right=run.right, bold=bold, hang=hang)  # noqa: PLW2901
        closed.append(run)
    return closed


def _ordered(rows: list[_Row]) -> list[_Row]:
    """Rows from top to bottom; as the file gives them where the page has columns."""
    beside = 0
    for at, row in enumerate(rows):
        for other in rows[at + 1 : at + 80]:
            level = abs(row.base - other.base) < _SAME * row.size
            apart = row.right < other.left or other.right < row.left
            beside += level and apart and min(len(row.text), len(other.text)) > 15
    if beside >= 5:
        return rows
    return _merge(sorted(rows, key=lambda row: (-row.base, row.left)))


def _merge(rows: list[_Row]) -> list[_Row]:
    """Rows on one base line that the file gave apart, as one."""
    merged: list[_Row] = []
    for row in rows:
        last = merged[-1] if merged else None
        if (
            last
            and abs(last.base - row.base) < _SAME * row.size
            and (last.right < row.left or row.right < last.left)
        ):
            runs = sorted((*last.runs, *row.runs), key=lambda run: run.left)
            merged[-1] = _Row(tuple(_closed(runs)))
        else:
            merged.append(row)
    return merged


def _is_value(text: str) -> bool:
    rule = match("plain", text)
    return bool(_VALUE.fullmatch(text.strip())) or bool(rule and rule.name == "rating")


def _tables(rows: list[_Row]) -> list[_Row]:
    """Rows of which the last cell is a value, with the words that were broken over lines around it."""
    values = [at for at, row in enumerate(rows) if _is_value(row.runs[-1].text) and _beside(rows, at)]
    owner: dict[int, int] = {}
    for at, row in enumerate(rows):
        if at in values:
            continue
        near = [value for value in values if _reaches(rows, at, value)]
        if near:
            owner[at] = min(near, key=lambda value: (abs(rows[value].base - row.base), value))
    joined: list[_Row] = []
    for at, row in enumerate(rows):
        if at in owner:
            continue
        if at in values:
            parts = [
                rows[part] for part in sorted([part for part, value in owner.items() if value == at] + [at])
            ]
            words = [run for part in parts for run in part.runs if run is not row.runs[-1]]
            first = words[0] if words else row.runs[0]
            text = " ".join(run.text for run in words)
            joined.append(
                _Row((replace(first, text=text, right=first.right), row.runs[-1])) if words else row
            )
        else:
            joined.append(row)
    return joined


def _beside(rows: list[_Row], at: int) -> bool:
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


def _reaches(rows: list[_Row], at: int, value: int) -> bool:
    row, target = rows[at], rows[value]
    cell = target.runs[-1]
    if len(row.runs) > 1 or abs(at - value) > 3 or BULLET.match(row.text) or match("headings", row.text):
        return False
    between = rows[min(at, value) + 1 : max(at, value)]
    if any(len(other.runs) > 1 or _is_value(other.text) for other in between):
        return False
    left = target.runs[0].left if len(target.runs) > 1 else row.left
    close = abs(row.base - target.base) < _REACH * row.size
    return close and row.right < cell.left and abs(row.left - left) < 2 * row.size


def _margin(rows: list[_Row]) -> float:
    """Right edge that lines of running text are broken at."""
    long = sorted(row.right for row in rows if len(row.runs) == 1 and len(row.text) > 40)
    return long[int(0.98 * (len(long) - 1))] if long else 0.0


def _page_lines(page: int, rows: list[_Row]) -> list[Line]:
    lines = []
    leading = _leading(rows)
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else None
        drop = above.base - row.base if above else 0.0
        gap = bool(above) and (drop > 1.3 * leading * max(row.size, above.size) or drop < 0)  # type: ignore[union-attr]
        cells = tuple(run.text for run in row.runs) if len(row.runs) > 1 else ()
        lines.append(
            Line(
                row.text,
                page,
                round(row.left, 1),
                round(row.runs[0].hang or row.left, 1),
                row.right,
                row.runs[0].word - row.left,
                gap,
                size=round(row.size, 1),
                bold=all(run.bold for run in row.runs),
                cells=cells,
            )
        )
    return lines


def _leading(rows: list[_Row]) -> float:
    """Usual distance between lines, in letter sizes: the smallest that is common."""
    drops = sorted(
        (one.base - other.base) / one.size
        for one, other in zip(rows, rows[1:], strict=False)
        if 0.8 * one.size < one.base - other.base < 2 * one.size
    )
    return drops[len(drops) // 4] if drops else 1.2
