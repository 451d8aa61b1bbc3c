"""Rows of the tables that stage themes writes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
import pandas as pd
from tqdm import tqdm

from pipeline import params, tables
from pipeline.codebook import Theme
from pipeline.kept import Kept, key_of
from pipeline.themes.assigner import CHUNK, Assigner
from pipeline.themes.explain import DIGITS, NONE, Explained, Explainer
from pipeline.themes.found import Found
from pipeline.themes.lineage import Event
from pipeline.themes.passages import Passages
from pipeline.themes.stability import ROBUST
from pipeline.threads import map_chunks

Row = dict[str, object]


@dataclass(frozen=True)
class Corpus:
    """Findings in the order of their ids.

    Parameters
    ----------
    ids: finding ids.
    documents: document ids.
    passages: their texts.

    """

    ids: list[str]
    documents: list[str]
    passages: Passages


@dataclass(frozen=True)
class Given:
    """Rows of finding_themes, and for each theme the texts that carry it with the clause that does.

    Parameters
    ----------
    rows: of the table.
    carriers: for each theme id pairs of place in the corpus and number of the text's clause.

    """

    rows: list[Row]
    carriers: dict[str, list[tuple[int, int]]]


def assigned(
    model: Assigner, corpus: Corpus, decided: Mapping[str, Sequence[str]], most: int, kept: Kept
) -> Given:
    """Themes of the corpus with their explanation; a decision replaces what the model says."""
    explainer, given, basis = Explainer(model, most), Given([], {}), key_of(model.key, most)

    def explained(start: int) -> list[bytes]:
        part, ids = corpus.passages.part(start, start + CHUNK), corpus.ids[start : start + CHUNK]
        chosen = [_numbers(model, decided.get(key)) for key in ids]
        keys = part.keys([f"{basis} {own!r}" for own in chosen])
        return kept.each(keys, partial(_explained, explainer, part, chosen))

    starts, threads = range(0, len(corpus.ids), CHUNK), params.load().engine.workers
    made = tqdm(map_chunks(explained, starts, threads), total=len(starts), desc="themes", disable=None)
    for place, (key, item) in enumerate(zip(corpus.ids, chain.from_iterable(made), strict=True)):
        one = Explained.read(item)
        given.rows.extend(_rows_of(key, model, one, key in decided))
        for reason in one.reasons:
            given.carriers.setdefault(model.themes[reason.theme], []).append((place, reason.clause))
    return given


def _numbers(model: Assigner, decided: Sequence[str] | None) -> list[int] | None:
    return None if decided is None else [model.themes.index(theme) for theme in decided]


def _explained(
    explainer: Explainer, part: Passages, chosen: Sequence[list[int] | None], places: list[int]
) -> Iterator[bytes]:
    made = explainer.explained(part.take(np.array(places)), [chosen[place] for place in places])
    return (one.dump() for one in made)


def _rows_of(key: str, model: Assigner, one: Explained, reviewed: bool) -> Iterator[Row]:
    runner = None if one.runner_up == NONE else model.themes[one.runner_up]
    for rank, reason in enumerate(one.reasons, 1):
        yield {
            "finding_id": key,
            "theme_id": model.themes[reason.theme],
            "rank": rank,
            "score": 1.0 if reviewed else reason.score,
            "source": "review" if reviewed else "model",
            "phrases": reason.phrases,
            "nearest": "" if reason.nearest == NONE else model.known.texts[reason.nearest],
            "runner_up": runner,
        }


def with_found(rows: list[Row], found: Sequence[Found], ids: Sequence[str]) -> pd.DataFrame:
    """Table finding_themes: sub-themes beside their theme, emerging themes as rows of their own."""
    below: dict[tuple[str, str], str] = {}
    for one in found:
        for place, likeness in zip(one.members, one.likeness, strict=True):
            if one.entry.parent:
                below[ids[place], one.entry.parent] = one.entry.id
            else:
                score = round(float(likeness), DIGITS)
                row: Row = {"finding_id": ids[place], "theme_id": one.entry.id, "rank": 1, "score": score}
                phrases = "; ".join(one.phrases)
                rows.append({**row, "source": "model", "phrases": phrases, "nearest": one.central})
    for row in rows:
        row["subtheme"] = below.get((str(row["finding_id"]), str(row["theme_id"])))
    table = tables.frame(tables.FINDING_THEMES, rows)
    return table.sort_values(["finding_id", "rank"], kind="stable", ignore_index=True)


def themes(
    book: Sequence[Theme], found: Sequence[Found], counts: Mapping[str, int], stability: Mapping[str, float]
) -> pd.DataFrame:
    """Table themes: the codebook's in its order, then discovered ones by parent and id.

    Parameters
    ----------
    book: themes in use.
    found: discovered themes.
    counts: for each theme the findings that carry it.
    stability: for each theme how far it stands in resampled documents.

    """
    rows: list[Row] = [
        {
            "theme_id": theme.id,
            "name": theme.name,
            "origin": "codebook",
            "keywords": "; ".join(theme.keywords),
            "means": theme.means,
            "n_findings": counts.get(theme.id, 0),
        }
        for theme in book
    ]
    for one in sorted(found, key=lambda one: (one.entry.parent, one.entry.id)):
        rows.append(
            {
                "theme_id": one.entry.id,
                "name": one.entry.name,
                "origin": "discovered",
                "parent": one.entry.parent or None,
                "keywords": "; ".join(one.phrases),
                "means": one.central,
                "n_findings": len(one.members),
            }
        )
    for row in rows:
        row["stability"] = _rounded(stability.get(str(row["theme_id"])))
    return _with_robust(rows)


def _with_robust(rows: list[Row]) -> pd.DataFrame:
    """Table themes, with ``robust`` where the stability is known."""
    table = pd.DataFrame(rows, columns=[name for name in tables.THEMES.columns if name != "robust"])
    table["stability"] = table["stability"].astype("float64")
    robust = (table["stability"] >= ROBUST).astype("boolean")
    table["robust"] = robust.mask(table["stability"].isna())
    for name in ("theme_id", "name", "origin", "parent", "keywords", "means"):
        table[name] = table[name].astype("str")
    return tables.THEMES.validate(table[list(tables.THEMES.columns)])


def _rounded(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, DIGITS)


def lineage(events: Sequence[Event], run: str) -> pd.DataFrame:
    """Table theme_lineage."""
    rows: list[Row] = [
        {"theme_id": one.theme_id, "event": one.event, "from": one.earlier or None, "run": run}
        for one in events
    ]
    return tables.frame(tables.LINEAGE, rows)
