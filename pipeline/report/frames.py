"""The two frames of findings that all pages draw on, made from the tables of the stages before."""

from collections.abc import Mapping

import pandas as pd

SIDES = pd.DataFrame(
    [(side, side) for side in ("strength", "improvement")]
    + [("mixed", side) for side in ("strength", "improvement")],
    columns=["polarity", "side"],
    dtype="str",
)


def evidence(tables: Mapping[str, pd.DataFrame], inspections: pd.DataFrame) -> pd.DataFrame:
    """One row a finding, the newest first; columns as ``Corpus.evidence`` says.

    Parameters
    ----------
    tables: by name.
    inspections: as ``Corpus.inspections`` gives them, in the order of the pages.

    """
    names = {
        "kind": "document_kind",
        "pdu": "document_pdu",
        "region": "document_region",
        "year": "document_year",
    }
    documents = tables["documents"].rename(columns=names)
    kept = [
        "document_id",
        "title",
        *names.values(),
        "published",
        "fieldwork_start",
        "fieldwork_precision",
        "format",
    ]
    table = tables["findings"].merge(documents[kept], on="document_id", how="left", validate="m:1")
    belongs = tables["inspection_findings"].sort_values(["finding_id", "inspection_id"])
    for name, held in (
        ("counted_in", belongs[belongs["counted"]]),
        ("other_in", belongs[~belongs["counted"]]),
    ):
        table[name] = tuples(held, "inspection_id", table["finding_id"])
    ranked = tables["finding_themes"].sort_values(["finding_id", "rank", "theme_id"])
    table["themes"] = tuples(ranked, "theme_id", table["finding_id"])
    first = [next(iter(a + b), None) for a, b in zip(table["counted_in"], table["other_in"], strict=True)]
    table["inspection_id"] = pd.Series(first, index=table.index, dtype="str")
    facts = inspections.set_index("inspection_id")[["place", "region", "year", "label", "when"]]
    table = table.join(facts, on="inspection_id")
    table["order"] = table["inspection_id"].map({key: n for n, key in enumerate(facts.index)})
    keys = ["order", "document_kind", "document_id", "position"]
    return table.sort_values(keys, na_position="last", kind="stable").reset_index(drop=True)


def raised(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a counted finding, inspection, theme and side; columns as ``Corpus.raised`` says."""
    belongs = tables["inspection_findings"]
    table = belongs.loc[belongs["counted"], ["inspection_id", "finding_id"]]
    table = table.merge(tables["findings"][["finding_id", "polarity"]], on="finding_id")
    themes = tables["finding_themes"][["finding_id", "theme_id", "rank", "score"]]
    table = table.merge(themes, on="finding_id").merge(SIDES, on="polarity")
    return table.drop(columns="polarity")


def tuples(rows: pd.DataFrame, column: str, keys: "pd.Series[str]") -> list[tuple[str, ...]]:
    """For each finding id of ``keys`` the values of ``column`` in the order of ``rows``."""
    found: dict[str, list[str]] = {}
    for key, value in zip(rows["finding_id"], rows[column], strict=True):
        found.setdefault(key, []).append(value)
    return [tuple(found.get(key, ())) for key in keys]
