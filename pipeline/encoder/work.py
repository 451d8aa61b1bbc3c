"""What one process does: texts to vectors. It imports little, since many processes start with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.encoder.base import Encoder
from pipeline.errors import PipelineError


@dataclass(frozen=True)
class Batch:
    """Texts, what gives their encoder in any process, and the name that it must have."""

    load: Callable[[], Encoder]
    name: str
    texts: Sequence[str]


def encode(batch: Batch) -> NDArray[np.float16]:
    """Vectors (n, d) of a batch; runs in any process.

    Raises
    ------
    PipelineError: this process has another encoder than the one that planned the batch.

    """
    model = batch.load()
    if model.name != batch.name:
        raise PipelineError(
            f"encoder {batch.name}",
            f"is {model.name} on one of the workers",
            "Use workers that have the same libraries and kind of processor",
        )
    return model.encode(batch.texts).astype(np.float16)
