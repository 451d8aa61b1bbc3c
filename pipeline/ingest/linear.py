"""Blocks to the text that offsets point into."""

from dataclasses import dataclass

from pipeline.ingest.model import Piece

_BEFORE = {"item": "- ", "quote": "> "}


@dataclass(frozen=True)
class Laid:
    """A document's text, and where each block stands in it."""

    text: str
    spans: list[tuple[int, int]]


def lay(blocks: list[Piece]) -> Laid:
    """Text of all blocks, one after another, parted by blank lines; '#' before headings, '-' before items."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        before = "#" * max(block.level, 1) + " " if block.kind == "heading" else _BEFORE.get(block.kind, "")
        spans.append((at + len(before), at + len(before) + len(block.text)))
        parts.append(f"{before}{block.text}\n\n")
        at += len(parts[-1])
    return Laid("".join(parts), spans)
