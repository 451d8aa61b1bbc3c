"""Which findings speak most clearly of a theme: the order in which pages choose what they quote."""

import pandas as pd

WORDS = (8, 70)


def ranked(raised: pd.DataFrame, findings: pd.DataFrame, asked: "pd.Series[str]") -> pd.DataFrame:
    """Rows of ``raised``, the clearest first, whatever their theme and side.

    Mixed, very short and very long findings, those that name a recommendation, and those in which the model
    does not see what their heading says, come later; then those that are mainly about the theme come first,
    bullets before sentences, the surest in theme and polarity.

    Parameters
    ----------
    raised: columns ``inspection_id``, ``finding_id``, ``theme_id``, ``side``, ``rank``, ``score``.
    findings: columns ``finding_id``, ``text``, ``kind``, ``polarity``, ``polarity_confidence``,
        ``polarity_source``, ``model_polarity``.
    asked: ids of recommendations that the collection links with actions.

    """
    length = findings["text"].map(lambda text: len(text.split()))
    odd = ~length.between(*WORDS) | findings["polarity"].eq("mixed") | findings["finding_id"].isin(asked)
    odd |= findings["polarity_source"].eq("heading") & findings["model_polarity"].ne(findings["polarity"])
    columns = ["finding_id", "polarity_confidence", "kind"]
    facts = findings[columns].assign(odd=odd, turn=findings["finding_id"].rank().astype("int64"))
    rows = raised.merge(facts, on="finding_id")
    rows["loose"] = rows["kind"].ne("bullet")
    rows["sure"] = -(rows["score"] * rows["polarity_confidence"]).round(6)
    rows = rows.sort_values(["odd", "rank", "loose", "sure", "turn"], kind="stable")
    kept = ["inspection_id", "finding_id", "theme_id", "side"]
    return rows[kept].astype({"inspection_id": "category", "theme_id": "category", "side": "category"})
