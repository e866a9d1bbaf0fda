"""``mahdar users`` and ``audit``: who shares the archive, and who did what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.lists import print_some
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit
from mahdar.cli.screen import complain, emit, shown, to_json
from mahdar.cli.tables import print_filled
from mahdar.cli.upkeep import By, acting_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mahdar.archive.accounts import Account, Accounts
    from mahdar.archive.audit import AuditLine

Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or admin.")]
_EPILOG = "Exit status: 0 done, 1 no such account or token, 2 wrong usage, 3 no archive, or it is not allowed."


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="""Accounts of those who share the archive, their roles and tokens.

    As long as no account is made, nobody has to show who they are. The first account is an admin's.

    \b
    Examples:
      mahdar users add Huda --role admin
      mahdar users token Huda --label laptop --days 90
      mahdar users list
    """,
        epilog=_EPILOG,
    )
    for command in (add, list_accounts, role, disable, enable, token, tokens, revoke):
        group.command(name="list" if command is list_accounts else None, epilog=_EPILOG)(command)
    app.add_typer(group, name="users")
    app.command(epilog="Exit status: 0 done, 1 with --check: it was changed, 3 no archive.")(audit)


@contextmanager
def _desk(archive: str | None, by: str | None) -> Iterator[tuple[Accounts, str]]:
    """The accounts of an archive, and who works on them. Raises `NotAllowed` for a token that is no admin's."""
    from mahdar.archive import Archive

    with Archive(archive, create=False) as opened:
        yield opened.accounts(), acting_on(opened, by, "users")


def add(
    name: Name,
    role: RoleName = "reader",
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Make an account.

    \b
    Examples:
      mahdar users add Huda --role admin
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        _print([desk.add(name, role, by=who)], Messages(lang), as_json)


def list_accounts(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """List the accounts.

    \b
    Examples:
      mahdar users list --json
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, None) as (desk, _):
        _print(desk.all(), Messages(lang), as_json)


def role(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, reviewer or admin.")],
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Give an account another role.

    \b
    Examples:
      mahdar users role Salem reviewer
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        _print([desk.set_role(name, role, by=who)], Messages(lang), as_json)


def disable(
    name: Name, by: By = None, as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None
) -> None:
    """Let an account do nothing any more; its sessions end, and what it did stays in the audit log.

    \b
    Examples:
      mahdar users disable Salem
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        _print([desk.disable(name, by=who)], Messages(lang), as_json)


def enable(
    name: Name, by: By = None, as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None
) -> None:
    """Let a disabled account work again.

    \b
    Examples:
      mahdar users enable Salem
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        _print([desk.enable(name, by=who)], Messages(lang), as_json)


def token(
    name: Name,
    label: Annotated[str, typer.Option(metavar="TEXT", help="What it is for, such as the machine.")] = "",
    days: Annotated[int | None, typer.Option(metavar="N", min=1, max=3650, help="How long it holds.")] = None,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Make a token for an account, and print it; it cannot be shown again.

    \b
    Examples:
      mahdar users token Huda --label laptop --days 90
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        made = desk.new_token(name, label=label, days=days, by=who)
    emit([to_json({"account": name, "token": made}) if as_json else made])
    if not as_json:
        complain(Messages(lang)("token_once"))


def tokens(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only those of this account.")] = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List tokens without their secrets: whose, what for, since when, and when they were used last.

    \b
    Examples:
      mahdar users tokens Huda
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with _desk(archive, None) as (desk, _):
        found = desk.tokens(name)
    if as_json:
        emit(to_json(line.to_dict()) for line in found)
        return
    heads = [say(key) for key in ("token", "account", "made_at", "expires_at", "revoked_at", "used_at", "label")]
    rows = [
        [t.id, shown(t.account), t.made_at[:10], *((at or "")[:10] for at in (t.expires_at, t.revoked_at, t.used_at)),
         shown(t.label)]
        for t in found
    ]  # fmt: skip
    print_filled(f"{say('tokens')} ({len(rows)})", heads, rows)


def revoke(
    token_id: Annotated[str, typer.Argument(metavar="TOKEN", help="The token's id, as 'users tokens' lists it.")],
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Let a token hold no longer, and end its sessions.

    \b
    Examples:
      mahdar users revoke k4x2m7q3hd
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive, by) as (desk, who):
        desk.revoke(token_id, by=who)
    emit([to_json({"revoked": token_id}) if as_json else Messages(lang)("token_revoked", token=token_id)])


def audit(
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this one did.")] = None,
    act: Annotated[
        str | None, typer.Option(metavar="ACT", help="decide, export, withdraw, gc, backup, restore, users.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only look whether rows were changed or left out.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List who decided, exported, withdrew or administered what, the newest first.

    \b
    Examples:
      mahdar audit --act withdraw
      mahdar audit --by Huda --json
      mahdar audit --check
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        keeper = opened.upkeep()
        acting_on(opened, None, "audit")
        broken = keeper.audit_broken_at() if check else None
        found = [] if check else keeper.audit(by=by, act=act, limit=limit + 1)
        last = keeper.audit(limit=1)
    if not check:
        print_some("audit", found, limit, say, as_json, lambda some: _print_audit(some, say))
        return
    told = {"broken_at": broken, "last": last[0].key if last else 0, "digest": last[0].digest if last else ""}
    emit([to_json(told) if as_json else say("audit_whole" if broken is None else "audit_broken", **told)])
    if broken is not None:
        raise typer.Exit(1)


def _print_audit(found: Sequence[AuditLine], say: Messages) -> None:
    heads = [say(key) for key in ("number", "at", "by", "act", "object", "detail")]
    rows = [[str(a.key), a.at[:16], shown(a.by), a.act, shown(a.object), shown(a.detail)] for a in found]
    print_filled(f"{say('audit')} ({len(rows)})", heads, rows)


def _print(found: Sequence[Account], say: Messages, as_json: bool) -> None:
    if as_json:
        emit(to_json(account.to_dict()) for account in found)
        return
    heads = [say(key) for key in ("account", "role_", "made_at", "by", "disabled_at")]
    rows = [
        [shown(a.name), say(f"role_{a.role}"), a.made_at[:10], shown(a.made_by), (a.disabled_at or "")[:10]]
        for a in found
    ]
    print_filled(f"{say('accounts')} ({len(rows)})", heads, rows)
