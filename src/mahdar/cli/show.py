"""``mahdar show`` and ``who``: one report, names."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli import entities
from mahdar.cli.lists import check, print_some, with_address
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit
from mahdar.cli.screen import complain, emit, emit_bytes, shortened, shown, to_json
from mahdar.cli.tables import name_of, print_filled, print_lines, print_parties

if TYPE_CHECKING:
    from mahdar.archive import Archive, Who
    from mahdar.archive.addresses import Found


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 1 no such report, 3 no archive.")(show)
    app.command()(who)


def show(
    report: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="A report's id, or the beginning of it; any address; person/NAME, body/…, place/…."
        ),
    ],
    text: Annotated[bool, typer.Option("--text", help="The report's text as well.")] = False,
    original: Annotated[
        bool, typer.Option("--original", help="Only the page as it came; with --json what is known of it.")
    ] = False,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Show the minutes of one report, each line with the words that it rests on; or what another address leads to.

    With --json, the record as one object, in `reviewed` how its lines stand that people have judged; --text adds the
    text, which its offsets refer to. --original prints the
    bytes of the page that the report was taken from; with --json, what the page says of it and where each paragraph
    of the text lies in these bytes.

    person/NAME, body/NAME and place/NAME show who that is: its names, its offices over time, its engagements, and
    what was asked and promised; the name may be in any spelling, Arabic or Latin. With the id of one, or of an
    event or chain, also where it stands, why the machine takes these for one and what people decided.

    Addresses are what the lists have under `address` with --json: report/…, engagement/…, statement/…, commitment/…,
    incident/…, figure/…, person/…, body/…, place/…, state/…, event/…, chain/…. They stay good when reports are read
    anew, linked again or corrected, and when two are merged.

    \b
    Examples:
      mahdar show snn-0a1b2c3d
      mahdar show person/الخوري
      mahdar show snn-0a --json --text
      mahdar show snn-0a --original
      mahdar show person/k4x2m7
      mahdar show statement/snn-0a1b2c3d@120-188
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.archive.addresses import is_address

    if entities.is_wanted(report) or report.startswith("state/"):
        entities.show_entities(report, as_json, archive, Messages(lang))
        return
    with Archive(archive, create=False) as opened:
        if is_address(report):
            found = opened.find(report)
            if found.n is not None:
                print_line(opened, found, as_json, Messages(lang))
                return
            if found.gone:
                complain(Messages(lang)("line_gone", id=found.leads_to))
            report = found.report or report
        stored = opened.report(report)
        if original:
            print_original(opened, stored.id, as_json)
            return
        if as_json:
            record = opened.record(stored.id).to_dict() | reviews_of(opened, stored.id)
            emit([to_json(record | {"text": stored.text} if text else record)])
            return
        print_minutes(opened, stored.id, Messages(lang))
        if text:
            # Line ends stay; everything that could steer the terminal does not.
            emit(["", *(shown(line) for line in stored.text.splitlines())])


def print_line(archive: Archive, found: Found, as_json: bool, say: Messages) -> None:
    """Print the line that an address leads to."""
    from mahdar.archive.addresses import PARTS

    line = archive.line(found.leads_to)
    if as_json:
        emit([to_json(with_address(line))])
        return
    if found.leads_to != found.asked:
        emit([say("leads_to", asked=shown(found.asked), id=shown(found.leads_to))])
    print_lines(PARTS[found.kind], [line], say)


def reviews_of(archive: Archive, report: str) -> dict[str, Any]:
    """The lines of a report that people have judged, as `reviewed`; nothing where there are none."""
    told = ("part", "item", "n", "state", "fields", "conflict", "final", "changed", "unmatched", "by")
    found = [
        {name: getattr(item, name) for name in told}
        for item in archive.reviewing().lines(report)
        if item.state != "unread"
    ]
    return {"reviewed": found} if found else {}


def print_original(archive: Archive, report: str, as_json: bool) -> None:
    """Print the page of a report byte for byte, or as JSON what is known of it; its text where that is all."""
    from mahdar.pages.origin import original_spans

    page, text = archive.original(report), archive.report(report).text
    if as_json:
        paragraphs = [match.span() for match in re.finditer(r"[^\n]+", text)]
        told = page.model_dump(mode="json", exclude={"original", "runs"}) if page is not None else {}
        places = original_spans(page, paragraphs) if page is not None else []
        told["paragraphs"] = [
            {"text": span, "original": place} for span, place in zip(paragraphs, places, strict=False)
        ]
        emit([to_json({"report": report, **told})])
        return
    data = page.original if page is not None else text.encode()
    if sys.stdout.isatty():  # what could steer the terminal does not
        emit(shown(line) for line in data.decode("utf-8", "replace").splitlines())
        return
    emit_bytes(data)


def print_minutes(archive: Archive, report: str, say: Messages, parts: Sequence[str] | None = None) -> None:
    """Print the minutes of a report that is in `archive`: `parts` of them, or all."""
    stored, record = archive.report(report), archive.record(report)
    fields = {"report": stored.id, "title": stored.title, "source": stored.outlet}
    fields |= {"day": stored.day, "path": stored.path, "url": stored.url}
    emit(f"{say(key)}: {shown(value)}" for key, value in fields.items() if value)
    if record.parties and (parts is None or "parties" in parts):
        print_parties(record.parties, say, archive.english(stored.id))
    lines: dict[str, Sequence[Any]] = {
        "engagements": archive.engagements(report=stored.id, limit=None),
        "statements": archive.statements(report=stored.id, limit=None),
        "commitments": archive.commitments(report=stored.id, limit=None),
        "incidents": archive.incidents(report=stored.id, limit=None),
        "figures": archive.figures(report=stored.id, limit=None),
    }
    for part, some in lines.items():
        if some and (parts is None or part in parts):
            print_lines(part, some, say, of_one_report=True)
    if not record.parties and not any(lines.values()):
        emit([say("none")])
    reprints = archive.reprints(stored.id) if parts is None else []
    if reprints:
        heads = [say(name) for name in ("source", "day", "kind", "share", "path")]
        rows = [
            [shown(r.outlet or ""), r.date or "", say.code(r.kind), f"{r.share:.2f}", shown(r.url or r.path or r.id)]
            for r in reprints
        ]
        print_filled(f"{say('reprints')} ({len(rows)})", heads, rows)


def who(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="A name or part of one, in any spelling.")],
    kind: Annotated[str | None, typer.Option("--kind", "--type", metavar="CODE", help="PER, ORG, GPE or LOC.")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Find parties by name: what they are called, their posts, the reports that name them.

    Once the archive was linked, what is one stands together under the id that it goes by, whatever it is called.

    \b
    Examples:
      mahdar who الخوري
      mahdar who وزارة النقل --kind ORG --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    kind = kind.upper() if kind else None
    check("--kind", kind, "PartyType")
    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        found = opened.who(" ".join(name), type=kind, limit=limit + 1)
    print_some("parties", found, limit, say, as_json, lambda some: _print_who(some, say))


def _print_who(found: Sequence[Who], say: Messages) -> None:
    heads = [say(name) for name in ("name", "id", "type", "role", "names", "mentions", "reports")]
    rows = []
    for party in found:
        reports = say.separator.join(shown(report) for report in party.newest)
        more = f" +{party.reports - len(party.newest)}" if party.reports > len(party.newest) else ""
        roles = say.separator.join(shown(shortened(role, 60)) for role in party.roles[:3])
        called = name_of(party, say)
        names = say.separator.join(shown(name) for name in party.names if name != called)
        told = [called, party.entity or "", say.code(party.type), roles, names, str(party.mentions)]
        rows.append([*told, reports + more])
    print_filled(f"{say('parties')} ({len(rows)})", heads, rows)
