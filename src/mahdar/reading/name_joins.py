"""Names as they stand beside each other: what belongs together, and what is no part of a name.

Lists and model find a name by its words; what follows knows only how names are written one behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mahdar.arabic.clitics import splits
from mahdar.arabic.words import CLOSING, OPENING, WORD, Word
from mahdar.reading.bodies import Found
from mahdar.reading.engagement_cues import verb_forms
from mahdar.reading.lexicon import known_names
from mahdar.reading.origin import state_of_adjective
from mahdar.reading.saying import forms
from mahdar.reading.scene import group

_MET = "التقى"
_DASHES = frozenset("-–—")
#: What may stand behind a verb of saying that has an object (`saying.Verb.frame`).
_OBJECT = frozenset(("NP", "to", "to!"))


def joined_names(tokens: Sequence[Word], names: Sequence[Found], text: str) -> list[Found]:
    """The names, in order, those that are parts of one put together and each without what is no part of it.

    `text`: the report as it stands, in which spelling tells a verb from a name.
    """
    found: list[Found] = []
    for name in (_without_ends(tokens, n, text) for n in sorted(names, key=lambda n: n.first)):
        if name.last == name.first:
            continue
        together = _together(tokens, found[-1], name) if found else None
        if together is not None:
            found[-1] = together
        else:
            found.append(_outlet_of_today(tokens, name))
    return [name for one in found for name in _apart(tokens, one, found) if not _is_origin(tokens, name, found)]


def _apart(tokens: Sequence[Word], name: Found, names: Sequence[Found]) -> list[Found]:
    """Subject and object of a verb, where both are persons who have fuller names: 'دعا [ترامب] [بوتين]'."""
    words = _words(tokens, name)
    if name.type != "PER" or len(words) != 2 or not _addresses(tokens, name):
        return [name]
    others = [other for n in names if n.type == "PER" and (other := _words(tokens, n)) != words]
    both = all(any(other[-1] == word for other in others) for word in words)
    if not both or any(other[k : k + 2] == words for other in others for k in range(len(other) - 1)):
        return [name]
    middle = name.first + 1
    return [replace(name, last=middle), replace(name, first=middle, cut=0)]


def _addresses(tokens: Sequence[Word], name: Found) -> bool:
    """Whether the word before a name is a verb that may have an object behind its subject."""
    before = tokens[name.first - 1].text if name.first else ""
    stems = [s.stem for s in splits(before)]
    return any(stem in verb_forms() or (stem in forms() and forms()[stem].verb.frame & _OBJECT) for stem in stems)


def _is_origin(tokens: Sequence[Word], name: Found, names: Sequence[Found]) -> bool:
    """Whether a person's name is but an adjective of origin ('الوزير [النرويجي]') with which no fuller name ends."""
    words = _words(tokens, name)
    if name.type != "PER" or len(words) != 1 or not words[0].startswith("ال") or state_of_adjective(words[0]) is None:
        return False
    return not any(n.last - n.first > 1 and tokens[n.last - 1].text == words[0] for n in names if n.type == "PER")


def _words(tokens: Sequence[Word], name: Found) -> list[str]:
    """The folded words of a name without what is written together with the first."""
    texts = [tokens[k].text for k in range(name.first, name.last)]
    return [texts[0][name.cut :], *texts[1:]]


def _without_ends(tokens: Sequence[Word], name: Found, text: str) -> Found:
    """A body or place without a preposition at its end and a noun of two before it; a person without a verb behind.

    Folded, the verb is the family name التقي.
    """
    if name.type == "PER":
        acts = text[tokens[name.last - 1].start : tokens[name.last - 1].end] == _MET
        return replace(name, last=name.last - 1) if acts else name
    first, last, cut = name.first, name.last, name.cut
    while last - first > 1 and tokens[last - 1].text in group("name_ends"):
        last -= 1
    if last - first > 1 and name.type in ("GPE", "LOC") and tokens[first].text[cut:] in group("of_two_places"):
        first, cut = first + 1, 0
    return name if (first, last) == (name.first, name.last) else replace(name, first=first, last=last, cut=cut)


def _together(tokens: Sequence[Word], one: Found, other: Found) -> Found | None:
    """Both names as one where they are: half names of a person, a body and what it is of; else None."""
    if one.last == other.first:
        halves = one.type == other.type == "PER" and other.cut == 0 and other.last - other.first == 1
        if halves and not _acts_on(tokens, one):
            return replace(one, last=other.last)
        if one.type == "ORG" and other.type != "PER" and other.cut == 0 and _is_open(tokens, one):
            return replace(one, last=other.last)
        unfinished = one.last - one.first > 1 and tokens[one.last - 1].text in group("unfinished_names")
        for_other = tokens[other.first].text[: other.cut] == "ل"
        if one.type == "ORG" and unfinished and for_other and other.type != "PER":
            return replace(one, last=other.last)
    crossing = one.type == "LOC" and tokens[one.first].text[one.cut :] in group("crossings")
    dashed = other.first == one.last + 1 and tokens[one.last].text in _DASHES
    if crossing and dashed and other.type in ("GPE", "LOC"):
        return replace(one, last=other.last)
    return None


def _acts_on(tokens: Sequence[Word], name: Found) -> bool:
    """Whether a verb before a name may have two persons behind it: 'ودعا [ترامب] بوتين'."""
    before = tokens[name.first - 1].text if name.first else ""
    return any(s.stem in verb_forms() or s.stem in forms() for s in splits(before))


def _is_open(tokens: Sequence[Word], name: Found) -> bool:
    """Whether a body's name ends with a noun without article, and so what it is of follows: 'شرطة [محافظة ميسان]'."""
    last = tokens[name.last - 1]
    text = last.text[name.cut :] if name.last - name.first == 1 else last.text
    if last.kind != WORD or text.startswith(("ال", "ل", "وال", "بال")) or not text.isalpha():
        return False
    return known_names().at(tokens, name.last - 1, ()) is None  # 'تنظيم [داعش]' is whole


def _outlet_of_today(tokens: Sequence[Word], name: Found) -> Found:
    """A place as part of an outlet's name between marks: '«[بغداد] اليوم»'."""
    last = name.last
    if name.type not in ("GPE", "LOC") or name.first == 0 or last + 1 >= len(tokens) or tokens[last].text != "اليوم":
        return name
    if tokens[name.first - 1].text not in OPENING or tokens[last + 1].text not in CLOSING:
        return name
    return replace(name, last=last + 1, type="ORG")
