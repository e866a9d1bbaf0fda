"""Who asks: nobody in particular on one's own machine, else an account with a session or a token.

As long as an archive has no account, whoever reaches the site may do everything, and only this machine reaches it.
Forms carry a key that no other site can know (`Visitor.key`): of the session, or of this process where there is none.
"""

from __future__ import annotations

import getpass
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from mahdar.archive import Archive
from mahdar.archive.accounts import Account, form_key
from mahdar.errors import NotAllowed, Refused
from mahdar.web.settings import Settings

SESSION, LOGIN, THEME = "mahdar_session", "mahdar_form", "mahdar_theme"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; `account` is None on one's own machine. `key` is what forms carry, `secret` that of the session."""

    account: Account | None
    key: str
    secret: str = ""


class LoginNeeded(NotAllowed):
    """Nobody is logged in, and the archive has accounts."""


class Visitors:
    """Tells who asks, by cookie or ``Authorization: Bearer``."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive, self._settings = archive, settings
        self._secret = secrets.token_urlsafe(32)

    def visitor(self, request: Request) -> Visitor:
        """Who asks. Raises `LoginNeeded`, and `NotAllowed` where others could reach an archive without accounts."""
        desk = self._archive.accounts()
        if not desk.needed():
            if not self._settings.local:
                raise NotAllowed("an archive without accounts", remedy="make an account with 'mahdar users add'")
            return Visitor(None, form_key(self._secret))
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return Visitor(desk.verify(token.strip(), origin=origin(request)), "")
        secret = request.cookies.get(SESSION, "")
        account = desk.session(secret) if secret else None
        if account is None:
            raise LoginNeeded("nobody is logged in", remedy="log in with your token")
        return Visitor(account, form_key(secret), secret)

    def needed(self) -> bool:
        """Whether one has to log in."""
        return self._archive.accounts().needed()


def acting(account: Account | None) -> str:
    """Under which name somebody works: that of the account; on one's own machine MAHDAR_USER, else the login name."""
    if account is not None:
        return account.name
    try:
        return os.environ.get("MAHDAR_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user that the system has no name for
        return "unknown"


def origin(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"


def check_form(request: Request, form: Mapping[str, str], key: str) -> None:
    """Raise `Refused` where a form was not sent from a page of this site."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    given = form.get("key", "").encode("utf-8", "replace")
    if site not in ("same-origin", "none") or not key or not hmac.compare_digest(given, key.encode()):
        raise Refused("a form that no page of this site sent", remedy="load the page again and send it from there")


def set_cookie_options(request: Request) -> dict[str, bool | str]:
    """How every cookie is set."""
    return {"httponly": True, "samesite": "lax", "secure": request.url.scheme == "https", "path": "/"}
