"""One invented report in every format in which reports are published."""

import io
import textwrap
from dataclasses import dataclass
from html import escape

from docx import Document
from docx.shared import Pt
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Part:
    """A part of a report: its kind, its text, the footnote that it calls at its end."""

    kind: str
    text: str
    level: int = 0
    note: str = ""


@dataclass(frozen=True)
class Report:
    """An invented report, and how it is laid out."""

    parts: list[Part]
    width: int = 76
    page_lines: int = 40
    bullet: str = "-"
    hang: bool = True
    spaced: bool = False
    small_page: bool = False

    def numbered(self) -> list[tuple[Part, int]]:
        """Parts, each with the number of its footnote (0 for none)."""
        count = 0
        rows = []
        for part in self.parts:
            count += bool(part.note)
            rows.append((part, count if part.note else 0))
        return rows


def raised(number: int) -> str:
    return "".join(RAISED[int(sign)] for sign in str(number)) if number else ""


def expected(report: Report) -> list[tuple[str, str, str, str]]:
    """Section, polarity heading, kind and text of every item and quotation."""
    section = polarity = ""
    rows = []
    for part in report.parts:
        if part.kind == "heading" and part.level < 4:
            section, polarity = part.text, ""
        elif part.kind == "heading":
            polarity = part.text
        elif part.kind in ("item", "quote"):
            rows.append((section, polarity, part.kind, part.text))
    return rows


def markdown(report: Report) -> bytes:
    lines: list[str] = []
    for part, note in report.numbered():
        mark = f"[{note}]" if note else ""
        before = {"heading": "#" * part.level + " ", "item": "- ", "quote": "> "}.get(part.kind, "")
        lines += [f"{before}{part.text}{mark}", ""]
    for part, note in report.numbered():
        if note:
            lines += [f"[{note}] {part.note}", ""]
    return "\n".join(lines).encode()


def html(report: Report) -> bytes:
    body: list[str] = []
    inside = False
    for part, note in report.numbered():
        text = escape(part.text) + (f'<sup><a href="#fn{note}">{note}</a></sup>' if note else "")
        if part.kind == "item" and not inside:
            body.append("<ul>")
        if part.kind != "item" and inside:
            body.append("</ul>")
        inside = part.kind == "item"
        tag = {"heading": f"h{part.level}", "item": "li", "quote": "blockquote", "paragraph": "p"}[part.kind]
        body.append(f"<{tag}>{text}</{tag}>")
    body.append("</ul>" if inside else "")
    notes = "".join(f'<li id="fn{n}">{escape(part.note)}</li>' for part, n in report.numbered() if n)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Report</title>
<script>alert(1)</script></head>
<body><div id="cookie-banner"><p>We use cookies to make this site work.</p><button>Accept</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav></header>
<main><div class="entry-content">{"".join(body)}<ol class="footnotes">{notes}</ol></div></main>
<footer><ul><li><a href="/privacy">Privacy</a></li></ul><p>All rights belong to the site.</p></footer>
</body></html>""".encode()


def docx(report: Report) -> bytes:
    document = Document()
    for part, note in report.numbered():
        style = {"item": "List Bullet", "quote": "Quote"}.get(part.kind)
        paragraph = (
            document.add_heading(part.text, part.level - 1)
            if part.kind == "heading"
            else document.add_paragraph(part.text, style)
        )
        if note:
            paragraph.add_run(str(note)).font.superscript = True
    for part, note in report.numbered():
        if note:
            paragraph = document.add_paragraph()
            paragraph.add_run(str(note)).font.superscript = True
            paragraph.add_run(f" {part.note}").font.size = Pt(8)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def text(report: Report) -> bytes:
    """Hard-wrapped text with form feeds, a running head and page numbers; notes at the foot of their page."""
    pages: list[list[str]] = [[]]
    notes: list[str] = []
    room = report.page_lines

    def turn() -> None:
        nonlocal notes
        if notes:
            pages[-1] += ["", *notes]
        notes = []
        pages.append([])

    for part, note in report.numbered():
        mark = raised(note)
        first = f"{report.bullet} " if part.kind == "item" else ""
        then = " " * len(first) if report.hang else ""
        lines = textwrap.wrap(first + part.text + mark, report.width, subsequent_indent=then)
        loose = part.kind != "item" or report.spaced
        if part.kind == "heading" and len(pages[-1]) + len(lines) + 3 > room:
            turn()
        if pages[-1] and (loose or (part.kind == "item" and pages[-1][-1] == "")):
            pages[-1] += [""] if pages[-1][-1] else []
        for line in lines:
            if len(pages[-1]) >= room:
                turn()
            pages[-1].append(line)
        if note:
            notes += textwrap.wrap(f"{mark} {part.note}", report.width)
        if loose:
            pages[-1].append("")
    if notes:
        pages[-1] += ["", *notes]
    sheets = [
        "\n".join(["Inspection of probation services in Northmoor", "", *lines, "", f"{number}"])
        for number, lines in enumerate(pages, 1)
    ]
    return "\f".join(sheets).encode()


def pdf(report: Report) -> bytes:
    size = A5 if report.small_page else A4
    file = io.BytesIO()

    def furniture(canvas, template) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, size[1] - 30, "Inspection of probation services in Northmoor")
        canvas.drawString(size[0] - 80, 25, f"{template.page}")

    template = BaseDocTemplate(file, pagesize=size, invariant=True)
    frame = Frame(60, 50, size[0] - 120, size[1] - 100)
    template.addPageTemplates([PageTemplate(frames=[frame], onPage=furniture)])
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
    styles = {
        "paragraph": body,
        "quote": ParagraphStyle("quote", parent=body, leftIndent=24, fontName="Helvetica-Oblique"),
        "item": ParagraphStyle("item", parent=body, leftIndent=18, bulletIndent=4, spaceAfter=3),
        "note": ParagraphStyle("note", parent=body, fontSize=8, leading=10),
    }
    story = []
    for part, note in report.numbered():
        mark = f"<super size=6>{note}</super>" if note else ""
        if part.kind == "heading":
            scale = {1: 20, 2: 16, 3: 13, 4: 10}[part.level]
            style = ParagraphStyle("h", body, fontName="Helvetica-Bold", fontSize=scale, leading=scale * 1.25,
                                   spaceBefore=8, keepWithNext=1)  # fmt: skip
            story.append(Paragraph(escape(part.text) + mark, style))
        else:
            sign = "•" if part.kind == "item" else None
            story.append(Paragraph(escape(part.text) + mark, styles[part.kind], bulletText=sign))
    story.append(Spacer(1, 20))
    for part, note in report.numbered():
        if note:
            story.append(Paragraph(f"<super size=5>{note}</super> {escape(part.note)}", styles["note"]))
    template.build(story)
    return file.getvalue()


def pdf_table(rows: list[list[str]], widths: list[int]) -> bytes:
    """A PDF that holds one ruled table with wrapped cells."""
    file = io.BytesIO()
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=10, leading=13)
    template = BaseDocTemplate(file, pagesize=A4, invariant=True)
    template.addPageTemplates([PageTemplate(frames=[Frame(60, 50, A4[0] - 120, A4[1] - 100)])])
    intro = Paragraph(
        "The table below gives the share of cases that were judged satisfactory for each question asked.",
        style,
    )
    cells = [[Paragraph(escape(cell), style) for cell in row] for row in rows]
    template.build([intro, Spacer(1, 20), Table(cells, colWidths=widths)])
    return file.getvalue()


FORMATS = {"md": markdown, "html": html, "docx": docx, "txt": text, "pdf": pdf}
