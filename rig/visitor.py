"""HTTP as a browser behind a proxy speaks it: every request on a connection of its own."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

TIMEOUT_SECONDS = 30
CSRF = "r" * 32
Form = Sequence[tuple[str, str]]


class LostError(Exception):
    """No whole reply came, so nobody knows what the server did."""


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name; all but the last of a repeated one are gone, except for cookies."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """Those set, and not removed, by this reply."""

    @property
    def location(self) -> str:
        """The path of a redirect, empty without one."""
        return urlsplit(self.headers.get("location", "")).path


class Visitor:
    """Somebody logged in. Cookies that replies set are not kept: a log-in's never changes, and
    messages are passed on by who wants to read them."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._cookies = {"sessionid": session, "csrftoken": CSRF}

    async def get(self, path: str, cookies: Mapping[str, str] | None = None) -> Reply:
        return await self._send("GET", path, cookies or {})

    async def post(self, path: str, form: Form = ()) -> Reply:
        body = urlencode([("csrfmiddlewaretoken", CSRF), *form]).encode()
        return await self._send("POST", path, {}, body)

    async def _send(
        self, method: str, path: str, cookies: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Raises LostError."""
        shown = "; ".join(f"{k}={v}" for k, v in {**self._cookies, **cookies}.items())
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Cookie: {shown}"]
        head += ["Accept-Encoding: gzip", "Connection: close"]
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded"]
            head += [f"Content-Length: {len(body)}"]
        request = "\r\n".join([*head, "", ""]).encode() + body
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return read_reply(await self._exchange(request))
        except (OSError, TimeoutError) as error:
            raise LostError(str(error)) from error

    async def _exchange(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()


def read_reply(raw: bytes) -> Reply:
    """A reply to a request that asked for the connection to be closed. Raises LostError when it
    ends too early."""
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        raise LostError("svaret tog slut")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (x.partition(":") for x in lines)]
    headers = dict(pairs)
    if len(body) != int(headers.get("content-length", len(body))):
        raise LostError("svaret tog slut")
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    cookies = dict(_cookie(value) for name, value in pairs if name == "set-cookie")
    cookies.pop("", None)
    return Reply(int(first.split()[1]), body.decode(errors="replace"), headers, cookies)


def _cookie(line: str) -> tuple[str, str]:
    """Name and value; two empty ones for a cookie that is removed."""
    name, _, value = line.partition(";")[0].partition("=")
    return ("", "") if "max-age=0" in line.lower() else (name, value)
