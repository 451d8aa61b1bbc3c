import numpy as np
import pandas as pd
import pytest

from pipeline import review
from pipeline.codebook import Theme
from pipeline.themes import corrections, judge, labels
from pipeline.themes.labels import Labelled

from .conftest import encode

CHANCES = np.array([[0.9, 0.5, 0.1], [0.25, 0.2, 0.0], [0.1, 0.1, 0.1], [0.6, 0.6, 0.6]])
MAINS = np.array([[0.2, 0.7, 0.0], [0.5, 0.1, 0.0], [0.3, 0.3, 0.3], [0.1, 0.2, 0.3]])


def test_themes_are_given_from_the_threshold_on_and_the_main_one_comes_first():
    none = np.zeros(1)
    decided = judge.Judge(none, none, none, none, threshold=0.4, floor=0.24)
    assert decided.choose(CHANCES, MAINS, 2) == [[1, 0], [0], [], [1, 0]]


def test_the_threshold_is_the_middle_of_where_f1_is_highest():
    chance = np.array([[0.9, 0.455], [0.3, 0.555]])
    targets = np.array([[1.0, 0.0], [0.0, 1.0]])
    # from 0.46 to 0.55 only the two right themes are given
    assert judge.best_threshold(chance, targets, np.ones((2, 2))) == pytest.approx(0.505, abs=0.006)


def test_a_theme_that_a_second_coder_might_give_does_not_raise_the_threshold():
    chance, targets = np.array([[0.9, 0.455], [0.3, 0.405]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    assert judge.best_threshold(chance, targets, np.ones((2, 2))) == pytest.approx(0.35, abs=0.06)
    spared = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert judge.best_threshold(chance, targets, spared) == pytest.approx(0.355, abs=0.006)


def test_a_text_that_hardly_counts_does_not_move_the_threshold():
    chance, targets = np.array([[0.9, 0.255], [0.3, 0.555]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    with_one_more = np.vstack([chance, [[0.9, 0.405]]]), np.vstack([targets, [[1.0, 0.0]]])
    before = judge.best_threshold(chance, targets, np.ones((2, 2)))
    assert judge.best_threshold(*with_one_more, np.array([[1, 1], [1, 1], [1e-4, 1e-4]])) == before


def history(*rows):
    table = pd.DataFrame(rows, columns=["finding_id", "text", "field", "value", "when"], dtype="str")
    return table.assign(who="Ann", why="reread", file="a.csv")[review.COLUMNS]


def findings():
    rows = [("f1", "d", "Rents rose in the town."), ("f2", "d", "The bench sat late.")]
    return pd.DataFrame(rows, columns=["finding_id", "document_id", "text"], dtype="str")


def test_what_became_of_each_decision():
    heirs = {"a": ("a",), "old": ("a", "b"), "b": ("b",), "gone": ()}
    made = history(
        ("f1", "", "themes", "b", "2025-01-01"),
        ("f1", "", "themes", "old b", "2025-01-02"),
        ("f2", "", "themes", "gone", "2025-01-02"),
        ("f2", "", "polarity", "good", "2025-01-02"),
        ("f9", "Rents rose in the towns.", "themes", "a", "2025-01-02"),
        ("f8", "Nothing like it at all.", "themes", "a", "2025-01-02"),
    )
    table = corrections.statuses(made, findings(), heirs)
    assert table["status"].tolist() == ["superseded", "applied", "applied", "invalid", "orphaned", "orphaned"]
    assert table["candidate"].fillna("").tolist() == ["", "", "", "", "f1", ""]
    assert corrections.set_themes(table, heirs) == {"f1": ("a", "b"), "f2": ()}
    assert corrections.teaching(table, findings())["text"].tolist() == [
        "Rents rose in the town.",
        "The bench sat late.",
    ]


def test_coding_under_a_split_theme_goes_to_the_nearer_heir():
    entries = [
        Theme(id="old", name="Old", means="Old.", split_into=("homes", "courts")),
        Theme(id="homes", name="Homes", means="Rents and homes."),
        Theme(id="courts", name="Courts", means="The bench sat."),
        Theme(id="out", name="Out", means="Out.", retired=True),
    ]

    class Known:
        of = pick = staticmethod(encode)

    taught = [
        Labelled("Rents rose for homes.", ("old",), "example", ("old", "out")),
        Labelled("The bench sat late.", ("out", "old"), "review"),
        Labelled("Nothing.", ("out",), "review"),
    ]
    found = labels.followed(taught, entries, Known())
    assert [one.themes for one in found] == [("homes",), ("courts",), ()]
    assert [one.optional for one in found] == [("homes",), (), ()]
