"""``mahdar demo``: the reports that come with the package, read before your eyes."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import Language
from mahdar.cli.screen import emit, shortened, shown
from mahdar.cli.show import print_minutes
from mahdar.cli.tables import print_filled
from mahdar.errors import UnreadableInput

if TYPE_CHECKING:
    from mahdar.archive import Archive

_PARTS = ("engagements", "statements", "commitments", "figures")


def register(app: typer.Typer) -> None:
    """Put the command of this module on `app`."""
    app.command()(demo)


def demo(lang: Language = None) -> None:
    """Read the sample reports that come with the package into an archive that is thrown away, and show the minutes.

    \b
    Examples:
      mahdar demo
      mahdar demo --lang ar
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.engine import read_all, read_into
    from mahdar.pages import reports_in

    say = Messages(lang)
    with (
        tempfile.TemporaryDirectory(prefix="mahdar-demo-") as folder,
        as_file(files("mahdar") / "samples") as samples,
        Archive(Path(folder) / "demo.db") as archive,
    ):
        summary = read_into(reports_in([samples]), read_all, archive=archive)
        if not summary.read:
            raise UnreadableInput("no samples", expected="the reports in mahdar/samples", remedy="install mahdar anew")
        emit([say("demo", reports=summary.read)])
        print_minutes(archive, _print_reports(archive, say), say, _PARTS)
        emit([say("demo_next")])


def _print_reports(archive: Archive, say: Messages) -> str:
    """Print what was found by report; the id of the report in which most was found."""
    rows, most, fullest = [], -1, ""
    for line in sorted(archive.reports(limit=None), key=lambda report: report.id):
        record = archive.record(line.id)
        counts = [len(getattr(record, part)) for part in ("parties", *_PARTS)]
        rows.append([shown(line.id), shown(shortened(line.title or "", 70)), *map(str, counts)])
        # A report with something of each part shows more than a long one.
        weight = 1000 * sum(map(bool, counts)) + sum(counts)
        if weight > most:
            most, fullest = weight, line.id
    heads = [say(name) for name in ("report", "title", "parties", *_PARTS)]
    print_filled(f"{say('reports')} ({len(rows)})", heads, rows)
    return fullest
