"""What was learnt, in a file that git keeps: used again while all that it was learnt from is the same."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from pipeline import files, source
from pipeline.errors import PipelineError
from pipeline.kept import Arrays, Kept, content_of, libraries

_KEYS = "learnt from"


class Learnt:
    """Arrays of one or more learners.

    A key holds the code of the learner, its libraries and all that is taught, not the processor: what was
    learnt on one is used on every other.

    Parameters
    ----------
    path: the file; it need not exist.
    module: of the learner.

    Raises
    ------
    PipelineError: the file is there and cannot be read.

    """

    def __init__(self, path: Path, module: str) -> None:
        self._path, self._code = path, source.digest(module)
        self._keys, self._arrays = _read(path) if path.exists() else ({}, {})
        self._used: dict[str, str] = {}

    def arrays(self, name: str, parts: object, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Arrays:
        """Arrays of the learner ``name``, which ``make`` makes where others than ``parts`` were taught it."""
        key = content_of(self._code, libraries(), parts)
        if self._keys.get(name) != key:
            self._arrays[name] = Kept("learnt").arrays(key, make)  # a run that is killed need not learn again
            self._keys[name] = key
        self._used[name] = key
        return dict(self._arrays[name])

    def write(self) -> None:
        """Write what was asked for, whole or not at all; the same bytes where nothing was learnt anew."""
        names = [(name, part) for name in self._used for part in self._arrays[name]]
        flat = {f"{name}/{part}": self._arrays[name][part] for name, part in sorted(names)}
        # one entry, since safetensors writes several in an order that changes from process to process
        facts = {_KEYS: json.dumps(self._used, sort_keys=True)}
        files.write(self._path, bytes(save(flat, facts)))


def _read(path: Path) -> tuple[dict[str, str], dict[str, Arrays]]:
    try:
        with safe_open(path, "numpy") as held:
            keys: dict[str, str] = json.loads(held.metadata()[_KEYS])
            arrays: dict[str, Arrays] = {name: {} for name in keys}
            for name in held.keys():  # noqa: SIM118
                learner, part = name.split("/")
                arrays[learner][part] = held.get_tensor(name)
        return keys, arrays
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        remedy = "Restore it with git, or delete it: it is then learnt anew, which takes minutes"
        raise PipelineError(path, f"cannot be read ({error})", remedy) from error
