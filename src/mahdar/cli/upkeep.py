"""``mahdar gc`` and ``withdraw``: what the archive holds and no longer needs, or may no longer hold."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.doctor import megabytes
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.progress import Bar
from mahdar.cli.screen import emit, shown, to_json
from mahdar.cli.tables import print_filled

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.archive.withdrawal import Withdrawal

By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it; else MAHDAR_USER or your login name.")
]


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 2 wrong usage, 3 no archive, or another process is writing to it.")(gc)
    app.command(epilog="Exit status: 0 done, 1 no such report or person, 2 wrong usage, 3 no archive.")(withdraw)


def acting(by: str | None) -> str:
    """Who does something."""
    return by or os.environ.get("MAHDAR_USER") or _login()


def acting_on(archive: Archive, by: str | None, act: str) -> str:
    """Who does something with an archive: whose token MAHDAR_TOKEN has, else as `acting`. Raises `NotAllowed`.

    Who can open the archive past us can do everything with it in any case: a token is asked for by the web alone.
    """
    from mahdar.archive.accounts import require

    token = os.environ.get("MAHDAR_TOKEN")
    if not token:
        return acting(by)
    account = archive.accounts().verify(token)
    require(account, act)
    return account.name


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user that the system has no name for
        return "unknown"


def gc(
    keep: Annotated[
        int | None, typer.Option("--keep", metavar="N", min=1, help="Keep the N newest readings of a report; else all.")
    ] = None,
    originals_before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Drop the pages of reports that came in before this ISO day.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be freed.")] = False,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Take out what the archive no longer needs, and give the room back.

    Without --keep and --originals-before only what nothing refers to any more goes: names, ended sessions, idle room.
    The reading that was linked last is kept in any case.

    \b
    Examples:
      mahdar gc --keep 1 --dry-run
      mahdar gc --keep 2 --originals-before 2015-01-01
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        keeper = opened.upkeep()
        if dry_run:
            found = keeper.spare(keep=keep, originals_before=originals_before)
            told = found.to_dict()
        else:
            found, size = keeper.gc(keep=keep, originals_before=originals_before, by=acting_on(opened, by, "gc"))
            told = found.to_dict() | {"size_after": size}
    if as_json:
        emit([to_json(told)])
        return
    amounts = {key: megabytes(told[key]) for key in ("reading_bytes", "original_bytes", "free_bytes", "size")}
    emit([say("would_go" if dry_run else "gone", **{**told, **amounts})])
    if not dry_run:
        emit([say("size_after", before=amounts["size"], after=megabytes(told["size_after"]))])


def withdraw(
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT]...", help="Ids of reports, or beginnings of them.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="Withdraw every report that names this person.")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which reports it would be.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List what was withdrawn: when, by whom and why.")] = False,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Take reports out for good, with all that was read from them; they are not taken in again.

    That something was withdrawn, when, by whom and why is kept, and not what. There is no way back but a backup.

    \b
    Examples:
      mahdar withdraw snn-0a1b2c3d --why "the outlet took it back"
      mahdar withdraw --person person/k4x2m7 --why "a court order of 17 January" --dry-run
      mahdar withdraw --list
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    if not list_ and (bool(reports) == (person is not None) or not (why or dry_run)):
        raise typer.BadParameter("name reports or a --person, and say --why.")
    with Archive(archive, create=False) as opened:
        if list_:
            _print_withdrawals(opened.upkeep().withdrawals(), say, as_json)
        elif dry_run:
            with Bar(say("looking_through")) as bar:
                found = _would_go(opened, reports or [], person, bar)
            emit(to_json({"report": id_}) if as_json else shown(id_) for id_ in found)
        else:
            made = _withdraw(opened, reports or [], person, acting_on(opened, by, "withdraw"), why or "", say)
            emit([to_json(made.to_dict()) if as_json else say("withdrawn", number=made.key, reports=made.reports)])


def _would_go(archive: Archive, reports: list[str], person: str | None, bar: Bar) -> list[str]:
    if person is None:
        return [archive.report(report).id for report in reports]
    return archive.upkeep().naming(person, told=lambda done, total: bar("", done, total))


def _withdraw(archive: Archive, reports: list[str], person: str | None, by: str, why: str, say: Messages) -> Withdrawal:
    """Withdraw, and bring what was linked up to date."""
    from mahdar.ledger import relink

    was_linked = bool(archive.linking().state().values)
    keeper = archive.upkeep()
    if person is None:
        made = keeper.withdraw(*reports, by=by, why=why)
    else:
        with Bar(say("looking_through")) as bar:
            made = keeper.withdraw_person(person, by=by, why=why, told=lambda done, total: bar("", done, total))
    if was_linked:
        relink(archive)
    return made


def _print_withdrawals(found: list[Withdrawal], say: Messages, as_json: bool) -> None:
    if as_json:
        emit(to_json(line.to_dict()) for line in found)
        return
    heads = [say(name) for name in ("number", "day", "by", "kind", "reports", "why")]
    rows = [
        [str(w.key), w.at[:10], shown(w.by), say(f"withdrawn_{w.kind}"), str(w.reports), shown(w.why)] for w in found
    ]
    print_filled(f"{say('withdrawals')} ({len(rows)})", heads, rows)
