"""Recommendations with their likeness to actions and to earlier recommendations."""

import pandas as pd

from pipeline.params import Track
from pipeline.track.likeness import finding_vectors, likeness
from pipeline.track.links import candidates, links, recommendations, repeats, successive
from pipeline.vectors import Vectors

Tables = dict[str, pd.DataFrame]


def advice(
    units: pd.DataFrame, belonging: pd.DataFrame, given: Tables, vectors: Vectors, settings: Track
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Links of recommendations to actions, and recommendations made again.

    Parameters
    ----------
    units: of schema INSPECTIONS.
    belonging: of schema INSPECTION_FINDINGS.
    given: ``findings``, ``finding_themes`` and ``clauses``, each of its schema.
    vectors: of the clauses.
    settings: params.track.

    Returns
    -------
    Tables of schemas LINKS and REPEATS.

    """
    findings, themes = given["findings"], given["finding_themes"]
    made = recommendations(belonging, findings)
    answers, again = candidates(made, belonging, findings), successive(units, made)
    pairs = pd.concat([answers, again], ignore_index=True)
    ids = sorted({*pairs["left"], *pairs["right"]})
    rows = pd.DataFrame(finding_vectors(ids, given["clauses"], vectors), index=ids)
    texts = findings.set_index("finding_id")["text"].reindex(ids)
    answers["score"] = likeness(answers, texts, rows, themes)
    again["score"] = likeness(again, texts, rows, themes)
    return (
        links(made, answers, findings, themes, settings.link_score),
        repeats(again, settings.repeat_score),
    )
