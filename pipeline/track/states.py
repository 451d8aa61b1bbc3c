"""What each inspection says of each theme, and whether its silence says anything."""

import pandas as pd

KEYS = ["inspection_id", "theme_id"]


def states(
    inspections: pd.DataFrame, present: pd.DataFrame, looked: pd.DataFrame, themes: list[str]
) -> pd.DataFrame:
    """One row an inspection and theme.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    present: from ``prevalence.presence``.
    looked: from ``programmes.looked_at``.
    themes: theme_ids.

    Returns
    -------
    ``inspection_id``, ``theme_id`` and flags: ``strength``, ``improvement`` (raised as such),
    ``looked`` (the programme looks at it), ``full`` (known from the report, not from a release) and
    ``telling`` (both: a theme that was not raised was looked at and found nothing to say about).

    """
    grid = inspections[["inspection_id", "basis"]].merge(
        pd.DataFrame({"theme_id": themes}, dtype="str"), how="cross"
    )
    place = pd.MultiIndex.from_frame(grid[KEYS])
    for side in ("strength", "improvement"):
        raised = present.loc[present["polarity"].eq(side), KEYS]
        grid[side] = place.isin(pd.MultiIndex.from_frame(raised))
    grid["looked"] = place.isin(pd.MultiIndex.from_frame(looked[KEYS]))
    grid["full"] = grid["basis"].eq("report")
    grid["telling"] = grid["looked"] & grid["full"]
    return grid.drop(columns="basis")
