"""The stage: documents and blocks in; segments, clauses, dropped stretches and statistics out."""

import json
import logging
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version as installed
from pathlib import Path

import pandas as pd

from pipeline import engine, figures, language, params, patterns, tables
from pipeline.language import clauses
from pipeline.split import pieces, places, rules
from pipeline.split.walk import Block
from pipeline.store import CACHE, Store
from pipeline.text import digest

log = logging.getLogger(__name__)
Row = dict[str, object]
SCHEMAS = {
    "segments": tables.SEGMENTS,
    "clauses": tables.CLAUSES,
    "dropped": tables.DROPPED,
    "statistics": tables.STATISTICS,
}
BLOCK_COLUMNS = ("kind", "level", "text", "page", "char_start")


@dataclass(frozen=True)
class Document:
    """One document that was read: what splitting needs of it."""

    document_id: str
    kind: str
    pdu: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rows:
    """Rows of the four tables, of one document."""

    segments: list[Row]
    clauses: list[Row]
    dropped: list[Row]
    statistics: list[Row]


def documents(facts: pd.DataFrame, blocks: pd.DataFrame) -> list[Document]:
    """The documents that were read and repeat no other one, with their blocks in reading order."""
    ordered = blocks.sort_values(["document_id", "position"])
    by_document = {str(name): own for name, own in ordered.groupby("document_id")}
    counted = facts[(facts["status"] == "read") & facts["duplicate_of"].isna()].sort_values("document_id")
    columns = (counted[name].tolist() for name in ("document_id", "kind", "pdu"))
    found = []
    for name, kind, pdu in zip(*columns, strict=True):
        own = by_document.get(name, blocks.iloc[:0])
        parts = zip(*(own[column].tolist() for column in BLOCK_COLUMNS), strict=True)
        place = None if pd.isna(pdu) else str(pdu)
        found.append(Document(name, kind, place, tuple(Block(*part) for part in parts)))
    return found


def segment_rows(document: Document, found: pieces.Result) -> list[Row]:
    """Rows of the segments table: an id is made of the kind, the text and how often it came before."""
    seen: dict[tuple[str, str], int] = {}
    names: list[str] = []
    rows: list[Row] = []
    pdus = places.of(document.pdu, [piece.text for piece in found.pieces])
    for position, (piece, pdu) in enumerate(zip(found.pieces, pdus, strict=True)):
        time = seen[piece.kind, piece.text] = seen.get((piece.kind, piece.text), -1) + 1
        names.append(f"{document.document_id}-{digest(piece.kind, piece.text, str(time), length=10)}")
        rows.append(
            {
                "finding_id": names[-1],
                "document_id": document.document_id,
                "kind": piece.kind,
                "section": piece.place.section,
                "standard": piece.place.standard,
                "text": piece.text,
                "heading": piece.place.heading,
                "addressee": piece.addressee,
                "belongs_to": None if piece.owner is None else names[piece.owner],
                "pdu": pdu,
                "summary": piece.summary,
                "char_start": piece.start,
                "char_end": piece.start + len(piece.text),
                "page": piece.page,
                "position": position,
            }
        )
    return rows


def clause_rows(finding_id: str, text: str) -> list[Row]:
    """Rows of the clauses table for one finding."""
    return [
        {"finding_id": finding_id, "clause": i, "text": text[a:b], "char_start": a, "char_end": b}
        for i, (a, b) in enumerate(clauses(text))
    ]


def split(document: Document, min_words: int) -> Rows:
    """Everything the stage says about one document."""
    found = pieces.read(document.kind, document.blocks, rules.load(), min_words)
    segments = segment_rows(document, found)
    pairs = [(str(row["finding_id"]), str(row["text"])) for row in segments]
    dropped: list[Row] = [
        {
            "document_id": document.document_id,
            "text": drop.text,
            "reason": drop.reason,
            "char_start": drop.start,
            "char_end": drop.start + len(drop.text),
        }
        for drop in found.dropped
    ]
    return Rows(
        segments,
        [row for finding_id, text in pairs for row in clause_rows(finding_id, text)],
        dropped,
        [{"finding_id": name, **figure} for name, text in pairs for figure in figures.rows(text)],
    )


def version() -> str:
    """Hash of the code and the rules that decide what a document gives."""
    folders = [Path(__file__).parent, Path(figures.__file__).parent]
    code = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    files = [*code, Path(language.__file__), Path(patterns.__file__), rules.PATH, figures.PATH]
    return digest(installed("spacy"), *(path.read_text(encoding="utf-8") for path in files), length=64)


def key(document: Document, min_words: int, code: str) -> str:
    """Under which the rows of a document are kept: its blocks, the setting and the code."""
    return digest(code, str(min_words), repr(document), length=64)


def split_all(work: list[Document], settings: params.Params, store: Store) -> list[Rows]:
    """Rows of every document; those that the same code split before come from the store."""
    code = version()
    keys = [key(document, settings.split.min_words, code) for document in work]
    held = store.get(keys)
    fresh = {name: document for name, document in zip(keys, work, strict=True) if name not in held}
    one = partial(split, min_words=settings.split.min_words)
    results = engine.map_items(one, list(fresh.values()), settings.engine, "splitting documents")
    for name, rows in zip(fresh, results, strict=True):
        held[name] = json.dumps(asdict(rows)).encode()
        store.put({name: held[name]})
    return [Rows(**json.loads(held[name])) for name in keys]


def run() -> None:
    """Run the stage."""
    settings = params.load()
    rules.load()
    figures.load()
    work = documents(tables.read(tables.DOCUMENTS), tables.read(tables.BLOCKS))
    done = split_all(work, settings, Store(CACHE / "split.sqlite"))
    for name, schema in SCHEMAS.items():
        rows = [row for result in done for row in getattr(result, name)]
        tables.write(schema, tables.frame(schema, rows))
        log.info("split: %d %s", len(rows), name)
