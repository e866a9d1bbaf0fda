"""Speech: who is speaking at a word of a draft."""

from __future__ import annotations

from bisect import bisect_right

from mahdar.arabic.clitics import splits
from mahdar.reading.draft import Draft
from mahdar.reading.saying import forms
from mahdar.record import Statement


class Speech:
    """The statements of a draft by place: who is speaking at a word, and whose cue a word is."""

    def __init__(self, draft: Draft) -> None:
        self._by_cue = {draft.word_at(s.cue[0]): s for s in draft.statements if s.cue}
        #: Words at which what somebody says begins.
        self.begins = {draft.word_at(s.span[0]) for s in draft.statements}
        self._contents = sorted((s.span[0], s.span[1], k) for k, s in enumerate(draft.statements))
        self._statements = draft.statements
        self._draft = draft

    def of_cue(self, i: int) -> Statement | None:
        """The statement whose reporting verb is word `i`."""
        return self._by_cue.get(i)

    def at(self, i: int) -> Statement | None:
        """The innermost statement that holds word `i`."""
        start = self._draft.words[i].start
        k = bisect_right(self._contents, (start, 10**9, 0)) - 1
        for first, last, n in reversed(self._contents[max(0, k - 3) : k + 1]):
            if first <= start < last:
                return self._statements[n]
        return None

    def gender(self, statement: Statement) -> str:
        """The gender of a statement's reporting verb ('' where it has none or the form does not tell)."""
        if statement.cue is None:
            return ""
        word = self._draft.words[self._draft.word_at(statement.cue[1] - 1)].text
        found = next((forms()[s.stem] for s in splits(word) if s.stem in forms()), None)
        return found.gender if found is not None and found.number == "s" else ""

    def before(self, i: int) -> Statement | None:
        """The last statement of the sentence that begins before word `i`."""
        start = self._draft.words[i].start
        found = [s for s in self._statements if s.span[0] <= start]
        return found[-1] if found else None
