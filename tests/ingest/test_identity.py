"""Keys of documents are stable, and a document that comes twice is counted once."""

from datetime import date

from pipeline.ingest.identity import document_ids, mark_repeats, sentences

BODY = " ".join(f"Inspectors saw that team number {n} had met its plan in full." for n in range(40))


def row(name: str, **changes: object) -> dict[str, object]:
    start = {"document_id": name, "path": f"data/raw/{name}.md", "sha256": name, "kind": "inspection_report",
             "pdu": "Northmoor", "region": "North", "published": None, "status": "read",
             "duplicate_of": None, "reason": None}  # fmt: skip
    return {**start, **changes}


def test_keys_are_readable_and_stay_when_files_are_added():
    before = document_ids(["North Tyneside & Co. 2025.txt", "2022/Report.pdf"])
    assert before == {
        "North Tyneside & Co. 2025.txt": "north-tyneside-and-co-2025",
        "2022/Report.pdf": "2022-report",
    }
    after = document_ids(
        ["2022/Report.pdf", "2022/Report.txt", "A.md", "North Tyneside & Co. 2025.txt", "報告.pdf"]
    )
    assert before.items() <= after.items()
    assert after["2022/Report.txt"] == "2022-report-txt"
    assert len(set(after.values())) == 5
    assert after["報告.pdf"].startswith("document-")


def test_the_same_bytes_and_the_same_text_are_repeats():
    texts = {name: sentences(BODY) for name in "abc"}
    marked = mark_repeats([row("a"), row("b", sha256="a"), row("c")], texts)
    assert [one["status"] for one in marked] == ["read", "quarantined", "quarantined"]
    assert [one["duplicate_of"] for one in marked] == [None, "a", "a"]
    assert marked[1]["reason"] == "it is the same file as data/raw/a.md"
    assert marked[2]["reason"] == "it has the same text as data/raw/a.md"


def test_of_two_versions_the_later_stays():
    changed = BODY.replace("team number 7 had met", "team number 7 had not met")
    texts = {"a": sentences(BODY), "b": sentences(changed)}
    marked = mark_repeats([row("a", published=date(2024, 1, 1)), row("b", published=date(2024, 3, 1))], texts)
    assert [one["status"] for one in marked] == ["quarantined", "read"]
    assert marked[0]["reason"] == "it is another version of data/raw/b.md"


def test_reports_that_share_half_of_their_words_or_are_of_two_places_are_two():
    half = BODY[: len(BODY) // 2] + " ".join(
        f"The unit in street {n} had no plan that anyone knew." for n in range(30)
    )
    texts = {"a": sentences(BODY), "b": sentences(half), "c": sentences(BODY)}
    marked = mark_repeats([row("a"), row("b"), row("c", pdu="Eastport")], texts)
    assert [one["status"] for one in marked] == ["read"] * 3


def test_a_document_that_was_set_aside_is_no_original():
    texts = {"a": sentences(""), "b": sentences(BODY)}
    marked = mark_repeats([row("a", status="quarantined", reason="it is empty"), row("b")], texts)
    assert [one["reason"] for one in marked] == ["it is empty", None]
