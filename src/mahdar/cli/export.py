"""``mahdar export``: what an archive holds, in the formats of other programs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.lists import check
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, MinConfidence, PartyFilter, Since, Until
from mahdar.cli.progress import Bar
from mahdar.cli.screen import complain, emit, emit_bytes, shown, table, to_json
from mahdar.cli.upkeep import acting_on
from mahdar.errors import InputError

if TYPE_CHECKING:
    from mahdar.exchange import Summary, Wanted

#: What --out has for standard output.
_OUTPUT = "-"
_BLOCK = 1 << 20
#: What of an export the linking finds.
_LINKED = ("entities", "events", "chains", "series", "offices")


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(
        epilog="Exit status: 0 done, 2 wrong usage, 3 no archive or the output cannot be written, 130 stopped."
    )(export)


def export(
    to: Annotated[str | None, typer.Option("--to", metavar="FORMAT", help="The format; --list says which.")] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="PATH", help="Where to; else mahdar-FORMAT here. - is standard output."),
    ] = None,
    tables: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table, in formats that have some.")
    ] = None,
    text: Annotated[bool, typer.Option("--with-text", help="The texts of the reports as well.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="CSV for Excel: with a byte order mark.")] = False,
    per_report: Annotated[
        bool, typer.Option("--per-report", help="Events of PLOVER and the like as each report tells them, not merged.")
    ] = False,
    party: PartyFilter = None,
    kind: Annotated[str | None, typer.Option(metavar="CODE", help="meeting, pledge, ASSAULT, …")] = None,
    status: Annotated[str | None, typer.Option(metavar="CODE", help="held, planned, stated, denied, …")] = None,
    topic: Annotated[str | None, typer.Option(metavar="CODE", help="A topic such as security or energy.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only what took place there.")] = None,
    act: Annotated[str | None, typer.Option(metavar="CODE", help="What is done by saying it: assert, deny, …")] = None,
    form: Annotated[str | None, typer.Option(metavar="CODE", help="direct or indirect.")] = None,
    words: Annotated[str | None, typer.Option(metavar="WORDS", help="Only statements that have these words.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Who promises or asks.")] = None,
    toward: Annotated[
        str | None,
        typer.Option("--toward", metavar="NAME", help="Whom it is promised to or asked of; --to of the lists."),
    ] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="training, arms, finance, …")] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only figures in this unit.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only reports that it published.")] = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Only this report.")] = None,
    min_confidence: MinConfidence = None,
    since: Since = None,
    until: Until = None,
    listed: Annotated[bool, typer.Option("--list", help="Say which formats there are, and stop.")] = False,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Take records out of an archive, in a format of other programs.

    Filters are those of the lists. A table that has no such field is left out, and that is said. The file or folder is
    complete or not there.

    \b
    Examples:
      mahdar export --list
      mahdar export --to xlsx --out minutes-2016.xlsx --since 2016 --until 2016 --party العراق
      mahdar export --to csv --table commitments --out promises.csv --bom --min-confidence 0.8
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.exchange import Options, Wanted
    from mahdar.exchange import export as write

    say = Messages(lang)
    if listed:
        _list(say, as_json)
        return
    if to is None:
        raise typer.BadParameter("--to: expected a format; --list says which there are.")
    wanted = Wanted(
        party=party, kind=_checked_kind(kind), status=status, topic=topic, place=place, act=act, form=form, words=words,
        from_=from_, to=toward, area=area, unit=unit, outlet=outlet, report=report, since=since, until=until,
        min_confidence=min_confidence,
    )  # fmt: skip
    _check(wanted)
    with _place(to, out) as path, Archive(archive, create=False) as opened:
        by = acting_on(opened, None, "export")
        with Bar(say("exporting")) as told:
            done = write(
                opened, to, path, wanted, tables=tables or [], options=Options(text, bom, per_report), by=by, told=told
            )  # fmt: skip
        if out == _OUTPUT:
            _pour(Path(done.out))
        else:
            _tell(done, say, as_json)
        _tell_losses(to, done, say)


def _checked_kind(kind: str | None) -> str | None:
    """The kind of an engagement, commitment or incident; the latter are written in capitals."""
    from mahdar.archive.streaming import LINES

    kinds = [code for part in LINES.values() for code in part.kinds]
    found = {code.lower(): code for code in kinds}
    if kind is not None and kind.lower() not in found:
        raise typer.BadParameter(f"--kind {kind}: expected {', '.join(kinds)}.")
    return found[kind.lower()] if kind is not None else None


def _check(wanted: Wanted) -> None:
    """Refuse codes that no record can have. Raises `typer.BadParameter`."""
    from mahdar.archive.streaming import LINES

    statuses = list(dict.fromkeys(code for part in LINES.values() for code in part.statuses))
    if wanted.status is not None and wanted.status not in statuses:
        raise typer.BadParameter(f"--status {wanted.status}: expected {', '.join(statuses)}.")
    check("--topic", wanted.topic, "Topic")
    check("--act", wanted.act, "SpeechAct")
    check("--form", wanted.form, "StatementForm")
    check("--area", wanted.area, "CommitmentArea")


@contextmanager
def _place(to: str, out: str | None) -> Iterator[str | None]:
    """Where to write: for standard output a file that is poured out at the end."""
    from mahdar.exchange import format_of

    if out != _OUTPUT:
        yield out
        return
    format_ = format_of(to)
    if format_.is_folder:
        raise InputError("a folder of files", expected="the name of a folder", where=format_.name)
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        yield str(Path(folder) / f"export{format_.suffix}")


def _pour(path: Path) -> None:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            emit_bytes(block)


def _tell(done: Summary, say: Messages, as_json: bool) -> None:
    if as_json:
        emit([to_json(done.to_dict())])
    else:
        size = sum(file.bytes for file in done.files)
        emit([say("exported", out=shown(done.out), files=len(done.files), size=size)])
        emit(f"  {_title(name, say)}: {n}" for name, n in done.rows.items())
    if done.kept:
        complain(say("export_kept", files=say.separator.join(done.kept)))
    if done.left_out:
        complain(say("export_left_out", parts=say.separator.join(_title(name, say) for name in done.left_out)))
    if done.unlinked and any(name in done.rows for name in _LINKED):
        complain(say("export_unlinked", n=done.unlinked))


def _tell_losses(to: str, done: Summary, say: Messages) -> None:
    """Say what a format of events loses, and how many events that is."""
    from mahdar.exchange import format_of

    format_ = format_of(to)
    if format_.is_lossy:
        lost = format_.loses_ar if say.language == "ar" else format_.loses
        complain(say("export_lost", format=format_.name, lost=lost, n=done.rows.get("not_told", 0)))


def _title(part: str, say: Messages) -> str:
    """What a table or part is called."""
    from mahdar.exchange.layout import tables

    if say.language == "ar" and part in tables():
        return tables()[part].name_ar
    return say.code(part) if say.language == "ar" else part


def _list(say: Messages, as_json: bool) -> None:
    from mahdar.exchange import formats

    if as_json:
        emit(to_json(format_.to_dict()) for format_ in formats().values())
        return
    heads = [say(f"export_{name}") for name in ("format", "suffix", "needs", "loses", "holds")]
    arabic = say.language == "ar"
    rows = [
        [
            f.name, f.suffix or say("export_folder"), f.extra and f"mahdar[{f.extra}]",
            f.loses_ar if arabic else f.loses, f.holds_ar if arabic else f.holds,
        ]
        for f in formats().values()
    ]  # fmt: skip
    table(heads, rows)
