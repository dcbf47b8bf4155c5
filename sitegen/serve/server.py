"""The web application of the preview: pages from memory, the script, the stream of events; for this machine alone."""

from collections.abc import Callable
from importlib.resources import files
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sitegen.model import OutputPath
from sitegen.serve.events import Hub
from sitegen.serve.pages import CLIENT_URL, EVENTS_URL, SCRIPT_TYPE, answer

_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_HTTP_PORT: Final = 80
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def create_app(read: Callable[[OutputPath], bytes | None], mount: Callable[[], str], hub: Hub, port: int) -> Starlette:
    """Return the application that shows what *read* gives, below *mount*, to browsers that ask for this machine."""
    client = files("sitegen.serve").joinpath("client.js").read_bytes()

    async def script(_request: Request) -> Response:
        return Response(client, headers={**_HEADERS, "Content-Type": SCRIPT_TYPE})

    async def events(request: Request) -> Response:
        # A browser that connects again by itself says what it saw last in this header; the address is older.
        token = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return StreamingResponse(hub.follow(token), media_type="text/event-stream", headers=_HEADERS)

    async def page(request: Request) -> Response:
        found = answer(request.scope["path"], mount(), read, hub.news.token)
        headers = {**_HEADERS, "Content-Type": found.content_type}
        if found.location:
            headers["Location"] = found.location
        return Response(found.body, found.status, headers)

    return Starlette(
        routes=[Route(CLIENT_URL, script), Route(EVENTS_URL, events), Route("/{path:path}", page)],
        middleware=[Middleware(_HostGuard, port=port)],
    )


def allowed_hosts(port: int) -> frozenset[str]:
    """Return the values of `Host` by which this machine is asked for.

    A page elsewhere can make a browser ask a name of its own that leads here (DNS rebinding), and would then read
    the answers; its name is not among these.

    >>> sorted(allowed_hosts(8000))
    ['127.0.0.1:8000', '[::1]:8000', 'localhost:8000']
    """
    with_port = frozenset(f"{name}:{port}" for name in _NAMES)
    return with_port | frozenset(_NAMES) if port == _HTTP_PORT else with_port


class _HostGuard:
    """Refuses requests that were not meant for this machine."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._allowed = allowed_hosts(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or hosts[0] not in self._allowed:
                refusal = PlainTextResponse("The preview answers on this machine alone.\n", 403, _HEADERS)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
