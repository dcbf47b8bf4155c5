"""Fetch one file from the web: bounded in time, size and redirects, and never from a private network unasked."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from sitegen import __version__

REDIRECTS_MAX: Final = 5
TIME_OUT: Final = 15.0
"""Seconds for each answer of the other side; `PATIENCE` times that for the whole file."""
PATIENCE: Final = 4
_AT_ONCE: Final = 1 << 16
_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_AGENT: Final = f"sitegen/{__version__}"
_SAFE: Final = "/%!$&'()*+,;=:@~-._"


class FetchFault(Exception):
    """A file cannot be fetched; the message says why, and stands after its address."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files over http and https."""

    size_limit: int
    """Bytes."""

    allows_private: bool = False
    """Whether addresses of a private network, or of this machine, may be asked."""

    clock: Callable[[], float] = time.monotonic

    def fetch(self, url: str) -> bytes:
        """Return the bytes at *url*; `FetchFault` if they cannot be had.

        The name is looked up once and the address found is the one that is asked, so that no second answer can lead
        elsewhere. Proxies and credentials are not used, and no cookie or referrer is sent.
        """
        deadline = self.clock() + TIME_OUT * PATIENCE
        for _ in range(REDIRECTS_MAX + 1):
            found = self._once(url, deadline)
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found)
        raise FetchFault(f"is redirected more than {REDIRECTS_MAX} times")

    def _once(self, url: str, deadline: float) -> bytes | str:
        """Return the file, or the address to which *url* is redirected."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise FetchFault("is no address of the web") from error
        if parts.scheme not in _PORTS or not host:
            raise FetchFault("is no address of the web")
        path = quote(parts.path, safe=_SAFE) or "/"
        target = f"{path}?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else path
        try:
            with closing(self._connected(parts.scheme, host, port)) as connection, _cut_off(connection):
                connection.request("GET", target, headers={"User-Agent": _AGENT, "Accept": "image/*"})
                answer = connection.getresponse()
                if answer.status in _MOVED and (place := answer.getheader("Location")):
                    return place
                if answer.status != _OK:
                    raise FetchFault(f"is answered with {answer.status}")
                return self._read(answer, deadline)
        except TimeoutError as error:
            raise FetchFault("is not answered in time") from error
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise FetchFault(f"cannot be fetched: {str(error) or type(error).__name__}") from error

    def _read(self, answer: http.client.HTTPResponse, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_AT_ONCE):
            size += len(part)
            if size > self.size_limit:
                raise FetchFault(f"is larger than {self.size_limit // 1_000_000} MB")
            if self.clock() > deadline:
                raise TimeoutError
            parts.append(part)
        if answer.length:
            raise FetchFault("is cut short")
        return b"".join(parts)

    def _connected(self, scheme: str, host: str, port: int) -> http.client.HTTPConnection:
        """Return a connection to the first address of *host* that may be asked."""
        found = socket.getaddrinfo(host.encode("idna").decode("ascii"), port, type=socket.SOCK_STREAM)
        allowed = [place[0] for *_, place in found if self.allows_private or _is_public(str(place[0]))]
        if not allowed:
            raise FetchFault("stands in a private network")
        plain = socket.create_connection((str(allowed[0]), port), timeout=TIME_OUT)
        connection = http.client.HTTPConnection(host, port, timeout=TIME_OUT)
        try:
            connection.sock = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
            )
        except BaseException:
            plain.close()
            raise
        return connection


@contextmanager
def _cut_off(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Break *connection* off in the end, also where each of a thousand small answers comes in time."""

    def shut() -> None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(TIME_OUT * PATIENCE, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _is_public(address: str) -> bool:
    """Say whether *address* is one of the open internet.

    >>> [_is_public(a) for a in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1")]
    [True, False, False, False, False, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not (mapped or found).is_multicast
