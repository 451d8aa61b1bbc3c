"""Findings nearest to a query: a finding is as near as its nearest clause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.errors import PipelineError

Floats = NDArray[np.float32]
BLOCK = 65_536
"""Clauses compared at a time, so that memory does not grow with the corpus."""


@dataclass(frozen=True)
class Wanted:
    """Which findings may be found; an empty field does not narrow.

    Parameters
    ----------
    theme: theme_id or name.
    pdu: name of a Probation Delivery Unit.
    polarity: strength, improvement, mixed or neutral.
    year: of the fieldwork, else of publication.

    """

    theme: str | None = None
    pdu: str | None = None
    polarity: str | None = None
    year: int | None = None


def described(
    findings: pd.DataFrame, documents: pd.DataFrame, assigned: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Findings with their document's facts, and ``theme_ids`` and ``themes`` (names), main first."""
    names = themes.set_index("theme_id")["name"]
    ranked = assigned.sort_values(["finding_id", "rank"]).assign(name=lambda one: one["theme_id"].map(names))
    lists = ranked.groupby("finding_id")[["theme_id", "name"]].agg(list)
    facts = documents[["document_id", "pdu", "year", "title", "path"]]
    table = findings.merge(facts, on="document_id", how="left", suffixes=("", "_of_document"), validate="m:1")
    table["pdu"] = table["pdu"].fillna(table["pdu_of_document"])
    for column, source in (("theme_ids", "theme_id"), ("themes", "name")):
        table[column] = [lists[source].get(key, []) for key in table["finding_id"]]
    return table.drop(columns="pdu_of_document")


def narrowed(table: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Rows of ``described`` findings that are wanted.

    Raises
    ------
    PipelineError: no finding has the theme, place or year that is asked for.

    """
    keep = np.ones(len(table), dtype=bool)
    if wanted.theme:
        both = table["theme_ids"] + table["themes"]
        keep &= _any(both, wanted.theme, "theme")
    if wanted.pdu:
        keep &= _any(table["pdu"].fillna("").str.split("; "), wanted.pdu, "pdu")
    if wanted.year:
        keep &= _any(
            table["year"].map(lambda year: [] if pd.isna(year) else [str(year)]), str(wanted.year), "year"
        )
    if wanted.polarity:
        keep &= (table["polarity"] == wanted.polarity).to_numpy()
    return table[keep]


def nearest(
    table: pd.DataFrame, clauses: pd.DataFrame, query: Floats, vectors_of: Callable[[Sequence[str]], Floats]
) -> pd.DataFrame:
    """Findings of ``table`` with ``score`` (cosine) and ``clause`` (their nearest), the nearest first.

    Parameters
    ----------
    table: findings.
    clauses: table clauses.
    query: unit vector (d,).
    vectors_of: unit vectors (n, d) of texts.

    """
    own = clauses[clauses["finding_id"].isin(table["finding_id"])]
    texts = own["text"].drop_duplicates()
    blocks = [texts.iloc[start : start + BLOCK].tolist() for start in range(0, len(texts), BLOCK)]
    scores = {
        text: float(one)
        for block in blocks
        for text, one in zip(block, vectors_of(block) @ query, strict=True)
    }
    scored = own.assign(score=own["text"].map(scores))
    best = scored.sort_values(["score", "clause"], ascending=[False, True]).drop_duplicates("finding_id")
    found = table.merge(
        best[["finding_id", "text", "score"]].rename(columns={"text": "clause"}), on="finding_id"
    )
    return found.sort_values(["score", "finding_id"], ascending=[False, True], ignore_index=True)


def _any(lists: "pd.Series[list[str]]", wanted: str, option: str) -> NDArray[np.bool_]:
    """Which lists hold ``wanted``, whatever its case."""
    key = wanted.casefold()
    has = np.array([any(one.casefold() == key for one in found) for found in lists], dtype=bool)
    if not has.any():
        known = sorted({one for found in lists for one in found if one})
        raise PipelineError(f"--{option} {wanted}", "no finding has it", _hint(key, known))
    return has


def _hint(key: str, known: list[str]) -> str:
    near = [one for one in known if key in one.casefold()] or known
    return f"There are: {', '.join(near[:12])}{' ...' if len(near) > 12 else ''}"
