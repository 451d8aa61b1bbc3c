"""Read findings and coded texts, read those that the store does not hold, write the readings of all."""

import logging
from functools import partial

from pipeline import examples, params, store, tables, vectors
from pipeline.encoder.once import Once, distinct
from pipeline.read import adapter, reader
from pipeline.vectors import key_of

_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load()
    findings = tables.read(tables.SEGMENTS)["text"]
    written = [one.text for one in examples.load()]
    texts = distinct([findings, written, [one.text for one in examples.gold()]])
    once = Once(partial(reader.load, settings.read), store.Store(store.CACHE / "read.sqlite"), "read")
    new = once.write(texts, settings.engine, vectors.READINGS)
    line = "read: %d findings, %d distinct texts, %d of them new, by %s"
    _log.info(line, len(findings), len(texts), new, once.name)
    taught = adapter.load().left_out
    if later := sum(key_of(text) not in taught for text in set(written)):
        _log.info(
            "read: %d written examples are new to it; to teach it them: python -m pipeline.read.tune", later
        )
