"""Read the texts, embed those that the store does not hold, write the vectors of all."""

import logging
from collections.abc import Iterator
from functools import partial

from pipeline import codebook, encoder, examples, params, store, tables, taught, vectors
from pipeline.embed import lent
from pipeline.encoder.once import Once, distinct

_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load()
    clauses = tables.read(tables.CLAUSES)["text"]
    lasting = distinct([known_beforehand()])
    texts = dict(sorted({**distinct([clauses]), **lasting}.items()))
    once = Once(partial(encoder.load, settings.embed), store.Store(store.CACHE / "vectors.sqlite"), "embed")
    lent.lend(once)
    new = once.write(texts, settings.engine, vectors.FOLDER)
    lent.write(lasting, once)
    line = "embed: %d clauses, %d distinct texts, %d of them new, by %s"
    _log.info(line, len(clauses), len(texts), new, once.name)


def known_beforehand() -> Iterator[str]:
    """Definitions of the codebook, whole, and the clauses of every text that is taught or measured on."""
    yield from (theme.means for theme in codebook.load())
    for clauses in taught.clauses_of(examples.training_texts()):
        yield from clauses
