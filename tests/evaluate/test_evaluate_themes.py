"""Theme figures worked out by hand, and against scikit-learn where it has the same figure."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.preprocessing import MultiLabelBinarizer

from pipeline import tables
from pipeline.evaluate import themes
from pipeline.evaluate.resample import Resampling

HOW = Resampling(seed=0, resamples=100, confidence=0.95, few_documents=10)
ROWS = [  # uid, document, gold, optional, predicted, scores
    ("a", "d1", "staffing workload", "", "staffing", "0.9"),
    ("b", "d1", "staffing", "premises", "premises", "0.8"),
    ("c", "d2", "premises", "", "premises workload", "0.7 0.6"),
    ("d", "d2", "workload", "", "", ""),
]


def table(rows=ROWS):
    """A hold-out table."""
    names = ("uid", "document", "gold", "optional", "predicted", "scores")
    rows = [dict(zip(names, row, strict=True)) | {"origin": "made", "text": f"Text {row[0]}"} for row in rows]
    return tables.frame(tables.HOLDOUT["themes"], rows)


@pytest.fixture
def measured():
    return themes.measure(table(), HOW, hardest=5)


def test_micro_f1_pools_themes_and_passes_over_optional_ones(measured):
    """Right: a staffing, c premises. Wrong: c workload (b premises is optional). Missed: a, d workload; b."""
    assert measured["micro_f1"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 3))


def test_macro_f1_is_the_mean_over_coded_themes(measured):
    """Staffing 2/3 (1 right, 1 missed), premises 1, workload 0 (1 wrong, 2 missed)."""
    assert measured["macro_f1"] == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_per_theme(measured):
    assert measured["per_theme"]["staffing"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
        "support": 2,
        "given": 1,
    }
    assert measured["per_theme"]["workload"]["precision"] == 0


def test_a_theme_that_is_never_given_has_no_precision():
    scores = themes.measure(table([ROWS[3]]), HOW, hardest=0)["per_theme"]["workload"]
    assert (scores["precision"], scores["recall"], scores["given"]) == (None, 0, 0)


def test_main_theme(measured):
    assert measured["main_accuracy"] == pytest.approx(2 / 4)
    assert measured["main_among_coded"] == pytest.approx(2 / 4)
    assert measured["unassigned"] == pytest.approx(1 / 4)


def test_second_theme_given_as_main_is_wrong_but_among_the_coded():
    rows = [("a", "d", "staffing workload", "", "workload", "0.9")]
    measured = themes.measure(table(rows), HOW, hardest=1)
    assert (measured["main_accuracy"], measured["main_among_coded"]) == (0, 1)
    assert measured["hardest"][0]["gold"] == "staffing workload"


def test_hardest_are_the_surest_wrong_main_themes(measured):
    assert [(one["uid"], one["score"]) for one in measured["hardest"]] == [("b", 0.8), ("d", 0)]


def test_kappa_by_hand():
    """Agreement 3/4, chance (2/4 * 3/4 + 2/4 * 1/4) = 1/2: kappa 1/2."""
    rows = [(key, "d", gold, "", said, "1") for key, gold, said in ("1xx", "2xx", "3yy", "4yx")]
    assert themes.measure(table(rows), HOW, hardest=0)["main_kappa"] == pytest.approx(0.5)


def test_kappa_of_one_and_the_same_theme_cannot_be_told():
    rows = [(key, "d", "x", "", "x", "1") for key in "12"]
    assert themes.measure(table(rows), HOW, hardest=0)["main_kappa"] is None


def random_rows(n=300):
    """Findings of 12 documents with random themes."""
    draw, names = np.random.default_rng(1), list("pqrstu")
    return [
        (
            f"{number:03}",
            f"d{number % 12}",
            " ".join(draw.choice(names, draw.integers(1, 4), replace=False)),
            "",
            " ".join(draw.choice(names, draw.integers(1, 4), replace=False)),
            "0.5",
        )
        for number in range(n)
    ]


def test_figures_agree_with_scikit_learn():
    rows = random_rows()
    measured = themes.measure(table(rows), HOW, hardest=0)
    binary = MultiLabelBinarizer(classes=list("pqrstu"))
    gold, said = (binary.fit_transform([row[place].split() for row in rows]) for place in (2, 4))
    assert measured["micro_f1"] == pytest.approx(f1_score(gold, said, average="micro"))
    assert measured["macro_f1"] == pytest.approx(f1_score(gold, said, average="macro"))
    first_gold, first_said = ([row[place].split()[0] for row in rows] for place in (2, 4))
    assert measured["main_kappa"] == pytest.approx(cohen_kappa_score(first_gold, first_said))


def test_intervals_hold_the_figure_and_narrow_with_more_findings():
    few, many = (themes.measure(table(random_rows(n)), HOW, hardest=0) for n in (60, 600))
    for name in ("micro_f1", "macro_f1", "main_kappa", "main_accuracy"):
        for over in ("documents", "findings"):
            wide, narrow = few[f"{name}_intervals"][over], many[f"{name}_intervals"][over]
            assert narrow["low"] < many[name] < narrow["high"]
            assert narrow["high"] - narrow["low"] < wide["high"] - wide["low"]


def test_nothing_held_out_gives_no_figure():
    measured = themes.measure(tables.empty(tables.HOLDOUT["themes"]), HOW, hardest=5)
    assert (measured["micro_f1"], measured["main_kappa"], measured["per_theme"]) == (None, None, {})
