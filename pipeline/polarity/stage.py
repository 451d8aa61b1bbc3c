"""Read the findings, learn from labelled texts, write what each finding was judged."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import examples, params, review, tables, vectors
from pipeline.polarity import decide, disagree, model, passages, rules

_log = logging.getLogger(__name__)
MODEL = Path("models/polarity")
HELD_OUT = examples.HELD_OUT
Labelled = list[examples.Example | examples.Gold]


def run() -> None:
    """Run the stage."""
    settings = params.load().polarity
    segments = tables.read(tables.SEGMENTS)
    senses = model.Senses(rules.book(), vectors.load(), settings.penalty, settings.seed)
    written, gold = examples.load(), examples.gold()
    judge = _fit([*written, *(one for one in gold if one.origin != HELD_OUT)], senses)
    asked = passages.of_segments(segments, tables.read(tables.CLAUSES))
    findings = decide.findings(segments, _say(judge, asked, senses), review.decisions())
    model.write(judge, MODEL)
    tables.write(tables.FINDINGS, findings)
    against = disagree.listed(findings, senses.book, settings.disagrees_above)
    tables.write(tables.HEADING_DISAGREEMENTS, against)
    tables.write(tables.HOLDOUT["polarity"], holdout(written, gold, senses))
    sources = findings["polarity_source"].value_counts().to_dict()
    unsure = int((findings["polarity_confidence"] < settings.unsure_below).sum())
    _log.info(
        "polarity: %d findings, by %s, %d unsure, %d against their heading",
        len(findings),
        sources,
        unsure,
        len(against),
    )


def _fit(learnt: Labelled, senses: model.Senses) -> model.Model:
    return model.fit(passages.of_texts(one.text for one in learnt), [one.polarity for one in learnt], senses)


def _say(judge: model.Model, asked: passages.Passages, senses: model.Senses) -> tuple[list[str], np.ndarray]:
    """The likeliest polarity of each passage and its chance."""
    chances = model.predict(judge, asked, senses)
    return [judge.classes[best] for best in chances.argmax(axis=1)], chances.max(axis=1)


def holdout(written: list[examples.Example], gold: list[examples.Gold], senses: model.Senses) -> pd.DataFrame:
    """Each gold file judged by a model that learnt from the examples and the other gold files."""
    rows = []
    for origin in sorted({one.origin for one in gold}):
        judge = _fit([*written, *(one for one in gold if one.origin not in {origin, HELD_OUT})], senses)
        asked = [one for one in gold if one.origin == origin]
        said, sure = _say(judge, passages.of_texts(one.text for one in asked), senses)
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
