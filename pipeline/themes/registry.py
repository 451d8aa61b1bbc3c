"""The themes of the run before, kept in git, so that discovered themes keep their id and name.

The registry holds two generations: the run that wrote it and the one before. A run of the same input is
compared with the one before again, so that it writes the same bytes.
"""

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import files
from pipeline.errors import PipelineError

REGISTRY = Path("data/reference/theme_registry.json")


@dataclass(frozen=True)
class Entry:
    """A theme of a run; ``centroid``, a unit vector as float16 in base64, is empty for a codebook theme."""

    id: str
    name: str
    parent: str = ""
    centroid: str = ""

    def vector(self) -> NDArray[np.float32]:
        """Unit vector (d,)."""
        return np.frombuffer(base64.b64decode(self.centroid), dtype="<f2").astype(np.float32)


@dataclass(frozen=True)
class Generation:
    """Themes of one run."""

    run: str
    encoder: str
    themes: list[Entry]


NONE = Generation("", "", [])


def packed(vector: NDArray[np.float32]) -> str:
    """A vector as text."""
    return base64.b64encode(np.asarray(vector, dtype="<f2").tobytes()).decode("ascii")


def before(run: str, path: Path = REGISTRY) -> Generation:
    """Themes with which run ``run`` is to be compared; none where there was no run before.

    Raises
    ------
    PipelineError: the file is damaged.

    """
    generations = _read(path)
    return next((one for one in generations if one.run != run), NONE)


def write(now: Generation, path: Path = REGISTRY) -> None:
    """Make ``now`` the newest generation."""
    generations = [now, before(now.run, path)]
    text = json.dumps([asdict(one) for one in generations if one.run], indent=1, sort_keys=True)
    files.write(path, text + "\n")


def _read(path: Path) -> list[Generation]:
    if not path.exists():
        return []
    try:
        return [
            Generation(one["run"], one["encoder"], [Entry(**entry) for entry in one["themes"]])
            for one in json.loads(path.read_text(encoding="utf-8"))
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise PipelineError(path, f"cannot be read ({error})", "Restore it from git") from error
