"""One document: bytes in, blocks or a reasoned refusal out."""

import hashlib
import importlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.ingest.model import Piece, Refusal, Source
from pipeline.ingest.normal import normalise
from pipeline.ingest.rules import match
from pipeline.ingest.sniff import format_of

MIN_WORDS = 20
_WALL_WORDS = 150
_MOST_TEXT = 10_000_000


@dataclass(frozen=True)
class Limits:
    """How much of one document is read, and how long."""

    max_bytes: int
    max_pages: int
    max_seconds: float


@dataclass(frozen=True)
class Reading:
    """What became of a document: its blocks, or the reason why it was set aside."""

    format: str = "unknown"
    pages: int = 1
    blocks: list[Piece] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    passing: bool = False


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """Read a document whose file is called ``name``; whatever is wrong with it becomes a reason."""
    kind = "unknown"
    try:
        if len(data) > limits.max_bytes:
            raise Refusal(
                f"it is larger than {limits.max_bytes / 1e6:g} MB, the most that params.yaml allows"
            )
        kind = format_of(data, Path(name).suffix)
        if kind in ("md", "txt", "html") and len(data) > _MOST_TEXT:
            raise Refusal(f"it is {len(data) / 1e6:.0f} MB of text, far more than a report holds")
        source = _source(data, kind, limits)
        blocks = normalise(source.pieces)
        _check(blocks)
        return Reading(kind, source.pages, blocks, source.meta)
    except Refusal as refusal:
        return Reading(kind, reason=str(refusal))
    except MemoryError:
        return Reading(kind, reason="it needs more memory than one document may take")
    except RecursionError:
        return Reading(kind, reason="its parts are nested more deeply than a document's are")
    except Exception as error:  # a fault of one reader must not stop the others
        return Reading(kind, reason=f"its reader failed on it ({type(error).__name__}: {error})"[:300])


def _source(data: bytes, kind: str, limits: Limits) -> Source:
    if kind in ("md", "txt"):
        from pipeline.ingest import plain  # noqa: PLC0415

        return plain.read(data, markdown=kind == "md")
    reader = importlib.import_module(f"pipeline.ingest.{kind}")
    return reader.read(data, limits.max_pages)


def _check(blocks: list[Piece]) -> None:
    """Refuse what holds no document: no text, a cookie notice, an error page."""
    body = [block for block in blocks if block.kind != "furniture"]
    words = sum(len(block.text.split()) for block in body)
    if words < _WALL_WORDS:
        wall = next((rule for block in body[:5] if (rule := match("walls", block.text))), None)
        if wall:
            raise Refusal(wall.reason)
    if words < MIN_WORDS:
        raise Refusal(f"it holds next to no text ({words} words)")


def pack(reading: Reading) -> bytes:
    """Reading as bytes, to keep or to send."""
    blocks = [[block.kind, block.text, block.page, block.level] for block in reading.blocks]
    row = [reading.format, reading.pages, blocks, reading.meta, reading.reason, reading.passing]
    return json.dumps(row, ensure_ascii=False).encode("utf-8")


def unpack(data: bytes) -> Reading:
    """Reading from bytes that ``pack`` made."""
    kind, pages, blocks, meta, reason, passing = json.loads(data)
    return Reading(kind, pages, [Piece(*block) for block in blocks], meta, reason, passing)


def version() -> str:
    """Hash of the code that reads documents: a new version reads them anew."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).with_name("rules.yaml")]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
