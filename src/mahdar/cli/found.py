"""``mahdar offices``, ``series`` and ``events``: what many reports add up to, with the reports that show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.lists import check, print_some
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit, PartyFilter, Since, Until
from mahdar.cli.screen import shortened, shown
from mahdar.cli.tables import name_of, print_filled
from mahdar.wording import number

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.archive.findings import Event, Named, Office, Point, Series, Version

#: Characters of the words that a source of an event rests on.
_QUOTE = 100


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    for command in (offices, series, events):
        app.command(epilog="Exit status: 0 done, 3 no archive.")(command)


def linked(archive: str | None) -> Archive:
    """The archive, with what is linked brought up to date."""
    from mahdar.archive import Archive
    from mahdar.ledger import relink

    opened = Archive(archive, create=False)
    try:
        relink(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def offices(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Words of the post.")] = None,
    party: PartyFilter = None,
    speaks: Annotated[bool, typer.Option("--speaks", help="Only who speaks for whom.")] = False,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Who held which office when: the days on which reports first and last show it.

    --party is the person or the state or body whose office it is. Holders of one office stand together; two at one
    time stay side by side, each with the reports that say so.

    \b
    Examples:
      mahdar offices وزير الداخلية --party العراق
      mahdar offices --speaks --json
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with linked(archive) as opened:
        found = opened.offices(
            party=party, words=" ".join(words) if words else None, speaks=speaks or None, since=since, until=until,
            limit=limit + 1,
        )  # fmt: skip
    print_some("offices", found, limit, say, as_json, lambda some: print_offices(some, say))


def print_offices(found: Sequence[Office], say: Messages) -> None:
    """Print offices, a row for each time that a person held one."""
    heads = [say(name) for name in ("role", "of", "name", "first_seen", "last_seen", "new_on", "former_on", "reports")]
    rows = [
        [
            shown(o.role), name_of(o.of, say) if o.of else "", name_of(o.person, say), o.first_seen or "",
            o.last_seen or "", o.since or "", o.until or "", _reports([h.report for h in o.reports], say),
        ]
        for o in found
    ]  # fmt: skip
    print_filled(f"{say('offices')} ({len(rows)})", heads, rows)


def series(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Words of what is counted.")] = None,
    party: PartyFilter = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="As in 'mahdar figures'.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where figures contradict each other.")] = False,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Figures on one thing over time: who gave which, and where they contradict each other; --party gave one of them.

    \b
    Examples:
      mahdar series جنود التحالف
      mahdar series --unit person --disputed --json
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with linked(archive) as opened:
        found = opened.series(
            party=party, words=" ".join(words) if words else None, unit=unit, disputed=disputed or None, since=since,
            until=until, limit=limit + 1,
        )  # fmt: skip
    print_some("series", found, limit, say, as_json, lambda some: _print_series(some, say))


def _print_series(found: Sequence[Series], say: Messages) -> None:
    heads = [say(name) for name in ("day", "value", "given_by", "disputed", "report", "copy_of", "quote")]
    for one in found:
        title = f"{shown(one.what)}: {say.unit(one.unit)}, {say.code(one.kind)}"
        counted = say("sources", independent=one.independent, all=len({point.report for point in one.points}))
        rows = [
            [
                point.day or "", _value(point, say), _names(point.by, say), say("yes") if point.disputed else "",
                shown(point.report), shown(point.copy_of or ""), shown(point.quote),
            ]
            for point in one.points
        ]  # fmt: skip
        print_filled(f"{title} ({counted})", heads, rows)


def _value(point: Point, say: Messages) -> str:
    high = f"–{number(point.high)}" if point.high is not None else ""
    hedge = "" if point.bound == "exact" else f"{say(point.bound)} "
    return f"{hedge}{number(point.value)}{high}"


def events(
    party: PartyFilter = None,
    kind: Annotated[str | None, typer.Option(metavar="CODE", help="As in 'mahdar engagements'.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only those that took place there.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where reports contradict each other.")] = False,
    merged: Annotated[bool, typer.Option("--merged", help="Only what more than one report tells of.")] = False,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Engagements with all reports of each: what they agree on, and where they differ in date, place, who or number.

    Reports that took the text over from another one are not counted as independent.

    \b
    Examples:
      mahdar events --party "وزير الداخلية" --disputed
      mahdar events --merged --since 2018-03 --json
    """  # noqa: D301 -- click\'s own mark
    check("--kind", kind, "EngagementKind")
    say = Messages(lang)
    with linked(archive) as opened:
        found = opened.events(
            party=party, kind=kind, place=place, disputed=disputed or None, merged=merged, since=since, until=until,
            limit=limit + 1,
        )  # fmt: skip
    print_some("events", found, limit, say, as_json, lambda some: print_events(some, say))


def print_events(found: Sequence[Event], say: Messages) -> None:
    """Print each event with its sources, and below them what they say otherwise."""
    sources = [say(name) for name in ("day", "source", "report", "status", "copy_of", "quote")]
    versions = [say(name) for name in ("field", "reports", "contradicts", "version")]
    for one in found:
        rows = [
            [
                s.day or "", shown(s.outlet or ""), shown(s.report),
                say.code(s.status) + (f" ({say('background')})" if s.historical else ""), shown(s.copy_of or ""),
                shown(shortened(s.quote, _QUOTE)),
            ]
            for s in one.sources
        ]  # fmt: skip
        counted = say("sources", independent=one.independent, all=len(one.sources))
        print_filled(f"{_title(one, say)} ({counted})", sources, rows)
        if one.versions:
            print_filled(say("differences"), versions, [_version(v, say) for v in one.versions])


def _title(event: Event, say: Messages) -> str:
    """The head line of an event."""
    place = name_of(event.place, say) if event.place else ""
    parts = (event.date or "", say.code(event.kind), _names(event.who, say), place)
    return say.separator.join(part for part in parts if part)


def _version(v: Version, say: Messages) -> list[str]:
    value = shown(v.value_en if say.english_names else v.value)
    announced = f" ({say('announced')})" if v.announced else ""
    return [say(v.field), _reports(v.reports, say), "" if v.agrees else say("yes"), value + announced]


def _names(named: Sequence[Named], say: Messages) -> str:
    return say.separator.join(name_of(one, say) for one in named)


#: Reports that a line names.
_NAMED = 5


def _reports(reports: Sequence[str], say: Messages) -> str:
    more = f" +{len(reports) - _NAMED}" if len(reports) > _NAMED else ""
    return say.separator.join(shown(report) for report in reports[:_NAMED]) + more
