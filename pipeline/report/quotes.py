"""Findings as they are quoted on pages: the text, where it stands, why it has its theme."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from pipeline.report import words
from pipeline.report.corpus import Corpus

FROM_ONE = 2


def quote(corpus: Corpus, finding_id: str) -> dict[str, Any]:
    """A finding with what a page says about it."""
    return corpus.cards.card(finding_id)


def quotes(corpus: Corpus, finding_ids: Iterable[str], most: int | None = None) -> list[dict[str, Any]]:
    """The findings of these ids that exist, in the given order; the first ``most`` of them, or all."""
    cards = corpus.cards
    return [cards.card(key) for key in islice(filter(cards.__contains__, finding_ids), most)]


def strongest(
    corpus: Corpus, theme_id: str, side: str, n: int, among: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """The ``n`` findings that speak most clearly of a theme on one side, from several inspections.

    They come in the order of ``Corpus.ranked``, but no inspection gives more than two while others have any.

    Parameters
    ----------
    among: inspections to choose from; all of them where None.

    """
    table = corpus.ranked
    rows = table[(table["theme_id"] == theme_id) & (table["side"] == side)].drop_duplicates("finding_id")
    rows = rows if among is None else rows[rows["inspection_id"].isin(among)]
    later = rows.groupby("inspection_id", observed=True).cumcount() // FROM_ONE
    return quotes(corpus, rows["finding_id"].loc[later.sort_values(kind="stable").index].head(n))


def why(corpus: Corpus, finding_id: str, theme_id: str) -> list[str]:
    """What carried the assignment of a theme to a finding, line by line."""
    table = corpus.find("finding_themes", "theme_id", theme_id)
    rows = table[table["finding_id"] == finding_id]
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


def figures(
    corpus: Corpus, finding_ids: Iterable[str], most: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Shares that inspectors gave in these findings, the newest inspection first.

    Returns
    -------
    The first ``most`` of them, or all, and how many more there are.

    """
    held = corpus.listed("statistics", "finding_id")
    found = [
        row
        for key in newest_first(corpus, filter(held.__contains__, finding_ids))
        for row in sorted(held[key], key=lambda row: row["char_start"])
    ]
    shown = found[:most]
    made = [{**row, **_figure(row), "finding": quote(corpus, row["finding_id"])} for row in shown]
    return made, len(found) - len(made)


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    about = "about " if row["approximate"] else ""
    fraction = ""
    if words.known(row["numerator"]) and words.known(row["denominator"]):
        fraction = f"{row['numerator']:g} of {row['denominator']:g}"
    return {
        "done": f"{about}{words.percent(row['value'])}" if words.known(row["value"]) else "cannot be told",
        "fraction": fraction,
    }


def newest_first(corpus: Corpus, finding_ids: Iterable[str]) -> list[str]:
    """Finding ids, each once, in the order of the evidence page."""
    at = corpus.cards.at
    return sorted((key for key in set(finding_ids) if key in at), key=at.__getitem__)
