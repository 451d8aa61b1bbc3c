"""Effect sizes that can be worked out by hand, and silence where there is too little."""

import math

import numpy as np
import pandas as pd
import pytest
from corpus import SETTINGS, Corpus, coded, documents, findings, only

from pipeline.track.associations import LEAST, associations

FEW = SETTINGS.model_copy(update={"associated_n": 8})


def reports(rows):
    """One report for each (themes that are weak, themes that are strong, overall rating)."""
    papers, said, codes = [], [], {}
    for number, (weak, strong, rating) in enumerate(rows):
        name = f"d{number:03}"
        papers.append((name, "report", f"Place {number}", "2022-05", {"overall_rating": rating}))
        for side, themes in (("improvement", weak), ("strength", strong)):
            if themes:
                said.append((f"{name}-{side}", name, side))
                codes[f"{name}-{side}"] = themes
    return Corpus(documents(*papers), findings(*said), coded(codes))


def found(corpus, settings=FEW, names=None):
    return associations(corpus.units, corpus.states, names or {}, settings)


def fourfold(both, one, other, neither):
    themes = [*["workload court-work"] * both, *["workload"] * one, *["court-work"] * other, *[""] * neither]
    return reports([(weak, "", None) for weak in themes])


def test_log_odds_ratio_with_half_a_case_added():
    row = only(found(fourfold(10, 2, 3, 15)), kind="weaknesses")
    effect = math.log(10.5 * 15.5 / (2.5 * 3.5))
    reach = 1.959964 * math.sqrt(1 / 10.5 + 1 / 2.5 + 1 / 3.5 + 1 / 15.5)
    assert row["effect"] == pytest.approx(effect)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((effect - reach, effect + reach))
    assert (row["n"], row["n_theme"], row["n_other"], row["n_both"]) == (30, 13, 12, 10)


def test_an_empty_cell_still_has_a_finite_effect():
    row = only(found(fourfold(0, 6, 6, 6)), kind="weaknesses")
    assert row["effect"] == pytest.approx(math.log(0.5 * 6.5 / (6.5 * 6.5)))
    assert row["effect"] < 0


def test_words_say_association_and_doubt():
    names = {"workload": "Workload", "court-work": "Court work"}
    clear = only(found(fourfold(10, 2, 3, 15), names=names))["says"]
    assert clear == (
        "Reports with a weakness in ‘Court work’ have one in ‘Workload’ more often than others (30 reports)."
    )
    assert "does not exclude that there is no association" in only(found(fourfold(5, 5, 5, 5)))["says"]


def test_too_few_reports_and_rare_themes_have_no_association():
    assert found(fourfold(10, 2, 3, 4), SETTINGS).empty
    assert found(fourfold(LEAST - 1, 0, 9, 9)).empty
    assert found(Corpus(documents(), findings(), coded({}))).empty


def test_rank_biserial_is_wins_less_losses():
    ratings = ["Good", "Good", "Requires improvement", "Good", "Inadequate"]
    with_it = [("", "workload", rating) for rating in ratings]
    without = [("", "", rating) for rating in ["Good", "Inadequate", "Inadequate", "Requires improvement"]]
    row = only(found(reports(with_it + without)), kind="strength and rating")
    # Good beats 3 of 4 (one tie): 3 x 3; Requires improvement beats 2, loses 1; Inadequate ties 2, loses 2.
    assert row["effect"] == pytest.approx((9 + 2 - 1 - 2) / 20)
    assert row["ci_low"] < row["effect"] < row["ci_high"]
    assert (row["n"], row["n_theme"]) == (9, 5)
    assert "tend to have better overall ratings" in row["says"]


def test_ratings_that_never_overlap_have_an_effect_without_an_interval():
    rows = [("", "workload", "Good")] * 5 + [("", "", "Inadequate")] * 5
    row = only(found(reports(rows)), kind="strength and rating")
    assert row["effect"] == 1
    assert pd.isna(row["ci_low"])
    assert pd.isna(row["p_adjusted"])


def test_a_report_whose_programme_does_not_look_at_a_theme_is_left_out():
    made = fourfold(10, 2, 3, 15)
    made.documents["programme"] = np.where(made.documents.index < 15, "pdu-2024", "pdu-2021")
    again = Corpus(made.documents, made.findings, made.coded)
    assert found(again).empty
