"""The ledger: requests and pledges between parties, how long they stand open, with their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from mahdar.archive import Archive, CommitmentLine
from mahdar.archive.answers import entity_address
from mahdar.archive.days import days_of
from mahdar.archive.decisions import OPEN
from mahdar.archive.findings import Pledges, Step
from mahdar.archive.overviews import Pair
from mahdar.record import CommitmentArea
from mahdar.web.page import Asked, Filter, Page, View
from mahdar.web.pages.fields import PARTY, SINCE, UNTIL, code

ChainStatus = Literal["open", "conditional", "confirmed", "partly_delivered", "delivered", "refused", "lapsed"]
#: Pairs of states that the ledger begins with.
_PAIRS = 12


@dataclass(frozen=True, slots=True)
class StepTold(View):
    """A step of a chain with its line, which has its parties, its terms and its report; None where it is read anew."""

    step: str
    told: Step
    line: CommitmentLine | None


@dataclass(frozen=True, slots=True)
class Owed(View):
    """A chain: its days, `age` the days since the first as long as it is open, and its steps."""

    chain: Pledges
    day: str | None
    last_day: str | None
    age: int | None
    steps: Sequence[StepTold]

    @property
    def age_form(self) -> str:
        """The plural that its age takes, by the rules of CLDR for Arabic."""
        n, last = self.age or 0, (self.age or 0) % 100
        return {0: "zero", 1: "one", 2: "two"}.get(n) or (
            "few" if 3 <= last <= 10 else "many" if last > 10 else "other"
        )

    @property
    def words(self) -> Sequence[StepTold]:
        """The steps that a list shows: the first and the last."""
        return self.steps if len(self.steps) < 3 else (self.steps[0], self.steps[-1])

    def to_dict(self) -> dict[str, Any]:
        """The chain as `mahdar ledger --json` has it, with its days."""
        own = {"address": entity_address(self.chain.id), **self.chain.to_dict()}
        return own | {"day": self.day, "last_day": self.last_day, "age": self.age}


@dataclass(frozen=True, slots=True)
class Ledger(View):
    """A page of chains; `pairs` are states between which something is owed, where nothing else was asked for."""

    lines: Sequence[Owed]
    pairs: Sequence[Pair]
    further: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"lines": [one.to_dict() for one in self.lines], "pairs": [one.to_dict() for one in self.pairs]}

    def table(self) -> Sequence[Mapping[str, Any]]:
        """One row for each chain, with the words of its steps."""
        return [row_of(one) for one in self.lines]

    @property
    def more(self) -> bool:
        """Whether there are further chains."""
        return self.further


def row_of(owed: Owed) -> dict[str, Any]:
    """A chain as a row of a table."""
    told = owed.to_dict()
    kept = ("id", "day", "last_day", "age", "area", "status", "givers", "takers")
    return {name: told[name] for name in kept} | {"quote": [step.quote for step in owed.chain.steps]}


def owed(archive: Archive, chains: Sequence[Pledges], *, whole: bool = False) -> list[Owed]:
    """Chains with their age and the lines of the steps that a list shows, or (`whole`) of all: some have hundreds."""
    shown = chains if whole else [replace(one, steps=one.steps[:1] + one.steps[1:][-1:]) for one in chains]
    lines = archive.step_lines(shown)
    return [_owed(chain, lines) for chain in chains]


def _owed(chain: Pledges, lines: Mapping[tuple[str, tuple[int, int]], CommitmentLine]) -> Owed:
    days = [step.day for step in chain.steps if step.day]
    first, last = min(days, default=None), max(days, default=None)
    steps = [StepTold(step.step, step, lines.get((step.report, step.span))) for step in chain.steps]
    return Owed(chain, first, last, _age(first) if chain.status in OPEN else None, steps)


def _age(day: str | None) -> int | None:
    """The days since a day; None for none, or one that is still to come."""
    known = days_of(day) if day is not None else None
    since = (date.today() - date.fromisoformat(known[0])).days if known else -1
    return since if since >= 0 else None


def ledger(asked: Asked) -> Ledger:
    """Chains of requests and pledges, as `mahdar ledger` finds them."""
    given = dict(asked.filters)
    wanted: dict[str, Any] = {name: given.get(name) for name in ("to", "party", "area", "status", "since", "until")}
    found = asked.archive.pledges(
        **wanted, from_=given.get("from"), open_="open" in given, newest=given.get("order") != "oldest",
        **asked.window(),
    )  # fmt: skip
    pairs = asked.memo.of("pairs", lambda: asked.archive.pairs(limit=_PAIRS)) if not asked.filters else ()
    return Ledger(owed(asked.archive, found[: asked.limit]), pairs, len(found) > asked.limit)


PAGE = Page(
    "ledger",
    ledger,
    filters=(
        Filter("from"),
        Filter("to"),
        PARTY,
        code("area", CommitmentArea),
        code("status", ChainStatus),
        code("open", Literal["yes"], label="only_open"),
        SINCE,
        UNTIL,
        code("order", Literal["newest", "oldest"]),
    ),
    menu=3,
)
