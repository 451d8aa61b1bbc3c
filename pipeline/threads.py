"""Chunks of findings in several threads: what takes time in them waits for no lock of Python."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_chunks(function: Callable[[Item], Result], items: Sequence[Item], threads: int) -> Iterator[Result]:
    """Results of ``function`` on each item, in order; products of matrices take one core each meanwhile."""
    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        yield from pool.map(function, items)
