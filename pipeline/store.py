"""A crash-safe store of what is dear to compute, kept by content across runs: key to bytes, in SQLite."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.errors import PipelineError

CACHE = Path(".cache")
_CHUNK = 500  # SQLite takes a limited number of variables in one statement
_WAIT = 60.0  # seconds that a writer waits for another one
_SETUP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    # with row ids: without them a search for a key reads every large value that it passes
    "CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
)


class Store:
    """Bytes by key in one SQLite file with a write-ahead log.

    Every ``put`` is one transaction: a process that is killed leaves either all of its items or none, and
    no file that the next process cannot open. Several processes may read and write at once.

    Parameters
    ----------
    path: the file; it and its folder are made when they are missing.

    Raises
    ------
    PipelineError: the file is no store.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as link:
            for statement in _SETUP:
                link.execute(statement)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT)) as link:
                yield link
        except sqlite3.DatabaseError as error:
            raise PipelineError(self.path, f"cannot be used as a store ({error})", "Delete it") from error

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Items of ``keys`` that the store holds; keys that it does not hold are left out."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, bytes] = {}
        with self._open() as link:
            for start in range(0, len(wanted), _CHUNK):
                part = wanted[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                found.update(link.execute(f"SELECT key, value FROM items WHERE key IN ({marks})", part))
        return found

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Distinct ``keys`` that the store does not hold, in the order given."""
        wanted = list(dict.fromkeys(keys))
        held: set[str] = set()
        with self._open() as link:
            for start in range(0, len(wanted), _CHUNK):
                part = wanted[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                held.update(
                    key for (key,) in link.execute(f"SELECT key FROM items WHERE key IN ({marks})", part)
                )
        return [key for key in wanted if key not in held]

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keep all of ``items`` in one transaction; a key that is held already gets the new value."""
        with self._open() as link, link:
            link.executemany("INSERT OR REPLACE INTO items VALUES (?, ?)", items.items())
