"""``mahdar compare``: events of GDELT, POLECAT or ACLED beside those of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli.found import linked
from mahdar.cli.messages import Messages
from mahdar.cli.options import ArchivePath, AsJson, Language, PartyFilter, Since, Until
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import print_filled
from mahdar.errors import InputError

if TYPE_CHECKING:
    from mahdar.exchange.events.comparing import Pair
    from mahdar.exchange.events.model import CodedEvent
    from mahdar.exchange.events.outside import Outside

#: What can become of a row, in the order in which it is shown.
_OUTCOMES = ("matched", "only_theirs", "only_ours")
_FORMATS = ("gdelt", "polecat", "acled")
#: Errors that are told one by one, and characters of words that an event rests on.
_ERRORS, _QUOTE = 5, 80


def register(app: typer.Typer) -> None:
    """Put the command of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 1 some rows set aside, 2 no such file or format, 3 no archive.")(compare)


def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Their events; may be a .gz, or a .zip of one file.")],
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="gdelt, polecat or acled.")],
    days: Annotated[int, typer.Option("--days", metavar="N", min=0, max=31, help="Days that two may lie apart.")] = 1,
    differing: Annotated[bool, typer.Option("--differing", help="Only what both have and tell differently.")] = False,
    party: PartyFilter = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Print at most so many of each.")] = 20,
    as_json: AsJson = False,
    archive: ArchivePath = None,
    lang: Language = None,
) -> None:
    """Set events of another source beside those of the archive: both have it, one has it, and where they differ.

    Events are set side by side by day, states, names, place and type of PLOVER; nothing of the file goes into the
    archive. Filters choose among the archive's events. With --json all of it comes out, one object a line.

    \b
    Examples:
      mahdar compare 20180114.export.CSV.zip --format gdelt
      mahdar compare acled-iraq.csv --format acled --days 2 --since 2018 --until 2018 --json
    """  # noqa: D301 -- click\'s own mark
    if format_.lower() not in _FORMATS:
        raise typer.BadParameter(f"--format {format_}: expected {', '.join(_FORMATS)}.")
    say, told = Messages(lang), _Told(limit)
    pairs = _pairs(file, format_.lower(), days, (party, since, until), archive)
    wanted = (pair for pair in told.counted(pairs) if not differing or pair.differences)
    if as_json:
        from mahdar.exchange.events.comparing import as_dict

        emit(to_json(as_dict(pair)) for pair in wanted if pair.outcome != "not_compared")
    else:
        for pair in wanted:
            told.keep(pair)
        told.show(say, ("matched",) if differing else _OUTCOMES)
    told.sum_up(say)
    if told.errors:
        raise typer.Exit(1)


def _pairs(
    file: Path, format_: str, days: int, filters: tuple[str | None, str | None, str | None], archive: str | None
) -> Iterator[Pair | InputError]:
    """What became of each row, and the archive's events that none is."""
    from mahdar.archive.streaming import Wanted
    from mahdar.exchange.events.comparing import Comparison
    from mahdar.exchange.events.outside import read
    from mahdar.exchange.events.taking import events

    party, since, until = filters
    wanted = Wanted(party=party, since=since, until=until)
    with linked(archive) as opened, opened.stream(wanted) as stream, Comparison(days) as comparison:
        for event in events(stream):
            comparison.add(event)
        yield from comparison.compare(read(file, format_))


class _Told:
    """What is counted, and the first pairs of each outcome."""

    def __init__(self, limit: int) -> None:
        self.limit, self.errors = limit, 0
        self.counts: Counter[str] = Counter()
        self.kept: dict[str, list[Pair]] = {outcome: [] for outcome in _OUTCOMES}

    def counted(self, pairs: Iterable[Pair | InputError]) -> Iterator[Pair]:
        """The pairs; rows that are none are told on standard error."""
        for pair in pairs:
            if isinstance(pair, InputError):
                self.errors += 1
                if self.errors <= _ERRORS:
                    complain(str(pair))
            else:
                self.counts[pair.outcome] += 1
                self.counts["differing"] += bool(pair.differences)
                yield pair

    def keep(self, pair: Pair) -> None:
        """Keep a pair to be shown, where there is room."""
        some = self.kept.get(pair.outcome)
        if some is not None and len(some) < self.limit:
            some.append(pair)

    def show(self, say: Messages, outcomes: Iterable[str]) -> None:
        """Print a table for each outcome."""
        for outcome in outcomes:
            if rows := [_row(pair, say) for pair in self.kept[outcome]]:
                names = ("day", "type", "ours", "theirs", "differences") if outcome == "matched" else _ONE
                print_filled(f"{say(outcome)} ({len(rows)})", [say(name) for name in names], rows)

    def sum_up(self, say: Messages) -> None:
        """Say on standard error how many of each there are."""
        counts = {
            name: self.counts[name] for name in ("matched", "differing", "only_theirs", "only_ours", "not_compared")
        }
        complain(say("compared", **counts, errors=self.errors))


_ONE = ("day", "type", "who", "place", "quote")


def _row(pair: Pair, say: Messages) -> list[str]:
    if pair.ours and pair.theirs:
        differ = "; ".join(f"{say.field(d.field)}: {shown(d.ours)} / {shown(d.theirs)}" for d in pair.differences)
        return [pair.theirs.day, pair.ours.type, _names(pair.ours, say), _their_names(pair.theirs), differ]
    if pair.ours:
        ours = pair.ours
        place = (ours.place.name_en if say.english_names else ours.place.name) if ours.place else ""
        quote = shortened(ours.tellings[0].quote, _QUOTE) if ours.tellings else ""
        return [ours.day or "", ours.type, _names(ours, say), shown(place), shown(quote)]
    theirs = pair.theirs
    return [theirs.day, theirs.type, _their_names(theirs), shown(theirs.place), shown(theirs.code)] if theirs else []


def _names(event: CodedEvent, say: Messages) -> str:
    actors = (*event.actors, *event.recipients)
    names = ((actor.name_en or actor.name) if say.english_names else actor.name for actor in actors)
    return say.separator.join(shown(name) for name in names if name)


def _their_names(event: Outside) -> str:
    return ", ".join(shown(actor.name or " ".join(actor.countries)) for actor in event.actors)
