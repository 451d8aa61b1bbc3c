"""How like two passages are in meaning, and in what a language model made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pipeline.products import product
from pipeline.vectors import Vectors

# What each kind of likeness weighs; chosen by leaving out one file of examples at a time.
MEANING, READING = 2.0, 4.0
NEAR = 3.0  # how fast likeness falls with distance
SMALL = np.float32(1e-6)
Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Dense:
    """Unit rows of n passages.

    Parameters
    ----------
    whole: (n, d), the meaning of each passage.
    last: (n, d), the meaning of its last clause.
    reading: (n, r), what the language model made of it.

    """

    whole: Rows
    last: Rows
    reading: Rows

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.floating]]) -> "Dense":
        """Those of ``arrays``."""
        return cls(**{one.name: arrays[one.name].astype(np.float32, copy=False) for one in fields(cls)})

    @property
    def arrays(self) -> dict[str, Rows]:
        """All that it is, by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def take(self, chosen: NDArray[np.int64] | slice) -> "Dense":
        """Those of some of the passages."""
        return Dense(self.whole[chosen], self.last[chosen], self.reading[chosen])

    def near(self, others: "Dense") -> Rows:
        """How near n passages lie to m others, from 0 to the sum of the weights: (n, m)."""
        made = _near(self.whole, others.whole, MEANING)
        made += _near(self.last, others.last, MEANING)
        made += _near(self.reading, others.reading, READING)
        return made

    def __len__(self) -> int:
        return len(self.whole)


@dataclass(frozen=True)
class Known:
    """What earlier stages made of texts.

    Parameters
    ----------
    vectors: of clauses, their meaning.
    readings: of texts, what the language model made of them.
    centre, spread: arrays (r,), mean and deviation of the readings of taught texts.

    """

    vectors: Vectors
    readings: Vectors
    centre: Rows
    spread: Rows

    @classmethod
    def of(cls, vectors: Vectors, readings: Vectors, texts: Sequence[str]) -> "Known":
        """What is known, with the readings of ``texts`` as the measure of all."""
        rows = readings.of(texts)
        return cls(vectors, readings, rows.mean(axis=0), np.maximum(rows.std(axis=0), SMALL))

    @property
    def name(self) -> str:
        """Names of the encoders that made it."""
        return f"{self.vectors.encoder} {self.readings.encoder}"

    def read(self, texts: Sequence[str]) -> Rows:
        """Unit rows (n, r): how the readings of texts differ from the common one."""
        rows = (self.readings.of(texts) - self.centre) / self.spread
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SMALL))


def _near(some: Rows, others: Rows, weight: float) -> Rows:
    likeness = product(some, others.T)
    likeness -= 1
    likeness *= NEAR
    np.exp(likeness, out=likeness)
    likeness *= weight
    return np.asarray(likeness, dtype=np.float32)
