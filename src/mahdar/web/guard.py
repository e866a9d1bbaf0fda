"""What every request passes before a page is made, and what every answer carries.

Refused are requests to a host that is not this one, bodies that are too large, and clients that ask too often. Every
answer forbids the browser to load anything from elsewhere, to run anything inline and to show the site in a frame.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mahdar.errors import Refused
from mahdar.web.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
#: Gives the application that answers with an error and a status.
Refusal = Callable[[Scope, Refused, int], App]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
#: Clients whose requests are counted at one time; the one seen longest ago is forgotten first.
_CLIENTS = 10_000


class Buckets:
    """How many requests each client has left: `burst`, filled up again at `rate` a second."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> bool:
        """Take one; False where none is left."""
        now = self._clock()
        left, at = self._left.pop(client, (float(self.burst), now))
        left = min(self.burst, left + (now - at) * self.rate)
        allowed = left >= 1
        self._left[client] = (left - 1 if allowed else left, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return allowed


class Guard:
    """Stands before the application."""

    def __init__(self, app: App, settings: Settings, refusal: Refusal) -> None:
        self.app, self.settings, self.refusal = app, settings, refusal
        self._buckets = Buckets(settings.rate, settings.burst) if settings.rate is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        guarded = _with_headers(send)
        refused = self._refused(scope, headers)
        if refused is not None:
            await self.refusal(scope, *refused)(scope, receive, guarded)
            return
        limited = _Limited(receive, self.settings.largest_body)
        await self.app(scope, limited, guarded)

    def _refused(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[Refused, int] | None:
        named = [value for name, value in scope["headers"] if name == b"host"]
        host = host_of(named[0].decode("latin-1")) if len(named) == 1 else ""
        if not self.settings.answers_to(host):
            return Refused(
                "a host that is not this one",
                expected="the address at which it is served",
                remedy="name it with 'mahdar serve --name'",
                where=host[:100],
            ), 421
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.settings.largest_body:
            return Refused("too much at once", expected=f"{self.settings.largest_body:,} bytes at the most"), 413
        client = (scope.get("client") or ("?",))[0]
        if self._buckets is not None and not scope["path"].startswith("/static/") and not self._buckets.take(client):
            return Refused("too many requests", remedy="wait a little and try again"), 429
        return None


class TooLarge(Exception):
    """A body grew beyond what is taken, whatever its header said."""


class _Limited:
    """A body that ends where it grows too large."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive, self._left = receive, largest

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        return message


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sending


def host_of(header: str) -> str:
    """The host of a Host header, without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]
