"""Tables about inspections: prevalence, change, recurrence, links, associations."""

from pipeline.tables.schema import PROCESSED, RATINGS, count, date, flag, number, share, table, text

INSPECTIONS = table(
    PROCESSED / "inspections.parquet",
    "One row an inspection: a place and its fieldwork, with the documents about it.",
    ["inspection_id"],
    {
        "inspection_id": text("Place and year (and month, where a place was inspected twice in a year)."),
        "pdu": text("Probation Delivery Unit; empty for a regional or national inspection.", empty=True),
        "region": text("Probation region.", empty=True),
        "year": count("Of fieldwork; else of publication.", empty=True),
        "fieldwork_start": date("First day of fieldwork."),
        "programme": text("Inspection programme.", empty=True),
        "basis": text(
            "Kind of the documents whose findings count: the report, or what stands in for it.",
            ["report", "press_release", "response_letter", "press_release and response_letter", "other"],
        ),
        "document_ids": text("All documents about it, joined by '; '."),
        "counted_ids": text("Documents whose findings count, joined by '; '."),
        "overall_rating": text("As published.", RATINGS, empty=True),
        "score": number("Overall score.", empty=True),
        "score_max": number("Highest score possible.", empty=True),
    },
)

INSPECTION_FINDINGS = table(
    PROCESSED / "inspection_findings.parquet",
    "Which finding belongs to which inspection, and whether it is counted.",
    ["inspection_id", "finding_id"],
    {
        "inspection_id": text("Of inspections."),
        "finding_id": text("Of findings."),
        "counted": flag("Counts towards prevalence."),
        "why_not": text("Why it does not count.", empty=True),
    },
)

PREVALENCE = table(
    PROCESSED / "theme_prevalence.parquet",
    "How many inspections raised a theme, by place, year and polarity.",
    ["level", "area", "period", "year", "theme_id", "polarity"],
    {
        "level": text("What area is.", ["pdu", "region", "all"]),
        "area": text("Name of the PDU or region; 'England and Wales' at level all."),
        "period": text(
            "What the row covers; 'all years' also holds the inspections whose year is unknown.",
            ["all years", "year", "year unknown"],
        ),
        "year": count("Of fieldwork, where period is 'year'; else empty.", empty=True),
        "theme_id": text("Of themes."),
        "polarity": text(
            "strength, improvement, both (in the same inspection), any.",
            ["strength", "improvement", "both", "any"],
        ),
        "n_findings": count("Counted findings that carry the theme; a mixed one on both sides."),
        "n_main": count("Counted findings that are mainly about the theme."),
        "n_documents": count("Inspections read: the denominator."),
        "n_documents_with": count("Inspections with the theme."),
        "share": share("n_documents_with / n_documents."),
        "ci_low": share("Wilson interval; empty at level pdu and where it would mislead.", empty=True),
        "ci_high": share("Wilson interval.", empty=True),
        "small": flag("The denominator is below track.small_n."),
        "n_reports": count("Of n_documents, inspections whose report was read."),
        "n_looked_at": count("Of n_documents, inspections whose programme looks at the theme."),
        "prominence": text(
            "At level pdu instead of a percentage. prominent: track.prominent findings or more are mainly "
            "about it; stated: fewer; in passing: none, it is a second theme; absent.",
            ["absent", "in passing", "stated", "prominent"],
            empty=True,
        ),
        "note": text("What a reader must know before quoting it.", empty=True),
    },
)

TRENDS = table(
    PROCESSED / "theme_trends.parquet",
    "Change of a theme's prevalence between two years or programmes.",
    ["area", "theme_id", "polarity", "from_year", "to_year"],
    {
        "area": text("Region, or 'England and Wales'."),
        "theme_id": text("Of themes."),
        "polarity": text("strength or improvement.", ["strength", "improvement"]),
        "from_year": count("Earlier year."),
        "to_year": count("Later year."),
        "from_share": share("from_with / from_n; empty where the years cannot be compared.", empty=True),
        "to_share": share("to_with / to_n; empty where the years cannot be compared.", empty=True),
        "from_n": count("Reports of the earlier year whose programme looks at the theme."),
        "to_n": count("Reports of the later year whose programme looks at the theme."),
        "from_with": count("Of from_n, those that raised the theme."),
        "to_with": count("Of to_n, those that raised the theme."),
        "change": number("to_share - from_share.", -1, 1, empty=True),
        "ci_low": number(
            "Newcombe interval of the change; empty below track.min_n inspections.", -1, 1, empty=True
        ),
        "ci_high": number("Newcombe interval of the change.", -1, 1, empty=True),
        "p_value": share("Fisher's exact test.", empty=True),
        "p_adjusted": share("Corrected for many comparisons (Benjamini-Hochberg).", empty=True),
        "programme_break": flag("The two years were inspected under different programmes."),
        "comparable": flag("Both programmes look at the theme."),
        "note": text("What a reader must know before quoting it.", empty=True),
    },
)

RECURRENCE = table(
    PROCESSED / "theme_recurrence.parquet",
    "What became of a theme between successive inspections of one PDU.",
    ["pdu", "theme_id", "from_inspection", "to_inspection"],
    {
        "pdu": text("Probation Delivery Unit."),
        "theme_id": text("Of themes."),
        "from_inspection": text("Of inspections."),
        "to_inspection": text("Of inspections."),
        "from_year": count("Of the earlier inspection.", empty=True),
        "to_year": count("Of the later inspection.", empty=True),
        "status": text(
            "Of the weakness; reversed: it is now a strength.",
            ["persistent", "resolved", "new", "reversed", "not_assessed"],
        ),
        "evidence": text("finding_ids of both ends: earlier ones, '|', later ones, each joined by ' '."),
        "figures": text("Figures that both ends give for the same thing, side by side.", empty=True),
        "from_value": share("Share of cases in which the thing was done, earlier.", empty=True),
        "to_value": share("Share of cases in which the thing was done, later.", empty=True),
        "note": text("What a reader must know before quoting it.", empty=True),
    },
)

LINKS = table(
    PROCESSED / "recommendation_links.parquet",
    "Actions that may answer a recommendation: suggestions, not proof that anything was done.",
    ["inspection_id", "recommendation_id", "action_id"],
    {
        "inspection_id": text("Of inspections."),
        "recommendation_id": text("finding_id of the recommendation."),
        "addressee": text("Whom it is addressed to.", empty=True),
        "themes": text("theme_ids of the recommendation, the main one first, joined by ' '.", empty=True),
        "listed": flag("A release names the recommendation in a sentence; the report's own was not read."),
        "status": text(
            "suggested: action_id may answer it; else why action_id is empty.",
            ["suggested", "no action answers it", "no response was read"],
        ),
        "action_id": text("finding_id of the action; empty where none answers it.", empty=True),
        "theme_id": text("Theme that both share; else the recommendation's.", empty=True),
        "score": share(
            "Likeness of the two, no probability; without action_id that of the nearest action, else 0."
        ),
        "date": text("Dates that the action states, as written, joined by '; '.", empty=True),
    },
)

REPEATS = table(
    PROCESSED / "recommendation_repeats.parquet",
    "Recommendations of an inspection that one of the inspection before resembles.",
    ["recommendation_id", "earlier_id"],
    {
        "recommendation_id": text("finding_id of the later recommendation."),
        "earlier_id": text("finding_id of the earlier recommendation."),
        "listed": flag("One of the two is a sentence of a release that names some recommendations."),
        "score": share("Likeness of the two, 0 to 1."),
    },
)

ASSOCIATIONS = table(
    PROCESSED / "theme_associations.parquet",
    "Which weaknesses appear together, and which strengths go with better ratings: association, not cause.",
    ["kind", "theme_id", "other"],
    {
        "kind": text("What is associated.", ["weaknesses", "strength and rating"]),
        "theme_id": text("Of themes."),
        "other": text("The other theme_id, or 'rating'."),
        "measure": text("What effect is.", ["log odds ratio", "rank-biserial correlation"]),
        "effect": number("0: no association; above 0: they go together.", None),
        "ci_low": number("Of the effect.", None, empty=True),
        "ci_high": number("Of the effect.", None, empty=True),
        "p_adjusted": share(
            "Of no association, corrected for many comparisons (Benjamini-Hochberg).", empty=True
        ),
        "n": count("Reports whose programme looks at the theme (at both themes)."),
        "n_theme": count("Of these, reports that raise theme_id."),
        "n_other": count("Of these, reports that raise the other theme; of ratings, those rated."),
        "n_both": count("Reports with both; of ratings, rated reports that raise theme_id."),
        "says": text("The finding in words, as association."),
    },
)
