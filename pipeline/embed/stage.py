"""Read the texts, embed those that the store does not hold, write the vectors of all."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial

from pipeline import encoder, examples, params, store, tables, taught, vectors
from pipeline.encoder.once import Once, distinct

_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load()
    clauses = tables.read(tables.CLAUSES)["text"]
    texts = distinct([clauses, with_clauses(examples.training_texts())])
    once = Once(partial(encoder.load, settings.embed), store.Store(store.CACHE / "vectors.sqlite"), "embed")
    new = once.write(texts, settings.engine, vectors.FOLDER)
    line = "embed: %d clauses, %d distinct texts, %d of them new, by %s"
    _log.info(line, len(clauses), len(texts), new, once.name)


def with_clauses(texts: Iterable[str]) -> Iterator[str]:
    """Each text and each of its clauses."""
    listed = list(texts)
    for text, clauses in zip(listed, taught.clauses_of(listed), strict=True):
        yield text
        yield from clauses
