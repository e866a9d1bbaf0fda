"""Posts in a text: noun phrases such as 'وزير الداخلية العراقي', 'نائب رئيس الوزراء', 'السفير البريطاني في بغداد'.

A post is read forward from its head noun. Where a person's name follows, the name is its end. Where none does, only
what surely goes on with it is taken: the body it is of, adjectives, and a place behind some posts.
"""

from __future__ import annotations

from typing import NamedTuple

from mahdar.arabic.words import BREAK, MARK, WORD
from mahdar.reading.draft import Draft
from mahdar.reading.origin import state_of_adjective
from mahdar.reading.post_nouns import (
    COUNTERPART,
    Head,
    begins_title,
    group,
    head_of,
    is_adjective,
    is_title_post,
    is_titled,
    post_gate,
    title_kind,
)

#: Words of the longest post followed; the longest in the training records has 17.
LONGEST = 20
#: Nouns in a row that no article closes ('عضو مكتب رئيس حكومة إقليم …').
OPEN_NOUNS = 4
COMMAS = frozenset(("،", ","))
OPENING = frozenset('"«“([')
QUOTES = frozenset("\"'«»“”()[]")


class Post(NamedTuple):
    """A post in words ``[first, last)``; `name` is the word at which the holder's name begins, if it follows."""

    first: int
    last: int
    head: Head
    name: int | None


class NamesAt:
    """Where the names of a draft stand among its words, and the titles before persons' names.

    `cover` gives the mention of a word, `spans` the words of a mention, `opens` the first word of the person's name
    that a title, or the name itself, opens.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = draft.words
        self.cover: dict[int, int] = {}
        self.spans: list[tuple[int, int]] = []
        self.opens: dict[int, int] = {}
        for number, mention in enumerate(draft.mentions):
            first = last = draft.word_at(mention.start)
            while last < len(self.words) and self.words[last].start < mention.end:
                self.cover.setdefault(last, number)
                last += 1
            self.spans.append((first, last))
        for number, mention in enumerate(draft.mentions):
            if mention.type == "PER" and self.spans[number][0] < len(self.words):
                self._open(number)

    def is_person(self, i: int) -> bool:
        """Whether word `i` is part of a person's name."""
        number = self.cover.get(i)
        return number is not None and self.draft.mentions[number].type == "PER"

    def cut(self, number: int) -> str:
        """What is written together with the first word of a mention."""
        at = self.words[self.spans[number][0]].at
        return self.draft.folded.text[at : self.draft.folded.index(self.draft.mentions[number].start)]

    def title_first(self, number: int) -> int:
        """Where the titles before a person's name begin; the name's own first word where it has none."""
        first = i = self.spans[number][0]
        while i > 0 and self.opens.get(i - 1) == first:
            i -= 1
        return i

    def _open(self, number: int) -> None:
        first = i = self.spans[number][0]
        self.opens[first] = first
        if self.cut(number):
            return
        while i > 0 and i - 1 not in self.cover:
            word = self.words[i - 1]
            abbreviates = word.text == "." and i > 1 and len(self.words[i - 2].text) == 1
            if not abbreviates and (word.kind != WORD or not (is_titled(word.text) or self._of_title(i - 1))):
                break
            i -= 1
            self.opens[i] = first
        while i < first and not begins_title(self.words[i].text):  # 'الوزير [الأول] سعد الجميلي'
            del self.opens[i]
            i += 1

    def _of_title(self, i: int) -> bool:
        """Whether word `i` tells where the bearer of the title before it is from ('اللواء [الإيرلندي]')."""
        return i > 0 and is_titled(self.words[i - 1].text) and state_of_adjective(self.words[i].text) is not None


def find_posts(draft: Draft, names: NamesAt) -> list[Post]:
    """All posts of a draft, in order, none inside another."""
    found: list[Post] = []
    past = 0
    gate = post_gate()
    for i, word in enumerate(draft.words):
        heads = head_of(word.text) if word.text in gate else ()
        if not heads or i < past or i in names.cover or i in names.opens:
            continue
        for head in heads:
            post = _read(draft, names, i, head)
            if post is not None:
                found.append(post)
                past = post.last
                break
    return found


def _read(draft: Draft, names: NamesAt, i: int, head: Head) -> Post | None:
    """The post that word `i` heads: as far as the holder's name or, between commas, the comma; else what is sure."""
    reader = _Reader(draft, names, i, head)
    reader.run(strict=False)
    between_commas = reader.at_comma and i > 0 and draft.words[i - 1].text in COMMAS
    if reader.name is None and not between_commas and not reader.at_another:
        reader = _Reader(draft, names, i, head)
        reader.run(strict=True)
    return Post(i, reader.last, head, reader.name) if reader.last > i else None


class _Reader:
    """One reading of a post, forward from its head at word `i`."""

    def __init__(self, draft: Draft, names: NamesAt, i: int, head: Head) -> None:
        self.words, self.names, self.head, self.i = draft.words, names, head, i
        self.mentions = draft.mentions
        #: Whether what stands so far is a whole phrase, to which a definite word or a name has been put.
        self.closed = head.definite or head.owner != ""
        self.last = i + 1 if self.closed else i
        self.name: int | None = None
        self.at_comma = False
        self.at_another = False
        #: Whether a preposition that the post does not ask for stands in it.
        self.crossed = False
        self._open_nouns = 0

    def run(self, strict: bool) -> None:
        k = self.i + 1
        while k < len(self.words) and k - self.i <= LONGEST:
            if self._at_name(k):
                return
            if k in self.names.opens and not self.closed and self.words[k - 1].text != "باسم":
                self.last = self.i  # 'مستشارة' read for 'مستشاره'
                return
            following = self._mark(k, strict) if self.words[k].kind == MARK else self._step(k, strict)
            if following is None:
                return
            k = following
            if self.closed:
                self.last = k

    def _at_name(self, k: int) -> bool:
        """Whether the holder's name, or a title before it, is reached; a comma may stand between."""
        at = k
        if self.words[at].text in COMMAS or self.words[at].text in group("called"):
            at += 1
        if at < len(self.words) and self.words[at].text in OPENING and at + 1 in self.names.opens:
            at += 1
        first = self.names.opens.get(at)
        called = self.words[k].text in group("called")
        if (
            first is None
            or not (self.closed or called)
            or (at in self.names.cover and self.names.cut(self.names.cover[at]))
        ):
            return False
        if at != first and self.words[at].text.startswith("و") and title_kind(self.words[at].text) is None:
            return False
        self.name, self.last = first, k
        return True

    def _mark(self, k: int, strict: bool) -> int | None:
        text = self.words[k].text
        if text in COMMAS:
            self.at_comma = self.closed
            return None
        if text not in QUOTES or (strict and not self._named(k + 1) and not self._named(k - 1)):
            return None
        return k + 1

    def _named(self, k: int) -> bool:
        return k in self.names.cover

    def _definite_at(self, k: int) -> bool:
        return k < len(self.words) and self.words[k].text.startswith("ال")

    def _soon_definite(self, k: int) -> bool:
        return self._definite_at(k + 1) or (self._definite_at(k + 2) and self.words[k + 1].kind == WORD)

    def _upon(self, k: int) -> bool:
        """Whether word `k` tells when, not where somebody has his post: '[لدى] حلوله', not 'لدى العراق'."""
        after = self.words[k + 1].text if k + 1 < len(self.words) and self.words[k + 1].kind == WORD else ""
        return (
            self.words[k].text == "لدي" and k + 1 not in self.names.cover and after.endswith(("ه", "ها", "هم", "هما"))
        )

    def _step(self, k: int, strict: bool) -> int | None:
        """The word behind what goes on with the post at word `k`, None where it ends there."""
        word = self.words[k]
        if word.kind == BREAK:
            return None
        if word.kind == "number":  # 'آمر لواء 92'
            self.closed = True
            return k + 1
        number = self.names.cover.get(k)
        if number is not None:
            return self._mention(number, strict)
        text = word.text
        if word.kind != WORD or text in group("never") or (self.closed and text in group("ends")):
            return None
        if self._another(k, text):
            self.at_another = self.closed
            return None
        if text in group("go_on") and not self._upon(k):
            self.closed, self._open_nouns = text not in group("opens"), 0
            return k + 1
        if text in group("over"):
            return self._preposition(k, text, strict) if "a" in self.head.flags else None
        if text in group("in") or text in group("to") or text in group("inside"):
            return self._preposition(k, text, strict)
        if text.startswith("ال"):
            if self.closed and strict and not is_adjective(text):
                return None
            self.closed = True
            return k + 1
        return self._without_article(k, text, strict)

    def _another(self, k: int, text: str) -> bool:
        """Whether another's post begins at word `k`: 'مستشار في إدارة [الرئيس]', unlike 'نائب [الأمين] العام'."""
        head = next(iter(head_of(text)), None)
        if head is None or head.plural or head.flags.startswith("n"):
            return False
        if is_adjective(text) and not is_title_post(head.noun):
            return False
        if head.noun == COUNTERPART or head.owner:
            return True
        if head.definite and not head.cut:
            return self.closed or not (k == self.i + 1 or head_of(self.words[k - 1].text))
        return self.crossed and not head.cut

    def _mention(self, number: int, strict: bool) -> int | None:
        first, last = self.names.spans[number]
        if self.mentions[number].type == "PER":
            if self.words[first - 1].text != "باسم":  # 'الناطقة باسم سعد الجميلي'
                return None
        elif strict:
            cut = self.names.cut(number)
            if cut and not (("ل" in cut and "l" in self.head.flags) or (cut == "ب" and "f" in self.head.flags)):
                return None
            if not cut and self.closed and self.words[self.last - 1].text not in QUOTES:
                return None
        self.closed, self._open_nouns = True, 0
        return last

    def _preposition(self, k: int, text: str, strict: bool) -> int | None:
        field = "n" in self.head.flags
        if not self.closed and k > self.i + 3:
            return None
        if strict:
            flag = next((f for f, name in (("f", "in"), ("i", "to"), ("a", "over")) if text in group(name)), "")
            if (
                not flag
                or flag not in self.head.flags
                or not (self._named(k + 1) or (field and self._definite_at(k + 1)))
            ):
                return None
        elif (field and text in group("inside")) or (text in group("to") and "i" not in self.head.flags):
            return None
        self.crossed = self.crossed or not (set("fia") & set(self.head.flags) and text not in group("inside"))
        self.closed, self._open_nouns = False, 1
        return k + 1

    def _without_article(self, k: int, text: str, strict: bool) -> int | None:
        """'ووزير' begins another post, 'والإعلام' goes on, 'خارجية' is one of a chain of nouns."""
        if text.startswith("وال") and len(text) > 5:
            self.at_another = self.closed and bool(head_of(text))
            ends = head_of(text) or text[1:] in group("ends")
            self.closed = self.closed or not ends
            return None if ends else k + 1
        if text.startswith("لل") or (text.startswith("ل") and self.closed):
            return self._to(k, text, strict)
        if text.startswith("بال") and not strict:
            self.closed = True
            return k + 1
        if self.closed:
            if strict or not text.startswith(("و", "ب")) or head_of(text):
                self.at_another = bool(head_of(text))
                return None
            self.closed, self._open_nouns = False, 1
            self.crossed = self.crossed or text.startswith("ب")
            return k + 1
        self._open_nouns += 1
        self.closed = self.words[k - 1].text == "باسم"
        return k + 1 if self._open_nouns <= OPEN_NOUNS else None

    def _to(self, k: int, text: str, strict: bool) -> int | None:
        """'الأمين العام [للأمم] المتحدة', 'المدير العام [لشركة] النفط'."""
        whole = text.startswith("لل")
        if strict and ("l" not in self.head.flags or not (whole or self._named(k + 1) or self._soon_definite(k))):
            return None
        self.closed, self._open_nouns = whole, 1
        return k + 1
