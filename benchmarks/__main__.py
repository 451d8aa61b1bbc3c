"""Measure what the pipeline costs on synthetic corpora: ``python -m benchmarks --sizes 100 300``."""

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import inputs, projects, ratios, table
from benchmarks.measure import Cost, machine

HERE = Path(__file__).parent
COMPARED = (
    "embedding",
    "bertopic",
    "one_more",
)  # at one size, in this order: a later one changes the project
ASSIGNMENTS = "assignments"  # at the smallest size, as it embeds everything once more, slowly
_COMPARE_AT = 1_000


def main() -> None:
    """Measure, write ``benchmarks/results.json`` and ``benchmarks/results.md``, print the table."""
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    results: dict[str, Any] = {"machine": machine(), "stages": {}, "bullets": {}, "ratios": {}}
    try:
        for _ in measure(options, folder, results):
            save(options.out, results)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(table.markdown(results))


def save(folder: Path, results: dict[str, Any]) -> None:
    """Write what is known so far: a run takes hours, and one that ends early has measured something."""
    results["growth"] = table.whole_growth(results)
    text = json.dumps(results, indent=1, sort_keys=True) + "\n"
    (folder / "results.json").write_text(text, encoding="utf-8")
    (folder / "results.md").write_text(table.markdown(results), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 300, 1_000, 3_000], help="reports")
    parser.add_argument(
        "--compare-at",
        type=int,
        help="size at which ratios are measured: 1000, or the largest of --sizes",
    )
    parser.add_argument(
        "--compare",
        nargs="*",
        choices=[*COMPARED, ASSIGNMENTS],
        default=[*COMPARED, ASSIGNMENTS],
        help="ratios",
    )
    parser.add_argument("--out", type=Path, default=HERE, help="folder of results.json and results.md")
    parser.add_argument("--keep", action="store_true", help="keep the temporary projects")
    options = parser.parse_args()
    if options.compare_at is None:
        options.compare_at = _COMPARE_AT if _COMPARE_AT in options.sizes else max(options.sizes)
    if options.compare_at not in options.sizes:
        parser.error(f"--compare-at {options.compare_at} is none of --sizes")
    return options


def measure(options: argparse.Namespace, folder: Path, results: dict[str, Any]) -> Iterator[None]:
    """Add figures to ``results``, in one run on one machine; yields after each size and each ratio."""
    for size in sorted(options.sizes):
        project = projects.make(folder / str(size), size)
        costs = staged(size, project)
        results["stages"][str(size)] = {name: cost.figures for name, cost in costs.items()}
        found, known = inputs.bullets_found(project)
        results["bullets"][str(size)] = {"known": known, "found_once_with_right_polarity": found}
        yield
        wanted = [*COMPARED] if size == options.compare_at else []
        wanted += [ASSIGNMENTS] if size == min(options.sizes) else []
        for name in (name for name in wanted if name in options.compare):
            results["ratios"][name] = figures = compare(name, project, size, costs)
            print(f"{name}: {figures}", flush=True)
            yield
        if not options.keep:
            shutil.rmtree(project)


def staged(size: int, project: Path) -> dict[str, Cost]:
    """Cost of each stage of a project in which none has run."""
    costs = {}
    for name in projects.STAGES:
        costs[name] = cost = projects.stage(name, project)
        print(f"{size} reports: {name} {cost.seconds} s, {cost.megabytes} MB", flush=True)
    return costs


def compare(name: str, project: Path, size: int, costs: dict[str, Cost]) -> dict[str, Any]:
    """Figures of one ratio in a project of ``size`` reports that has run at ``costs``."""
    run: dict[str, Callable[[], dict[str, Any]]] = {
        "embedding": lambda: ratios.embedding(project),
        "bertopic": lambda: ratios.bertopic(project, costs),
        "one_more": lambda: ratios.one_more(project, size, costs),
        ASSIGNMENTS: lambda: ratios.assignments(project),
    }
    return {"reports": size, **run[name]()}


if __name__ == "__main__":
    main()
