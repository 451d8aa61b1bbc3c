"""Stages ingest and split: the same bytes after a kill, and on a cluster that loses a worker."""

import signal
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from tests.clusters import cluster
from tests.stages import finish, kept, printed, project, start

REPORTS = 40
STAGES = ("ingest", "split")


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file that the stages wrote, but for their stores."""
    paths = [path for name in ("processed", "interim") for path in (folder / "data" / name).rglob("*")]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths) if path.is_file()
    }


def wait_until_under_way(folder: Path, stage: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while kept(folder / f".cache/{stage}.sqlite") == 0:
        assert process.poll() is None, printed(folder)
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = project(tmp_path_factory.mktemp("undisturbed"), REPORTS)
    for stage in STAGES:
        finish(folder, start(folder, stage))
        assert kept(folder / f".cache/{stage}.sqlite") == REPORTS
    found = outputs(folder)
    assert {"data/interim/blocks.parquet", "data/interim/segments.parquet"} < set(found)
    return found


@pytest.mark.slow
def test_killed_stages_go_on_to_the_same_bytes(undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    folder = project(tmp_path, REPORTS)
    for stage in STAGES:
        before = outputs(folder)
        process = start(folder, stage)
        wait_until_under_way(folder, stage, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert outputs(folder) == before  # no table, whole or half
        assert 0 < kept(folder / f".cache/{stage}.sqlite") < REPORTS
        finish(folder, start(folder, stage))
    assert outputs(folder) == undisturbed


@pytest.mark.slow
def test_cluster_that_loses_a_worker_writes_the_same_bytes(
    undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    folder = project(tmp_path, REPORTS)
    settings = yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8"))
    with cluster(folder, workers=3) as (address, workers):
        settings["engine"]["scheduler"] = address
        (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        for stage, worker in zip(STAGES, workers, strict=False):
            process = start(folder, stage)
            wait_until_under_way(folder, stage, process)
            worker.kill()
            finish(folder, process)
            assert worker.wait() == -signal.SIGKILL
        assert workers[-1].poll() is None
    assert outputs(folder) == undisturbed
