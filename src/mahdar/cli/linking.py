"""``mahdar load``, ``link`` and ``ledger``: records into an archive, who is who in it, what became of promises."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

import typer

from mahdar.cli.found import linked
from mahdar.cli.lists import check, with_address
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit, Since, Until
from mahdar.cli.progress import Watch
from mahdar.cli.read import Engine, close, exit_status
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import name_of, print_filled
from mahdar.cli.upkeep import acting_on
from mahdar.errors import MahdarError

if TYPE_CHECKING:
    from mahdar.archive.findings import Pledges, StatusDecision, Step
    from mahdar.record import Record, Report

#: Parts of the links, in the order in which they are counted.
PARTS = ("persons", "bodies", "places", "engagements", "chains", "figures", "copies")


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 all loaded or known, 1 some set aside, 2 nothing loaded, 3 archive.")(load)
    app.command(epilog="Exit status: 0 done, 1 some records set aside, 3 no archive or the output cannot be written.")(
        link
    )
    app.command(epilog="Exit status: 0 done, 3 no archive.")(ledger)


def load(
    records: Annotated[
        str,
        typer.Argument(metavar="RECORDS", help="Records with their text: JSON lines, or the folder of 'read --out'."),
    ],
    read_by: Annotated[
        str | None, typer.Option("--reader", metavar="TEXT", help="Of a folder: take the records of this reader.")
    ] = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Fill an archive from records, without reading.

    \b
    Examples:
      mahdar read day.jsonl --records - --with-text > minutes.jsonl
      mahdar load minutes.jsonl --into minutes.db
      mahdar load s3://news/minutes --into minutes.db
    """  # noqa: D301 -- click\'s own mark
    if "://" in records or Path(records).is_dir():
        _load_folder(records, read_by, archive, Messages(lang), as_json)
    if read_by is not None:
        raise typer.BadParameter("--reader is for folders.")
    from mahdar.archive import Archive
    from mahdar.ledger.records import recorded

    say = Messages(lang)
    pairs: list[tuple[Report, Record]] = []
    aside = 0
    for found in recorded(Path(records)):
        if isinstance(found, MahdarError):
            complain(say("aside_line", error=say.error(found)))
            aside += 1
        else:
            pairs.append(found)
    if pairs:
        with Archive(archive) as opened:
            counts = opened.add_many(pairs)
        aside += counts.withdrawn
        told = {"loaded": counts.added + counts.reread, "known": counts.known, "set_aside": aside}
        emit([to_json(told) if as_json else say("loaded", **told)])
    if aside or not pairs:
        raise typer.Exit(1 if pairs else 2)


def _load_folder(folder: str, read_by: str | None, archive: str | None, say: Messages, as_json: bool) -> NoReturn:
    from mahdar.archive import Archive
    from mahdar.engine.loading import load_folder

    with Archive(archive) as opened, Watch(say) as watch:
        summary = load_folder(folder, opened, reader=read_by, tell=watch.tell)
    close(summary, say, as_json, to_stderr=False)
    raise typer.Exit(exit_status(summary))


def link(
    links: Annotated[
        Path | None, typer.Option("--links", metavar="FILE", help="Write who is who and what is one to this JSON file.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Work everything out anew, not only what is new.")] = False,
    records: Annotated[
        str | None,
        typer.Option(
            "--records", metavar="DIR", help="Link the folder of 'read --out' instead, out of core, into --out."
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="With --records: the folder of Parquet files to fill.")
    ] = None,
    memory: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="With --records: what the database may hold in memory.")
    ] = "4GB",
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, max=1_000, help="With --records: processes that judge."),
    ] = None,
    read_by: Annotated[
        str | None, typer.Option("--reader", metavar="TEXT", help="With --records: take the records of this reader.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="With --records: local, processes of this machine; ray, a cluster.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option("--address", metavar="HOST:PORT", help="The cluster of --engine ray; else it is here.")
    ] = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say who is who, which meetings are one, how promises stand and which reports are copies.

    What was read or decided since the last time is taken in; --full works everything out anew and comes to the same.
    It is kept in the archive, all of it or nothing, and ids never change when more is read.

    With --records it links a folder of records that no memory holds, into a folder, without an archive.

    \b
    Examples:
      mahdar link --links links.json
      mahdar link --full
      mahdar link --archive minutes.db --json
      mahdar link --records minutes --out linked --memory 4GB --workers 2
    """  # noqa: D301 -- click\'s own mark
    if records is not None or out is not None:
        if records is None or out is None or links is not None or full or archive is not None:
            raise typer.BadParameter("--records DIR and --out DIR go together, without an archive, --links and --full.")
        if address is not None and engine is not Engine.RAY:
            raise typer.BadParameter("--address is for --engine ray.")
        _link_folder(_Folder(records, out, memory, workers, read_by, engine, address), Messages(lang), as_json)
        return
    found, counts = _links(archive, full=full, shape=links is not None)
    if links is not None:
        try:
            links.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise MahdarError(f"the links cannot be written: {error.strerror or error}", where=str(links)) from error
        _note_export(archive)
    say = Messages(lang)
    emit([to_json(counts) if as_json else say("linked", **counts)])


class _Folder(NamedTuple):
    """A folder of records to link, and how."""

    records: str
    out: str
    memory: str
    workers: int | None
    reader: str | None
    engine: Engine
    address: str | None


def _link_folder(asked: _Folder, say: Messages, as_json: bool) -> None:
    from mahdar.scale import link_folder
    from mahdar.scale.bench import on_ray, processes

    pool = partial(on_ray, address=asked.address) if asked.engine is Engine.RAY else processes
    linked = link_folder(
        asked.records, asked.out, memory=asked.memory, workers=asked.workers, reader=asked.reader, pool=pool,
        tell=lambda stage: complain(say("stage_done", stage=stage)) if sys.stderr.isatty() else None,
    )  # fmt: skip
    counts = linked.counts | {"set_aside": linked.aside, "again": linked.again}
    emit([to_json(counts) if as_json else say("linked_folder", **counts)])
    if linked.aside:
        raise typer.Exit(1)


def _note_export(archive: str | None) -> None:
    from mahdar.archive import Archive

    with Archive(archive, create=False) as opened:
        opened.upkeep().note(acting_on(opened, None, "export"), "export", "links")


def ledger(
    from_: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Who is to do or give it.")] = None,
    to: Annotated[str | None, typer.Option(metavar="NAME", help="For whom it is, or who asks for it.")] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="training, arms, finance and so on.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only what is not settled yet.")] = False,
    since: Since = None,
    until: Until = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Judge deadlines on this day; else on the latest report's."),
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Follow requests and promises over many reports: every step with its words, and how the thing stands.

    --from and --to are names in any spelling, Arabic or Latin: of a state, a body or a person. What somebody promises
    is also his body's and his state's. Where somebody decided how a chain stands ('mahdar decide status'), it says who.
    What was due by a day that has passed, with nothing delivered or refused, is lapsed.

    \b
    Examples:
      mahdar ledger --from هولندا --to العراق --area training --open
      mahdar ledger --from Netherlands --area training
      mahdar ledger --to "وزارة الداخلية" --open --json
      mahdar ledger --from Netherlands --as-of 2018-10-01
    """  # noqa: D301 -- click\'s own mark
    check("--area", area, "CommitmentArea")
    say = Messages(lang)
    with linked(archive) as opened:
        found = opened.pledges(
            from_=from_, to=to, area=area, open_=only_open, since=since, until=until, as_of=as_of, limit=limit + 1
        )  # fmt: skip
    if as_json:
        emit(to_json(with_address(one)) for one in found[:limit])
    elif found:
        print_chains(found[:limit], say)
    else:
        emit([say("none")])
    if len(found) > limit:
        complain(say("more", limit=limit))


def print_chains(found: Sequence[Pledges], say: Messages) -> None:
    """Print each chain with its steps."""
    heads = [say(name) for name in ("day", "report", "kind", "from", "to", "quote")]
    for one in found:
        sides = {"giver": one.givers, "taker": one.takers}
        told = [
            f"{say(side)}: {say.separator.join(dict.fromkeys(name_of(named, say) for named in some))}"
            for side, some in sides.items()
            if some
        ]
        rows = [_row(step, say) for step in one.steps]
        decided = [_decided(one.decided, say)] if one.decided is not None else []
        stands = say.separator.join([say.code(one.status), *_standing(one, say)])
        print_filled("; ".join([f"{say.code(one.area)}: {stands}", *told, *decided, one.id]), heads, rows)


def _standing(one: Pledges, say: Messages) -> list[str]:
    """By when a chain is or was due, and by what an open one was confirmed."""
    found = [say("due_by", day=one.due)] if one.due is not None else []
    said = one.confirmed
    if said is not None and said.day is not None:
        found.append(say("confirmed_on", day=said.day, report=shown(said.report)))
    elif said is not None:
        found.append(say("confirmed_by", report=shown(said.report)))
    return found


def _decided(d: StatusDecision, say: Messages) -> str:
    """Who decided how a chain stands, when and why, and how it would stand without."""
    return say(
        "status_decided", number=d.key, by=shown(d.by), day=d.at[:10], why=shown(d.why), rule=say.code(d.by_rule)
    )


def _row(step: Step, say: Messages) -> list[str]:
    sides = [say.separator.join(map(shown, side)) for side in (step.from_, step.to)]
    quote = shown(shortened(step.quote, 100))
    return [step.day or "", shown(step.report), say.code(step.step), *sides, quote]


def _links(archive: str | None, *, full: bool, shape: bool) -> tuple[dict[str, Any], dict[str, int]]:
    """What is linked in an archive, brought up to date: all of it where `shape` is wanted, and how many of each."""
    from mahdar.archive import Archive
    from mahdar.ledger import relink

    with Archive(archive, create=False) as opened:
        relink(opened, full=full)
        desk = opened.linking()
        many = desk.counts()
        return desk.found() if shape else {}, {part: many[part] for part in PARTS}
