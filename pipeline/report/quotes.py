"""Findings as they are quoted on pages: the text, where it stands, why it has its theme."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.report import words
from pipeline.report.corpus import Corpus

PAGED = ("pdf",)
FROM_ONE = 2
WORDS = (8, 70)


def source(row: Any) -> str:
    """Document, section, page and date of a finding in one line."""
    parts = [row.title if words.known(row.title) else row.document_id]
    if words.known(row.section):
        parts.append(f"section ‘{row.section}’")
    if row.format in PAGED:
        parts.append(f"page {row.page}")
    if words.known(row.published):
        parts.append(f"published {words.published(row.published)}")
    return ", ".join(parts)


def quote(corpus: Corpus, finding_id: str) -> dict[str, Any]:
    """A finding with what a page says about it."""
    row = corpus.by_id.loc[finding_id]
    return {**words.record(row), "source": source(row)}


def quotes(corpus: Corpus, finding_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The findings of these ids that exist, in the given order."""
    return [quote(corpus, key) for key in finding_ids if key in corpus.by_id.index]


def strongest(
    corpus: Corpus, theme_id: str, side: str, n: int, among: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """The ``n`` findings that speak most clearly of a theme on one side, from several inspections.

    Those that are mainly about the theme come first, bullets before sentences, then the surest in theme and
    polarity; mixed, very short and very long ones, and those that name a recommendation, come later, and
    no inspection gives more than two while others have any.

    Parameters
    ----------
    among: inspections to choose from; all of them where None.

    """
    raised = corpus.raised
    rows = raised[(raised["theme_id"] == theme_id) & (raised["side"] == side)].drop_duplicates("finding_id")
    rows = rows if among is None else rows[rows["inspection_id"].isin(among)]
    facts = corpus.by_id.loc[rows["finding_id"], ["text", "kind", "polarity", "polarity_confidence"]]
    rows = rows.reset_index(drop=True).join(facts.reset_index(drop=True))
    length = rows["text"].str.split().map(len)
    asked = corpus["recommendation_links"]["recommendation_id"]
    rows["odd"] = ~length.between(*WORDS) | rows["polarity"].eq("mixed") | rows["finding_id"].isin(asked)
    rows["loose"] = rows["kind"].ne("bullet")
    rows["sure"] = -(rows["score"] * rows["polarity_confidence"]).round(6)
    rows = rows.sort_values(["odd", "rank", "loose", "sure", "finding_id"])
    rows["later"] = rows.groupby("inspection_id").cumcount() // FROM_ONE
    return quotes(corpus, rows.sort_values("later", kind="stable")["finding_id"].head(n))


def why(corpus: Corpus, finding_id: str, theme_id: str) -> list[str]:
    """What carried the assignment of a theme to a finding, line by line."""
    table = corpus["finding_themes"]
    rows = table[(table["finding_id"] == finding_id) & (table["theme_id"] == theme_id)]
    return reasons(words.record(rows.iloc[0]), corpus.names) if len(rows) else []


def reasons(row: dict[str, Any], names: dict[str, str]) -> list[str]:
    """The reasons of one row of ``finding_themes`` in words."""
    if row["source"] == "review":
        return ["A reviewer decided it."]
    lines = [f"Chance that a coder would give this theme: {words.percent(row['score'])}."]
    if words.known(row["phrases"]):
        lines.append("Phrases: " + ", ".join(f"‘{part}’" for part in row["phrases"].split("; ")) + ".")
    if words.known(row["nearest"]):
        lines.append(f"Nearest example: ‘{row['nearest']}’")
    if words.known(row["runner_up"]):
        lines.append(
            f"Next best theme, not given: {words.inside(names.get(row['runner_up'], row['runner_up']))}."
        )
    return lines


def figures(corpus: Corpus, finding_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Shares that inspectors gave in these findings, the newest inspection first."""
    table = corpus["statistics"]
    table = table[table["finding_id"].isin(set(finding_ids))]
    order = {key: n for n, key in enumerate(corpus.evidence["finding_id"])}
    table = table.assign(order=table["finding_id"].map(order)).sort_values(["order", "char_start"])
    return [{**row, **_figure(row), "finding": quote(corpus, row["finding_id"])} for row in words.rows(table)]


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    about = "about " if row["approximate"] else ""
    fraction = ""
    if words.known(row["numerator"]) and words.known(row["denominator"]):
        fraction = f"{row['numerator']:g} of {row['denominator']:g}"
    return {
        "done": f"{about}{words.percent(row['value'])}" if words.known(row["value"]) else "cannot be told",
        "fraction": fraction,
    }


def newest_first(corpus: Corpus, frame: pd.DataFrame) -> list[str]:
    """Finding ids of ``frame`` in the order of the evidence page."""
    held = set(frame["finding_id"])
    return [key for key in corpus.evidence["finding_id"] if key in held]
