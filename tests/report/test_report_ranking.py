"""Which findings pages quote first."""

import pandas as pd

from pipeline.report.ranking import ranked

TEXT = "Staff in the eastern office knew the people whom they supervised well."


def order(*findings: tuple[str, str, str]) -> list[str]:
    """Ids in the order of quoting, of strengths of a theme: (id, source of the polarity, the model's)."""
    frame = pd.DataFrame(findings, columns=["finding_id", "polarity_source", "model_polarity"]).assign(
        text=TEXT, kind="bullet", polarity="strength", polarity_confidence=1.0
    )
    columns = {"inspection_id": "one", "theme_id": "staff", "side": "strength", "rank": 1, "score": 0.9}
    raised = frame[["finding_id"]].assign(**columns)
    return ranked(raised, frame, pd.Series(dtype="str"))["finding_id"].tolist()


def test_a_finding_whose_words_do_not_say_what_its_heading_says_comes_later() -> None:
    assert order(("a", "heading", "neutral"), ("b", "heading", "strength")) == ["b", "a"]


def test_a_reviewers_word_outweighs_the_models() -> None:
    assert order(("a", "review", "neutral"), ("b", "heading", "strength")) == ["a", "b"]
