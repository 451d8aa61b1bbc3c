"""A real HTTP server on this machine that gives good and bad answers, and a project that fetches from it."""

import gzip
import hashlib
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

DOCUMENT = "<html><body><h1>{}</h1><p>The roof was sound.</p></body></html>"


class Site:
    """What the server holds, and what it was asked for."""

    def __init__(self):
        self.pages, self.robots, self.asked, self.left = {}, 404, [], defaultdict(int)
        self.stop = threading.Event()

    def count(self, path):
        """How often a path was asked for."""
        return sum(one == path for one, _ in self.asked)

    def headers(self, path):
        """Request headers of the last time that a path was asked for."""
        return [headers for one, headers in self.asked if one == path][-1]


class Handler(BaseHTTPRequestHandler):
    """One way of answering a path prefix."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Stay quiet."""

    def do_GET(self):
        """Answer by the first part of the path."""
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        kind = self.path.split("/")[1].split("?")[0].split(".")[0]
        getattr(self, f"say_{kind}", self.say_page)()

    def give(self, body, status=200, **headers):
        """A whole answer."""
        self.send_response(status)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say_page(self):
        """A page of the site, with an ETag, or 304 where the asker has it."""
        if self.path not in self.server.site.pages:
            return self.give(b"Not here", 404)
        body, kind = self.server.site.pages[self.path]
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            return self.end_headers()
        return self.give(body, Content_Type=kind, ETag=etag)

    def say_robots(self):
        """robots.txt: its rules, or the status that stands for them."""
        rules = self.server.site.robots
        if isinstance(rules, int):
            return self.give(b"", rules)
        return self.give(rules.encode(), Content_Type="text/plain")

    def say_to(self):
        """Send the asker elsewhere: /to?http://..."""
        self.give(b"", 302, Location=self.path.split("?", 1)[1])

    def say_busy(self):
        """Busy twice, then well: /busy/name; for ever where the name is 'always'."""
        self.server.site.left[self.path] += 1
        if "always" in self.path or self.server.site.left[self.path] <= 2:
            return self.give(b"Busy", 503)
        return self.give(DOCUMENT.format(self.path).encode())

    def say_broken(self):
        """Break off in the middle once, or always."""
        self.server.site.left[self.path] += 1
        body = DOCUMENT.format(self.path).encode()
        if "always" not in self.path and self.server.site.left[self.path] > 1:
            return self.give(body)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True
        return None

    def say_slow(self):
        """A byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        while not self.server.site.stop.wait(0.05):
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return

    def say_silent(self):
        """Never answer."""
        self.close_connection = True
        self.server.site.stop.wait(20)

    def say_huge(self):
        """A declared length beyond every limit, or an endless stream."""
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        if "declared" in self.path:
            self.send_header("Content-Length", "99000000000")
        self.end_headers()
        self.close_connection = True
        while not self.server.site.stop.is_set():
            try:
                self.wfile.write(b"%" * 65536)
            except OSError:
                return

    def say_bomb(self):
        """Some thousand bytes that unpack to fifty million."""
        self.give(gzip.compress(b"0" * 50_000_000, 9), Content_Encoding="gzip")


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of askers who hang up."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Stay quiet."""


@pytest.fixture
def site():
    """A running server; its address is ``site.url``."""
    server = QuietServer(("127.0.0.1", 0), Handler)
    server.site = Site()
    server.site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.site
    server.site.stop.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def project(tmp_path, project_root, monkeypatch):
    """An empty project that may fetch from this machine; gives a function that changes its settings."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    content = yaml.safe_load((project_root / "params.yaml").read_text(encoding="utf-8"))

    def change(**settings):
        content["fetch"] |= settings
        (tmp_path / "params.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")

    change(hosts=["127.0.0.1"], allow_http=True, allow_private=True)
    change(seconds_between=0.01, timeout_seconds=1.0, max_megabytes=1, retries=2)
    return change


@pytest.fixture
def publications(project, tmp_path):
    """Write the list of publications: rows of url, title and kind."""

    def write(*rows):
        lines = [",".join((*row, "", "")[:3]) for row in rows]
        path = tmp_path / "data/reference/publications.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["url,title,kind", *lines, ""]), encoding="utf-8")

    return write


@pytest.fixture
def seconds():
    """Seconds since the test began."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun
