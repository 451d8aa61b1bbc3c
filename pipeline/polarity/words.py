"""Words and short phrases of a text, those that a negation reaches marked, weighed by how rare they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline import vocabulary

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[.;:!?,]")
_NEGATION = frozenset(["no", "not", "never", "nor", "without", "neither", "none", "cannot", "nothing"])
_STOP = frozenset(".;:!?,")
LONGEST = 3  # words in a phrase
RARE = 2  # a phrase in fewer training texts than this is left out


@dataclass(frozen=True)
class Bag:
    """Phrases of the training texts, in the order of their columns, and the weight of each."""

    phrases: tuple[str, ...]
    weights: NDArray[np.float64]

    def transform(self, texts: Iterable[str]) -> sparse.csr_array:
        """Weighed phrases (n, phrases) of ``texts``, rows of unit length."""
        bag = _vectorizer(self.phrases)
        bag.idf_ = self.weights
        return sparse.csr_array(bag.transform(texts), dtype=np.float32)


def fit(texts: Sequence[str]) -> Bag:
    """Phrases of training texts: how common a phrase is there is all that weighs it later."""
    bag, _ = vocabulary.learnt(_vectorizer(None), texts)
    return Bag(tuple(bag.get_feature_names_out().tolist()), bag.idf_)


def _vectorizer(phrases: Sequence[str] | None) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=phrases_of, vocabulary=phrases, min_df=RARE, sublinear_tf=True)


def words(text: str) -> list[str]:
    """Lower-case words; numbers are all alike; words in the scope of a negation are marked."""
    found, negated = [], False
    for word in _WORD.findall(text.lower()):
        if word in _STOP:
            negated = False
            continue
        plain = "#" if word.isdigit() else word
        found.append(f"not_{plain}" if negated else plain)
        negated = negated or word in _NEGATION or word.endswith(("n't", "n’t"))
    return found


def phrases_of(text: str) -> list[str]:
    """Every run of one to three words."""
    tokens = words(text)
    sizes = range(1, LONGEST + 1)
    return [" ".join(tokens[at : at + n]) for n in sizes for at in range(len(tokens) - n + 1)]
