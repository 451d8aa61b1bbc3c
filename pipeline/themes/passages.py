"""Texts with their clauses and the vectors of these: what themes are read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline import taught, vectors
from pipeline.text import digest
from pipeline.themes.meaning import Meaning
from pipeline.vectors import Picked


@dataclass(frozen=True)
class Passages:
    """Texts, their clauses and vectors.

    Parameters
    ----------
    texts: n texts.
    clauses: m clauses of all texts, in order.
    owner: array (m,), the text that each clause belongs to, ascending; every text has a clause.
    rows: array (m, d), unit vectors of the clauses; or of many, picked.

    """

    texts: list[str]
    clauses: list[str]
    owner: NDArray[np.int64]
    rows: NDArray[np.float32] | Picked

    def means(self) -> NDArray[np.float32]:
        """Unit vectors (n, d) of the texts: means of their clauses' vectors, weighted by length."""
        weights = np.array([len(clause) for clause in self.clauses], dtype=np.float32)
        sums = np.add.reduceat(self.rows[:] * weights[:, None], self.starts(), axis=0)
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def meaning(self) -> Meaning:
        """What the texts mean."""
        return Meaning(self.means(), self.rows[self.starts()])

    def starts(self) -> NDArray[np.int64]:
        """Array (n,): the first clause of each text."""
        return np.searchsorted(self.owner, np.arange(len(self.texts)))

    def keys(self, bases: Sequence[str]) -> list[str]:
        """A key of each text and its clauses, beside the basis of each of n ``bases``."""
        ends = [*self.starts().tolist(), len(self.clauses)]
        return [
            digest(basis, self.texts[i], *self.clauses[ends[i] : ends[i + 1]], length=32)
            for i, basis in enumerate(bases)
        ]

    def part(self, start: int, end: int) -> "Passages":
        """Those from text ``start`` up to, but not including, text ``end``."""
        low, high = np.searchsorted(self.owner, [start, end])
        rows, owner = self.rows[low:high], self.owner[low:high] - start
        return Passages(self.texts[start:end], self.clauses[low:high], owner, rows)

    def take(self, places: NDArray[np.int64]) -> "Passages":
        """Those at ``places``, in that order."""
        starts = np.append(self.starts(), len(self.clauses))
        kept = [np.arange(starts[i], starts[i + 1]) for i in places]
        flat = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
        owner = np.repeat(np.arange(len(kept)), [len(one) for one in kept])
        clauses = [self.clauses[i] for i in flat]
        return Passages([self.texts[i] for i in places], clauses, owner, self.rows[flat])

    def single(self, places: NDArray[np.int64]) -> "Passages":
        """The clauses at ``places`` as texts of their own."""
        clauses = [self.clauses[i] for i in places]
        return Passages(clauses, clauses, np.arange(len(clauses)), self.rows[places])

    def __len__(self) -> int:
        return len(self.texts)


def of_texts(texts: Sequence[str], known: vectors.Vectors) -> Passages:
    """Passages of training texts, whose clauses stage embed embedded.

    Raises
    ------
    PipelineError: a clause was not embedded.

    """
    made = of_parts(texts, taught.clauses_of(texts), known)
    return replace(made, rows=made.rows[:])


def of_parts(texts: Sequence[str], parts: Sequence[Sequence[str]], known: vectors.Vectors) -> Passages:
    """Passages of texts whose clauses are known, with vectors that are read when they are asked for.

    Raises
    ------
    PipelineError: a clause was not embedded.

    """
    flat = [clause for part in parts for clause in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return Passages(list(texts), flat, owner, known.pick(flat))
