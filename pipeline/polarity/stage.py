"""Read the findings, learn from labelled texts, write what each finding was judged."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import examples, params, review, tables, vectors
from pipeline.polarity import decide, disagree, model, passages, rules, words
from pipeline.polarity.likeness import Known
from pipeline.polarity.recall import Recall

_log = logging.getLogger(__name__)
MODEL = Path("models/polarity")
RARE_ABOVE = 0.85  # what mixed or neutral need: with one file of examples left out, 0.95 of those are right


def run() -> None:
    """Run the stage."""
    settings = params.load().polarity
    segments = tables.read(tables.SEGMENTS)
    decisions, gold = review.decisions(), examples.gold()
    senses = sense(settings.penalty)
    recall = Recall(senses)
    judge = learn(lessons(decisions, segments, gold), recall)
    asked = passages.of_segments(segments, tables.read(tables.CLAUSES))
    said = likeliest(judge, recall.predict(judge, asked))
    findings = decide.findings(segments, said, decisions)
    model.write(judge, MODEL)
    tables.write(tables.FINDINGS, findings)
    against = disagree.listed(findings, senses.book, settings.disagrees_above)
    tables.write(tables.HEADING_DISAGREEMENTS, against)
    tables.write(tables.HOLDOUT["polarity"], holdout(gold, judge, recall))
    sources = findings["polarity_source"].value_counts().to_dict()
    unsure = int((findings["polarity_confidence"] < settings.unsure_below).sum())
    _log.info(
        "polarity: %d findings, by %s, %d unsure, %d against their heading",
        len(findings),
        sources,
        unsure,
        len(against),
    )


def sense(penalty: float) -> model.Senses:
    """What turns passages into features; its words come from the written examples alone."""
    known = Known(vectors.load(), vectors.load(vectors.READINGS))
    bag = words.fit([one.text for one in examples.load()])
    return model.Senses(rules.book(), known, bag, penalty)


def lessons(decisions: pd.DataFrame, segments: pd.DataFrame, gold: Sequence[examples.Gold]) -> dict[str, str]:
    """Polarity of each text that is taught: examples, and findings that reviewers decided on.

    What is coded by hand is measured against, so it is never taught, even where a reviewer decides on it.
    """
    decided = decide.reviewed(decisions)
    texts = segments.set_index("finding_id")["text"].reindex(decided.index).dropna()
    taught = {one.text: one.polarity for one in examples.load()} | dict(
        zip(texts, decided[texts.index], strict=True)
    )
    measured = {one.text for one in gold}
    return {text: polarity for text, polarity in taught.items() if text not in measured}


def learn(taught: Mapping[str, str], recall: Recall) -> model.Model:
    """The model that learns from texts and their polarities."""
    return recall.fit(recall.look(passages.of_texts(taught)), list(taught.values()))


def likeliest(judge: model.Model, chances: NDArray[np.float64]) -> tuple[list[str], NDArray[np.float64]]:
    """Polarity of each passage and its chance, from chances (n, k).

    Mixed and neutral are rare: they are only said where the model is sure, as they cost more of the others
    than they gain where it is not.
    """
    rare = ~np.isin(judge.classes, disagree.JUDGED)
    open_to = np.where(rare & (chances < RARE_ABOVE), 0.0, chances)
    best = open_to.argmax(axis=1)
    return [judge.classes[one] for one in best], chances[np.arange(len(best)), best]


def holdout(gold: Sequence[examples.Gold], judge: model.Model, recall: Recall) -> pd.DataFrame:
    """Hand-coded findings as ``judge`` judges them, which learnt from none of them."""
    said, sure = likeliest(judge, recall.predict(judge, passages.of_texts(one.text for one in gold)))
    rows = [
        {
            "uid": one.uid,
            "document": one.document,
            "origin": one.origin,
            "text": one.text,
            "gold": one.polarity,
            "predicted": polarity,
            "confidence": chance,
        }
        for one, polarity, chance in zip(gold, said, sure, strict=True)
    ]
    return tables.frame(tables.HOLDOUT["polarity"], rows)
