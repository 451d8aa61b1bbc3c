"""How large the inputs of products become on sentences like those that are to be read."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.encoder.base import Floats
from pipeline.encoder.session import session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SENTENCES = Path(__file__).with_name("calibration.txt")


def largest(model: bytes, tokenizer: "Tokenizer") -> dict[str, Floats]:
    """Largest size (width,) of each further output of a graph over the calibration sentences."""
    tapped = session(model)
    names = [output.name for output in tapped.get_outputs()][1:]
    found: dict[str, Floats] = {}
    for text in SENTENCES.read_text(encoding="utf-8").splitlines():
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        for name, value in zip(names, tapped.run(names, {"ids": ids}), strict=True):
            size = np.abs(value[0]).max(axis=0)
            found[name] = np.maximum(found.get(name, size), size)
    return found
