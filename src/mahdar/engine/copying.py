"""Copies in a run: which reports are another's text and so need not be read, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mahdar.pages.copies import (
    FORMULA,
    LETTERS,
    SHARED_ANCHORS,
    Copy,
    CopyIndex,
    Fingerprint,
    are_likely,
    best,
    fingerprint,
    fingerprint_of,
)
from mahdar.record import Report

if TYPE_CHECKING:
    from mahdar.archive import Archive

#: Reports that may wait for the one that they look like copies of.
_MOST_WAITING = 2_000
#: Reports of the archive whose anchors are written at once, and meanwhile kept in memory: 33 keys each of 26,000
#: reports were written in 7.6 s of one core, 32 reports at once in 17.9 s.
_FILED = 1_024
#: Fingerprints of the archive's reports that are kept for the next comparisons, some 50 KB each.
_MOST_PRINTS = 1_000
#: Copies that are noted before they are written down.
_MOST_UNWRITTEN = 256
#: Reports that are looked up at once.
_AT_ONCE = 32


class _Ahead(NamedTuple):
    """A report that was looked up: what it is compared by, and the keys of reports to compare it with."""

    print: Fingerprint
    likely: list[int]


class _Unfiled:
    """Reports of the archive, by key, whose anchors are not written there yet."""

    def __init__(self) -> None:
        self.anchors: dict[int, tuple[int, ...]] = {}
        self._having: dict[int, list[int]] = {}
        self.last = 0

    def add(self, key: int, anchors: tuple[int, ...]) -> None:
        self.anchors[key] = anchors
        self.last = key
        for anchor in anchors:
            self._having.setdefault(anchor, []).append(key)

    def sharing(self, anchors: Iterable[int]) -> dict[int, int]:
        """Those that share `SHARED_ANCHORS` or more, and how many."""
        shared = Counter(chain.from_iterable(self._having.get(anchor, ()) for anchor in anchors))
        return {key: count for key, count in shared.items() if count >= SHARED_ANCHORS}

    def clear(self) -> None:
        """Forget those that are written; the others come after them."""
        self.anchors.clear()
        self._having.clear()


class Copies:
    """The copies of a run into `archive`. With `read`, all are read; that they are copies is noted all the same."""

    def __init__(self, archive: Archive, *, read: bool) -> None:
        self._archive, self._read = archive, read
        #: Reports on their way into the archive, by content hash, and those that came into it since the last look-up.
        self._pending = CopyIndex()
        self._arrived: set[str] = set()
        #: Reports that were looked up, by their identity.
        self._ahead: dict[int, _Ahead] = {}
        #: Id and fingerprint of reports of the archive, by key.
        self._prints: dict[int, tuple[str, Fingerprint | None]] = {}
        self._waiting: list[Report] = []
        #: Copies that are read because they hold more, or on demand, and the text that they are copies of: noted once
        #: that is in the archive.
        self._linked: list[tuple[Report, Fingerprint]] = []
        self._unwritten: list[tuple[str, Report, str, float]] = []
        self._unfiled = _Unfiled()
        self.noted = 0

    def look_up(self, reports: Iterable[Report]) -> None:
        """Look up at once what these reports, which are asked for next, may be copies of."""
        prints = [(report, print_) for report in reports if (print_ := fingerprint(report)) is not None]
        while len(self._prints) > _MOST_PRINTS:  # the oldest first
            del self._prints[next(iter(self._prints))]
        likely = self._likely([print_ for _, print_ in prints])
        for hash_ in self._arrived:
            self._pending.discard(hash_)
        self._arrived.clear()
        self._ahead = {id(report): _Ahead(print_, keys) for (report, print_), keys in zip(prints, likely, strict=True)}

    def is_to_be_read(self, report: Report) -> bool:
        """Whether a report that was looked up is to be read now: it is no copy, or holds more than the original."""
        ahead = self._ahead.pop(id(report), None)
        if ahead is None:
            return True
        print_ = ahead.print
        found = self._in_archive(ahead)
        if found is not None and self._settled(report, *found):
            return False
        pending = self._pending.find(print_) if found is None else None
        waits = pending is not None and pending[1].kind != "partial" and not self._read
        if waits and len(self._waiting) < _MOST_WAITING:
            self._waiting.append(report)
            return False
        hash_ = _hash(report)
        if pending is not None:
            self._linked.append((report, self._pending[pending[0]]))
        self._pending.add(hash_, print_)
        return True

    def _likely(self, prints: Sequence[Fingerprint]) -> list[list[int]]:
        """The keys of reports that each of these is compared with; their fingerprints are at hand then."""
        self._take_unfiled()
        likely = self._archive.likely_copies([print_.anchors for print_ in prints], SHARED_ANCHORS) if prints else []
        for print_, some in zip(prints, likely, strict=True):
            some.update(self._unfiled.sharing(print_.anchors))
        texts = self._archive.likely_texts({key for some in likely for key in some} - self._prints.keys())
        return [
            [key for key in sorted(some) if self._is_likely(key, some[key], print_, texts)]
            for print_, some in zip(prints, likely, strict=True)
        ]

    def _is_likely(
        self, key: int, shared: int, print_: Fingerprint, texts: Mapping[int, tuple[str, str, str | None]]
    ) -> bool:
        """Whether a report that shares so many anchors is compared; its length tells how many it has."""
        there, text = self._prints.get(key), texts.get(key)
        if there is None and text is None:
            return False
        length = len(there[1].words) if there is not None and there[1] is not None else len(text[1]) if text else 0
        if not are_likely(shared, len(print_.anchors), length / LETTERS):
            return False
        if there is None and text is not None:
            self._prints[key] = (text[0], fingerprint_of(text[1], text[2]))
        return True

    def _take_unfiled(self) -> None:
        """Take in the reports that came into the archive, from here or from elsewhere."""
        while new := self._archive.unkeyed(self._unfiled.last, _FILED):
            ours = {
                key: self._pending[hash_] for key, hash_ in new if hash_ in self._arrived and hash_ in self._pending
            }
            texts = self._archive.likely_texts({key for key, _ in new} - ours.keys())
            for key, _ in new:
                print_ = ours.get(key) or (fingerprint_of(*texts[key][1:]) if key in texts else None)
                self._unfiled.add(key, print_.anchors if print_ is not None else ())
            if len(self._unfiled.anchors) >= _FILED:
                self.file()

    def file(self) -> None:
        """Write what later reports are looked up by."""
        if self._unfiled.anchors:
            self._archive.write_copy_keys(self._unfiled.anchors, FORMULA)
            self._unfiled.clear()

    def _in_archive(self, ahead: _Ahead) -> tuple[str, Copy] | None:
        """The report of the archive that a text is most a copy of."""
        if self._arrived and not self._arrived.isdisjoint(self._pending.likely(ahead.print)):
            ahead = ahead._replace(likely=self._likely([ahead.print])[0])
        return best(ahead.print, self._of_archive(ahead.likely))

    def _of_archive(self, keys: Iterable[int]) -> list[tuple[str, Fingerprint]]:
        kept = (self._prints.get(key) for key in keys)
        return [(id_, print_) for id_, print_ in filter(None, kept) if print_ is not None]

    def _settled(self, report: Report, of: str, copy: Copy) -> bool:
        """Note a copy; whether that is all there is to do with it."""
        self._note(of, report, copy)
        done = copy.kind != "partial" and not self._read
        self.noted += int(done)
        return done

    def _note(self, of: str, report: Report, copy: Copy) -> None:
        self._unwritten.append((of, report, copy.kind, copy.share))
        if len(self._unwritten) >= _MOST_UNWRITTEN:
            self.write()

    def write(self) -> None:
        """Write down the copies that were noted."""
        if self._unwritten:
            self._archive.note_reprints(self._unwritten)
            self._unwritten = []

    def note_exact(self, reports: Sequence[Report]) -> None:
        """Note the outlets of reports whose very texts the archive has."""
        self.look_up(reports)
        for report in reports:
            ahead = self._ahead.pop(id(report), None)
            found = self._in_archive(ahead) if ahead is not None else None
            if found is not None and found[1].kind == "exact" and _elsewhere(self._archive, found[0], report):
                self._note(found[0], report, found[1])

    def are_kept(self, reports: Iterable[Report]) -> None:
        """What is in the archive now is pending no longer."""
        for report in reports:
            hash_ = _hash(report)
            self._arrived.add(hash_)
        linked, self._linked = self._linked, []
        for report, of in linked:
            found = self._copied(report, of)
            if found is None:
                self._linked.append((report, of))
            else:
                self._note(found[0], report, found[1])

    def _copied(self, report: Report, of: Fingerprint) -> tuple[str, Copy] | None:
        """How a report is a copy of the text `of`, and its id; None where that is not in the archive yet."""
        print_ = fingerprint(report)
        others = self._of_archive(self._likely([of])[0])
        return best(print_, [row for row in others if row[1].words == of.words]) if print_ is not None else None

    def settle(self) -> list[Report]:
        """Note the waiting copies of what is in the archive by now; those of what never got there are to be read."""
        waiting, self._waiting = self._waiting, []
        self._pending, self._arrived, self._linked = CopyIndex(), set(), []
        to_be_read = []
        for first in range(0, len(waiting), _AT_ONCE):
            some = waiting[first : first + _AT_ONCE]
            self.look_up(some)
            to_be_read += [report for report in some if self.is_to_be_read(report)]
        return to_be_read


def _hash(report: Report) -> str:
    from mahdar.archive import content_hash

    return content_hash(report.text)


def _elsewhere(archive: Archive, id_: str, report: Report) -> bool:
    """Whether a report was found somewhere else than the one of that id in the archive."""
    there = archive.report(id_)
    return (there.path, there.given_id) != (report.path, report.id)
