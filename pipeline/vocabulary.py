"""The vocabulary of what is taught: learnt once, then kept."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.kept import Arrays, Kept, key_of


def learnt(bag: TfidfVectorizer, texts: Sequence[str]) -> tuple[TfidfVectorizer, sparse.csr_matrix]:
    """``bag`` as it is when it has learnt ``texts``, and the rows (n, terms) that it makes of them."""
    named = {name: getattr(value, "__name__", value) for name, value in bag.get_params().items()}
    key = key_of(repr(sorted(named.items())), list(texts))
    made = Kept("vocabulary").arrays(key, lambda: _fitted(clone(bag), texts))
    terms = made["terms"].tobytes().decode().split("\n")
    known = clone(bag).set_params(vocabulary=terms)
    known.idf_ = made["weights"]
    parts = made["data"], made["indices"], made["indptr"]
    return known, sparse.csr_matrix(parts, shape=(len(texts), len(terms)))


def _fitted(bag: TfidfVectorizer, texts: Sequence[str]) -> Arrays:
    rows = bag.fit_transform(texts)
    terms = "\n".join(bag.get_feature_names_out()).encode()  # no term holds a line's end
    own = {"terms": np.frombuffer(terms, dtype=np.uint8), "weights": bag.idf_}
    return own | {"data": rows.data, "indices": rows.indices, "indptr": rows.indptr}
