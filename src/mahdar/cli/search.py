"""``mahdar search``, ``alerts``, ``reindex`` and ``upgrade``: words, what is new to saved searches, the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli.lists import print_some
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit, PartyFilter, Since, Until
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import QUOTE, name_of, print_filled

if TYPE_CHECKING:
    from mahdar.archive import Alert, Archive, Hit

#: What ``--in`` takes, and what each means to the archive.
PLACES = {
    "reports": ("report",),
    "statements": ("statement",),
    "engagements": ("engagement",),
    "commitments": ("commitment",),
    "all": ("report", "statement", "engagement", "commitment"),
}


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command()(search)
    app.command(epilog="Exit status: 0 done, 1 no search of that name, 3 no archive.")(alerts)
    app.command(epilog="Exit status: 0 done, 3 no archive.")(reindex)
    app.command(epilog="Exit status: 0 done, 3 no archive.")(upgrade)


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='Words, "phrases", beginnings*, OR, NOT, party:…')
    ],
    inside: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="PART", help="reports (as usual), statements, engagements, commitments or all."),
    ] = None,
    party: PartyFilter = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only reports of this outlet.")] = None,
    since: Since = None,
    until: Until = None,
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Keep this search; alerts says what is new to it.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Search reports and their lines; spelling, vowel signs and attached particles do not matter.

    All words must occur. "Words in quotation marks" stand in a row, a word with * begins so; OR, NOT (أو، ليس, -) and
    brackets mean what they say; title: outlet: party: place: kind: say where, from: and to: when.

    \b
    Examples:
      mahdar search وزارة النقل
      mahdar search '"إعادة الإعمار"' --since 2016 --json
      mahdar search 'مساعد* (سوريا OR لبنان) -title:رياضة' --in all
      mahdar search 'party:ألمانيا kind:pledge from:2016' --in commitments --save ألمانيا
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say, question, parts = Messages(lang), " ".join(words), _parts(inside)
    wanted: dict[str, Any] = {"since": since, "until": until, "outlet": outlet, "party": party}
    with Archive(archive, create=False) as opened:
        hits = opened.search(question, parts=parts, limit=limit + 1, **wanted)
        if save is not None:
            opened.save_search(save, question, parts=parts, **wanted)
        meant = opened.did_you_mean(question) if not hits else []
    print_some("hits", hits, limit, say, as_json, lambda some: _print_hits(some, say))
    for suggestion in meant:
        complain(say("did_you_mean", words=suggestion.words, names=say.separator.join(suggestion.names)))
    if save is not None:
        complain(say("saved", name=save))


def _parts(inside: Sequence[str] | None) -> tuple[str, ...]:
    """The parts of the archive that are meant by the values of ``--in``. Raises `typer.BadParameter`."""
    for name in inside or ():
        if name not in PLACES:
            raise typer.BadParameter(f"--in {name}: expected {', '.join(PLACES)}.")
    return tuple(dict.fromkeys(part for name in inside or ("reports",) for part in PLACES[name]))


def _print_hits(hits: Sequence[Hit], say: Messages, title: str | None = None) -> None:
    heads = [say(name) for name in ("report", "day", "part", "source", "title", "who", "quote")]
    rows = [
        [
            shown(hit.report),
            hit.day or "",
            say(f"in_{hit.part}") if any(other.line is not None for other in hits) else "",
            shown(hit.outlet or ""),
            shown(hit.title or ""),
            _who(hit, say),
            shown(shortened(hit.snippet, QUOTE) if hit.line is not None else hit.snippet),
        ]
        for hit in hits
    ]
    print_filled(title or f"{say('hits')} ({len(rows)})", heads, rows)


def _who(hit: Hit, say: Messages) -> str:
    """Who speaks, meets or promises in a line that was found, and to whom; nothing for a report."""
    sides = [getattr(hit.line, name, None) or [] for name in ("who", "from_", "to")]
    return say.separator.join(dict.fromkeys(name_of(party, say) for side in sides for party in side))


def alerts(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Saved searches; all without a name.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="What is told now is told again the next time.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Only list the saved searches.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Save the searches of these names no longer.")] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say what has come in since that answers saved searches (search --save NAME).

    \b
    Examples:
      mahdar alerts
      mahdar alerts ألمانيا --keep --json
      mahdar alerts --list
      mahdar alerts ألمانيا --forget
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    if forget and not names:
        raise typer.BadParameter("--forget: name the searches that are meant.")
    with Archive(archive, create=False) as opened:
        if forget:
            for name in names or ():
                opened.forget_search(name)
                emit([to_json({"forgotten": name}) if as_json else say("forgotten", name=shown(name))])
        elif list_:
            _print_saved(opened, say, as_json)
        else:
            # They are new no longer when they have been printed, and not before.
            _tell_alerts(opened, names or (), limit, (say, as_json), keep)


def _tell_alerts(archive: Archive, names: Sequence[str], limit: int, how: tuple[Messages, bool], keep: bool) -> None:
    def tell(found: Sequence[Alert]) -> None:
        _print_alerts(found, *how)

    if keep:
        tell(archive.alerts(*names, limit=limit))
    else:
        archive.alerts(*names, limit=limit, told=tell)


def _print_saved(archive: Archive, say: Messages, as_json: bool) -> None:
    saved = archive.saved_searches()
    if as_json:
        emit(to_json(one.to_dict()) for one in saved)
    elif saved:
        heads = [say(name) for name in ("name", "part", "party", "source", "since", "until", "looked_at", "quote")]
        rows = [
            [
                shown(one.name),
                say.separator.join(say(f"in_{part}") for part in one.parts),
                *(shown(value or "") for value in (one.party, one.outlet, one.since, one.until)),
                one.looked_at,
                shown(one.words),
            ]
            for one in saved
        ]
        print_filled(f"{say('saved_searches')} ({len(rows)})", heads, rows)
    else:
        emit([f"{say('saved_searches')}: {say('none')}"])


def _print_alerts(found: Sequence[Alert], say: Messages, as_json: bool) -> None:
    if as_json:
        emit(to_json(alert.to_dict()) for alert in found)
        return
    for alert in found:
        _print_hits(alert.hits, say, say("alert", name=shown(alert.name), count=alert.count, since=alert.since))
        if alert.count > len(alert.hits):
            complain(say("more", limit=len(alert.hits)))
    if not found:
        emit([say("nothing_new")])


def reindex(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """Make the search index anew; writing keeps it up to date, so this is for one that was damaged.

    \b
    Examples:
      mahdar reindex --archive minutes.db
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    with Archive(archive, create=False) as opened:
        reports = opened.reindex()
    emit([to_json({"reports": reports}) if as_json else Messages(lang)("reindexed", reports=reports)])


def upgrade(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """Bring an archive of an older version up to date; every other command does so too when it opens one.

    \b
    Examples:
      mahdar upgrade --archive minutes.db
      mahdar upgrade --archive postgresql://mahdar@db.example/minutes --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive, schema_revision

    before = schema_revision(archive)
    with Archive(archive, create=False):
        pass
    told = {"before": before, "after": schema_revision(archive)}
    emit([to_json(told) if as_json else Messages(lang)("upgraded", **told)])
