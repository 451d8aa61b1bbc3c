"""``findings.xlsx``: a cover, notes, and one tidy table a sheet, by the Analysis Function's rules."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

from pipeline import tables
from pipeline.report import words
from pipeline.report.corpus import Corpus
from pipeline.report.filling import fill

TEXT_COLUMNS = {"text", "title", "reason", "means", "evidence", "question", "nearest", "phrases", "keywords"}
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FIRST_ROW = 3
MOST_ROWS = 1_048_576 - FIRST_ROW - 1  # of a table: an Excel sheet has no more
COVER = [
    (
        "What this is",
        "Findings of HM Inspectorate of Probation, quoted word for word, with the themes that this project "
        "gives them and the counts that follow. The themes and counts are not the Inspectorate's.",
    ),
    (
        "How to read it",
        "One table a sheet, beginning in row 4. An empty cell means that nothing is known or that it does "
        "not apply. The sheet 'Notes' says what each column means.",
    ),
    (
        "Limits",
        "Read methods.html before quoting. Counts of few inspections prove little, and a theme that is not "
        "mentioned may still be there.",
    ),
    ("Licence", "Contains public sector information licensed under the Open Government Licence v3.0."),
]
FONT = {"font_name": "Arial", "font_size": 12}


@dataclass(frozen=True)
class Sheet:
    """A table with its sheet's name and title; ``meanings`` explains its columns."""

    name: str
    title: str
    table: pd.DataFrame
    meanings: dict[str, str]

    @property
    def shown(self) -> pd.DataFrame:
        """The rows for which a sheet has room."""
        return self.table.head(MOST_ROWS)

    @property
    def says(self) -> str:
        """What stands above the table."""
        said = f"This sheet holds one table of {words.plural(len(self.table), 'row')}"
        if len(self.table) <= MOST_ROWS:
            return f"{said}."
        return f"{said}, of which it has room for the first {MOST_ROWS:,}. All of them are in data/processed."


def write(corpus: Corpus, path: Path) -> None:
    """Write the workbook; the same tables give the same bytes."""
    sheets = contents(corpus)
    sheets = [notes(sheets), *sheets]
    frame = io.BytesIO()
    with xlsxwriter.Workbook(frame, OPTIONS) as book:
        book.formats[0].set_font_name(FONT["font_name"])
        book.formats[0].set_font_size(FONT["font_size"])
        book.set_properties(
            {"title": corpus.params.report.title, "created": _created(corpus), "language": "en-GB"}
        )
        _cover(book, corpus, sheets)
        for sheet in sheets:
            _sheet(book, sheet)
    fill(frame, path, {n: one.shown for n, one in enumerate(sheets, 2)}, FIRST_ROW + 2)


def contents(corpus: Corpus) -> list[Sheet]:
    """The tables of the workbook: findings with their facts first, then the tables of the contract."""
    made = [Sheet("Findings", "Findings, word for word", findings(corpus), MEANINGS)]
    for name, schema, title in PLAIN:
        table = corpus[str(schema.name)]
        meanings = {key: str(column.description) for key, column in schema.columns.items()}
        made.append(Sheet(name, title, table, meanings))
    return made


PLAIN = [
    ("Finding themes", tables.FINDING_THEMES, "Which finding carries which theme, and why"),
    ("Themes", tables.THEMES, "Themes, sub-themes and emerging themes"),
    ("Prevalence", tables.PREVALENCE, "In how many inspections each theme was raised"),
    ("Trends", tables.TRENDS, "Changes between years"),
    ("Recurrence", tables.RECURRENCE, "What became of each weakness between inspections of a place"),
    ("Recommendation links", tables.LINKS, "Actions that may answer a recommendation: suggestions only"),
    ("Repeated recommendations", tables.REPEATS, "Recommendations that resemble an earlier one"),
    ("Associations", tables.ASSOCIATIONS, "What goes together: association, not cause"),
    ("Figures", tables.STATISTICS, "Shares of cases that inspectors gave"),
    ("Inspections", tables.INSPECTIONS, "Inspections"),
    ("Ratings", tables.STANDARD_RATINGS, "Rating of each standard"),
    ("Key questions", tables.KEY_QUESTIONS, "Share of cases judged satisfactory"),
    ("Documents", tables.DOCUMENTS, "Documents, read and set aside"),
]
MEANINGS = {
    "finding_id": "Stable key of the finding.",
    "place": "Place that was inspected.",
    "region": "Probation region.",
    "year": "Year of fieldwork; else of publication.",
    "inspection": "Place and year of the inspection.",
    "counted": "No where another document says it, and for recommendations, actions and quotations.",
    "document": "Title of the document.",
    "document_kind": "What the document is.",
    "published": "Day of publication.",
    "section": "Heading that it stands under.",
    "standard": "Number of the standard that it stands under.",
    "page": "Page of the document, from 1; 1 where the document has no pages.",
    "kind": "Finding, recommendation, promised action or quotation.",
    "polarity": "Which way it was judged.",
    "polarity_rests_on": "heading, kind (recommendation or action), model or review.",
    "polarity_confidence": "Calibrated chance that the polarity is right, 0 to 1.",
    "main_theme": "Theme that it is mainly about.",
    "other_themes": "Other themes, joined by '; '.",
    "text": "The finding, word for word.",
}


def findings(corpus: Corpus) -> pd.DataFrame:
    """Findings with the facts that a reader filters by, the newest inspection first."""
    table = corpus.evidence
    named = [[corpus.names[key] for key in keys] for keys in table["themes"]]
    return pd.DataFrame(
        {
            "finding_id": table["finding_id"],
            "place": table["place"],
            "region": table["region"],
            "year": table["year"],
            "inspection": table["label"],
            "counted": ["Yes" if keys else "No" for keys in table["counted_in"]],
            "document": table["title"].fillna(table["document_id"]),
            "document_kind": table["document_kind"].map(words.DOCUMENT),
            "published": table["published"],
            "section": table["section"],
            "standard": table["standard"],
            "page": table["page"],
            "kind": table["kind"].map(words.KIND),
            "polarity": table["polarity"].map(words.POLARITY),
            "polarity_rests_on": table["polarity_source"],
            "polarity_confidence": table["polarity_confidence"].round(4),
            "main_theme": [names[0] if names else "No theme" for names in named],
            "other_themes": ["; ".join(names[1:]) for names in named],
            "text": table["text"],
        }
    )


def _created(corpus: Corpus) -> dt.datetime:
    """Day of the newest document: the same input gives the same file."""
    dates = corpus["documents"]["published"].dropna()
    return dt.datetime.combine(dates.max().date(), dt.time()) if len(dates) else dt.datetime(2021, 6, 26)


def _cover(book: Workbook, corpus: Corpus, sheets: list[Sheet]) -> None:
    sheet = book.add_worksheet("Cover")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    head = book.add_format({**FONT, "bold": True, "font_size": 16})
    bold = book.add_format({**FONT, "bold": True, "valign": "top"})
    wrap = book.add_format({**FONT, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, corpus.params.report.title, head)
    lines = [("What it covers", _covers(corpus)), *COVER]
    for row, (name, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrap)
    start = len(lines) + 3
    sheet.write_string(start, 0, "Sheets", bold)
    for row, one in enumerate(sheets, start + 1):
        sheet.write_url(row, 0, f"internal:'{one.name}'!A1", string=one.name)
        sheet.write_string(row, 1, one.title)
    sheet.activate()


def _covers(corpus: Corpus) -> str:
    counted = int(corpus.evidence["counted_in"].map(bool).sum())
    years = corpus.inspections["year"].dropna().tolist()
    inspections = words.plural(len(corpus.inspections), "inspection")
    found = f"{words.plural(counted, 'counted finding')} of {words.plural(len(corpus.evidence), 'finding')}"
    return f"{inspections}{', ' + words.years(years) if years else ''}; {found}."


def notes(sheets: list[Sheet]) -> Sheet:
    """The sheet that says what each column means."""
    rows = [[one.name, key, one.meanings[key]] for one in sheets for key in one.table.columns]
    table = pd.DataFrame(rows, columns=["sheet", "column", "meaning"], dtype="str")
    return Sheet("Notes", "What each column means", table, {})


def _sheet(book: Workbook, one: Sheet) -> None:
    """One sheet without its values: title, how many rows, frozen headers, filters and the two formats."""
    sheet = book.add_worksheet(one.name)
    wrap = book.add_format({**FONT, "text_wrap": True, "valign": "top"})
    day = book.add_format({**FONT, "num_format": "dd/mm/yyyy", "valign": "top"})
    sheet.write_string(0, 0, one.title, book.add_format({**FONT, "bold": True, "font_size": 14}))
    sheet.write_string(1, 0, one.says)
    headers = [{"header": words.capital(key.replace("_", " "))} for key in one.table.columns]
    options = {"name": one.name.replace(" ", "_"), "style": "Table Style Light 1", "columns": headers}
    sheet.add_table(FIRST_ROW, 0, FIRST_ROW + 1, len(headers) - 1, options)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    for place, key in enumerate(one.table.columns):
        sheet.set_column(place, place, 70 if key in TEXT_COLUMNS else max(14, len(key) + 6))
    for place, style in enumerate((wrap, day)):
        sheet.write_blank(FIRST_ROW + 1, place, None, style)
