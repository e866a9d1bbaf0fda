"""``mahdar entities``: the user's own list of persons, bodies and places, which linking and exports go by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language
from mahdar.cli.screen import complain, emit, shown, to_json
from mahdar.cli.tables import print_filled

if TYPE_CHECKING:
    from mahdar.entitylist import EntityList

_EPILOG = "Exit status: 0 done, 1 some rows set aside, 2 no list, 3 no archive."
#: Rows that are told one by one.
_FAULTS = 20


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="""Your own list of persons, bodies and places, to which linking resolves the parties of reports.

    \b
    Examples:
      mahdar entities import ministers.csv
      mahdar entities list
      mahdar entities forget
    """,
        epilog=_EPILOG,
    )
    group.command(name="import", epilog=_EPILOG)(import_)
    group.command(name="list", epilog=_EPILOG)(list_)
    group.command(epilog=_EPILOG)(forget)
    app.add_typer(group, name="entities")


def import_(
    file: Annotated[Path, typer.Argument(metavar="LIST", help="CSV, or entities of FollowTheMoney, one a line.")],
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Keep a list in the archive, in the place of an earlier one.

    Columns: name or name_ar, kind (person, body, place); where you have them id, name_en, aliases (separated by |),
    country (ISO 3166), wikidata. The next linking resolves parties to it.

    \b
    Examples:
      mahdar entities import ministers.csv
      mahdar entities import list.ftm.json --archive minutes.db
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.entitylist import read_list

    say, listed = Messages(lang), read_list(file)
    _tell_faults(listed, say)
    with Archive(archive) as opened:
        opened.linking().take_list(listed)
    counts = {"entities": len(listed.entities), "set_aside": len(listed.faults)}
    emit([to_json(counts) if as_json else say("listed", **counts)])
    if listed.faults:
        raise typer.Exit(1)


def list_(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """List the entities of your list and what reports call them, as they are linked now.

    \b
    Examples:
      mahdar entities list --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.cli.found import linked

    say = Messages(lang)
    with linked(archive) as opened:
        desk = opened.linking()
        found, listed = {one.id: entity for entity, one in desk.listed().items()}, desk.own_list()
    if as_json:
        emit(to_json({**one._asdict(), "entity": found.get(one.id)}) for one in listed.entities)
        return
    heads = [say(name) for name in ("id", "kind", "name", "in_english", "wikidata", "linked_as")]
    rows = [
        [shown(cell or "") for cell in (one.id, say(f"kind.{one.kind}"), one.names[0], one.name_en, one.wikidata)]
        for one in listed.entities
    ]
    for row, one in zip(rows, listed.entities, strict=True):
        row.append(found.get(one.id, ""))
    print_filled(say("own_list"), heads, rows)


def forget(archive: ArchivePath = None, lang: Language = None) -> None:
    """Forget the list; the next linking does without it.

    \b
    Examples:
      mahdar entities forget
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.entitylist import EntityList

    with Archive(archive, create=False) as opened:
        opened.linking().take_list(EntityList(()))
    emit([Messages(lang)("listed", entities=0, set_aside=0)])


def take_names(file: str, say: Messages) -> None:
    """Find the names of a list in what is read from now on. Raises `UnreadableInput`."""
    from mahdar.reading.own_names import use

    listed = use(file)
    if listed is not None:
        _tell_faults(listed, say)
        complain(say("listed", entities=len(listed.entities), set_aside=len(listed.faults)))


def _tell_faults(listed: EntityList, say: Messages) -> None:
    for fault in listed.faults[:_FAULTS]:
        complain(say("aside_line", error=say.error(fault)))
    if len(listed.faults) > _FAULTS:
        complain(say("notes_left_out"))
