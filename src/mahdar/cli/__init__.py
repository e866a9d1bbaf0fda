"""The command line: ``mahdar read``, ``show``, ``search``, ``who``, one list for each part of the record, and more.

Exit status of every command:

* 0: done; for ``read``, everything was read or was known already.
* 1: done in part: some reports were set aside, no such report, saved search or id, or a score is below its floor.
* 2: wrong usage, or nothing could be read.
* 3: the archive or an output file cannot be opened or written.
* 130: stopped by Ctrl-C; what was finished is kept.
"""

from __future__ import annotations

import sys
from copy import copy
from typing import Annotated, cast

import typer
from typer.main import get_command_name
from typer.models import CommandInfo

from mahdar.cli import (
    backups,
    compare,
    decisions,
    demo,
    doctor,
    dossier,
    export,
    found,
    linking,
    lists,
    own_list,
    read,
    review,
    scores,
    search,
    serve,
    show,
    upkeep,
    users,
    watch,
)
from mahdar.cli.messages import Messages
from mahdar.cli.screen import complain, drop_output, plain_output
from mahdar.errors import ArchiveError, MahdarError, UnknownAccount, UnknownEntity, UnknownReport, UnknownSearch

#: Typer's own copy of click has no public name for the root of usage errors.
_UsageError = cast("type[Exception]", typer.BadParameter.__mro__[2])

app = typer.Typer(
    name="mahdar",
    help="Keeps the minutes of Arabic news reports: who met whom, who said what, who asked for and promised what.",
    epilog="Exit status: 0 done, 1 done in part, 2 wrong usage or nothing to read, 3 archive or output, 130 stopped.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
ROOMS = (
    *(read, watch, show, search, lists, found, linking, own_list, decisions, review, scores, demo, doctor, dossier),
    *(export, compare, backups, upkeep, users, serve),
)
for room in ROOMS:
    room.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from mahdar.reading import reader

        typer.echo(reader())
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and exit with its status; an error is one line on standard error."""
    plain_output()
    try:
        status = _called(sys.argv[1:])(prog_name="mahdar", standalone_mode=False)
    except MahdarError as error:
        complain(Messages(_language()).error(error))
        status = _status(error)
    except _UsageError as error:
        _say_usage(error)
        status = 2
    except OSError as error:
        drop_output()
        written = MahdarError(
            f"the output cannot be written: {error.strerror or error}", remedy="make room or choose another place"
        )
        complain(Messages(_language()).error(written))
        status = 3
    except (typer.Abort, KeyboardInterrupt):
        status = 130
    sys.exit(status if isinstance(status, int) else 0)


def _called(words: list[str]) -> typer.Typer:
    """`app` with nothing but the command that is called: to build all of them takes typer .14 s at each start."""
    commands = [c for c in app.registered_commands if words[:1] == [_name(c)]]
    groups = [g for g in app.registered_groups if words[:1] == [g.name]]
    if not commands and not groups:
        return app
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = commands, groups
    return alone


def _name(command: CommandInfo) -> str | None:
    return command.name or (get_command_name(command.callback.__name__) if command.callback else None)


def _language() -> str | None:
    """The language that the command asked for, which an error that ends it is told in."""
    words = sys.argv[1:]
    asked = [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    asked += [words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"]
    return asked[-1] if asked else None


def _status(error: MahdarError) -> int:
    if isinstance(error, UnknownReport | UnknownEntity | UnknownSearch | UnknownAccount):
        return 1
    return 3 if isinstance(error, ArchiveError) or type(error) is MahdarError else 2


def _say_usage(error: BaseException) -> None:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if message.startswith("Usage:"):  # no command at all
        typer.echo(message, err=True)
    else:
        complain(f"{message} Try 'mahdar{_command_of(getattr(error, 'ctx', None))} --help'.")


def _command_of(context: object) -> str:
    path = str(getattr(context, "command_path", "")).split()
    return "".join(f" {word}" for word in path[1:])
