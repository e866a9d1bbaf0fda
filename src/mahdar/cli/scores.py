"""``mahdar evaluate``: predictions against gold records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli.messages import Messages
from mahdar.cli.options import AsJson
from mahdar.cli.screen import complain, emit, to_json
from mahdar.errors import GoldError

if TYPE_CHECKING:
    from mahdar.evaluate import Scores


def register(app: typer.Typer) -> None:
    """Put the commands of this module on `app`."""
    app.command(epilog="Exit status: 0 done, 1 a score is below its floor, 2 gold or predictions cannot be scored.")(
        evaluate
    )


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of *.json gold records, or JSON lines.")],
    predictions: Annotated[
        Path | None,
        typer.Argument(metavar="[PREDICTIONS]", help="JSON lines or a folder of *.json.", show_default=False),
    ] = None,
    reports: Annotated[
        list[str] | None,
        typer.Option("--reports", metavar="FILE", help="Read these reports now and score the outcome."),
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help='JSON such as {"mentions": 0.7}: fail below.')
    ] = None,
    per_doc: Annotated[bool, typer.Option("--per-doc", help="One line a report besides.")] = False,
    as_json: AsJson = False,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=256, help="Processes that read --reports.")
    ] = 1,
) -> None:
    """Score records against gold records: precision, recall and F1 of each part.

    \b
    Examples:
      mahdar evaluate gold/dev minutes.jsonl --per-doc
      mahdar evaluate gold/dev --reports gold/dev.jsonl --floors floors.json
    """  # noqa: D301 -- click\'s own mark
    from mahdar.evaluate import below_floors, gold_records, predicted_records, read_floors, score

    if (predictions is None) == (not reports):
        raise typer.BadParameter("give either PREDICTIONS or --reports FILE")
    pinned = read_floors(floors) if floors is not None else {}
    records = gold_records(gold)
    predicted = predicted_records(predictions) if predictions is not None else _read_now(reports or [], workers)
    scores = score(records, predicted)
    if as_json:
        emit([*(_report_json(scores) if per_doc else []), to_json(scores.to_dict())])
    else:
        emit([*(_report_lines(scores) if per_doc else []), *_table(scores)])
    below = below_floors(scores, pinned)
    for part, (reached, floor) in below.items():
        complain(f"{part}: F1 {reached:.4f} is below its floor {floor:g}")
    if below:
        raise typer.Exit(1)


def _read_now(paths: list[str], workers: int) -> dict[str, dict[str, Any]]:
    from mahdar.engine import read_all
    from mahdar.pages import SetAside, reports_in

    records, say = {}, Messages()
    for outcome in read_all(reports_in(paths), workers=workers):
        if isinstance(outcome, SetAside):
            complain(say("aside_line", error=say.error(outcome.error)))
        else:
            records[outcome.record.doc] = outcome.record.to_dict()
    if not records:
        raise GoldError("no report could be read", expected="the reports of the gold records", where=" ".join(paths))
    return records


def _report_lines(scores: Scores) -> list[str]:
    from mahdar.evaluate import PARTS

    return [
        f"{doc} " + " ".join(f"{part}={tally.counts[part].f1:.2f}" for part in PARTS)
        for doc, tally in scores.reports.items()
    ]


def _report_json(scores: Scores) -> list[str]:
    from mahdar.evaluate import PARTS

    return [
        to_json({"doc": doc, **{part: round(tally.counts[part].f1, 4) for part in PARTS}})
        for doc, tally in scores.reports.items()
    ]


def _table(scores: Scores) -> list[str]:
    from mahdar.evaluate import PARTS, SIDE_PARTS

    missing = f", {len(scores.missing)} without a record" if scores.missing else ""
    lines = [f"{len(scores.reports)} reports{missing}"]
    lines.append(f"{'':22}{'P':>8}{'R':>8}{'F1':>8}{'pred':>8}{'gold':>8}")
    for part in (*PARTS, *SIDE_PARTS):
        c = scores.counts[part]
        lines.append(f"{part:22}{c.precision:8.3f}{c.recall:8.3f}{c.f1:8.3f}{c.predicted:8}{c.gold:8}")
    lines.append(f"{'record':22}{'':16}{scores.record:8.3f}")
    if n := scores.engagements:
        right = f"date right {scores.dates / n:.3f}, place right {scores.places / n:.3f}"
        lines.append(f"of {n} matched engagements: {right}")
    if n := scores.counts["commitments"].hits:
        c = scores.recipients
        lines.append(f"of {n} matched commitments: recipients P {c.precision:.3f}, R {c.recall:.3f}, F1 {c.f1:.3f}")
    return lines
