"""``mahdar read``: reports into an archive, into JSON lines, or both."""

from __future__ import annotations

import sys
from contextlib import ExitStack, nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mahdar.cli.explain import explain_all
from mahdar.cli.messages import Messages
from mahdar.cli.options import AsJson, Language, MinConfidence
from mahdar.cli.own_list import take_names
from mahdar.cli.progress import Watch
from mahdar.cli.screen import emit, reader_left, to_json

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.engine import Summary

EXIT_STATUS = "Exit status: 0 all read or known, 1 some set aside, 2 nothing read, 3 archive or output, 130 stopped."


class Engine(StrEnum):
    """Where reports are read."""

    LOCAL = "local"
    RAY = "ray"


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog=EXIT_STATUS)(read)


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Text, JSON lines, HTML, WARC, feeds, zip; folders; - for stdin; addresses: --fetch."
        ),
    ],
    into: Annotated[
        str | None, typer.Option("--into", "--archive", metavar="FILE", help="The archive to keep the records in.")
    ] = None,
    records: Annotated[
        str | None,
        typer.Option("--records", metavar="FILE|-", help="Write records as JSON lines; no archive unless --into."),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add the report's text, date and outlet.")] = False,
    min_confidence: MinConfidence = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="ISO day of the reports that have none of their own.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print why each line stands or was skipped; nothing is kept.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, max=100_000, help="Processes that read: 1, or all of a cluster."),
    ] = None,
    read_copies: Annotated[
        bool, typer.Option("--read-copies", help="Read copies of reports too, not only note who reprinted what.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the PATHs that are addresses (https://…), public ones only.")
    ] = False,
    gazetteer: Annotated[
        str | None,
        typer.Option("--gazetteer", metavar="LIST", help="Find the names of your own list of entities (CSV, FtM)."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="local: processes of this machine; ray: a cluster, into --out.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option("--address", metavar="HOST:PORT", help="The cluster of --engine ray; else it is here.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="With --engine ray: the folder of Parquet files to fill.")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Read reports and keep the minutes.

    A report that the archive has a record of by this reader is known and is not read again, so a run that was
    stopped goes on where it ended. A copy of a report is noted as a reprint and not read either. What cannot be read
    is set aside with its reason, and the rest is read.

    \b
    Examples:
      mahdar read reports/ --into minutes.db
      mahdar read saved-pages/ crawl.warc.gz pages.zip
      mahdar read day.jsonl.gz --records day-minutes.jsonl --workers 2
      cat report.txt | mahdar read - --records - --date 2016-01-17
      mahdar read report.txt --explain
      mahdar read reports/ --gazetteer ministers.csv
      mahdar read s3://news/2016/ --engine ray --address 10.0.0.5:6379 --out s3://news/minutes
    """  # noqa: D301 -- click\'s own mark
    from mahdar.engine import RecordLines, read_all, read_into
    from mahdar.pages import reports_in
    from mahdar.reading import reader

    if engine is Engine.RAY:
        if out is None or into is not None or records is not None or explain or fetch:
            raise typer.BadParameter("--engine ray keeps its records in --out DIR alone; 'mahdar load DIR' goes on.")
        if gazetteer is not None:
            take_names(gazetteer, Messages(lang))
        _read_on_cluster(paths, out, address, workers, date, Messages(lang), as_json)
    if out is not None or address is not None:
        raise typer.BadParameter("--out and --address are for --engine ray.")
    if gazetteer is not None:
        take_names(gazetteer, Messages(lang))
    reader()  # a tagger that cannot be loaded stops the run before its first report
    say = Messages(lang)
    if explain:
        if into is not None or records is not None:
            raise typer.BadParameter("--explain keeps nothing: leave out --into and --records.")
        raise typer.Exit(explain_all(reports_in(paths, date=date), say, as_json=as_json))
    with ExitStack() as stack:
        watch = stack.enter_context(Watch(say))
        items = reports_in(paths, date=date, notes=watch.note, fetch=fetch)
        archive: Archive | None = None
        if into is not None or records is None:
            from mahdar.archive import Archive

            archive = stack.enter_context(Archive(into))
        lines = None
        if records is not None:
            lines = RecordLines(records, with_text=with_text, min_confidence=min_confidence)
        try:
            with lines if lines is not None else nullcontext():
                summary = read_into(
                    items,
                    lambda source: read_all(source, workers=workers or 1),
                    archive=archive,
                    records=lines,
                    read_copies=read_copies,
                    tell=watch.tell,
                )
        except BrokenPipeError:
            reader_left()
        watch.stop()
        close(summary, say, as_json, to_stderr=records == "-")
    raise typer.Exit(exit_status(summary))


def _read_on_cluster(
    paths: list[str], out: str, address: str | None, workers: int | None, date: str | None, say: Messages, as_json: bool
) -> NoReturn:
    from mahdar.engine.cluster import read_on_cluster

    with Watch(say) as watch:
        summary = read_on_cluster(paths, out, address=address, workers=workers, date=date, tell=watch.tell)
    close(summary, say, as_json, to_stderr=False)
    raise typer.Exit(exit_status(summary))


def exit_status(summary: Summary) -> int:
    """The status that a run ends with."""
    if summary.interrupted:
        return 130
    if not summary.read and not summary.known and not summary.copies:
        return 2
    return 1 if summary.set_aside else 0


def close(summary: Summary, say: Messages, as_json: bool, *, to_stderr: bool) -> None:
    """Print the summary of a run."""
    lines = [to_json(summary.to_dict())] if as_json else _in_words(summary, say)
    if to_stderr:
        print("\n".join(lines), file=sys.stderr)  # noqa: T201
    else:
        emit(lines)


def _in_words(summary: Summary, say: Messages) -> list[str]:
    lines = [say("stopped")] if summary.interrupted else []
    lines.append(say("summary", read=summary.read, known=summary.known, set_aside=summary.set_aside))
    if summary.copies:
        lines.append(say("copies", copies=summary.copies))
    if summary.read and summary.seconds:
        lines.append(say("speed", seconds=f"{summary.seconds:.1f}", speed=f"{summary.read / summary.seconds:.0f}"))
    lines.extend(f"  {count} × {say.reason(reason)}" for reason, count in summary.reasons.most_common(10))
    if len(summary.reasons) > 10:
        lines.append("  …")
    return lines
