"""Names in Latin letters as their bearers most likely write them: by what the names say of where they come from.

In Egypt one writes Mohamed and el-Sayed, in the Gulf Mohammed and al-Sayed. Each name of data/romanised_usual.tsv.gz
has its spellings with the number of bearers in five groups of countries (data/romanised_groups.tsv). The names together
tell how likely each group is; the spelling of the whole is the likeliest over all groups. Both files come from
training/build_romanisation.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import exp, log
from typing import NamedTuple

from mahdar.arabic.phrases import rows

ROOM = "mahdar.arabic"
#: Bearers that the spellings of all groups together count for beside those of one (3, 5 and 30 gave .35, .35 and .34 on
#: names held out); the same for articles. Ways that are kept open; spellings of a name with its article that are tried.
BACKING, ARTICLE_BACKING, BEAM, TRIED = 5.0, 5.0, 30, 6

Vector = tuple[float, ...]


class Spelling(NamedTuple):
    """A spelling of a name without its article, and how many of each group bear it."""

    text: str
    bearers: Vector


class Usual(NamedTuple):
    """The spellings of names by key; bearers and articles of each group; the group of a country."""

    names: dict[str, tuple[Spelling, ...]]
    totals: Vector
    articles: tuple[Spelling, ...]
    group_of: dict[str, int]


class Asked(NamedTuple):
    """A unit of a name: its key, whether it has an article, what to write where the list does not have it."""

    key: str
    article: bool
    otherwise: Callable[[], str]


def spell(asked: Sequence[Asked], country: str | None, usual: Usual) -> list[str]:
    """The likeliest spelling of each unit, for the name as a whole; `country` (ISO code): where the bearer is from."""
    likely = _groups(asked, country, usual)
    ways: list[tuple[tuple[str, ...], Vector]] = [((), likely)]
    for unit in asked:
        tried = _tried(unit, likely, usual)
        longer = [((*texts, text), _times(weight, p)) for texts, weight in ways for text, p in tried]
        ways = sorted(longer, key=lambda way: (-sum(way[1]), way[0]))[:BEAM]
    return list(ways[0][0])


def _groups(asked: Sequence[Asked], country: str | None, usual: Usual) -> Vector:
    """How likely the bearer is from each group."""
    if country in usual.group_of:
        return tuple(float(i == usual.group_of[country]) for i in range(len(usual.totals)))
    every = sum(usual.totals)
    scores = [log(total / every) for total in usual.totals]
    for unit in asked:
        found = usual.names.get(unit.key, ())
        if found:
            for i, total in enumerate(usual.totals):
                borne = sum(s.bearers[i] for s in found)
                scores[i] += log((borne + 0.5 * total / every) / (total + 0.5))
    most = max(scores)
    shares = [exp(score - most) for score in scores]
    return tuple(share / sum(shares) for share in shares)


def _tried(unit: Asked, likely: Vector, usual: Usual) -> list[tuple[str, Vector]]:
    """Spellings of a unit with how likely each group writes it so, the likeliest first."""
    names = _shares(usual.names.get(unit.key, ()), BACKING) or [(unit.otherwise(), (1.0,) * len(likely))]
    articles = _shares(usual.articles, ARTICLE_BACKING) if unit.article else [("", (1.0,) * len(likely))]
    both = [(article + name, _times(p, q)) for name, p in names for article, q in articles]
    return sorted(both, key=lambda one: (-sum(_times(likely, one[1])), one[0]))[:TRIED]


def _shares(spellings: Sequence[Spelling], backing: float) -> list[tuple[str, Vector]]:
    every = sum(sum(s.bearers) for s in spellings)
    groups = [sum(column) for column in zip(*(s.bearers for s in spellings), strict=True)]
    return [
        (
            s.text,
            tuple(
                (n + backing * sum(s.bearers) / every) / (total + backing)
                for n, total in zip(s.bearers, groups, strict=True)
            ),
        )
        for s in spellings
    ]


def _times(a: Vector, b: Vector) -> Vector:
    return tuple(x * y for x, y in zip(a, b, strict=True))


def parsed(lines: list[list[str]], groups: list[list[str]]) -> Usual:
    """The lists from the rows of their files."""
    names = {key: tuple(map(_spelling, spellings)) for key, *spellings in lines}
    totals: Vector = ()
    articles: list[Spelling] = []
    group_of: dict[str, int] = {}
    for kind, name, counts in groups:
        if kind == "article":
            articles.append(Spelling(name.strip("_").replace("_", " "), _vector(counts)))
        else:
            group_of |= dict.fromkeys(name.split("|"), len(totals))
            totals = (*totals, float(counts))
    return Usual(names, totals, tuple(articles), group_of)


def _spelling(cell: str) -> Spelling:
    text, counts = cell.split(":")
    return Spelling(text, _vector(counts))


def _vector(counts: str) -> Vector:
    return tuple(float(n or 0) for n in counts.split(","))


@cache
def group_rows() -> tuple[tuple[str, str, str], ...]:
    """The rows of data/romanised_groups.tsv."""
    return tuple((kind, name, counts) for kind, name, counts in rows(ROOM, "romanised_groups.tsv"))
