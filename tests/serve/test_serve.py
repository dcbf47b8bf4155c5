"""The preview for real: a process of its own, a socket, the file system's events."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that stops just one process politely"),
]

_PROGRAM: Final = """
import sys
from pathlib import Path
from sitegen.config import load_config
from sitegen.serve.run import serve
say = lambda text: print(text, flush=True)
serve(load_config(Path(sys.argv[1])), port=0, on_ready=say, on_report=lambda report: None, on_error=say)
say("stopped")
"""
_ARTICLE: Final = "---\ntitle: 试\ndate: 2026-01-02\nlang: zh-Hans\nslug: shi\ndraft: true\n---\n{}\n"


@contextmanager
def serving(root: Path) -> Iterator[http.client.HTTPConnection]:
    """Serve the project in *root*; stop it with a signal at the end, and see that it stopped in good order."""
    with subprocess.Popen([sys.executable, "-c", _PROGRAM, str(root)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.endswith("/news/")
            connection = http.client.HTTPConnection(address.split("/")[2], timeout=20)
            yield connection
            connection.close()
        finally:
            process.send_signal(signal.SIGTERM)
            rest = process.stdout.read()
        assert (process.wait(10), rest.splitlines()[-1:]) == (0, ["stopped"])


def page(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    reply = connection.getresponse()
    assert reply.status == 200
    return reply.read().decode()


def next_event(stream: http.client.HTTPResponse) -> Any:
    while not (line := stream.readline()).startswith(b"data: "):
        assert line
    return json.loads(line[6:])


def test_a_saved_change_is_built_and_told(tmp_path: Path) -> None:
    (tmp_path / "sitegen.toml").write_text('[site]\ntitle = "t"\nbase_url = "https://example.org/news/"\n', "utf-8")
    article = tmp_path / "content/shi.md"
    article.parent.mkdir()
    article.write_text(_ARTICLE.format("早先的话。"), "utf-8")
    with serving(tmp_path) as connection:
        assert "早先的话" in page(connection, "/news/zh-hans/shi/")
        listener = http.client.HTTPConnection(connection.host, connection.port, timeout=20)
        listener.request("GET", "/_sitegen/events?since=")
        with listener.getresponse() as stream:
            assert next_event(stream) == {"generation": 1, "urls": None, "errors": []}
            article.write_text(_ARTICLE.format("后来的话。"), "utf-8")
            event = next_event(stream)
            assert {"/news/zh-hans/shi/", "/news/zh-hant/shi/"} <= set(event["urls"])
            assert "後來的話" in page(connection, "/news/zh-hant/shi/")
            article.write_text(_ARTICLE.replace("title", "titel").format("坏了。"), "utf-8")
            assert "titel" in next_event(stream)["errors"][0]["message"]
            assert "後來的話" in page(connection, "/news/zh-hant/shi/")
        listener.close()
