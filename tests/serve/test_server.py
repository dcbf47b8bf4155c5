import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from sitegen.model import OutputPath
from sitegen.serve.events import Hub
from sitegen.serve.server import create_app

PORT = 8123
SITE = {"index.html": b"<body>root</body>", "404.html": b"lost", "zh-hans/春/index.html": b"spring"}


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def app(hub: Hub | None = None, mount: str = "") -> Starlette:
    def read(path: OutputPath) -> bytes | None:
        return SITE.get(str(path))

    return create_app(read, lambda: mount, hub or Hub("r"), PORT)


async def request(
    target: Starlette, path: str, *, query: str = "", method: str = "GET", headers: Sequence[tuple[str, str]] = ()
) -> Reply:
    """Ask the application as a server would, and return what it sent."""
    sent: list[Message] = []
    given = [(b"host", f"127.0.0.1:{PORT}".encode())] if all(name != "host" for name, _ in headers) else []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await target(
        {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": given + [(name.encode(), value.encode()) for name, value in headers],
            "server": ("127.0.0.1", PORT),
            "client": ("127.0.0.1", 1),
        },
        receive,
        send,
    )
    start, *rest = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], found, b"".join(message.get("body", b"") for message in rest))


def get(path: str, mount: str = "", **more: Any) -> Reply:
    return asyncio.run(request(app(mount=mount), path, **more))


def test_a_page_comes_from_memory_with_the_script_and_is_never_stored() -> None:
    reply = get("/")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.body.startswith(b'<body>root<script src="/_sitegen/client.js" data-since="r-0"')
    assert int(reply.headers["content-length"]) == len(reply.body)


def test_an_unknown_address_is_told_by_its_status() -> None:
    reply = get("/no")
    assert (reply.status, reply.body[:4]) == (404, b"lost")


def test_the_root_leads_to_the_mount() -> None:
    reply = get("/", "/新闻")
    assert (reply.status, reply.headers["location"]) == (307, "/%E6%96%B0%E9%97%BB/")


def test_the_client_is_a_script() -> None:
    reply = get("/_sitegen/client.js", "/news")
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in reply.body
    assert b"innerHTML" not in reply.body


def test_nothing_can_be_sent() -> None:
    assert get("/", method="POST").status == 405


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_this_machine_is_answered(host: str) -> None:
    assert get("/", headers=[("host", host)]).status == 200


@pytest.mark.parametrize(
    "host", ["", "localhost", "localhost:80", "example.org", f"example.org:{PORT}", f"10.0.0.1:{PORT}"]
)
@pytest.mark.parametrize("path", ["/", "/_sitegen/events", "/_sitegen/client.js"])
def test_a_request_for_another_host_is_refused(host: str, path: str) -> None:
    reply = get(path, headers=[("host", host)])
    assert reply.status == 403
    assert b"root" not in reply.body


def test_two_hosts_are_refused() -> None:
    both = [("host", f"localhost:{PORT}"), ("host", "example.org")]
    assert get("/", headers=both).status == 403


def test_a_rebuild_reaches_a_browser_that_listens() -> None:
    async def scenario() -> Reply:
        hub = Hub("r")
        asked = asyncio.ensure_future(
            request(app(hub), "/_sitegen/events", query="since=x-9", headers=[("last-event-id", "r-0")])
        )
        for _ in range(20):  # let it connect and get the first event
            await asyncio.sleep(0)
        hub.publish(["/zh-hans/春/"], ())
        for _ in range(20):
            await asyncio.sleep(0)
        hub.close()
        return await asked

    reply = asyncio.run(scenario())
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [line[6:] for line in reply.body.decode().splitlines() if line.startswith("data: ")]
    assert [json.loads(event) for event in events] == [
        {"generation": 0, "urls": [], "errors": []},
        {"generation": 1, "urls": ["/zh-hans/春/"], "errors": []},
    ]
