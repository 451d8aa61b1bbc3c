"""Vectors of texts, as stage embed makes them: written once, read by memory map."""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.errors import PipelineError
from pipeline.text import digest

FOLDER = Path("data/interim/vectors")
KEY_LENGTH = 32
BLOCK = 4096  # vectors brought to unit length at a time
_REMEDY = "Run the stage that makes them: dvc repro"


def key_of(text: str) -> str:
    """Key of a text's vector: its content alone."""
    return digest(text, length=KEY_LENGTH)


@dataclass(frozen=True)
class Picked:
    """Unit vectors of n texts that are read when they are asked for, as ``Picked[places]``.

    Parameters
    ----------
    rows: array (m, d) of float16, mapped from disk.
    places: array (n,), which of them.

    """

    rows: NDArray[np.float16]
    places: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """How many, and their dimensions."""
        return len(self.places), self.rows.shape[1]

    def __getitem__(self, wanted: NDArray[np.int64] | slice) -> NDArray[np.float32]:
        """Array of those that are ``wanted``."""
        places = self.places[wanted]
        made = np.empty((len(places), self.rows.shape[1]), dtype=np.float32)
        for start in range(0, len(places), BLOCK):
            rows = np.asarray(self.rows[places[start : start + BLOCK]], dtype=np.float32)
            made[start : start + BLOCK] = rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        return made


@dataclass(frozen=True)
class Vectors:
    """Vectors of one encoder.

    Parameters
    ----------
    encoder: name of the encoder that made them.
    keys: array (n,) of bytes, sorted.
    rows: array (n, d) of float16, mapped from disk.
    folder: where they lie.

    """

    encoder: str
    keys: NDArray[np.bytes_]
    rows: NDArray[np.float16]
    folder: Path

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d) of ``texts``, in their order; raises as ``pick`` does."""
        return self.pick(texts)[:]

    def pick(self, texts: Sequence[str]) -> Picked:
        """The same, of many texts: read in parts, they need not all lie in memory.

        Raises
        ------
        PipelineError: a text was not embedded.

        """
        wanted = np.array([key_of(text) for text in texts], dtype=f"S{KEY_LENGTH}")
        places = np.searchsorted(self.keys, wanted)
        known = places < len(self.keys)
        known[known] = self.keys[places[known]] == wanted[known]
        if not known.all():
            raise PipelineError(self.folder, f"holds no vector of {texts[int(np.argmin(known))]!r}", _REMEDY)
        return Picked(self.rows, places)


def load(folder: Path = FOLDER) -> Vectors:
    """Vectors that a stage wrote.

    Raises
    ------
    PipelineError: it has not run.

    """
    if not (folder / "encoder.json").exists():
        raise PipelineError(folder, "holds no vectors", _REMEDY)
    facts = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    keys = pd.read_parquet(folder / "index.parquet")["key"].to_numpy(dtype=f"S{KEY_LENGTH}")
    return Vectors(facts["encoder"], keys, np.load(folder / "vectors.npy", mmap_mode="r"), folder)


def write(
    encoder: str, keys: Sequence[str], parts: Iterable[NDArray[np.float16]], folder: Path = FOLDER
) -> None:
    """Write vectors whole or not at all.

    Parameters
    ----------
    encoder: name of the encoder that made them.
    keys: sorted keys, as ``key_of`` gives them.
    parts: arrays (m, d) whose rows are those of ``keys``, in order.
    folder: where they are written.

    """
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    shape = _write_rows(part / "vectors.npy", len(keys), parts)
    pd.DataFrame({"key": list(keys)}, dtype="str").to_parquet(part / "index.parquet", compression="zstd")
    facts = {"encoder": encoder, "texts": shape[0], "dimensions": shape[1]}
    text = json.dumps(facts, indent=1, sort_keys=True) + "\n"
    (part / "encoder.json").write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(part, folder)  # noqa: PTH105


def _write_rows(path: Path, count: int, parts: Iterable[NDArray[np.float16]]) -> tuple[int, int]:
    written, rows = 0, None
    for part in parts:
        if rows is None:
            shape = (count, part.shape[1])
            rows = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)
        rows[written : written + len(part)] = part
        written += len(part)
    if rows is None or written != count:
        raise ValueError(f"{count} keys, but {written} vectors")
    rows.flush()
    return rows.shape[0], rows.shape[1]
