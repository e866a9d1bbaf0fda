"""Fetching pages: public addresses only, politely, and never more than a page.

An address names a host, and whoever owns the name can let it point anywhere, also into the reader's own network. So a
name is resolved once, every address it gives is looked at, and the connection is made to the very address that was
looked at: there is no second look-up that could answer differently. Each redirect goes through all of it again.
Proxies of the environment are not used, cookies and passwords are neither sent nor kept.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import urllib.robotparser
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from mahdar.errors import InputError, NotAReport, UnreadableInput
from mahdar.pages.html import LONGEST_PAGE
from mahdar.version import VERSION

#: How this reader calls itself, and the name that a robots.txt may address it by.
AGENT_NAME = "Mahdar"
AGENT = f"{AGENT_NAME}/{VERSION} (reader of Arabic news; keeps to robots.txt)"
#: Seconds for a connection or a read, and for all of one page.
PATIENCE, MOST_SECONDS = 15.0, 60.0
MOST_REDIRECTS = 5
PORTS = frozenset((80, 443, 8080, 8443))
#: Seconds between two questions to one host, at the least and at the most that a robots.txt can ask for.
PAUSE, LONGEST_PAUSE = 1.0, 30.0
LONGEST_ROBOTS = 500_000
#: What is said of an answer that may be another one soon.
LATER = "try again later"
#: Answers of servers that are busy, and those that a page is gone for good.
_BUSY, _GONE = frozenset((408, 425, 429)), frozenset((404, 410))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))

#: Kept for protocols by IANA; Python calls some of it global.
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
Connect = Callable[[str, int, float], socket.socket]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address that is already numeric: nothing is looked up."""
    return socket.create_connection((address, port), seconds)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, also where it wraps another (IPv4 in IPv6, 6to4, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
        if address.teredo is not None or address.is_site_local:
            return False
        if inner is not None:
            return True
    if address in _PROTOCOLS:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: `url` is where it came from in the end, `headers` in lower case; 304 has no `data`."""

    url: str
    status: int
    data: bytes
    headers: Mapping[str, str]

    @property
    def charset(self) -> str | None:
        """The charset that the server says."""
        match = re.search(r"charset=[\"']?([\w.:-]+)", self.headers.get("content-type", ""), re.IGNORECASE)
        return match[1] if match else None


@dataclass(slots=True)
class Fetcher:
    """Fetches pages. `resolve` and `connect` are there so that tests need no network."""

    resolve: Resolve = resolve
    connect: Connect = connect
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    pause: float = PAUSE
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer at `url`. Raises `InputError`: no public address, forbidden by robots.txt, too large, too slow.

        Its `where` is the address that was stopped at; where a redirect led there, its `remedy` says so.
        """
        begun = self.clock()
        at = url
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = self._at(at, headers or {}, begun)
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    break
                at = urljoin(at, _location(answer.headers["location"]))
            else:
                raise UnreadableInput(f"more than {MOST_REDIRECTS} redirects", expected="a page", where=at)
            if answer.status not in (200, 304):
                raise _refusal(answer.status, at)
        except InputError as error:
            raise redirected(error, url, at) from None
        return answer

    def _at(self, url: str, headers: Mapping[str, str], begun: float) -> Fetched:
        """What the server says at one address, where it may be asked."""
        checked = _checked(url)
        if not self._may_fetch(checked, begun):
            raise UnreadableInput("its robots.txt forbids it", expected="a page that may be fetched", where=url)
        self._wait(checked)
        return self._ask(checked, headers, begun, LONGEST_PAGE)

    def _may_fetch(self, url: str, begun: float) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, begun)
        return self._robots[site].can_fetch(AGENT_NAME, url)

    def _read_robots(self, site: str, begun: float) -> urllib.robotparser.RobotFileParser:
        """The rules of a site. Without the file all is allowed; where the server fails to give it, nothing is."""
        rules = urllib.robotparser.RobotFileParser()
        url = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(_checked(url), {}, begun, LONGEST_ROBOTS)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            url = urljoin(url, _location(answer.headers["location"]))
        if answer.status == 200:
            rules.parse(answer.data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines())
        elif 400 <= answer.status < 500:
            rules.parse(["User-agent: *", "Allow: /"])
        else:
            rules.parse(["User-agent: *", "Disallow: /"])
        return rules

    def _wait(self, url: str) -> None:
        """Wait until the host may be asked again."""
        parts = urlsplit(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = rules.crawl_delay(AGENT_NAME) if rules is not None else None
        pause = min(LONGEST_PAUSE, max(self.pause, float(asked or 0)))
        host = parts.hostname or ""
        left = self._asked.get(host, -LONGEST_PAUSE) + pause - self.clock()
        if left > 0:
            self.sleep(left)
        self._asked[host] = self.clock()

    def _address_of(self, host: str, port: int, url: str) -> str:
        """The one address that is connected to: all that the name gives must be public."""
        try:
            found = [ipaddress.ip_address(a.partition("%")[0]) for a in self.resolve(host, port)]
        except (OSError, ValueError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UnreadableInput(f"no such host ({reason})", remedy="check the address", where=url) from None
        if not found or not all(map(is_public, found)):
            raise UnreadableInput(
                "an address that is not public", expected="a host of the open internet",
                remedy="save the page and read the file", where=url,
            )  # fmt: skip
        return str(found[0])

    def _ask(self, url: str, headers: Mapping[str, str], begun: float, most: int) -> Fetched:
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        address = self._address_of(host, port, url)
        left = MOST_SECONDS - (self.clock() - begun)
        if left <= 0:
            raise _too_slow(url)
        connection: http.client.HTTPConnection | None = None
        try:
            raw = self.connect(address, port, min(PATIENCE, left))
            # A server that sends a byte now and then never runs into the patience of one read.
            late = threading.Event()
            guard = threading.Timer(left, _shut, [raw, late])
            guard.daemon = True
            guard.start()
            try:
                raw.settimeout(min(PATIENCE, left))
                if secure:
                    raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
                connection = http.client.HTTPConnection(host, port)
                connection.sock = raw
                connection.request(
                    "GET", urlunsplit(("", "", parts.path or "/", parts.query, "")), headers=_asking(headers)
                )
                answer = connection.getresponse()
                kept = {name.lower(): value for name, value in answer.getheaders()}
                data = b"" if answer.status in (*_REDIRECTS, 304) else self._body(answer, kept, url, begun, most)
                if late.is_set():  # an answer that was cut off looks like one that ended
                    raise _too_slow(url)
                return Fetched(url, answer.status, data, kept)
            finally:
                guard.cancel()
                raw.close()
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if isinstance(error, TimeoutError):
                raise _too_slow(url) from None
            reason = str(error) or type(error).__name__
            raise UnreadableInput(f"it cannot be fetched ({reason})", remedy=LATER, where=url) from None

    def _body(
        self, answer: http.client.HTTPResponse, headers: Mapping[str, str], url: str, begun: float, most: int
    ) -> bytes:
        packed = headers.get("content-encoding", "").lower()
        unpack = zlib.decompressobj(47) if packed in ("gzip", "x-gzip", "deflate") else None
        parts: list[bytes] = []
        size = 0
        while chunk := answer.read1(65_536):
            if self.clock() - begun > MOST_SECONDS:
                raise _too_slow(url)
            piece = chunk if unpack is None else unpack.decompress(chunk, most - size + 1)
            parts.append(piece)
            size += len(piece)
            if size > most:
                raise NotAReport(f"longer than {most // 1_000_000} MB", expected="one page", where=url)
        return b"".join(parts)


def redirected(error: InputError, asked: str, at: str) -> InputError:
    """An error that says where a redirect led, if one did."""
    if at == asked or at == _checked(asked):
        return error
    led = f"a redirect led to {at[:500]}"
    remedy = f"{error.remedy}; {led}" if error.remedy else led
    return type(error)(error.found, expected=error.expected, remedy=remedy, where=error.where)


def _location(value: str) -> str:
    """Where a redirect leads: Arabic in it is sent as UTF-8 as often as not, which http.client reads as Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _shut(raw: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _asking(headers: Mapping[str, str]) -> dict[str, str]:
    asked = {"User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"}
    return {**asked, "Accept-Encoding": "gzip", "Accept-Language": "ar", "Connection": "close", **headers}


def _checked(url: str) -> str:
    """An address as it can be asked for. Raises `UnreadableInput` for what is no plain address of the web."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise ValueError("no plain address of the web")
        if port is not None and port not in PORTS:
            raise ValueError(f"port {port}")
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise UnreadableInput(
            f"not an address that is fetched ({error})", expected="http:// or https://, without a password or odd port",
            where=url[:200],
        ) from None  # fmt: skip
    at = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = at if port is None else f"{at}:{port}"
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, netloc, quote(parts.path, safe=safe), quote(parts.query, safe=safe), ""))


def _refusal(status: int, url: str) -> InputError:
    kind = NotAReport if status in _GONE else UnreadableInput
    remedy = LATER if status in _BUSY or status >= 500 else ""
    return kind(f"the server answers {status}", expected="a page", remedy=remedy, where=url)


def _too_slow(url: str) -> InputError:
    return UnreadableInput(f"slower than {MOST_SECONDS:.0f} seconds", expected="a page", remedy=LATER, where=url)
