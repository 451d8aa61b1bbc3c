"""What the pipeline is compared with, each in a process of its own: ``python -m benchmarks.rivals``.

Texts come as a JSON list in a file. The last line of the output is a JSON object with seconds.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from pipeline import encoder, params
from pipeline.encoder.weights import PACKAGED, find


def plain(texts: list[str], out: Path) -> dict[str, float]:
    """``SentenceTransformer.encode`` with its defaults."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(find(PACKAGED).folder), device="cpu")
    model.encode(texts[:64])
    begun = time.perf_counter()
    vectors = model.encode(texts)
    seconds = time.perf_counter() - begun
    np.save(out, vectors)
    return {"seconds": seconds}


def own(texts: list[str], out: Path) -> dict[str, float]:
    """The project's encoder in as many processes as ``params.yaml`` says, ready before the clock starts."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    settings = params.load()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    batches = [order[start : start + 256] for start in range(0, len(order), 256)]
    workers = settings.engine.workers
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_own, [(settings.embed, texts[:256])] * workers * 4))
        begun = time.perf_counter()
        made = list(
            pool.map(_own, [(settings.embed, [texts[place] for place in batch]) for batch in batches])
        )
        seconds = time.perf_counter() - begun
    vectors = np.concatenate(made)
    np.save(out, vectors[np.argsort(np.concatenate(batches))])
    return {"seconds": seconds}


def _own(work: tuple[params.Embed, list[str]]) -> np.ndarray:
    settings, texts = work
    return encoder.load(settings).encode(texts)


def bertopic(texts: list[str], out: Path) -> dict[str, float]:
    """BERTopic from texts to topics with its defaults and the same model."""
    from bertopic import BERTopic  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    begun = time.perf_counter()
    topics, _ = BERTopic(embedding_model=SentenceTransformer(str(find(PACKAGED).folder))).fit_transform(texts)
    seconds = time.perf_counter() - begun
    np.save(out, np.array(topics))
    return {"seconds": seconds, "topics": len(set(topics))}


def main() -> None:
    """Run the tool that the command line names."""
    tool, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    texts = json.loads(source.read_text(encoding="utf-8"))
    print(json.dumps({"plain": plain, "own": own, "bertopic": bertopic}[tool](texts, out)))


if __name__ == "__main__":
    main()
