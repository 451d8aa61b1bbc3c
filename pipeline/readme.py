"""The README's figures, from what pipeline and benchmarks wrote: ``python -m pipeline.readme``."""

import json
from pathlib import Path
from typing import Any

README = Path("README.md")
METRICS = Path("reports/metrics.json")
SPEED = Path("benchmarks/results.json")
START, END = "<!-- metrics:start -->", "<!-- metrics:end -->"
SPEED_START, SPEED_END = "<!-- speed:start -->", "<!-- speed:end -->"
CLAUSES = 175  # in a synthetic report; their grammar repeats them, published reports do not
HOUR = 3600
FIGURES = {
    "strength or improvement, right in": ("polarity", "accuracy", "intervals"),
    "themes, micro-F1": ("themes", "micro_f1", "micro_f1_intervals"),
    "main theme, right in": ("themes", "main_accuracy", "main_accuracy_intervals"),
    "agreement on the main theme, Cohen's kappa": ("themes", "main_kappa", "main_kappa_intervals"),
}
SOURCES = {
    "real": "published documents; never learnt from, but in view while the models were made",
    "invented": "documents written for testing; never learnt from",
}


def block(metrics: dict[str, Any]) -> str:
    """The table between the README's markers: a row a figure, a column a set of hand-coded documents."""
    origins = sorted(metrics["origins"].values(), key=lambda origin: str(origin["source"]), reverse=True)
    head = "| | " + " | ".join(title(origin) for origin in origins) + " |"
    rows = [
        f"| {name} | " + " | ".join(figure(origin, *where) for origin in origins) + " |"
        for name, where in FIGURES.items()
    ]
    return "\n".join([START, head, "|---|" + "---|" * len(origins), *rows, END])


def title(origin: dict[str, Any]) -> str:
    """What a set of hand-coded documents is, and how large."""
    judged = origin["judged_on"]
    return f"{judged['findings']} findings in {judged['documents']} {SOURCES[origin['source']]}"


def figure(origin: dict[str, Any], part: str, name: str, interval: str) -> str:
    """One figure with its interval over findings."""
    measured = origin[part]
    over = measured[interval]["findings"]
    if over["low"] is None:
        return f"{measured[name]:.2f}"
    return f"{measured[name]:.2f} ({over['low']:.2f} to {over['high']:.2f})"


def speed(results: dict[str, Any]) -> str:
    """What the largest benchmark cost, and from how many reports on a cluster is worth its trouble."""
    size = max(int(name) for name in results["stages"])
    costs = results["stages"][str(size)]
    seconds = sum(cost["seconds"] for cost in costs.values())
    peak = max(cost["megabytes"] for cost in costs.values()) / 1000
    embedding = CLAUSES / results["ratios"]["embedding"]["own_texts_per_second"]
    reading = sum(costs[name]["seconds"] for name in ("ingest", "split")) / size
    enough = round(HOUR / (reading + embedding), -3)
    lines = [
        SPEED_START,
        f"On {results['machine']}, {size:,} synthetic reports of about 80 findings each",
        f"took {seconds / 60:.0f} minutes from nothing and at most {peak:.1f} GB; time grew as the number of",
        f"reports to the power of {results['growth']:.2f}. Reading, splitting and encoding run on a Dask",
        "cluster (`engine.scheduler` in `params.yaml`), which is worth its trouble from about",
        f"{enough:,.0f} reports on, an hour's work here. [All figures](benchmarks/results.md).",
        SPEED_END,
    ]
    return "\n".join(lines)


def filled(readme: str, metrics: dict[str, Any], results: dict[str, Any]) -> str:
    """The README's text with its figures replaced by those of ``metrics`` and of benchmark ``results``."""
    for start, end, new in ((START, END, block(metrics)), (SPEED_START, SPEED_END, speed(results))):
        before, after = readme.split(start, maxsplit=1)[0], readme.split(end)[1]
        readme = before + new + after
    return readme


def main() -> None:
    """Write the figures into the README."""
    metrics, results = (json.loads(path.read_text(encoding="utf-8")) for path in (METRICS, SPEED))
    README.write_text(filled(README.read_text(encoding="utf-8"), metrics, results), encoding="utf-8")


if __name__ == "__main__":
    main()
