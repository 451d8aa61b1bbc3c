"""Which codebook themes a text speaks of: a score of words and meaning, judged with other evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pipeline.kept import Kept, key_of
from pipeline.products import THREADS, cosines
from pipeline.themes import evidence, judge, ridge
from pipeline.themes.evidence import Scored
from pipeline.themes.features import Features, Rows
from pipeline.themes.judge import Judge
from pipeline.themes.keywords import Keywords
from pipeline.themes.meaning import Meaning
from pipeline.themes.passages import Passages
from pipeline.themes.score import Score

PENALTY = 0.7
CHUNK = 1000  # texts whose evidence is held at once
BLOCKS = 10  # parts of what is taught, each judged by what was learnt from the others
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """The labelled texts that a learner learnt from.

    Parameters
    ----------
    texts: k texts.
    meaning: what they mean.
    targets: array (k, themes) of 0 and 1.
    mains: array (k,), the main theme of each, or ``judge.NOTHING``.

    """

    texts: list[str]
    meaning: Meaning
    targets: Array
    mains: NDArray[np.int64]

    def goals(self) -> Array:
        """Array (k, 2 themes) of 0 and 1: whether each has the theme, and whether it is mainly about it."""
        return np.hstack([self.targets, judge.one_hot(self.mains, self.targets.shape[1])])

    def at(self, places: NDArray[np.int64]) -> "Known":
        """The texts at ``places``."""
        texts = [self.texts[i] for i in places]
        return Known(texts, self.meaning.take(places), self.targets[places], self.mains[places])

    def together(self) -> Array:
        """Array (themes, themes) as ``evidence.pairs`` wants it."""
        both = self.targets.T @ self.targets
        shares = both / np.maximum(np.diag(both), 1)[:, None]
        np.fill_diagonal(shares, np.diag(both) / max(len(self.targets), 1))
        return shares


@dataclass(frozen=True)
class Assignment:
    """What a text is given.

    Parameters
    ----------
    themes: numbers of the themes given, the main one first.
    chances: array (themes,), calibrated chance of each theme.
    clauses: array (themes,), which of the text's clauses speaks most of each theme.

    """

    themes: list[int]
    chances: Array
    clauses: NDArray[np.int64]


@dataclass(frozen=True)
class Assigner:
    """Fitted on labelled passages alone, never on the corpus: a new document changes no other finding.

    Parameters
    ----------
    themes: ids of the themes.
    features: vocabulary and keywords.
    score: of having each theme, and of being mainly about it.
    definitions: array (themes, d), unit vectors of the definitions.
    known: what it learnt from.
    judgement: the decision over all evidence.

    """

    themes: list[str]
    features: Features
    score: Score
    definitions: NDArray[np.float32]
    known: Known
    judgement: Judge

    def pairs(self, passages: Passages) -> tuple[Array, Array]:
        """Evidence (n, themes, figures) of passages, and the scores (m, themes) of their clauses."""
        means = passages.means()
        whole, parts = self.features.whole(passages), self.features.parts(passages)
        near = evidence.neighbours(means, self.known.meaning.whole, self.known.targets, itself=False)
        scored = _scored(self, passages, (self._said(whole), self._said(parts)), near)
        return evidence.pairs(passages, scored, self.known.together()), scored.clauses

    def _said(self, rows: Rows) -> Array:
        return self.score.said(rows, self.known.meaning)

    def assign(self, passages: Passages, most: int) -> Iterator[Assignment]:
        """What is given to each text."""
        for start in range(0, len(passages), CHUNK):
            part = passages.part(start, start + CHUNK)
            pairs, clauses = self.pairs(part)
            chance, main = self.judgement.chances(pairs)
            given = self.judgement.choose(chance, main, most)
            ends = np.append(part.starts(), len(part.clauses))
            for i, themes in enumerate(given):
                own = clauses[ends[i] : ends[i + 1]].argmax(axis=0)
                yield Assignment(themes, chance[i], own)


@dataclass(frozen=True)
class Lesson:
    """What is learnt from: passages, their themes (the main one first) and how much each counts.

    ``optional``: for each passage themes of which it teaches neither that it has them nor that it has not.
    """

    passages: Passages
    labels: list[tuple[str, ...]]
    optional: list[tuple[str, ...]]
    weights: Array

    @property
    def parts(self) -> list[object]:
        """All that it consists of, for a key."""
        own = self.passages
        return [own.texts, own.clauses, own.owner, own.rows, self.labels, self.optional, self.weights]

    def counts(self, themes: Sequence[str]) -> Array:
        """Array (n, themes): how much each pair of passage and theme counts."""
        given, spared = _targets(themes, self.labels), _targets(themes, self.optional)
        return self.weights[:, None] * (given + (1 - given) * (1 - spared))


def fit(
    themes: list[str], keywords: Keywords, definitions: NDArray[np.float32], lesson: Lesson, kept: Kept
) -> Assigner:
    """Learn from passages and their themes; a passage without themes is one that nothing fits."""
    passages, targets = lesson.passages, _targets(themes, lesson.labels)
    mains = [themes.index(label[0]) if label else judge.NOTHING for label in lesson.labels]
    known = Known(passages.texts, passages.meaning(), targets, np.array(mains, dtype=np.int64))
    features = Features.fit(passages.texts, keywords)
    draft = Assigner(themes, features, _NO_SCORE, definitions, known, _NO_JUDGE)
    key = key_of("assigner", themes, keywords.keywords, definitions, lesson.parts)
    with threadpool_limits(THREADS):
        learnt = kept.arrays(key, lambda: _learn(draft, lesson))
    score = Score(*(learnt.pop(name) for name in ("words", "speaks", "offsets")))
    return replace(draft, score=score, judgement=Judge.of(learnt))


def _learn(draft: Assigner, lesson: Lesson) -> dict[str, NDArray[np.floating]]:
    """Arrays of the score and of the judge."""
    passages, features, known = lesson.passages, draft.features, draft.known
    whole, parts = features.whole(passages), features.parts(passages)
    score, said = _score(whole, parts, known.goals(), (lesson.weights, passages.owner))
    near = evidence.neighbours(known.meaning.whole, known.meaning.whole, known.targets, itself=True)
    pairs = evidence.pairs(passages, _scored(draft, passages, said, near), known.together())
    judgement = judge.fit(pairs, known.targets, known.mains, lesson.counts(draft.themes))
    return {**score.arrays, **judgement.arrays}


def _score(
    whole: Rows, parts: Rows, targets: Array, how: tuple[Array, NDArray[np.int64]]
) -> tuple[Score, tuple[Array, Array]]:
    """The score, and what scores that have not learnt a text say of it and of its clauses."""
    weights, owner = how
    fitted = ridge.fit(whole.products(), targets, weights, PENALTY)
    said, said_parts = targets.copy(), np.empty((len(parts), targets.shape[1]))
    for block in range(min(BLOCKS, len(whole))):
        out = np.arange(len(whole)) % BLOCKS == block
        without, surprise = fitted.without(np.flatnonzero(out))
        said[out] -= surprise
        own = np.flatnonzero(out[owner])
        said_parts[own] = Score.of(whole, without).said(parts.take(own), whole.meaning)
    return Score.of(whole, fitted.whole), (said, said_parts)


def _scored(model: Assigner, passages: Passages, said: tuple[Array, Array], near: Array) -> Scored:
    counts = model.features.keywords.counts
    first = [passages.clauses[start] for start in passages.starts()]
    likeness = cosines(passages.means(), model.definitions)
    hits, first_hits = counts(passages.texts).astype(float), counts(first).astype(float)
    (whole, main_whole), (parts, main_parts) = (np.split(one, 2, axis=1) for one in said)
    scores = (whole, parts, main_whole, main_parts)
    return Scored(*scores, hits, first_hits, near, likeness.astype(float))


def _targets(themes: Sequence[str], labels: Sequence[Sequence[str]]) -> Array:
    return np.array([[float(theme in given) for theme in themes] for given in labels])


_NONE = np.zeros(len(evidence.NAMES))
_NO_JUDGE = Judge(_NONE, _NONE, _NONE, _NONE, threshold=1.0, floor=1.0)
_NO_SCORE = Score(np.zeros((0, 0)), np.zeros((0, 0), dtype=np.float32), np.zeros(0))
