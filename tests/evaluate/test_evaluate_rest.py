"""Near-duplicate themes, end-to-end recall, floors, rounding and plots."""

import numpy as np
import pandas as pd
import pytest

from pipeline import tables
from pipeline.errors import PipelineError
from pipeline.evaluate import floors, overlap, plots, recall, stage
from pipeline.examples import Gold


def assigned(**carriers):
    """finding_themes with the findings of each theme."""
    rows = [(finding, theme) for theme, findings in carriers.items() for finding in findings]
    return pd.DataFrame(rows, columns=["finding_id", "theme_id"])


def test_every_pair_is_compared_once():
    table = overlap.pairs(assigned(a="12", b="23", c="4", d="5"), 10, {})
    assert len(table) == 6
    assert table.loc[0, ["theme_a", "theme_b", "n_both"]].tolist() == ["a", "b", 1]
    assert table.loc[0, "jaccard"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("both", "with_a", "with_b", "n", "expected"),
    [(4, 4, 4, 10, 1.0), (0, 5, 5, 10, -1.0), (2, 4, 5, 10, 0.0), (0, 0, 3, 10, None), (3, 3, 10, 10, None)],
)
def test_phi(both, with_a, with_b, n, expected):
    assert overlap.phi(both, with_a, with_b, n) == (None if expected is None else pytest.approx(expected))


def test_phi_is_the_correlation_of_the_two_columns():
    a, b = np.random.default_rng(0).integers(0, 2, (2, 50))
    found = overlap.phi(int((a & b).sum()), int(a.sum()), int(b.sum()), 50)
    assert found == pytest.approx(np.corrcoef(a, b)[0, 1])


def test_duplicates_by_findings_or_by_definition():
    alike = {"c": np.array([1.0, 0.0], np.float32), "d": np.array([0.8, 0.6], np.float32)}
    table = overlap.pairs(assigned(a="123", b="1234", c="5", d="6"), 10, alike)
    found = overlap.duplicates(table, jaccard=0.5, cosine=0.75)
    assert found[["theme_a", "theme_b"]].to_numpy().tolist() == [["a", "b"], ["c", "d"]]
    assert overlap.duplicates(table, jaccard=0.8, cosine=0.85).empty


def gold(uid, document, text):
    """A hand-coded finding."""
    return Gold(uid, document, "bullet", None, None, text, "strength", (), (), "made")


FINDINGS = pd.DataFrame({"document_id": ["long-name"] * 3, "text": ["One two.", "Three  four.", "Extra."]})


def test_recall_asks_for_the_same_words_in_the_same_document():
    asked = [gold("1", "short", "One two."), gold("2", "short", "Three four."), gold("3", "short", "Five")]
    found = recall.measure(asked, FINDINGS, {"short": "long-name"})
    assert (found["documents"], found["n"], found["recall"]) == (1, 3, pytest.approx(2 / 3))
    assert found["missed"] == [{"uid": "3", "text": "Five"}]
    assert found["not_hand_coded"] == 1


def test_footnote_marks_are_no_difference():
    asked = [gold("1", "long-name", "One ¹² two.³"), gold("2", "long-name", "Three four 5.")]
    assert [one["uid"] for one in recall.measure(asked, FINDINGS, {})["missed"]] == ["2"]


def test_documents_that_the_corpus_lacks_are_not_asked_for():
    asked = [gold("1", "long-name", "One two."), gold("2", "elsewhere", "One two.")]
    found = recall.measure(asked, FINDINGS, {})
    assert (found["documents"], found["n"], found["recall"]) == (1, 1, 1)
    assert recall.measure(asked[1:], FINDINGS, {})["recall"] is None


def measured(accuracy=0.9, f1=0.8):
    """Figures of a gold file."""
    themes = {"micro_f1": f1, "macro_f1": f1, "main_accuracy": f1, "main_kappa": None}
    return {"polarity": {"accuracy": accuracy}, "themes": themes, "findings": {"recall": None}}


def test_figures_at_their_floors_pass():
    every = dict.fromkeys(floors.FIGURES, 0.8) | {"polarity_accuracy": 0.9}
    floors.check({"made": measured()}, every)


def test_a_figure_below_its_floor_names_figure_file_floor_and_value():
    with pytest.raises(PipelineError) as caught:
        floors.check({"made": measured(), "real": measured(accuracy=0.7)}, {"polarity_accuracy": 0.75})
    for part in (
        "reports/metrics.json",
        "origins.real",
        "polarity_accuracy",
        "0.7000",
        "0.7500",
        "params.yaml",
    ):
        assert part in str(caught.value)


def test_a_floor_for_no_figure_is_refused():
    with pytest.raises(PipelineError, match=r"floors\.accuracy: names no figure"):
        floors.check({}, {"accuracy": 0.5})


def test_rounding_reaches_every_float_and_leaves_counts():
    value = {"a": [1 / 3, {"b": float("nan")}], "n": 3, "flag": True, "text": "x"}
    assert stage.rounded(value) == {"a": [0.3333, {"b": None}], "n": 3, "flag": True, "text": "x"}


def test_written_json_is_stable_and_leaves_no_part(tmp_path):
    for order in ("ab", "ba"):
        stage.write(tmp_path / "metrics.json", dict.fromkeys(order, 1))
        assert (tmp_path / "metrics.json").read_bytes() == b'{\n "a": 1,\n "b": 1\n}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["metrics.json"]


def test_plots_have_a_row_a_finding_bin_and_theme(tmp_path):
    row = {"uid": "1", "document": "d", "origin": "made", "text": "One two."}
    held = {
        "polarity": tables.frame(
            tables.HOLDOUT["polarity"],
            [row | {"gold": "strength", "predicted": "improvement", "confidence": 0.62}],
        ),
        "themes": tables.frame(
            tables.HOLDOUT["themes"],
            [row | {"gold": "x", "optional": "", "predicted": "x y", "scores": "1 1"}],
        ),
    }
    plots.write(held, tmp_path)
    lines = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in tmp_path.iterdir()}
    assert lines["confusion"] == ["origin,uid,gold,predicted", "made,1,strength,improvement"]
    assert lines["reliability"][1:] == ["made,0.6000,0.7000,1,0.6200,0.0000"]
    assert lines["themes"][1:] == ["made,x,1.0000,1.0000,1.0000,1,1", "made,y,0.0000,,0.0000,0,1"]
