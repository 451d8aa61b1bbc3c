"""The discovered themes of a run: what is divided, how it is named, what it continues, how it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import Theme
from pipeline.themes import found, lineage, stability
from pipeline.themes.found import Found, Material
from pipeline.themes.lineage import Event
from pipeline.themes.registry import Generation
from pipeline.themes.rows import Corpus, Given
from pipeline.themes.space import Space

BACKGROUND = 3000  # texts from which the boilerplate of the field is learnt


@dataclass(frozen=True)
class Field:
    """What the texts of the field share.

    Parameters
    ----------
    space: in which likeness is measured.
    mean: array (d,), mean of their vectors.
    stops: words that no name may hold.

    """

    space: Space
    mean: NDArray[np.float32]
    stops: list[str]


def materials(corpus: Corpus, given: Given) -> Iterator[Material]:
    """What is divided: for each theme the clauses that carry it, and, without parent, the unexplained."""
    starts = corpus.passages.starts()
    for theme in sorted(given.carriers):
        places, clauses = np.array(given.carriers[theme]).T
        yield Material(corpus.passages.single(starts[places] + clauses), places, theme)
    assigned = {row["finding_id"] for row in given.rows}
    rest = np.array([i for i, key in enumerate(corpus.ids) if key not in assigned], dtype=np.int64)
    yield Material(corpus.passages.take(rest), rest, "")


def divide(
    parts: Iterable[Material], field: Field, corpus: Corpus, seed: int
) -> Iterator[tuple[Found, float]]:
    """Discovered themes, and how far each stands in resampled documents."""
    for part in parts:
        if part.enough:
            rows = found.rows_of(part, field.space)
            own = found.divide(part, rows, field.mean, field.stops)
            place = {int(p): i for i, p in enumerate(part.places)}
            members = [{place[int(p)] for p in one.members} for one in own]
            documents = [corpus.documents[int(p)] for p in part.places]
            yield from zip(own, stability.of_clusters(part, rows, documents, members, seed), strict=True)


def settle(
    discovered: Sequence[Found], entries: Sequence[Theme], before: Generation, encoder: str
) -> tuple[list[Found], list[Event]]:
    """Discovered themes with the ids and names that they continue, and the events of every theme.

    Vectors of another encoder cannot be compared: every discovered theme is then new.
    """
    old = [entry for entry in before.themes if entry.centroid and before.encoder == encoder]
    gone = [entry for entry in before.themes if entry.centroid and before.encoder != encoder]
    named, events = lineage.match([one.entry for one in discovered], old)
    settled = [replace(one, entry=entry) for one, entry in zip(discovered, named, strict=True)]
    events += [Event(entry.id, "retired", entry.id) for entry in gone]
    return settled, [*lineage.codebook_events(entries, before), *events]
