"""Names in Latin letters compared: one name in the many ways in which Arabic ones are spelled there.

same_in_latin("Mohammed Al-Ghabban", "Muhammad al-Ghabban")        True
same_in_latin("Netherlands", "The Netherlands")                    True: all words of the first are in the second

Consonants decide; vowels, articles and what one Arabic letter is written as make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mahdar.arabic.memory import FORMS

_WORD = re.compile(r"[a-z]+")
_SMALL = frozenset(("al", "el", "the", "of", "and", "a", "ul", "ad", "as", "ar", "an", "ash", "at", "az", "for", "in"))
#: Letters that stand for one Arabic letter in one spelling or another.
_ONE = (("kh", "x"), ("gh", "g"), ("sh", "4"), ("ch", "4"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"),
        ("q", "k"), ("c", "k"), ("dj", "g"), ("j", "g"), ("v", "f"), ("z", "s"), ("p", "b"))  # fmt: skip
_VOWELS = re.compile("[aeiouywh]")
_MARKS = str.maketrans("", "", "'’ʻʼ`‘")
_TWICE = re.compile(r"(.)\1+")


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return re.search("[A-Za-z]", name) is not None and re.search("[\u0621-\u064a]", name) is None


@lru_cache(maxsize=FORMS)
def latin_key(name: str) -> frozenset[str]:
    """What a name in Latin letters is compared by: the consonants of its words, without articles."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = _WORD.findall(plain.translate(_MARKS))
    return frozenset(_bones(word) for word in words if word not in _SMALL)


def same_in_latin(name: str, other: str) -> bool:
    """Whether all words of a name can be words of another one."""
    key = latin_key(name)
    return bool(key) and key <= latin_key(other)


@lru_cache(maxsize=FORMS)
def _bones(word: str) -> str:
    """The consonants of a word, those of one Arabic letter written as one; a short word keeps its first vowel."""
    plain = word
    for written, one in _ONE:
        plain = plain.replace(written, one)
    bones = _VOWELS.sub("", _TWICE.sub(r"\1", plain))
    return bones if len(bones) > 1 else word[:1] + bones
