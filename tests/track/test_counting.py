"""What counts towards an inspection, and on which side."""

from corpus import Corpus, coded, documents, findings, only


def corpus(*rows, documents_=None, themes=None):
    made = documents_ if documents_ is not None else documents(("a", "report", "Ashby", "2022-10"))
    return Corpus(made, findings(*rows), coded(themes or {}))


def why(made, finding, **values):
    row = only(made.belonging, finding_id=finding, **values)
    return None if row["counted"] else row["why_not"]


def test_bullets_and_sentences_count_and_other_kinds_are_tracked_apart():
    made = corpus(
        ("bullet", "a", "strength"),
        ("sentence", "a", "strength", {"kind": "sentence"}),
        ("quote", "a", "strength", {"kind": "quote"}),
        ("advice", "a", "improvement", {"kind": "recommendation"}),
        ("action", "a", "improvement", {"kind": "action"}),
    )
    assert why(made, "bullet") is None
    assert why(made, "sentence") is None
    assert "belongs to the finding" in why(made, "quote")
    assert "tracked apart" in why(made, "advice")
    assert "tracked apart" in why(made, "action")


def test_a_summary_repeats_the_report_unless_it_is_all_there_is():
    made = corpus(("said", "a", "strength"), ("again", "a", "strength", {"summary": True}))
    assert "repeats" in why(made, "again")
    assert why(corpus(("again", "a", "strength", {"summary": True})), "again") is None


def test_a_release_is_no_summary_of_itself():
    release = documents(("r", "release", "Ashby", "2022-10"))
    made = corpus(("said", "r", "strength"), ("top", "r", "strength", {"summary": True}), documents_=release)
    assert why(made, "top") is None


def test_findings_of_the_outranked_release_are_kept_but_not_counted():
    both = documents(("a", "report", "Ashby", "2022-10"), ("r", "release", "Ashby", "2022-10"))
    made = corpus(("body", "a", "strength"), ("press", "r", "strength"), documents_=both)
    assert why(made, "body") is None
    assert "another document" in why(made, "press")


def test_a_release_of_two_places_gives_each_place_its_own_findings():
    release = documents(("r", "release", "Ashby; Bexton", "2022-10"))
    made = corpus(
        ("one", "r", "strength", {"pdu": "Ashby"}),
        ("each", "r", "strength", {"pdu": "Ashby; Bexton"}),
        ("unclear", "r", "strength"),
        documents_=release,
    )
    assert list(made.belonging["inspection_id"]) == [*["ashby-2022"] * 3, *["bexton-2022"] * 2]
    assert why(made, "each", inspection_id="bexton-2022") is None
    assert "does not say which" in why(made, "unclear", inspection_id="ashby-2022")


def test_a_mixed_finding_stands_on_both_sides_and_a_neutral_one_on_none():
    made = corpus(
        ("plus", "a", "strength"), ("both", "a", "mixed"), ("none", "a", "neutral"),
        themes={"plus": "workload", "both": "workload", "none": "workload"},
    )  # fmt: skip
    sides = made.mentions.set_index("finding_id")[["strength", "improvement"]].to_numpy().tolist()
    assert list(made.mentions["finding_id"]) == ["both", "none", "plus"]
    assert sides == [[True, True], [False, False], [True, False]]
