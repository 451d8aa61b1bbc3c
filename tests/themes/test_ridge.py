import numpy as np
import pytest

from pipeline.themes import ridge


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(12, 20))
    return rows, (rng.random((12, 2)) > 0.5).astype(float), rng.uniform(0.5, 3, 12)


def fitted(rows, targets, weights, penalty):
    made = ridge.fit(rows @ rows.T, targets, weights, penalty)
    return made, score_of(made.whole, rows)


def score_of(dual, rows):
    """The same map over features: weights and offsets."""
    return rows.T @ dual.push, dual.offsets


def test_one_feature_by_hand():
    # rows -1 and 1, targets 0 and 1: slope = sum(x (y - 0.5)) / (sum(x x) + 1) = 1 / 3
    _, (weights, offsets) = fitted(np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]]), np.ones(2), 1.0)
    assert weights[0, 0] == pytest.approx(1 / 3)
    assert offsets[0] == pytest.approx(0.5)


def test_the_map_is_that_of_the_normal_equations(data):
    rows, targets, weights = data
    _, (found, offsets) = fitted(rows, targets, weights, 0.7)
    centred = rows - rows.mean(axis=0)
    left = centred.T @ (weights[:, None] * centred) + 0.7 * np.eye(20)
    slopes = np.linalg.solve(left, centred.T @ (weights[:, None] * (targets - targets.mean(axis=0))))
    assert found == pytest.approx(slopes)
    assert rows.mean(axis=0) @ found + offsets == pytest.approx(targets.mean(axis=0))


@pytest.mark.parametrize("places", [[0], [11], [2, 5, 7]])
def test_left_out_is_what_a_fit_without_the_rows_would_say(data, places):
    rows, targets, weights = data
    made, whole = fitted(rows, targets, weights, 0.7)
    centre, base = rows.mean(axis=0), targets.mean(axis=0)
    rest = np.delete(np.arange(len(rows)), places)
    ((dual, short),) = made.without([np.array(places)])
    scaled = (rows[rest] - centre) * np.sqrt(weights[rest])[:, None]
    goal = np.sqrt(weights[rest])[:, None] * (targets[rest] - base)
    found, offsets = score_of(dual, rows)
    assert found == pytest.approx(np.linalg.solve(scaled.T @ scaled + 0.7 * np.eye(20), scaled.T @ goal))
    assert centre @ found + offsets == pytest.approx(base)
    assert rows[places] @ found + offsets == pytest.approx(targets[places] - short)
    assert score_of(made.whole, rows)[0] == pytest.approx(whole[0])


def test_a_weight_of_two_is_a_row_that_stands_there_twice():
    rows, targets = np.array([[0.0], [1.0], [-1.0]]), np.array([[0.0], [1.0], [0.0]])
    _, (doubled, _) = fitted(rows, targets, np.array([1.0, 2.0, 1.0]), 1.0)
    # centre and base do not know of weights: slope = sum(w x (y - 1/3)) / (sum(w x x) + 1)
    assert doubled[0, 0] == pytest.approx((2 * 2 / 3 + 1 / 3) / (2 + 1 + 1))


def test_blocks_are_left_out_one_at_a_time(data):
    rows, targets, weights = data
    made, _ = fitted(rows, targets, weights, 0.7)
    blocks = [np.array([4, 9]), np.array([11]), np.array([5, 6, 7])]
    for block, (dual, short) in zip(blocks, made.without(blocks), strict=True):
        ((alone, same),) = made.without([block])
        assert dual.push == pytest.approx(alone.push)
        assert short == pytest.approx(same)
