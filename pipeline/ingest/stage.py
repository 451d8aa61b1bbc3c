"""The stage: every file under the folder of documents, read or set aside, and the tables about them."""

import hashlib
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from pipeline import engine, params, tables
from pipeline.errors import PipelineError
from pipeline.ingest import facts, guard, identity, overrides, places, ratings
from pipeline.ingest.linear import lay
from pipeline.ingest.model import ASIDE
from pipeline.ingest.reading import Limits, Reading, pack, unpack, version
from pipeline.store import CACHE, Store
from pipeline.text import digest

LOG = logging.getLogger(__name__)
TEXTS = tables.PROCESSED / "texts"
_NOT_DOCUMENTS = {"readme.md", "sources.csv"}


@dataclass(frozen=True)
class Document:
    """A file with its key, its bytes' hash and what was read from it."""

    document_id: str
    path: Path
    relative: str
    sha256: str
    reading: Reading


def run() -> None:
    """Read the documents and write documents, blocks, ratings, key questions and texts."""
    settings = params.load()
    known = places.load()
    stated = overrides.load(settings.ingest.raw / "sources.csv")
    documents = list(read_all(settings))
    there = {path for document in documents for path in (document.relative, document.path.as_posix())}
    for path in stated.unknown(there):
        LOG.warning("ingest: sources.csv names %s, which is not there", path)
    records = describe(documents, known, stated)
    read = {row["document_id"] for row in records if row["status"] == "read"}
    write(records, [document for document in documents if document.document_id in read])
    for row in records:
        if row["status"] != "read":
            LOG.warning("ingest: set aside %s: %s", row["path"], row["reason"])
    LOG.info("ingest: %d documents: %d read, %d set aside", len(records), len(read), len(records) - len(read))


def files(raw: Path) -> list[Path]:
    """Files under ``raw`` in a fixed order; hidden ones and the notes about the folder are no documents.

    Raises
    ------
    PipelineError: there is no such folder, or nothing in it.

    """
    found = sorted(
        path
        for path in raw.rglob("*")
        if (path.is_file() or path.is_symlink())
        and not path.is_dir()
        and path.name.lower() not in _NOT_DOCUMENTS
        and not any(part.startswith((".", "~$")) for part in path.relative_to(raw).parts)
        and path.suffix != ".dvc"
    )
    if not found:
        raise PipelineError(raw, "holds no document", "Put PDF, DOCX, HTML, Markdown or text files there")
    return found


def read_all(settings: params.Params) -> Iterator[Document]:
    """Every document; those that were read before, by the same code, come from the store."""
    paths = files(settings.ingest.raw)
    limits = Limits(
        int(settings.ingest.max_megabytes * 1e6), settings.ingest.max_pages, settings.ingest.max_seconds
    )
    store = Store(CACHE / "ingest.sqlite")
    hashes = [sha256(path) for path in paths]
    code = digest(version(), repr(limits))
    keys = [
        digest(code, known or str(path), path.suffix.lower())
        for known, path in zip(hashes, paths, strict=True)
    ]
    held = store.get(keys)
    fresh = {key: path for key, path in zip(keys, paths, strict=True) if key not in held}
    results = engine.map_items(
        partial(guard.read_file, limits=limits), list(fresh.values()), settings.engine, "reading documents"
    )
    for key, reading in zip(fresh, results, strict=True):
        held[key] = pack(reading)
        if not reading.passing:
            store.put({key: held[key]})
    guard.close()
    relative = [path.relative_to(settings.ingest.raw).as_posix() for path in paths]
    ids = identity.document_ids(relative)
    for path, name, known, key in zip(paths, relative, hashes, keys, strict=True):
        yield Document(ids[name], path, name, known, unpack(held[key]))


def sha256(path: Path) -> str:
    """Hash of a file's bytes, read in parts; empty where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def describe(
    documents: list[Document], known: places.Places, stated: overrides.Overrides
) -> list[dict[str, object]]:
    """Rows of the table of documents, repeats marked."""
    records = [
        overrides.apply(
            _record(document, known), stated.of(document.relative, document.path.as_posix()), known
        )
        for document in documents
    ]
    alike = identity.candidates(records)
    texts = {
        document.document_id: identity.sentences(_body(document.reading))
        for document in documents
        if document.document_id in alike
    }
    return identity.mark_repeats(records, texts)


def _body(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks if block.kind not in ASIDE)


def _record(document: Document, known: places.Places) -> dict[str, object]:
    reading = document.reading
    found = facts.read(reading.blocks, document.path.stem, reading.meta, known)
    return {
        "document_id": document.document_id,
        "path": document.path.as_posix(),
        "sha256": document.sha256,
        "format": reading.format,
        "kind": "other" if reading.reason else found.kind,
        "title": found.title or document.path.stem,
        "pdu": found.pdu or None,
        "region": found.region or None,
        "fieldwork_start": found.fieldwork.day if found.fieldwork else None,
        "fieldwork_precision": found.fieldwork.precision if found.fieldwork else None,
        "published": found.published.day if found.published else None,
        "year": found.year,
        "programme": None if reading.reason else found.programme,
        "overall_rating": found.overall_rating or None,
        "score": found.score,
        "score_max": found.score_max,
        "pages": reading.pages if not reading.reason else None,
        "duplicate_of": None,
        "status": "quarantined" if reading.reason else "read",
        "reason": reading.reason or None,
    }


def write(records: list[dict[str, object]], documents: list[Document]) -> None:
    """Write the tables and the texts; texts of an earlier run go."""
    blocks: list[dict[str, object]] = []
    rated: list[dict[str, object]] = []
    asked: list[dict[str, object]] = []
    shutil.rmtree(TEXTS, ignore_errors=True)
    TEXTS.mkdir(parents=True)
    for document in documents:
        laid = lay(document.reading.blocks)
        (TEXTS / f"{document.document_id}.txt").write_text(laid.text, encoding="utf-8", newline="\n")
        name = {"document_id": document.document_id}
        for position, (block, (start, end)) in enumerate(
            zip(document.reading.blocks, laid.spans, strict=True)
        ):
            row = {"position": position, "kind": block.kind, "level": block.level, "text": block.text}
            blocks.append({**name, **row, "page": block.page, "char_start": start, "char_end": end})
        for standard, title, rating in ratings.standard_ratings(document.reading.blocks):
            rated.append({**name, "standard": standard, "name": title, "rating": rating})
        for standard, question, share in ratings.key_questions(document.reading.blocks):
            asked.append({**name, "standard": standard, "question": question, "share": share})
    tables.write(tables.DOCUMENTS, documents_frame(records))
    tables.write(tables.BLOCKS, tables.frame(tables.BLOCKS, blocks))
    tables.write(tables.STANDARD_RATINGS, tables.frame(tables.STANDARD_RATINGS, rated))
    tables.write(tables.KEY_QUESTIONS, tables.frame(tables.KEY_QUESTIONS, asked))


def documents_frame(records: list[dict[str, object]]) -> pd.DataFrame:
    """Rows of documents as a table, dates as dates."""
    table = pd.DataFrame(records, columns=list(tables.DOCUMENTS.columns))
    for name in ("fieldwork_start", "published"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    return tables.DOCUMENTS.validate(table)
