"""Where documents are kept: files under data/raw, never overwritten, and their rows in sources.csv."""

import csv
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.errors import PipelineError
from pipeline.fetch.client import Answer
from pipeline.fetch.guard import RefusedError
from pipeline.fetch.publications import FACTS, Publication
from pipeline.text import digest, slug

SOURCES = "sources.csv"
COLUMNS = ("path", "url", *FACTS, "retrieved", "sha256", "type")
SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
LONGEST = 90
PARTS = Path(".cache/fetch")


@dataclass(frozen=True)
class Kept:
    """What became of an answer (``new``, ``changed``, ``unchanged``, ``repeats``), and the file."""

    outcome: str
    path: str


class Library:
    """The folder of documents.

    Parameters
    ----------
    raw: the folder, as ``ingest.raw`` names it.

    """

    def __init__(self, raw: Path) -> None:
        self.raw, self.sources = raw, raw / SOURCES
        self.columns, self.rows = self._load()

    def keep(self, wanted: Publication, answer: Answer, retrieved: str) -> Kept:
        """Store an answer that is new or has changed; an earlier version stays as it is.

        Raises
        ------
        RefusedError: no reader reads its type.

        """
        sha256 = hashlib.sha256(answer.content).hexdigest()
        versions = [row for row in self.rows if row["url"] == wanted.url]
        for row in self.rows:
            if self._sha256(row) == sha256 and (self.raw / row["path"]).exists():
                return Kept("unchanged" if row["url"] == wanted.url else "repeats", row["path"])
        suffix = suffix_of(answer, wanted.url)
        fresh = (f"{stem}{suffix}" for stem in stems(wanted, [row["path"] for row in versions]))
        lost = [row["path"] for row in versions if row["sha256"] == sha256]
        name = next(name for name in chain(lost, fresh) if self._free(name, wanted.url, sha256))
        self._write(self.raw / name, answer.content)
        self._add(wanted, {"path": name, "retrieved": retrieved, "sha256": sha256, "type": answer.type})
        return Kept("changed" if versions and name not in lost else "new", name)

    def _free(self, name: str, url: str, sha256: str) -> bool:
        """Whether nothing has the name, or a file with these very bytes (of a run that was interrupted)."""
        if any(row["path"] == name and row["url"] != url for row in self.rows):
            return False
        path = self.raw / name
        return not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() == sha256

    def _sha256(self, row: dict[str, str]) -> str:
        """Of a row's file: as noted, else as it lies there (a row that a person wrote)."""
        path = self.raw / row["path"]
        if row["sha256"] or not path.is_file():
            return row["sha256"]
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all; the unfinished part never lies among the documents."""
        PARTS.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = PARTS / f"{path.name}.part"
        part.write_bytes(content)
        os.replace(part, path)  # noqa: PTH105

    def _add(self, wanted: Publication, facts: dict[str, str]) -> None:
        row = dict.fromkeys(self.columns, "") | {"url": wanted.url} | dict(wanted.facts) | facts
        self.rows = [one for one in self.rows if one["path"] != row["path"]] + [row]
        part = PARTS / f"{SOURCES}.part"
        with part.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, self.columns, lineterminator="\n")
            table.writeheader()
            table.writerows(self.rows)
        os.replace(part, self.sources)  # noqa: PTH105

    def _load(self) -> tuple[list[str], list[dict[str, str]]]:
        if not self.sources.exists():
            return list(COLUMNS), []
        with self.sources.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            columns, rows = list(table.fieldnames or ()), list(table)
        if "path" not in columns or any(None in row for row in rows):
            raise PipelineError(
                self.sources, "is no table of sources", f"Restore its header: {','.join(COLUMNS)}"
            )
        columns += [name for name in COLUMNS if name not in columns]
        return columns, [{name: row.get(name) or "" for name in columns} for row in rows]


def stems(wanted: Publication, versions: list[str]) -> Iterator[str]:
    """File names without suffix to try: a readable one, one with a hash of the address, later versions."""
    stem = versions[0].rsplit(".", 1)[0] if versions else stem_of(wanted)
    if not versions:
        yield stem
        stem = f"{stem}-{digest(wanted.url, length=6)}"
        yield stem
    yield from (f"{stem}-v{number}" for number in count(max(2, len(versions) + 1)))


def suffix_of(answer: Answer, url: str) -> str:
    """File suffix by the stated type; by the address where the type says nothing.

    Raises
    ------
    RefusedError: neither names a format that can be read.

    """
    if answer.type in SUFFIXES and answer.type != "text/plain":
        return SUFFIXES[answer.type]
    named = (
        PurePosixPath(urlsplit(answer.url).path).suffix.lower()
        or PurePosixPath(urlsplit(url).path).suffix.lower()
    )
    if answer.type in {"", "text/plain", "application/octet-stream", "binary/octet-stream"}:
        if named in SUFFIXES.values():
            return named
        if answer.type == "text/plain":
            return ".txt"
    raise RefusedError(f"it is of type {answer.type or 'unknown'}, which no reader reads")


def stem_of(wanted: Publication) -> str:
    """Readable file name without suffix: from the title, else from the end of the address."""
    parts = urlsplit(wanted.url)
    last = PurePosixPath(unquote(parts.path)).stem
    return slug(wanted.fact("title") or last or parts.netloc)[:LONGEST].strip("-") or digest(wanted.url)
