"""How like texts are in meaning: likeness of vectors that fades with distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.products import likeness

# Chosen by leaving out one file of examples at a time.
WHOLE, OPENING = 1.4, 0.7  # what each weighs beside words
FADE = 2.0  # how fast likeness falls with distance
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Meaning:
    """Unit vectors of n texts.

    Parameters
    ----------
    whole: array (n, d), of the texts.
    opening: array (n, d), of their first clauses, which mostly name what a text is mainly about.

    """

    whole: Vectors
    opening: Vectors

    def near(self, others: "Meaning") -> Vectors:
        """Array (n, m): likeness to each of m others, at most ``WHOLE + OPENING``."""
        made = likeness(self.whole, others.whole, FADE) * np.float32(WHOLE)
        made += likeness(self.opening, others.opening, FADE) * np.float32(OPENING)
        return made

    def take(self, places: NDArray[np.int64] | slice) -> "Meaning":
        """Those at ``places``."""
        return Meaning(self.whole[places], self.opening[places])

    def __len__(self) -> int:
        return len(self.whole)
