"""What goes on with the name of a body behind its first noun and that noun's complement.

'وزارة الهجرة والمهجرين', 'منظمة الصناعات الدفاعية', 'المجلس الاقتصادي والاجتماعي', 'مؤسسة النور للطباعة والنشر'.
On train and dev the words behind a body's name that are no part of it are titles, prepositions, other bodies and
objects of the verb; those that are part of it have one of these four shapes.
"""

from __future__ import annotations

from functools import cache

from mahdar.arabic.clitics import bare
from mahdar.arabic.words import Word
from mahdar.reading.lexicon import (
    common_words,
    heads,
    is_role_head,
    known_names,
    likeness,
    origin_adjectives,
    titles,
    words_of,
)

#: Bodies that are named without their purpose: what stands behind 'وزارة المالية لل…' belongs to somebody's post.
_WITHOUT_PURPOSE = frozenset(("وزاره", "حكومه", "جيش", "قوات", "سلطات", "شرطه", "محكمه", "برلمان", "نظام"))


def goes_on_behind(tokens: list[Word], i: int, j: int) -> bool:
    """Whether word `j` goes on with the name of the body that begins at word `i`."""
    text, before = tokens[j].text, tokens[j - 1].text
    if text.startswith("وال") and len(text) > 5:
        return _coordinated(tokens, i, j)
    if text.startswith("لل") and len(text) > 4:
        purposeless = any(bare(split.stem) in _WITHOUT_PURPOSE for split in tokens[i].splits)
        return "ال" + text[2:] in _fields() and not purposeless and j > i + 1
    if j == i + 1 or not before.startswith(("ال", "لل", "وال")):
        return False
    return _of_relation(text) and not _another(tokens, j)


def _coordinated(tokens: list[Word], i: int, j: int) -> bool:
    """Whether 'وال…' at word `j` names another field or quality of the same body."""
    text, before = tokens[j].text[1:], tokens[j - 1].text
    if bare(text) in heads("body_heads.tsv") and text not in _fields():
        return False
    if text in _fields():
        return j > i + 1
    quality = before.removeprefix("و")
    return (
        _of_relation(quality)
        and _of_relation(text)
        and quality[-1] == text[-1]
        and bare(quality) not in heads("body_heads.tsv")
        and known_names().at(tokens, j, ("و",)) is None
    )


def _of_relation(word: str) -> bool:
    """Whether a word is an adjective of relation with its article ('الدفاعية', 'الاقتصادي')."""
    if len(word) < 6 or not word.startswith("ال") or word in words_of("relation_nouns.tsv"):
        return False
    if word in origin_adjectives():
        return False
    return word.endswith("يه") or (word.endswith("ي") and word in common_words() and not likeness(word))


def _another(tokens: list[Word], j: int) -> bool:
    """Whether word `j` begins a name, title or post of its own."""
    text = tokens[j].text
    return (
        bare(text) in heads("body_heads.tsv")
        or is_role_head(text)
        or titles().at(tokens, j, ()) is not None
        or known_names().at(tokens, j, ()) is not None
    )


@cache
def _fields() -> frozenset[str]:
    return frozenset("ال" + noun for noun in words_of("body_fields.tsv"))
