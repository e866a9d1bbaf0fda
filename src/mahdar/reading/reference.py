"""References: every noun phrase that stands for parties, named or not ('الوزير', 'الجانبان', 'نظيره الروسي').

A phrase without a name is resolved by the words of roles and by origin, to the party mentioned last before it, else first
after it. What stays open is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.arabic.words import WORD
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.lexicon import titles
from mahdar.reading.origin import state_called
from mahdar.reading.holders import Post, head_of, origin_of, posts_of, stems
from mahdar.record import Mention, Party

#: How many words back the two of 'الجانبان' are looked for, and how far the words of a post reach.
PAIR_DISTANCE, LONGEST_POST = 120, 14


def find_references(draft: Draft) -> None:
    """Fill `draft.references`, in order of their first word: names with their roles and titles, then what stands for them."""
    draft.references = _Search(draft).run()


class _Search:
    """One pass over a report."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.words = draft, draft.words
        self.parties = draft.party
        self.posts: dict[str, list[Post]] = {}
        for party in draft.parties:
            if party.type == "PER":
                self.posts[party.id] = posts_of(party, self.parties)
        self.named: dict[int, Reference] = {}
        self.starts: dict[int, Mention] = {}
        self.inside: dict[int, Reference] = {}
        #: Persons and states in the order in which they are pointed at: word and party.
        self.said: list[tuple[int, str]] = []
        self.sentences = [first for first, _ in draft.sentences]

    def run(self) -> list[Reference]:
        mentions = sorted(self.draft.mentions, key=lambda m: (m.start, -m.end))
        for mention in mentions:
            self.starts.setdefault(self.draft.word_at(mention.start), mention)
        found = [self._of_name(mention) for mention in mentions]
        for reference in sorted(found, key=lambda r: r.first - r.last):
            for i in range(reference.first, reference.last):
                self.inside.setdefault(i, reference)
        order = sorted(found, key=lambda r: r.first)
        k, i = 0, 0
        while i < len(self.words):
            while k < len(order) and order[k].head <= i:
                self.said.append((order[k].head, order[k].parties[0]))
                k += 1
            reference = self._unnamed(i) if self.words[i].kind == WORD and i not in self.inside else None
            if reference is not None:
                found.append(reference)
                self.said.extend((i, party) for party in reference.parties)
                i = reference.last
            else:
                i += 1
        return sorted(found, key=lambda r: (r.first, -r.last))

    def _of_name(self, mention: Mention) -> Reference:
        """A name with its titles and the words of its role before it."""
        words = self.words
        head = self.draft.word_at(mention.start)
        last = head
        while last < len(words) and words[last].start < mention.end:
            last += 1
        party = self.parties.get(mention.party)
        first = self._role_first(head, party) if party is not None and party.type == "PER" else head
        cut = len(self.draft.folded.text[words[head].at : self.draft.folded.index(mention.start)]) if first == head else 0
        return Reference(first, last, head, cut, (mention.party,), named=True)

    def _role_first(self, head: int, party: Party) -> int:
        """The word at which the role or title before a name begins."""
        vocabulary = _vocabulary(party.role)
        first = head
        while first and self.words[first - 1].kind == WORD:
            word = self.words[first - 1].text
            if vocabulary.isdisjoint(s.stem for s in self.words[first - 1].splits) and not _is_title(self, first - 1):
                break
            if word == "ان":
                break
            first -= 1
        return first

    def _unnamed(self, i: int) -> Reference | None:
        text = self.words[i].text
        if text in _words("pair"):
            return self._pair(i, None)
        duals = _duals().get(text)
        if duals is not None:
            return self._pair(i, duals)
        if not _words("side").isdisjoint(split.stem for split in self.words[i].splits):
            return self._side(i)
        if not _words("official").isdisjoint(split.stem for split in self.words[i].splits):
            return self._official(i)
        return self._post(i)

    def _pair(self, i: int, heads: frozenset[str] | None) -> Reference | None:
        """The two persons who were named last in one sentence, else the two states."""
        for persons in (True, False):
            pair = self._last_two(i, persons, heads)
            if pair is not None:
                cut = next((s.cut for s in self.words[i].splits if s.stem.startswith("ال")), 0)
                return Reference(i, i + 1, i, cut, pair, named=False)
            if heads is not None:
                return None
        return None

    def _last_two(self, i: int, persons: bool, heads: frozenset[str] | None) -> tuple[str, ...] | None:
        """The first two who fit in the last sentence that has two; else the last two."""
        here: list[str] = []
        last: list[str] = []
        number = -1
        for at, party in reversed(self.said):
            if i - at > PAIR_DISTANCE:
                break
            if not self._may_pair(party, persons, heads):
                continue
            sentence = bisect_right(self.sentences, at)
            if sentence != number:
                if len(here) > 1:
                    break
                here, number = [], sentence
            here = [party, *(p for p in here if p != party)]
            if party not in last:
                last.insert(0, party)
        if len(here) > 1:
            return here[0], here[1]
        return (last[-2], last[-1]) if len(last) > 1 else None

    def _may_pair(self, party: str, persons: bool, heads: frozenset[str] | None) -> bool:
        if not persons:
            return party in self.parties and self.parties[party].type == "GPE" and self._is_state(party)
        posts = self.posts.get(party)
        return bool(posts) and (heads is None or any(heads & post.heads for post in posts))

    def _is_state(self, party: str) -> bool:
        return any(state_called(fold(name)) for name in self.parties[party].names)

    def _side(self, i: int) -> Reference | None:
        """'الجانب العراقي': the state, else the person of that state who was named last."""
        state = origin_of(self.words[i + 1].text) if i + 1 < len(self.words) else None
        if state is None:
            return None
        for party in self.draft.parties:
            if party.type == "GPE" and any(state_called(fold(name)) == state for name in party.names):
                return Reference(i, i + 2, i, self._cut(i), (party.id,), named=False)
        holders = [post for posts in self.posts.values() for post in posts if state in post.states]
        chosen = self._nearest({post.person for post in holders}, i)
        return Reference(i, i + 2, i, self._cut(i), (chosen,), named=False) if chosen else None

    def _official(self, i: int) -> Reference | None:
        """'المسؤول الإيراني': the person of that state who was named last before it."""
        k = i + 1
        while k < min(len(self.words), i + 4) and self.words[k].text.startswith("ال") and k not in self.inside:
            state = origin_of(self.words[k].text)
            k += 1
            if state is None:
                continue
            holders = {post.person for posts in self.posts.values() for post in posts if state in post.states}
            chosen = next((party for _, party in reversed(self.said) if party in holders), None)
            if chosen is None or k in self.inside:
                return None
            return Reference(i, k, i, self._cut(i), (chosen,), named=False)
        return None

    def _cut(self, i: int) -> int:
        return next((s.cut for s in self.words[i].splits if s.stem.startswith("ال")), 0)

    def _post(self, i: int) -> Reference | None:
        """A post that stands for its holder."""
        head = head_of(self.words[i].text)
        if head is None:
            return None
        cut, noun, definite = head
        fitting = [post for posts in self.posts.values() for post in posts if noun in post.heads]
        if not fitting:
            return None
        last, fitting = self._narrow(i, fitting)
        if not fitting or (not definite and not self._is_definite(i, last)):
            return None
        if self._goes_on(last, definite or last > i + 1):
            return None
        chosen = self._nearest({post.person for post in self._closest(i, last, fitting)}, i)
        return Reference(i, last, i, cut, (chosen,), named=False) if chosen else None

    def _closest(self, i: int, last: int, fitting: list[Post]) -> list[Post]:
        """Of posts those that have the very words, and of these those of one's own state where the phrase names none."""
        texts = [self.words[k].text for k in range(i, last)]
        if last - i > 1 and not any(origin_of(text) for text in texts):
            fitting = [post for post in fitting if not post.adjectives] or fitting
        own = [post for post in fitting if all(not post.own.isdisjoint(stems(text)) for text in texts)]
        return own or fitting

    def _narrow(self, i: int, fitting: list[Post]) -> tuple[int, list[Post]]:
        """The end of the words that go with a post from word `i` on, and the posts that have them all."""
        k = i + 1
        while k < min(len(self.words), i + LONGEST_POST) and self.words[k].kind == WORD:
            mention = self.starts.get(k)
            if mention is not None:
                fit = [post for post in fitting if post.of == mention.party or post.has(self.words[k].text)]
                step = self._mention_last(mention) - k
            else:
                fit = [post for post in fitting if post.has(self.words[k].text)]
                step = 1
            if not fit:
                break
            if self.words[k].text in _words("joins") and not self._go_on(k + 1, fit):
                break
            fitting, k = fit, k + step
        return k, fitting

    def _go_on(self, k: int, fitting: list[Post]) -> bool:
        mention = self.starts.get(k)
        return k < len(self.words) and any(
            post.has(self.words[k].text) or (mention is not None and mention.party == post.of) for post in fitting
        )

    def _mention_last(self, mention: Mention) -> int:
        last = self.draft.word_at(mention.start)
        while last < len(self.words) and self.words[last].start < mention.end:
            last += 1
        return last

    def _is_definite(self, i: int, last: int) -> bool:
        """Whether a post without article is definite by the words behind it ('وزير الداخلية', 'رئيس مصر')."""
        return any(self.words[k].text.startswith(("ال", "لل")) or k in self.starts for k in range(i + 1, last))

    def _goes_on(self, last: int, closed: bool) -> bool:
        """Whether what follows makes another post or a person of the phrase ('وزير الدفاع [الإيراني]', '… [فلان]')."""
        if last >= len(self.words) or self.words[last].kind != WORD:
            return False
        mention = self.starts.get(last)
        if mention is not None and mention.start == self.words[last].start:
            return mention.type == "PER" or not closed
        text = self.words[last].text
        return origin_of(text) is not None and text.startswith("ال") or text in _words("otherwise")

    def _nearest(self, people: set[str], i: int) -> str | None:
        """Of several persons the one pointed at last before word `i`, else first after it."""
        if len(people) == 1:
            return next(iter(people))
        for _, party in reversed(self.said):
            if party in people:
                return party
        after = [(head, m.party) for head, m in self.starts.items() if head > i and m.party in people]
        return min(after)[1] if after else None


def _is_title(search: _Search, i: int) -> bool:
    hit = titles().at(search.words, i)
    return hit is not None and hit.last <= i + 3


@cache
def _vocabulary(role: str | None) -> frozenset[str]:
    return frozenset(fold(role).split()) if role else frozenset()


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(w for row in rows("mahdar.reading", "reference_words.tsv") if row[0] == kind for w in fold(row[1]).split())


@cache
def _duals() -> dict[str, frozenset[str]]:
    return {
        form: frozenset(fold(post) for post in row[1].split("|"))
        for row in rows("mahdar.reading", "reference_duals.tsv")
        for form in fold(row[0]).split()
    }
