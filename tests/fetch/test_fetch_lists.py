"""Which addresses are fetched: the list, an index page, sitemaps."""

from pathlib import Path

import pytest

from pipeline.__main__ import run
from pipeline.errors import PipelineError
from pipeline.fetch import publications as lists
from pipeline.fetch.client import Answer
from pipeline.fetch.guard import RefusedError, check_public

INDEX = b"""<html><body><nav><a href="/about">About</a></nav>
<a href="north.pdf">North</a> <a href="/files/south.PDF#page=2">South</a> <a href="north.pdf">Again</a>
<a href="mailto:a@example.org">Write</a> <a>Nothing</a>
<a href="/document/an-inspection-of-eastby">East</a></body></html>"""
MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> {0}/document/one </loc></url><url><loc>{0}/news/two</loc></url></urlset>"""
MAPS = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{0}/map1.xml</loc></sitemap><sitemap><loc>{0}/map2.xml</loc></sitemap></sitemapindex>"""


def listed(site, capsys, *options):
    """Addresses that a dry run prints, without the site."""
    assert run(["fetch", "--dry-run", *options]) == 0
    return [line.removeprefix(site.url) for line in capsys.readouterr().out.splitlines()]


def at(site, body):
    """A page with the site's address in it."""
    return body.replace(b"{0}", site.url.encode())


def test_index_page_gives_its_documents_once(site, project, capsys):
    site.pages["/list/index"] = (INDEX, "text/html")
    index = f"{site.url}/list/index"
    assert listed(site, capsys, "--index", index) == ["/list/north.pdf", "/files/south.PDF"]
    assert listed(site, capsys, "--index", index, "--match", "/document/") == [
        "/document/an-inspection-of-eastby"
    ]
    assert site.count("/list/north.pdf") == 0


def test_sitemap_of_sitemaps_is_followed(site, project, capsys):
    site.pages["/sitemap.xml"] = (at(site, MAPS), "application/xml")
    site.pages["/map1.xml"] = (at(site, MAP), "text/xml")
    site.pages["/map2.xml"] = (at(site, MAP).replace(b"one", b"three"), "text/xml")
    found = listed(site, capsys, "--index", f"{site.url}/sitemap.xml", "--match", "/document/")
    assert found == ["/document/one", "/document/three"]


def test_documents_of_an_index_are_fetched(site, project):
    site.pages["/index"] = (b'<a href="/north.pdf">North</a>', "text/html")
    site.pages["/north.pdf"] = (b"%PDF-1.7", "application/pdf")
    assert run(["fetch", "--index", f"{site.url}/index"]) == 0
    assert Path("data/raw/north.pdf").read_bytes() == b"%PDF-1.7"


def test_index_that_cannot_be_had_is_one_line(site, project):
    with pytest.raises(PipelineError, match="/none: the server answers 404"):
        run(["fetch", "--index", f"{site.url}/none"])


def test_endless_sitemaps_are_left():
    def get(url):
        content = at_number(int(url.rsplit("/", 1)[1]))
        return Answer(url, content, "text/xml")

    def at_number(number):
        places = "".join(f"<sitemap><loc>https://a/{number * 10 + n}</loc></sitemap>" for n in range(9))
        return f"<sitemapindex>{places}</sitemapindex>".encode()

    with pytest.raises(PipelineError, match="more than 50 sitemaps"):
        lists.linked("https://a/1", get)


def test_entities_of_a_sitemap_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://a/secret.pdf", encoding="utf-8")
    content = f'<!DOCTYPE u [<!ENTITY x SYSTEM "file://{secret}">]><urlset><url><loc>&x;</loc></url></urlset>'
    pages, maps = lists.links(Answer("https://a/", content.encode(), "text/xml"))
    assert (pages, maps) == ([], [])


def test_shipped_list_can_be_read(project_root):
    found = lists.load(project_root / lists.PUBLICATIONS)
    assert all(one.url.startswith("https://") for one in found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("address\nx\n", r"publications\.csv: has the unknown column address"),
        ("title\nx\n", "lacks the column url"),
        ("url,kind\nhttps://a/b,report\n", "line 2: has the unknown kind 'report'"),
        ("url,kind\n,other\n", "line 2: has no url"),
        ("url\nhttps://a/b,c\n", "line 2: has more cells than columns"),
    ],
)
def test_faults_of_the_list_name_the_line(tmp_path, text, problem):
    path = tmp_path / "publications.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match=problem):
        lists.load(path)


def test_missing_list_is_said(tmp_path):
    with pytest.raises(PipelineError, match="does not exist"):
        lists.load(tmp_path / "none.csv")


def test_wrong_pattern_is_refused(project, capsys):
    with pytest.raises(SystemExit) as left:
        run(["fetch", "--match", "("])
    assert left.value.code == 2
    assert "no regular expression" in capsys.readouterr().err


PRIVATE = "127.0.0.1 10.1.2.3 192.168.0.9 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1"
PRIVATE += " ::1 fe80::1%eth0 fc00::1 ::ffff:127.0.0.1"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_public(address):
    with pytest.raises(RefusedError, match="no public address"):
        check_public("somewhere", address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4009:80b::200e"])
def test_addresses_that_are_public(address):
    check_public("somewhere", address)
