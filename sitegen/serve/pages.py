"""Which answer an address gets: a pure function of the built site, so that it needs no server to be tested."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from sitegen.model import OutputPath, UrlPath
from sitegen.site import routes

CLIENT_URL: Final = "/_sitegen/client.js"
EVENTS_URL: Final = "/_sitegen/events"

_TEXT: Final = "; charset=utf-8"
HTML_TYPE: Final = "text/html" + _TEXT
SCRIPT_TYPE: Final = "text/javascript" + _TEXT

# Not `mimetypes`: it asks the system, and on Windows any program may have changed what it says of `.js`.
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": HTML_TYPE, "css": "text/css" + _TEXT, "js": SCRIPT_TYPE, "mjs": SCRIPT_TYPE,
        "json": "application/json" + _TEXT, "webmanifest": "application/manifest+json" + _TEXT,
        "xml": "application/xml" + _TEXT, "txt": "text/plain" + _TEXT, "md": "text/markdown" + _TEXT,
        "csv": "text/csv" + _TEXT, "svg": "image/svg+xml" + _TEXT,
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
        "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
        "otf": "font/otf", "pdf": "application/pdf", "mp3": "audio/mpeg", "ogg": "audio/ogg", "mp4": "video/mp4",
        "webm": "video/webm", "wasm": "application/wasm", "zip": "application/zip",
    }
)  # fmt: skip
_FEED_TYPE: Final = "application/atom+xml" + _TEXT
_UNKNOWN_TYPE: Final = "application/octet-stream"

_BODY_END: Final = re.compile(rb"</body\s*>", re.IGNORECASE)
_NOTHING: Final = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not here</title></head>
<body><p>There is no such page. If the site could not be built, the reason is shown below.</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gets."""

    status: int
    content_type: str = HTML_TYPE
    body: bytes = b""
    location: str = ""
    """Where to look instead, percent-encoded."""


def answer(path: str, mount: str, read: Callable[[OutputPath], bytes | None], token: str) -> Answer:
    """Return the answer to a request for *path*, which is percent-decoded.

    *mount* is what stands before every address of the site, *read* gives the built files and nothing else, *token*
    says which state of the site they are.
    """
    missing = (path, mount + routes.NOT_FOUND)
    if mount and path in ("/", mount):
        return Answer(307, location=quote(f"{mount}/"))
    if path.startswith(f"{mount}/"):
        url = UrlPath(path.removeprefix(mount))
        output = routes.output_path(url)
        body = read(output)
        if body is not None:
            kind = content_type(output)
            page = mount + routes.page_url(output)
            return Answer(200, kind, with_client(body, (page,), token) if kind == HTML_TYPE else body)
        if read(routes.output_path(UrlPath(f"{url}/"))) is not None:
            return Answer(307, location=quote(f"{path}/"))
    body = read(routes.output_path(routes.NOT_FOUND))
    return Answer(404, body=with_client(_NOTHING if body is None else body, missing, token))


def content_type(path: OutputPath) -> str:
    """Return the media type of a file, by its name.

    >>> content_type(OutputPath("zh-hans/atom.xml")), content_type(OutputPath("a/B.PNG"))
    ('application/atom+xml; charset=utf-8', 'image/png')
    """
    name = path.rsplit("/", 1)[-1].lower()
    if name == "atom.xml":
        return _FEED_TYPE
    return _TYPES.get(name.rpartition(".")[2], _UNKNOWN_TYPE)


def with_client(page: bytes, watched: tuple[str, ...], token: str) -> bytes:
    """Return *page* with the script at its end that loads it again when one of the addresses *watched* changes."""
    data = html.escape(json.dumps(watched, ensure_ascii=False))
    tag = f'<script src="{CLIENT_URL}" data-since="{html.escape(token)}" data-watch="{data}" defer></script>'.encode()
    ends = list(_BODY_END.finditer(page))
    at = ends[-1].start() if ends else len(page)
    return page[:at] + tag + page[at:]
