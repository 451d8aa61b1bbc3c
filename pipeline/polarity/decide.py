"""What a finding's polarity rests on: a reviewer, its heading, its kind, or the model."""

import logging
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables

_log = logging.getLogger(__name__)
IMPROVEMENT_KINDS = ("recommendation", "action")


def findings(
    segments: pd.DataFrame, said: tuple[Sequence[str], np.ndarray], decisions: pd.DataFrame
) -> pd.DataFrame:
    """Segments with polarity, its source and confidence; review, heading, kind, model."""
    polarity, sure = pd.Series(said[0], dtype="str"), pd.Series(said[1], dtype="float64")
    table = segments.reset_index(drop=True).assign(
        model_polarity=polarity,
        model_confidence=sure,
        polarity=polarity,
        polarity_source="model",
        polarity_confidence=sure,
    )
    kind = table["kind"].isin(IMPROVEMENT_KINDS)
    table.loc[kind, ["polarity", "polarity_source"]] = ["improvement", "kind"]
    headed = table["heading"].notna()
    table.loc[headed, "polarity"] = table.loc[headed, "heading"]
    table.loc[headed, "polarity_source"] = "heading"
    chosen = reviewed(decisions).reindex(table["finding_id"]).reset_index(drop=True)
    table.loc[chosen.notna(), "polarity"] = chosen[chosen.notna()]
    table.loc[chosen.notna(), "polarity_source"] = "review"
    table.loc[table["polarity_source"] != "model", "polarity_confidence"] = 1.0
    return table


def settled(segments: pd.DataFrame, alone: pd.DataFrame, surely: float) -> NDArray[np.bool_]:
    """Array (n,): which findings no reading could move from the side that stands already.

    A kind decides by itself; under a heading the words agree with it as ``surely`` as that.

    Parameters
    ----------
    segments: n findings.
    alone: array (n, k), chances without a reading; its columns are the polarities.
    surely: chance from which they agree.

    """
    sided = segments["heading"].notna().to_numpy()
    heading = alone.columns.get_indexer(pd.Index(segments["heading"]))
    agreed = sided & (heading >= 0) & (alone.to_numpy()[np.arange(len(segments)), heading] >= surely)
    return np.asarray(agreed | (~sided & segments["kind"].isin(IMPROVEMENT_KINDS).to_numpy()))


def reviewed(decisions: pd.DataFrame) -> pd.Series:
    """Polarity that reviewers decided on, by finding; what is no polarity is named and left out."""
    rows = decisions[decisions["field"] == "polarity"]
    known = rows["value"].isin(tables.POLARITIES)
    for one in rows[~known].itertuples():
        _log.warning(
            "polarity: %s: %r of %s is no polarity and is left out", one.file, one.value, one.finding_id
        )
    return rows[known].set_index("finding_id")["value"]
