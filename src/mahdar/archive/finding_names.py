"""The words of all names, and the names that they stand in: to find a name by a part of its words without reading all.

A name of an archive has words that other names have too: of 161,000 names the 724,000 words are 90,000 different ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from mahdar.archive import dialect, schema

#: What `name_words.kind` is of words of `names.folded` and of `names.sound`.
KINDS = ("word", "sound")
_t, _u, _n = schema.name_words.c, schema.names_by_word.c, schema.names.c


def add(connection: sa.Connection, names: Iterable[tuple[int, str, str]]) -> None:
    """Write the words of new names: key, `folded` and `sound` of each."""
    uses = {
        (kind, word, name)
        for name, folded, sound in names
        for kind, words in zip(KINDS, (folded, sound), strict=True)
        for word in words.split()
    }
    keys = _keys(connection, {(kind, word) for kind, word, _ in uses})
    rows: list[tuple[object, ...]] = sorted((keys[kind, word], name) for kind, word, name in uses)
    if rows:
        dialect.insert_rows(connection, schema.names_by_word, rows)


def _keys(connection: sa.Connection, words: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of words (kind and word), new ones written."""
    found: dict[tuple[str, str], int] = {}
    for kind in KINDS:
        for some in dialect.chunks(sorted(word for which, word in words if which == kind)):
            query = sa.select(_t.word, _t.key).where(_t.kind == kind, _t.word.in_(some))
            found.update(((kind, word), key) for word, key in connection.execute(query))
    new = sorted(set(words).difference(found))
    first = int(connection.execute(sa.select(sa.func.max(_t.key))).scalar_one() or 0) + 1
    found.update((word, key) for key, word in enumerate(new, start=first))
    if new:
        dialect.insert_rows(connection, schema.name_words, [(found[word], *word) for word in new])
    return found


def forget(connection: sa.Connection, unused: sa.ColumnElement[bool]) -> None:
    """Forget the words of names that meet a condition, before the names themselves are."""
    connection.execute(sa.delete(schema.names_by_word).where(_u.name.in_(sa.select(_n.key).where(unused))))
    connection.execute(sa.delete(schema.name_words).where(sa.not_(sa.exists().where(_u.word == _t.key))))


#: Up to how many names are looked up by a word, rather than all names looked through; and of how many parts, the
#: longest, it is looked for which of them fewest names have: every part that is looked for costs some 5 ms.
FEW, LONGEST = 5_000, 2


def having(
    connection: sa.Connection, parts: Sequence[str], *, sounds: bool, whole: bool = False
) -> sa.ColumnElement[bool]:
    """The condition that each of `parts` is part of a word of a name, or (`sounds`) of a sound, or the `whole` of it.

    Names are looked up by the part that fewest of them have, and looked at for the others.
    """
    if not parts:
        return sa.false()
    if whole:
        keys = sa.select(_t.key).where(_t.kind == KINDS[sounds])
        return sa.and_(*(_n.key.in_(sa.select(_u.name).where(_u.word.in_(keys.where(_t.word == p)))) for p in parts))
    column, kind = (_n.sound, "sound") if sounds else (_n.folded, "word")
    there = sa.and_(*(column.contains(part, autoescape=True) for part in parts))
    longest = sorted(parts, key=lambda part: (-len(part), part))[:LONGEST]
    among = sa.or_(*(_t.word.contains(part, autoescape=True) for part in longest))
    rows = connection.execute(sa.select(_t.key, _t.word).where(_t.kind == kind, among)).all()
    fewest: tuple[int, list[int]] = (FEW + 1, [])
    for part in longest:
        terms = [key for key, term in rows if part in term]
        fewest = min(fewest, (_uses(connection, terms, fewest[0]), terms))
    many, terms = fewest
    return there if many > FEW else sa.and_(_n.key.in_(sa.select(_u.name).where(_u.word.in_(_literal(terms)))), there)


def _uses(connection: sa.Connection, terms: list[int], most: int) -> int:
    """How many names terms stand in; not counted beyond `most`."""
    if len(terms) >= most:
        return most
    some = sa.select(_u.name).where(_u.word.in_(_literal(terms))).limit(most).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _literal(keys: list[int]) -> sa.BindParameter[list[int]]:
    # Written into the statement: a database takes only so many bound values, a short word is part of thousands.
    return sa.bindparam(None, keys, expanding=True, literal_execute=True)
