"""Whether two themes say the same: every pair of themes, by the findings and by the definitions."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COLUMNS = ["theme_a", "theme_b", "n_a", "n_b", "n_both", "jaccard", "phi", "cosine"]


def pairs(
    assigned: pd.DataFrame, n_findings: int, definitions: dict[str, NDArray[np.float32]]
) -> pd.DataFrame:
    """One row a pair of themes, the likeliest duplicates first.

    Parameters
    ----------
    assigned: finding_themes.
    n_findings: findings of the corpus, those without a theme among them.
    definitions: unit vector of each theme's definition; a pair without both has an empty cosine.

    """
    carriers = {str(theme): set(own["finding_id"]) for theme, own in assigned.groupby("theme_id")}
    names = sorted(set(carriers) | set(definitions))
    rows = [
        _pair(a, b, carriers.get(a, set()), carriers.get(b, set()), n_findings)
        | {"cosine": _cosine(definitions, a, b)}
        for a, b in combinations(names, 2)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(
        ["jaccard", "cosine", "theme_a", "theme_b"], ascending=[False, False, True, True], ignore_index=True
    )


def duplicates(table: pd.DataFrame, jaccard: float, cosine: float) -> pd.DataFrame:
    """Pairs that share at least ``jaccard`` of their findings or whose definitions are ``cosine`` alike."""
    return table[(table["jaccard"] >= jaccard) | (table["cosine"] >= cosine)].reset_index(drop=True)


def _pair(a: str, b: str, with_a: set[str], with_b: set[str], n: int) -> dict[str, object]:
    both, either = len(with_a & with_b), len(with_a | with_b)
    sizes = {"n_a": len(with_a), "n_b": len(with_b), "n_both": both}
    jaccard = both / either if either else 0.0
    return {
        "theme_a": a,
        "theme_b": b,
        **sizes,
        "jaccard": jaccard,
        "phi": phi(both, len(with_a), len(with_b), n),
    }


def phi(both: int, with_a: int, with_b: int, n: int) -> float | None:
    """Correlation of two yes-or-no variables over ``n`` findings; none where one of them never varies."""
    spread = with_a * (n - with_a) * with_b * (n - with_b)
    return (n * both - with_a * with_b) / spread**0.5 if spread else None


def _cosine(definitions: dict[str, NDArray[np.float32]], a: str, b: str) -> float | None:
    return float(definitions[a] @ definitions[b]) if a in definitions and b in definitions else None
