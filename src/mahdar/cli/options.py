"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from mahdar.wording import LANGUAGES


def _known_language(wanted: str | None) -> str | None:
    if wanted is not None and wanted not in LANGUAGES:
        raise typer.BadParameter(f"{wanted}: expected {' or '.join(LANGUAGES)}.")
    return wanted


ArchivePath = Annotated[
    str | None,
    typer.Option(
        "--archive", "--into", metavar="FILE", help="The archive, or its postgresql:// address; else your own."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="ar|en", callback=_known_language, help="Language of headings; else MAHDAR_LANG or LANG."
    ),
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=100_000, help="Print at most so many.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this ISO day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this ISO day, itself included.")]
PartyFilter = Annotated[str | None, typer.Option("--party", metavar="NAME", help="Only where this party takes part.")]
MinConfidence = Annotated[
    float | None,
    typer.Option(metavar="P", min=0, max=1, help="Only lines that are right with this probability or more."),
]
