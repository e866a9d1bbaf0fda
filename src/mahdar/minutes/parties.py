"""What a party is called in a sentence: its role before its name, in English with the article that it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mahdar.arabic.romanisation import romanise
from mahdar.archive import PartyRef
from mahdar.archive.findings import Named
from mahdar.who.english import body_in_english, with_article
from mahdar.who.role_english import role_in_english
from mahdar.who.scene import state_of_post
from mahdar.wording import Language

#: States and places that English names with an article.
_THE = re.compile(
    r"^(?:United |Netherlands$|Philippines$|Maldives$|Bahamas$|Gambia$|Vatican$|Gulf|Middle East$|Red Sea$)"
)
_LATIN = re.compile(r"[A-Za-z]")


def called(party: PartyRef | Named, language: Language) -> str:
    """A party with its role: 'وزير النقل خالد الزيدي', 'Transport Minister Khalid al-Zaidi'."""
    if language == "ar":
        return _in_arabic(party)
    if isinstance(party, Named):
        return _settled(party.name_en, body=party.entity.startswith("body:"))
    role = role_in_english(party.role) if party.role else None
    if party.role is not None and party.name == party.role:
        return f"the {role}" if role else party.name
    if party.type == "PER":
        name = person_in_english(party)
        return f"{role} {name}" if role and "," not in role else f"{name} ({role})" if role else name
    name = party.name_en or (party.name if _LATIN.search(party.name) else body_in_english(party.name))
    return _settled(name, body=party.type == "ORG")


def person_in_english(party: PartyRef) -> str:
    """A person's name: as it was linked, else spelled as in the state that his post names."""
    return party.name_en or romanise(party.name, country=state_of_post(party.role or ""))


def _in_arabic(party: PartyRef | Named) -> str:
    role = party.role if isinstance(party, PartyRef) else None
    return f"{role} {party.name}" if role and role != party.name and role not in party.name else party.name


def _settled(name: str, *, body: bool) -> str:
    """The name of a state, place or body with the article that it takes."""
    if body:
        return with_article(name)
    return f"the {name}" if _THE.match(name) else name


def joined(names: Sequence[str], language: Language) -> str:
    """Names in a row: 'A, B and C', 'أ وب وج'."""
    if language == "ar":
        return " و".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def to(name: str) -> str:
    """An Arabic name behind the preposition ل: 'للسفير', 'لخالد'."""
    if name.startswith("ال"):
        return f"لل{name[2:]}" if not name.startswith("الل") else f"ل{name[1:]}"
    return f"ل{name}"
