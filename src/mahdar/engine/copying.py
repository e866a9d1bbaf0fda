"""Copies in a run: which reports are another's text and so need not be read, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mahdar.pages.copies import SHARED_SENTENCES, Copy, CopyIndex, Fingerprint, best, fingerprint, fingerprint_of
from mahdar.record import Report

if TYPE_CHECKING:
    from mahdar.archive import Archive

#: Reports that may wait for the one that they look like copies of.
_MOST_WAITING = 2_000


class Copies:
    """The copies of a run into `archive`. With `read`, all are read; that they are copies is noted all the same."""

    def __init__(self, archive: Archive, *, read: bool) -> None:
        self._archive, self._read = archive, read
        #: Reports on their way into the archive, by content hash.
        self._pending = CopyIndex()
        self._waiting: list[Report] = []
        #: The texts of those, by the same.
        self._texts: dict[str, str] = {}
        #: Copies that are read because they hold more, or on demand, and the text that they are copies of: noted once
        #: that is in the archive.
        self._linked: list[tuple[Report, str]] = []
        self.keys: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.noted = 0

    def is_to_be_read(self, report: Report) -> bool:
        """Whether a report is to be read now: it is no copy, or holds more than what it is a copy of."""
        print_ = fingerprint(report)
        if print_ is None:
            return True
        found = self._in_archive(print_)
        if found is not None and self._settled(report, *found):
            return False
        pending = self._pending.find(print_) if found is None else None
        waits = pending is not None and pending[1].kind != "partial" and not self._read
        if waits and len(self._waiting) < _MOST_WAITING:
            self._waiting.append(report)
            return False
        hash_ = _hash(report)
        if pending is not None:
            self._linked.append((report, self._texts[pending[0]]))
        self._texts[hash_] = report.text
        self.keys[hash_] = (print_.bands, print_.sentences)
        self._pending.add(hash_, print_)
        return True

    def _in_archive(self, print_: Fingerprint, *, only: str | None = None) -> tuple[str, Copy] | None:
        """The report of the archive that a text is most a copy of, among those with the text `only` where given."""
        others = []
        for id_, text, facts, day in self._archive.likely_copies(print_.bands, print_.sentences, SHARED_SENTENCES):
            body = json.loads(facts).get("body") if facts else None
            other = fingerprint_of(text[slice(*body)] if body else text, day)
            if other is not None and only in (None, text):
                others.append((id_, other))
        return best(print_, others)

    def _settled(self, report: Report, of: str, copy: Copy) -> bool:
        """Note a copy; whether that is all there is to do with it."""
        self._archive.note_reprint(of, report, copy.kind, copy.share)
        done = copy.kind != "partial" and not self._read
        self.noted += int(done)
        return done

    def note_exact(self, reports: Iterable[Report]) -> None:
        """Note the outlets of reports whose very texts the archive has."""
        for report in reports:
            print_ = fingerprint(report)
            found = self._in_archive(print_) if print_ is not None else None
            if found is not None and found[1].kind == "exact" and _elsewhere(self._archive, found[0], report):
                self._archive.note_reprint(found[0], report, "exact", 1.0)

    def are_kept(self, reports: Iterable[Report]) -> None:
        """What is in the archive now is pending no longer."""
        for report in reports:
            hash_ = _hash(report)
            self._pending.discard(hash_)
            self._texts.pop(hash_, None)
            self.keys.pop(hash_, None)
        linked, self._linked = self._linked, []
        for report, of in linked:
            print_ = fingerprint(report)
            found = self._in_archive(print_, only=of) if print_ is not None else None
            if found is None:
                self._linked.append((report, of))
            else:
                self._archive.note_reprint(found[0], report, found[1].kind, found[1].share)

    def settle(self) -> list[Report]:
        """Note the waiting copies of what is in the archive by now; those of what never got there are to be read."""
        waiting, self._waiting = self._waiting, []
        self._pending, self._texts, self._linked = CopyIndex(), {}, []
        return [report for report in waiting if self.is_to_be_read(report)]


def _hash(report: Report) -> str:
    from mahdar.archive import content_hash

    return content_hash(report.text)


def _elsewhere(archive: Archive, id_: str, report: Report) -> bool:
    """Whether a report was found somewhere else than the one of that id in the archive."""
    there = archive.report(id_)
    return (there.path, there.given_id) != (report.path, report.id)
