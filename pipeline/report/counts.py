"""How many inspections and findings a theme has on each side: the numbers of every page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import pandas as pd

from pipeline.report.corpus import Corpus
from pipeline.report.tally import Counted

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")


@dataclass(frozen=True)
class Count:
    """A theme on one side: in how many inspections of ``total``, in how many findings."""

    theme_id: str
    name: str
    side: str
    inspections: int
    findings: int
    total: int

    @property
    def width(self) -> float:
        """Share of inspections, as a percentage for a bar's length."""
        return round(100 * self.inspections / self.total, 2) if self.total else 0.0


def evidence(**filters: object) -> str:
    """Address of the evidence page with its filter, relative to the folder of reports."""
    given = {key: value for key, value in filters.items() if value not in (None, "")}
    parts = [f"{key}={_quoted(str(value))}" for key, value in given.items()]
    return f"evidence.html#{'&'.join(parts)}"


def _quoted(value: str) -> str:
    """A value as it stands in an address: an id as it is, anything else with its special signs coded."""
    return value if _PLAIN.fullmatch(value) else quote_plus(value)


def counts(corpus: Corpus, inspections: Iterable[str], side: str) -> list[Count]:
    """Themes found on ``side`` in these inspections: by inspections, then findings, then name."""
    keys = list(inspections)
    found = _named(corpus, corpus.tally.count(keys, side), side, len(keys))
    return sorted(found, key=lambda count: (-count.inspections, -count.findings, count.name))


def everywhere(corpus: Corpus, theme_id: str, side: str) -> Count | None:
    """A theme on ``side`` in all inspections; None where it was found in none."""
    found = corpus.tally.everywhere[side].get(theme_id)
    made = _named(corpus, {theme_id: found} if found else {}, side, len(corpus.inspections))
    return next(iter(made), None)


def _named(corpus: Corpus, found: Counted, side: str, total: int) -> list[Count]:
    return [Count(key, corpus.names[key], side, n, k, total) for key, (n, k) in found.items()]


def both_sides(corpus: Corpus, inspections: Sequence[str]) -> list[dict[str, Any]]:
    """Every theme that was found, with its count on each side; the weaknesses found most often first."""
    sides = {
        side: {c.theme_id: c for c in counts(corpus, inspections, side)}
        for side in ("improvement", "strength")
    }
    rows = []
    for key, name, origin in corpus.themes_listed:
        if any(key in found for found in sides.values()):
            pair = {
                side: found.get(key, Count(key, name, side, 0, 0, len(inspections)))
                for side, found in sides.items()
            }
            rows.append({"theme_id": key, "name": name, "origin": origin, **pair})
    return sorted(rows, key=_weakest_first)


def _weakest_first(row: dict[str, Any]) -> tuple[int, int, int, str]:
    weak, strong = row["improvement"], row["strength"]
    return (-weak.inspections, -weak.findings, -strong.inspections, row["name"])


def cells(corpus: Corpus, inspections: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """Findings by theme, inspection and side."""
    raised = corpus.raised
    rows = raised[raised["inspection_id"].isin(list(inspections))]
    sizes = rows.groupby(["theme_id", "inspection_id", "side"]).size().reset_index(name="n")
    return {(t, i, s): int(n) for t, i, s, n in sizes.itertuples(index=False)}


def depth(n: int, highest: int) -> int:
    """Shade of a cell, 0 (none) to 4 (the most findings of any cell)."""
    return 0 if n == 0 else min(4, 1 + (4 * (n - 1)) // max(highest, 4))


def numbered(values: "pd.Series[Any]") -> dict[Any, int]:
    """A number for each distinct value, in order of first appearance."""
    return {value: n for n, value in enumerate(dict.fromkeys(values))}
