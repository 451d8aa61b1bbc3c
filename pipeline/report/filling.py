"""Tables put into a workbook that XlsxWriter made with empty sheets: row by row, each distinct value once.

XlsxWriter keeps every cell as an object until the end, and its way to write row by row allows no tables.
Here a cell is a few characters of XML, and no more than some thousand rows are held at a time. What is
written follows ECMA-376, part 1, section 18.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from pipeline.report.words import known

LONGEST_CELL = 32_767
STRINGS = "xl/sharedStrings.xml"
_EPOCH, _DAY = pd.Timestamp("1899-12-30"), pd.Timedelta(days=1)
_ROWS = 2_000  # held at a time
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_EDGE_SPACE = re.compile(r"^\s|\s$")


class Strings:
    """The strings that cells name by number, in order of their first use; ``first`` are there already."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Number of a string."""
        return self._numbers.setdefault(text, self._first + len(self._numbers))

    def elements(self) -> Iterator[str]:
        """The strings as elements of the list of shared strings."""
        for text in self._numbers:
            space = ' xml:space="preserve"' if _EDGE_SPACE.search(text) else ""
            yield f"<si><t{space}>{escaped(text)}</t></si>"


def escaped(text: str) -> str:
    """Text as it stands in a workbook's XML; control characters as ``_x0007_``."""
    text = _ESCAPE.sub(r"_x005F\1", text)
    text = _CONTROL.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fill(frame: IO[bytes], path: Path | IO[bytes], sheets: dict[int, pd.DataFrame], at: int) -> None:
    """Write the workbook ``frame`` to ``path`` with its tables filled.

    Parameters
    ----------
    frame: a workbook; in each sheet to be filled, row ``at`` (from 1) holds two cells, one with the format
        of text and numbers and one with that of dates, and the sheet's table ends with that row.
    sheets: the table of each sheet to be filled by the sheet's number, from 1.
    at: row in which the tables' values begin.

    """
    with ZipFile(frame) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        strings = Strings(len(re.findall(b"<si>", old.read(STRINGS))))
        tables = iter(sheets.values())
        for info in old.infolist():
            name, content = info.filename, old.read(info)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if name == STRINGS:
                last = info, content
                continue
            with new.open(info, "w") as part:
                if number and int(number[1]) in sheets:
                    _fill_sheet(part, content.decode(), sheets[int(number[1])], (strings, at))
                elif name.startswith("xl/tables/"):
                    part.write(_longer(content.decode(), len(next(tables)), at).encode())
                else:
                    part.write(content)
        with new.open(last[0], "w") as part:
            _append(part, last[1].decode(), strings)


def _longer(xml: str, rows: int, at: int) -> str:
    """A table's XML with the reference that ends with row ``at`` drawn out over all rows."""
    return re.sub(rf'(ref="[A-Z]+\d+:[A-Z]+){at}"', rf'\g<1>{at + max(1, rows) - 1}"', xml)


def _fill_sheet(part: IO[bytes], xml: str, table: pd.DataFrame, where: tuple[Strings, int]) -> None:
    strings, at = where
    sample = re.search(rf'<row r="{at}".*?</row>', xml)
    if sample is None:
        raise ValueError(f"row {at} holds no sample of the formats")
    plain, day = re.findall(r' s="(\d+)"', sample.group())
    before, after = xml[: sample.start()], xml[sample.end() :]
    corner = f"{xl_col_to_name(len(table.columns) - 1)}{at + len(table) - 1}"
    part.write(re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{corner}"', before).encode())
    columns = [_cells(table[key], strings, (plain, day)) for key in table.columns]
    for start in range(0, len(table), _ROWS):
        part.write("".join(_rows(columns, range(start, min(start + _ROWS, len(table))), at)).encode())
    part.write(after.encode())


def _cells(values: "pd.Series[Any]", strings: Strings, formats: tuple[str, str]) -> tuple[Any, Any]:
    """A column as the end of each distinct cell's XML, after its address, and the number of each row's."""
    codes, distinct = pd.factorize(values)
    made = [_cell(value, strings, formats) for value in distinct.tolist()]
    return np.array([*made, ""], dtype=object), codes


def _cell(value: Any, strings: Strings, formats: tuple[str, str]) -> str:
    plain, day = formats
    if not known(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f'" s="{day}"><v>{(value - _EPOCH) / _DAY:.16G}</v></c>'
    if isinstance(value, bool):
        value = "Yes" if value else "No"
    if isinstance(value, (int, float)):
        return f'" s="{plain}"><v>{value:.16G}</v></c>'
    return f'" s="{plain}" t="s"><v>{strings.number(str(value)[:LONGEST_CELL])}</v></c>'


def _rows(columns: list[tuple[Any, Any]], span: range, at: int) -> Iterator[str]:
    letters = [f'<c r="{xl_col_to_name(n)}' for n in range(len(columns))]
    cut = slice(span.start, span.stop)
    cells = zip(*(made[codes[cut]].tolist() for made, codes in columns), strict=True)
    for number, row in enumerate(cells, at + span.start):
        line = [f"{letter}{number}{end}" for letter, end in zip(letters, row, strict=True) if end]
        yield f'<row r="{number}">{"".join(line)}</row>'


def _append(part: IO[bytes], xml: str, strings: Strings) -> None:
    """The list of shared strings with the new ones; without its counts, which are optional."""
    head, _, _ = re.sub(r' (?:count|uniqueCount)="\d+"', "", xml).partition("</sst>")
    part.write(head.encode())
    elements = strings.elements()
    while some := "".join(islice(elements, _ROWS)):
        part.write(some.encode())
    part.write(b"</sst>")
