"""Which language a text is in: Arabic, another one in Arabic letters, or none of these."""

from __future__ import annotations

import re

from mahdar.errors import NotAReport

_ARABIC = re.compile("[\u0621-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
#: Letters that Arabic does not write; a report in Arabic has a few in foreign names (ڤ, پ, چ, گ).
_FOREIGN = {"fa": "پچژگیک", "ur": "ٹڈڑےںہھ", "ckb": "ڕڵۆێەڤ", "ug": "ۇېۋ", "ps": "ټډړښڼۍې"}
#: Of the letters of Arabic script; Persian has some 10 %, Arabic text with Persian keyboards only ی and ک.
_FOREIGN_SHARE = 0.03
#: Of all letters, so many must be of Arabic script: reports quote names and hashtags in Latin letters.
ARABIC_SHARE = 0.5
#: Words that every Arabic text of some length has; a page typed on a Persian keyboard has them too.
_ARABIC_WORDS = re.compile(
    r"(?<!\w)(?:في|فی|من|على|علی|إلى|الى|الی|أن|ان|التي|التی|الذي|الذی|عن|هذا|هذه|ما|مع|كان|کان|قال)(?!\w)"
)
_NAMES = {
    "fa": "Persian", "ur": "Urdu", "ckb": "Sorani Kurdish", "ug": "Uyghur", "ps": "Pashto", "en": "English",
    "fr": "French", "tr": "Turkish", "de": "German", "es": "Spanish", "he": "Hebrew", "ru": "Russian",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The code of the language of `text`, None where there are no letters to tell by."""
    sample = text[:20_000]
    letters = _LETTER.findall(sample)
    if not letters:
        return None
    script = [c for c in letters if "\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc"]
    if len(script) < ARABIC_SHARE * len(letters):
        return _other(sample)
    counts = {name: sum(map("".join(script).count, marks)) for name, marks in _FOREIGN.items()}
    name = max(counts, key=lambda key: counts[key])
    if counts[name] > _FOREIGN_SHARE * len(script) and not _reads_as_arabic(sample):
        return name
    return "ar"


def _reads_as_arabic(text: str) -> bool:
    """Arabic typed on a Persian keyboard: a quarter of its words are its small words or begin with ال."""
    words = re.findall(r"[^\W\d_]+", text)
    small = len(_ARABIC_WORDS.findall(text))
    articles = sum(word.startswith(("ال", "وال", "بال", "لل")) for word in words)
    return bool(words) and small + articles > 0.25 * len(words)


def _other(text: str) -> str:
    from resiliparse.parse.lang import detect_fast

    found = detect_fast(text)
    return str(found[0]) if found else "unknown"


def name_of(code: str) -> str:
    """The English name of a language's code, as set-aside reasons name it."""
    return _NAMES.get(code, f"language {code}")


def not_arabic(language: str | None) -> NotAReport:
    """Why a text in that language, None where it has no letters, is set aside."""
    found = f"a page in another language ({name_of(language)})" if language else "a page without letters"
    return NotAReport(found, expected="a report in Arabic", remedy="leave it out")
