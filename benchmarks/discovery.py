"""Agreement of themes found by clustering alone with hand coding: ``python -m benchmarks.discovery``.

ThemeFinder and BERTopic get the same vectors of the same findings in the same run. BERTopic runs with its
defaults (the mean over seeds) and is also given the best setting of several, chosen by the hand coding
itself; ThemeFinder keeps its own. Outliers count as one theme for both. Neither sees a label; ThemeFinder
learns what is boilerplate from the texts of the project's examples.
"""

import warnings

from sklearn.metrics import adjusted_mutual_info_score

from pipeline import encoder, examples, params
from pipeline.encoder.base import Floats
from pipeline.themes.discovery import ThemeFinder

SIZES = (3, 5, 8, 10, 15)
DEFAULT_SIZE = 10  # BERTopic's own
SEEDS = (0, 1, 2)


def main() -> None:
    encode = encoder.load(params.load().embed).encode
    background = [one.text for one in examples.load()]
    gold = examples.gold()
    print("findings              n  BERTopic  ratio  BERTopic (best)  ratio  ThemeFinder  themes")
    for origin in sorted({one.origin for one in gold}):
        own = [one for one in gold if one.origin == origin]
        texts, coded = [one.text for one in own], [one.themes[0] for one in own]
        finder = ThemeFinder(encode, background).fit(texts)
        ours = float(adjusted_mutual_info_score(coded, finder.labels_))
        results = bertopic(texts, encode(texts), coded)
        usual = sum(agreement for agreement, size, _ in results if size == DEFAULT_SIZE) / len(SEEDS)
        best, size, seed = max(results)
        setting = f"{best:.3f} ({size}, {seed})"
        print(
            f"{origin:18}{len(own):5}  {usual:8.3f}  {ratio(ours, usual):5.2f}  {setting:>15}"
            f"  {ratio(ours, best):5.2f}  {ours:11.3f}  {len(finder.names_):6}"
        )


def ratio(ours: float, theirs: float) -> float:
    """How many times as well; infinite where the other agrees no better than chance."""
    return ours / theirs if theirs > 0 else float("inf")


def bertopic(texts: list[str], rows: Floats, coded: list[str]) -> list[tuple[float, int, int]]:
    """Agreement, smallest topic and seed of each setting."""
    from bertopic import BERTopic  # noqa: PLC0415 - of the extra "bench"
    from umap import UMAP  # noqa: PLC0415

    results = []
    for seed in SEEDS:
        for size in SIZES:
            reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = BERTopic(embedding_model=None, umap_model=reduce, min_topic_size=size)
                topics, _ = model.fit_transform(texts, rows)
            results.append((float(adjusted_mutual_info_score(coded, topics)), size, seed))
    return results


if __name__ == "__main__":
    main()
