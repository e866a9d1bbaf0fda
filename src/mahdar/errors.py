"""One tree of errors, one shape for command line, Python and HTTP.

* MahdarError
  * InputError            what was given cannot be used as it is
    * UnreadableInput     a path, page or line that cannot be read at all
    * NotAReport          bytes that hold no report (empty, binary, another format)
    * BadDate             a date that is not ISO 8601
    * BadBackup           a backup that is cut off, changed or none
    * Withdrawn           a report that was withdrawn from the archive and came in again
    * MissingExtra        a package is needed that comes with an extra
  * ArchiveError          the archive cannot do what was asked
    * ArchiveUnavailable  missing, locked, full or not writable
    * UnknownReport       no report of that id in the archive
    * UnknownEntity       no person, body, place, engagement or chain of that id in the archive
    * UnknownSearch       no search is saved under that name
    * UnknownAccount      no account or token of that name
    * NotAllowed          a token that does not hold, or a role that does not allow something
  * TaggerError           the tagger's files are broken, of another version or not Mahdar's
  * GoldError             gold records or predictions that cannot be scored

A message says what was found, what was expected and what to do.
"""

from __future__ import annotations


class MahdarError(Exception):
    """Root of the tree. `found`, `expected` and `remedy` make up the message; `where` names the thing at fault."""

    def __init__(self, found: str, *, expected: str = "", remedy: str = "", where: str = "") -> None:
        self.found, self.expected, self.remedy, self.where = found, expected, remedy, where
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}" if self.where else self.found]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders in the engine: keyword-only arguments need this.
        return (_rebuild, (type(self), self.found, self.expected, self.remedy, self.where))

    def to_dict(self) -> dict[str, str]:
        """The one JSON shape of an error."""
        return {
            "error": type(self).__name__,
            "found": self.found,
            "expected": self.expected,
            "remedy": self.remedy,
            "where": self.where,
        }


def _rebuild(kind: type[MahdarError], found: str, expected: str, remedy: str, where: str) -> MahdarError:
    return kind(found, expected=expected, remedy=remedy, where=where)


class InputError(MahdarError):
    """What was given cannot be used as it is."""


class UnreadableInput(InputError):
    """A path, page or line that cannot be read at all."""


class NotAReport(InputError):
    """Bytes that hold no report: empty, binary or of another format."""


class BadDate(InputError):
    """A date that is not ISO 8601."""


class BadBackup(InputError):
    """A backup that is cut off, changed or none."""


class Withdrawn(InputError):
    """A report that was withdrawn from the archive and came in again."""


class MissingExtra(InputError):
    """A package is needed that comes with an extra."""


class ArchiveError(MahdarError):
    """The archive cannot do what was asked."""


class ArchiveUnavailable(ArchiveError):
    """The archive is missing, locked, full or not writable."""


class UnknownReport(ArchiveError):
    """No report of that id is in the archive."""


class UnknownEntity(ArchiveError):
    """No person, body, place, engagement or chain of that id is in the archive."""


class UnknownSearch(ArchiveError):
    """No search is saved under that name."""


class UnknownAccount(ArchiveError):
    """No account or token of that name."""


class NotAllowed(ArchiveError):
    """A token that does not hold, or a role that does not allow what was asked."""


class TaggerError(MahdarError):
    """The tagger's files are broken, of another version or not Mahdar's."""


class GoldError(MahdarError):
    """Gold records or predictions that cannot be scored."""
