"""The README's figures, made from metrics.json: ``python -m pipeline.readme`` writes them."""

import json
from pathlib import Path
from typing import Any

README = Path("README.md")
METRICS = Path("reports/metrics.json")
START, END = "<!-- metrics:start -->", "<!-- metrics:end -->"
FIGURES = {
    "strength or improvement, right in": ("polarity", "accuracy", "intervals"),
    "themes, micro-F1": ("themes", "micro_f1", "micro_f1_intervals"),
    "main theme, right in": ("themes", "main_accuracy", "main_accuracy_intervals"),
    "agreement on the main theme, Cohen's kappa": ("themes", "main_kappa", "main_kappa_intervals"),
}
SOURCES = {
    "real": "published documents; not learnt from here, but in view while the models were made",
    "invented": "documents written for testing; nothing is ever learnt from them",
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
    return f"{measured[name]:.2f} ({over['low']:.2f} to {over['high']:.2f})"


def filled(readme: str, metrics: dict[str, Any]) -> str:
    """The README's text with its figures replaced by those of ``metrics``."""
    before, after = readme.split(START, maxsplit=1)[0], readme.split(END)[1]
    return before + block(metrics) + after


def main() -> None:
    """Write the figures of metrics.json into the README."""
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    README.write_text(filled(README.read_text(encoding="utf-8"), metrics), encoding="utf-8")


if __name__ == "__main__":
    main()
