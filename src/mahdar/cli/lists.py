"""One list for each part of the record: engagements, statements, commitments, incidents, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit, MinConfidence, PartyFilter, Since, Until
from mahdar.cli.screen import complain, emit, to_json
from mahdar.cli.tables import print_lines

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.archive.answers import Answer

OfReport = Annotated[str | None, typer.Option("--report", metavar="ID", help="Only lines of this report.")]


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    for command in (engagements, statements, commitments, incidents, figures):
        app.command()(command)


def engagements(
    party: PartyFilter = None,
    kind: Annotated[
        str | None, typer.Option(metavar="CODE", help="meeting, call, visit, session, conference, signing, letter.")
    ] = None,
    status: Annotated[str | None, typer.Option(metavar="CODE", help="held, planned, cancelled, denied.")] = None,
    topic: Annotated[str | None, typer.Option(metavar="CODE", help="A topic such as security or energy.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only those that took place there.")] = None,
    min_confidence: MinConfidence = None,
    report: OfReport = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Who met whom, where and when.

    \b
    Examples:
      mahdar engagements --party "وزير النقل" --kind meeting
      mahdar engagements --since 2016-01 --until 2016-03 --json
    """  # noqa: D301 -- click\'s own mark
    check("--kind", kind, "EngagementKind")
    check("--status", status, "EngagementStatus")
    check("--topic", topic, "Topic")
    wanted = {
        "party": party,
        "kind": kind,
        "status": status,
        "topic": topic,
        "place": place,
        "min_confidence": min_confidence,
    }
    _list("engagements", lambda a: a.engagements, wanted, (report, since, until, limit), as_json, archive, lang)


def statements(
    party: PartyFilter = None,
    act: Annotated[
        str | None, typer.Option(metavar="CODE", help="What is done by saying it: assert, deny, warn, ask, promise, …")
    ] = None,
    form: Annotated[str | None, typer.Option(metavar="CODE", help="direct or indirect.")] = None,
    words: Annotated[str | None, typer.Option(metavar="WORDS", help="Only those that have these words.")] = None,
    min_confidence: MinConfidence = None,
    report: OfReport = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Who said what; --party is the speaker.

    \b
    Examples:
      mahdar statements --party الخوري --act deny
      mahdar statements --words "إعادة الإعمار" --json
    """  # noqa: D301 -- click\'s own mark
    check("--act", act, "SpeechAct")
    check("--form", form, "StatementForm")
    wanted = {"party": party, "act": act, "form": form, "words": words, "min_confidence": min_confidence}
    _list("statements", lambda a: a.statements, wanted, (report, since, until, limit), as_json, archive, lang)


def commitments(
    party: PartyFilter = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Who asks or takes upon itself.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help="Whom it is asked of or promised to.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="CODE", help="request, pledge, agreement, delivered, refusal.")
    ] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="training, arms, finance, reconstruction, …")] = None,
    status: Annotated[str | None, typer.Option(metavar="CODE", help="stated, conditional, denied.")] = None,
    min_confidence: MinConfidence = None,
    report: OfReport = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Who asked for what and who promised what; --from and --to are parties, --since and --until are dates.

    \b
    Examples:
      mahdar commitments --kind pledge --from ألمانيا --to العراق
      mahdar commitments --area training --since 2016
    """  # noqa: D301 -- click\'s own mark
    check("--kind", kind, "CommitmentKind")
    check("--area", area, "CommitmentArea")
    check("--status", status, "CommitmentStatus")
    wanted = {
        "party": party,
        "from_": from_,
        "to": to,
        "kind": kind,
        "area": area,
        "status": status,
        "min_confidence": min_confidence,
    }
    _list("commitments", lambda a: a.commitments, wanted, (report, since, until, limit), as_json, archive, lang)


def incidents(
    party: PartyFilter = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", "--type", metavar="CODE", help="RETREAT, ACCUSE, THREATEN, PROTEST, SANCTION, MOBILIZE, …"
        ),
    ] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only those that happened there.")] = None,
    status: Annotated[str | None, typer.Option(metavar="CODE", help="reported or denied.")] = None,
    report: OfReport = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """What was done: attacks, protests, sanctions, withdrawals.

    \b
    Examples:
      mahdar incidents --kind ASSAULT --place الموصل
      mahdar incidents --party "الجيش" --json
    """  # noqa: D301 -- click\'s own mark
    kind = kind.upper() if kind else None
    check("--kind", kind, "IncidentType")
    wanted = {"party": party, "type": kind, "place": place, "status": status}
    _list("incidents", lambda a: a.incidents, wanted, (report, since, until, limit), as_json, archive, lang)


def figures(
    party: PartyFilter = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", "--kind", metavar="UNIT", help="An English singular noun, percent, or a currency such as IQD."
        ),
    ] = None,
    report: OfReport = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Which figures were given, and of what.

    \b
    Examples:
      mahdar figures --unit soldier
      mahdar figures --party العراق --since 2016-01-01 --json
    """  # noqa: D301 -- click\'s own mark
    _list(
        "figures",
        lambda a: a.figures,
        {"party": party, "unit": unit},
        (report, since, until, limit),
        as_json,
        archive,
        lang,
    )


def check(option: str, value: str | None, codes: str) -> None:
    """Refuse a code that no record can have. Raises `typer.BadParameter`."""
    from mahdar import record

    known = get_args(getattr(record, codes))
    if value is not None and value not in known:
        raise typer.BadParameter(f"{option} {value}: expected {', '.join(known)}.")


def _list(
    part: str,
    question: Callable[[Archive], Callable[..., Sequence[Any]]],
    wanted: Mapping[str, str | float | None],
    common: tuple[str | None, str | None, str | None, int],
    as_json: bool,
    archive: Any,  # noqa: ANN401
    lang: str | None,
) -> None:
    from mahdar.archive import Archive

    report, since, until, limit = common
    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        # One more than wanted tells whether there are more.
        lines = question(opened)(**wanted, report=report, since=since, until=until, limit=limit + 1)
    print_some(part, lines, limit, say, as_json, lambda some: print_lines(part, some, say))


def with_address(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, its address in front where it has one."""
    return ({"address": answer.address} if answer.address is not None else {}) | answer.to_dict()


def print_some(
    part: str, lines: Sequence[Any], limit: int, say: Messages, as_json: bool, draw: Callable[[Sequence[Any]], None]
) -> None:
    """Print up to `limit` of `lines` as JSON lines or with `draw`, and say on standard error where there are more."""
    some = lines[:limit]
    if as_json:
        emit(to_json(with_address(line)) for line in some)
    elif some:
        draw(some)
    else:
        emit([f"{say(part)}: {say('none')}"])
    if len(lines) > limit:
        complain(say("more", limit=limit))
