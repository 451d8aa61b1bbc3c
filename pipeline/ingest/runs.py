"""Runs of letters, and the printed rows that they stand in."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple


@dataclass(frozen=True)
class Run:
    """Letters that stand together on one base line.

    ``word`` is the right edge of the first word, ``hang`` the left edge of the words behind a list sign.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    word: float
    hang: float = 0.0


class Box(NamedTuple):
    """Edges of a shape on a page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Row:
    """Runs of one printed line, from left to right."""

    runs: tuple[Run, ...]

    @cached_property
    def base(self) -> float:
        """Base line of the row's main run."""
        return max(self.runs, key=lambda run: (len(run.text), run.size)).base

    @property
    def left(self) -> float:
        """Left edge."""
        return self.runs[0].left

    @cached_property
    def right(self) -> float:
        """Right edge."""
        return max(run.right for run in self.runs)

    @property
    def size(self) -> float:
        """Size of the largest letters."""
        return max(run.size for run in self.runs)

    @cached_property
    def text(self) -> str:
        """Text of all runs."""
        return " ".join(run.text for run in self.runs)


def leading(rows: list[Row]) -> float:
    """Usual distance between lines, in letter sizes: the smallest that is common."""
    drops = sorted(
        (one.base - other.base) / one.size
        for one, other in pairwise(rows)
        if 0.8 * one.size < one.base - other.base < 2 * one.size
    )
    return drops[len(drops) // 4] if drops else 1.2


def with_signs(runs: list[Run], dots: list[Box]) -> list[Run]:
    """Runs with a list sign before the words that a drawn dot stands beside."""
    signed = list(runs)
    for dot in dots:
        near = [(run.left - dot.right, at) for at, run in enumerate(runs) if _stands_before(dot, run)]
        if near:
            at = min(near)[1]
            signed[at] = replace(runs[at], text=f"• {runs[at].text}", left=dot.left, hang=runs[at].left)
    return signed


def _stands_before(dot: Box, run: Run) -> bool:
    middle = (dot.bottom + dot.top) / 2
    small = dot.right - dot.left < 0.62 * run.size
    return small and 0 < run.left - dot.right < 2.5 * run.size and 0 < middle - run.base < 0.75 * run.size
