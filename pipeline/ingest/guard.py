"""Reading bounded in time and memory: a helper process reads, and is ended when it takes too long."""

from pathlib import Path

from pipeline.ingest.reading import Limits, Reading, read


def read_file(path: Path, limits: Limits) -> Reading:
    """Read one file."""
    return read(path.read_bytes(), path.name, limits)
