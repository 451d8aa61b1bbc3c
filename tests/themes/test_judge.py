import numpy as np
import pytest

from pipeline.themes import judge
from pipeline.themes.evidence import NAMES
from pipeline.themes.judge import NOTHING, Judge


def test_the_floor_leaves_most_texts_with_what_they_should_have():
    # best chances: right themes at 0.32 and 0.36, nothing fits at 0.12, 0.22 and 0.29
    chance = np.array([[0.32, 0.1], [0.1, 0.36], [0.12, 0.1], [0.1, 0.22], [0.29, 0.1]])
    mains = np.array([0, 1, NOTHING, NOTHING, NOTHING])
    assert judge.best_floor(chance, mains, 0.5) == pytest.approx(0.30)
    assert judge.best_floor(chance, mains, 0.2) == pytest.approx(0.13)


def test_without_themeless_texts_the_floor_is_the_lowest():
    assert judge.best_floor(np.array([[0.15, 0.1], [0.1, 0.9]]), np.array([0, 1]), 0.4) == pytest.approx(0.1)


def test_nothing_is_given_below_the_floor_and_one_theme_between_floor_and_threshold():
    none = np.zeros(1)
    one = Judge(none, none, none, none, threshold=0.4, floor=0.25)
    chance = np.array([[0.24, 0.2], [0.3, 0.26], [0.5, 0.45], [0.5, 0.3]])
    main = np.array([[0.9, 0.1], [0.1, 0.9], [0.2, 0.3], [0.2, 0.3]])
    assert one.choose(chance, main, 4) == [[], [0], [1, 0], [0]]
    assert one.choose(chance, main, 1) == [[], [0], [0], [0]]


def test_a_figure_is_seen_with_its_square_and_with_those_that_lead():
    centre, spread = np.ones(len(NAMES)), np.full(len(NAMES), 2.0)
    pairs = np.ones((1, 1, len(NAMES)))
    pairs[0, 0, [NAMES.index("whole"), NAMES.index("prior"), NAMES.index("rank")]] = [3.0, -5.0, 99.0]
    (seen,) = judge.curved(pairs, centre, spread)[0]
    own, squares, products = np.split(seen, [len(NAMES), 2 * len(NAMES)])
    assert sorted(own[own != 0]) == [-3.0, 1.0, judge.FAR]  # cut off far from the mean
    assert (squares == own**2).all()
    assert sorted(products[products != 0]) == [-3.0, judge.FAR]  # of the one that leads with the others
    assert len(products) == len(judge.LEADING) * len(NAMES) - 5 - 4 - 3 - 2 - 1


def test_a_figure_that_speaks_for_a_theme_at_both_ends_can_be_learnt():
    rng = np.random.default_rng(1)
    ends = rng.uniform(-2, 2, size=(400, 1, 1))
    pairs = np.concatenate([ends, np.zeros((400, 1, len(NAMES) - 1))], axis=-1)
    targets = (np.abs(ends[:, :, 0]) > 1).astype(float)
    mains = np.where(targets[:, 0] > 0, 0, judge.NOTHING)
    chance, _ = judge.fit(pairs, targets, mains, np.ones((400, 1))).chances(pairs)
    assert ((chance > 0.5) == (targets > 0)).mean() > 0.95
