"""What a text shows a learner: its vector, its words and the codebook's keywords in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.products import product
from pipeline.themes.keywords import Keywords

KEYWORD_WEIGHT = 0.5
BLOCK = 1000  # rows whose products are worked out at once
TOKEN = r"(?u)\b[a-zA-Z][\w’'-]*\w\b"
BOILERPLATE = (
    "people on probation",
    "person on probation",
    "probation practitioners",
    "probation practitioner",
    "probation delivery unit",
    "his majesty's inspectorate of probation",
    "the pdu's",
    "the pdu",
    "inspected cases",
    "cases inspected",
    "relevant cases",
    "per cent",
)


@dataclass(frozen=True)
class Rows:
    """Features of n texts: dense ones (n, d) and sparse ones (n, vocabulary + themes)."""

    dense: NDArray[np.float32]
    words: sparse.csr_matrix

    def products(self, other: "Rows") -> NDArray[np.float64]:
        """Array (n, m): product of each row with each of the other's."""
        made = (self.dense @ other.dense.T).astype(float)
        for start in range(0, len(made), BLOCK):
            made[start : start + BLOCK] += (self.words[start : start + BLOCK] @ other.turned).toarray()
        return made

    @cached_property
    def turned(self) -> sparse.csr_matrix:
        """The sparse features turned, (vocabulary + themes, n): kept, as many blocks ask for it."""
        return self.words.T.tocsr()

    def said(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Array (n, k): rows @ weights (features, k)."""
        width = self.dense.shape[1]
        return np.asarray(product(self.dense, weights[:width]) + self.words @ weights[width:])

    def gathered(self, push: NDArray[np.float64]) -> NDArray[np.float64]:
        """Array (features, k): rows.T @ push (n, k)."""
        return np.vstack([self.dense.T @ push, self.words.T @ push])

    def take(self, places: NDArray[np.int64]) -> "Rows":
        """Those at ``places``."""
        return Rows(self.dense[places], self.words[places])

    def __len__(self) -> int:
        return len(self.dense)


@dataclass
class Features:
    """Fitted on training texts alone, so that a new document changes nothing.

    Parameters
    ----------
    words: TF-IDF of words and pairs of words.
    keywords: of the codebook.

    """

    words: TfidfVectorizer
    keywords: Keywords

    @classmethod
    def fit(cls, texts: Sequence[str], keywords: Keywords) -> "Features":
        """Learn the vocabulary."""
        words = vectoriser(min_df=2).fit([discounted(text) for text in texts])
        return cls(words, keywords)

    def of(self, texts: Sequence[str], rows: NDArray[np.float32]) -> Rows:
        """Rows of texts whose unit vectors are ``rows`` (n, d)."""
        words = self.words.transform([discounted(text) for text in texts])
        hits = np.log1p(self.keywords.counts(texts)).reshape(len(texts), -1)
        hits /= np.maximum(np.linalg.norm(hits, axis=1, keepdims=True), 1e-9)
        return Rows(rows, sparse.hstack([words, hits * KEYWORD_WEIGHT], format="csr"))

    @property
    def n_words(self) -> int:
        """Size of the vocabulary."""
        return len(self.words.vocabulary_)


def vectoriser(min_df: int) -> TfidfVectorizer:
    """TF-IDF as this project uses it."""
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df, token_pattern=TOKEN)


def discounted(text: str) -> str:
    """Text in lower case without the phrases that every finding of this field has."""
    low = text.lower().replace("’", "'")
    for phrase in BOILERPLATE:
        low = low.replace(phrase, " ")
    return low
