"""Read the findings, learn from labelled texts, write what each finding was judged."""

import logging

import pandas as pd

from pipeline import examples, params, review, tables, vectors
from pipeline.polarity import decide, model, passages

_log = logging.getLogger(__name__)
Labelled = list[examples.Example | examples.Gold]
HELD_OUT = "invented"  # the gold file that nothing is ever learnt from


def run() -> None:
    """Run the stage."""
    settings = params.load().polarity
    segments = tables.read(tables.SEGMENTS)
    known, written, gold = vectors.load(), examples.load(), examples.gold()
    learnt: Labelled = [*written, *(one for one in gold if one.origin != HELD_OUT)]
    judge = _fit(learnt, known, settings.seed)
    said = model.predict(judge, passages.of_segments(segments, tables.read(tables.CLAUSES)), known)
    findings = decide.findings(segments, said, review.decisions())
    tables.write(tables.FINDINGS, findings)
    tables.write(tables.HOLDOUT["polarity"], _holdout(written, gold, known, settings.seed))
    _log.info(
        "polarity: %d findings, by %s", len(findings), findings["polarity_source"].value_counts().to_dict()
    )


def _fit(learnt: Labelled, known: vectors.Vectors, seed: int) -> model.Model:
    return model.fit(
        passages.of_texts(one.text for one in learnt), [one.polarity for one in learnt], known, seed
    )


def _holdout(
    written: list[examples.Example], gold: list[examples.Gold], known: vectors.Vectors, seed: int
) -> pd.DataFrame:
    """Each gold file judged by a model that learnt from the examples and the other gold files."""
    rows = []
    for origin in sorted({one.origin for one in gold}):
        others = [one for one in gold if one.origin not in {origin, HELD_OUT}]
        judge = _fit([*written, *others], known, seed)
        asked = [one for one in gold if one.origin == origin]
        said, sure = model.predict(judge, passages.of_texts(one.text for one in asked), known)
        rows += [
            {
                "uid": one.uid,
                "document": one.document,
                "origin": origin,
                "text": one.text,
                "gold": one.polarity,
                "predicted": polarity,
                "confidence": chance,
            }
            for one, polarity, chance in zip(asked, said, sure, strict=True)
        ]
    return tables.frame(tables.HOLDOUT["polarity"], rows)
