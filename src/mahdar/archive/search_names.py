"""'Did you mean': words of a question that occur nowhere go in, names of the archive that are near them come out.

A name is near where as many of its words, in a row, are spelled with a letter or two more, less or other, or sound
alike as foreign names do. PostgreSQL's trigrams pick the names that are looked at, where the extension is there and
knows Arabic letters (in a database of locale C it does not); else all names are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mahdar.arabic.names import sound_key
from mahdar.archive import dialect, schema, search
from mahdar.archive.answers import Suggestion
from mahdar.archive.finding import Filters
from mahdar.archive.search_index import PARTS
from mahdar.archive.search_query import Leaf, Query
from mahdar.archive.wanted import name_key

#: Names that are suggested for one word or phrase.
SUGGESTED = 3
#: Letters from which one letter may be another, two, three: in 'كيري' one, in 'دي ميستورا' three.
SLIPS = {4: 1, 6: 2, 10: 3}
#: Letters that are left of a name's sound before it may be another's: 'وادي' and 'دي' have one, 'غويريني' three.
SOUNDS = 3
#: Share of trigrams below which a name is not looked at. Of two letters wrong in six, a sixth is left.
_TRIGRAMS = 0.15
_ANY = "SELECT show_trgm('كلمة') <> '{}'"

_n, _pn = schema.names.c, schema.party_names.c


def suggestions(connection: sa.Connection, query: Query) -> list[Suggestion]:
    """Names for each word and phrase of a question that occurs nowhere, where there are any near it."""
    found = []
    for leaf in dict.fromkeys(query.leaves()):
        if leaf.field in (None, "party", "place") and not leaf.term.open and not _occurs(connection, leaf):
            words = " ".join((leaf.term.first[0], *leaf.term.rest))
            names = _near(connection, words)
            if names:
                found.append(Suggestion(words, names))
    return found


def _occurs(connection: sa.Connection, leaf: Leaf) -> bool:
    asked = search.asked(connection, Query(leaf), PARTS, Filters())
    return connection.execute(asked.select(connection, schema.documents.c.key).limit(1)).first() is not None


def _near(connection: sa.Connection, words: str) -> list[str]:
    """Names near `words`: the nearest first, of equally near ones those that more reports have."""
    wanted = name_key(words)
    slips = max((n for letters, n in SLIPS.items() if len(wanted) >= letters), default=0)
    if not slips:
        return []
    # Every stretch of a name that has as many words as are asked for, and the names that it is in.
    stretches: dict[str, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    for key, name, folded in connection.execute(_candidates(connection, wanted)):
        names[key] = name
        for stretch in _stretches(folded.split(), len(wanted.split())):
            stretches[stretch].append(key)
    near = process.extract(wanted, list(stretches), scorer=OSA.distance, score_cutoff=slips, limit=None)
    nearness = {found[0]: float(found[1]) for found in near}
    sound = sound_key(words)
    if len(sound) >= SOUNDS:
        nearness |= {s: 1 for s in stretches if nearness.get(s, slips) and sound_key(s) == sound}
    best: dict[int, float] = {}
    for stretch, distance in nearness.items():
        for key in stretches[stretch]:
            best[key] = min(distance, best.get(key, distance))
    return _most_named(connection, best, names)


def _stretches(words: list[str], length: int) -> Iterable[str]:
    return (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def _candidates(connection: sa.Connection, wanted: str) -> sa.Select[Any]:
    query = sa.select(_n.key, _n.name, _n.folded)
    if not _has_trigrams(connection):
        return query
    connection.exec_driver_sql(f"SET LOCAL pg_trgm.word_similarity_threshold = {_TRIGRAMS}")
    near = sa.literal(wanted).bool_op("<%")(_n.folded)
    sounds = [_n.sound.contains(sound) for sound in sound_key(wanted).split()]
    return query.where(sa.or_(near, sa.and_(*sounds)) if sounds else near)


def _has_trigrams(connection: sa.Connection) -> bool:
    """Whether the database compares by trigrams, in Arabic too."""
    if not dialect.is_postgresql(connection):
        return False
    there = connection.exec_driver_sql("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'").scalar_one()
    return bool(there) and bool(connection.exec_driver_sql(_ANY).scalar_one())


def _most_named(connection: sa.Connection, best: dict[int, float], names: dict[int, str]) -> list[str]:
    """The nearest names by `best`, each spelling of a name once."""
    reports: dict[int, int] = {}
    for some in dialect.chunks(sorted(best)):
        counted = sa.select(_pn.name, sa.func.count(sa.distinct(_pn.report))).where(_pn.name.in_(some))
        reports.update((key, count) for key, count in connection.execute(counted.group_by(_pn.name)))
    # Of names that no report has any more nothing could be found.
    ranked = sorted((key for key in best if key in reports), key=lambda k: (best[k], -reports[k], names[k]))
    once = {name_key(names[key]): names[key] for key in reversed(ranked)}
    return list(dict.fromkeys(once[name_key(names[key])] for key in ranked))[:SUGGESTED]
