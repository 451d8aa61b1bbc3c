"""Products that are the same whatever stands beside a row, in whatever order they are added up."""

import numpy as np
import pytest
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.products import BLOCK, MANY, add_alike, cosines, faded, likeness, near, product, ready


def units(count, width, seed=0):
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def rows_and_others(kind, width):
    rows = units(BLOCK + 40, width)
    if kind is cosines:
        return rows, np.concatenate([rows[::7], units(30, width, 1)])  # themselves too: the largest sums
    return rows * 3, np.random.default_rng(1).normal(size=(width, 34))


def among(kind, others, order):
    """``others`` with what is summed over in another order."""
    return others[:, order] if kind is cosines else others[order]


@pytest.mark.parametrize("width", [40, 384, 20_000])
@pytest.mark.parametrize("kind", [product, cosines])
def test_a_sum_is_the_same_in_every_order_beside_any_rows_on_any_threads(kind, width):
    rows, others = rows_and_others(kind, width)
    whole, rng = kind(rows, others), np.random.default_rng(2)
    for threads in (1, 2):
        order = rng.permutation(width)
        some = rng.permutation(len(rows))[: rng.integers(1, len(rows))]
        with threadpool_limits(threads):
            assert np.array_equal(kind(rows[some], others), whole[some])
            assert np.array_equal(kind(rows[:, order], among(kind, others, order)), whole)
    assert kind(rows[:0], others).shape == (0, whole.shape[1])


@pytest.mark.parametrize("width", [1, 34, 384, 20_000])
def test_a_product_is_the_product(width):
    rows, others = rows_and_others(product, width)
    assert product(rows, others) == pytest.approx(rows.astype(float) @ others, abs=3e-4)


def test_numbers_far_apart_in_size_keep_their_digits():
    rows, others = np.array([[1e6, 2e6], [3e-6, 0.0]]), np.array([[1e-3, 0.0], [5.0, 0.0]])
    assert product(rows, others) == pytest.approx(rows @ others, rel=1e-6)


def test_cosines_are_near_those_in_double_precision():
    rows, others = rows_and_others(cosines, 384)
    exact = rows.astype(float) @ others.T.astype(float)
    assert cosines(rows, others) == pytest.approx(exact, abs=1e-3)
    assert np.abs(cosines(rows, others) - exact).mean() < 1e-4


def test_likeness_fades_with_distance():
    found = likeness(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), 2.0)
    assert found == pytest.approx(np.array([[1, np.exp(-2)], [np.exp(-2), 1]]), abs=1e-6)


@pytest.mark.parametrize("count", [0, 3, MANY, MANY + 7])
def test_likeness_of_sparse_rows_is_added_for_each_pair(count):
    rows = sparse.random_array((count, 40), density=0.1, format="csr", dtype=np.float32, rng=0)
    made = np.ones((count, count), dtype=np.float32)
    add_alike(made, rows)
    np.testing.assert_allclose(made, 1 + (rows @ rows.T).toarray(), atol=1e-6)
    assert np.array_equal(made, made.T)


def test_what_was_made_ready_gives_the_same_cosines():
    rows, others = rows_and_others(cosines, 40)
    found = near(rows, ready(others))
    np.testing.assert_array_equal(found, cosines(rows, others))
    np.testing.assert_array_equal(likeness(rows, others, 2.0), faded(found, 2.0))
