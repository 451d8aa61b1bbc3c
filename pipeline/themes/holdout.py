"""Themes of hand-coded findings by learners that did not learn from their file."""

from collections.abc import Callable, Sequence

import pandas as pd

from pipeline import tables, vectors
from pipeline.examples import Gold
from pipeline.themes import passages
from pipeline.themes.assigner import Assigner, Assignment
from pipeline.themes.labels import Labelled

Learn = Callable[[list[Labelled]], Assigner]


def predictions(
    gold: Sequence[Gold], taught: Sequence[Labelled], learn: Learn, known: vectors.Vectors, most: int
) -> pd.DataFrame:
    """Table themes_holdout; a reviewer's decision on a finding that is tested is not learnt from either.

    Parameters
    ----------
    gold: hand-coded findings of every file.
    taught: all that the pipeline itself learns from.
    learn: makes an assigner of labelled texts.
    known: vectors.
    most: themes that one finding may have.

    """
    rows: list[dict[str, object]] = []
    for origin in sorted({one.origin for one in gold}):
        tested = [one for one in gold if one.origin == origin]
        texts = {one.text for one in tested}
        model = learn([one for one in taught if one.origin != origin and one.text not in texts])
        results = model.assign(passages.of_texts([one.text for one in tested], known), most)
        rows += [_row(one, model, result) for one, result in zip(tested, results, strict=True)]
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
