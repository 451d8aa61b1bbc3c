"""Projects in folders of their own: the real parameters and reference data, a synthetic corpus."""

import shutil
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import PROJECT, Cost, python, run

STAGES = ("ingest", "split", "embed", "polarity", "themes", "track", "evaluate", "report")


def make(folder: Path, reports: int) -> Path:
    """A project with ``reports`` synthetic reports and nothing computed.

    Graphs of the encoder and the reader are copied where they were made before: making them is a cost of the
    first use ever.
    """
    folder.mkdir(parents=True)
    shutil.copy(PROJECT / "params.yaml", folder)
    for name in ("data/reference", "data/gold", "data/review", "models"):
        shutil.copytree(PROJECT / name, folder / name)
    corpus.write(folder / "synthetic", reports)
    (folder / "synthetic/raw").rename(folder / "data/raw")
    (folder / "synthetic/pdus.csv").replace(folder / "data/reference/pdus.csv")
    (folder / "reports").mkdir()
    for name in (".cache/encoder", ".cache/reader"):
        if (PROJECT / name).exists():
            shutil.copytree(PROJECT / name, folder / name)
    return folder


def stage(name: str, folder: Path) -> Cost:
    """Run one stage."""
    return run(python("-m", "pipeline", name), folder)


def stages(folder: Path) -> dict[str, Cost]:
    """Run all stages, one after the other."""
    return {name: stage(name, folder) for name in STAGES}
