"""Reading: a `Report` goes in, a `Record` comes out, and the same report always gives the same record.

The stages run in the order of `STAGES`; each takes the `Draft` and adds to it. All of them work by rules
over the data files in `data/`, which an Arabist can edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from typing import Any

from mahdar.errors import BadDate
from mahdar.reading.commitments import find_commitments
from mahdar.reading.confidence import weigh_lines
from mahdar.reading.draft import Draft
from mahdar.reading.engagements import find_engagements
from mahdar.reading.explaining import Explained, explained
from mahdar.reading.figures import find_figures
from mahdar.reading.furniture import find_furniture
from mahdar.reading.incidents import find_incidents
from mahdar.reading.names import find_names
from mahdar.reading.own_names import own_reader
from mahdar.reading.parties import find_parties
from mahdar.reading.reference import find_references
from mahdar.reading.statements import find_statements
from mahdar.reading.tagging import tag_words
from mahdar.record import Mention, Party, Record, Report
from mahdar.tagger import PACKAGED, default_folder, default_tagger
from mahdar.version import MODEL, RULES, VERSION

STAGES: tuple[Callable[[Draft], None], ...] = (
    find_furniture,
    tag_words,
    find_names,
    find_parties,
    find_references,
    find_statements,
    find_engagements,
    find_commitments,
    find_incidents,
    find_figures,
    weigh_lines,
)


def read_report(report: Report) -> Record:
    """Read one report. Raises `BadDate` where the report's own date is not ISO 8601."""
    return close_draft(read_draft(report))


def explain(report: Report) -> list[Explained]:
    """Read one report and say why each line of its record stands. Raises `BadDate` as `read_report` does."""
    draft = read_draft(report)
    return explained(draft, close_draft(draft))


def read_draft(report: Report) -> Draft:
    """A draft that all stages have read. Raises `BadDate` as `read_report` does."""
    draft = open_draft(report)
    for stage in STAGES:
        stage(draft)
    return draft


def read_given(report: Report, known: Mapping[str, Any], stages: Sequence[Callable[[Draft], None]] = STAGES) -> Draft:
    """A draft read with the `mentions` and `parties` of a known record in place of those that reading would find."""
    draft = open_draft(report)
    for stage in stages:
        if stage is find_names:
            draft.mentions = [Mention(**m) for m in known["mentions"]]
        elif stage is find_parties:
            draft.parties = [Party(**p) for p in known["parties"]]
        else:
            stage(draft)
    return draft


def reader() -> str:
    """Who reads: the versions of Mahdar, of its rules and of its model, or of the rules alone where there is no model.

    With a list of the user's own, its digest as well.

    'mahdar 0.1.0 / rules 2026.11-11 / model 2026.11-3'. Records carry it, and work is keyed by it. Raises `TaggerError`
    where MAHDAR_TAGGER names a folder without a usable model.
    """
    return _versions() + own_reader()


def _versions() -> str:
    rules = f"mahdar {VERSION} / rules {RULES}"
    folder = default_folder()
    if folder is None:
        return rules
    if folder == PACKAGED:
        return f"{rules} / model {MODEL}"
    tagger = default_tagger()
    return f"{rules} / model {tagger.name}" if tagger is not None else rules


def open_draft(report: Report) -> Draft:
    """A draft in which nothing is found yet; the reference day is the report's own date until the page states one."""
    return Draft(report, reference_day=_iso_day(report.date))


def close_draft(draft: Draft) -> Record:
    """The record of what a draft holds."""
    report = draft.report
    return Record(
        doc=report.id,
        title=report.title if report.title is not None else _text_at(draft, draft.title),
        url=report.url,
        path=report.path,
        reader=reader(),
        published=draft.published,
        source=draft.source or report.outlet,
        noise=draft.noise,
        parties=draft.parties,
        mentions=draft.mentions,
        engagements=draft.engagements,
        statements=draft.statements,
        commitments=draft.commitments,
        incidents=draft.incidents,
        figures=draft.figures,
        skipped=draft.skipped,
    )


def _text_at(draft: Draft, span: tuple[int, int] | None) -> str | None:
    return draft.text[span[0] : span[1]] if span else None


def _iso_day(day: str | None) -> Date | None:
    if day is None:
        return None
    try:
        return Date.fromisoformat(day)
    except ValueError as error:
        raise BadDate(
            f"date {day!r}", expected="an ISO day such as 2016-01-17", remedy="correct it or leave it out"
        ) from error
