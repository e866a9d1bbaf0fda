"""``mahdar load``, ``link`` and ``ledger``: records into an archive, who is who in it, what became of promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli.lists import check
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import print_filled
from mahdar.cli.upkeep import acting_on
from mahdar.errors import MahdarError

if TYPE_CHECKING:
    from mahdar.record import Record, Report

#: Parts of the links, in the order in which they are counted.
PARTS = ("persons", "bodies", "places", "engagements", "chains", "copies")
_OPEN = ("open", "conditional", "partly_delivered")


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 all loaded or known, 1 some set aside, 2 nothing loaded, 3 archive.")(load)
    app.command(epilog="Exit status: 0 done, 3 no archive or the output cannot be written.")(link)
    app.command(epilog="Exit status: 0 done, 3 no archive.")(ledger)


def load(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Records with their text, as JSON lines.")],
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Fill an archive from records, without reading.

    \b
    Examples:
      mahdar read day.jsonl --records - --with-text > minutes.jsonl
      mahdar load minutes.jsonl --into minutes.db
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.ledger.records import recorded

    say = Messages(lang)
    pairs: list[tuple[Report, Record]] = []
    aside = 0
    for found in recorded(records):
        if isinstance(found, MahdarError):
            complain(f"set aside: {found}")
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


def link(
    links: Annotated[
        Path | None, typer.Option("--links", metavar="FILE", help="Write who is who and what is one to this JSON file.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Work everything out anew, not only what is new.")] = False,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say who is who, which meetings are one, how promises stand and which reports are copies.

    What was read or decided since the last time is taken in; --full works everything out anew and comes to the same.
    It is kept in the archive, all of it or nothing, and ids never change when more is read.

    \b
    Examples:
      mahdar link --links links.json
      mahdar link --full
      mahdar link --archive minutes.db --json
    """  # noqa: D301 -- click\'s own mark
    found = _links(archive, full=full)
    if links is not None:
        try:
            links.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise MahdarError(f"the links cannot be written: {error.strerror or error}", where=str(links)) from error
        _note_export(archive)
    counts = {part: len(found[part]) for part in PARTS}
    say = Messages(lang)
    emit([to_json(counts) if as_json else say("linked", **counts)])


def _note_export(archive: str | None) -> None:
    from mahdar.archive import Archive

    with Archive(archive, create=False) as opened:
        opened.upkeep().note(acting_on(opened, None, "export"), "export", "links")


def ledger(
    from_: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Who asks, promises or gives.")] = None,
    to: Annotated[str | None, typer.Option(metavar="NAME", help="Whom it is asked of, or for whom it is.")] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="training, arms, finance and so on.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only what is not settled yet.")] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Follow requests and promises over many reports: every step with its words, and how the thing stands.

    \b
    Examples:
      mahdar ledger --from هولندا --area training
      mahdar ledger --to "وزارة الداخلية" --open --json
    """  # noqa: D301 -- click\'s own mark
    check("--area", area, "CommitmentArea")
    chosen = [
        chain
        for chain in _links(archive)["chains"]
        if (area is None or chain["area"] == area)
        and (not only_open or chain["status"] in _OPEN)
        and _among(from_, chain["from"])
        and _among(to, chain["to"])
    ]
    say = Messages(lang)
    if as_json:
        emit(to_json(chain) for chain in chosen[:limit])
        return
    heads = [say(name) for name in ("day", "report", "kind", "from", "to", "quote")]
    for chain in chosen[:limit]:
        rows = [_row(step, say) for step in chain["told"]]
        print_filled(f"{say.code(chain['area'])}: {say.code(chain['status'])}", heads, rows)
    if not chosen:
        emit([say("none")])


def _row(step: dict[str, Any], say: Messages) -> list[str]:
    sides = [say.separator.join(map(shown, step[side])) for side in ("from", "to")]
    quote = shown(shortened(step["quote"], 100))
    return [step["day"] or "", shown(step["report"]), say.code(step["step"]), *sides, quote]


def _links(archive: str | None, *, full: bool = False) -> dict[str, Any]:
    """What is linked in an archive, brought up to date."""
    from mahdar.archive import Archive
    from mahdar.ledger import relink

    with Archive(archive, create=False) as opened:
        relink(opened, full=full)
        return opened.linking().found()


def _among(name: str | None, names: list[str]) -> bool:
    from mahdar.arabic.names import name_key

    return name is None or any(name_key(name) in name_key(other) for other in names)
