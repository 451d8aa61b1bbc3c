"""Fetching from a server that is slow, broken, redirecting, changing, huge and refusing."""

import csv
import hashlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.__main__ import run
from pipeline.fetch import command
from pipeline.fetch.library import Library
from pipeline.ingest import overrides

PAGE = b"<html><body><h1>Northmere</h1></body></html>"


def sources():
    """Rows of sources.csv."""
    with Path("data/raw/sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files():
    """Names of the documents in data/raw."""
    return sorted(path.name for path in Path("data/raw").glob("*") if path.name != "sources.csv")


def refused(caplog):
    """Reasons that were logged."""
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


@pytest.fixture
def one(site, publications):
    """A site with one report, and the list that names it."""
    site.pages["/report"] = (PAGE, "text/html")
    publications((f"{site.url}/report", "Northmere 2024", "inspection_report"))
    return site


def test_bytes_are_stored_as_published_with_their_row(one):
    assert run(["fetch"]) == 0
    assert Path("data/raw/northmere-2024.html").read_bytes() == PAGE
    (row,) = sources()
    assert (row["path"], row["url"]) == ("northmere-2024.html", f"{one.url}/report")
    assert (row["title"], row["kind"], row["pdu"]) == ("Northmere 2024", "inspection_report", "")
    assert row["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert row["type"] == "text/html"
    assert row["retrieved"].startswith("20")
    assert row["retrieved"].endswith("+00:00")


def test_rows_are_such_as_ingest_reads(one):
    run(["fetch"])
    stated = overrides.load(Path("data/raw/sources.csv"))
    assert stated.of("northmere-2024.html")["kind"] == "inspection_report"


def test_agent_says_what_it_is(one, project):
    project(contact="mailto:team@example.org")
    run(["fetch"])
    assert one.headers("/report")["User-Agent"] == "inspection-findings/0.1 (+mailto:team@example.org)"


def test_second_fetch_asks_whether_it_changed_and_stores_nothing(one, caplog):
    run(["fetch"])
    before = Path("data/raw/sources.csv").read_bytes()
    assert run(["fetch"]) == 0
    assert one.headers("/report")["If-None-Match"].startswith('"')
    assert (files(), Path("data/raw/sources.csv").read_bytes()) == (["northmere-2024.html"], before)


def test_changed_document_is_a_second_version_and_the_first_stays(one):
    run(["fetch"])
    one.pages["/report"] = (b"<html>Second</html>", "text/html")
    assert run(["fetch"]) == 0
    assert Path("data/raw/northmere-2024.html").read_bytes() == PAGE
    assert Path("data/raw/northmere-2024-v2.html").read_bytes() == b"<html>Second</html>"
    assert [row["path"] for row in sources()] == ["northmere-2024.html", "northmere-2024-v2.html"]


def test_version_that_comes_back_is_known(one):
    run(["fetch"])
    for body in (b"<html>Second</html>", PAGE, b"<html>Third</html>"):
        one.pages["/report"] = (body, "text/html")
        run(["fetch"])
    assert files() == ["northmere-2024-v2.html", "northmere-2024-v3.html", "northmere-2024.html"]


def test_unchanged_without_etag_is_seen_by_its_bytes(one, monkeypatch):
    run(["fetch"])
    Path(".cache/fetch/http.sqlite").unlink()
    assert run(["fetch"]) == 0
    assert one.count("/report") == 2
    assert files() == ["northmere-2024.html"]


def test_file_that_was_deleted_comes_back_under_its_name(one):
    run(["fetch"])
    Path("data/raw/northmere-2024.html").unlink()
    run(["fetch"])
    assert files() == ["northmere-2024.html"]
    assert len(sources()) == 1


def test_a_file_of_a_person_is_never_overwritten(one):
    Path("data/raw").mkdir(parents=True)
    Path("data/raw/northmere-2024.html").write_bytes(b"mine")
    run(["fetch"])
    assert Path("data/raw/northmere-2024.html").read_bytes() == b"mine"
    assert len(files()) == 2


def test_rows_and_columns_of_a_person_stay(one):
    Path("data/raw").mkdir(parents=True)
    Path("data/raw/sources.csv").write_text("path,pdu,note\nmine.pdf,Eastby,by hand\n", encoding="utf-8")
    run(["fetch"])
    mine, fetched = sources()
    assert (mine["path"], mine["pdu"], mine["note"]) == ("mine.pdf", "Eastby", "by hand")
    assert fetched["path"] == "northmere-2024.html"


def test_a_document_that_a_person_stored_and_named_is_not_stored_again(one):
    Path("data/raw").mkdir(parents=True)
    Path("data/raw/mine.html").write_bytes(PAGE)
    Path("data/raw/sources.csv").write_text(f"path,url\nmine.html,{one.url}/report\n", encoding="utf-8")
    assert run(["fetch"]) == 0
    assert files() == ["mine.html"]


def test_two_addresses_of_one_name_and_of_one_content(site, publications, caplog):
    caplog.set_level("INFO")
    site.pages |= {
        "/a/report.pdf": (b"%PDF a", "application/pdf"),
        "/b/report.pdf": (b"%PDF b", "application/pdf"),
    }
    site.pages["/c/copy.pdf"] = site.pages["/a/report.pdf"]
    publications(*[(f"{site.url}{path}",) for path in sorted(site.pages)])
    assert run(["fetch"]) == 0
    assert len(files()) == 2
    assert "1 repeats" in caplog.text
    assert len({row["path"] for row in sources()}) == 2


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/x/annex.docx", "application/octet-stream", "annex.docx"),
        ("/x/notes.md", "text/plain", "notes.md"),
        ("/x/notes", "text/plain", "notes.txt"),
        ("/x/page.pdf", "text/html", "page.html"),
        ("/x/", "application/pdf", "x.pdf"),
    ],
)
def test_suffix_follows_the_type_and_then_the_address(site, publications, path, kind, name):
    site.pages[path] = (b"content", kind)
    publications((f"{site.url}{path}",))
    assert run(["fetch"]) == 0
    assert files() == [name]


def test_a_type_that_nobody_reads_is_refused(site, publications, caplog):
    site.pages["/map.png"] = (b"png", "image/png")
    publications((f"{site.url}/map.png",))
    assert run(["fetch"]) == 1
    assert "type image/png, which no reader reads" in refused(caplog)[0]
    assert not Path("data/raw").exists()


def test_missing_page_is_said_and_the_rest_is_fetched(one, publications, caplog):
    publications((f"{one.url}/gone",), (f"{one.url}/report",))
    assert run(["fetch"]) == 1
    assert refused(caplog) == [f"fetch: {one.url}/gone: the server answers 404 Not Found"]
    assert files() == ["report.html"]


def test_busy_and_broken_answers_are_asked_for_again(site, publications):
    publications((f"{site.url}/busy/a",), (f"{site.url}/broken/b",))
    assert run(["fetch"]) == 0
    assert files() == ["a.html", "b.html"]
    assert (site.count("/busy/a"), site.count("/broken/b")) == (3, 2)
    assert Path("data/raw/b.html").read_bytes().endswith(b"</html>")


def test_retries_end(site, publications, caplog):
    publications((f"{site.url}/busy/always",), (f"{site.url}/broken/always",))
    assert run(["fetch"]) == 1
    assert (site.count("/busy/always"), site.count("/broken/always")) == (3, 3)
    busy, broken = refused(caplog)
    assert "answers 503" in busy
    assert "no answer" in broken
    assert not Path("data/raw").exists()


def test_slow_and_silent_answers_are_given_up(site, publications, project, caplog, seconds):
    project(timeout_seconds=0.4, retries=1)
    publications((f"{site.url}/slow/a",), (f"{site.url}/silent/b",))
    assert run(["fetch"]) == 1
    slow, silent = refused(caplog)
    assert "slower than 0.4 seconds" in slow
    assert "no answer" in silent
    assert seconds() < 6


def test_huge_answers_are_cut_off(site, publications, caplog, seconds):
    publications(*[(f"{site.url}/{path}",) for path in ("huge/declared", "huge/endless", "bomb/x")])
    assert run(["fetch"]) == 1
    assert ["larger than 1 MB" in reason for reason in refused(caplog)] == [True] * 3
    assert site.count("/huge/declared") == 1
    assert seconds() < 6


def test_redirect_to_an_allowed_host_is_followed_and_keeps_the_listed_address(one, publications):
    publications((f"{one.url}/to?{one.url}/to?/report",))
    assert run(["fetch"]) == 0
    assert run(["fetch"]) == 0
    assert sources()[0]["url"].startswith(f"{one.url}/to?")
    assert one.headers("/report")["If-None-Match"]
    assert len(files()) == 1


def test_redirects_elsewhere_are_not_followed(one, publications, caplog):
    other = one.url.replace("127.0.0.1", "localhost")
    publications(
        (f"{one.url}/to?{other}/report",),
        (f"{one.url}/to?file:///etc/hostname",),
        (f"{one.url}/to?/to",),
    )
    one.pages["/to"] = (b"", "text/html")
    assert run(["fetch"]) == 1
    host, scheme = refused(caplog)[:2]
    assert "host localhost is not among fetch.hosts" in host
    assert "file address, only https is asked" in scheme
    assert one.count("/report") == 0


def test_redirects_that_never_end_are_left(site, publications, caplog):
    path = f"{site.url}/to?/to?/to?/to?/to?/to?/to?/to?/to"
    publications((path,))
    assert run(["fetch"]) == 1
    assert "more than 5 redirects" in refused(caplog)[0]


def test_plain_http_needs_to_be_allowed(one, project, caplog):
    project(allow_http=False)
    assert run(["fetch"]) == 1
    assert "only https is asked" in refused(caplog)[0]
    assert one.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_private_addresses_are_refused_before_anything_is_sent(one, project, publications, caplog, host):
    project(allow_private=False, hosts=[host])
    publications((f"{one.url.replace('127.0.0.1', host)}/report",))
    assert run(["fetch"]) == 1
    assert "which is no public address" in refused(caplog)[0]
    assert one.asked == []


def test_robots_rules_are_honoured(one, publications, caplog):
    one.robots = "User-agent: inspection-findings\nDisallow: /private\n\nUser-agent: *\nDisallow: /report\n"
    one.pages["/private/a"] = (PAGE, "text/html")
    publications((f"{one.url}/private/a",), (f"{one.url}/report",), (f"{one.url}/to?/private/a",))
    assert run(["fetch"]) == 1
    assert ["robots.txt" in reason for reason in refused(caplog)] == [True, True]
    assert (one.count("/private/a"), one.count("/report"), one.count("/robots.txt")) == (0, 1, 1)


def test_robots_file_of_a_failing_server_forbids(one, caplog):
    one.robots = 500
    assert run(["fetch"]) == 1
    assert "robots.txt of the site cannot be had (500)" in refused(caplog)[0]
    assert one.count("/report") == 0


def test_pause_between_requests(one, project, publications, seconds):
    project(seconds_between=0.2)
    one.pages |= {f"/page{n}": (PAGE + str(n).encode(), "text/html") for n in range(3)}
    publications(*[(f"{one.url}/page{n}",) for n in range(3)])
    run(["fetch"])
    assert len(one.asked) == 4
    assert seconds() >= 3 * 0.2


def test_pause_that_robots_asks_for(one, seconds):
    one.robots = "User-agent: *\nCrawl-delay: 1\n"
    run(["fetch"])
    assert seconds() >= 1


def test_interrupted_fetch_goes_on_where_it_stopped(site, publications, monkeypatch, caplog):
    site.pages |= {f"/page{n}": (PAGE + str(n).encode(), "text/html") for n in range(4)}
    publications(*[(f"{site.url}/page{n}",) for n in range(4)])
    keep = Library.keep

    def broken_off(self, wanted, *rest):
        if wanted.url.endswith("page2"):
            raise KeyboardInterrupt
        return keep(self, wanted, *rest)

    monkeypatch.setattr(Library, "keep", broken_off)
    assert run(["fetch"]) == command.STOPPED
    monkeypatch.setattr(Library, "keep", keep)
    assert files() == ["page0.html", "page1.html"]
    caplog.set_level("INFO")
    assert run(["fetch"]) == 0
    assert "going on after 2 of 4 addresses" in caplog.text
    assert [site.count(f"/page{n}") for n in range(4)] == [1, 1, 2, 1]
    assert files() == [f"page{n}.html" for n in range(4)]
    run(["fetch"])
    assert site.count("/page0") == 2


def test_killed_between_file_and_row_finds_the_file_again(one, monkeypatch):
    add = Library._add
    monkeypatch.setattr(Library, "_add", lambda *rest: (_ for _ in ()).throw(KeyboardInterrupt))
    assert run(["fetch"]) == command.STOPPED
    monkeypatch.setattr(Library, "_add", add)
    assert not Path("data/raw/sources.csv").exists()
    assert run(["fetch"]) == 0
    assert files() == ["northmere-2024.html"]
    assert len(sources()) == 1


def test_refused_addresses_are_asked_again_after_an_interruption(site, publications, monkeypatch):
    publications((f"{site.url}/gone",), (f"{site.url}/page",))
    site.pages["/page"] = (PAGE, "text/html")
    with monkeypatch.context() as patch:
        patch.setattr(command, "tqdm", interrupted)
        assert run(["fetch"]) == command.STOPPED
    site.pages["/gone"] = (PAGE + b"back", "text/html")
    assert run(["fetch"]) == 0
    assert files() == ["gone.html", "page.html"]


def interrupted(todo, **options):
    """A progress bar that is interrupted after the first address."""
    yield todo[0]
    raise KeyboardInterrupt


def test_killed_fetch_leaves_no_half_file_and_goes_on(site, project, publications, monkeypatch, project_root):
    project(seconds_between=0.2)
    pages = [f"/page{n}" for n in range(6)]
    site.pages |= {path: (PAGE * 2000 + path.encode(), "text/html") for path in pages}
    publications(*[(f"{site.url}{path}",) for path in pages])
    monkeypatch.setenv("PYTHONPATH", str(project_root))
    with subprocess.Popen([sys.executable, "-m", "pipeline", "fetch"], stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: site.count("/page2"))
        process.kill()
    assert run(["fetch"]) == 0
    assert files() == [f"page{n}.html" for n in range(6)]
    assert [Path("data/raw", row["path"]).read_bytes() for row in sources()] == [
        site.pages[path][0] for path in pages
    ]
    assert site.count("/page0") == 1


def wait_until(happened, most=30.0):
    """Wait for something, but not for ever."""
    until = time.monotonic() + most
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)
