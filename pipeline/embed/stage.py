"""Read the texts, embed those that the store does not hold, write the vectors of all."""

import logging
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline import encoder, engine, examples, params, store, tables, taught, vectors
from pipeline.embed.work import Batch, encode
from pipeline.text import digest

BATCH = 256  # texts that a killed run loses at most, for each process
_READ = 4096  # vectors read from the store at a time
_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load()
    clauses = tables.read(tables.CLAUSES)["text"]
    texts = distinct([clauses, with_clauses(examples.training_texts())])
    model = encoder.load(settings.embed)
    kept = store.Store(store.CACHE / "vectors.sqlite")
    new = embed(texts, model, kept, settings)
    vectors.write(model.name, list(texts), rows(list(texts), model.name, kept))
    _log.info(
        "embed: %d clauses, %d distinct texts, %d of them new, by %s",
        len(clauses),
        len(texts),
        new,
        model.name,
    )


def with_clauses(texts: Iterable[str]) -> Iterator[str]:
    """Each text and each of its clauses."""
    listed = list(texts)
    for text, clauses in zip(listed, taught.clauses_of(listed), strict=True):
        yield text
        yield from clauses


def distinct(sources: Iterable[Iterable[str]]) -> dict[str, str]:
    """Texts by their key, each once, sorted by key."""
    keyed = {vectors.key_of(text): text for source in sources for text in source}
    return dict(sorted(keyed.items()))


def embed(texts: dict[str, str], model: encoder.Encoder, kept: store.Store, settings: params.Params) -> int:
    """Embed those of ``texts`` that the store does not hold and return how many they were."""
    name = model.name
    missing = set(kept.missing(kept_key(name, key) for key in texts))
    new = sorted((len(text), key) for key, text in texts.items() if kept_key(name, key) in missing)
    batches = [[key for _, key in new[start : start + BATCH]] for start in range(0, len(new), BATCH)]
    work = [Batch(settings.embed, name, [texts[key] for key in batch]) for batch in batches]
    place = settings.engine if model.local else settings.engine.model_copy(update={"workers": 1})
    done = engine.map_items(encode, work, place, "embed")
    for batch, made in zip(batches, done, strict=True):
        kept.put({kept_key(name, key): row.tobytes() for key, row in zip(batch, made, strict=True)})
    return len(new)


def kept_key(name: str, key: str) -> str:
    """Key of a vector in the store: encoder and text."""
    return digest(name, key, length=32)


def rows(keys: Sequence[str], name: str, kept: store.Store) -> Iterator[NDArray[np.float16]]:
    """Vectors of ``keys`` from the store, a few thousand at a time."""
    for start in range(0, len(keys), _READ):
        wanted = [kept_key(name, key) for key in keys[start : start + _READ]]
        found = kept.get(wanted)
        yield np.stack([np.frombuffer(found[key], dtype=np.float16) for key in wanted])
