"""Weigh what each finding says, have a language model read those that are open, write how each judges."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import examples, params, review, tables, vectors
from pipeline.learnt import Learnt
from pipeline.polarity import decide, disagree, model, passages, rules, words
from pipeline.polarity.likeness import Gives, Known
from pipeline.polarity.recall import Recall
from pipeline.read.readings import Readings, not_taught

_log = logging.getLogger(__name__)
MODEL = Path("models/polarity.safetensors")
TEACH = "python -m pipeline.read.tune"
RARE_ABOVE = 0.85  # what mixed or neutral need: with one file of examples left out, 0.95 of those are right


def run() -> None:
    """Run the stage."""
    settings = params.load()
    segments = tables.read(tables.SEGMENTS)
    decisions, gold = review.decisions(), examples.gold()
    senses = sense(settings)
    recall = Recall(senses)
    learnt = Learnt(MODEL, model.__name__)
    judge = learn(lessons(decisions, segments, gold), recall, learnt)
    asked = passages.of_segments(segments, tables.read(tables.CLAUSES))
    said = likeliest(judge, chances(judge, recall.scores(judge, asked), segments, senses.known.readings))
    findings = decide.findings(segments, said, decisions)
    learnt.write()
    tables.write(tables.FINDINGS, findings)
    against = disagree.listed(findings, senses.book, settings.polarity.disagrees_above)
    tables.write(tables.HEADING_DISAGREEMENTS, against)
    tables.write(tables.HOLDOUT["polarity"], holdout(gold, judge, recall, senses.known.readings))
    sources = findings["polarity_source"].value_counts().to_dict()
    unsure = int((findings["polarity_confidence"] < settings.polarity.unsure_below).sum())
    _log.info(
        "polarity: %d findings, by %s, %d unsure, %d against their heading",
        len(findings),
        sources,
        unsure,
        len(against),
    )


def sense(settings: params.Params) -> model.Senses:
    """What turns passages into features; its words come from the written examples alone."""
    written = [one.text for one in examples.load()]
    if new := not_taught(written):
        _log.info("polarity: %d written examples are new to the reader; to teach it: %s", new, TEACH)
    known = Known(vectors.load(), Readings(settings))
    return model.Senses(rules.book(), known, words.fit(written), settings.polarity.penalty)


def chances(
    judge: model.Model, scored: NDArray[np.float64], segments: pd.DataFrame, readings: Gives
) -> NDArray[np.float64]:
    """Chances (n, k) of findings with these scores; ``readings`` are asked of those that are open."""
    found = model.alone(judge, scored)
    surely = params.load().polarity.agrees_above
    shut = decide.settled(segments, pd.DataFrame(found, columns=list(judge.classes)), surely)
    texts = segments["text"][~shut].tolist()
    found[~shut] = model.informed(judge, scored[~shut], readings.of(texts))
    return found


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


def learn(taught: Mapping[str, str], recall: Recall, learnt: Learnt) -> model.Model:
    """The model that learns from texts and their polarities."""
    return recall.fit(passages.of_texts(taught), list(taught.values()), learnt)


def likeliest(judge: model.Model, chances: NDArray[np.float64]) -> tuple[list[str], NDArray[np.float64]]:
    """Polarity of each passage and its chance, from chances (n, k).

    Mixed and neutral are rare: they are only said where the model is sure, as they cost more of the others
    than they gain where it is not.
    """
    rare = ~np.isin(judge.classes, disagree.JUDGED)
    open_to = np.where(rare & (chances < RARE_ABOVE), 0.0, chances)
    best = open_to.argmax(axis=1)
    return [judge.classes[one] for one in best], chances[np.arange(len(best)), best]


def holdout(
    gold: Sequence[examples.Gold], judge: model.Model, recall: Recall, readings: Gives
) -> pd.DataFrame:
    """Hand-coded findings as ``judge`` judges them without a heading, which learnt from none of them."""
    texts = [one.text for one in gold]
    scored = recall.scores(judge, passages.of_texts(texts))
    said, sure = likeliest(judge, model.informed(judge, scored, readings.of(texts)))
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
