"""Words that two texts share, without the words that every finding has."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

STEM = 5
_WORD = re.compile(r"[a-z][a-z'’-]{3,}")
_EMPTY = frozenset(
    [
        *("also", "been", "being", "both", "each", "from", "have", "into", "more", "other", "over", "should"),
        *("such", "than", "that", "their", "them", "there", "these", "they", "this", "those", "through"),
        *("were", "what", "when", "where", "whether", "which", "while", "will", "with", "within", "would"),
        *("ensure", "work", "working", "region", "probation", "people", "person", "service", "services"),
        *("case", "cases", "inspected", "relevant", "found", "judged", "only", "just", "time", "about"),
        *("cent", "half", "third", "thirds", "quarter", "quarters", "majority", "most", "sufficient"),
        *("sufficiently", "insufficient", "insufficiently", "enough"),
    ]
)


def content(text: str) -> frozenset[str]:
    """Beginnings of the words that say what a text is about, so that 'enquiry' meets 'enquiries'."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.lower()) if word not in _EMPTY)


def shared(left: pd.Series, right: pd.Series) -> NDArray[np.float64]:
    """Share of the shorter text's content words that the other has too, a pair of texts a row."""
    words = {text: content(text) for text in {*left, *right}}
    pairs = ((words[one], words[other]) for one, other in zip(left, right, strict=True))
    shares = [len(one & other) / max(1, min(len(one), len(other))) for one, other in pairs]
    return np.array(shares, dtype="float64")
