"""What keeps time and memory in bounds: little is held at a time, no table is read again for each page."""

import dataclasses
import io
import random
import sys
from collections.abc import Callable, Iterator

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from pipeline import tables
from pipeline.report import corpus, encode, filling, safe, workbook
from pipeline.report.places import place_page
from pipeline.report.tally import Tally
from tests.report.report_large import large


def collection(small: corpus.Corpus, count: int) -> corpus.Corpus:
    """So many inspections of 20 findings each, nine at a place."""
    made = large(count, per=20)
    filled = {schema.name: made.get(schema.name, tables.empty(schema)) for schema in corpus.READ}
    return dataclasses.replace(small, tables=filled)


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, those written in C among them."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


def test_a_page_of_a_place_costs_the_same_in_a_collection_ten_times_as_large(small: corpus.Corpus) -> None:
    found = []
    for count in (18, 180):
        whole = collection(small, count)
        place_page(whole, "Place 0")  # makes what all pages share
        found.append(calls(lambda held=whole: place_page(held, "Place 1")))
    assert found[0] > 1000
    assert found[1] < 1.2 * found[0]


def test_the_tally_counts_any_choice_of_inspections_as_the_table_does(small: corpus.Corpus) -> None:
    whole = collection(small, 45)
    names = list(whole.inspections["inspection_id"])
    chance = random.Random(0)
    for chosen in ([], names[:1], chance.sample(names, 20), names):
        for side in ("strength", "improvement"):
            rows = whole.raised[whole.raised["inspection_id"].isin(chosen) & (whole.raised["side"] == side)]
            groups = rows.groupby("theme_id")
            wanted = {
                str(key): (held["inspection_id"].nunique(), held["finding_id"].nunique())
                for key, held in groups
            }
            assert whole.tally.count(chosen, side) == wanted
    assert whole.tally.everywhere["strength"] == whole.tally.count(names, "strength")


def test_a_finding_of_two_inspections_is_counted_once() -> None:
    rows = [("one", "f", "a", "strength"), ("two", "f", "a", "strength"), ("two", "g", "b", "strength")]
    table = pd.DataFrame(rows, columns=["inspection_id", "finding_id", "theme_id", "side"], dtype="str")
    tally = Tally(table, ["one", "two", "three"], ["a", "c"])
    assert tally.count(["one", "two", "unknown"], "strength") == {"a": (2, 1)}
    assert tally.count(["three"], "strength") == tally.count(["one"], "improvement") == {}


def test_parts_of_the_evidence_are_made_one_at_a_time() -> None:
    read = 0

    def rows() -> Iterator[list[object]]:
        nonlocal read
        for number in range(1000):
            read += 1
            yield [f"id{number}", "x" * 50, []]

    shards = encode.shards(rows(), 640)
    assert next(shards)[0] == 0
    assert read == 10  # rows of 64 bytes
    lines = safe.csv_text(["a"], rows(), held=5)
    next(lines)
    assert read == 10 + 4  # and the header


def frame(table: pd.DataFrame) -> openpyxl.Workbook:
    """A workbook of one sheet filled with ``table``, opened again."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("One")
        columns = [{"header": key} for key in table.columns]
        sheet.add_table(0, 0, 1, len(table.columns) - 1, {"columns": columns})
        sheet.write_blank(1, 0, None, made.add_format({"bold": True}))
        sheet.write_blank(1, 1, None, made.add_format({"num_format": "yyyy"}))
    filled = io.BytesIO()
    filling.fill(book, filled, {1: table}, 2)
    return openpyxl.load_workbook(filled)


NASTY = [
    "=1+1",
    "a < b & c",
    " edges ",
    "two\nlines",
    "<r>no markup</r>",
    "é–“",
]


def test_a_filled_sheet_gives_every_value_back() -> None:
    table = pd.DataFrame(
        {
            "text": [*NASTY, None],
            "day": pd.to_datetime(["2025-03-31", None, "2021-12-01", *["2022-01-01"] * 4]),
            "share": [0.1, None, 1 / 3, 0.0, 1.0, 2.5e-9, 7.0],
            "whole": pd.array([1, None, 3, 4, 5, 6, 7], dtype="Int64"),
            "told": pd.array([True, False, None, *[True] * 4], dtype="boolean"),
        }
    )
    sheet = frame(table)["One"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [*NASTY, None]
    assert [row[1] and f"{row[1]:%Y-%m-%d}" for row in rows[:3]] == ["2025-03-31", None, "2021-12-01"]
    assert [row[2] for row in rows] == pytest.approx([0.1, None, 1 / 3, 0.0, 1.0, 2.5e-9, 7.0])
    assert [row[3] for row in rows] == [1, None, 3, 4, 5, 6, 7]
    assert [row[4] for row in rows[:3]] == ["Yes", "No", None]
    assert sheet.dimensions == "A1:E8" and [one.ref for one in sheet.tables.values()] == ["A1:E8"]
    assert sheet["A2"].font.b and sheet["C2"].font.b and sheet["B2"].number_format == "yyyy"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}


def test_control_characters_are_escaped_as_excel_does() -> None:
    assert filling.escaped("a\x07b _x0041_ \x0b") == "a_x0007_b _x005F_x0041_ _x000B_"


def test_sheets_longer_than_what_is_held_and_empty_ones_are_whole() -> None:
    many = pd.DataFrame({"key": [f"k{n % 7}" for n in range(5001)], "number": range(5001)})
    rows = list(frame(many)["One"].iter_rows(min_row=2, values_only=True))
    assert rows == list(many.itertuples(index=False, name=None))
    empty = frame(many.head(0))["One"]
    assert list(empty.iter_rows(min_row=2, values_only=True)) in ([], [(None, None)])
    assert [one.ref for one in empty.tables.values()] == ["A1:B2"]


def test_a_table_too_long_for_a_sheet_is_cut_and_the_sheet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    one = workbook.Sheet("One", "A title", pd.DataFrame({"a": range(5)}), {})
    assert one.shown["a"].tolist() == [0, 1, 2]
    assert one.says == (
        "This sheet holds one table of 5 rows, of which it has room for the first 3. "
        "All of them are in data/processed."
    )


def test_strings_are_written_once_however_many_cells_have_them() -> None:
    strings = filling.Strings(5)
    assert [strings.number(text) for text in ("a", "b", "a")] == [5, 6, 5]
    assert list(strings.elements()) == ["<si><t>a</t></si>", "<si><t>b</t></si>"]
