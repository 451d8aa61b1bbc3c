"""The stage as a whole: every table is written, in the same bytes whatever the order of its input."""

import logging
import shutil

import numpy as np
import pytest
from corpus import clauses, coded, documents, findings, only, statistics

from pipeline import tables, vectors
from pipeline.track import run

OUTPUTS = [
    *(tables.INSPECTIONS, tables.INSPECTION_FINDINGS, tables.PREVALENCE, tables.TRENDS),
    *(tables.RECURRENCE, tables.LINKS, tables.REPEATS, tables.ASSOCIATIONS),
]


def corpus():
    """One PDU inspected twice, with a letter, and a report without a year."""
    papers = documents(
        ("old", "report", "Ashby", "2022-10"),
        ("new", "report", "Ashby", "2025-06", {"programme": "pdu-2024"}),
        ("letter", "letter", "Ashby", "2025-06"),
        ("plain", "report", "Bexton", None),
    )
    said = findings(
        ("1", "old", "improvement", {"text": "Caseloads were high for half of staff."}),
        ("2", "new", "improvement", {"text": "Caseloads were high for a third of staff."}),
        ("3", "new", "improvement", {"kind": "recommendation", "text": "reduce caseloads"}),
        ("4", "letter", "improvement", {"kind": "action", "text": "Caseloads will fall by May 2026."}),
        ("5", "plain", "strength", {"text": "Rooms were quiet."}),
    )
    counted = {"keywords": "", "n_findings": 4}
    given = statistics(("1", "half", 0.5, 24), ("2", "a third", 0.33, 24))
    return {
        "documents": papers,
        "findings": said,
        "coded": coded({"1": "workload", "2": "workload", "3": "workload", "4": "workload"}),
        "clauses": clauses(*zip(said["finding_id"], said["text"], strict=True)),
        "statistics": given,
        "themes": tables.frame(
            tables.THEMES,
            [
                {"theme_id": "workload", "name": "Workload", "origin": "codebook", **counted},
                {"theme_id": "sub", "name": "Peaks", "origin": "discovered", "parent": "workload", **counted},
            ],
        ),
    }  # fmt: skip


def project(folder, root, order=1):
    """A project with the tables that the stage reads, their rows in the given order."""
    given = {name: table.iloc[::order].reset_index(drop=True) for name, table in corpus().items()}
    schemas = {
        "documents": tables.DOCUMENTS, "findings": tables.FINDINGS, "coded": tables.FINDING_THEMES,
        "clauses": tables.CLAUSES, "statistics": tables.STATISTICS, "themes": tables.THEMES,
    }  # fmt: skip
    for name, schema in schemas.items():
        tables.write(schema, given[name], folder)
    keys = sorted({vectors.key_of(text) for text in given["clauses"]["text"]})
    vectors.write("by hand", keys, [np.ones((len(keys), 4), dtype="float16")], folder / vectors.FOLDER)
    shutil.copytree(root / "data/reference", folder / "data/reference", dirs_exist_ok=True)
    shutil.copy(root / "params.yaml", folder)
    return folder


@pytest.fixture
def ran(tmp_path, project_root, monkeypatch):
    monkeypatch.chdir(project(tmp_path / "one", project_root))
    run()
    return tmp_path / "one"


def test_every_table_is_written_and_valid(ran):
    for schema in OUTPUTS:
        tables.read(schema)


def test_results_reach_from_documents_to_links(ran):
    row = only(tables.read(tables.RECURRENCE))
    assert (row["status"], row["from_value"], row["to_value"]) == ("persistent", 0.5, 0.33)
    link = only(tables.read(tables.LINKS))
    assert (link["recommendation_id"], link["action_id"], link["date"]) == ("3", "4", "May 2026")
    assert set(tables.read(tables.PREVALENCE)["theme_id"]) == {"workload"}


def test_the_same_input_in_another_order_gives_the_same_bytes(ran, tmp_path, project_root, monkeypatch):
    monkeypatch.chdir(project(tmp_path / "two", project_root, order=-1))
    run()
    for schema in OUTPUTS:
        path = tables.path_of(schema)
        assert (ran / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path


def test_the_log_says_how_many_count_and_why_others_do_not(tmp_path, project_root, monkeypatch, caplog):
    monkeypatch.chdir(project(tmp_path, project_root))
    with caplog.at_level(logging.INFO):
        run()
    assert "3 inspections, 1 of them without a year" in caplog.text
    assert "3 of 5 findings counted" in caplog.text
    assert "1 not: a recommendation is tracked apart" in caplog.text


def test_an_empty_corpus_gives_empty_tables(tmp_path, project_root, monkeypatch):
    folder = project(tmp_path, project_root)
    for schema in (
        tables.DOCUMENTS,
        tables.FINDINGS,
        tables.FINDING_THEMES,
        tables.STATISTICS,
        tables.CLAUSES,
    ):
        tables.write(schema, tables.empty(schema), folder)
    monkeypatch.chdir(folder)
    run()
    assert all(tables.read(schema).empty for schema in OUTPUTS)
