"""Chunks in threads come back in order, and a fault in one is not lost."""

import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from pipeline.threads import map_chunks


def test_results_come_in_order_whichever_ends_first():
    begun = threading.Event()

    def wait_for_the_next(item):
        assert begun.wait(10) if item == 0 else begun.set() is None
        return item * 2

    assert list(map_chunks(wait_for_the_next, range(5), 2)) == [0, 2, 4, 6, 8]


def test_products_take_one_core_each_meanwhile():
    def cores(_):
        np.ones((2, 2)) @ np.ones((2, 2))
        return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}

    assert set().union(*map_chunks(cores, range(3), 2)) == {1}


def test_a_fault_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(map_chunks(lambda item: 1 / item, [1, 0], 2))
