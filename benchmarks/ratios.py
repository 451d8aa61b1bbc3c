"""How the pipeline compares: with plain embedding, with BERTopic, and with itself when a report is added."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks import corpus, inputs, projects
from benchmarks.measure import Cost, python, run
from pipeline import tables

_SAMPLE = 3_000  # texts on which encoders are compared


def embedding(folder: Path) -> dict[str, Any]:
    """Throughput and likeness of the project's encoder and of plain ``encode`` on the same texts."""
    texts = inputs.clauses(folder)
    texts = texts[:: max(1, len(texts) // _SAMPLE)]
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    plain, own = _rival("plain", folder), _rival("own", folder)
    left, right = np.load(folder / "plain.npy"), np.load(folder / "own.npy")
    cosines = (left * right).sum(axis=1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)
    return {
        "texts": len(texts),
        "plain_texts_per_second": round(len(texts) / plain["seconds"]),
        "own_texts_per_second": round(len(texts) / own["seconds"]),
        "times_faster": round(plain["seconds"] / own["seconds"], 2),
        "cosine_mean": round(float(cosines.mean()), 4),
        "cosine_min": round(float(cosines.min()), 4),
    }


def assignments(folder: Path) -> dict[str, float]:
    """Share of theme assignments that stay the same when the vectors are float32 ones.

    Runs embed, polarity and themes again with backend float32 in a project that has run.
    """
    before = tables.read(tables.FINDING_THEMES, folder)
    path = folder / "params.yaml"
    kept = path.read_text(encoding="utf-8")
    settings = yaml.safe_load(kept)
    settings["embed"]["backend"] = "float32"
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    for name in ("embed", "polarity", "themes"):
        projects.stage(name, folder)
    path.write_text(kept, encoding="utf-8")
    after = tables.read(tables.FINDING_THEMES, folder)
    pairs = [set(zip(one["finding_id"], one["theme_id"], strict=True)) for one in (before, after)]
    main = [one[one["rank"] == 1].set_index("finding_id")["theme_id"] for one in (before, after)]
    both = main[0].index.union(main[1].index)
    same = main[0].reindex(both).fillna("") == main[1].reindex(both).fillna("")
    return {
        "assignments": len(pairs[1]),
        "assignments_unchanged": round(len(pairs[0] & pairs[1]) / max(1, len(pairs[1])), 4),
        "main_themes_unchanged": round(float(same.mean()), 4),
    }


def bertopic(folder: Path, costs: dict[str, Cost]) -> dict[str, Any]:
    """Texts to themes: stages embed and themes against BERTopic on the same findings.

    Neither has seen the texts; each brings what was trained before.
    """
    texts = inputs.findings(folder)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    rival = run(_command("bertopic", folder), folder)
    seconds = costs["embed"].seconds + costs["themes"].seconds
    megabytes = max(costs["embed"].megabytes, costs["themes"].megabytes)
    return {
        "findings": len(texts),
        "own_seconds": round(seconds, 1),
        "bertopic_seconds": rival.seconds,
        "times_faster": round(rival.seconds / seconds, 2),
        "own_megabytes": megabytes,
        "bertopic_megabytes": rival.megabytes,
        "share_of_memory": round(megabytes / rival.megabytes, 2),
    }


def one_more(folder: Path, reports: int, costs: dict[str, Cost]) -> dict[str, Any]:
    """Add a report to a project of ``reports`` that has run, and run every stage again."""
    corpus.write(folder / "more", reports + 1)
    name = f"synthetic-{reports:05d}-"
    (added,) = (folder / "more/raw").glob(f"{name}*")
    added.rename(folder / "data/raw" / added.name)
    again = projects.stages(folder)
    cold, warm = (sum(cost.seconds for cost in one.values()) for one in (costs, again))
    return {
        "cold_seconds": round(cold, 1),
        "added_seconds": round(warm, 1),
        "share_of_cold": round(warm / cold, 3),
        "embed": again["embed"].log,
        "stages": {stage: cost.seconds for stage, cost in again.items()},
    }


def _command(tool: str, folder: Path) -> list[str]:
    return python("-m", "benchmarks.rivals", tool, str(folder / "texts.json"), str(folder / f"{tool}.npy"))


def _rival(tool: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(_command(tool, folder), folder).log)
    return found
