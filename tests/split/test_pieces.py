import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.split import rules
from pipeline.split.pieces import items, read
from tests.split.conftest import blocks_of

REPORT = [
    ("heading", 1, "An inspection of probation services in Northmoor PDU"),
    ("paragraph", 0, "HM Inspectorate of Probation, May 2024"),
    ("heading", 2, "Foreword"),
    ("furniture", 0, "(Back to top)"),
    ("paragraph", 0, "We inspected 50 cases. Their leaders were impressive. The PDU has been rated ‘Good’."),
    ("heading", 2, "Ratings"),
    ("row", 0, "P 1.1 Leadership | Good"),
    ("heading", 2, "Recommendations"),
    ("paragraph", 0, "As a result of our findings, we have made a number of recommendations."),
    ("heading", 3, "Northmoor PDU should:"),
    ("item", 1, "improve the quality of plans"),
    ("paragraph", 0, "The region should:"),
    ("item", 1, "fill its posts"),
    ("heading", 2, "Background"),
    ("paragraph", 0, "The PDU was impressive in its size."),
    ("item", 1, "A list about the place."),
    ("heading", 2, "1. Organisational delivery"),
    ("heading", 3, "1.1. Leadership"),
    ("paragraph", 0, "Good"),
    ("paragraph", 0, "The leadership enables delivery of a high-quality service."),
    ("heading", 4, "Strengths:"),
    ("item", 1, "There was a vision. Staff knew it."),
    ("quote", 0, "“They really listen to what we have to say.”"),
    ("heading", 4, "Areas for improvement:"),
    ("footnote", 0, "1 A note."),
    ("item", 1, "Forums were few. - Staff were tired."),
    ("heading", 3, "Resettlement work"),
    ("heading", 4, "Strengths:"),
    ("item", 1, "Contact began early."),
    ("heading", 3, "Diversity and inclusion"),
    ("heading", 4, "Area for improvement"),
    ("item", 1, "Data was thin."),
    ("heading", 2, "2. Service delivery"),
    ("row", 0, "P 2.1 Assessment | Inadequate"),
    ("paragraph", 0, "Requires improvement"),
    ("row", 0, "Does assessment focus sufficiently on safety? | 30%"),
    ("item", 1, "Checks were not made in six of 20 cases."),
    ("heading", 2, "Annexe one – Web links"),
    ("item", 1, "A link to the data."),
]


def found(result):
    return [
        (piece.kind, piece.text, piece.place.section, piece.place.standard, piece.place.heading)
        for piece in result.pieces
    ]


def test_a_report_with_headings(splitting):
    result = splitting("inspection_report", REPORT)
    assert found(result) == [
        ("sentence", "Their leaders were impressive.", "Foreword", None, None),
        ("recommendation", "improve the quality of plans", "Recommendations", None, None),
        ("recommendation", "fill its posts", "Recommendations", None, None),
        ("bullet", "There was a vision. Staff knew it.", "1.1. Leadership", "1.1", "strength"),
        ("quote", "“They really listen to what we have to say.”", "1.1. Leadership", "1.1", "strength"),
        ("bullet", "Forums were few.", "1.1. Leadership", "1.1", "improvement"),
        ("bullet", "Staff were tired.", "1.1. Leadership", "1.1", "improvement"),
        ("bullet", "Contact began early.", "Resettlement work", "1.1", "strength"),
        ("bullet", "Data was thin.", "Diversity and inclusion", None, "improvement"),
        ("bullet", "Checks were not made in six of 20 cases.", "P 2.1 Assessment", "2.1", None),
    ]
    assert [piece.addressee for piece in result.pieces[1:3]] == ["Northmoor PDU", "The region"]
    assert [piece.summary for piece in result.pieces] == [True] + [False] * 9
    assert result.pieces[4].owner == 3
    reasons = {drop.text: drop.reason for drop in result.dropped}
    assert reasons["We inspected 50 cases."] == "method"
    assert reasons["The PDU has been rated ‘Good’."] == "rating"
    assert reasons["The PDU was impressive in its size."] == "background"
    assert reasons["1 A note."] == "footnote"


def test_a_rating_is_no_heading_of_polarity(splitting):
    result = splitting("inspection_report", REPORT)
    assert result.pieces[-1].place.heading is None


def test_a_dynamic_inspection(splitting):
    result = splitting(
        "inspection_report",
        [
            ("heading", 1, "A dynamic inspection of Northmoor PDU"),
            ("heading", 2, "Chief Inspector’s judgement"),
            ("paragraph", 0, "Risk work was not good enough."),
            ("heading", 2, "Leadership"),
            ("heading", 3, "Context"),
            ("item", 1, "The head of service took up the post in June."),
            ("item", 1, "The unit lacked two managers."),
            ("heading", 3, "Findings"),
            ("item", 1, "A vision had been written down."),
        ],
    )
    assert found(result) == [
        ("sentence", "Risk work was not good enough.", "Chief Inspector’s judgement", None, None),
        ("bullet", "The unit lacked two managers.", "Leadership", None, None),
        ("bullet", "A vision had been written down.", "Leadership", None, None),
    ]
    assert result.pieces[0].summary


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Strengths", "strength"),
        ("Strengths:", "strength"),
        ("What works well", "strength"),
        ("Areas of good practice", "strength"),
        ("Area for improvement", "improvement"),
        ("Areas for Improvement:", "improvement"),
        ("What needs to improve", "improvement"),
        ("Findings", None),
    ],
)
def test_headings_of_polarity(splitting, heading, expected):
    lines = [("heading", 2, "1.2 Staff"), ("heading", 3, heading), ("item", 1, "Posts were filled.")]
    piece = splitting("inspection_report", lines).pieces[0]
    assert (piece.place.section, piece.place.standard, piece.place.heading) == ("1.2 Staff", "1.2", expected)


def test_a_press_release(splitting):
    result = splitting(
        "press_release",
        [
            ("heading", 1, "Northmoor must improve, inspectors say"),
            ("paragraph", 0, "Northmoor PDU has received an overall rating of ‘Inadequate’."),
            ("paragraph", 0, "Ann Ode, Chief Inspector, said: “Staff were kind. But plans were poor.”"),
            ("heading", 2, "ENDS"),
            ("paragraph", 0, "Leaders were impressive."),
            ("heading", 2, "Notes to editor"),
            ("item", 1, "Plans were poor."),
        ],
    )
    assert [(piece.kind, piece.text, piece.place.section) for piece in result.pieces] == [
        ("sentence", "Ann Ode, Chief Inspector, said: “Staff were kind.", None),
        ("sentence", "But plans were poor.”", None),
    ]
    assert [drop.reason for drop in result.dropped] == [
        "heading",
        "rating",
        "heading",
        "note",
        "heading",
        "note",
    ]


def test_a_response_letter(splitting):
    result = splitting(
        "response_letter",
        [
            ("paragraph", 0, "Dear Ann,"),
            ("heading", 1, "Report on Northmoor PDU"),
            ("paragraph", 0, "Thank you for your report."),
            ("paragraph", 0, "We will take steps, which include the following actions:"),
            ("item", 1, "The region will review its training by May 2026."),
            ("item", 1, "A meeting is to be held with the police."),
            ("paragraph", 0, "I am encouraged by the positive outcomes, and note the following:"),
            ("item", 1, "Retention was high."),
            ("paragraph", 0, "I remain committed to progress."),
            ("paragraph", 0, "Kind regards,"),
        ],
    )
    assert [(piece.kind, piece.text, piece.addressee) for piece in result.pieces] == [
        ("action", "The region will review its training by May 2026.", "The region"),
        ("action", "A meeting is to be held with the police.", None),
        ("bullet", "Retention was high.", None),
    ]
    assert all(piece.place.heading is None for piece in result.pieces)


def test_a_letter_in_prose(splitting):
    result = splitting(
        "response_letter",
        [
            ("heading", 2, "Recommendation 1"),
            ("paragraph", 0, "We accept this recommendation. The region will train all staff by March."),
            ("paragraph", 0, "Recruitment of six officers is underway. I will keep you informed."),
            ("paragraph", 0, "I was pleased that the report recognised our strengths, and they include:"),
            ("paragraph", 0, "Women were supported well by their practitioners."),
        ],
    )
    assert [(piece.kind, piece.text, piece.addressee) for piece in result.pieces] == [
        ("action", "The region will train all staff by March.", "The region"),
        ("action", "Recruitment of six officers is underway.", None),
        ("sentence", "Women were supported well by their practitioners.", None),
    ]
    assert {piece.place.section for piece in result.pieces} == {"Recommendation 1"}


def test_an_action_plan_in_a_table(splitting):
    result = splitting(
        "response_letter",
        [
            ("row", 0, "Recommendation | Action | Responsible | Date"),
            ("row", 0, "Improve plans | Ten plans a month will be read. | Head of PDU | March 2026"),
            ("row", 0, "A row | of another shape"),
        ],
    )
    assert [(piece.kind, piece.text, piece.addressee) for piece in result.pieces] == [
        ("action", "Ten plans a month will be read.", "Head of PDU")
    ]


def test_a_press_release_ends_where_a_paragraph_says_so(splitting):
    lines = [("paragraph", 0, "Plans were very poor."), ("paragraph", 0, "-ENDS-")]
    result = splitting("press_release", [*lines, ("paragraph", 0, "Staff were very kind.")])
    assert [piece.text for piece in result.pieces] == ["Plans were very poor."]


def test_a_recommendation_that_names_whom_it_is_for(splitting):
    lines = [("heading", 2, "Recommendations"), ("paragraph", 0, "The region should fill its posts.")]
    result = splitting("other", [*lines, ("item", 1, "Fenwick PDU should publish its data.")])
    assert [(piece.kind, piece.addressee) for piece in result.pieces] == [
        ("recommendation", "The region"),
        ("recommendation", "Fenwick PDU"),
    ]


def test_a_shape_never_seen(splitting):
    result = splitting(
        "other",
        [
            ("heading", 1, "Visit to the north"),
            ("heading", 2, "Housing"),
            ("item", 1, "Beds were too few."),
            ("paragraph", 0, "The team worked well together. The unit is one of six PDUs in the region."),
        ],
    )
    assert [(piece.kind, piece.text, piece.place.section) for piece in result.pieces] == [
        ("bullet", "Beds were too few.", "Housing"),
        ("sentence", "The team worked well together.", "Housing"),
    ]


def test_glued_items_come_apart_and_hyphens_do_not():
    text = "One was late. - Two was lost. • Three was found – at last. – Four."
    assert [text[a:b] for a, b in items(text)] == [
        "One was late.",
        "Two was lost.",
        "Three was found – at last.",
        "Four.",
    ]
    assert items("Risk - and harm. then - no") == [(0, 26)]


KINDS = ["heading", "paragraph", "item", "row", "quote", "footnote", "caption", "furniture"]
TEXTS = [
    "Strengths:",
    "Areas for improvement",
    "Background",
    "Recommendations",
    "The unit should:",
    "Foreword",
]
TEXTS += ["1.1 Leadership", "P 2.1 Assessment | Good", "Plans were poor. Staff were kind.", "ENDS", "Good"]
TEXTS += ["“We were heard by everyone here.”", "Ratings", "We inspected 40 cases. - Reviews were late.", "x"]
BLOCK = st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.sampled_from(TEXTS))
DOCUMENT = st.sampled_from(["inspection_report", "press_release", "response_letter", "other"])


@settings(deadline=None)
@given(DOCUMENT, st.lists(BLOCK, max_size=12))
def test_every_word_is_a_finding_or_dropped_once(kind, lines):
    blocks = blocks_of(lines)
    whole = "\n".join(text for _, _, text in lines)
    result = read(kind, blocks, rules.load(), 4)
    parts = [(piece.start, piece.text) for piece in result.pieces]
    parts += [(drop.start, drop.text) for drop in result.dropped]
    assert all(whole[start : start + len(text)] == text for start, text in parts)
    covered = [0] * len(whole)
    for start, text in parts:
        for at in range(start, start + len(text)):
            covered[at] += 1
    assert max(covered, default=0) <= 1
    left = "".join(sign for sign, times in zip(whole, covered, strict=True) if not times)
    assert not left.replace("-", "").strip()
