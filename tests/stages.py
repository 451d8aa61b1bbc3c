"""Stages as processes of their own, to be watched and killed, and what their stores hold meanwhile."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from benchmarks import corpus
from pipeline.read import adapter, reader, weights
from tests.conftest import ROOT


def project(folder: Path, reports: int) -> Path:
    """A project of synthetic reports in which no stage has run."""
    corpus.write(folder, reports)
    (folder / "data").mkdir()
    (folder / "raw").rename(folder / "data/raw")
    for name in ("data/reference", "models/reader"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "pdus.csv").replace(folder / "data/reference/pdus.csv")
    shutil.copy(ROOT / "params.yaml", folder)
    return folder


def lend_reader(folder: Path) -> None:
    """The reader of this project for the one in ``folder``, so that its graph is not made again."""
    graph = reader.prepare(weights.find(), adapter.load(ROOT / adapter.FILE), ROOT / ".cache")
    (folder / ".cache").mkdir(exist_ok=True)
    (folder / ".cache/reader").symlink_to(graph.parent)


def launch(folder: Path, log: str, *module: str) -> subprocess.Popen[bytes]:
    """Start a module with the project's code in ``folder``; what it prints is added to the file ``log``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / log).open("ab") as file:
        command = [sys.executable, "-m", *module]
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=file)


def start(folder: Path, stage: str) -> subprocess.Popen[bytes]:
    """Start a stage."""
    return launch(folder, "stage.log", "pipeline", stage)


def printed(folder: Path) -> str:
    """What the stages have printed."""
    return (folder / "stage.log").read_text(encoding="utf-8")


def finish(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait for a stage to end well."""
    assert process.wait(timeout=300) == 0, printed(folder)


def kept(path: Path) -> int:
    """How many items the store at ``path`` holds now; 0 where it is not there yet."""
    if not path.exists():
        return 0
    link = sqlite3.connect(path, timeout=30)
    try:
        return int(link.execute("SELECT count(*) FROM items").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        link.close()
