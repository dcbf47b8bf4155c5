import asyncio
import json
from typing import Any

import pytest

from sitegen.serve.events import Fault, Hub, News


def data(event: bytes) -> Any:
    lines = dict(line.split(": ", 1) for line in event.decode().strip().split("\n"))
    assert lines["event"] == "reload"
    return {**json.loads(lines["data"]), "id": lines["id"]}


def test_a_browser_that_was_away_is_told_the_sum() -> None:
    news = News("r").after(["/a/", "/b/"], ()).after(["/a/"], ()).after([], (Fault("broken", "mend it"),))
    assert data(news.event("r-0"))["urls"] == ["/a/", "/b/"]
    assert data(news.event("r-1"))["urls"] == ["/a/"]
    assert data(news.event("r-3")) == {
        "generation": 3,
        "urls": [],
        "errors": [{"message": "broken", "hint": "mend it"}],
        "id": "r-3",
    }


@pytest.mark.parametrize("token", ["", "r", "r-", "r-x", "r--1", "other-1", "r-1\n"])
def test_of_an_unknown_state_everything_may_have_changed(token: str) -> None:
    assert data(News("r").after(["/a/"], ()).event(token))["urls"] is None


def test_a_line_break_in_a_message_does_not_break_the_event() -> None:
    event = News("r").after([], (Fault("a\n\nevent: b"),)).event("r-0")
    assert data(event)["errors"][0]["message"] == "a\n\nevent: b"
    assert event.count(b"\n\n") == 1


def test_every_listener_gets_the_state_and_then_each_change() -> None:
    async def scenario() -> list[Any]:
        hub = Hub("r")
        hub.publish(["/a/"], ())
        streams = [hub.follow("r-0"), hub.follow("r-1")]
        got = []
        for stream in streams:
            assert (await anext(stream)).startswith(b"retry: ")
            got.append(data(await anext(stream))["urls"])
        waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
        hub.publish(["/b/"], ())
        got += [data(await event)["urls"] for event in waiting]
        hub.close()
        for stream in streams:
            with pytest.raises(StopAsyncIteration):
                await anext(stream)
        return got

    assert asyncio.run(scenario()) == [["/a/"], [], ["/b/"], ["/b/"]]
