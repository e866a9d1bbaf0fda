"""``mahdar review``: what waits for a reader, what readers say of lines, how far they agree, gold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli.lists import print_some
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, Limit
from mahdar.cli.review_fields import fields_in, in_words
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import print_filled, reviewed
from mahdar.cli.upkeep import acting, acting_on

if TYPE_CHECKING:
    from mahdar.archive.reviewing import Item, Review
    from mahdar.archive.reviewing_desk import Reviewing
    from mahdar.archive.reviewing_queue import QueueLine

#: Characters of words in a table, and of the text around a line that is shown by itself.
QUOTE, AROUND = 110, 160

Line = Annotated[str, typer.Argument(metavar="LINE", help="REPORT#PART/ITEM, as queue and show have it.")]
Lines = Annotated[list[str], typer.Argument(metavar="LINE…", help="REPORT#PART/ITEM, as queue and show have it.")]
LinesOrReport = Annotated[
    list[str], typer.Argument(metavar="LINE…", help="REPORT#PART/ITEM; REPORT alone is all of it that waits.")
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who reviews; else MAHDAR_USER or your login name.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the review.")]
WhyNot = Annotated[str, typer.Option("--why", metavar="TEXT", help="A reason, kept with the review.")]
Seen = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="The last review that you had before you; 0: the line as it was read."),
]
Words = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Words of the report on which the line rests: its span anew.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field and its value, none for null; lists by commas."),
]
Part = Annotated[str | None, typer.Option("--part", metavar="PART", help="Only this part, such as engagements.")]
OfReport = Annotated[str | None, typer.Option("--report", metavar="ID", help="Only lines of this report.")]

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.add_typer(group, name="review")


@group.callback(
    no_args_is_help=True,
    epilog="Exit status: 0 done, 1 no such line, 2 wrong usage or what cannot be, 3 no archive.",
)
def review() -> None:
    """Review lines of records: accept, correct, reject, merge, split; a queue, agreement, gold.

    Every review is appended with who, when and why, and is in force at once in lists, searches and the record; the
    next link goes by it. A line is REPORT#PART/ITEM: a part of the record, or its beginning, and the line's number.

    \b
    Examples:
      mahdar review queue --limit 10
      mahdar review accept snn-0a1b2c3d#engagements/0
      mahdar review correct snn-0a1b2c3d#engagements/1 --set date=2015-08-03 --why "the dateline has the day"
      mahdar review export gold/
    """  # noqa: D301 -- click\'s own mark


# -- what waits ----------------------------------------------------------------------------------------------------


@group.command()
def queue(
    order: Annotated[
        str | None, typer.Option("--by", metavar="ORDER", help="confidence, conflict, new or cited; else by all.")
    ] = None,
    second: Annotated[bool, typer.Option("--second", help="Lines that one other reader has judged.")] = False,
    reader: Annotated[str | None, typer.Option("--reader", metavar="NAME", help="Who asks, for --second.")] = None,
    report: OfReport = None,
    part: Part = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List the lines that wait, what matters most first, and why each does.

    \b
    Examples:
      mahdar review queue --by confidence --part engagements
      mahdar review queue --second --reader Huda --json
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with _desk(archive) as desk:
        found = desk.queue(order=order, by=acting(reader), second=second, report=report, part=part, limit=limit + 1)
    print_some("review_queue", found, limit, say, as_json, lambda some: _print_queue(some, say))


@group.command(name="next")
def next_(
    second: Annotated[bool, typer.Option("--second", help="A line that one other reader has judged.")] = False,
    reader: Annotated[str | None, typer.Option("--reader", metavar="NAME", help="Who asks, for --second.")] = None,
    report: OfReport = None,
    part: Part = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Show the line that waits first: the words around it and every field; a second reader sees it as it was read.

    \b
    Examples:
      mahdar review next
      mahdar review next --second --part commitments --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        desk = opened.reviewing()
        found = desk.queue(by=acting(reader), second=second, report=report, part=part, limit=1)
        if not found:
            emit([] if as_json else [f"{say('review_queue')}: {say('none')}"])
            return
        (waits,) = found
        versions = [version for version in desk.versions(waits.line) if version.act == "read" or not second]
        text = opened.report(waits.line.rpartition("#")[0]).text
    if second:
        versions = versions[-1:]
    line = versions[-1].line or {}
    if as_json:
        emit([to_json(waits.to_dict() | {"fields": line})])
        return
    emit([shown(waits.line), f"  {say('why')}: {_reasons(waits, say)}"])
    span = line.get("span")
    if span:
        before, after = text[max(span[0] - AROUND, 0) : span[0]], text[span[1] : span[1] + AROUND]
        emit([f"  {shown(before)} «{shown(text[slice(*span)])}» {shown(after)}"])
    emit(f"  {say.field(name)}: {in_words(value, say)}" for name, value in line.items() if value not in (None, []))


@group.command()
def show(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")],
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List every line of a report, those that were rejected too, by what acts name it, and how it stands.

    \b
    Examples:
      mahdar review show snn-0a1b2c3d
      mahdar review show snn-0a --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        stored, items = opened.report(report), opened.reviewing().lines(report)
    if as_json:
        emit(to_json(_item(stored.id, item)) for item in items)
        return
    names = {i.item: _party(i) for i in items if i.part == "parties"}
    rows = [_item_row(stored.id, item, stored.text, names, say) for item in items]
    heads = [say(name) for name in ("line", "status", "by", "kind", "who", "quote")]
    print_filled(f"{say('review_lines')} ({len(rows)})", heads, rows)


@group.command()
def log(
    line: Annotated[str, typer.Argument(metavar="LINE", help="A line, or a report for all of its lines.")],
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """List the reviews of a line or report, the oldest first: what, by whom, when, why, and whether it is in force.

    \b
    Examples:
      mahdar review log snn-0a1b2c3d#engagements/0
      mahdar review log snn-0a1b2c3d --json
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive) as desk:
        found = desk.log(line)
    _print_reviews("review_log", found, as_json, Messages(lang))


@group.command()
def unmatched(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """List the reviews whose line the newest reading does not have, or not as it was judged; none is dropped.

    \b
    Examples:
      mahdar review unmatched
      mahdar review unmatched --json
    """  # noqa: D301 -- click\'s own mark
    with _desk(archive) as desk:
        found = desk.unmatched()
    _print_reviews("review_unmatched", found, as_json, Messages(lang))


@group.command()
def diff(
    line: Line,
    before: Annotated[str | None, typer.Argument(metavar="[BEFORE]", help="A version; else the line as read.")] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[AFTER]", help="A version; else the line as it stands.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the versions instead.")] = False,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Compare two versions of a line: r1, r2 … as readers read it, 0 the newest of these, N as review N left it.

    \b
    Examples:
      mahdar review diff snn-0a1b2c3d#engagements/0
      mahdar review diff snn-0a1b2c3d#engagements/0 r1 12 --json
      mahdar review diff snn-0a1b2c3d#engagements/0 --list
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with _desk(archive) as desk:
        versions = desk.versions(line) if list_ else []
        found = [] if list_ else desk.diff(line, before, after)
    if as_json:
        emit(to_json(one.to_dict()) for one in [*versions, *found])
    elif list_:
        heads = [say(name) for name in ("version", "act_kind", "by", "day", "stands")]
        rows = [
            [v.name, say.code(v.act), shown(v.by), (v.at or "")[:10], "" if v.line is None else "✓"] for v in versions
        ]
        print_filled(f"{say('review_versions')} ({len(rows)})", heads, rows)
    elif found:
        heads = [say(name) for name in ("field", "before", "after")]
        rows = [[say.field(d.field), in_words(d.before, say), in_words(d.after, say)] for d in found]
        print_filled(f"{say('review_differences')} ({len(rows)})", heads, rows)
    else:
        emit([f"{say('review_differences')}: {say('none')}"])


# -- acts ----------------------------------------------------------------------------------------------------------


@group.command()
def accept(
    lines: LinesOrReport,
    by: By = None,
    why: WhyNot = "",
    seen: Seen = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say that lines are right; of a report alone, all that nobody has judged.

    \b
    Examples:
      mahdar review accept snn-0a1b2c3d#engagements/0 snn-0a1b2c3d#s/3 --by Huda
      mahdar review accept snn-0a1b2c3d --why "read to the end"
      mahdar review accept snn-0a1b2c3d#commitments/0 --seen 0
    """  # noqa: D301 -- click\'s own mark
    _act(lambda desk, who: desk.accept(*lines, by=who, why=why, seen=seen), by, as_json, archive, lang)


@group.command()
def reject(
    lines: Lines,
    why: Why,
    by: By = None,
    seen: Seen = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say that lines are wrong: they leave the lists and the links, and stay in the record as read.

    \b
    Examples:
      mahdar review reject snn-0a1b2c3d#statements/2 --why "a caption, nobody says it"
    """  # noqa: D301 -- click\'s own mark
    _act(lambda desk, who: desk.reject(*lines, by=who, why=why, seen=seen), by, as_json, archive, lang)


@group.command()
def correct(
    line: Line,
    why: Why,
    fields: Set = None,
    words: Words = None,
    by: By = None,
    seen: Seen = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Correct fields of a line, or choose its span anew; parties by id or name.

    \b
    Examples:
      mahdar review correct snn-0a1b2c3d#engagements/0 --set date=2015-08-03 --set place= --why "the dateline"
      mahdar review correct snn-0a1b2c3d#e/0 --set "who=p1,هدى الصفار" --why "she is there too"
      mahdar review correct snn-0a1b2c3d#s/3 --words "التعاون سيستمر" --why "the content alone"
    """  # noqa: D301 -- click\'s own mark
    given = fields_in(fields or [])
    words = given.pop("words", words)
    _act(
        lambda desk, who: [desk.correct(line, given, by=who, why=why, words=words, seen=seen)],
        by, as_json, archive, lang,
    )  # fmt: skip


@group.command()
def add(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")],
    part: Annotated[str, typer.Argument(metavar="PART", help="parties, engagements, statements and so on.")],
    why: Why,
    fields: Set = None,
    words: Words = None,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Add a line that the reading does not have.

    \b
    Examples:
      mahdar review add snn-0a1b2c3d parties --set type=PER --set "names=هدى الصفار" --why "named in the caption"
      mahdar review add snn-0a1b2c3d figures --set value=40 --set unit=soldier --words "أربعين جنديا" --why "missed"
    """  # noqa: D301 -- click\'s own mark
    given = fields_in(fields or [])
    words = given.pop("words", words)
    _act(lambda desk, who: [desk.add(report, part, given, by=who, why=why, words=words)], by, as_json, archive, lang)


@group.command()
def merge(
    lines: Lines,
    why: Why,
    fields: Set = None,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say that lines of one report are one: the first stays, with what the others add to it.

    \b
    Examples:
      mahdar review merge snn-0a1b2c3d#engagements/0 snn-0a1b2c3d#engagements/2 --why "told twice"
    """  # noqa: D301 -- click\'s own mark
    given = fields_in(fields or [])
    _act(lambda desk, who: [desk.merge(*lines, by=who, why=why, fields=given)], by, as_json, archive, lang)


@group.command()
def split(
    line: Line,
    why: Why,
    parts: Annotated[
        list[str],
        typer.Option("--as", metavar="FIELDS", help="What one of the lines differs in: FIELD=VALUE; FIELD=VALUE."),
    ],
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Say that a line is several: one --as for each, the first of them for the line itself.

    \b
    Examples:
      mahdar review split snn-0a1b2c3d#e/0 --as who=p1,p2 --as "who=p1,p3; date=2015-08-04" --why "two meetings"
    """  # noqa: D301 -- click\'s own mark
    given = [fields_in([one.strip() for one in text.split(";") if one.strip()]) for text in parts]
    _act(lambda desk, who: [desk.split(line, given, by=who, why=why)], by, as_json, archive, lang)


@group.command()
def note(
    line: Line,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be kept with the line.")],
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Keep a note with a line; it changes nothing.

    \b
    Examples:
      mahdar review note snn-0a1b2c3d#figures/1 "the agency gives another number"
    """  # noqa: D301 -- click\'s own mark
    _act(lambda desk, who: [desk.note(line, text, by=who)], by, as_json, archive, lang)


@group.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="The number of a review, or of an undo.")],
    why: Why,
    by: By = None,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Take a review back by its number; that is a review itself.

    \b
    Examples:
      mahdar review undo 12 --why "it was the other meeting"
    """  # noqa: D301 -- click\'s own mark
    _act(lambda desk, who: [desk.undo(number, by=who, why=why)], by, as_json, archive, lang)


@group.command()
def final(
    lines: LinesOrReport,
    alone: Annotated[bool, typer.Option("--alone", help="Without a second reader.")] = False,
    by: By = None,
    why: WhyNot = "",
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Settle lines as they stand; somebody besides their first reader has to have a part in it.

    \b
    Examples:
      mahdar review final snn-0a1b2c3d#engagements/0 --by Salim
      mahdar review final snn-0a1b2c3d --alone --why "nobody else reads here"
    """  # noqa: D301 -- click\'s own mark
    _act(lambda desk, who: desk.final(*lines, by=who, why=why, alone=alone), by, as_json, archive, lang)


# -- measured, exported --------------------------------------------------------------------------------------------


@group.command()
def agreement(as_json: AsJson = False, archive: ArchivePath = None, lang: Language = None) -> None:
    """Say how far readers agree with one another, and the machine with them, on the lines that both have judged.

    \b
    Examples:
      mahdar review agreement
      mahdar review agreement --json
    """  # noqa: D301 -- click\'s own mark
    say = Messages(lang)
    with _desk(archive) as desk:
        found = desk.agreement()
    if as_json:
        emit([to_json(found.to_dict())])
        return
    if not found.machine:
        emit([f"{say('review_machine')}: {say('none')}"])
    heads = [say(name) for name in ("part", "lines", "equal", "kappa", "fields")]
    rows = [
        [_part(r.part, say), str(r.lines), _share(r.equal), _share(r.kappa), _shares(r.fields, say)]
        for r in found.readers
    ]
    if rows:
        print_filled(say("review_readers"), heads, rows)
    heads = [say(name) for name in ("part", "lines", "stands", "missed", "fields")]
    rows = [
        [_part(m.part, say), str(m.lines), _share(m.stands), str(m.missed), _shares(m.fields, say)]
        for m in found.machine
    ]
    if rows:
        print_filled(say("review_machine"), heads, rows)


@group.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="A new or empty folder.")],
    final: Annotated[bool, typer.Option("--final", help="Only reports whose every line is settled.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Reports as well that have lines nobody judged.")] = False,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Write the reports whose every line was judged as gold, for 'mahdar evaluate' and for training.

    \b
    Examples:
      mahdar review export gold/
      mahdar review export gold/ --final --json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.archive import Archive
    from mahdar.archive.reviewing_gold import write

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        who, desk = acting_on(opened, None, "export"), opened.reviewing()
        every = desk.gold(whole=False)
        found = desk.gold(whole=not all_, final=final)
        write(folder, found)
        opened.upkeep().note(who, "export", "gold")
    counts = {"reports": len(found), "lines": sum(one.lines for one in found), "folder": str(folder)}
    left = len(every) - len(found)
    emit([to_json(counts | {"left_out": left}) if as_json else say("review_exported", **counts)])
    if left and not as_json:
        complain(say("review_left_out", reports=left))


# -- in common -----------------------------------------------------------------------------------------------------


class _desk:  # noqa: N801 -- used as a function
    """The desk of an archive that exists, for as long as the block takes."""

    def __init__(self, archive: str | None) -> None:
        from mahdar.archive import Archive

        self._archive = Archive(archive, create=False)

    def __enter__(self) -> Reviewing:
        return self._archive.reviewing()

    def __exit__(self, *_: object) -> None:
        self._archive.close()


def _act(
    act: Callable[[Reviewing, str], Sequence[Review]],
    by: str | None,
    as_json: bool,
    archive: str | None,
    lang: str | None,
) -> None:
    from mahdar.archive import Archive

    say = Messages(lang)
    with Archive(archive, create=False) as opened:
        made = act(opened.reviewing(), acting_on(opened, by, "review"))
    if as_json:
        emit(to_json(row.to_dict()) for row in made)
    elif made:
        emit(say("review_done", number=row.key, act=say.code(row.act), line=shown(_about(row))) for row in made)
    else:
        emit([say("none")])


def _about(row: Review) -> str:
    """What a row is about, as acts name it, as far as the row itself tells."""
    if row.answers is not None and row.act == "undo":
        return str(row.answers)
    names = []
    for anchor in row.lines:
        if "line" in anchor:
            names.append(str(anchor["line"].get("id", anchor["n"]) if row.part == "parties" else anchor["n"]))
        else:
            mark, key = ("+", anchor["made"]) if "made" in anchor else ("~", anchor["as"])
            names.append(f"{mark}{key}" + (f".{anchor['nth']}" if anchor["nth"] else ""))
    if row.act == "add":
        names.append(f"+{row.key}")
    return f"{row.report}#{row.part}/{', '.join(names)}"


def _print_queue(found: Sequence[QueueLine], say: Messages) -> None:
    heads = [say(name) for name in ("line", "why", "confidence", "kind", "who", "by", "seen", "quote")]
    rows = [
        [
            shown(q.line), _reasons(q, say), "" if q.confidence is None else f"{q.confidence:.2f}",
            say.code(q.kind or ""), say.separator.join(map(shown, q.names)), say.separator.join(map(shown, q.by)),
            str(q.seen) if q.by else "", shown(shortened(q.quote, QUOTE)),
        ]
        for q in found
    ]  # fmt: skip
    print_filled(f"{say('review_queue')} ({len(rows)})", heads, rows)


def _reasons(waits: QueueLine, say: Messages) -> str:
    return say.separator.join(
        f"{say.code(name)} ({waits.reports})" if name == "cited" else say.code(name) for name in waits.why
    )


def _print_reviews(title: str, found: Sequence[tuple[Review, str]], as_json: bool, say: Messages) -> None:
    if as_json:
        emit(to_json(row.to_dict() | {"state": state}) for row, state in found)
        return
    if not found:
        emit([f"{say(title)}: {say('none')}"])
        return
    heads = [say(name) for name in ("number", "act_kind", "line", "status", "by", "day", "fields", "why")]
    rows = [
        [
            str(row.key), say.code(row.act), shown(_about(row)), say.code(state), shown(row.by), row.at[:10],
            say.separator.join(f"{say.field(name)}: {in_words(value, say)}" for name, value in row.fields.items()),
            shown(row.why),
        ]
        for row, state in found
    ]  # fmt: skip
    print_filled(f"{say(title)} ({len(rows)})", heads, rows)


def _item(report: str, item: Item) -> dict[str, Any]:
    told = ("part", "state", "fields", "conflict", "final", "changed", "unmatched", "by", "line", "as_read")
    return {"id": f"{report}#{item.part}/{item.item}", **{name: getattr(item, name) for name in told}}


def _item_row(report: str, item: Item, text: str, names: dict[str, str], say: Messages) -> list[str]:
    line = item.line or item.as_read or item.was or {}
    kind = next((str(line[name]) for name in ("kind", "act", "type", "unit") if line.get(name)), "")
    who = [names.get(id_, id_) for name in ("who", "from", "of") for id_ in _several(line.get(name))]
    quote = text[slice(*line["span"])] if line.get("span") else _party(item)
    return [
        shown(f"{report}#{item.part}/{item.item}"), "" if item.state == "unread" else reviewed(item, say),
        say.separator.join(map(shown, item.by)), say.code(kind), say.separator.join(map(shown, who)),
        shown(shortened(quote, QUOTE)),
    ]  # fmt: skip


def _several(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _party(item: Item) -> str:
    line = item.line or item.as_read or item.was or {}
    return next(iter(line.get("names") or []), None) or line.get("role") or item.item


def _part(part: str, say: Messages) -> str:
    return say.code(part) if part == "all" else say(part)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _shares(fields: dict[str, tuple[int, float]], say: Messages) -> str:
    return say.separator.join(f"{say.field(name)} {share:.2f}" for name, (_, share) in fields.items())
