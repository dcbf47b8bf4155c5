"""Pictures that do not lie beside their page: from archives, folders and a real server, once and never twice."""

import gzip
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from sitegen.errors import ContentError
from sitegen.ingest.archives import open_place
from sitegen.ingest.fetch import REDIRECTS_MAX, Fetcher, FetchFault
from sitegen.ingest.importer import ImportOptions, ImportReport, import_pages
from sitegen.ingest.picture_sources import RECORD, PictureOptions
from sitegen.model import Severity


def _chunk(kind: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


SECRET: Final = b"Author\0Somebody at home"
PNG: Final = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"tEXt", SECRET)
    + _chunk(b"IDAT", zlib.compress(b"\0\x80"))
    + _chunk(b"IEND")
)
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
LIMIT: Final = 100_000


class _Answers(BaseHTTPRequestHandler):
    """Answers by path."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        match self.path.partition("?")[0]:
            case "/loop":
                self._say(302, {"Location": "/loop"})
            case "/moved":
                self._say(302, {"Location": "/a.png"})
            case "/to-file":
                self._say(302, {"Location": "file:///etc/passwd"})
            case "/a.png" | "/%E8%88%B9.png" | "/b.jpg":
                self._say(200, {"Content-Type": "text/html"}, PNG)
            case "/a.svg":
                self._say(200, {"Content-Type": "image/png"}, SVG)
            case "/page.png":
                self._say(200, {"Content-Type": "image/png"}, b"<html><script>alert(1)</script></html>")
            case "/endless":
                self._say(200, {}, bytes(LIMIT + 1))
            case "/cut":
                self._say(200, {"Content-Length": "9999"}, PNG)
            case _:
                self._say(404, {})

    def _say(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server:
    """A server on this machine, and what it was asked."""

    def __init__(self, http: ThreadingHTTPServer, asked: list[str]) -> None:
        self.url, self.asked = f"http://127.0.0.1:{http.server_address[1]}", asked


@pytest.fixture
def server() -> Iterator[Server]:
    asked: list[str] = []
    handler = type("_Handler", (_Answers,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Server(http, asked)
        finally:
            http.shutdown()
            thread.join()


FETCHER: Final = Fetcher(LIMIT, allows_private=True)

# ── one file ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/a.png", "/moved", "/船.png", "/b.jpg?x=1 2#top"])
def test_a_file_is_fetched(server: Server, path: str) -> None:
    assert FETCHER.fetch(server.url + path) == PNG


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none.png", "answered with 404"),
        ("/loop", f"more than {REDIRECTS_MAX} times"),
        ("/to-file", "no address of the web"),
        ("/endless", "larger than"),
        ("/cut", "is cut short"),
    ],
)
def test_what_cannot_be_had_is_said(server: Server, path: str, words: str) -> None:
    with pytest.raises(FetchFault, match=words):
        FETCHER.fetch(server.url + path)


def test_redirects_are_limited(server: Server) -> None:
    with pytest.raises(FetchFault):
        FETCHER.fetch(f"{server.url}/loop")
    assert len(server.asked) == REDIRECTS_MAX + 1


def test_a_private_network_is_not_asked(server: Server) -> None:
    careful = Fetcher(LIMIT)
    for url in (server.url, server.url.replace("127.0.0.1", "localhost"), "http://[::1]/", "http://169.254.169.254/x"):
        with pytest.raises(FetchFault, match=r"private network|cannot be fetched"):
            careful.fetch(url)
    assert server.asked == []


@pytest.mark.parametrize("url", ["ftp://x/a.png", "http:///a", "http://[x/", "http://x:99999/", "data:,x", "a.png"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchFault, match="no address"):
        FETCHER.fetch(url)


def test_patience_ends(server: Server) -> None:
    minutes = count(0, 61)
    with pytest.raises(FetchFault, match="in time"):
        Fetcher(LIMIT, allows_private=True, clock=lambda: float(next(minutes))).fetch(f"{server.url}/a.png")


# ── archives and folders ─────────────────────────────────────────────────────────────────────────

URL: Final = "http://img.example.org/2020/船.png?w=1"


def _folder(root: Path, name: str) -> Path:
    path = root / "saved" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(PNG)
    return root / "saved"


def _zip(root: Path, name: str) -> Path:
    with zipfile.ZipFile(root / "saved.zip", "w") as archive:
        archive.writestr(name, PNG)
    return root / "saved.zip"


def _warc(root: Path, url: str, *, is_packed: bool) -> Path:
    path = root / ("saved.warc.gz" if is_packed else "saved.warc")
    records = []
    for address, status, body in ((url, "404 Not Found", b"gone"), (url, "200 OK", PNG), (f"{url}x", "200 OK", b"-")):
        chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        answer = f"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + chunked
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2020-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record) if is_packed else record)
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.parametrize("name", ["img.example.org/2020/船.png", "2020/船.png", "船.png"])
def test_folders_and_archives_are_asked_by_address(tmp_path: Path, name: str) -> None:
    for place in (_folder(tmp_path, name), _zip(tmp_path, name)):
        find = open_place(place, LIMIT)
        assert find(URL) == PNG
        assert find("http://img.example.org/2020/other.png") is None
        assert find("http://img.example.org/../../船2.png") is None
        assert open_place(place, len(PNG) - 1)(URL) is None


@pytest.mark.parametrize("is_packed", [True, False])
def test_warc_files_know_addresses(tmp_path: Path, is_packed: bool) -> None:
    find = open_place(_warc(tmp_path, URL, is_packed=is_packed), LIMIT)
    assert find(URL.replace("http:", "https:").replace("img.", "IMG.").replace("船", "%E8%88%B9")) == PNG
    assert find("http://img.example.org/2020/other.png") is None


@pytest.mark.parametrize("name", ["a.zip", "a.warc", "a.warc.gz", "a.tar"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x1f\x8b\x08nonsense", b"PK\x03\x04nonsense"])
def test_what_is_no_archive_is_said(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    if data == b"" and ".warc" in name:
        assert open_place(tmp_path / name, LIMIT)(URL) is None
        return
    with pytest.raises(ContentError, match=r"no files can be read") as caught:
        open_place(tmp_path / name, LIMIT)
    assert caught.value.hint


# ── imports ──────────────────────────────────────────────────────────────────────────────────────

SENTENCE: Final = "三月的第一个早晨，渡口的钟敲了七下。摆渡人老秦解开缆绳，把船推进雾里，船头挂着一盏没有点亮的灯。"


def _page(*sources: str) -> str:
    shown = "".join(f"<p>{SENTENCE}</p><p><img src='{source}' alt='船'></p>" for source in sources)
    return (
        f"<html><head><title>渡口</title></head><body><h1>渡口</h1><div class='content'>{shown}<p>{SENTENCE}</p></div>"
    )


class Project:
    """One raw page and its content folder."""

    def __init__(self, root: Path, *sources: str) -> None:
        self.raw, self.content = root / "raw" / "a.html", root / "content"
        self.raw.parent.mkdir()
        self.raw.write_text(_page(*sources), "utf-8")

    def run(self, pictures: PictureOptions | None, *, update: bool = False) -> ImportReport:
        options = ImportOptions(UTC, update=update, pictures=pictures)
        return import_pages([self.raw], self.content, options, origins={})

    @property
    def article(self) -> str:
        (path,) = self.content.glob("*.md")
        return path.read_text("utf-8")

    @property
    def pictures(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.content / "media").glob("*"))]


FROM_WEB: Final = PictureOptions(allows_private=True)


def test_an_import_fetches_once_what_it_was_asked_for(tmp_path: Path, server: Server) -> None:
    project = Project(tmp_path, f"{server.url}/a.png", f"{server.url}/none.png", f"{server.url}/moved")
    report = project.run(FROM_WEB)
    assert [d.message for d in report.diagnostics if "picture" in d.message] == [
        f"picture {server.url}/none.png is answered with 404"
    ]
    assert project.article.count("](media/") == 2
    assert f"]({server.url}/none.png)" in project.article
    (picture,) = project.pictures
    assert SECRET not in picture
    asked = len(server.asked)
    before = project.article
    project.run(FROM_WEB)
    project.run(None, update=True)
    assert len(server.asked) == asked
    project.run(FROM_WEB, update=True)
    assert [path for path in server.asked[asked:] if path != "/none.png"] == []
    assert project.article == before


def test_nothing_is_fetched_unasked(tmp_path: Path, server: Server) -> None:
    project = Project(tmp_path, f"{server.url}/a.png")
    project.run(None)
    project.run(PictureOptions(), update=True)
    project.run(PictureOptions(fetches=False), update=True)
    assert server.asked == []
    assert f"]({server.url}/a.png)" in project.article
    assert not (project.content / RECORD).exists()
    project.run(FROM_WEB, update=True)
    assert "](media/" in project.article


@pytest.mark.parametrize(("path", "words"), [("/a.svg", "SVG"), ("/page.png", "neither PNG")])
def test_what_is_active_or_no_picture_is_refused(tmp_path: Path, server: Server, path: str, words: str) -> None:
    project = Project(tmp_path, server.url + path)
    report = project.run(FROM_WEB)
    assert any(words in d.message for d in report.diagnostics)
    assert not (project.content / "media").exists()


def test_an_archive_beside_the_page_is_asked_first(tmp_path: Path, server: Server) -> None:
    project = Project(tmp_path, "http://img.example.org/2020/a.png", "http://img.example.org/2020/b.png")
    with zipfile.ZipFile(project.raw.with_suffix(".zip"), "w") as archive:
        archive.writestr("2020/a.png", PNG)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.png").write_bytes(PNG)
    report = project.run(PictureOptions((tmp_path / "more",), fetches=False))
    assert project.article.count("](media/") == 2
    assert not any("picture" in d.message for d in report.diagnostics)
    assert server.asked == []


def test_one_picture_over_http_and_https_is_asked_and_recorded_once(tmp_path: Path, server: Server) -> None:
    source = server.url + "/a.png"
    project = Project(tmp_path, source, source.replace("http:", "https:"))
    project.run(FROM_WEB)
    assert project.article.count("](media/") == 2
    assert server.asked == ["/a.png"]
    assert len((project.content / RECORD).read_text("utf-8").splitlines()) == 1
    assert not any("picture" in d.message for d in project.run(None, update=True).diagnostics)
    assert project.article.count("](media/") == 2


def test_a_broken_record_is_named(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.content.mkdir()
    (project.content / RECORD).write_text("{\n", "utf-8")
    with pytest.raises(ContentError, match=r"pictures\.jsonl"):
        project.run(None)


def test_a_relative_address_is_looked_for_where_pictures_were_named(tmp_path: Path) -> None:
    project = Project(tmp_path, "img/a.png", "/img/a.png", "../elsewhere.png")
    (tmp_path / "saved" / "img").mkdir(parents=True)
    (tmp_path / "saved" / "img" / "a.png").write_bytes(PNG)
    (tmp_path / "elsewhere.png").write_bytes(PNG)
    report = project.run(PictureOptions((tmp_path / "saved",), fetches=False))
    assert project.article.count("](media/") == 2
    assert ["elsewhere" in d.message for d in report.diagnostics if "picture" in d.message] == [True]
    before = project.article
    project.run(None, update=True)
    assert project.article == before  # what came along once stays
    assert tmp_path.as_posix() not in (project.content / RECORD).read_text("utf-8")


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_relative_address_is_looked_for_in_the_archive_beside_the_page(tmp_path: Path, *, is_whole: bool) -> None:
    project = Project(tmp_path, "img/a.png")
    beside = project.raw.with_suffix(".zip")
    with zipfile.ZipFile(beside, "w") as archive:
        archive.writestr("img/a.png", PNG)
    if not is_whole:
        beside.write_bytes(b"no archive")
    report = project.run(None)
    assert ("](media/" in project.article) is is_whole
    assert all(d.severity is not Severity.ERROR for d in report.diagnostics)
