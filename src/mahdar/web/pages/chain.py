"""A chain: a request or pledge with all that became of it, word by word, and who decided how it stands."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.accounts import allowed
from mahdar.archive.answers import entity_address
from mahdar.archive.decisions import STATUSES
from mahdar.archive.identities import DecisionLine
from mahdar.errors import UnknownEntity
from mahdar.web.page import Asked, Moved, Page, View, address
from mahdar.web.pages.ledger import Owed, owed, row_of

_MAY = "decide"


@dataclass(frozen=True, slots=True)
class Chain(View):
    """A chain with the decisions about it, the newest first; `may_decide`: whether who asks may decide.

    A decision counts from the next `mahdar link` on; until then it is `pending`.
    """

    owed: Owed
    decisions: Sequence[DecisionLine]
    pending: DecisionLine | None
    may_decide: bool
    statuses: Sequence[str]

    def to_dict(self) -> dict[str, Any]:
        """The chain as `mahdar ledger --json` has it, with its decisions."""
        pending = self.pending.key if self.pending is not None else None
        return self.owed.to_dict() | {"decisions": [one.to_dict() for one in self.decisions], "pending": pending}

    def table(self) -> Sequence[Mapping[str, Any]]:
        """One row for each step."""
        own = {name: value for name, value in row_of(self.owed).items() if name in ("id", "area", "status")}
        return [own | step.to_dict() for step in self.owed.chain.steps]


def chain(asked: Asked) -> Chain:
    """The chain of that id. Raises `Moved` for one that is part of another today, and `UnknownEntity`."""
    desk = asked.archive.linking()
    wanted = f"chain/{asked.id}"
    id_ = desk.resolve(wanted)
    if id_ != wanted:
        page, _, rest = (entity_address(id_) or "").partition("/")
        raise Moved(page, rest)
    found = asked.archive.pledges(id=id_, limit=1)
    if not found:
        raise UnknownEntity("no such chain", remedy="look for it in the ledger", where=wanted)
    (one,) = owed(asked.archive, found, whole=True)
    members = {member.id for member in desk.entity(id_).members}
    decisions = [line for line in desk.decisions() if line.verdict == "status" and line.a in members][::-1]
    return Chain(one, decisions, _pending(one, decisions), _may(asked), STATUSES)


def _pending(one: Owed, decisions: Sequence[DecisionLine]) -> DecisionLine | None:
    """The decision in force, where the chain was not linked since it was taken."""
    taken = one.chain.decided.key if one.chain.decided is not None else None
    return next((line for line in decisions if line.state == "in_force" and line.key != taken), None)


def _may(asked: Asked) -> bool:
    return asked.account is None or allowed(asked.account.role, _MAY)


def decide(asked: Asked, form: Mapping[str, str]) -> str:
    """Append how the chain stands, or take a decision about it back. Raises `InputError` where no reason is given."""
    desk, by, why = asked.archive.linking(), _who(asked), form.get("why", "")
    wanted = chain(asked)
    if form.get("undo"):
        known = {str(line.key): line.key for line in wanted.decisions}
        if form["undo"] not in known:
            raise UnknownEntity("no such decision about this chain", where=form["undo"][:40])
        desk.undo(known[form["undo"]], by=by, why=why)
    else:
        desk.decide_status(wanted.owed.chain.id, form.get("status", ""), by=by, why=why)
    return address(asked.language, "chain", asked.id, at="decisions")


def _who(asked: Asked) -> str:
    """Whose decision it is: the account's, on one's own machine MAHDAR_USER or the login name."""
    if asked.account is not None:
        return asked.account.name
    try:
        return os.environ.get("MAHDAR_USER", "").strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user that the system has no name for
        return "unknown"


PAGE = Page("chain", chain, with_id=True, post=decide, post_may=_MAY)
