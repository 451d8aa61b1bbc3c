"""Tables about documents: what was read, their blocks, ratings and key questions."""

from pipeline.tables.schema import INTERIM, KINDS, PROCESSED, RATINGS, count, date, number, share, table, text

DOCUMENTS = table(
    PROCESSED / "documents.parquet",
    "One row a file under data/raw, read or set aside.",
    ["document_id"],
    {
        "document_id": text("Stable, readable key, made from the file's name."),
        "path": text("The file, relative to the project."),
        "sha256": text("Of the file's bytes."),
        "format": text("pdf, docx, html, md, txt; unknown where it is none of them."),
        "kind": text("What it is.", KINDS),
        "title": text("As the document gives it.", empty=True),
        "pdu": text("Probation Delivery Unit; several are joined by '; '.", empty=True),
        "region": text("Probation region; several are joined by '; '.", empty=True),
        "fieldwork_start": date(
            "First day of fieldwork; the first of the month where only a month is given."
        ),
        "fieldwork_precision": text("day, month or year: how exactly fieldwork_start is known.", empty=True),
        "published": date("Day of publication."),
        "year": count("Of fieldwork; else of publication.", empty=True),
        "programme": text("Inspection programme and standards it was made under.", empty=True),
        "overall_rating": text("As published.", RATINGS, empty=True),
        "score": number("Overall score.", empty=True),
        "score_max": number("Highest score possible under the programme.", empty=True),
        "pages": count("Pages of a paged format; else 1.", empty=True),
        "duplicate_of": text("document_id of the document that this one repeats.", empty=True),
        "status": text("read, or quarantined: set aside and counted nowhere.", ["read", "quarantined"]),
        "reason": text("Why it was set aside, in words.", empty=True),
    },
)

BLOCKS = table(
    INTERIM / "blocks.parquet",
    "The parts of a document in reading order.",
    ["document_id", "position"],
    {
        "document_id": text("Of documents."),
        "position": count("Order in the document, from 0."),
        "kind": text(
            "What it is; furniture is a running head, page number, contents line or site chrome.",
            ["heading", "paragraph", "item", "row", "quote", "footnote", "caption", "furniture"],
        ),
        "level": count("Of a heading: 1 is the highest. Of an item: depth of nesting from 1. Else 0."),
        "text": text("White space folded, footnote marks removed; cells of a row are joined by ' | '."),
        "page": count("Page of the source on which it begins, from 1."),
        "char_start": count("Into texts/<document_id>.txt: text[char_start:char_end] is exactly the text."),
        "char_end": count("Into texts/<document_id>.txt."),
    },
)

STANDARD_RATINGS = table(
    PROCESSED / "ratings.parquet",
    "The rating of each standard.",
    ["document_id", "standard"],
    {
        "document_id": text("Of documents."),
        "standard": text("Its number, such as 1.1 or 2.4."),
        "name": text("Its name."),
        "rating": text("As published.", [*RATINGS, "Not rated"]),
    },
)

KEY_QUESTIONS = table(
    PROCESSED / "key_questions.parquet",
    "The share of cases judged satisfactory for each key question.",
    ["document_id", "standard", "question"],
    {
        "document_id": text("Of documents."),
        "standard": text("Number of the standard that it belongs to."),
        "question": text("As published."),
        "share": share("Share of cases answered Yes."),
    },
)
