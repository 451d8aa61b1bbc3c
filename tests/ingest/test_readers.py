"""What each reader must know of its format."""

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement
from renderings import pdf_table
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.reading import Limits, read

LIMITS = Limits(50_000_000, 100, 60)
FILL = "Practitioners reviewed most plans in time, and managers knew which of them were late. "


def kinds(data: bytes, name: str) -> list[tuple[str, str]]:
    reading = read(data, name, LIMITS)
    assert not reading.reason
    return [(block.kind, block.text) for block in reading.blocks]


def page(body: str) -> bytes:
    return f"<html><body><main><p>{FILL}</p>{body}</main></body></html>".encode()


def word(fill) -> bytes:
    document = Document()
    document.add_paragraph(FILL * 2)
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# Text and Markdown ---------------------------------------------------------------------------------


def test_glued_bullets_are_two():
    text = f"{FILL}\n\nStrengths:\n- Staff met the team for adults. - People on probation knew whom to ask.\n"
    assert kinds(text.encode(), "a.txt")[2:] == [
        ("item", "Staff met the team for adults."),
        ("item", "People on probation knew whom to ask."),
    ]


def test_a_dash_within_a_sentence_is_no_bullet():
    text = f"{FILL}\n\n- The hub was used – 1,200 visits – and - as staff said - liked.\n"
    assert kinds(text.encode(), "a.md")[-1] == (
        "item",
        "The hub was used – 1,200 visits – and - as staff said - liked.",
    )


def test_a_bullet_that_a_page_end_breaks_in_mid_sentence_is_one():
    text = (
        f"{FILL}\n\n - The quality of plans differed by the grades of staff. In\n\n7\n\n"
        "¹ Office figures, June 2023.\n\npractice¹ this meant 12 of 20 plans.\n - Reviews were late.\n"
    )
    assert kinds(text.encode(), "a.txt")[1:] == [
        (
            "item",
            "The quality of plans differed by the grades of staff. In practice this meant 12 of 20 plans.",
        ),
        ("furniture", "7"),
        ("footnote", "¹ Office figures, June 2023."),
        ("item", "Reviews were late."),
    ]


def test_private_signs_and_stray_spaces_before_bullets():
    text = (
        f"{FILL}\n\n\uf0b7 One team met weekly.\n \uf0a7Two teams met monthly.\n  • Three teams never met.\n-"
    )
    assert [text for kind, text in kinds(text.encode(), "a.txt") if kind == "item"] == [
        "One team met weekly.",
        "Two teams met monthly.",
        "Three teams never met.",
    ]


def test_chapters_with_a_tab_behind_their_number_are_headings():
    text = f"{FILL}{FILL}\n\n1.\tOrganisational delivery\n\n1.1\tLeadership\n\n1.2\tStaff\tGood\n"
    assert kinds(text.encode(), "a.txt")[1:] == [
        ("heading", "1. Organisational delivery"),
        ("heading", "1.1 Leadership"),
        ("row", "1.2 | Staff | Good"),
    ]


def test_items_below_items_are_deeper():
    text = f"{FILL}\n\n- One team met.\n  - Its notes were kept.\n  - They were read.\n- Two were not.\n"
    blocks = read(text.encode(), "a.md", LIMITS).blocks
    assert [block.level for block in blocks] == [0, 1, 2, 2, 1]


def test_numbered_recommendations_are_items_and_numbered_chapters_are_headings():
    text = (
        f"{FILL}\n\nRecommendations\n\nNorthmoor PDU should:\n\n1. improve the work to keep people safe\n"
        "2. train the new staff.\n\n1. Organisational delivery\n\n1.1. Leadership\n\n2 Leaders met weekly.\n"
    )
    assert kinds(text.encode(), "a.md")[1:6] == [
        ("heading", "Recommendations"),
        ("heading", "Northmoor PDU should:"),
        ("item", "improve the work to keep people safe"),
        ("item", "train the new staff."),
        ("heading", "1. Organisational delivery"),
    ]


def test_footnote_marks_go_and_footnotes_are_no_text():
    text = (
        f"{FILL}\n\n- Only four out of 11[1] reviews were done.² Plans (by POs),[3] were better.4\n"
        "- The hub is 30 m² large.\n\n[1] A note.\n\n² Another note.\n\n[3] A third.\n"
        "4 The rating is driven by the score.\n"
    )
    found = kinds(text.encode(), "a.txt")
    assert found[1] == ("item", "Only four out of 11 reviews were done. Plans (by POs), were better.")
    assert found[2] == ("item", "The hub is 30 m² large.")
    assert [kind for kind, _ in found[3:]] == ["footnote"] * 4


def test_links_to_the_top_and_contents_are_furniture():
    text = f"Contents\n\nForeword\t3\nRatings ........ 4\n\nForeword (Back to top)\n\n{FILL}{FILL}\n"
    assert kinds(text.encode(), "a.txt") == [
        ("heading", "Contents"),
        ("furniture", "Foreword 3"),
        ("furniture", "Ratings ........ 4"),
        ("heading", "Foreword"),
        ("furniture", "(Back to top)"),
        ("paragraph", (FILL + FILL).strip()),
    ]


def test_markdown_marks_are_no_text():
    text = f"{FILL}\n\n> “It *helped* me to keep [going](http://x.org/a_(b)).”\n\n"
    text += "**Overall \\(all\\)** was __good__ & plain.\n"
    assert kinds(text.encode(), "a.md")[1:] == [
        ("quote", "“It helped me to keep going.”"),
        ("paragraph", "Overall (all) was good & plain."),
    ]


# Web pages -----------------------------------------------------------------------------------------


def test_lists_quotes_tables_and_marks_of_a_page():
    body = (
        "<h2>1.1. Leadership</h2><p><strong>Strengths:</strong></p>"
        "<ul><li><p>Leaders met <b>weekly</b>.<sup>2</sup></p><blockquote>“They listened to us.”</blockquote>"
        "<ul><li>Minutes were kept.</li></ul></li><li>It took 3<sup>rd</sup> place.</li></ul>"
        "<table><tr><th>Key question</th><th>Percentage ‘Yes’</th></tr>"
        "<tr><td>Is it safe?</td><td>57%</td></tr></table>"
        "<p>• Typed one.<br>• Typed two.</p><div class='footnotes'><p>2 Figures of June.</p></div>"
    )
    assert kinds(page(body), "a.html")[1:] == [
        ("heading", "1.1. Leadership"),
        ("heading", "Strengths:"),
        ("item", "Leaders met weekly."),
        ("quote", "“They listened to us.”"),
        ("item", "Minutes were kept."),
        ("item", "It took 3rd place."),
        ("row", "Key question | Percentage ‘Yes’"),
        ("row", "Is it safe? | 57%"),
        ("item", "Typed one."),
        ("item", "Typed two."),
        ("footnote", "2 Figures of June."),
    ]


def test_a_page_without_a_marked_main_part():
    menu = "".join(f'<li><a href="/{n}">Section number {n}</a></li>' for n in range(9))
    body = f"<html><body><div class='top'><ul>{menu}</ul></div><div><h1>Our report</h1><p>{FILL}{FILL}</p>"
    rest = "<ul><li>Leaders met weekly.</li></ul></div><div id='cookie-consent'>We use cookies</div>"
    rest += f"<ul>{menu}</ul></body></html>"
    assert kinds((body + rest).encode(), "a.htm") == [
        ("heading", "Our report"),
        ("paragraph", (FILL + FILL).strip()),
        ("item", "Leaders met weekly."),
    ]


def test_a_section_called_feedback_or_header_is_no_chrome():
    body = "<section id='feedback-from-people' class='section-header'>"
    body += f"<h2>Feedback from people on probation</h2><p>{FILL}</p></section>"
    assert ("heading", "Feedback from people on probation") in kinds(page(body), "a.html")


def test_folded_sections_and_headings_on_buttons_are_kept():
    body = (
        "<h2><button>Areas for improvement</button></h2><div hidden style='display:none'><ul>"
        f"<li>{FILL * 5}</li></ul></div><div hidden>Loading</div><aside>Share this page</aside>"
    )
    assert kinds(page(body), "a.html")[1:] == [
        ("heading", "Areas for improvement"),
        ("item", (FILL * 5).strip()),
    ]


def test_a_page_in_the_encoding_that_it_names():
    data = (
        page("<p>The PDU’s plan – in time.</p>")
        .decode()
        .replace("<main>", "<meta charset='iso-8859-1'><main>")
    )
    assert kinds(data.encode("cp1252"), "a.html")[-1] == ("paragraph", "The PDU’s plan – in time.")


# Word ----------------------------------------------------------------------------------------------


def test_revisions_marks_tables_and_breaks_of_word():
    def fill(document):
        document.add_heading("1.2. Staff", 2)
        item = document.add_paragraph("Staff were ", "List Bullet")
        gone = OxmlElement("w:del")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "never "
        run.append(text)
        gone.append(run)
        item._p.append(gone)
        item.add_run("well supported.").font.bold = True
        item.add_run("3").font.superscript = True
        table = document.add_table(2, 2)
        for cell, words in zip(
            table._cells, ["Key question", "Percentage", "Is it safe?", "57%"], strict=True
        ):
            cell.text = words
        document.add_page_break()
        document.add_paragraph("“They listened to all of us.”", "Quote")

    reading = read(word(fill), "a.docx", LIMITS)
    assert reading.pages == 2
    assert [(block.kind, block.text, block.page) for block in reading.blocks[1:]] == [
        ("heading", "1.2. Staff", 1),
        ("item", "Staff were well supported.", 1),
        ("row", "Key question | Percentage", 1),
        ("row", "Is it safe? | 57%", 1),
        ("quote", "“They listened to all of us.”", 2),
    ]


def test_a_table_that_lays_out_a_page_is_walked():
    def fill(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].text = "Strengths:"
        cell.add_paragraph("Leaders met weekly.", "List Bullet")

    assert kinds(word(fill), "a.docx")[1:] == [("heading", "Strengths:"), ("item", "Leaders met weekly.")]


def test_lists_by_numbering_and_nesting():
    def fill(document):
        for level in (0, 1):
            paragraph = document.add_paragraph(f"Item of level {level} stands here.")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = 1
            properties.get_or_add_ilvl().val = level

    blocks = read(word(fill), "a.docx", LIMITS).blocks
    assert [(block.kind, block.level) for block in blocks[1:]] == [("item", 1), ("item", 2)]


# PDF -----------------------------------------------------------------------------------------------


def test_rows_of_a_table_with_wrapped_cells():
    rows = [
        ["Key question", "Percentage ‘Yes’"],
        ["Does assessment do enough to engage the person?", "57%"],
        ["Does assessment focus on the factors that are linked to offending and to desistance?", "77%"],
        ["Is it safe?", "30%"],
    ]
    found = kinds(pdf_table(rows, [200, 120]), "a.pdf")
    assert [text for kind, text in found if kind == "row"] == [" | ".join(row) for row in rows]


def drawn(draw, lines: list[tuple[float, float, str]]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for left, base, text in lines:
        draw(canvas, left, base, text)
    canvas.save()
    return file.getvalue()


LINES = [
    "Strengths:",
    "• The team kept a register of risks and the managers of all the",
    "offices went through it with their staff in every month.",
    "• Partners met weekly.",
]


def small_letters_enlarged(canvas, left, base, text):
    words = canvas.beginText()
    words.setFont("Helvetica-Bold" if text == LINES[0] else "Helvetica", 1)
    words.setTextTransform(11, 0, 0, 11, left, base)
    words.textOut(text)
    canvas.drawText(words)


def large_letters_reduced(canvas, left, base, text):
    canvas.saveState()
    canvas.scale(0.25, 0.25)
    canvas.setFont("Helvetica-Bold" if text == LINES[0] else "Helvetica", 44)
    canvas.drawString(left * 4, base * 4, text)
    canvas.restoreState()


def signs_drawn_as_dots(canvas, left, base, text):
    canvas.setFont("Helvetica-Bold" if text == LINES[0] else "Helvetica", 11)
    if text.startswith("•"):
        canvas.circle(left + 2, base + 3.5, 2, fill=1)
    canvas.drawString(left + 18, base, text.removeprefix("• "))


@pytest.mark.parametrize("draw", [small_letters_enlarged, large_letters_reduced, signs_drawn_as_dots])
def test_letters_of_any_scale(draw):
    lines = [(72.0, 700 - 14 * at - 8 * (at > 0), text) for at, text in enumerate(LINES)]
    assert kinds(drawn(draw, lines), "a.pdf") == [
        ("heading", "Strengths:"),
        ("item", "The team kept a register of risks and the managers of all the offices went through it "
         "with their staff in every month."),
        ("item", "Partners met weekly."),
    ]  # fmt: skip


def two_pages() -> bytes:
    """A bullet that the page's foot, a footnote and the next page's head break."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for number, lines in enumerate((PAGE_ONE, PAGE_TWO), 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 800, "Inspection of probation services: Northmoor")
        canvas.drawString(500, 30, str(number))
        for at, (left, size, text) in enumerate(lines):
            canvas.setFont("Helvetica", size)
            canvas.drawString(left, 740 - 14 * at, text)
        if number == 1:
            canvas.setFont("Helvetica", 5)
            canvas.drawString(60, 73, "2")
            canvas.setFont("Helvetica", 8)
            canvas.drawString(
                66, 70, "The findings by grade of staff have not been tested for chance, and are given"
            )
            canvas.drawString(60, 60, "with that caveat.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


PAGE_ONE = [
    (60, 11, "Strengths:"),
    (60, 11, "• Leaders met partners each month, and staff of every grade knew what had been agreed in"),
    (
        78,
        11,
        "those meetings. In the first of the two offices that we visited, the managers of all the teams",
    ),
]
PAGE_TWO = [
    (78, 11, "reviewed each plan with its author. Reviews were in time."),
    (60, 11, "• Partners met weekly."),
]


BROKEN = (
    "Leaders met partners each month, and staff of every grade knew what had been agreed in those meetings. "
    "In the first of the two offices that we visited, the managers of all the teams reviewed each plan with "
    "its author. Reviews were in time."
)
NOTE = "² The findings by grade of staff have not been tested for chance, and are given with that caveat."


def test_a_bullet_goes_on_behind_foot_footnote_and_head_of_a_page():
    assert kinds(two_pages(), "a.pdf") == [
        ("heading", "Inspection of probation services: Northmoor"),
        ("heading", "Strengths:"),
        ("item", BROKEN),
        ("footnote", NOTE),
        ("furniture", "1"),
        ("furniture", "Inspection of probation services: Northmoor"),
        ("item", "Partners met weekly."),
        ("furniture", "2"),
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other():
    left = [(50.0, 700.0 - 14 * at, f"Line {at} of the left column goes on to the next") for at in range(12)]
    right = [(320.0, 700.0 - 14 * at, f"Line {at} of the right column goes on to more") for at in range(12)]
    text = " ".join(words for _, words in kinds(drawn(large_letters_reduced, [*left, *right]), "a.pdf"))
    assert text.index("Line 11 of the left") < text.index("Line 0 of the right")


def test_pages_are_counted_from_one():
    assert read(pdf_table([["Is it safe?", "30%"]], [200, 120]), "a.pdf", LIMITS).pages == 1
