"""What the corpus holds and lacks, worked out by hand on seven documents."""

import pandas as pd
import pytest

from pipeline import coverage, tables
from pipeline.errors import PipelineError


def document(key, kind="inspection_report", **facts):
    """A row of documents that was read, changed by ``facts``."""
    row = {"document_id": key, "path": f"data/raw/{key}.txt", "sha256": key, "format": "txt", "kind": kind}
    return row | {"title": f"Title of {key}", "status": "read"} | facts


def inspection(*documents):
    """A row of inspections about ``documents``."""
    return {
        "inspection_id": documents[0],
        "basis": "report",
        "document_ids": "; ".join(documents),
        "counted_ids": documents[0],
    }


@pytest.fixture
def documents():
    north = {"pdu": "Northmere", "year": 2023, "programme": "PDU 2023"}
    rows = [
        document("north-report", **north),
        document("north-letter", "response_letter", pdu="Northmere", year=2023),
        document("south-report", pdu="Southwick", year=2024, programme="PDU 2023"),
        document("joint-release", "press_release", pdu="Northmere; Eastby", year=2024),
        document("odd", "other"),
        document("broken", "other", status="quarantined", reason="The file is empty"),
        document("north-copy", **north, duplicate_of="north-report", reason="Same bytes"),
    ]
    return tables.frame(tables.DOCUMENTS, rows)


@pytest.fixture
def inspections():
    rows = [inspection("north-report", "north-letter", "north-copy"), inspection("south-report")]
    return tables.frame(tables.INSPECTIONS, rows)


@pytest.fixture
def places():
    names = {"pdu": ["Southwick", "Eastby", "Farholt", "Northmere"], "region": ["B", "B", "A", "A"]}
    return pd.DataFrame(names, dtype="str")


def rows(table):
    """Rows of a table as tuples."""
    return list(table.itertuples(index=False, name=None))


def test_kinds_leave_out_copies_and_what_was_set_aside(documents):
    counts = dict(rows(coverage.by_kind(documents)))
    assert counts == {"Inspection report": 2, "Press release": 1, "Response letter": 1, "Other": 1}


def test_years_are_in_order_and_unknown_ones_last(documents):
    assert rows(coverage.by(documents, "year", "Year")) == [("2023", 2), ("2024", 2), ("Not known", 1)]


def test_programmes_count_documents_without_one_apart(documents):
    assert rows(coverage.by(documents, "programme", "Programme")) == [("PDU 2023", 2), ("Not known", 3)]


def test_a_release_about_two_places_counts_for_both(documents):
    assert rows(coverage.by_pdu(documents)) == [
        ("Eastby", 0, 1, 0, 0, "2024"),
        ("Northmere", 1, 1, 1, 0, "2023, 2024"),
        ("Southwick", 1, 0, 0, 0, "2024"),
        ("Not known", 0, 0, 0, 1, "Not known"),
    ]


def test_places_without_report_are_named_by_region(documents, places):
    assert rows(coverage.without_report(documents, places)) == [("A", "Farholt", 0), ("B", "Eastby", 1)]


def test_reports_without_letter(documents, inspections):
    assert rows(coverage.without_letter(documents, inspections)) == [
        ("Title of south-report", "Southwick", "2024", "data/raw/south-report.txt")
    ]


def test_a_letter_about_another_inspection_is_no_answer(documents, inspections):
    apart = pd.concat([inspections.iloc[1:], tables.frame(tables.INSPECTIONS, [inspection("north-report")])])
    assert len(coverage.without_letter(documents, apart)) == 2


def test_set_aside_and_duplicates_are_told_apart(documents):
    assert rows(coverage.set_aside(documents)) == [("data/raw/broken.txt", "The file is empty")]
    assert rows(coverage.duplicates(documents)) == [
        ("data/raw/north-copy.txt", "data/raw/north-report.txt", "Same bytes")
    ]


def test_survey_of_nothing_has_every_section_and_no_row(places):
    nothing = tables.empty(tables.DOCUMENTS), tables.empty(tables.INSPECTIONS)
    sections = coverage.survey(*nothing, places)
    assert [one.key for one in sections if len(one.table)] == ["without_report"]
    assert len({one.key for one in sections}) == 8


def test_shipped_pdus_can_be_read(project_root):
    found = coverage.pdus(project_root / coverage.PDUS)
    assert len(found) > 50
    assert found["pdu"].is_unique


def test_pdus_without_their_column_are_refused(tmp_path):
    path = tmp_path / "pdus.csv"
    path.write_text("place,region\nNorthmere,A\n", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"pdus\.csv: lacks the column pdu"):
        coverage.pdus(path)


def test_missing_pdus_are_said(tmp_path):
    with pytest.raises(PipelineError, match="does not exist"):
        coverage.pdus(tmp_path / "pdus.csv")
