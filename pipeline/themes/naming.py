"""Names for clusters without a language model: key phrases and the most central text."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from pipeline.text import digest
from pipeline.themes.features import TOKEN, discounted

PHRASES = 5
READ = 200  # texts of a group that are read for its phrases, chosen by a hash of the text
FIELD = frozenset(
    {
        "probation",
        "pdu",
        "people",
        "person",
        "practitioner",
        "practitioners",
        "staff",
        "cases",
        "case",
        "inspected",
        "inspectors",
        "sufficient",
        "need",
        "needs",
        "ensure",
        "quality",
        "work",
        "working",
        "relevant",
        "included",
        "including",
        "number",
        "region",
        "area",
    }
)
Array = NDArray[np.float64]


def place_words(places: pd.DataFrame) -> list[str]:
    """Words of the names of places (columns pdu, region, aliases), that no theme should be named by."""
    names = " ".join(places[["pdu", "region", "aliases"]].fillna("").to_numpy().ravel()).lower()
    plain = {"and", "north", "south", "east", "west", "women", "court", "park", "central", "the", "of"}
    return sorted(set(CountVectorizer(token_pattern=TOKEN).build_analyzer()(names)) - plain)


def key_phrases(groups: Sequence[Sequence[str]], stop_words: Iterable[str] = ()) -> list[list[str]]:
    """For each group of texts its key phrases by class-based TF-IDF (Grootendorst 2022), the best first."""
    if not groups:
        return []
    stops = sorted({*ENGLISH_STOP_WORDS, *FIELD, *(word.lower() for word in stop_words)})
    groups = [sorted(group, key=digest)[:READ] for group in groups]
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    counter = CountVectorizer(ngram_range=(1, 3), token_pattern=TOKEN, stop_words=stops)
    try:
        said = counter.fit_transform(discounted(text) for group in groups for text in group).astype(float)
        counts = np.vstack([said[owner == k].sum(axis=0).A1 for k in range(len(groups))])
    except ValueError:  # sklearn says so where nothing but stop words is left
        return [["unnamed"] for _ in groups]
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    weights = share * np.log1p(counts.sum() / len(groups) / counts.sum(axis=0))
    terms = counter.get_feature_names_out()
    longer = 1 + 0.5 * np.array([term.count(" ") for term in terms])
    return [_best(terms, row * longer * _said(count)) for row, count in zip(weights, counts, strict=True)]


def _said(counts: Array) -> NDArray[np.bool_]:
    """Which terms are said at least twice; where none is, which are said at all."""
    return counts > 1 if (counts > 1).any() else counts > 0


def _best(terms: NDArray[np.str_], weights: Array) -> list[str]:
    chosen: list[str] = []
    for i in np.argsort(-weights, kind="stable"):
        words = set(terms[i].split())
        if weights[i] <= 0 or len(chosen) == PHRASES:
            break
        if not any(words & set(one.split()) for one in chosen):
            chosen.append(str(terms[i]))
    return chosen or ["unnamed"]


def central(rows: Array, labels: NDArray[np.int64], texts: Sequence[str], cluster: int) -> str:
    """Text of the cluster whose unit row is nearest to the cluster's mean; ties by the text itself."""
    members = np.flatnonzero(labels == cluster)
    likeness = np.round(rows[members] @ rows[members].sum(axis=0), 9)
    return min(zip(-likeness, (texts[int(i)] for i in members), strict=True))[1] if len(members) else ""
