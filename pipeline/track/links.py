"""Actions that may answer a recommendation, and recommendations that come back.

A link is a suggestion: two texts that speak of the same thing. It does not say that the action was
taken, or that it would be enough.
"""

import pandas as pd

from pipeline.tables import LINKS, REPEATS
from pipeline.track.dates import dates
from pipeline.track.likeness import shared_theme

LINKED = "suggested"
UNANSWERED = "no action answers it"
NO_LETTER = "no response was read"
LISTED = r"\brecommendations?\b[^.]{0,60}\bincluding\b"


def recommendations(belonging: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Recommendations of each inspection.

    Where none was read, the sentence of a release that names some of them stands in; ``listed`` says so.

    Parameters
    ----------
    belonging: of schema INSPECTION_FINDINGS.
    findings: of schema FINDINGS.

    Returns
    -------
    ``inspection_id``, ``finding_id``, ``addressee``, ``text``, ``listed``.

    """
    columns = ["finding_id", "kind", "addressee", "text"]
    rows = belonging[["inspection_id", "finding_id"]].merge(findings[columns], on="finding_id")
    made = rows[rows["kind"].eq("recommendation")]
    names = rows["kind"].isin(["sentence", "bullet"]) & rows["text"].str.contains(LISTED, case=False)
    stand_in = rows[names & ~rows["inspection_id"].isin(made["inspection_id"])]
    parts = [made.assign(listed=False), stand_in.assign(listed=True)]
    return pd.concat(parts, ignore_index=True).drop(columns="kind")


def candidates(made: pd.DataFrame, belonging: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Every recommendation with every action of the same inspection.

    Returns
    -------
    ``inspection_id``, ``left`` (the recommendation) and ``right`` (the action).

    """
    actions = findings.loc[findings["kind"].eq("action"), ["finding_id"]]
    taken = belonging[["inspection_id", "finding_id"]].merge(actions, on="finding_id")
    left = made[["inspection_id", "finding_id"]].rename(columns={"finding_id": "left"})
    return left.merge(taken.rename(columns={"finding_id": "right"}), on="inspection_id")


def links(
    made: pd.DataFrame, pairs: pd.DataFrame, findings: pd.DataFrame, themes: pd.DataFrame, threshold: float
) -> pd.DataFrame:
    """Suggested answers of each recommendation, best first, and the recommendations without one.

    Parameters
    ----------
    made: from ``recommendations``.
    pairs: from ``candidates``, with ``score`` from ``likeness.likeness``.
    findings: of schema FINDINGS.
    themes: of schema FINDING_THEMES.
    threshold: score from which a pair is suggested.

    Returns
    -------
    A table of schema LINKS.

    """
    found = pairs[pairs["score"] >= threshold].rename(columns={"right": "action_id"})
    found = found.assign(shared=shared_theme(found.rename(columns={"action_id": "right"}), themes))
    keep = ["inspection_id", "left", "action_id", "score", "shared"]
    rows = made.rename(columns={"finding_id": "left"})
    rows = rows.merge(found[keep], on=["inspection_id", "left"], how="left")
    nearest = pairs.groupby(["inspection_id", "left"])["score"].max().rename("nearest").reset_index()
    rows = rows.merge(nearest, on=["inspection_id", "left"], how="left")
    rows["score"] = rows["score"].fillna(rows["nearest"]).fillna(0.0)
    rows["themes"] = (
        rows["left"].map(_listed(themes[themes["finding_id"].isin(made["finding_id"])])).astype("str")
    )
    rows["theme_id"] = rows["shared"].fillna(rows["themes"].str.replace(" .*", "", regex=True)).astype("str")
    rows["status"] = _answered(rows, pairs)
    actions = findings[findings["finding_id"].isin(rows["action_id"])].set_index("finding_id")["text"]
    rows["date"] = rows["action_id"].map(actions.map(dates)).astype("str")
    rows = rows.rename(columns={"left": "recommendation_id"})
    order = ["inspection_id", "recommendation_id", "score", "action_id"]
    rows = rows.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return LINKS.validate(rows[list(LINKS.columns)])


def _answered(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Whether an action is suggested; a recommendation without a letter is not 'unanswered'."""
    status = pd.Series(LINKED, index=rows.index, dtype="str")
    status = status.mask(rows["action_id"].isna(), UNANSWERED)
    return status.mask(~rows["inspection_id"].isin(pairs["inspection_id"]), NO_LETTER)


def _listed(themes: pd.DataFrame) -> pd.Series:
    """Themes of each finding, the main one first, joined by a space."""
    ordered = themes.sort_values(["finding_id", "rank", "theme_id"])
    return ordered.groupby("finding_id")["theme_id"].agg(" ".join)


def successive(inspections: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Every recommendation with those of the last inspection of the same PDU that made any.

    Returns
    -------
    ``left`` (the later recommendation), ``right`` (the earlier one) and ``listed``: one of them is the
    sentence of a release that names some recommendations.

    """
    own = made[["inspection_id", "finding_id", "listed"]]
    units = inspections[inspections["pdu"].notna() & inspections["year"].notna()]
    units = units[units["inspection_id"].isin(own["inspection_id"])]
    units = units.sort_values(["pdu", "year", "fieldwork_start", "inspection_id"])
    units = units.assign(earlier=units.groupby("pdu")["inspection_id"].shift(1))
    later = own.merge(units[["inspection_id", "earlier"]].dropna(), on="inspection_id")
    rows = later.merge(own, left_on="earlier", right_on="inspection_id", suffixes=("", "_earlier"))
    rows["listed"] |= rows["listed_earlier"]
    rows = rows.rename(columns={"finding_id": "left", "finding_id_earlier": "right"})
    return rows[["left", "right", "listed"]]


def repeats(pairs: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Recommendations that one of the inspection before resembles.

    Parameters
    ----------
    pairs: from ``successive``, with ``score`` from ``likeness.likeness``.
    threshold: score from which a recommendation counts as repeated.

    Returns
    -------
    A table of schema REPEATS.

    """
    rows = pairs[pairs["score"] >= threshold]
    rows = rows.rename(columns={"left": "recommendation_id", "right": "earlier_id"})
    order = ["recommendation_id", "score", "earlier_id"]
    rows = rows.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return REPEATS.validate(rows[list(REPEATS.columns)])
