"""Polarity figures worked out by hand on six findings."""

import numpy as np
import pytest

from pipeline import tables
from pipeline.evaluate import polarity
from pipeline.evaluate.resample import Resampling

HOW = Resampling(seed=0, resamples=200, confidence=0.95, few_documents=3)
ROWS = [  # uid, document, gold, predicted, confidence
    ("a", "d1", "strength", "strength", 0.95),
    ("b", "d1", "strength", "improvement", 0.55),
    ("c", "d1", "improvement", "improvement", 1.0),
    ("d", "d2", "improvement", "strength", 0.85),
    ("e", "d2", "mixed", "mixed", 0.55),
    ("f", "d2", "neutral", "improvement", 0.95),
]


@pytest.fixture
def held():
    names = ("uid", "document", "gold", "predicted", "confidence")
    rows = [dict(zip(names, row, strict=True)) | {"origin": "made", "text": f"Text {row[0]}"} for row in ROWS]
    return tables.frame(tables.HOLDOUT["polarity"], rows)


def test_accuracy_is_over_strengths_and_improvements_alone(held):
    measured = polarity.measure(held, HOW, hardest=5)
    assert (measured["n"], measured["n_judged"]) == (6, 4)
    assert measured["accuracy"] == pytest.approx(2 / 4)
    assert measured["accuracy_four_ways"] == pytest.approx(3 / 6)


def test_a_mixed_answer_for_a_strength_is_wrong(held):
    held.loc[0, "predicted"] = "mixed"
    assert polarity.measure(held, HOW, hardest=0)["accuracy"] == pytest.approx(1 / 4)


def test_confusion_counts_every_finding_once(held):
    table = polarity.confusion(held)
    assert table["strength"] == {"strength": 1, "improvement": 1, "mixed": 0, "neutral": 0}
    assert table["neutral"]["improvement"] == 1
    assert sum(sum(row.values()) for row in table.values()) == 6


def test_reliability_bins_hold_one_at_the_top(held):
    bins = polarity.reliability(held)
    assert [(one["low"], one["n"], one["accuracy"]) for one in bins] == [
        (0.5, 2, 0.5),
        (0.8, 1, 0.0),
        (0.9, 3, pytest.approx(2 / 3)),
    ]
    assert bins[2]["confidence"] == pytest.approx((0.95 + 1.0 + 0.95) / 3)


def test_brier_and_calibration_error(held):
    measured = polarity.measure(held, HOW, hardest=0)
    squares = [0.05**2, 0.55**2, 0, 0.85**2, 0.45**2, 0.95**2]
    assert measured["brier"] == pytest.approx(sum(squares) / 6)
    gaps = [2 * abs(0.55 - 0.5), 1 * 0.85, 3 * abs(2.9 / 3 - 2 / 3)]
    assert measured["ece"] == pytest.approx(sum(gaps) / 6)


def test_hardest_are_wrong_ones_and_the_surest_first(held):
    hardest = polarity.measure(held, HOW, hardest=2)["hardest"]
    assert [one["uid"] for one in hardest] == ["f", "d"]
    assert hardest[0]["text"] == "Text f"


def test_perfect_predictions_have_no_hard_case(held):
    held["predicted"], held["confidence"] = held["gold"], 1.0
    measured = polarity.measure(held, HOW, hardest=5)
    assert (measured["accuracy"], measured["brier"], measured["ece"], measured["hardest"]) == (1, 0, 0, [])


def test_nothing_held_out_gives_no_figure():
    measured = polarity.measure(tables.empty(tables.HOLDOUT["polarity"]), HOW, hardest=5)
    assert (measured["accuracy"], measured["brier"], measured["ece"]) == (None, None, None)
    assert measured["intervals"]["documents"]["low"] is None


def test_intervals_say_how_few_documents_there_are(held):
    intervals = polarity.measure(held, HOW, hardest=0)["intervals"]
    assert (intervals["documents"]["n"], intervals["documents"]["few"]) == (2, True)
    assert intervals["findings"]["n"] == 4
    assert intervals["findings"]["low"] < 0.5 < intervals["findings"]["high"]


def test_interval_over_documents_only_sees_whole_documents(held):
    """d1 has 2 of 3 right, d2 none of 1: the draws can give 2/3, 2/4 and 0 and nothing else."""
    documents = polarity.measure(held, HOW, hardest=0)["intervals"]["documents"]
    assert np.isclose([documents["low"], documents["high"]], [0, 2 / 3]).all()
