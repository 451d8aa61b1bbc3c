"""Notes that warn a reader, put together column by column."""

import pandas as pd

Part = tuple[pd.Series, str | pd.Series]


def joined(index: pd.Index, parts: list[Part]) -> pd.Series:
    """Sentences whose condition holds, joined by a space; empty where none does.

    Parameters
    ----------
    index: of the rows.
    parts: condition (bool, a row each) and the sentence, one for all rows or one a row.

    """
    note = pd.Series("", index=index, dtype="str")
    for condition, sentence in parts:
        text = sentence if isinstance(sentence, pd.Series) else pd.Series(sentence, index=index, dtype="str")
        note = note.where(~condition, note + " " + text)
    return note.str.strip().replace("", None).astype("str")
