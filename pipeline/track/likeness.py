"""How alike two findings are: in meaning, in words and in theme."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.track.words import shared
from pipeline.vectors import Vectors

MEANING, WORDS, THEME = 0.6, 0.2, 0.2


def finding_vectors(ids: list[str], clauses: pd.DataFrame, vectors: Vectors) -> NDArray[np.float32]:
    """Unit vectors (n, d) of findings: the mean of their clauses' vectors, weighted by length.

    Parameters
    ----------
    ids: finding_ids; each has a clause.
    clauses: of schema CLAUSES.
    vectors: of the clauses.

    """
    place = {name: row for row, name in enumerate(ids)}
    rows = clauses[clauses["finding_id"].isin(place)]
    parts = vectors.of(list(rows["text"])) * rows["text"].str.len().to_numpy(dtype="float32")[:, None]
    sums = np.zeros((len(ids), parts.shape[1]), dtype="float32")
    np.add.at(sums, rows["finding_id"].map(place).to_numpy(dtype="int64"), parts)
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)


def likeness(pairs: pd.DataFrame, texts: pd.Series, vectors: pd.DataFrame, themes: pd.DataFrame) -> pd.Series:
    """Score from 0 to 1 of each pair: a weighted mean of likeness in meaning, words and theme.

    Meaning is the cosine of the vectors, words the share of the shorter text's content words that the
    other has too, theme whether one is shared. The score ranks suggestions; it is no probability.

    Parameters
    ----------
    pairs: ``left``, ``right`` (finding_ids).
    texts: by finding_id.
    vectors: unit vectors, one row a finding_id.
    themes: of schema FINDING_THEMES.

    """
    left, right = (vectors.loc[pairs[side]].to_numpy() for side in ("left", "right"))
    meaning = np.clip((left * right).sum(axis=1), 0, 1)
    words = shared(texts[pairs["left"]], texts[pairs["right"]])
    theme = shared_theme(pairs, themes).notna().to_numpy()
    score = MEANING * meaning + WORDS * words + THEME * theme
    return pd.Series(score, index=pairs.index, dtype="float64").clip(0, 1)


def shared_theme(pairs: pd.DataFrame, themes: pd.DataFrame) -> pd.Series:
    """The theme that both findings of a pair carry, the left one's main one first; empty without."""
    coded = themes[["finding_id", "theme_id", "rank"]]
    left = pairs[["left", "right"]].drop_duplicates().merge(coded, left_on="left", right_on="finding_id")
    both = left.merge(coded, left_on=["right", "theme_id"], right_on=["finding_id", "theme_id"])
    best = both.sort_values(["rank_x", "rank_y", "theme_id"]).drop_duplicates(["left", "right"])
    found = pairs.merge(best[["left", "right", "theme_id"]], on=["left", "right"], how="left")["theme_id"]
    return pd.Series(found.to_numpy(), index=pairs.index, dtype="str")
