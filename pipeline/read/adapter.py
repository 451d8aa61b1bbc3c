"""What the language model was taught of judgements: small changes of its weights, and a last layer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from pipeline import files
from pipeline.errors import PipelineError
from pipeline.read.weights import File

FILE = Path("models/reader/adapter.safetensors")
REMEDY = "Restore it with git, or make it anew: python -m pipeline.read.tune --anew"
DOWN, UP, SAID, FACTS = "down", "up", "left_out", "facts"
Array = NDArray[np.float32]


@dataclass(frozen=True)
class Adapter:
    """Changes of low rank, a last layer, and what was said of texts while they were left out.

    Parameters
    ----------
    classes: k polarities, as the last layer has them.
    arrays: float16; by tensor name of the model, less ``.weight``, ``NAME.down`` (r, in) and ``NAME.up``
        (out, r), whose product is added to the tensor; ``head`` (2d, k) and ``bias`` (k,).
    left_out: by key of a taught text the roots of its chances (k,), by a model that did not learn from it.

    """

    classes: tuple[str, ...]
    arrays: Mapping[str, NDArray[np.float16]]
    left_out: Mapping[str, NDArray[np.float16]]

    def change(self, name: str) -> Array | None:
        """What is added to the tensor ``name`` (out, in); None: nothing."""
        own = name.removesuffix(".weight")
        if f"{own}.{UP}" not in self.arrays:
            return None
        return self.array(f"{own}.{UP}") @ self.array(f"{own}.{DOWN}")

    def array(self, name: str) -> Array:
        """One of ``arrays``."""
        return self.arrays[name].astype(np.float32)

    @cached_property
    def digest(self) -> str:
        """Hash of all that it is."""
        return hashlib.sha256(self.dump()).hexdigest()[:8]

    def dump(self) -> bytes:
        """Bytes that ``load`` reads."""
        keys = sorted(self.left_out)
        said = np.array([self.left_out[key] for key in keys], dtype=np.float16).reshape(
            len(keys), len(self.classes)
        )
        arrays = {**self.arrays, SAID: said}
        # One entry, since safetensors writes several in an order that changes from process to process.
        facts = {FACTS: json.dumps({"classes": self.classes, "keys": keys})}
        return bytes(save({name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)}, facts))


@dataclass(frozen=True)
class Tuned(File):
    """The language model with its changes."""

    adapter: Adapter

    def tensor(self, name: str) -> Array:
        """Weights by their name in the file, (out, in) as they are stored."""
        own, change = super().tensor(name), self.adapter.change(name)
        return own if change is None else own + change


def write(adapter: Adapter, path: Path = FILE) -> None:
    """Write it whole or not at all."""
    files.write(path, adapter.dump())


def load(path: Path = FILE) -> Adapter:
    """What ``write`` wrote.

    Raises
    ------
    PipelineError: it is not there or not what it should be.

    """
    if not path.exists():
        raise PipelineError(path, "is missing", REMEDY)
    try:
        with safe_open(path, "numpy") as held:
            facts: dict[str, Any] = json.loads(held.metadata()[FACTS])
            arrays = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118
        said = dict(zip(facts["keys"], arrays.pop(SAID), strict=True))
        return Adapter(tuple(facts["classes"]), arrays, said)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise PipelineError(path, f"cannot be read ({error})", REMEDY) from error
