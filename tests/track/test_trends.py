"""Change between years, with intervals, a correction and the break between programmes."""

import numpy as np
import pandas as pd
import pytest
from corpus import SETTINGS, Corpus, coded, documents, findings, only, pick
from scipy.stats import false_discovery_control

from pipeline.track.trends import trends

OLD, NEW = {"programme": "pdu-2021"}, {"programme": "pdu-2024"}


def years(counts, theme="workload"):
    """Reports of each (year, programme facts): how many there are, how many raise the theme as a weakness."""
    papers, said = [], []
    for year, facts, total, raised in counts:
        for number in range(total):
            name = f"{year}-{number}"
            papers.append((name, "report", f"Place {number}", f"{year}-05", facts))
            said += [(f"f{name}", name, "improvement")] if number < raised else []
    return Corpus(documents(*papers), findings(*said), coded({row[0]: theme for row in said}))


def weakness(table, theme="workload", **values):
    return only(table, area="Weald", theme_id=theme, polarity="improvement", **values)


def test_change_with_newcombes_published_interval():
    row = weakness(years([(2022, NEW, 80, 48), (2024, NEW, 70, 56)]).trends())
    assert row["change"] == pytest.approx(0.2)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.0524, 0.3339), abs=2e-4)
    assert not row["programme_break"]
    assert pd.isna(row["note"])


def test_p_value_is_fishers():
    row = weakness(years([(2022, NEW, 5, 0), (2024, NEW, 5, 5)]).trends())
    assert row["p_value"] == pytest.approx(2 / 252)
    assert row["note"] == "Few inspections: read it as a hint."


def test_p_values_are_corrected_over_the_whole_table():
    table = years([(2022, NEW, 9, 1), (2023, NEW, 9, 8), (2024, NEW, 9, 4)]).trends()
    known = table[table["p_value"].notna()]
    np.testing.assert_allclose(known["p_adjusted"], false_discovery_control(known["p_value"]))
    assert (known["p_adjusted"] > known["p_value"]).any()


def test_too_few_inspections_get_a_change_but_no_interval_and_no_test():
    row = weakness(years([(2022, NEW, 2, 2), (2024, NEW, 5, 0)]).trends())
    assert row["change"] == -1
    assert pd.isna(row["ci_low"])
    assert pd.isna(row["p_value"])


def test_programmes_show_their_break_and_only_shared_themes_are_compared():
    table = years([(2022, OLD, 4, 4), (2024, NEW, 4, 4)], theme="court-work").trends()
    row = weakness(table, theme="court-work")
    assert row["programme_break"]
    assert not row["comparable"]
    assert pd.isna(row["change"])
    assert (row["from_n"], row["to_n"]) == (4, 0)
    assert "Programmes differ: pdu-2021 and pdu-2024." in row["note"]
    assert "No report of 2024 looked at the theme." in row["note"]
    shared = weakness(table)
    assert shared["comparable"]
    assert shared["change"] == 0


def test_in_a_year_of_two_programmes_only_those_that_look_at_the_theme_are_counted():
    made = years([(2022, OLD, 4, 4), (2024, NEW, 4, 2)], theme="court-work")
    mixed = documents(("x", "report", "Place x", "2024-09", OLD))
    both = Corpus(pd.concat([made.documents, mixed], ignore_index=True), made.findings, made.coded)
    row = weakness(both.trends(), theme="court-work")
    assert (row["to_n"], row["to_with"], row["comparable"]) == (1, 0, True)
    assert row["programme_break"]


def test_releases_are_left_out_of_trends():
    made = years([(2022, NEW, 3, 3), (2024, NEW, 3, 3)])
    release = documents(("r", "release", "Place r", "2024-05", NEW))
    both = Corpus(pd.concat([made.documents, release], ignore_index=True), made.findings, made.coded)
    assert weakness(both.trends())["to_n"] == 3


def test_each_year_is_compared_with_the_next_and_with_the_last():
    table = years([(2021, NEW, 3, 3), (2022, NEW, 3, 3), (2023, NEW, 3, 3), (2025, NEW, 3, 3)]).trends()
    rows = pick(table, area="Weald", theme_id="workload", polarity="strength")
    assert list(zip(rows["from_year"], rows["to_year"], strict=True)) == [
        (2021, 2022),
        (2021, 2025),
        (2022, 2023),
        (2022, 2025),
        (2023, 2025),
    ]


def test_one_year_has_no_trend():
    made = years([(2022, NEW, 3, 3)])
    assert trends(made.units, made.states, SETTINGS).empty
