"""Pages that are not made again where they show the same."""

import jinja2
import numpy as np
import pandas as pd
import pytest

from pipeline.report import same
from pipeline.report.counts import Count


@pytest.fixture
def env():
    made = jinja2.Environment(autoescape=True)
    made.globals.update(site="Findings", place_pages={"Ashdale", "Kelby"})
    return made


@pytest.fixture
def made(env):
    calls = []

    def page(**shown):
        return same.page(env, shown, lambda: calls.append(1) or f"page {len(calls)} – é")

    return page


def test_what_shows_the_same_is_made_once(made):
    first = made(
        place="Kelby", rows=[{"n": np.int64(3), "when": pd.Timestamp("2024-05-01"), "score": np.nan}]
    )
    again = made(
        place="Kelby", rows=[{"n": np.int64(3), "when": pd.Timestamp("2024-05-01"), "score": np.nan}]
    )
    assert first == again == "page 1 – é"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"place": "Kelby"}, {"place": "Ashdale"}),
        ({"when": pd.Timestamp("2024-05-01")}, {"when": pd.Timestamp("2024-05-02")}),
        ({"when": pd.NaT}, {"when": None}),
        ({"n": np.float64(0.1)}, {"n": np.float64(0.1) + 1e-16}),
        ({"rows": [Count("a", "A", "strength", 1, 2, 3)]}, {"rows": [Count("a", "A", "strength", 1, 2, 4)]}),
    ],
)
def test_what_shows_something_else_is_made_again(made, one, other):
    assert made(**one) != made(**other)


def test_what_all_pages_share_counts_too(env, made):
    before = made(place="Kelby")
    env.globals["site"] = "Other findings"
    assert made(place="Kelby") != before


def test_another_place_counts_where_the_page_names_it(env, made):
    alone, beside = {"place": "Kelby"}, {"rows": [Count("a", "Newby", "strength", 1, 2, 3)], "place": "Kelby"}
    before = made(**alone), made(**beside)
    env.globals["place_pages"] = {"Ashdale", "Kelby", "Newby"}
    assert made(**alone) == before[0]
    assert made(**beside) != before[1]


def test_a_template_that_changed_counts_too(made, monkeypatch):
    before = made(place="Kelby")
    monkeypatch.setattr(same, "_templates", lambda: "others")
    assert made(place="Kelby") != before


def test_what_cannot_be_compared_is_an_error(made):
    with pytest.raises(TypeError, match="DataFrame cannot be compared"):
        made(table=pd.DataFrame({"a": [1]}))
