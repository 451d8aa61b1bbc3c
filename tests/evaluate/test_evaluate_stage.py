"""The stage in a small project: two gold files, one of them invented."""

import json

import numpy as np
import pytest
import yaml

from pipeline import evaluate, tables, vectors
from pipeline.errors import PipelineError

GOLD = {
    "town": [("t1", "town-2024", "strength"), ("t2", "town-2024", "improvement")],
    "invented": [("i1", "vale-2023", "strength")],
}
SAID = {"t1": "strength", "t2": "strength", "i1": "strength"}
MEANS = {"staffing": [1.0, 0.0], "vacancies": [0.96, 0.28]}


def gold_rows():
    """Every gold finding with its file."""
    return [(origin, *row) for origin, rows in GOLD.items() for row in rows]


def held_out(kind, **columns):
    """A row of a hold-out table for each gold finding."""
    return [
        {"uid": uid, "document": document, "origin": origin, "text": f"Text {uid}."}
        | {name: value(uid, polarity) for name, value in columns.items()}
        for origin, uid, document, polarity in gold_rows()
    ]


def finding(uid):
    """A row of findings."""
    text = f"Text {uid}."
    row = {"finding_id": uid, "document_id": "town-2024", "kind": "bullet", "text": text, "page": 1}
    row |= {"char_start": 0, "char_end": len(text), "position": 0, "summary": False, "polarity": "strength"}
    row |= {"polarity_source": "model", "polarity_confidence": 0.9}
    return row | {"model_polarity": "strength", "model_confidence": 0.9}


@pytest.fixture
def project(tmp_path, project_root, monkeypatch):
    """Tables, hand coding and params of a small project, in which the process then runs."""
    polarity = held_out(
        "polarity", gold=lambda _, p: p, predicted=lambda u, _: SAID[u], confidence=lambda *_: 0.9
    )
    same = {name: lambda *_: "staffing" for name in ("gold", "predicted")}
    themes = held_out("themes", **same, optional=lambda *_: "", scores=lambda *_: "0.9")
    theme = {"origin": "codebook", "keywords": "", "n_findings": 1}
    rows = {
        "polarity": (tables.HOLDOUT["polarity"], polarity),
        "held": (tables.HOLDOUT["themes"], themes),
        "findings": (tables.FINDINGS, [finding("t1"), finding("x9")]),
        "themes": (tables.THEMES, [theme | {"theme_id": key, "name": key, "means": key} for key in MEANS]),
        "given": (
            tables.FINDING_THEMES,
            [{"finding_id": "t1", "theme_id": "staffing", "rank": 1, "score": 0.9, "source": "model"}],
        ),
    }
    for schema, own in rows.values():
        tables.write(schema, tables.frame(schema, own), tmp_path)
    keyed = dict(sorted((vectors.key_of(text), row) for text, row in MEANS.items()))
    vectors.write(
        "made", list(keyed), [np.array(list(keyed.values()), dtype=np.float16)], tmp_path / vectors.FOLDER
    )
    write_gold(tmp_path)
    settings = yaml.safe_load((project_root / "params.yaml").read_text(encoding="utf-8"))
    settings["evaluate"] |= {"floors": {"polarity_accuracy": 0.5}, "resamples": 50, "known_as": {}}
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_gold(root):
    """Gold files and one written example."""
    for folder in ("data/gold", "data/reference/examples"):
        (root / folder).mkdir(parents=True)
    for name, rows in GOLD.items():
        lines = [
            {"uid": uid, "document": document, "kind": "bullet", "text": f"Text {uid}.", "polarity": polarity}
            | {"themes": ["staffing"]}
            for uid, document, polarity in rows
        ]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (root / f"data/gold/{name}.jsonl").write_text(text, encoding="utf-8")
    line = {"text": "Posts were filled.", "form": "bullet", "polarity": "strength", "themes": ["staffing"]}
    (root / "data/reference/examples/staffing.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")


def set_floor(root, value):
    """Change the floor of polarity accuracy."""
    settings = yaml.safe_load((root / "params.yaml").read_text(encoding="utf-8"))
    settings["evaluate"]["floors"]["polarity_accuracy"] = value
    (root / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def measured():
    """What the stage wrote."""
    with open("reports/metrics.json", encoding="utf-8") as file:  # noqa: PTH123
        return json.load(file)


def test_each_gold_file_is_measured_apart(project):
    evaluate.run()
    origins = measured()["origins"]
    assert (origins["town"]["source"], origins["invented"]["source"]) == ("real", "invented")
    assert origins["town"]["polarity"]["accuracy"] == 0.5
    assert origins["invented"]["polarity"]["accuracy"] == 1


def test_what_was_judged_and_learnt_is_counted(project):
    evaluate.run()
    origins = measured()["origins"]
    assert origins["town"]["judged_on"] == {"documents": 1, "findings": 2}
    assert [one["learnt_from"] for one in origins.values()] == [{"written_examples": 1}] * 2


def test_recall_is_over_documents_in_the_corpus(project):
    evaluate.run()
    origins = measured()["origins"]
    assert origins["town"]["findings"]["recall"] == 0.5
    assert origins["town"]["findings"]["missed"] == [{"uid": "t2", "text": "Text t2."}]
    assert origins["invented"]["findings"]["recall"] is None


def test_corpus_and_near_duplicates(project):
    evaluate.run()
    metrics = measured()
    assert metrics["corpus"] == {
        "documents": 1,
        "findings": 2,
        "polarity_source": {"model": 2},
        "unassigned": 0.5,
    }
    (pair,) = metrics["theme_pairs"]["near_duplicates"]
    assert (pair["theme_a"], pair["theme_b"], pair["cosine"]) == (
        "staffing",
        "vacancies",
        pytest.approx(0.96, abs=1e-3),
    )


def test_hand_coding_stands_beside_what_the_models_say(project):
    evaluate.run()
    table = tables.read(tables.HAND_CODING).set_index("uid")
    assert table.loc["t2", ["polarity", "model_polarity", "themes"]].tolist() == [
        "improvement",
        "strength",
        "staffing",
    ]
    assert len(table) == 3


def test_a_figure_below_its_floor_fails_the_run_and_is_written_all_the_same(project):
    set_floor(project, 0.6)
    with pytest.raises(PipelineError, match=r"polarity_accuracy is 0\.5000, below its floor 0\.6000"):
        evaluate.run()
    assert measured()["origins"]["town"]["polarity"]["accuracy"] == 0.5


def test_without_a_codebook_floors_of_themes_do_not_hold(project):
    settings = yaml.safe_load((project / "params.yaml").read_text(encoding="utf-8"))
    settings["evaluate"]["floors"] = {"themes_micro_f1": 1.0, "polarity_accuracy": 0.5}
    (project / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    held = tables.read(tables.HOLDOUT["themes"])
    tables.write(tables.HOLDOUT["themes"], held.assign(predicted="d-01"))
    with pytest.raises(PipelineError, match="themes_micro_f1"):
        evaluate.run()
    tables.write(tables.THEMES, tables.read(tables.THEMES).assign(origin="discovered"))
    evaluate.run()
    set_floor(project, 0.6)
    with pytest.raises(PipelineError, match="polarity_accuracy"):
        evaluate.run()


def test_two_runs_write_the_same_bytes(project):
    written = []
    for _ in range(2):
        evaluate.run()
        written.append({path: path.read_bytes() for path in sorted((project / "reports").rglob("*.*"))})
    assert written[0] == written[1]
    assert len(written[0]) == 4


def test_without_hand_coding_nothing_is_claimed(project):
    for path in (project / "data/gold").iterdir():
        path.unlink()
    for schema in tables.HOLDOUT.values():
        tables.write(schema, tables.empty(schema))
    evaluate.run()
    assert measured()["origins"] == {}
