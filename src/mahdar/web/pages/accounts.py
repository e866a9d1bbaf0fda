"""Accounts and their tokens, for admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mahdar.archive.accounts import ROLES, Account, Accounts, TokenLine
from mahdar.errors import InputError
from mahdar.web.page import Asked, Page, View, address
from mahdar.web.visitors import acting


@dataclass(frozen=True, slots=True)
class Shared(View):
    """Accounts with their tokens, which are shown without their secrets.

    `secret` is a token that was made a moment ago: it is shown this once, and is in no twin.
    """

    accounts: Sequence[Account]
    tokens: Sequence[TokenLine]
    roles: Sequence[str] = ROLES
    secret: str | None = field(default=None, repr=False)
    secret_of: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types, without a secret."""
        return {key: value for key, value in View.to_dict(self).items() if not key.startswith("secret")}

    def table(self) -> Sequence[Account]:
        """The accounts."""
        return self.accounts


def accounts(asked: Asked) -> Shared:
    """All accounts."""
    desk = asked.archive.accounts()
    return Shared(desk.all(), desk.tokens())


def change(asked: Asked, form: Mapping[str, str]) -> str | Shared:
    """Make or change an account or token; a new token is shown at once, and never again. Raises `InputError`."""
    desk, by = asked.archive.accounts(), acting(asked.account)
    act, name = form.get("act", ""), form.get("name", "").strip()
    if act in ("add", "token"):
        if act == "add":
            desk.add(name, form.get("role", ""), by=by)
        secret = desk.new_token(name, label=form.get("label", "").strip()[:100], days=_days(form), by=by)
        return Shared(desk.all(), desk.tokens(), secret=secret, secret_of=name)
    if act not in _ACTS:
        raise InputError("no such act", expected=" or ".join(("add", "token", *_ACTS)), where=act[:60])
    _ACTS[act](desk, name, form, by)
    return address(asked.language, PAGE.name)


def _days(form: Mapping[str, str]) -> int | None:
    given = form.get("days", "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and 0 < int(given[:6]) <= 3650):
        raise InputError(f"no such value ({given[:60]})", expected="a number up to 3,650", where="days")
    return int(given)


_Act = Callable[[Accounts, str, Mapping[str, str], str], object]
_ACTS: dict[str, _Act] = {
    "role": lambda desk, name, form, by: desk.set_role(name, form.get("role", ""), by=by),
    "disable": lambda desk, name, _, by: desk.disable(name, by=by),
    "enable": lambda desk, name, _, by: desk.enable(name, by=by),
    "revoke": lambda desk, _, form, by: desk.revoke(form.get("token", ""), by=by),
}

PAGE = Page("accounts", accounts, may="users", post=change, post_may="users")
