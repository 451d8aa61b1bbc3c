"""How like two passages are in meaning, and what earlier stages made of texts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pipeline.products import likeness
from pipeline.vectors import Vectors

# Chosen by leaving out one file of examples at a time.
MEANING = 2.0  # what it weighs
NEAR = 3.0  # how fast likeness falls with distance
Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Dense:
    """Unit rows of n passages.

    Parameters
    ----------
    whole: (n, d), the meaning of each passage.
    last: (n, d), the meaning of its last clause.

    """

    whole: Rows
    last: Rows

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
        return Dense(self.whole[chosen], self.last[chosen])

    def near(self, others: "Dense") -> Rows:
        """How near n passages lie to m others, from 0 to twice the weight: (n, m)."""
        made = likeness(self.whole, others.whole, NEAR) * np.float32(MEANING)
        made += likeness(self.last, others.last, NEAR) * np.float32(MEANING)
        return made

    def __len__(self) -> int:
        return len(self.whole)


@dataclass(frozen=True)
class Known:
    """What earlier stages made of texts.

    Parameters
    ----------
    vectors: of clauses, their meaning.
    readings: of texts, roots of the chances of each polarity by the language model alone.

    """

    vectors: Vectors
    readings: Vectors

    @property
    def name(self) -> str:
        """Names of the encoders that made it."""
        return f"{self.vectors.encoder} {self.readings.encoder}"
