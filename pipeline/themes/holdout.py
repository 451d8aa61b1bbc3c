"""Themes of hand-coded findings, by a learner that has learnt from none of them."""

from collections.abc import Sequence

import pandas as pd

from pipeline import tables, vectors
from pipeline.examples import Gold
from pipeline.themes import passages
from pipeline.themes.assigner import Assigner, Assignment


def predictions(gold: Sequence[Gold], model: Assigner, known: vectors.Vectors, most: int) -> pd.DataFrame:
    """Table themes_holdout.

    Parameters
    ----------
    gold: hand-coded findings of every file.
    model: an assigner that was taught none of their texts.
    known: vectors.
    most: themes that one finding may have.

    """
    results = model.assign(passages.of_texts([one.text for one in gold], known), most)
    rows = [_row(one, model, result) for one, result in zip(gold, results, strict=True)]
    return tables.frame(tables.HOLDOUT["themes"], rows)


def _row(one: Gold, model: Assigner, result: Assignment) -> dict[str, object]:
    return {
        "uid": one.uid,
        "document": one.document,
        "origin": one.origin,
        "text": one.text,
        "gold": " ".join(one.themes),
        "optional": " ".join(one.optional),
        "predicted": " ".join(model.themes[theme] for theme in result.themes),
        "scores": " ".join(f"{result.chances[theme]:.4f}" for theme in result.themes),
    }
