"""Tables about findings: where they stand, which way they were judged, in what figures."""

from pipeline.tables.schema import (
    FINDING_KINDS,
    INTERIM,
    POLARITIES,
    PROCESSED,
    count,
    flag,
    number,
    share,
    table,
    text,
)

_SEGMENT = {
    "finding_id": text("Stable while its document's text is: document, kind and a hash of the text."),
    "document_id": text("Of documents."),
    "kind": text("What it is.", FINDING_KINDS),
    "section": text("Heading that it stands under.", empty=True),
    "standard": text("Number of the standard that it stands under.", empty=True),
    "text": text("Verbatim, white space folded."),
}
_PLACE = {
    "char_start": count("Into texts/<document_id>.txt: text[char_start:char_end] is exactly the finding."),
    "char_end": count("Into texts/<document_id>.txt."),
    "page": count("Page of the source on which it begins, from 1."),
    "position": count("Order in the document, from 0."),
}

SEGMENTS = table(
    INTERIM / "segments.parquet",
    "Findings before their polarity is judged.",
    ["finding_id"],
    {
        **_SEGMENT,
        "heading": text("Polarity that the heading states.", ["strength", "improvement"], empty=True),
        "addressee": text("Whom a recommendation is addressed to; who answers for an action.", empty=True),
        "belongs_to": text("finding_id of the bullet that a quote stands under.", empty=True),
        "pdu": text(
            "Place that it speaks of; the document's, unless the document covers several.", empty=True
        ),
        "summary": flag("Stands in a foreword or summary, which repeats what the body says."),
        **_PLACE,
    },
)

CLAUSES = table(
    INTERIM / "clauses.parquet",
    "The sentences and clauses of each finding.",
    ["finding_id", "clause"],
    {
        "finding_id": text("Of findings."),
        "clause": count("Order in the finding, from 0."),
        "text": text("The clause, white space folded."),
        "char_start": count("Into the finding's text."),
        "char_end": count("Into the finding's text."),
    },
)

DROPPED = table(
    INTERIM / "dropped.parquet",
    "Blocks and sentences that are no finding, with the reason.",
    None,
    {
        "document_id": text("Of documents."),
        "text": text("The sentence or block."),
        "reason": text("background, rating, heading, furniture ...: why it is no finding."),
        "char_start": count("Into texts/<document_id>.txt."),
        "char_end": count("Into texts/<document_id>.txt."),
    },
)

FINDINGS = table(
    PROCESSED / "findings.parquet",
    "What inspectors judged: one row a finding.",
    ["finding_id"],
    {
        **_SEGMENT,
        "polarity": text("Which way it was judged.", POLARITIES),
        "polarity_source": text("What the polarity rests on.", ["heading", "kind", "model", "review"]),
        "polarity_confidence": share("Calibrated chance that the polarity is right."),
        **_PLACE,
        "heading": text("Polarity that the heading states.", ["strength", "improvement"], empty=True),
        "addressee": text("Whom a recommendation is addressed to; who answers for an action.", empty=True),
        "belongs_to": text("finding_id of the bullet that a quote stands under.", empty=True),
        "pdu": text("Place that it speaks of.", empty=True),
        "summary": flag("Stands in a foreword or summary, which repeats what the body says."),
        "model_polarity": text("What the model says, whatever the heading.", POLARITIES),
        "model_confidence": share("Calibrated chance that the model's polarity is right."),
    },
)

HEADING_DISAGREEMENTS = table(
    PROCESSED / "heading_disagreements.parquet",
    "Findings whose text plainly disagrees with their heading, for a reviewer; the heading stands.",
    ["finding_id"],
    {
        "finding_id": text("Of findings."),
        "document_id": text("Of documents."),
        "heading": text("Polarity that the heading states.", ["strength", "improvement"]),
        "model_polarity": text("What the text says to the model.", POLARITIES),
        "model_confidence": share("Calibrated chance that the model is right."),
        "evidence": text("Words and phrases that the rules found, joined by '; '.", empty=True),
        "text": text("The finding, verbatim."),
        "decided": flag("A reviewer has decided on it."),
    },
)

STATISTICS = table(
    PROCESSED / "statistics.parquet",
    "Shares that inspectors gave, one row a figure.",
    ["finding_id", "char_start"],
    {
        "finding_id": text("Of findings."),
        "quote": text("As written: '21 out of 55', '36 per cent', 'two thirds'."),
        "value": share(
            "Share of cases in which the thing was done; empty where the sense cannot be told.", empty=True
        ),
        "written": share("Share as written."),
        "sense": text(
            "done, not_done or unclear: what the written share counts.", ["done", "not_done", "unclear"]
        ),
        "approximate": flag("'about', 'almost', 'just over', or a fraction in words."),
        "numerator": number("Of the fraction, where it is given.", empty=True),
        "denominator": number("Of the fraction, where it is given.", empty=True),
        "contradicts": text(
            "The other figure of the same fact that does not agree with this one.", empty=True
        ),
        "char_start": count("Into the finding's text."),
        "char_end": count("Into the finding's text."),
    },
)
