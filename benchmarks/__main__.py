"""Measure what the pipeline costs on synthetic corpora: ``python -m benchmarks --sizes 100 300``."""

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import inputs, projects, ratios, table
from benchmarks.measure import Cost, machine

HERE = Path(__file__).parent
COMPARED = ("embedding", "assignments", "one_more", "bertopic")


def main() -> None:
    """Measure, write ``benchmarks/results.json`` and ``benchmarks/results.md``, print the table."""
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        results = measure(options, folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    text = json.dumps(results, indent=1, sort_keys=True) + "\n"
    (options.out / "results.json").write_text(text, encoding="utf-8")
    (options.out / "results.md").write_text(table.markdown(results), encoding="utf-8")
    print(table.markdown(results))


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 300, 1_000, 3_000], help="reports")
    parser.add_argument(
        "--compare-at", type=int, default=1_000, help="size at which the ratios are measured; one of --sizes"
    )
    parser.add_argument("--compare", nargs="*", choices=COMPARED, default=list(COMPARED), help="ratios")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of results.json and results.md")
    parser.add_argument("--keep", action="store_true", help="keep the temporary projects")
    options = parser.parse_args()
    if options.compare and options.compare_at not in options.sizes:
        parser.error(f"--compare-at {options.compare_at} is none of --sizes")
    return options


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All figures, in one run on one machine."""
    results: dict[str, Any] = {"machine": machine(), "stages": {}, "bullets": {}, "ratios": {}}
    for size in sorted(options.sizes):
        project = projects.make(folder / str(size), size)
        costs = {}
        for name in projects.STAGES:
            costs[name] = projects.stage(name, project)
            print(f"{size} reports: {name} {costs[name].seconds} s, {costs[name].megabytes} MB", flush=True)
        results["stages"][str(size)] = {
            name: {"seconds": cost.seconds, "megabytes": cost.megabytes} for name, cost in costs.items()
        }
        found, known = inputs.bullets_found(project)
        results["bullets"][str(size)] = {"known": known, "found_once_with_right_polarity": found}
        if size == options.compare_at:
            results["ratios"] = compare(options, project, costs)
        if not options.keep:
            shutil.rmtree(project)
    return results


def compare(options: argparse.Namespace, project: Path, costs: dict[str, Cost]) -> dict[str, Any]:
    """Ratios at the size that the command line names."""
    run = {
        "embedding": lambda: ratios.embedding(project),
        "bertopic": lambda: ratios.bertopic(project, costs),
        "one_more": lambda: ratios.one_more(project, options.compare_at, costs),
        "assignments": lambda: ratios.assignments(project),  # last: it changes the project's themes
    }
    found = {}
    for name, function in run.items():
        if name in options.compare:
            found[name] = function()
            print(f"{name}: {found[name]}", flush=True)
    return found


if __name__ == "__main__":
    main()
