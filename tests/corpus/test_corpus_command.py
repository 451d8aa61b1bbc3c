"""The command prints every section, as text and as JSON."""

import json

import pandas as pd
import pytest

from pipeline import tables
from pipeline.__main__ import run
from pipeline.corpus import command
from pipeline.coverage import Section
from pipeline.errors import PipelineError

SECTIONS = [
    Section("years", "Documents by year", "Nothing.", pd.DataFrame({"Year": ["2024"], "Documents": [3]})),
    Section("set_aside", "Documents set aside", "No document was set aside.", pd.DataFrame({"File": []})),
]


def test_text_has_headings_rows_and_a_sentence_for_nothing():
    lines = command.as_text(SECTIONS).splitlines()
    assert lines[0] == "Documents by year"
    assert lines[2:4] == ["Year  Documents", "2024  3"]
    assert lines[-1] == "No document was set aside."


def test_json_is_rows_by_key():
    assert json.loads(command.as_json(SECTIONS)) == {
        "set_aside": [],
        "years": [{"Documents": 3, "Year": "2024"}],
    }


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project after the pipeline has read one document."""
    row = {"document_id": "a", "path": "data/raw/a.txt", "sha256": "a", "format": "txt", "kind": "other"}
    frame = tables.frame(tables.DOCUMENTS, [row | {"status": "quarantined", "reason": "It is empty"}])
    tables.write(tables.DOCUMENTS, frame, tmp_path)
    tables.write(tables.INSPECTIONS, tables.empty(tables.INSPECTIONS), tmp_path)
    (tmp_path / "data/reference").mkdir()
    (tmp_path / "data/reference/pdus.csv").write_text("pdu,region,aliases\nNorthmere,A,\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_command_reads_the_tables(project, capsys):
    assert run(["corpus", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["set_aside"] == [{"File": "data/raw/a.txt", "Why": "It is empty"}]
    assert said["without_report"][0]["Probation Delivery Unit"] == "Northmere"


def test_text_names_what_was_set_aside(project, capsys):
    assert run(["corpus"]) == 0
    assert "It is empty" in capsys.readouterr().out


def test_before_the_pipeline_ran_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError, match="dvc repro"):
        run(["corpus"])
