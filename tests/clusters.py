"""A Dask cluster on this machine, started as a user would start one."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stages import launch


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Address of a scheduler, and the worker processes, which work in ``folder``."""
    where = folder / "scheduler.json"
    common = ["--host", "127.0.0.1", "--scheduler-file", str(where), "--no-dashboard"]
    started = [_start("dask_scheduler", [*common, "--port", "0"], folder)]
    try:
        address = _address(where)
        for number in range(workers):
            name = ["--name", f"worker-{number}", "--nthreads", "1", "--no-nanny"]
            started.append(_start("dask_worker", [*common, *name], folder))
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _start(program: str, options: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return launch(folder, f"{program}.log", f"distributed.cli.{program}", *options)


def _address(where: Path) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            return str(json.loads(where.read_text(encoding="utf-8"))["address"])
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.05)
    raise AssertionError("the Dask scheduler did not start")
