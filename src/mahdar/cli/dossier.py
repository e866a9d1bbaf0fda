"""``mahdar dossier``: one engagement, party, pair or search as a document with a note to the source at every line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mahdar.cli.found import linked
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, Language, Since, Until
from mahdar.cli.screen import emit, shown


def register(app: typer.Typer) -> None:
    """Put the command on `app`."""
    app.command(epilog="Exit status: 0 done, 1 nothing of that name, 2 wrong usage, 3 no archive or no room.")(dossier)


def dossier(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A .pdf or .docx file.")],
    event: Annotated[
        str | None, typer.Option("--event", metavar="ID", help="The minutes of this event, as 'mahdar events' has it.")
    ] = None,
    party: Annotated[str | None, typer.Option("--party", metavar="NAME", help="On this person, body or place.")] = None,
    other: Annotated[
        str | None, typer.Option("--with", metavar="NAME", help="With --party: what is between the two.")
    ] = None,
    words: Annotated[str | None, typer.Option("--search", metavar="WORDS", help="What this search finds.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many lines a section.")] = 60,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Write a dossier: PDF or Word, Arabic or English, a footnote to the report at every line.

    \b
    Examples:
      mahdar dossier --party العراق --with بريطانيا --out iraq-uk.pdf --lang ar
      mahdar dossier --event engagement/4tzthytxdwba --out minutes.docx
      mahdar dossier --search "تدريب الشرطة" --since 2015 --out training.pdf
    """  # noqa: D301 -- click\'s own mark
    from mahdar.exchange.dossier import SUFFIXES, Subject, gather, write

    if sum(wanted is not None for wanted in (event, party, words)) != 1:
        raise typer.BadParameter("Give one of --event, --party and --search.")
    if other is not None and party is None:
        raise typer.BadParameter("--with goes with --party.")
    if out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"--out {out}: expected {' or '.join(SUFFIXES)}.")
    say = Messages(lang)
    subject = Subject(event, party, other, words, since, until, limit)
    with linked(archive) as opened:
        made = gather(opened, subject, say.language)
    write(made, out)
    lines = sum(len(section.lines) for section in made.sections)
    emit([say("dossier_written", path=shown(str(out)), lines=lines)])
