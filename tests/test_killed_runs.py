"""Stages polarity to report: killed in the middle they leave nothing half, and go on to the same bytes.

Stages ingest, split and embed are killed in ``tests/embed``.
"""

import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.stages import finish, kept, lend_reader, printed, project, start

REPORTS = 2
LESSONS = 60  # one line of examples and hand coding in so many is taught, so that a stage takes seconds
REGISTRY = "data/reference/theme_registry.json"  # stage themes keeps it from run to run
LATER = ("polarity", "themes", "track", "evaluate", "report")
STAGES = ("ingest", "split", "embed", *LATER)
pytestmark = pytest.mark.slow


def little_taught(folder: Path) -> Path:
    """A project of a few synthetic reports and little teaching, in which no stage has run."""
    project(folder, REPORTS)
    for name in ("gold", "review"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    for path in [*(folder / "data/reference/examples").glob("*.jsonl"), folder / "data/gold/redcar.jsonl"]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[::LESSONS] if path.stem != "redcar" else lines[:40]), encoding="utf-8")
    settings = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    settings["evaluate"]["floors"] = dict.fromkeys(settings["evaluate"]["floors"], 0.0)
    (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    lend_reader(folder)
    return folder


def outs(stage: str) -> list[str]:
    """What the graph says that a stage writes."""
    listed = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"][stage]
    every = [*listed["outs"], *listed.get("metrics", []), *listed.get("plots", [])]
    return [one if isinstance(one, str) else next(iter(one)) for one in every]


def written(folder: Path, stage: str) -> dict[str, bytes]:
    """Every file that a stage wrote, by its path."""
    paths = [folder / name for name in outs(stage)]
    found = [path for top in paths for path in ([top] if top.is_file() else sorted(top.rglob("*")))]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.is_file() and path.suffix != ".part"
    }


def remove(folder: Path, stage: str) -> None:
    """Take a stage's outputs away, as the graph's tool does before it runs the stage."""
    for name in outs(stage):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = little_taught(tmp_path_factory.mktemp("undisturbed"))
    for stage in STAGES:
        finish(folder, start(folder, stage))
        assert written(folder, stage)
    return folder


def something_kept(folder: Path, stage: str) -> bool:
    return kept(folder / f".cache/{stage}.sqlite") > 0


def something_read(folder: Path, stage: str) -> bool:
    return kept(folder / ".cache/read.sqlite") > 0


def something_written(folder: Path, stage: str) -> bool:
    return bool(written(folder, stage))


def a_page_written(folder: Path, stage: str) -> bool:
    return any((folder / "reports/.new").glob("*"))


MOMENTS = [
    ("polarity", something_read),
    ("polarity", something_kept),
    ("polarity", something_written),
    ("themes", something_kept),
    ("themes", something_written),
    ("track", something_written),
    ("evaluate", something_written),
    ("report", a_page_written),
]


@pytest.mark.parametrize(("stage", "moment"), MOMENTS, ids=[f"{one}-{two.__name__}" for one, two in MOMENTS])
def test_a_killed_stage_leaves_nothing_half_and_goes_on_to_the_same_bytes(
    undisturbed: Path, tmp_path: Path, stage: str, moment: Callable[[Path, str], bool]
) -> None:
    folder = tmp_path / "killed"
    shutil.copytree(undisturbed, folder, symlinks=True)
    whole = written(folder, stage)
    remove(folder, stage)
    for name in (stage, "read"):
        (folder / f".cache/{name}.sqlite").unlink(missing_ok=True)
    process = start(folder, stage)
    while not moment(folder, stage):
        assert process.poll() is None, printed(folder)
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    left = written(folder, stage)
    assert {name: whole[name] for name in left} == left
    assert len(left) < len(whole)
    finish(folder, start(folder, stage))
    assert written(folder, stage) == whole
    assert (folder / REGISTRY).read_bytes() == (undisturbed / REGISTRY).read_bytes()
    assert not list((folder / "data").rglob("*.part"))
