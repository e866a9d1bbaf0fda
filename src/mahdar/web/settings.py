"""How the site is served."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

#: Names of this machine alone.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What `create_app` is told.

    `host`: the address that is listened on. `names`: names under which others reach it, besides its IP addresses.
    `rate` and `burst`: requests a second of one client, and how many it may have at once; no limit with None.
    `largest_body`: bytes of a form. `page_size` and `most`: lines on a page, and in a twin at the most.
    `borders`: a GeoJSON file for the map instead of our own.
    """

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    rate: float | None = None
    burst: int = 200
    largest_body: int = 64_000
    page_size: int = 25
    most: int = 1_000
    borders: Path | None = None

    @property
    def longest_page(self) -> int:
        """The most lines that an address can have a page show."""
        return 4 * self.page_size

    @property
    def local(self) -> bool:
        """Whether nobody but this machine reaches it."""
        return is_loopback(self.host) and not self.names

    def answers_to(self, host: str) -> bool:
        """Whether a request may name this host.

        A name that leads elsewhere today and here tomorrow (DNS rebinding) would let other sites read the archive;
        an IP address cannot do that.
        """
        name = host.lower().rstrip(".")
        if name in LOOPBACK or name in {known.lower() for known in self.names}:
            return True
        return not is_loopback(self.host) and is_address(name)


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    return host.lower() in LOOPBACK or (is_address(host) and ip_address(host).is_loopback)


def is_address(host: str) -> bool:
    """Whether it is an IP address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
