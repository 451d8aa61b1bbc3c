"""Read findings and coded texts, read those that the store does not hold, write the readings of all."""

import logging
from functools import partial

from pipeline import examples, params, store, tables, vectors
from pipeline.encoder.once import Once, distinct
from pipeline.read import reader

_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load()
    findings = tables.read(tables.SEGMENTS)["text"]
    coded = [*(one.text for one in examples.load()), *(one.text for one in examples.gold())]
    texts = distinct([findings, coded])
    once = Once(partial(reader.load, settings.read), store.Store(store.CACHE / "read.sqlite"), "read")
    new = once.write(texts, settings.engine, vectors.READINGS)
    line = "read: %d findings, %d distinct texts, %d of them new, by %s"
    _log.info(line, len(findings), len(texts), new, once.name)
