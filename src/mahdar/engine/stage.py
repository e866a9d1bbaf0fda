"""What is done to one report, wherever it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mahdar.errors import MahdarError, UnreadableInput
from mahdar.pages import SetAside
from mahdar.record import Record, Report


@dataclass(frozen=True, slots=True)
class Reading:
    """A report and the record of it."""

    report: Report
    record: Record


def outcome_of(report: Report, read: Callable[[Report], Record]) -> Reading | SetAside:
    """The record of a report, or why there is none. Never raises."""
    record = record_or_error(report, read)
    return Reading(report, record) if isinstance(record, Record) else set_aside(report, record)


def record_or_error(report: Report, read: Callable[[Report], Record]) -> Record | MahdarError:
    """The record, or the error that the reading ended in."""
    try:
        return read(report)
    except MahdarError as error:
        return error
    except Exception as error:  # noqa: BLE001 -- one report must never cost the run
        return UnreadableInput(
            f"the reading failed ({type(error).__name__}: {str(error)[:200]})",
            remedy="please report it together with the text",
        )


def set_aside(report: Report, error: MahdarError) -> SetAside:
    """A report that could not be read."""
    where = report.path or report.id
    placed = type(error)(error.found, expected=error.expected, remedy=error.remedy, where=where)
    return SetAside(where, placed, report)
