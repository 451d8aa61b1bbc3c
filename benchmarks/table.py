"""Results as a Markdown table."""

from typing import Any

from benchmarks.measure import growth

NOTES = {
    "bertopic": "Neither has seen the texts. BERTopic brings the encoder, the project the encoder and what "
    "it learnt\nfrom its written examples (`models/`); learning that anew takes minutes and is not counted.",
}


def markdown(results: dict[str, Any]) -> str:
    """Seconds and peak memory of each stage by size, with the exponent of growth; then the ratios."""
    sizes = sorted(int(size) for size in results["stages"])
    lines = [
        "# Benchmarks",
        "",
        f"Synthetic reports of about 80 findings each; {results['machine']}; all in one run.",
        "",
        "| stage | " + " | ".join(f"{size:,} reports" for size in sizes) + " | growth |",
        "|---|" + "---:|" * (len(sizes) + 1),
        *(_row(results, sizes, stage) for stage in results["stages"][str(sizes[0])]),
        _total(results, sizes),
        "",
        "Seconds, and peak megabytes of all processes. Growth is the exponent b of seconds = a × reports^b.",
        "The synthetic reports' grammar repeats clauses: embedding grows less here than on published ones.",
        "",
    ]
    for size in sizes:
        known = results["bullets"][str(size)]
        lines.append(
            f"- {size:,} reports: {known['found_once_with_right_polarity']:,} of {known['known']:,} "
            "known bullets are a finding exactly once, with the right polarity."
        )
    for name, ratio in results["ratios"].items():
        lines += ["", f"## {name.replace('_', ' ')}", ""]
        lines += [NOTES[name], ""] if name in NOTES else []
        lines += [f"- {key.replace('_', ' ')}: {value}" for key, value in ratio.items()]
    return "\n".join(lines) + "\n"


def _row(results: dict[str, Any], sizes: list[int], stage: str) -> str:
    costs = [results["stages"][str(size)][stage] for size in sizes]
    cells = [f"{cost['seconds']:.1f} s, {cost['megabytes']:.0f} MB" for cost in costs]
    exponent = growth(sizes, [cost["seconds"] for cost in costs])
    return f"| {stage} | " + " | ".join(cells) + f" | {_exponent(exponent)} |"


def whole_growth(results: dict[str, Any]) -> float | None:
    """Exponent of growth of all stages together; None from fewer than two sizes."""
    sizes = sorted(int(size) for size in results["stages"])
    return growth(sizes, _seconds(results, sizes))


def _seconds(results: dict[str, Any], sizes: list[int]) -> list[float]:
    return [sum(cost["seconds"] for cost in results["stages"][str(size)].values()) for size in sizes]


def _total(results: dict[str, Any], sizes: list[int]) -> str:
    seconds = _seconds(results, sizes)
    peaks = [max(cost["megabytes"] for cost in results["stages"][str(size)].values()) for size in sizes]
    cells = [f"{second:.1f} s, {peak:.0f} MB" for second, peak in zip(seconds, peaks, strict=True)]
    return "| **all** | " + " | ".join(cells) + f" | {_exponent(growth(sizes, seconds))} |"


def _exponent(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
