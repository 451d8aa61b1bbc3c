"""Vectors of what is taught and measured on, in a file that git keeps: a first run need not make them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from pipeline import files
from pipeline.encoder import once
from pipeline.encoder.once import Once
from pipeline.errors import PipelineError

FILE = Path("models/vectors.safetensors")
_KEYS, _ROWS, _MADE = "keys", "rows", "made by"


def lend(to: Once) -> None:
    """Put the file's vectors into the store, where the same encoder would make them.

    Raises
    ------
    PipelineError: the file is there and cannot be read.

    """
    if not FILE.exists():
        return
    try:
        with safe_open(FILE, "numpy") as held:
            maker = held.metadata()[_MADE]
            keys, rows = held.get_tensor(_KEYS), held.get_tensor(_ROWS)
    except (SafetensorError, KeyError, TypeError) as error:
        remedy = "Restore it with git, or delete it: its texts are then embedded anew, which takes minutes"
        raise PipelineError(FILE, f"cannot be read ({error})", remedy) from error
    if maker == _maker(to):
        own = {once.kept_key(to.name, key.tobytes().hex()): row for key, row in zip(keys, rows, strict=True)}
        to.kept.put({key: own[key].tobytes() for key in to.kept.missing(own)})


def write(keys: Iterable[str], source: Once) -> None:
    """Write the vectors of ``keys``, which ``source`` has, whole or not at all."""
    listed = sorted(set(keys))
    packed = np.frombuffer(bytes.fromhex("".join(listed)), dtype=np.uint8)
    rows = list(once.rows(listed, source.name, source.kept))
    arrays: dict[str, NDArray[Any]] = {
        _KEYS: packed.reshape(len(listed), -1),
        _ROWS: np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float16),
    }
    files.write(FILE, bytes(save(arrays, {_MADE: _maker(source)})))


def _maker(source: Once) -> str:
    return json.dumps([source.name, once.RUN])
