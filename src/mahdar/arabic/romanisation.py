"""Arabic names in Latin letters, for readers of English: attested spellings first, a small model for the rest.

    romanise("محمد الغبان")                    'Muhammad al-Ghabban', as the press writes
    romanise("محمد صلاح", country="EG")        'Mohamed Salah', as they write in Egypt
    romanise("محمد الغبان", style="ala")       'Muḥammad al-Ghabbān' (ALA-LC); style="bgn" is BGN/PCGN
    romanise("محمد السيد", style="usual")      'Mohamed el-Sayed', as its bearers most likely write (romanisation_usual)

Arabic leaves short vowels out. The lists (data/romanised.tsv.gz) know them for names that bearers have in Latin
letters, data/romanised_names.tsv which of them the press settled on; for others the model (data/romanising.tsv.gz)
takes the likeliest letters by what is around each Arabic one. Both come from training/build_romanisation.py. The
scholarly styles spell what the press form tells of the vowels.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import Literal, NamedTuple

from mahdar.arabic.folding import fold
from mahdar.arabic.memory import FORMS
from mahdar.arabic.phrases import rows
from mahdar.arabic.romanisation_foreign import person, pieces
from mahdar.arabic.romanisation_usual import Asked, Usual, group_rows, parsed, spell

ROOM = "mahdar.arabic"
Style = Literal["press", "bgn", "ala", "usual"]
#: Ways that are kept open while a name is spelled; 4 gave the same as 12 on names held out.
BEAM = 6
_VOWELS = "aeiouy"
_NOT_LETTERS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]")
_WORD = re.compile(r"[^\W\d_]+")
#: What an Arabic letter may be written as, before any vowels; letters that are vowels themselves may be nothing.
_WRITTEN = {
    "ا": ["", "'"], "ء": ["", "'"], "ع": ["", "'"], "ب": ["b", "p"], "ت": ["t"], "ث": ["th", "t", "s"],
    "ج": ["j", "g", "dj", "dg", "zh"], "ح": ["h"], "خ": ["kh", "k", "h"], "د": ["d"], "ذ": ["dh", "th", "d", "z"],
    "ر": ["r"], "ز": ["z", "s"], "س": ["s", "c"], "ش": ["sh", "ch", "sch", "s"], "ص": ["s", "c"],
    "ض": ["d", "dh", "dz", "th", "z"], "ط": ["t"], "ظ": ["z", "dh", "th", "d"], "غ": ["gh", "g"],
    "ف": ["f", "ph", "v"], "ق": ["q", "k", "g", "c", "gh"], "ك": ["k", "c", "q", "ck", "g", "ch"], "ل": ["l"],
    "م": ["m"], "ن": ["n"], "ه": ["h", ""], "و": ["w", "v", ""], "ي": ["y", "j", ""], "پ": ["p"], "چ": ["ch"],
    "ژ": ["zh", "j"], "ڤ": ["v"], "گ": ["g", "k"],
}  # fmt: skip
_NEVER = 1e9
#: Letters that no article begins with.
_NO_ARTICLE = "أإآ"
#: Countries with spellings of their own, which the lists give beside the press form.
NILE = frozenset(("EG", "SD"))
MAGHREB = frozenset(("TN", "DZ", "MA", "MR"))


class Unit(NamedTuple):
    """A part of a name that is spelled as one: `written` as it stands, `kind` name, particle or servant."""

    written: str
    kind: str


class Lists(NamedTuple):
    """Attested spellings (press, Egypt, Maghreb) of folded names, and the counts of the model by context.

    `usual` are the spellings by groups of countries, where others are wanted than those that ship.
    """

    attested: dict[str, tuple[str, str, str]]
    model: dict[str, dict[str, int]]
    usual: Usual | None = None


@lru_cache(maxsize=FORMS)
def _remembered(name: str, style: Style, country: str | None) -> str:
    return _romanise(name, style, country, _lists())


def romanise(name: str, style: Style = "press", country: str | None = None, lists: Lists | None = None) -> str:
    """`name` in Latin letters; `country` (ISO code) chooses the spelling of Egypt or the Maghreb where it is another.

    What is in other letters than Arabic stays as it is. `lists` are for measuring with some names left out.
    """
    return _remembered(name, style, country) if lists is None else _romanise(name, style, country, lists)


def units(name: str) -> list[Unit]:
    """The units of a name: عبد and what follows, a name and الدين or الله, particles and single words."""
    words = _WORD.findall(_NOT_LETTERS.sub("", name))
    found: list[Unit] = []
    i = 0
    while i < len(words):
        word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
        if word in ("عبد", "عبيد") and (following.startswith("ال") or following == "ربه"):
            found.append(Unit(f"{word} {following}", "servant"))
            i += 1
        elif fold(word) in _particles():
            found.append(Unit(word, "particle"))
        elif word in ("الدين", "الله") and found and found[-1].kind == "name":
            found[-1] = Unit(f"{found[-1].written} {word}", "name")
        elif word.startswith(("عبدال", "عبيدال")) and len(word) > 7:
            at = word.index("ال")
            found.append(Unit(f"{word[:at]} {word[at:]}", "servant"))
        else:
            found.append(Unit(word, "name"))
        i += 1
    return found


def unit_key(unit: str) -> str:
    """What a unit is looked up by: folded, without article and hamza."""
    return _without_article(fold(unit)).replace("ء", "")


def align(letters: str, written: str) -> list[str] | None:
    """The part of a Latin spelling that stands for each Arabic letter; None where it is no spelling of these."""
    n = len(written)
    # best[j]: the least cost of spelling the letters so far by written[:j], and the parts.
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for i, letter in enumerate(letters):
        reached: dict[int, tuple[float, tuple[str, ...]]] = {}
        for j, (cost, parts) in best.items():
            for end, more in _chunks(letter, written, j, i, len(letters)):
                total = cost + more
                if total < reached.get(end, (_NEVER, ()))[0]:
                    reached[end] = (total, (*parts, written[j:end]))
        best = reached
    found = best.get(n)
    return list(found[1]) if found else None


def contexts(letters: str, i: int, chunks: list[str]) -> list[str]:
    """The contexts of a letter from the narrowest to the widest: letters around it, and the Latin ones before."""
    around = f"^^{letters}$$$"
    i += 2
    before = chunks[-1] if chunks else "^"
    vowel = "+" if before[-1:] in tuple(_VOWELS) else "-"
    return [
        f"1{around[i]}",
        f"2{around[i : i + 2]}{vowel}",
        f"3{around[i - 1 : i + 2]}{vowel}",
        f"4{around[i - 1 : i + 3]}{before}",
        f"5{around[i - 2 : i + 3]}{before}",
        f"6{around[i - 2 : i + 4]}{before}",
    ]


def _chunks(letter: str, written: str, j: int, i: int, length: int) -> list[tuple[int, float]]:
    """Where the part for a letter that begins at `j` may end, with its cost."""
    found: list[tuple[int, float]] = []
    for consonant in _WRITTEN.get(letter, ()):
        for doubled in (consonant, consonant[0] + consonant) if consonant not in ("", "'") else (consonant,):
            if not written.startswith(doubled, j):
                continue
            start = end = j + len(doubled)
            while True:
                found.append((end, _cost(letter, doubled, written[start:end], i, length)))
                if end - start == 3 or end >= len(written) or written[end] not in _VOWELS:
                    break
                end += 1
    return found


def _cost(letter: str, consonant: str, vowels: str, i: int, length: int) -> float:
    """How unlikely it is that a letter is written so; ties go to vowels at the letters that are vowels."""
    if letter in "اوي":
        if not consonant and not vowels:
            return 1.0
        wrong = letter != "ا" and i > 0 and vowels[:1] == "a" and not consonant
        return 0.3 * wrong + 0.2 * max(len(vowels) - 2, 0)
    if letter == "ه":
        if consonant:
            return 0.1 * len(vowels)
        return 0.1 if i == length - 1 and vowels else 1.5
    if letter in "عء":
        return 0.0 if i == 0 else 0.1 * len(vowels)
    return 0.4 * max(len(vowels) - 1, 0)


def _romanise(name: str, style: Style, country: str | None, lists: Lists) -> str:
    if style in ("press", "usual") and (known := person(name, country)):
        return known
    if style == "usual":
        return _usual(units(name), country, lists) or name.strip()
    if style != "press":
        return " ".join(_spell(unit, style, country, lists) for unit in units(name)) or name.strip()
    spelled = [
        piece.spelled or " ".join(_spell(unit, style, country, lists) for unit in units(piece.written))
        for piece in pieces(name, country)
    ]
    return " ".join(spelled) or name.strip()


def _usual(found: list[Unit], country: str | None, lists: Lists) -> str:
    """The spelling that bearers of the name most likely use."""
    asked = [
        Asked(
            unit_key(unit.written),
            _without_article(fold(unit.written)) != fold(unit.written),
            lambda unit=unit: _spell(unit, "press", country, lists).removeprefix("al-"),  # type: ignore[misc]
        )
        for unit in found
    ]
    texts = spell(asked, country, lists.usual or _usual_lists())
    return " ".join(map(_cased, found, texts))


def _cased(unit: Unit, text: str) -> str:
    """The text with capitals; a particle as the press writes it where the letters are the same, else small."""
    if unit.kind != "particle":
        small = 3 * text.startswith(("al-", "el-"))
        return text[:small] + _capital(text[small:])
    press = _particles()[fold(unit.written)][0]
    return press if press.lower() == text.lower() else _capital(text) if press[:1].isupper() else text


def _spell(unit: Unit, style: Style, country: str | None, lists: Lists) -> str:
    if not re.search("[\u0621-\u06ff]", unit.written):
        return unit.written
    if unit.kind == "particle":
        return _particles()[fold(unit.written)][("press", "bgn", "ala").index(style)]
    if style != "press":
        return " ".join(_scholarly(word, style, lists) for word in unit.written.split())
    key = unit_key(unit.written)
    known = _attested(key, country, lists)
    if known is None and " " in unit.written:
        return " ".join(_spell(Unit(word, "name"), style, country, lists) for word in unit.written.split())
    article = "al-" if _without_article(fold(unit.written)) != fold(unit.written) else ""
    if article and (whole := _without_any(unit.written, key, lists)):
        return _capital(whole)
    return article + _capital(known or (_by_our_model(key) if lists is _lists() else _by_model(key, lists)))


def _attested(key: str, country: str | None, lists: Lists) -> str | None:
    press, nile, maghreb = lists.attested.get(key, ("", "", ""))
    own = nile if country in NILE else maghreb if country in MAGHREB else ""
    return own or settled().get(key, (press, ""))[0] or None


def _without_any(written: str, key: str, lists: Lists) -> str | None:
    """The spelling of what begins as an article does and has none: إلهام, ألبرت; None where it may have one."""
    whole = fold(written).replace("ء", "")
    if known := settled().get(whole):
        return known[0]
    if written[0] not in _NO_ARTICLE:
        return None
    press = lists.attested.get(key, ("", "", ""))[0]
    if press.startswith(("al", "el", "il")):
        return press
    return _by_model(whole, lists) if written[0] == "إ" else None


@lru_cache(maxsize=FORMS)
def _by_our_model(letters: str) -> str:
    return _by_model(letters, _lists())


def _by_model(letters: str, lists: Lists) -> str:
    """The likeliest spelling of folded letters, by beam search over the model."""
    open_: list[tuple[float, list[str]]] = [(0.0, [])]
    for i in range(len(letters)):
        longer: list[tuple[float, list[str]]] = []
        known: dict[str, list[tuple[str, float]]] = {}  # what comes next depends on the last letters alone
        for score, chunks in open_:
            before = chunks[-1] if chunks else "^"
            if before not in known:
                likely = _likely(letters, i, chunks, lists.model)
                known[before] = [(chunk, log(p)) for chunk, p in likely.items()]
            longer += [(score + p, [*chunks, chunk]) for chunk, p in known[before]]
        open_ = sorted(longer, key=lambda way: (-way[0], way[1]))[:BEAM]
    return "".join(open_[0][1])


def _likely(letters: str, i: int, chunks: list[str], model: dict[str, dict[str, int]]) -> dict[str, float]:
    """Latin letters for an Arabic one with their probabilities: each context's counts, backed by the narrower one's."""
    likely: dict[str, float] = {}
    for context in contexts(letters, i, chunks):
        counts = model.get(context)
        if not counts:
            continue
        total, kinds = sum(counts.values()), len(counts)
        likely = {
            chunk: (counts.get(chunk, 0) + kinds * likely.get(chunk, 1e-4)) / (total + kinds)
            for chunk in counts.keys() | likely.keys()
        }
    return likely or {_WRITTEN.get(letters[i], [letters[i]])[0]: 1.0}


def _scholarly(word: str, style: Style, lists: Lists) -> str:
    """A word by the tables of BGN/PCGN or ALA-LC, with the vowels that its press form tells."""
    bare = _without_article(word)
    letters = fold(bare)
    key = letters.replace("ء", "")
    known = settled().get(key, ("", ""))[1] or _attested(key, None, lists) or _by_model(letters, lists)
    spelled = re.sub(r"[^a-z]", "", known.lower())
    chunks = align(letters, spelled) or align(letters, _by_model(letters, lists)) or list(letters)
    text = "".join(_sound(bare, chunks, i, style) for i in range(len(letters)))
    if bare == word:
        return _capital(text)
    first = _letters()[bare[0]][2 if style == "ala" else 1] if bare[0] in _letters() else ""
    if style == "ala" or bare[0] not in "تثدذرزسشصضطظلن":
        return f"al{'-' if style == 'ala' else ' '}{_capital(text)}"
    return f"a{first} {_capital(text)}"


def _sound(word: str, chunks: list[str], i: int, style: Style) -> str:
    """What the letter at `i` is written as, with the short vowel behind it."""
    letter, chunk = word[i], chunks[i]
    vowels = chunk.lstrip("bcdfghjklmnpqrstvwxz'")
    consonant = chunk[: len(chunk) - len(vowels)]
    before = chunks[i - 1][-1:] if i else ""
    if letter in "اأإآ":
        if i == 0:
            short = "" if not chunk and word[1:2] in ("و", "ي") else "a"
            return {"إ": "i", "آ": "ā"}.get(letter, _short(chunk) or short)
        return "ā" if letter in "اآ" else "ʼ" + _short(chunk)
    if letter == "ى":
        return "á"
    if letter == "ة":
        return "h" if before == "a" else "ah"
    if letter in "وي" and (not consonant or chunk[:1] in "yj"):
        if i and before not in tuple(_VOWELS) and letter == {"o": "و", "u": "و"}.get(chunk[:1], "ي"):
            return "ū" if letter == "و" else "ī"
        if i and before in ("a", "e"):
            return ("w" if letter == "و" else "y") + (_short(vowels[1:]) if letter == "ي" and vowels[:1] == "y" else "")
    if letter in "ؤئ" and not consonant and before not in tuple(_VOWELS):
        return _short(chunk) + "ʼ"
    if letter == "ع" and before == "a" and vowels == "a" and not consonant:
        vowels = ""  # of the press's 'aa' for a, ayn and nothing more
    symbol = _letters().get(letter, ("", letter, letter))[2 if style == "ala" else 1]
    twice = len(consonant) > 1 and consonant[0] == consonant[1]
    long_next = i + 1 < len(word) and word[i + 1] in "اوىي" and chunks[i + 1][:1] in ("", *_VOWELS)
    after_a = long_next and vowels[:1] in ("a", "e") and word[i + 1] in "وي"
    return symbol * (1 + twice) + ("a" if after_a else "" if long_next and not vowels else _short(vowels))


def _short(vowels: str) -> str:
    return {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}.get(vowels[:1], "")


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 and word != "الله" and " " not in word else word


def _capital(text: str) -> str:
    """The text with capitals, but for particles inside it."""
    small = ("al", "el", "bin", "van", "der", "de", "von")
    words = re.split(r"(?<=[ -])", text)
    return "".join(w if n and w.strip(" -") in small else _upper(w) for n, w in enumerate(words))


def _upper(word: str) -> str:
    """The word with its first letter a capital, behind a sign for ayn or hamza as well."""
    at = int(word[:1] in ("‘", "ʻ", "ʼ"))
    return word[:at] + word[at : at + 1].upper() + word[at + 1 :]


@cache
def _particles() -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(forms) for word, *forms in rows(ROOM, "romanised_particles.tsv")}


@cache
def settled() -> dict[str, tuple[str, str]]:
    """Press form and vowels of the names in data/romanised_names.tsv."""
    listed = [[*row, ""][:3] for row in rows(ROOM, "romanised_names.tsv")]
    return {fold(name).replace("ء", ""): (press, vowels) for name, press, vowels in listed}


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row) for row in rows(ROOM, "romanised_letters.tsv")}


@cache
def _lists() -> Lists:
    attested = {}
    for row in _zipped("romanised.tsv.gz"):
        key, *forms = row
        press, nile, maghreb = (*forms, "", "")[:3]
        attested[key] = (press, nile, maghreb)
    model = {}
    for context, counted in _zipped("romanising.tsv.gz"):
        pairs = (pair.split(":") for pair in counted.split(" "))
        model[context] = {chunk.strip("_"): int(count) for chunk, count in pairs}
    return Lists(attested, model)


@cache
def _usual_lists() -> Usual:
    return parsed(_zipped("romanised_usual.tsv.gz"), [list(row) for row in group_rows()])


def _zipped(name: str) -> list[list[str]]:
    text = gzip.decompress((files(ROOM) / "data" / name).read_bytes()).decode("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
