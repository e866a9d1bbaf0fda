"""``mahdar read --explain``: why each line of a record stands, and why what was seen was skipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mahdar.cli.messages import Messages
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.errors import MahdarError

if TYPE_CHECKING:
    from mahdar.pages import SetAside
    from mahdar.reading.explaining import Evidence, Explained
    from mahdar.record import Report

#: Characters of a quotation.
QUOTE = 110
#: Fields that say what a line is, in the order in which they are told.
_KINDS = ("kind", "form", "act", "type", "what", "role", "unit", "area", "status", "why")


def explain_all(items: Iterable[Report | SetAside], say: Messages, *, as_json: bool) -> int:
    """Read the reports and print why each line stands; gives the exit status."""
    from mahdar.pages import SetAside
    from mahdar.reading import explain

    read = failed = 0
    for item in items:
        try:
            if isinstance(item, SetAside):
                raise item.error
            lines = explain(item)
        except MahdarError as error:
            complain(say.error(error))
            failed += 1
            continue
        read += 1
        if as_json:
            emit(to_json({"report": item.id, **line.to_dict()}) for line in lines)
        else:
            emit([f"{say('report')}: {shown(item.id)}"])
            _print(lines, item.text, say)
    return 1 if failed and read else 2 if failed else 0


def _print(lines: list[Explained], text: str, say: Messages) -> None:
    names = {line.line["id"]: line.quote for line in lines if line.part == "parties"}
    for line in lines:
        told = [say.code(str(line.line[key])) for key in _KINDS if line.line.get(key)]
        who = [names.get(party, party) for key in ("who", "from", "to") for party in line.line.get(key) or []]
        confidence = line.line.get("confidence")
        head = [f"{say(line.part)}: {say.separator.join([*told, *who])}"]
        head += [f"«{shown(shortened(line.quote, QUOTE))}»"]
        head += [f"{confidence:.2f}"] if confidence is not None else []
        emit([" — ".join(map(shown, head)), *_evidence(line.evidence, names, text, say)])


def _evidence(evidence: list[Evidence], names: dict[str, str], text: str, say: Messages) -> list[str]:
    """A line for each kind of evidence: rules, model, what the confidence is made of."""
    by: dict[str, list[str]] = {}
    for one in evidence:
        by.setdefault(one.by, []).append(_told(one, names, text, say))
    return [f"    {say('by.' + kind)}: {shown(say.separator.join(dict.fromkeys(told)))}" for kind, told in by.items()]


def _told(one: Evidence, names: dict[str, str], text: str, say: Messages) -> str:
    if one.by == "rule" and one.span is not None:
        start, end = one.span
        return f"«{text[start:end]}» {say.code(one.what)} ({start}–{end})"
    if one.by == "confidence":
        return f"{_in_words(one.what, say)} {one.value:+.1f}"
    what = _in_words(one.what, say)
    party = "" if one.party is None else f" {names.get(one.party, one.party)}"
    return f"{what}{party} {one.value:.2f}"


def _in_words(what: str, say: Messages) -> str:
    """What is seen, in words: a code, or a field and its code ('kind meeting')."""
    whole = say.code(what)
    return whole if whole != what else " ".join(map(say.code, what.split(" ", 1)))
