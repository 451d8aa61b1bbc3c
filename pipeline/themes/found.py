"""Discovered themes of a run: sub-themes within a theme, and emerging themes among what no theme explains."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from pipeline.themes import discovery, naming
from pipeline.themes.passages import Passages
from pipeline.themes.registry import Entry, packed
from pipeline.themes.space import Space

# texts that are clustered, of a theme and of what no theme explains; the others join the nearest cluster
OF_A_THEME, UNEXPLAINED = 1000, 2000
MIN_SIZE = 3
WITH_SUBTHEMES = 12  # findings from which a theme is divided
PER_SUBTHEME = 10
MOST = 5
EMERGING_CUT = 0.84
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """A discovered theme.

    Parameters
    ----------
    entry: its id, name, parent and centroid.
    phrases: key phrases.
    central: its most central text.
    members: places of its texts in the corpus, ascending.
    likeness: array (members,), cosine of each to the theme's centroid.

    """

    entry: Entry
    phrases: list[str]
    central: str
    members: NDArray[np.int64]
    likeness: Array


class Method(NamedTuple):
    """What clusters unit rows, and how many of them at most."""

    cluster: Callable[[Array], NDArray[np.int64]]
    sample: int


@dataclass(frozen=True)
class Material:
    """What is to be divided: passages of one clause or more, their places in the corpus and their parent."""

    passages: Passages
    places: NDArray[np.int64]
    parent: str

    @property
    def enough(self) -> bool:
        """Whether there is enough of it to divide."""
        return len(self.passages) >= (WITH_SUBTHEMES if self.parent else 2 * MIN_SIZE)


def divide(material: Material, rows: Array, mean: NDArray[np.float32], stops: Sequence[str]) -> list[Found]:
    """Discovered themes of the material, the largest first; none where it is too small.

    Parameters
    ----------
    material: of one codebook theme, or, without parent, all that no theme explains.
    rows: array (n, dimensions), as ``rows_of`` gives them.
    mean: array (d,), what the vectors of the field share; taken out of centroids that are kept.
    stops: words that no name may hold.

    """
    passages = material.passages
    if not material.enough:
        return []
    labels = group(rows, passages.texts, method(material.parent, len(passages)))
    groups = [np.flatnonzero(labels == k) for k in range(labels.max() + 1)]
    phrases = naming.key_phrases([[passages.texts[i] for i in one] for one in groups], stops)
    means = passages.means() - mean
    found = []
    for k, (members, names) in enumerate(zip(groups, phrases, strict=True)):
        centroid, middle = means[members].sum(axis=0), rows[members].sum(axis=0)
        entry = Entry("", ", ".join(names[:3]), material.parent, packed(centroid / np.linalg.norm(centroid)))
        likeness = np.clip(rows[members] @ middle / max(float(np.linalg.norm(middle)), 1e-12), 0, 1)
        text = naming.central(rows, labels, passages.texts, k)
        found.append(Found(entry, names, text, material.places[members], likeness))
    return found


def rows_of(material: Material, space: Space) -> Array:
    """Unit rows of the material; within a theme what its texts share is taken out."""
    _, first, place = np.unique(material.passages.texts, return_index=True, return_inverse=True)
    rows = space.of(material.passages.take(first))[place]  # a short clause may come a hundred times
    rows = rows - rows.mean(axis=0) if material.parent else rows
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def method(parent: str, size: int) -> Method:
    """How texts are clustered: a theme into a few parts, the unexplained by likeness alone."""
    if not parent:
        return Method(lambda rows: discovery.clusters(rows, EMERGING_CUT), UNEXPLAINED)
    parts = int(np.clip(size // PER_SUBTHEME, 2, MOST))
    return Method(lambda rows: np.asarray(AgglomerativeClustering(parts).fit_predict(rows)), OF_A_THEME)


def group(rows: Array, texts: Sequence[str], how: Method) -> NDArray[np.int64]:
    """Array (n,): number of each text's cluster, the largest first, or -1; in any order of texts."""
    chosen = discovery.sampled(texts, how.sample)
    centroids = discovery.centroids(rows[chosen], how.cluster(rows[chosen]), MIN_SIZE)
    return discovery.nearest(rows, centroids)
