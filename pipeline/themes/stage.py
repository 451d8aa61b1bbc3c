"""Read findings and vectors, assign themes, write the tables."""

import json
import logging
from pathlib import Path

import pandas as pd

from pipeline import codebook, examples, params, tables, vectors
from pipeline.text import digest
from pipeline.themes import assigner, passages
from pipeline.themes.assigner import Assigner

_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    settings = params.load().themes
    known, book = vectors.load(), codebook.load()
    findings, clauses = tables.read(tables.FINDINGS), tables.read(tables.CLAUSES)
    parts = clauses.groupby("finding_id", sort=False)["text"].apply(list).to_dict()
    texts = findings["text"].tolist()
    corpus = passages.of_parts(
        texts,
        [parts.get(key, [text]) for key, text in zip(findings["finding_id"], texts, strict=True)],
        known,
    )
    gold = examples.gold()
    own = [*examples.load()]
    ids = [theme.id for theme in book]

    def learn(items: list) -> Assigner:
        return assigner.fit(ids, passages.of_texts([i.text for i in items], known), [i.themes for i in items])

    model = learn([*own, *(one for one in gold if one.origin != "invented")])
    Path("models/themes").mkdir(parents=True, exist_ok=True)
    Path("models/themes/model.json").write_text(json.dumps({"themes": ids, "version": 1}, indent=1) + "\n")
    given = assigner.decide(model.scores(corpus), ids, settings.max_themes)
    rows = [
        {"finding_id": key, "theme_id": theme, "rank": rank, "score": score, "source": "model"}
        for key, themes in zip(findings["finding_id"], given, strict=True)
        for rank, (theme, score) in enumerate(themes, 1)
    ]
    assigned = tables.frame(tables.FINDING_THEMES, rows)
    tables.write(tables.FINDING_THEMES, assigned)
    counts = assigned["theme_id"].value_counts()
    tables.write(
        tables.THEMES,
        tables.frame(
            tables.THEMES,
            [
                {
                    "theme_id": t.id,
                    "name": t.name,
                    "origin": "codebook",
                    "keywords": "; ".join(t.keywords),
                    "n_findings": int(counts.get(t.id, 0)),
                    "means": t.means,
                }
                for t in book
            ],
        ),
    )
    run_id = digest(*ids, *texts)
    tables.write(
        tables.LINEAGE,
        tables.frame(tables.LINEAGE, [{"theme_id": t, "event": "new", "run": run_id} for t in ids]),
    )
    held = []
    for origin in sorted({one.origin for one in gold}):
        tested = [one for one in gold if one.origin == origin]
        rest = [one for one in gold if one.origin not in (origin, "invented")]
        fresh = learn([*own, *rest])
        scored = fresh.scores(passages.of_texts([one.text for one in tested], known))
        for one, themes in zip(tested, assigner.decide(scored, ids, settings.max_themes), strict=True):
            held.append(
                {
                    "uid": one.uid,
                    "document": one.document,
                    "origin": one.origin,
                    "text": one.text,
                    "gold": " ".join(one.themes),
                    "optional": " ".join(one.optional),
                    "predicted": " ".join(theme for theme, _ in themes),
                    "scores": " ".join(f"{score:.4f}" for _, score in themes),
                }
            )
    schema = tables.HOLDOUT["themes"]
    tables.write(schema, pd.DataFrame(held, columns=list(schema.columns)))
    _log.info("themes: %d findings, %d assignments", len(findings), len(assigned))
