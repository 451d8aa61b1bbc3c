"""Runs of letters on pages to lines: reading order, table cells, gaps and full lines."""

from collections import defaultdict
from dataclasses import replace

from pipeline.ingest.cells import join_cells
from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.joining import BULLET, NUMBER, mark_full
from pipeline.ingest.model import Line
from pipeline.ingest.raised import raise_digits
from pipeline.ingest.runs import Row, Run, leading

_SAME = 0.35  # in letter sizes: base lines that differ less are one


def to_lines(runs: list[Run]) -> list[Line]:
    """Lines of a document in reading order."""
    pages: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        pages[run.page].append(run)
    rows = [(page, join_cells(_ordered(_rows(found)))) for page, found in pages.items()]
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
    small = mark.size < 0.88 * beside.size and 0.1 * beside.size < above < 0.75 * beside.size
    return small and mark.text.isdigit() and len(mark.text) <= 3


def _rows(runs: list[Run]) -> list[Row]:
    """Runs that follow one another on one base line, joined."""
    rows: list[list[Run]] = []
    for run in _raise_marks(runs):
        last = rows[-1][-1] if rows else None
        if last and abs(last.base - run.base) < _SAME * max(last.size, run.size) and run.left > last.left:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [Row(tuple(_closed(row))) for row in rows]


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


def _ordered(rows: list[Row]) -> list[Row]:
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


def _merge(rows: list[Row]) -> list[Row]:
    """Rows on one base line that the file gave apart, as one."""
    merged: list[Row] = []
    for row in rows:
        last = merged[-1] if merged else None
        if (
            last
            and abs(last.base - row.base) < _SAME * row.size
            and (last.right < row.left or row.right < last.left)
        ):
            runs = sorted((*last.runs, *row.runs), key=lambda run: run.left)
            merged[-1] = Row(tuple(_closed(runs)))
        else:
            merged.append(row)
    return merged


def _margin(rows: list[Row]) -> float:
    """Right edge that lines of running text are broken at."""
    long = sorted(row.right for row in rows if len(row.runs) == 1 and len(row.text) > 40)
    return long[int(0.98 * (len(long) - 1))] if long else 0.0


def _page_lines(page: int, rows: list[Row]) -> list[Line]:
    lines = []
    usual = leading(rows)
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else None
        drop = above.base - row.base if above else 0.0
        gap = bool(above) and (drop > 1.3 * usual * max(row.size, above.size) or drop < 0)  # type: ignore[union-attr]
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
