"""Tables that ``dvc plots show`` draws: confusion, reliability, and each theme's scores."""

from pathlib import Path

import pandas as pd

from pipeline import files
from pipeline.evaluate import polarity, themes

FOLDER = Path("reports/plots")


def write(held: dict[str, pd.DataFrame], folder: Path = FOLDER) -> None:
    """Write the three tables from the hold-out tables, all gold files in each."""
    for name, table in (
        ("confusion", confusion(held["polarity"])),
        ("reliability", reliability(held["polarity"])),
        ("themes", per_theme(held["themes"])),
    ):
        text = table.to_csv(index=False, lineterminator="\n", float_format="%.4f")
        files.write(folder / f"{name}.csv", text)


def confusion(held: pd.DataFrame) -> pd.DataFrame:
    """One row a hand-coded finding: its polarity by hand and by model."""
    return held.sort_values(["origin", "uid"])[["origin", "uid", "gold", "predicted"]]


def reliability(held: pd.DataFrame) -> pd.DataFrame:
    """One row a gold file and bin of confidence."""
    rows = [{"origin": origin} | row for origin, one in _by_origin(held) for row in polarity.reliability(one)]
    return pd.DataFrame(rows, columns=["origin", "low", "high", "n", "confidence", "accuracy"])


def per_theme(held: pd.DataFrame) -> pd.DataFrame:
    """One row a gold file and theme that hand coding or model gave."""
    rows = []
    for origin, one in _by_origin(held):
        names, counts = themes.tally(one)
        scores = themes.per_theme(names, counts.sum(axis=0))
        rows += [{"origin": origin, "theme": theme} | figures for theme, figures in scores.items()]
    return pd.DataFrame(rows, columns=["origin", "theme", "precision", "recall", "f1", "support", "given"])


def _by_origin(held: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(origin), one.reset_index(drop=True)) for origin, one in held.groupby("origin", sort=True)]
