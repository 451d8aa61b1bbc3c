"""Read predictions and hand coding, measure, write the figures, hold them against their floors."""

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import examples, files, params, tables, vectors
from pipeline.evaluate import floors, overlap, plots, polarity, recall, themes
from pipeline.evaluate.resample import Resampling

METRICS = Path("reports/metrics.json")
_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load().evaluate
    held = {name: tables.read(schema) for name, schema in tables.HOLDOUT.items()}
    findings, assigned = tables.read(tables.FINDINGS), tables.read(tables.FINDING_THEMES)
    gold = examples.gold()
    origins = {
        origin: of_origin(origin, gold, held, findings, settings)
        for origin in sorted({one.origin for one in gold})
    }
    known = tables.read(tables.THEMES)
    close = overlap.pairs(assigned, len(findings), definitions(known))
    metrics = {
        "corpus": of_corpus(findings, assigned),
        "floors": settings.floors,
        "origins": origins,
        "theme_pairs": of_pairs(close, settings),
    }
    write(METRICS, rounded(metrics))
    tables.write(tables.HAND_CODING, beside(held))
    plots.write(held)
    for origin, measured in origins.items():
        _log.info("evaluate: %s: %s", origin, headline(measured))
    floors.check(origins, floors.applying(settings.floors, bool((known["origin"] == "codebook").any())))


def of_origin(
    origin: str,
    gold: list[examples.Gold],
    held: dict[str, pd.DataFrame],
    findings: pd.DataFrame,
    settings: params.Evaluate,
) -> dict[str, Any]:
    """All figures of one gold file."""
    how = Resampling(settings.seed, settings.resamples, settings.confidence, settings.few_documents)
    own = [one for one in gold if one.origin == origin]
    of = {name: table[table["origin"] == origin].reset_index(drop=True) for name, table in held.items()}
    return {
        "source": "invented" if origin == examples.INVENTED else "real",
        "documents": sorted({one.document for one in own}),
        "judged_on": {"documents": len({one.document for one in own}), "findings": len(own)},
        "learnt_from": {"written_examples": len(examples.load())},
        "polarity": polarity.measure(of["polarity"], how, settings.hardest),
        "themes": themes.measure(of["themes"], how, settings.hardest),
        "findings": recall.measure(own, findings, settings.known_as),
    }


def beside(held: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Hand coding and models' answers, a row a gold finding."""
    names = {"gold": "themes", "predicted": "model_themes"}
    said = held["themes"][["uid", "gold", "optional", "predicted", "scores"]].rename(columns=names)
    judged = held["polarity"].rename(columns={"gold": "polarity", "predicted": "model_polarity"})
    return judged.merge(said, on="uid", validate="1:1").sort_values("uid", ignore_index=True)


def of_corpus(findings: pd.DataFrame, assigned: pd.DataFrame) -> dict[str, Any]:
    """How much of the corpus has a theme and where its polarity comes from."""
    sources = findings["polarity_source"].value_counts()
    return {
        "documents": int(findings["document_id"].nunique()),
        "findings": len(findings),
        "unassigned": float((~findings["finding_id"].isin(assigned["finding_id"])).mean())
        if len(findings)
        else None,
        "polarity_source": {str(source): int(n) for source, n in sorted(sources.items())},
    }


def definitions(known: pd.DataFrame) -> dict[str, NDArray[np.float32]]:
    """Unit vector of each codebook theme's definition."""
    coded = known[known["origin"] == "codebook"].dropna(subset=["means"])
    if coded.empty:
        return {}
    return dict(zip(coded["theme_id"], vectors.load().of(coded["means"].tolist()), strict=True))


def of_pairs(close: pd.DataFrame, settings: params.Evaluate) -> dict[str, Any]:
    """Pairs of themes that may be one, and the closest ones whether or not they may."""
    alike = overlap.duplicates(close, settings.duplicate_jaccard, settings.duplicate_cosine)
    return {
        "compared": len(close),
        "near_duplicates": alike.to_dict("records"),
        "closest": close.head(settings.hardest).to_dict("records"),
    }


def headline(measured: dict[str, Any]) -> str:
    """One line of figures for the log."""
    figures = ((name, figure(measured)) for name, figure in floors.FIGURES.items())
    return ", ".join(f"{name} {'-' if value is None else format(value, '.3f')}" for name, value in figures)


def rounded(value: Any) -> Any:
    """Floats rounded to four places; what is not a number is empty."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, float):
        return round(value, 4) if np.isfinite(value) else None
    return value


def write(path: Path, metrics: dict[str, Any]) -> None:
    """Write JSON whole or not at all, keys sorted."""
    text = json.dumps(metrics, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    files.write(path, text + "\n")
