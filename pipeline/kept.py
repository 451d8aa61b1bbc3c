"""What was worked out before and need not be worked out again, kept by all that it was worked out from.

A key holds the program's own code and the libraries that it computes with: a change of either asks for
everything anew. Deleting ``.cache`` does no harm but the time to fill it again.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save
from scipy import sparse

from pipeline.store import CACHE, Store

Arrays = dict[str, NDArray[Any]]
LIBRARIES = ("numpy", "scipy", "scikit-learn", "spacy")


class Kept:
    """Results of one kind.

    Parameters
    ----------
    name: of the file in the cache.

    Raises
    ------
    PipelineError: the file is there and cannot be used.

    """

    def __init__(self, name: str) -> None:
        self._store = Store(CACHE / f"{name}.sqlite")

    def arrays(self, key: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Arrays:
        """Arrays by name, made when they are not kept."""
        if key not in (found := self._store.get([key])):
            made = save({name: np.ascontiguousarray(value) for name, value in make().items()})
            self._store.put({key: made})
            found = {key: made}
        return dict(load(found[key]))

    def each(self, keys: Sequence[str], make: Callable[[list[int]], Iterable[bytes]]) -> list[bytes]:
        """An item for each key; ``make`` gets the places of those that are not kept, in order."""
        found = self._store.get(keys)
        missing = [place for place, key in enumerate(keys) if key not in found]
        if missing:
            new = {keys[place]: item for place, item in zip(missing, make(missing), strict=True)}
            self._store.put(new)
            found |= new
        return [found[key] for key in keys]


def key_of(*parts: object) -> str:
    """Key of all that a result of the whole program depends on: its code and ``parts``, as ``content_of``."""
    return content_of(_program(), *parts)


def content_of(*parts: object) -> str:
    """Hash of text, numbers, arrays, sparse arrays, and lists of them."""
    whole = hashlib.sha256()
    for part in parts:
        _take(whole, part)
    return whole.hexdigest()


def _take(whole: "hashlib._Hash", part: object) -> None:
    if isinstance(part, np.ndarray):
        whole.update(f"array {part.dtype.str} {part.shape}".encode())
        whole.update(np.ascontiguousarray(part).data)
    elif isinstance(part, sparse.csr_array | sparse.csr_matrix):
        for array in (part.data, part.indices, part.indptr, np.array(part.shape)):
            _take(whole, array)
    elif isinstance(part, list | tuple) and not all(isinstance(one, str) for one in part):
        whole.update(f"list {len(part)}".encode())
        for one in part:
            _take(whole, one)
    else:
        text = repr(part).encode()  # of a list of words too: one by one they take long
        whole.update(f"{type(part).__name__} {len(text)} ".encode() + text)


@cache
def _program() -> str:
    """Digest of the program's code and the versions of its libraries."""
    whole = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        whole.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    whole.update(libraries().encode())
    return whole.hexdigest()


def libraries() -> str:
    """Names and versions of the libraries that results are computed with."""
    return " ".join(f"{name} {version(name)}" for name in LIBRARIES)
