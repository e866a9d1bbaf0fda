"""Persons: full names that agree are one person; a family name alone is the person of that name mentioned last."""

from __future__ import annotations

from functools import lru_cache

from mahdar.arabic.memory import FORMS
from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import compare
from mahdar.reading.naming import Named, nearest

#: Full names this near are one person's in one report; a part of a longer name (0.75) is taken for it.
SAME_PERSON = 0.65
#: A name of one part is the person's whose family name (0.7), family name with a slip (0.6) or given name (0.5) it is.
SHORT_NAME = 0.5

#: Letters that may begin a name in another spelling of it.
_SOUNDS = str.maketrans("غكقڤپصزثذظطض", "جججفبسسسسستد")


def group_people(named: list[Named]) -> list[int]:
    """The number of its person for each mention."""
    places: dict[str, list[int]] = {}
    for mention in named:
        places.setdefault(mention.form, []).append(mention.at)
    full = [form for form in places if len(name_parts(form).parts) > 1]
    people = _full_names(full, places)
    of_form = {form: number for number, forms in enumerate(people) for form in forms}
    known = len(people)
    numbers: list[int] = []
    for mention in named:
        number = of_form.get(mention.form)
        if number is None:
            number = _short_name(mention, people[:known], places)
        if number is None:
            number = _alone(mention.form, people, known)
            of_form[mention.form] = number
        numbers.append(number)
    return numbers


def _full_names(full: list[str], places: dict[str, list[int]]) -> list[list[str]]:
    """Forms of full names grouped, the longest first, so that each finds the fullest form of its own."""
    people: list[list[str]] = []
    for form in sorted(full, key=lambda form: (-len(name_parts(form).parts), places[form][0])):
        scores = [max(_nearness(form, other) for other in forms) for forms in people]
        best = max(scores, default=0.0)
        if best < SAME_PERSON:
            people.append([form])
            continue
        alike = [
            (i, sorted(p for f in people[i] for p in places[f])) for i, score in enumerate(scores) if score == best
        ]
        chosen = alike[0][0] if len(alike) == 1 else nearest(places[form][0], alike)
        people[chosen if chosen is not None else alike[0][0]].append(form)
    return people


def _short_name(mention: Named, people: list[list[str]], places: dict[str, list[int]]) -> int | None:
    """The person with a full name who is meant by a name of one part."""
    scores = [max(_nearness(mention.form, form) for form in forms) for forms in people]
    best = max(scores, default=0.0)
    if best < SHORT_NAME:
        return None
    alike = [(i, sorted(p for f in people[i] for p in places[f])) for i, score in enumerate(scores) if score == best]
    return nearest(mention.at, alike)


def _alone(form: str, people: list[list[str]], known: int) -> int:
    """A person who is only ever called by one part of the name."""
    for number, forms in enumerate(people[known:], known):
        if any(_nearness(form, other) >= SAME_PERSON for other in forms):
            forms.append(form)
            return number
    people.append([form])
    return len(people) - 1


@lru_cache(maxsize=FORMS)
def _nearness(form: str, other: str) -> float:
    """How near two names are; 0 without a look where the first letters of the shorter are not in the longer."""
    a, b = _initials(form), _initials(other)
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if not shorter or shorter[0] not in longer or shorter[-1] not in longer:
        return 0.0
    return compare(form, other).score


@lru_cache(maxsize=FORMS)
def _initials(form: str) -> str:
    """The first letters of the parts of a name, one for all letters that a foreign sound is written with."""
    return "".join(part[0] for part in name_parts(form).parts).translate(_SOUNDS)
