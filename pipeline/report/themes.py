"""What a theme's page shows."""

import re
from typing import Any

import pandas as pd

from pipeline.report import words
from pipeline.report.charts import trend
from pipeline.report.corpus import Corpus
from pipeline.report.counts import everywhere
from pipeline.report.links import answers
from pipeline.report.overview import EVERYWHERE
from pipeline.report.quotes import figures, newest_first, quotes, strongest, why

LONGEST = 60
_ID = re.compile(r"(?<=\()([a-z0-9]+(?:-[a-z0-9]+)+)(?=\))")
PER_SUBTHEME = 2


def theme_page(corpus: Corpus, theme_id: str) -> dict[str, Any]:
    """Context of ``theme.html.j2``."""
    theme = corpus.themes.loc[theme_id]
    entry = corpus.codebook.get(theme_id)
    found = {side: everywhere(corpus, theme_id, side) for side in ("improvement", "strength")}
    carried = corpus.find("finding_themes", "theme_id", theme_id)
    order = newest_first(corpus, carried["finding_id"])
    asked = [key for key in order if corpus.cards.kind(key) == "recommendation"]
    shares, more = figures(corpus, order, LONGEST)
    return {
        "theme": words.record(theme),
        "excludes": named(corpus, entry.not_ or "") if entry else "",
        "counts": found,
        "total": len(corpus.inspections),
        "trend": trend(*_trend_rows(corpus, theme_id), name=str(theme["name"])),
        "where": where(corpus, theme_id),
        "subthemes": subthemes(corpus, theme_id, carried),
        "sides": {side: _sides(corpus, theme_id, side) for side in ("improvement", "strength")},
        "figures": shares,
        "more_figures": more,
        "asked": [
            {**one, "answers": answers(corpus, one["finding_id"])} for one in quotes(corpus, asked[:LONGEST])
        ],
        "more_asked": max(0, len(asked) - LONGEST),
        "changes": _changes(corpus, theme_id),
    }


def named(corpus: Corpus, text: str) -> str:
    """``text`` with the names of themes where it gives their ids."""
    return _ID.sub(
        lambda match: f"see {corpus.names[match[1]]}" if match[1] in corpus.names else match[1], text
    )


def _sides(corpus: Corpus, theme_id: str, side: str) -> list[dict[str, Any]]:
    chosen = strongest(corpus, theme_id, side, corpus.params.report.strongest)
    return [{**one, "why": why(corpus, one["finding_id"], theme_id)} for one in chosen]


def _trend_rows(corpus: Corpus, theme_id: str) -> tuple[pd.DataFrame, list[str]]:
    """Prevalence by year over all places, and the years in which another programme begins."""
    table = corpus.find("theme_prevalence", "theme_id", theme_id)
    here = (table["level"] == "all") & (table["period"] == "year")
    rows = table[here & table["polarity"].isin(["strength", "improvement"])]
    used = corpus.inspections.dropna(subset=["year", "programme"]).groupby("year")["programme"].agg(set)
    breaks = [
        str(year)
        for before, year in zip(used.index, used.index[1:], strict=False)
        if used[before] != used[year]
    ]
    return rows.sort_values(["year", "polarity"]), breaks


def _changes(corpus: Corpus, theme_id: str) -> list[dict[str, Any]]:
    table = corpus.find("theme_trends", "theme_id", theme_id)
    notes = table[table["area"] == EVERYWHERE]["note"].dropna().drop_duplicates()
    return [{"note": note} for note in notes]


def where(corpus: Corpus, theme_id: str) -> list[dict[str, Any]]:
    """Inspections in which the theme was raised, with findings on each side; the newest first."""
    table = corpus.ranked
    rows = table[table["theme_id"] == theme_id]
    sizes = rows.groupby(["inspection_id", "side"], observed=True).size().to_dict()
    made = []
    for one in corpus.inspected:
        held = {side: int(sizes.get((one["inspection_id"], side), 0)) for side in ("improvement", "strength")}
        if any(held.values()):
            made.append({**one, **held})
    return made


def subthemes(corpus: Corpus, theme_id: str, carried: pd.DataFrame) -> list[dict[str, Any]]:
    """Sub-themes that clustering found within the theme, each with its findings nearest to the theme."""
    table = corpus["themes"]
    rows = table[table["parent"] == theme_id].sort_values(["n_findings", "theme_id"], ascending=[False, True])
    made = []
    for one in words.rows(rows):
        held = carried[carried["subtheme"] == one["theme_id"]]
        aside = [corpus.cards.kind(key) not in {"bullet", "sentence"} for key in held["finding_id"]]
        held = held.assign(aside=aside)
        held = held.sort_values(["aside", "score", "finding_id"], ascending=[True, False, True])
        made.append(
            {**one, "quotes": quotes(corpus, held["finding_id"].head(PER_SUBTHEME)), "held": len(held)}
        )
    return made
