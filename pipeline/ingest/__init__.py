"""Read every document under data/raw into blocks of text with page and offsets, and its facts."""

from pipeline.ingest.stage import run

__all__ = ["run"]
