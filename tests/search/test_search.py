"""Search over three findings whose clauses have vectors that can be compared by hand."""

import json

import numpy as np
import pytest

from pipeline import encoder, tables, vectors
from pipeline.__main__ import run
from pipeline.errors import PipelineError
from pipeline.search import command
from pipeline.search.nearest import Wanted

EAST, NORTH, UP = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]
CLAUSES = {
    ("f1", "Managers signed work off unread."): EAST,
    ("f1", "Desks were tidy."): UP,
    ("f2", "Managers were busy."): [0.6, 0.8, 0.0],
    ("f3", "Buses were late."): NORTH,
}
TEXTS = {
    "f1": "Managers signed work off unread. Desks were tidy.",
    "f2": "Managers were busy.",
    "f3": "Buses were late.",
}


class Compass:
    """An encoder whose every query points east."""

    name = "compass"

    def encode(self, texts):
        """A row a text."""
        return np.array([EAST] * len(texts), dtype=np.float32)


def finding(key, document, polarity="improvement", **facts):
    """A row of findings."""
    row = {"finding_id": key, "document_id": document, "kind": "bullet", "text": TEXTS[key], "page": 3}
    row |= {"char_start": 0, "char_end": len(TEXTS[key]), "position": 0, "summary": False}
    row |= {"polarity": polarity, "polarity_source": "model", "polarity_confidence": 0.9}
    return row | {"model_polarity": polarity, "model_confidence": 0.9} | facts


def document(key, **facts):
    """A row of documents."""
    row = {
        "document_id": key,
        "path": f"data/raw/{key}.txt",
        "sha256": key,
        "format": "txt",
        "status": "read",
    }
    return row | {"kind": "inspection_report", "title": f"Title of {key}"} | facts


def theme(key, name):
    """A row of themes."""
    return {"theme_id": key, "name": name, "origin": "codebook", "keywords": "", "n_findings": 1}


def given(key, theme_id, rank=1):
    """A row of finding_themes."""
    return {"finding_id": key, "theme_id": theme_id, "rank": rank, "score": 0.9, "source": "model"}


@pytest.fixture
def project(tmp_path, project_root, monkeypatch):
    """A project after the pipeline ran: two places, three findings."""

    def write(schema, rows):
        tables.write(schema, tables.frame(schema, rows), tmp_path)

    write(
        tables.DOCUMENTS, [document("d1", pdu="Northmere", year=2023), document("d2", pdu="Eastby; Westby")]
    )
    rows = [finding("f1", "d1"), finding("f2", "d1", "strength"), finding("f3", "d2", pdu="Eastby")]
    write(tables.FINDINGS, rows)
    write(tables.THEMES, [theme("oversight", "Management oversight"), theme("premises", "Premises")])
    rows = [given("f1", "premises", 2), given("f1", "oversight"), given("f2", "oversight")]
    write(tables.FINDING_THEMES, rows)
    places = {"clause": 0, "char_start": 0, "char_end": 1}
    rows = [places | {"finding_id": key, "text": text, "clause": n} for n, (key, text) in enumerate(CLAUSES)]
    write(tables.CLAUSES, rows)
    keyed = dict(sorted((vectors.key_of(text), row) for (_, text), row in CLAUSES.items()))
    vectors.write(
        "compass", list(keyed), [np.array(list(keyed.values()), dtype=np.float16)], tmp_path / vectors.FOLDER
    )
    (tmp_path / "params.yaml").write_bytes((project_root / "params.yaml").read_bytes())
    monkeypatch.setattr(encoder, "load", lambda settings: Compass())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(wanted=None):
    """Findings found, in order."""
    return command.search("signing without reading", wanted or Wanted())["finding_id"].tolist()


def test_a_finding_is_as_near_as_its_nearest_clause(project):
    found = command.search("signing without reading", Wanted())
    assert found["finding_id"].tolist() == ["f1", "f2", "f3"]
    assert found["score"].tolist() == pytest.approx([1, 0.6, 0], abs=1e-3)
    assert found["clause"].iloc[0] == "Managers signed work off unread."


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(theme="oversight"), ["f1", "f2"]),
        (Wanted(theme="management OVERSIGHT"), ["f1", "f2"]),
        (Wanted(pdu="eastby"), ["f3"]),
        (Wanted(pdu="Northmere", polarity="strength"), ["f2"]),
        (Wanted(polarity="improvement"), ["f1", "f3"]),
        (Wanted(year=2023), ["f1", "f2"]),
        (Wanted(pdu="Eastby", polarity="strength"), []),
    ],
)
def test_filters(project, wanted, expected):
    assert ids(wanted) == expected


def test_a_finding_about_one_place_of_a_joint_document_is_not_the_others(project):
    with pytest.raises(PipelineError, match="Westby: no finding has it"):
        ids(Wanted(pdu="Westby"))


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (Wanted(theme="over"), "--theme over: no finding has it. There are: Management oversight, oversight"),
        (Wanted(year=1999), "--year 1999: no finding has it. There are: 2023"),
    ],
)
def test_a_filter_that_nothing_can_pass_says_what_there_is(project, wanted, problem):
    with pytest.raises(PipelineError) as caught:
        ids(wanted)
    assert str(caught.value) == problem


def test_json_has_place_year_themes_and_page(project, capsys):
    assert run(["search", "signing", "--json", "--top", "1"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["pdu"], row["year"], row["page"], row["score"]) == ("Northmere", 2023, 3, 1.0)
    assert row["themes"] == ["Management oversight", "Premises"]


def test_json_writes_null_for_an_unknown_year(project, capsys):
    assert run(["search", "buses", "--json", "--pdu", "Eastby"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["year"], row["themes"]) == (None, [])


def test_text_shows_words_and_place(project, capsys):
    assert run(["search", "signing", "--top", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1. 1.00 | Area for improvement | Northmere, 2023 | page 3\n")
    assert "Eastby, year not known" in said
    assert TEXTS["f2"] in said


def test_nothing_found_is_said_and_is_status_1(project, capsys):
    assert run(["search", "signing", "--pdu", "Eastby", "--polarity", "strength"]) == 1
    assert capsys.readouterr().out == "No finding matches.\n"


def test_empty_query_is_refused(project):
    with pytest.raises(PipelineError, match="nothing to look for"):
        run(["search", "  "])


def test_vectors_of_another_encoder_are_refused(project, monkeypatch):
    monkeypatch.setattr(Compass, "name", "sextant")
    with pytest.raises(PipelineError, match=r"made by compass, but params\.yaml names sextant"):
        ids()


def test_before_the_pipeline_ran_it_says_so(tmp_path, project_root, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipelineError, match="dvc repro"):
        run(["search", "signing"])


@pytest.mark.parametrize("arguments", [[], ["x", "--top", "0"], ["x", "--polarity", "good"]])
def test_wrong_options_are_refused(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        run(["search", *arguments])
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_large_corpora_are_compared_in_blocks(project, monkeypatch):
    whole = command.search("signing", Wanted())
    monkeypatch.setattr("pipeline.search.nearest.BLOCK", 1)
    assert command.search("signing", Wanted()).equals(whole)
