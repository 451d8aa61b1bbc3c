"""Results are the same and in the same order in this process, in others and on a cluster."""

import os
import time

import pytest

from pipeline import engine, params
from pipeline.errors import PipelineError


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def slow_square(number: int) -> int:
    time.sleep(0.1)
    return number * number


def refuse(number: int) -> int:
    if number == 3:
        raise PipelineError("three", "is refused", "Use another number")
    return number


def here(workers: int) -> params.Engine:
    return params.Engine(scheduler=None, workers=workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_are_in_order_of_items(workers: int) -> None:
    numbers = list(range(20))
    results = list(engine.map_items(square, numbers, here(workers), "test"))
    assert [result for result, _ in results] == [number * number for number in numbers]
    assert (os.getpid() in {process for _, process in results}) == (workers == 1)


def test_few_items_start_no_process() -> None:
    results = list(engine.map_items(square, [1, 2], here(8), "test"))
    assert {process for _, process in results} == {os.getpid()}


def test_no_items() -> None:
    assert list(engine.map_items(square, [], here(2), "test")) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_faults_reach_the_user_whole(workers: int) -> None:
    with pytest.raises(PipelineError, match=r"three: is refused\. Use another number"):
        list(engine.map_items(refuse, list(range(6)), here(workers), "test"))


def test_results_come_while_later_items_run() -> None:
    results = engine.map_items(slow_square, list(range(10)), here(2), "test")
    assert next(results) == 0
    assert list(results) == [number * number for number in range(1, 10)]


def test_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", "1s")
    absent = params.Engine(scheduler="tcp://127.0.0.1:9", workers=1)
    with pytest.raises(PipelineError, match=r"engine\.scheduler tcp://127.0.0.1:9: cannot be reached"):
        list(engine.map_items(square, [1], absent, "test"))
