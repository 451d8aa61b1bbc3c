"""What an encoder is."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str
    """Model, weights and backend: vectors of different names are never mixed."""

    local: bool
    """It runs on processor cores, so that several processes are faster than one."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, d), a row a text; a row does not depend on the other texts."""
        ...
