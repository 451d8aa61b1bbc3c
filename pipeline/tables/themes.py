"""Tables about themes, and the predictions that evaluation compares with hand coding."""

import pandera.pandas as pa

from pipeline.tables.schema import INTERIM, POLARITIES, PROCESSED, count, share, table, text

THEMES = table(
    PROCESSED / "themes.parquet",
    "Codebook themes, discovered sub-themes and emerging themes.",
    ["theme_id"],
    {
        "theme_id": text("Stable key."),
        "name": text("What a reader sees."),
        "origin": text("codebook, or discovered by clustering.", ["codebook", "discovered"]),
        "parent": text("Theme that a discovered sub-theme belongs to.", empty=True),
        "keywords": text("Key phrases, joined by '; '."),
        "n_findings": count("Findings that carry it."),
        "means": text(
            "Definition from the codebook; of a discovered theme its most central finding.", empty=True
        ),
        "stability": share("Agreement of the theme over resampled documents.", empty=True),
        "robust": pa.Column("boolean", nullable=True, description="Stability is high enough to rely on."),
    },
)

FINDING_THEMES = table(
    PROCESSED / "finding_themes.parquet",
    "Which findings carry which themes; a finding without a row is unassigned.",
    ["finding_id", "theme_id"],
    {
        "finding_id": text("Of findings."),
        "theme_id": text("Of themes (sub-themes are in subtheme)."),
        "rank": pa.Column("int64", pa.Check.ge(1), description="1: mainly about."),
        "score": share("Calibrated chance that a coder gives this theme."),
        "source": text("model, or a reviewer's decision.", ["model", "review"]),
        "subtheme": text("theme_id of the discovered sub-theme.", empty=True),
        "phrases": text("Phrases that carried the assignment, joined by '; '.", empty=True),
        "nearest": text("Nearest example of the theme.", empty=True),
        "runner_up": text("theme_id of the best theme that was not given.", empty=True),
    },
)

LINEAGE = table(
    PROCESSED / "theme_lineage.parquet",
    "What became of each theme from one run to the next.",
    None,
    {
        "theme_id": text("Of themes, or of a theme that is gone."),
        "event": text("What happened.", ["new", "kept", "split", "merged", "retired"]),
        "from": text("theme_id in the earlier run.", empty=True),
        "run": text("Hash of the findings, the codebook and the teaching that the run read."),
    },
)

REVIEW_STATUS = table(
    PROCESSED / "review_status.parquet",
    "Every decision that a reviewer made, and what became of it.",
    None,
    {
        "finding_id": text("Of findings, or of a finding that is gone."),
        "field": text("What was decided.", ["polarity", "themes"]),
        "value": text("A polarity, or theme ids joined by ' '; '' where no theme fits."),
        "who": text("Reviewer."),
        "when": text("Day of the decision."),
        "why": text("Reason that the reviewer gave."),
        "file": text("File in data/review."),
        "status": text(
            "applied; superseded by a later one; orphaned: the finding is gone; invalid: unknown value.",
            ["applied", "superseded", "orphaned", "invalid"],
        ),
        "candidate": text("Of an orphaned decision the finding that is most like it.", empty=True),
    },
)

HOLDOUT = {
    "polarity": table(
        INTERIM / "polarity_holdout.parquet",
        "Polarity of hand-coded findings by the model that judges all others and learnt from none of these.",
        ["uid"],
        {
            "uid": text("Of the gold finding."),
            "document": text("Of the gold finding."),
            "origin": text("Gold file that it comes from."),
            "text": text("Of the gold finding."),
            "gold": text("Hand-coded polarity.", POLARITIES),
            "predicted": text("Model's polarity.", POLARITIES),
            "confidence": share("Calibrated."),
        },
    ),
    "themes": table(
        INTERIM / "themes_holdout.parquet",
        "Themes of hand-coded findings by the model that judges all others and learnt from none of these.",
        ["uid"],
        {
            "uid": text("Of the gold finding."),
            "document": text("Of the gold finding."),
            "origin": text("Gold file that it comes from."),
            "text": text("Of the gold finding."),
            "gold": text("Hand-coded themes, the main one first, joined by ' '."),
            "optional": text("Themes that a second coder might give, joined by ' '."),
            "predicted": text("Model's themes, the main one first, joined by ' '."),
            "scores": text("Calibrated scores of predicted, joined by ' '."),
        },
    ),
}

HAND_CODING = table(
    PROCESSED / "hand_coding.parquet",
    "Hand-coded findings beside what the models say, which learnt from none of it.",
    ["uid"],
    {
        "uid": text("Of the gold finding."),
        "document": text("Of the gold finding."),
        "origin": text("Gold file that it comes from."),
        "text": text("Of the gold finding."),
        "polarity": text("By hand.", POLARITIES),
        "model_polarity": text("By the model.", POLARITIES),
        "confidence": share("Calibrated chance that the model's polarity is right."),
        "themes": text("By hand, the main one first, joined by ' '."),
        "optional": text("Themes that a second coder might give, joined by ' '."),
        "model_themes": text("By the model, the main one first, joined by ' '."),
        "scores": text("Calibrated scores of model_themes, joined by ' '."),
    },
)
