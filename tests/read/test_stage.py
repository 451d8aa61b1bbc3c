"""The stage: each finding once, the same bytes here and on a cluster that loses a worker."""

import json
import re
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import pytest
import yaml

from pipeline import examples, params, tables, vectors
from pipeline.read import adapter, reader
from tests.clusters import cluster
from tests.conftest import ROOT
from tests.stages import finish, kept, lend_reader, printed, start

THINGS = ["Home visits", "Risk reviews", "Sentence plans", "Housing advice"]
JUDGEMENTS = ["were timely", "came too late", "rested on one person", "had improved since spring"]
KNOWN = examples.load(ROOT / examples.EXAMPLES)[0].text  # the reader was taught it
TAUGHT = [
    {"text": text, "form": "sentence", "polarity": "improvement", "themes": []}
    for text in ("Plans were vague.", KNOWN)
]


def texts(count: int) -> list[str]:
    """Distinct sentences."""
    return [f"In team {n}, {THINGS[n % 4].lower()} {JUDGEMENTS[n // 4 % 4]}." for n in range(count)]


def project(folder: Path, findings: list[str]) -> Path:
    """A project in which only stage read has still to run."""
    for name in ("data/gold", "data/reference/examples"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "params.yaml", folder)
    lines = "".join(json.dumps(row) + "\n" for row in TAUGHT)
    (folder / "data/reference/examples/some.jsonl").write_text(lines, encoding="utf-8")
    shutil.copytree(ROOT / adapter.FILE.parent, folder / adapter.FILE.parent)
    lend_reader(folder)
    write_findings(folder, findings)
    return folder


def write_findings(folder: Path, findings: list[str]) -> None:
    same = {"document_id": "doc", "kind": "sentence", "char_start": 0, "page": 1, "summary": False}
    rows = [
        {**same, "finding_id": f"f{place}", "text": text, "position": place, "char_end": len(text)}
        for place, text in enumerate(findings)
    ]
    tables.write(tables.SEGMENTS, tables.frame(tables.SEGMENTS, rows), folder)


def run(folder: Path) -> int:
    """Run the stage and return how many texts it read."""
    finish(folder, start(folder, "read"))
    return int(re.findall(r"(\d+) of them new", printed(folder))[-1])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / vectors.READINGS).iterdir())}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("undisturbed") / "project", texts(600))
    assert run(folder) == 600 + len(TAUGHT)
    return folder


def test_written_readings_are_those_of_the_reader(undisturbed: Path) -> None:
    asked = [*texts(600)[::200], TAUGHT[0]["text"]]
    known = vectors.load(undisturbed / vectors.READINGS)
    own = reader.load(params.load(ROOT / params.PARAMS).read)
    assert known.encoder == own.name
    made = own.encode(asked)
    np.testing.assert_allclose(known.of(asked) * np.linalg.norm(made, axis=1)[:, None], made, atol=2e-3)


def test_examples_that_the_reader_was_not_taught_are_counted(undisturbed: Path) -> None:
    assert "1 written examples are new to it" in printed(undisturbed)


def test_each_finding_is_read_once(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(undisturbed, folder, symlinks=True)
    assert run(folder) == 0
    assert contents(folder) == contents(undisturbed)
    write_findings(folder, [*texts(600), "One more.", "One more."])
    assert run(folder) == 1


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(undisturbed: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "cluster", texts(600))
    settings = yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8"))
    with cluster(folder, workers=2) as (address, workers):
        settings["engine"]["scheduler"] = address
        (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        process = start(folder, "read")
        while kept(folder / ".cache/read.sqlite") == 0:
            assert process.poll() is None, printed(folder)
            time.sleep(0.01)
        workers[0].kill()
        finish(folder, process)
        assert workers[0].wait() == -signal.SIGKILL
        assert workers[1].poll() is None
    assert contents(folder) == contents(undisturbed)
