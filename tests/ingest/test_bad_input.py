"""Bad input is set aside with a reason that a person understands; nothing stops the others."""

import io
import time
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from invented_reports import report
from renderings import FORMATS, docx, html, markdown, pdf
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest import guard
from pipeline.ingest.reading import Limits, read

LIMITS = Limits(50_000_000, 400, 60)
REPORT = report(3)


def reason(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    reading = read(data, name, limits)
    assert reading.blocks == []
    return reading.reason


def empty_pdf() -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(300, 400)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def locked_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Nobody may read this sentence without the password.")
    canvas.save()
    return file.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def with_entities() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(docx(REPORT)))
    parts = {name: source.read(name) for name in source.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts["word/document.xml"] = bomb + parts["word/document.xml"].split(b"?>", 1)[1]
    return archive(parts)


WALL = b"<html><head><title>Hi</title></head><body><main><h1>%s</h1><p>%s</p></main></body></html>"
CASES = {
    "encrypted": (locked_pdf(), "a.pdf", "encrypted"),
    "cut short": (pdf(REPORT)[:-900], "a.pdf", "cut short"),
    "damaged": (b"%PDF-1.7\nnothing here\n%%EOF", "a.pdf", "damaged PDF"),
    "only images": (empty_pdf(), "a.pdf", "OCR"),
    "empty": (b"  \n", "a.txt", "empty"),
    "next to nothing": (b"Some words only.", "a.txt", "next to no text (3 words)"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.pdf", "a PNG picture"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.docx", "an old Word"),
    "workbook": (archive({"xl/workbook.xml": b"<x/>"}), "a.docx", "an Excel workbook"),
    "page as PDF": (html(REPORT), "a.pdf", "not what its name says: it is a web page"),
    "PDF as text": (pdf(REPORT), "a.txt", "not what its name says: it is a PDF"),
    "text as Word": (markdown(REPORT), "a.docx", "no DOCX"),
    "unknown ending": (b"Some text that nobody asked for.", "a.odt", "'.odt' are not read"),
    "zip bomb": (archive({"word/document.xml": bytes(60_000_000)}), "a.docx", "zip bomb"),
    "entities": (with_entities(), "a.docx", "entities"),
    "broken Word": (docx(REPORT)[:3000], "a.docx", "broken Word document"),
    "hollow Word": (
        archive({"word/document.xml": b"<w:x/>", "[Content_Types].xml": b"<T/>"}),
        "a.docx",
        "broken",
    ),
    "missing page": (
        WALL % (b"Page not found", b"Sorry, the page that you asked for is gone."),
        "a.html",
        "error page",
    ),
    "cookie wall": (
        WALL % (b"Cookies on this site", b"We ask for your consent to use them."),
        "a.html",
        "cookie",
    ),
    "barrier": (WALL % (b"Just a moment...", b"We check that you are a person."), "a.html", "barrier"),
    "binary": (bytes(range(1, 32)) * 50, "a.txt", "binary"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_reason(case):
    data, name, words = CASES[case]
    assert words in reason(data, name)


def test_limits_on_size_and_pages():
    small = Limits(1000, 400, 60)
    assert "larger than 0.001 MB" in reason(markdown(REPORT), "a.md", small)
    assert "more than the 1 that" in reason(pdf(report(1)), "a.pdf", Limits(50_000_000, 1, 60))


def test_fifty_megabytes_of_text_are_refused_at_once():
    assert "50 MB of text" in reason(
        b"Practitioners reviewed. " * 2_083_334, "a.txt", Limits(60_000_000, 400, 60)
    )


def test_a_report_about_cookies_is_no_wall():
    body = b" ".join([b"The team reviewed how consent to home visits was recorded."] * 30)
    assert not read(WALL % (b"Consent and cookies", body), "a.html", LIMITS).reason


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_text_in_other_encodings_reads_the_same(encoding):
    plain = (
        "The PDU’s “open door” – for staff – cost £5.\n\n" + "Practitioners reviewed most plans in time. " * 6
    )
    blocks = read(plain.encode(encoding), "a.txt", LIMITS).blocks
    assert blocks[0].text == "The PDU’s “open door” – for staff – cost £5."


def test_text_that_was_decoded_wrongly_once_is_mended():
    plain = "The PDU’s plan – a good one – was known.\n\n" + "Practitioners reviewed most plans in time. " * 6
    spoilt = plain.encode("utf-8").decode("cp1252").encode("utf-8")
    assert read(spoilt, "a.txt", LIMITS).blocks[0].text == "The PDU’s plan – a good one – was known."


def test_scripts_and_links_are_left_alone(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    page = html(REPORT).replace(b"<main>", b'<link rel=stylesheet href="http://x.invalid/a.css"><img src="http://x.invalid/a">'
                                b'<iframe src="http://x.invalid/b"></iframe><main>')  # fmt: skip
    assert read(page, "a.html", LIMITS).blocks == read(html(REPORT), "a.html", LIMITS).blocks


def test_a_slow_document_is_broken_off_and_the_next_one_read(tmp_path: Path):
    slow, good = tmp_path / "slow.md", tmp_path / "good.md"
    slow.write_bytes(markdown(REPORT) * 2000)
    good.write_bytes(markdown(REPORT))
    try:
        guard.read_file(good, LIMITS)
        began = time.monotonic()
        first = guard.read_file(slow, Limits(50_000_000, 400, 0.2))
        assert "longer than 0.2 seconds" in first.reason
        assert first.passing
        assert time.monotonic() - began < 5
        assert guard.read_file(good, LIMITS).blocks == read(markdown(REPORT), "good.md", LIMITS).blocks
    finally:
        guard.close()


def test_a_reader_that_dies_sets_one_document_aside(tmp_path: Path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_bytes(markdown(REPORT))
    monkeypatch.setattr(guard, "_START", "import os; os._exit(1)")
    reading = guard.read_file(path, LIMITS)
    guard.close()
    assert reading.reason == "reading it broke the reader off"


def test_every_format_is_told_from_its_bytes():
    assert {form: read(FORMATS[form](REPORT), f"a.{form}", LIMITS).format for form in FORMATS} == {
        form: form for form in FORMATS
    }
