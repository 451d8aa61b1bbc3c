import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.polarity import model, rules


class Hashed:
    """Vectors that mean nothing, so that words and rules alone decide; the same text has the same vector."""

    encoder = "hashed"

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = [int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def senses() -> model.Senses:
    return model.Senses(rules.book(), Hashed(), 0.33, 0)  # type: ignore[arg-type]
