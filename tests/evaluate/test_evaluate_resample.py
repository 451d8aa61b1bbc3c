"""Intervals by resampling: known answers, and the same ones every time."""

import numpy as np
import pytest

from pipeline.evaluate.resample import Resampling, interval, intervals, of_share, share

HOW = Resampling(seed=3, resamples=2000, confidence=0.95, few_documents=10)


def shares(rights):
    """Counts of a share: right, asked."""
    return np.array([[float(right), 1.0] for right in rights])


def test_where_nothing_varies_no_interval_claims_that_nothing_can():
    assert interval(shares([1] * 20), share, HOW) == {"low": None, "high": None}


def test_share_that_is_always_right_may_yet_be_wrong():
    over = of_share(np.ones(124), ["a", "b"] * 62, HOW)
    assert over["documents"]["low"] is None
    assert over["findings"]["low"] == pytest.approx(124 / (124 + 1.96**2), abs=1e-4)
    assert over["findings"]["high"] == pytest.approx(1)
    assert of_share(np.ones(0), [], HOW)["findings"]["low"] is None


def test_one_document_gives_no_interval():
    over = intervals(shares([1, 0, 1]), ["d", "d", "d"], share, HOW)
    assert over["documents"] == {"low": None, "high": None, "n": 1, "few": True}
    assert over["findings"]["low"] is not None


def test_interval_is_near_the_normal_one_for_a_large_sample():
    found = interval(shares([1] * 300 + [0] * 100), share, HOW)
    width = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert found["low"] == pytest.approx(0.75 - width, abs=0.01)
    assert found["high"] == pytest.approx(0.75 + width, abs=0.01)


def test_findings_of_a_document_that_agree_widen_the_interval_over_documents():
    counts = shares([1] * 100 + [0] * 100)
    over = intervals(counts, [f"d{n // 10}" for n in range(200)], share, HOW)
    spread = {name: one["high"] - one["low"] for name, one in over.items()}
    assert spread["documents"] > 2 * spread["findings"]
    assert over["documents"]["n"] == 20
    assert over["documents"]["few"] is False


def test_same_seed_same_interval_and_order_of_documents_is_no_matter():
    counts, documents = shares([1, 0, 1, 1, 0, 1]), list("aabbcc")
    first = intervals(counts, documents, share, HOW)
    again = intervals(counts[::-1], documents[::-1], share, HOW)
    assert first["documents"] == again["documents"]
    assert first == intervals(counts, documents, share, HOW)


def test_nothing_gives_nothing():
    over = intervals(np.zeros((0, 2)), [], share, HOW)
    assert over["documents"] == {"low": None, "high": None, "n": 0, "few": True}
