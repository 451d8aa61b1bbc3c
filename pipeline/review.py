"""Reviewers' decisions: read as they come back, and the sheet that asks for them.

A file in ``data/review`` is either the returned review sheet (columns ``new_polarity``, ``new_theme_1`` ...)
or a plain list with the columns ``finding_id, field, value, who, when, why`` and, if known, ``text``.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import xlsxwriter

from pipeline.errors import PipelineError
from pipeline.text import fold

REVIEW = Path("data/review")
FIELDS = ("polarity", "themes")
COLUMNS = ["finding_id", "text", "field", "value", "who", "when", "why", "file"]
NO_THEME = "none"
SHEET = "Review"
N_THEMES = 4
POLARITIES = ["strength", "improvement", "mixed", "neutral"]
WIDTHS = {"finding_id": 24, "text": 80, "themes": 40, "runner_up": 24, "why": 30}
CREATED = dt.datetime(2000, 1, 1)  # a clock would change the bytes at every run
ANSWERS = ["new_polarity", *(f"new_theme_{n}" for n in range(1, N_THEMES + 1))]


def decisions(folder: Path = REVIEW) -> pd.DataFrame:
    """The decision in force for each finding and field.

    ``value`` is a polarity, or theme ids joined by ' ', the main one first; '' where no theme fits. Where
    several decisions speak of one finding and field, the latest ``when`` is in force, then the last file.

    Raises
    ------
    PipelineError: a file cannot be read, or a row with an answer does not say who, when and why.

    """
    return history(folder).drop_duplicates(["finding_id", "field"], keep="last").reset_index(drop=True)


def history(folder: Path = REVIEW) -> pd.DataFrame:
    """Every decision ever made, the earliest first; columns as in ``decisions``.

    Raises
    ------
    PipelineError: as ``decisions``.

    """
    paths = sorted(path for path in folder.rglob("*") if _is_table(path))
    rows = [row for path in paths for row in _decisions_of(path)]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    return table.sort_values(["when", "file"], kind="stable").reset_index(drop=True)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".xlsx"} and not path.name.startswith((".", "~"))


def _decisions_of(path: Path) -> list[dict[str, str]]:
    table = _cells(path)
    wide = "new_polarity" in table.columns
    needed = ["finding_id", "who", "when", "why", *(ANSWERS[:2] if wide else ("field", "value"))]
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise PipelineError(path, f"lacks the column {missing[0]}", "Return the review sheet as it was sent")
    rows = []
    for number, cells in enumerate(table.to_dict("records"), 2):
        rows.extend(_of_row(path, number, {str(key): str(value) for key, value in cells.items()}, wide))
    return rows


def _cells(path: Path) -> pd.DataFrame:
    """All cells of a file as text, white space folded, empty ones ''."""
    try:
        if path.suffix.lower() == ".csv":
            table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        else:
            sheets = pd.read_excel(path, sheet_name=None, dtype="object", keep_default_na=False)
            table = sheets.get(SHEET, next(iter(sheets.values())))
    except Exception as error:
        raise PipelineError(path, f"cannot be read ({error})", "Save it again as .xlsx or .csv") from error
    return table.map(_cell).rename(columns=lambda name: fold(str(name)))


def _cell(value: object) -> str:
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        return pd.Timestamp(str(value)).date().isoformat()
    return "" if value is None or value != value else fold(str(value))  # noqa: PLR0124


def _of_row(path: Path, number: int, cells: dict[str, str], wide: bool) -> list[dict[str, str]]:
    answers = _wide(cells) if wide else {cells["field"]: cells["value"]}
    answers = {field: value for field, value in answers.items() if field or value}
    where = f"{path}: row {number}"
    for field in answers:
        if field not in FIELDS:
            raise PipelineError(where, f"field {field!r} is unknown", f"Use {' or '.join(FIELDS)}")
        if field == "polarity" and answers[field] not in POLARITIES:
            raise PipelineError(
                where, f"polarity {answers[field]!r} is unknown", f"Use one of {', '.join(POLARITIES)}"
            )
    if answers:
        _check_signed(where, cells)
    text = cells.get("text", "")
    signed = {key: cells[key] for key in ("finding_id", "who", "when", "why")}
    signed["when"] = pd.Timestamp(signed["when"]).date().isoformat() if answers else ""
    return [
        {**signed, "text": text, "field": field, "value": _value(value), "file": path.name}
        for field, value in answers.items()
    ]


def _wide(cells: dict[str, str]) -> dict[str, str]:
    themes = " ".join(cells[name] for name in ANSWERS[1:] if cells.get(name))
    answers = {"polarity": cells["new_polarity"], "themes": themes}
    return {field: value for field, value in answers.items() if value}


def _value(value: str) -> str:
    keys = [key for key in value.replace(",", " ").replace(";", " ").split() if key != NO_THEME]
    return " ".join(dict.fromkeys(keys))


def _check_signed(where: str, cells: dict[str, str]) -> None:
    for key in ("finding_id", "who", "when", "why"):
        if not cells[key]:
            raise PipelineError(where, f"a decision without {key}", f"Fill in {key}")
    try:
        pd.Timestamp(cells["when"])
    except ValueError:
        raise PipelineError(where, f"when is no date ({cells['when']})", "Write it as 2025-03-31") from None


def sheet(findings: pd.DataFrame, finding_themes: pd.DataFrame) -> pd.DataFrame:
    """Findings to be reviewed, those first whose coding is least certain and counts for most.

    Doubt is that of the least certain polarity or theme (1: as likely right as wrong, or no theme at all);
    influence is 1 where the finding alone makes its document count towards a theme, 1/2 where two do.

    Parameters
    ----------
    findings: columns ``finding_id``, ``document_id``, ``text``, ``polarity``, ``polarity_confidence``.
    finding_themes: columns ``finding_id``, ``theme_id``, ``rank``, ``score``, ``source``, ``runner_up``.

    """
    rows = finding_themes.merge(findings[["finding_id", "document_id", "polarity"]], on="finding_id")
    together = rows.groupby(["document_id", "theme_id", "polarity"])["finding_id"].transform("size")
    doubt = 1 - (2 * rows["score"] - 1).abs().where(rows["source"] != "review", 1)
    rows = rows.assign(doubt=doubt, influence=1 / together).sort_values(["finding_id", "rank"])
    by = rows.groupby("finding_id")
    themes = _joined(rows["finding_id"], rows["theme_id"])
    table = findings[["finding_id", "text", "polarity", "polarity_confidence"]].set_index("finding_id")
    table = table.assign(themes=themes, runner_up=by["runner_up"].first())
    unsure = (1 - table["polarity_confidence"]).clip(lower=by["doubt"].max().reindex(table.index).fillna(1))
    table["priority"] = (unsure * by["influence"].max().reindex(table.index).fillna(1)).round(4)
    table = table.reset_index().sort_values(["priority", "finding_id"], ascending=[False, True])
    columns = ["finding_id", "text", "polarity", "themes", "runner_up", "priority"]
    return table[columns].fillna("").reset_index(drop=True)


def _joined(keys: "pd.Series[str]", values: "pd.Series[str]") -> "pd.Series[str]":
    """For each key its values in their order, joined by ' '."""
    found: dict[str, list[str]] = {}
    for key, value in zip(keys, values, strict=True):
        found.setdefault(key, []).append(value)
    return pd.Series({key: " ".join(held) for key, held in found.items()}, dtype="str")


def write_sheet(
    path: Path,
    findings: pd.DataFrame,
    finding_themes: pd.DataFrame,
    themes: Sequence[str],
    most: int = 500,
) -> None:
    """Write the review sheet: an Excel file with drop-down lists, the same bytes for the same findings.

    Parameters
    ----------
    path: where to; what is returned goes into ``data/review`` as it is.
    findings, finding_themes: as ``sheet`` takes them.
    themes: ids that may be chosen.
    most: so many findings at most.

    """
    table = sheet(findings, finding_themes).head(most)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Review of findings", "created": CREATED})
    page, lists = book.add_worksheet(SHEET), book.add_worksheet("Lists")
    _write_lists(lists, {"A": POLARITIES, "B": [NO_THEME, *themes]})
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    columns = [*table.columns, *ANSWERS, "who", "when", "why"]
    page.write_row(0, 0, columns, bold)
    for number, row in enumerate(table.itertuples(index=False), 1):
        page.write_row(number, 0, list(row), wrap)
    for place, name in enumerate(columns):
        page.set_column(place, place, WIDTHS.get(name, 14), wrap)
        if name in ANSWERS and len(table):
            letter, length = ("A", len(POLARITIES)) if name == ANSWERS[0] else ("B", len(themes) + 1)
            source = f"=Lists!${letter}$1:${letter}${length}"
            page.data_validation(1, place, len(table), place, {"validate": "list", "source": source})
    page.freeze_panes(1, 1)
    book.close()


def _write_lists(page: xlsxwriter.worksheet.Worksheet, lists: dict[str, list[str]]) -> None:
    for letter, values in lists.items():
        page.write_column(f"{letter}1", values)
