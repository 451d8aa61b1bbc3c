"""What the model sees of a passage: its meaning and its words."""

import re

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.polarity.passages import Passages
from pipeline.vectors import Vectors

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[.;:!?,]")
_NEGATION = frozenset(["no", "not", "never", "nor", "without", "neither", "none", "cannot", "nothing"])
_STOP = frozenset(".;:!?,")


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


def bag() -> TfidfVectorizer:
    """Counts of word 1- to 3-grams, to be fitted on training texts alone."""
    return TfidfVectorizer(analyzer=_grams, min_df=2, sublinear_tf=True)


def _grams(text: str) -> list[str]:
    tokens = words(text)
    return [" ".join(tokens[at : at + n]) for n in (1, 2, 3) for at in range(len(tokens) - n + 1)]


def meaning(passages: Passages, vectors: Vectors) -> NDArray[np.float32]:
    """Unit vectors (n, d): length-weighted mean of each passage's clause vectors."""
    rows = vectors.of(passages.clauses)
    lengths = np.array([len(clause) for clause in passages.clauses], dtype=np.float32)
    shape = (len(passages), len(rows))
    mean = sparse.csr_array((lengths, (passages.owner, np.arange(len(rows)))), shape=shape) @ rows
    return mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
