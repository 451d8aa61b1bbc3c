"""What the overview shows: the answer, the picture of themes and places, change, ratings, the collection."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from pipeline.report import narrative, words
from pipeline.report.collection import collection
from pipeline.report.corpus import Corpus
from pipeline.report.counts import Count, both_sides, cells, counts, depth

SHOWN = 5
WIDEST = 12
MOST = 150
RATINGS = ["Outstanding", "Good", "Requires improvement", "Inadequate"]
EVERYWHERE = "England and Wales"


def overview(corpus: Corpus) -> dict[str, Any]:
    """Context of ``index.html.j2``."""
    inspections = corpus.inspections
    latest = list(inspections.loc[inspections["latest"], "inspection_id"])
    weak, strong = (counts(corpus, latest, side) for side in ("improvement", "strength"))
    themes = both_sides(corpus, list(inspections["inspection_id"]))
    return {
        "answer": Markup(narrative.answer(weak, strong, _named)),
        "weak": weak[:SHOWN],
        "strong": strong[:SHOWN],
        "basis": basis(corpus, len(latest)),
        "n_inspections": len(inspections),
        "themes": themes,
        "grids": grids(corpus, [row["theme_id"] for row in themes]),
        "only_latest": len(inspections) > MOST,
        "changes": changes(corpus),
        "used": programmes(corpus),
        "ratings": by_rating(corpus),
        "places": places(corpus),
        "emerging": emerging(corpus),
        "together": together(corpus),
        "collection": collection(corpus),
    }


def _named(count: Count) -> str:
    """A theme's name in the answer: escaped, so that the answer may stand in the page as it is."""
    return str(Markup("<b>{}</b>").format(narrative.plain(count)))


def basis(corpus: Corpus, n_latest: int) -> dict[str, Any]:
    """How much stands behind the first screen."""
    inspections = corpus.inspections
    years = inspections["year"].dropna()
    latest = inspections.loc[inspections["latest"], "year"].dropna()
    return {
        "inspections": len(inspections),
        "latest": n_latest,
        "years": words.years(years.tolist()) if len(years) else "",
        "latest_years": words.years(latest.tolist()) if len(latest) else "",
        "without_report": int((inspections["latest"] & (inspections["basis"] != "report")).sum()),
        "findings": int(corpus["inspection_findings"].query("counted")["finding_id"].nunique()),
    }


def grids(corpus: Corpus, themes: Sequence[str]) -> list[dict[str, Any]]:
    """Theme by inspection: one picture where it fits a screen, else one a region.

    Of more than ``MOST`` inspections only the latest of each place is shown.
    """
    table = corpus.inspections.sort_values(["place", "year", "inspection_id"])
    table = table[table["latest"]] if len(table) > MOST else table
    found = cells(corpus, list(table["inspection_id"]))
    highest = max(found.values(), default=0)
    names = ["" for _ in table.index] if len(table) <= WIDEST else table["region"].fillna("No region given")
    made = []
    for name, group in table.groupby(pd.Series(names, index=table.index), sort=True):
        rows = [
            _grid_row(theme, corpus.names[theme], group["inspection_id"], found, highest) for theme in themes
        ]
        rows = [row for row in rows if any(cell["n"] for cell in row["cells"])]
        made.append({"name": str(name), "columns": words.rows(group), "rows": rows})
    return made


def _grid_row(
    theme: str, name: str, inspections: "pd.Series[str]", found: dict[tuple[str, str, str], int], highest: int
) -> dict[str, Any]:
    row = []
    for inspection in inspections:
        for side, code in (("improvement", "w"), ("strength", "s")):
            n = found.get((theme, inspection, side), 0)
            row.append(
                {"n": n, "side": side, "code": code, "depth": depth(n, highest), "inspection": inspection}
            )
    return {"theme_id": theme, "name": name, "cells": row}


def changes(corpus: Corpus) -> dict[str, Any]:
    """Themes that rose or fell between years beyond chance, and the largest changes that may be chance."""
    table = corpus["theme_trends"]
    table = table[
        (table["area"] == EVERYWHERE) & table["comparable"] & table["theme_id"].isin(corpus.themes.index)
    ]
    rows = [_change(corpus, row) for row in words.rows(table)]
    rows.sort(
        key=lambda row: (not row["sure"], -row["to_year"], -abs(row["change"]), row["name"], row["polarity"])
    )
    sure = [row for row in rows if row["sure"]]
    return {
        "rising": [row for row in sure if row["change"] > 0],
        "falling": [row for row in sure if row["change"] < 0],
        "largest": [row for row in rows if row["change"] != 0][: 2 * SHOWN],
        "compared": len(rows),
        "left_out": int((~corpus["theme_trends"]["comparable"]).sum()),
    }


def _change(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any]:
    small = min(row["from_n"], row["to_n"]) < corpus.params.track.small_n
    interval = ""
    if words.known(row["ci_low"]) and not small:
        interval = f"{100 * row['ci_low']:+.0f} to {100 * row['ci_high']:+.0f} points"
    adjusted = row["p_adjusted"]
    return {
        **row,
        "name": corpus.names[row["theme_id"]],
        "was": words.of(row["from_with"], row["from_n"]),
        "is_now": words.of(row["to_with"], row["to_n"]),
        "interval": interval or "too few to say",
        "sure": bool(words.known(adjusted) and adjusted < 1 - corpus.params.track.confidence),
    }


def programmes(corpus: Corpus) -> list[dict[str, Any]]:
    """The inspection programmes in the collection and the years in which each was used."""
    table = corpus.inspections.dropna(subset=["programme"])
    return [
        {"name": name, "years": words.years(group["year"].dropna().tolist() or [0]), "n": len(group)}
        for name, group in sorted(table.groupby("programme"), key=lambda pair: str(pair[0]))
    ]


def by_rating(corpus: Corpus) -> dict[str, Any]:
    """In how many inspections of each overall rating a theme needed improvement or was a strength."""
    table = corpus.inspections
    groups = {
        rating: list(table.loc[table["overall_rating"] == rating, "inspection_id"]) for rating in RATINGS
    }
    groups = {rating: keys for rating, keys in groups.items() if keys}
    sides = {}
    for side in ("improvement", "strength"):
        top = counts(corpus, [key for keys in groups.values() for key in keys], side)[: 2 * SHOWN]
        found = {
            rating: {c.theme_id: c.inspections for c in counts(corpus, keys, side)}
            for rating, keys in groups.items()
        }
        sides[side] = [
            {
                "theme_id": c.theme_id,
                "name": c.name,
                "cells": [(found[r].get(c.theme_id, 0), len(groups[r])) for r in groups],
            }
            for c in top
        ]
    return {"ratings": list(groups), "sides": sides, "unrated": int(table["overall_rating"].isna().sum())}


def places(corpus: Corpus) -> list[dict[str, Any]]:
    """Places by region, each with its inspections and the weakness and strength of which most was said."""
    rows = []
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in corpus.inspected:
        groups.setdefault(one["place"], []).append(one)
    for place, held in groups.items():
        newest = held[0]
        keys = [newest["inspection_id"]]
        rows.append(
            {
                "place": place,
                "region": newest["region"] if words.known(newest["region"]) else "No region given",
                "inspections": held,
                "weak": counts(corpus, keys, "improvement")[:2],
                "strong": counts(corpus, keys, "strength")[:1],
            }
        )
    return sorted(rows, key=lambda row: (row["region"], row["place"]))


def emerging(corpus: Corpus) -> list[dict[str, Any]]:
    """Themes that clustering found among what no codebook theme explains."""
    table = corpus.themes[corpus.themes["origin"] == "discovered"]
    table = table.sort_values(["n_findings", "theme_id"], ascending=[False, True])
    return words.rows(table)


def together(corpus: Corpus) -> list[dict[str, Any]]:
    """Weaknesses that travel together and strengths that go with ratings, if the interval excludes 0."""
    table = corpus["theme_associations"].dropna(subset=["ci_low", "ci_high"])
    table = table[(table["ci_low"] > 0) | (table["ci_high"] < 0)]
    table = table.sort_values("effect", key=abs, ascending=False, kind="stable")
    return words.rows(table.head(2 * SHOWN))
