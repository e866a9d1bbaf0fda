"""Lines of the archive as tables: one set of columns for each part of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mahdar.cli.messages import Messages
from mahdar.cli.screen import shortened, shown, table
from mahdar.wording import number

if TYPE_CHECKING:
    from mahdar.archive import PartyRef, Who
    from mahdar.archive.findings import Named
    from mahdar.record import Party

#: Characters of a quotation in a table; the whole of it is in --json.
QUOTE = 160

# A line is one of the archive's dataclasses; which one, the part says.
Cell = Callable[[Any, Messages], str]


def _text(name: str) -> Cell:
    return lambda line, _: shown(getattr(line, name) or "")


def _code(name: str) -> Cell:
    return lambda line, say: say.code(getattr(line, name))


def _people(name: str) -> Cell:
    return lambda line, say: say.separator.join(name_of(party, say) for party in getattr(line, name))


def _one(name: str) -> Cell:
    return lambda line, say: "" if getattr(line, name) is None else name_of(getattr(line, name), say)


def _number(name: str) -> Cell:
    return lambda line, _: number(getattr(line, name))


def _quote(line: Any, _: Messages) -> str:  # noqa: ANN401
    return shown(shortened(line.quote, QUOTE))


def _topics(line: Any, say: Messages) -> str:  # noqa: ANN401
    return say.separator.join(map(say.code, line.topics))


def _engagement_status(line: Any, say: Messages) -> str:  # noqa: ANN401
    return say.code(line.status) + (f" ({say('background')})" if line.historical else "")


def _confidence(line: Any, _: Messages) -> str:  # noqa: ANN401
    return "" if line.confidence is None else f"{line.confidence:.2f}"


def _review(line: Any, say: Messages) -> str:  # noqa: ANN401
    """What people made of a line: how it stands, the fields that they corrected, and what is not settled."""
    if line.review is None:
        return ""
    return reviewed(line.review, say)


def reviewed(review: Any, say: Messages) -> str:  # noqa: ANN401 -- a `LineReview` or a `reviewing.Item`
    """How a line stands after its reviews, in words."""
    fields = say.separator.join(say.field(name) for name in review.fields)
    told = [f"{say.code(review.state)}: {fields}" if fields else say.code(review.state)]
    told += [say.code(name) for name in ("final", "conflict", "changed", "unmatched") if getattr(review, name)]
    return say.separator.join(told)


def _unit(line: Any, say: Messages) -> str:  # noqa: ANN401
    return say.unit(line.unit)


def _amount(line: Any, say: Messages) -> str:  # noqa: ANN401
    return f"{say('about')} {number(line.value)}" if line.approximate else number(line.value)


def _terms(line: Any, say: Messages) -> str:  # noqa: ANN401
    return say.separator.join(shown(term) for term in (line.quantity, line.deadline, line.condition) if term)


COLUMNS: dict[str, dict[str, Cell]] = {
    "engagements": {
        "kind": _code("kind"), "who": _people("who"), "host": _one("host"), "date": _text("date"),
        "place": _one("place"), "topics": _topics, "status": _engagement_status, "confidence": _confidence,
        "review": _review, "quote": _quote,
    },
    "statements": {
        "who": _people("who"), "act": _code("act"), "form": _code("form"), "confidence": _confidence, "review": _review,
        "quote": _quote,
    },
    "commitments": {
        "kind": _code("kind"), "from": _people("from_"), "to": _people("to"), "area": _code("area"),
        "terms": _terms, "status": _code("status"), "confidence": _confidence, "review": _review,
        "quote": _quote,
    },
    "incidents": {
        "type": _code("type"), "who": _people("who"), "to": _people("to"), "date": _text("date"),
        "place": _one("place"), "killed": _number("killed"), "injured": _number("injured"),
        "status": _code("status"), "review": _review, "quote": _quote,
    },
    "figures": {"value": _amount, "unit": _unit, "of": _one("of"), "review": _review, "quote": _quote},
}  # fmt: skip
_OF_REPORT: dict[str, Cell] = {"report": _text("report"), "day": _text("day")}


def print_lines(part: str, lines: Sequence[Any], say: Messages, *, of_one_report: bool = False) -> None:
    """Print the table of `lines`, which are of one part of the record."""
    cells = COLUMNS[part] if of_one_report else _OF_REPORT | COLUMNS[part]
    rows = [[cell(line, say) for cell in cells.values()] for line in lines]
    print_filled(f"{say(part)} ({len(rows)})", [say(name) for name in cells], rows)


def print_parties(parties: Sequence[Party], say: Messages, english: Mapping[str, str] | None = None) -> None:
    """Print the parties of one report; `english` gives English names by party."""
    label = {p.id: p.names[0] if p.names else p.role or p.id for p in parties}
    if say.english_names:
        label |= {party: name for party, name in (english or {}).items() if party in label}
    rows = [
        [shown(label[p.id]), say.code(p.type), shown(p.role or ""), shown(label.get(p.of, "") if p.of else "")]
        for p in parties
    ]
    print_filled(f"{say('parties')} ({len(rows)})", [say(c) for c in ("name", "type", "role", "of")], rows)


def print_filled(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table without the columns that no row fills."""
    kept = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    table([heads[i] for i in kept], [[row[i] for i in kept] for row in rows], title=title)


def name_of(party: PartyRef | Named | Who, say: Messages) -> str:
    """The name of a party or an entity, in English where that language was asked for and the archive is linked."""
    return shown(party.name_en if say.english_names and party.name_en else party.name)
