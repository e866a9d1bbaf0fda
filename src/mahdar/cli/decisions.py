"""``mahdar decide``, ``decisions`` and ``waiting``: what people say of who is who, and what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from mahdar.cli.lists import print_some
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit
from mahdar.cli.screen import emit, shortened, shown, to_json
from mahdar.cli.tables import print_filled
from mahdar.cli.upkeep import acting_on
from mahdar.wording.because import because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mahdar.archive.identities import DecisionLine, MachineLink
    from mahdar.archive.linking import Linking

#: Characters of a name, or of the words of an engagement, in a table.
NAME = 50
VERDICTS = ("same", "different", "status", "undo")
#: What a verdict is about, where that is not two ids.
_ABOUT = {"undo": "the number of a decision", "status": "a chain and how it stands"}
_KINDS = ("person", "body", "engagement")


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 1 no such id, 2 wrong usage, 3 no archive.")(decide)
    app.command()(decisions)
    app.command()(waiting)


def decide(
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, different, status, or undo.")],
    about: Annotated[
        list[str],
        typer.Argument(metavar="A B", help="Two ids, or REPORT#PARTY; a chain and its status; a number to undo."),
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the decision.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who decides; else MAHDAR_USER or your login name.")
    ] = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Decide that two persons, bodies, places or engagements are the same or not, or how a chain of promises stands.

    The next link goes by it. A decision is appended and wins over what the machine finds, whatever is read later; undo
    is another decision. An id is one that links, waiting and show have, or the beginning of one. REPORT#PARTY is a
    party of a report, which takes it out of where it was merged by mistake; REPORT#0 is a report's first engagement.
    After status come a chain, or REPORT#0 for that of a report's first commitment, and open, conditional, confirmed,
    partly_delivered, delivered, refused or lapsed.

    \b
    Examples:
      mahdar decide same person/k4x2m7 person/zwac4o --why "both names are on her card"
      mahdar decide different snn-0a1b2c3d#p2 snn-99aa00ff#p1 --why "father and son" --by Huda
      mahdar decide status chain/447gqdp lapsed --why "the course was called off"
      mahdar decide undo 3 --why "the card was forged"
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    wanted = 1 if verdict == "undo" else 2
    if verdict not in VERDICTS:
        raise typer.BadParameter(f"{verdict}: expected {', '.join(VERDICTS)}.")
    if len(about) != wanted or (verdict == "undo" and not about[0].isdigit()):
        raise typer.BadParameter(f"{verdict} takes {_ABOUT.get(verdict, 'two ids')}.")
    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        desk, who = opened.linking(), acting_on(opened, by, "decide")
        key = _append(desk, verdict, about, who, why)
        (line,) = (line for line in desk.decisions() if line.key == key)
    names = str(line.undoes) if line.undoes is not None else f"{_name(line.a_name)} · {_second(line, say)}"
    emit([to_json(line.to_dict()) if as_json else say("decided", number=key, verdict=say.code(verdict), names=names)])


def _append(desk: Linking, verdict: str, about: Sequence[str], by: str, why: str) -> int:
    if verdict == "undo":
        return desk.undo(int(about[0]), by=by, why=why).key
    if verdict == "status":
        return desk.decide_status(about[0], about[1], by=by, why=why).key
    return desk.decide(cast("Literal['same', 'different']", verdict), about[0], about[1], by=by, why=why).key


def decisions(limit: Limit = 50, as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """List the decisions, the newest first: what about whom, by whom, when, why, and whether it is in force.

    \b
    Examples:
      mahdar decisions
      mahdar decisions --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        found = opened.linking().decisions()[::-1]
    print_some("decisions", found[: limit + 1], limit, say, as_json, lambda some: _print_decisions(some, say))


def _print_decisions(found: Sequence[DecisionLine], say: Messages) -> None:
    heads = [say(name) for name in ("number", "verdict", "first", "second", "status", "by", "day", "why")]
    rows = [
        [
            str(d.key), say.code(d.verdict), _name(d.a_name) if d.undoes is None else str(d.undoes), _second(d, say),
            say.code(d.state), shown(d.by), d.at[:10], shown(d.why),
        ]
        for d in found
    ]  # fmt: skip
    print_filled(f"{say('decisions')} ({len(rows)})", heads, rows)


def waiting(
    kind: Annotated[str | None, typer.Option(metavar="CODE", help="person, body or engagement.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List pairs that may be one but are not surely enough to be merged: the likeliest first, with score and reason.

    \b
    Examples:
      mahdar waiting --kind person
      mahdar waiting --limit 10 --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    if kind is not None and kind not in _KINDS:
        raise typer.BadParameter(f"--kind {kind}: expected {', '.join(_KINDS)}.")
    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        found = opened.linking().waiting(kind=kind, limit=limit + 1)
    print_some("waiting", found, limit, say, as_json, lambda some: _print_waiting(some, say))


def _print_waiting(found: Sequence[MachineLink], say: Messages) -> None:
    heads = [say(name) for name in ("score", "kind", "first", "second", "ids", "why")]
    rows = [
        [
            f"{p.score:.2f}",
            say(f"kind.{p.kind}"),
            _name(p.a_name),
            _name(p.b_name),
            f"{p.a} {p.b}",
            because(p.reason, say.language),
        ]
        for p in found
    ]
    print_filled(f"{say('waiting')} ({len(rows)})", heads, rows)


def _second(d: DecisionLine, say: Messages) -> str:
    """The second of two that a decision is about, or the status that it gives a chain."""
    return say.code(d.status) if d.status is not None else _name(d.b_name)


def _name(name: str | None) -> str:
    return shown(shortened(name or "", NAME))
