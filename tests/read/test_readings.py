"""Readings: each text once, the same bytes here and on a cluster that loses a worker."""

import json
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
import yaml

from pipeline import examples, params
from pipeline.read import adapter, reader
from pipeline.read.readings import not_taught
from tests.clusters import cluster
from tests.conftest import ROOT
from tests.stages import finish, kept, launch, lend_reader, printed

THINGS = ["Home visits", "Risk reviews", "Sentence plans", "Housing advice"]
JUDGEMENTS = ["were timely", "came too late", "rested on one person", "had improved since spring"]
KNOWN = examples.load(ROOT / examples.EXAMPLES)[0].text  # the reader was taught it


def texts(count: int) -> list[str]:
    """Distinct sentences."""
    return [f"In team {n}, {THINGS[n % 4].lower()} {JUDGEMENTS[n // 4 % 4]}." for n in range(count)]


def project(folder: Path) -> Path:
    """A project in which nothing has been read."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "params.yaml", folder)
    shutil.copytree(ROOT / adapter.FILE.parent, folder / adapter.FILE.parent)
    lend_reader(folder)
    return folder


def start(folder: Path, asked: list[str]) -> subprocess.Popen[bytes]:
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return launch(folder, "stage.log", "tests.read.ask")


def ask(folder: Path, asked: list[str]) -> int:
    """Ask and return how many texts were read."""
    finish(folder, start(folder, asked))
    return int(re.findall(r"(\d+) of them new", printed(folder))[-1])


def rows(folder: Path) -> np.ndarray:
    return np.load(folder / "rows.npy")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("undisturbed") / "project")
    assert ask(folder, [*texts(600), KNOWN]) == 601
    return folder


def test_readings_are_those_of_the_reader_in_the_order_asked(undisturbed: Path) -> None:
    asked = [*texts(600), KNOWN]
    made = reader.load(params.load(ROOT / params.PARAMS).read).encode([asked[n] for n in (0, 250, 600)])
    found = rows(undisturbed)[[0, 250, 600]]
    np.testing.assert_allclose(found * np.linalg.norm(made, axis=1)[:, None], made, atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(rows(undisturbed), axis=1), 1, rtol=1e-6)


def test_examples_that_the_reader_was_not_taught_are_counted() -> None:
    assert not_taught(["Plans were vague.", KNOWN, "Plans were vague."]) == 1


def test_each_text_is_read_once(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(undisturbed, folder, symlinks=True)
    assert ask(folder, [KNOWN, *texts(600)[::-1]]) == 0
    np.testing.assert_array_equal(rows(folder), rows(undisturbed)[::-1])
    assert ask(folder, [*texts(3), "One more.", "One more."]) == 1
    assert ask(folder, []) == 0
    assert rows(folder).shape == (0, 4)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_reads_the_same(undisturbed: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "cluster")
    settings = yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8"))
    with cluster(folder, workers=2) as (address, workers):
        settings["engine"]["scheduler"] = address
        (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        process = start(folder, [*texts(600), KNOWN])
        while kept(folder / ".cache/read.sqlite") == 0:
            assert process.poll() is None, printed(folder)
            time.sleep(0.01)
        workers[0].kill()
        finish(folder, process)
        assert workers[0].wait() == -signal.SIGKILL
        assert workers[1].poll() is None
    np.testing.assert_array_equal(rows(folder), rows(undisturbed))
