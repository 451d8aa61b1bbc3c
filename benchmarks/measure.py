"""What a command costs: its seconds, and the peak memory of it and of every process that it starts."""

import math
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PROJECT = Path(__file__).parents[1]
_EVERY = 0.05


@dataclass(frozen=True)
class Cost:
    """Wall-clock seconds; peak megabytes of resident memory, summed over processes; last line of the log.

    ``busy`` is the seconds of processor time of all processes, which other work on the machine changes less.
    """

    seconds: float
    megabytes: float
    log: str
    busy: float = 0.0

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers, for the results."""
        return {"seconds": self.seconds, "megabytes": self.megabytes, "processor_seconds": self.busy}


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run ``command`` in ``folder`` with the project's code.

    Raises
    ------
    RuntimeError: it failed.

    """
    log = folder / "command.log"
    begun, busy = time.perf_counter(), _busy()
    with log.open("w", encoding="utf-8") as file:
        process = psutil.Popen(command, cwd=folder, stdout=file, stderr=file, env=_environment())
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _resident(process))
            time.sleep(_EVERY)
    seconds = time.perf_counter() - begun
    text = log.read_text(encoding="utf-8").strip()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} in {folder} failed:\n{text[-2000:]}")
    last = text.splitlines()[-1] if text else ""
    return Cost(round(seconds, 2), round(peak / 1e6), last, round(_busy() - busy, 2))


def python(*arguments: str) -> list[str]:
    """Command line of this Python."""
    return [sys.executable, *arguments]


def growth(sizes: Sequence[int], costs: Sequence[float]) -> float | None:
    """Exponent b of cost = a * size ** b by least squares on logarithms; None from fewer than two sizes."""
    if len(sizes) < 2:
        return None
    xs, ys = [math.log(size) for size in sizes], [math.log(max(cost, 0.01)) for cost in costs]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return round(slope / sum((x - mean_x) ** 2 for x in xs), 2)


def machine() -> str:
    """Processor and cores, for the table's foot."""
    model = "processor"
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{psutil.cpu_count()} cores ({model}), {psutil.virtual_memory().total / 1e9:.0f} GB"


def _busy() -> float:
    """Processor seconds of every process that this one started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT)}


def _resident(process: psutil.Process) -> float:
    total = 0.0
    try:
        for one in [process, *process.children(recursive=True)]:
            try:
                total += one.memory_info().rss
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
    except psutil.NoSuchProcess:
        return total
    return total
