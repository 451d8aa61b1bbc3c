"""How like two passages are in meaning, and what encoders make of texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.products import likeness

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


class Gives(Protocol):
    """Has a unit row for each text."""

    @property
    def encoder(self) -> str:
        """Name of what made the rows."""
        ...

    def of(self, texts: Sequence[str]) -> Rows:
        """Array (n, d), in the order of ``texts``."""
        ...


@dataclass(frozen=True)
class Known:
    """What encoders make of texts.

    Parameters
    ----------
    vectors: of clauses, their meaning.
    readings: of texts, roots of the chances of each polarity by the language model alone.

    """

    vectors: Gives
    readings: Gives
