"""Texts whose polarity is judged or learnt from, with their clauses."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline import taught


@dataclass(frozen=True)
class Passages:
    """Texts, and the clauses of all of them in one flat list.

    Parameters
    ----------
    texts: n texts.
    clauses: clauses of all texts, in their order; every text has at least one.
    owner: array of int, the index of each clause's text, never decreasing.

    """

    texts: list[str]
    clauses: list[str]
    owner: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, start: int, end: int) -> "Passages":
        """Those from text ``start`` up to, but not including, text ``end``."""
        low, high = np.searchsorted(self.owner, [start, end])
        return Passages(self.texts[start:end], self.clauses[low:high], self.owner[low:high] - start)

    def each(self) -> Iterator[tuple[str, list[str]]]:
        """Each text with its clauses."""
        edges = np.searchsorted(self.owner, np.arange(len(self) + 1))
        for place, (low, high) in enumerate(itertools.pairwise(edges)):
            yield self.texts[place], self.clauses[low:high]

    def take(self, places: Sequence[int]) -> "Passages":
        """Those at ``places``, in that order."""
        every = list(self.each())
        return _of_split([every[place] for place in places])


def of_segments(segments: pd.DataFrame, clauses: pd.DataFrame) -> Passages:
    """The findings of a run; one without clauses is its own clause."""
    place = pd.Series(range(len(segments)), index=segments["finding_id"])
    known = clauses[clauses["finding_id"].isin(place.index)]
    owners = place.loc[known["finding_id"]].to_numpy()
    bare = np.setdiff1d(np.arange(len(segments)), owners)
    owner = np.concatenate([owners, bare])
    order = np.argsort(owner, kind="stable")
    texts = segments["text"].tolist()
    flat = [*known["text"].tolist(), *(texts[one] for one in bare)]
    return Passages(texts, [flat[one] for one in order], owner[order])


def of_texts(texts: Iterable[str]) -> Passages:
    """Texts that the project wrote or coded by hand, split as stage split splits."""
    listed = list(texts)
    return _of_split(list(zip(listed, taught.clauses_of(listed), strict=True)))


def _of_split(split: Sequence[tuple[str, Sequence[str]]]) -> Passages:
    owner = np.repeat(np.arange(len(split)), [len(clauses) for _, clauses in split])
    return Passages(
        [text for text, _ in split], [clause for _, clauses in split for clause in clauses], owner
    )
