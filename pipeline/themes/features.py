"""What a text shows a learner: its meaning, its words and parts of words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline import vocabulary
from pipeline.products import add_alike
from pipeline.themes.keywords import Keywords
from pipeline.themes.meaning import Meaning
from pipeline.themes.passages import Passages

KEYWORD_WEIGHT = 0.5
# chosen, like the lengths below, by leaving out one file of examples at a time
LETTERS_WEIGHT = 0.7
RARE, COMMON = 5, 0.05  # letters in fewer texts, or in a larger share of them, are left out
BLOCK = 1024  # texts whose likeness to all others is worked out at once
FEW = 200  # texts of which so rare is too rare
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
    """Features of n texts.

    Parameters
    ----------
    meaning: of the texts.
    words: array (n, vocabulary + themes + parts of words), sparse.

    """

    meaning: Meaning
    words: sparse.csr_matrix

    def products(self) -> NDArray[np.float32]:
        """Array (n, n): how like each is to each; in single precision, as it is the largest."""
        made = np.empty((len(self), len(self)), dtype=np.float32)
        for start in range(0, len(self), BLOCK):
            end = start + BLOCK
            near = self.meaning.take(slice(start, end)).near(self.meaning.take(slice(start, len(self))))
            made[start:end, start:] = near
            made[end:, start:end] = near[:, BLOCK:].T
        add_alike(made, self.words)
        return made

    def take(self, places: NDArray[np.int64]) -> "Rows":
        """Those at ``places``."""
        return Rows(self.meaning.take(places), self.words[places])

    def __len__(self) -> int:
        return len(self.meaning)


@dataclass
class Features:
    """Fitted on training texts alone, so that a new document changes nothing.

    Parameters
    ----------
    words: TF-IDF of words and pairs of words.
    letters: TF-IDF of parts of words, in which a word and what is derived from it are alike.
    keywords: of the codebook.

    """

    words: TfidfVectorizer
    letters: TfidfVectorizer
    keywords: Keywords

    @classmethod
    def fit(cls, passages: Passages, keywords: Keywords) -> tuple["Features", Rows]:
        """Learn the vocabulary of texts; with it come their rows."""
        own = [discounted(text) for text in passages.texts]
        bounds = (RARE, COMMON) if len(own) > FEW else (1, 1.0)
        (words, of_words), (letters, of_letters) = (
            vocabulary.learnt(bag, own) for bag in (vectoriser(min_df=2), letters_of(*bounds))
        )
        made = cls(words, letters, keywords)
        return made, made._rows(passages.texts, passages.meaning(), [of_words, of_letters])

    def whole(self, passages: Passages) -> Rows:
        """Rows of texts."""
        return self._of(passages.texts, passages.meaning())

    def parts(self, passages: Passages) -> Rows:
        """Rows of the clauses of texts."""
        rows = passages.rows[:]
        return self._of(passages.clauses, Meaning(rows, rows))

    def _of(self, texts: Sequence[str], meaning: Meaning) -> Rows:
        own = [discounted(text) for text in texts]
        return self._rows(texts, meaning, [bag.transform(own) for bag in (self.words, self.letters)])

    def _rows(self, texts: Sequence[str], meaning: Meaning, found: Sequence[sparse.csr_matrix]) -> Rows:
        hits = np.log1p(self.keywords.counts(texts)).reshape(len(texts), -1)
        hits /= np.maximum(np.linalg.norm(hits, axis=1, keepdims=True), 1e-9)
        words, letters = found
        words = [words, hits * KEYWORD_WEIGHT, letters * LETTERS_WEIGHT]
        return Rows(meaning, sparse.hstack(words, format="csr"))

    @property
    def n_words(self) -> int:
        """Size of the vocabulary."""
        return len(self.words.vocabulary_)


def vectoriser(min_df: int) -> TfidfVectorizer:
    """TF-IDF as this project uses it."""
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df, token_pattern=TOKEN)


def letters_of(min_df: int, max_df: float) -> TfidfVectorizer:
    """TF-IDF of three or four letters in a row, within a word."""
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, min_df=min_df, max_df=max_df
    )


def discounted(text: str) -> str:
    """Text in lower case without the phrases that every finding of this field has."""
    low = text.lower().replace("’", "'")
    for phrase in BOILERPLATE:
        low = low.replace(phrase, " ")
    return low
