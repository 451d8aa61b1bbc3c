"""Counting themes in any choice of inspections without reading the whole table of findings again."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Counted = dict[str, tuple[int, int]]
SIDES = ("improvement", "strength")


class Tally:
    """The rows of ``raised`` as numbers, in the order of inspections: a choice of them is a few slices.

    Parameters
    ----------
    raised: columns ``inspection_id``, ``finding_id``, ``theme_id``, ``side``.
    inspections, themes: ids that may be counted; rows of others are left out.

    """

    def __init__(self, raised: pd.DataFrame, inspections: Sequence[str], themes: Sequence[str]) -> None:
        unit, theme = (_codes(raised[name], ids) for name, ids in (("inspection_id", inspections), ("theme_id", themes)))  # fmt: skip  # noqa: E501
        kept = np.flatnonzero((unit >= 0) & (theme >= 0))
        order = kept[np.argsort(unit[kept], kind="stable")]
        self._themes = list(themes)
        self._units = {key: n for n, key in enumerate(inspections)}
        self._unit, self._theme = unit[order], theme[order]
        self._finding = pd.factorize(raised["finding_id"])[0].astype("int64")[order]
        self._side = _codes(raised["side"], SIDES)[order]
        self._starts = np.searchsorted(self._unit, np.arange(len(inspections) + 1))

    def count(self, inspections: Iterable[str], side: str) -> Counted:
        """For each theme on ``side``: in how many of these inspections, in how many of their findings."""
        spans = [self._starts[n : n + 2] for n in map(self._units.get, inspections) if n is not None]
        rows = np.concatenate([np.arange(*span) for span in spans]) if spans else np.zeros(0, "int64")
        return self._count(rows, side)

    @cached_property
    def everywhere(self) -> dict[str, Counted]:
        """Counts over all inspections by side."""
        return {side: self._count(np.arange(len(self._unit)), side) for side in SIDES}

    def _count(self, rows: Numbers, side: str) -> Counted:
        rows = rows[self._side[rows] == SIDES.index(side)]
        theme, unit, finding = self._theme[rows], self._unit[rows], self._finding[rows]
        sizes = [self._distinct(theme, other) for other in (unit, finding)]
        return {
            self._themes[n]: (int(sizes[0][n]), int(sizes[1][n])) for n in np.flatnonzero(sizes[0]).tolist()
        }

    def _distinct(self, theme: Numbers, other: Numbers) -> Numbers:
        """For each theme the number of distinct values of ``other``."""
        width = int(other.max()) + 1 if len(other) else 1
        return np.bincount(np.unique(theme * width + other) // width, minlength=len(self._themes))


def _codes(values: "pd.Series[Any]", known: Sequence[str]) -> Numbers:
    """For each value its number in ``known``, or -1."""
    return np.asarray(pd.Index(list(known)).get_indexer(pd.Index(values)), dtype="int64")
