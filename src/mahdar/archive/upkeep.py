"""The side of an archive that its keeper works on: room, withdrawal, the audit log.

keeper = archive.upkeep()
keeper.spare(keep=1)                        what could go
keeper.gc(keep=1, by="Huda")                takes it out, gives the room back
keeper.audit(limit=20)                      who did what
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import sqlalchemy as sa

from mahdar.archive import audit, dialect, finding, spare, withdrawal
from mahdar.archive.audit import AuditLine
from mahdar.archive.days import bounds
from mahdar.archive.spare import Spare
from mahdar.archive.withdrawal import Withdrawal
from mahdar.errors import ArchiveUnavailable, InputError

Transaction = Callable[[], AbstractContextManager[sa.Connection]]


class Upkeep:
    """What a keeper does with one archive; `Archive.upkeep` gives it. `by` says who does it, for the audit log."""

    def __init__(self, reading: Transaction, writing: Transaction, compact: Callable[[], None]) -> None:
        self._reading, self._writing, self._compact = reading, writing, compact

    def spare(self, *, keep: int | None = None, originals_before: str | None = None) -> Spare:
        """What can go: readings but the newest `keep` of a report, pages of reports that came in before a day."""
        with self._reading() as connection:
            return spare.spare(connection, keep, _day(originals_before))

    def gc(self, *, keep: int | None = None, originals_before: str | None = None, by: str) -> tuple[Spare, int]:
        """Take out what `spare` tells, and give the room back; gives that, and the size afterwards.

        Raises `ArchiveUnavailable` where others write all the time, `BadDate`.
        """
        with self._writing() as connection:
            found = spare.clear(connection, keep, _day(originals_before), by)
        self._compact()
        with self._reading() as connection:
            return found, dialect.space(connection)[0]

    # Withdrawal

    def naming(self, person: str, *, told: withdrawal.Told | None = None) -> list[str]:
        """The ids of the reports that `withdraw_person` would take out. Raises `UnknownEntity`, `InputError`."""
        with self._reading() as connection:
            keys, _ = withdrawal.naming(connection, person, told)
            return withdrawal.ids(connection, keys)

    def withdraw(self, *reports: str, by: str, why: str) -> Withdrawal:
        """Take reports out with all that was read from them; they are not taken in again. Raises `UnknownReport`."""
        why = _told(why)
        with self._writing() as connection:
            keys = list(dict.fromkeys(finding.key_of(connection, report) for report in reports))
            made = withdrawal.withdraw(connection, keys, by, why)
        self._wipe()
        return made

    def withdraw_person(self, person: str, *, by: str, why: str, told: withdrawal.Told | None = None) -> Withdrawal:
        """Take out every report that names a person. Raises `UnknownEntity`, `InputError`."""
        why = _told(why)
        with self._writing() as connection:
            keys, names = withdrawal.naming(connection, person, told)
            made = withdrawal.withdraw(connection, keys, by, why, "person")
            withdrawal.forget_person(connection, names, made.key)
        self._wipe()
        return made

    def _wipe(self) -> None:
        """Write the file anew, so that what was withdrawn lies in no page that is free."""
        try:
            self._compact()
        except ArchiveUnavailable as error:
            raise ArchiveUnavailable(
                f"it is withdrawn, but its bytes still lie in the file ({error.found})",
                remedy="run 'mahdar gc' when nobody else uses the archive",
                where=error.where,
            ) from error

    def withdrawals(self) -> list[Withdrawal]:
        """What was withdrawn: when, by whom, why and how many reports, the newest first."""
        with self._reading() as connection:
            return withdrawal.every(connection)

    # The audit log

    def note(self, by: str, act: str, object_: str = "", detail: str = "") -> None:
        """Write down an act that was done elsewhere, such as an export."""
        with self._writing() as connection:
            audit.append(connection, by, act, object_, detail)

    def audit(
        self, *, by: str | None = None, act: str | None = None, limit: int | None = None, offset: int = 0
    ) -> list[AuditLine]:
        """Who did what, the newest first."""
        with self._reading() as connection:
            return audit.lines(connection, by=by, act=act, limit=limit, offset=offset)

    def audit_broken_at(self) -> int | None:
        """The first row of the audit log that does not follow from those before it."""
        with self._reading() as connection:
            return audit.broken_at(connection)


def _day(given: str | None) -> str | None:
    """The first day of what was given. Raises `BadDate`."""
    return bounds(given, None)[0] if given is not None else None


def _told(why: str) -> str:
    """A reason without the space around it. Raises `InputError` for none."""
    if not why.strip():
        raise InputError("nothing said of 'why'", expected="the reason")
    return why.strip()
