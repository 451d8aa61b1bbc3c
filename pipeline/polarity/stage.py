"""Read the findings, learn from labelled texts, write what each finding was judged."""

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import examples, params, review, tables, vectors
from pipeline.polarity import decide, disagree, model, passages, rules, words
from pipeline.polarity.features import Seen
from pipeline.polarity.likeness import Known
from pipeline.polarity.recall import Recall

_log = logging.getLogger(__name__)
MODEL = Path("models/polarity")
RARE_ABOVE = 0.7  # what mixed or neutral need; chosen by leaving out one file of examples at a time


@dataclass(frozen=True)
class Coded:
    """Texts whose polarity is known, written ones first, with their features.

    Parameters
    ----------
    origins: the gold file of each; '' for a written one.

    """

    polarity: NDArray[np.str_]
    origins: NDArray[np.str_]
    seen: Seen

    def learn(self, chosen: NDArray[np.bool_], recall: Recall) -> model.Model:
        """The model that learnt from the chosen texts."""
        rows = np.flatnonzero(chosen)
        return recall.fit(self.seen.rows(rows), self.polarity[rows].tolist())


def run() -> None:
    """Run the stage."""
    settings = params.load().polarity
    segments = tables.read(tables.SEGMENTS)
    written, gold = examples.load(), examples.gold()
    senses = sense(written, settings.penalty)
    recall = Recall(senses)
    coded = look(written, gold, recall)
    judge = coded.learn(coded.origins != examples.HELD_OUT, recall)
    asked = passages.of_segments(segments, tables.read(tables.CLAUSES))
    said = likeliest(judge, recall.predict(judge, asked))
    findings = decide.findings(segments, said, review.decisions())
    model.write(judge, MODEL)
    tables.write(tables.FINDINGS, findings)
    against = disagree.listed(findings, senses.book, settings.disagrees_above)
    tables.write(tables.HEADING_DISAGREEMENTS, against)
    tables.write(tables.HOLDOUT["polarity"], holdout(gold, coded, judge, recall))
    sources = findings["polarity_source"].value_counts().to_dict()
    unsure = int((findings["polarity_confidence"] < settings.unsure_below).sum())
    _log.info(
        "polarity: %d findings, by %s, %d unsure, %d against their heading",
        len(findings),
        sources,
        unsure,
        len(against),
    )


def sense(written: list[examples.Example], penalty: float) -> model.Senses:
    """What turns passages into features; its words come from the written examples, never from gold."""
    known = Known(vectors.load(), vectors.load(vectors.READINGS))
    return model.Senses(rules.book(), known, words.fit([one.text for one in written]), penalty)


def look(written: list[examples.Example], gold: list[examples.Gold], recall: Recall) -> Coded:
    """Every coded text with its features, which all models of a run share."""
    both: list[examples.Example | examples.Gold] = [*written, *gold]
    return Coded(
        np.array([one.polarity for one in both], dtype=np.str_),
        np.array([*("" for _ in written), *(one.origin for one in gold)], dtype=np.str_),
        recall.look(passages.of_texts(one.text for one in both)),
    )


def likeliest(judge: model.Model, chances: NDArray[np.float64]) -> tuple[list[str], NDArray[np.float64]]:
    """Polarity of each passage and its chance, from chances (n, k).

    Mixed and neutral are rare: they are only said where the model is sure, as they cost more of the others
    than they gain where it is not.
    """
    rare = ~np.isin(judge.classes, disagree.JUDGED)
    open_to = np.where(rare & (chances < RARE_ABOVE), 0.0, chances)
    best = open_to.argmax(axis=1)
    return [judge.classes[one] for one in best], chances[np.arange(len(best)), best]


def holdout(gold: list[examples.Gold], coded: Coded, judge: model.Model, recall: Recall) -> pd.DataFrame:
    """Each gold file judged by a model that learnt from the examples and the other gold files.

    ``judge`` learnt from everything but the file that nothing is ever learnt from, and judges that one.
    """
    rows = []
    for origin in sorted({one.origin for one in gold}):
        others = ~np.isin(coded.origins, [origin, examples.HELD_OUT])
        own = judge if origin == examples.HELD_OUT else coded.learn(others, recall)
        asked = np.flatnonzero(coded.origins == origin)
        said, sure = likeliest(own, model.chances(own, coded.seen.rows(asked)))
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
            for one, polarity, chance in zip(
                (one for one in gold if one.origin == origin), said, sure, strict=True
            )
        ]
    return tables.frame(tables.HOLDOUT["polarity"], rows)
