"""Persons of all reports: those of whom the same is said are one row, and what is judged are pairs of such rows.

The pairs come from a join over what the linking in memory looks persons up by; `who.persons` judges them and joins
those of a component, the likest first. A family name alone is decided by company and by fame, as there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from mahdar.arabic.names import compare, sound_key
from mahdar.scale.bench import Bench, Block, Judge, Row
from mahdar.scale.forest import together
from mahdar.who.persons import (
    DAYS,
    FAMOUS,
    MANY,
    SAME,
    Person,
    Scored,
    begun,
    block_keys,
    family,
    joined,
    likeness,
)

#: Least likeness of a family name and the name of somebody who may be meant.
MEANT = 0.5
#: Kinds that share a key and a beginning, from which only those of equal beginnings of more letters are compared.
HUGE, LETTERS = 2_000, 4
_PERSON = "{0}.name, {0}.post, {0}.state, {0}.likely"


def person(k: int, name: str, post: str, state: str | None, likely: str | None) -> Person:
    """One who stands for all of whom the same is said."""
    return Person((f"{k:015}", ""), name, frozenset(post.split()), state, likely, None)


def link_people(bench: Bench) -> None:
    """Fill `people` (p, e): the party that each person goes by."""
    with bench.stage("persons: kinds"):
        _kinds(bench)
    with bench.stage("persons: pairs"):
        _pairs(bench)
    with bench.stage("persons: groups"):
        _groups(bench)
    with bench.stage("persons: company and fame"):
        _alone(bench)


def _kinds(bench: Bench) -> None:
    bench.table("kinds", """
        SELECT row_number() OVER (ORDER BY first) - 1 AS k, * FROM (
            SELECT kind, any_value(name) AS name, any_value(post) AS post, any_value(state) AS state,
                   any_value(likely) AS likely, min((pos, p)) AS first, least(count(*), 2) AS standing
            FROM persons JOIN reports USING (r) GROUP BY kind)""")  # fmt: skip
    query = "SELECT k, name, post, state, likely, standing FROM kinds"
    bench.each("keys", query, Judge(_keys, (
        ("k", "int64"), ("key", "string"), ("alone", "bool_"), ("begun", "string"), ("more", "string"),
        ("state", "string"), ("standing", "int32"),
    )))  # fmt: skip
    bench.each("named", query, Judge(_named, (
        ("k", "int64"), ("family", "string"), ("parts", "int32"), ("solid", "bool_"),
    )))  # fmt: skip


def _keys(rows: Iterator[Row]) -> Iterator[Row]:
    """What each kind is looked up by; a single name without a post is never likely enough somebody's."""
    for k, name, post, state, likely, standing in rows:
        one = person(k, name, post, state, likely)
        if one.parts > 1 or one.post:
            for key in block_keys(one):
                yield k, key, one.parts == 1, begun(one), _more(one), state, standing


def _more(one: Person) -> str:
    """More of how a name begins."""
    return sound_key(one.name)[:LETTERS]


def _named(rows: Iterator[Row]) -> Iterator[Row]:
    for k, name, post, state, likely, _ in rows:
        one = person(k, name, post, state, likely)
        yield k, family(one), one.parts, likeness(one, one)[0] >= SAME


def _pairs(bench: Bench) -> None:
    bench.table("sizes", f"""
        SELECT key, sum(standing) > {MANY} AS many, count(*) > {HUGE} AS huge FROM keys GROUP BY key""")  # fmt: skip
    bench.table("pairs", """
        SELECT DISTINCT a.k AS a, b.k AS b FROM keys a JOIN sizes USING (key) JOIN keys b USING (key)
        WHERE NOT many AND a.k < b.k AND (a.state IS NULL OR b.state IS NULL OR a.state = b.state)
        UNION
        SELECT DISTINCT a.k, b.k FROM keys a JOIN sizes USING (key) JOIN keys b USING (key, begun)
        WHERE many AND NOT (a.alone OR b.alone) AND a.k < b.k AND (NOT huge OR a.more = b.more)
            AND (a.state IS NULL OR b.state IS NULL OR a.state = b.state)
        UNION
        SELECT DISTINCT least(a.k, b.k), greatest(a.k, b.k)
        FROM keys a JOIN sizes USING (key) JOIN keys b USING (key)
        WHERE many AND a.alone AND (a.k < b.k OR NOT b.alone)
            AND (a.state IS NULL OR b.state IS NULL OR a.state = b.state)""")  # fmt: skip
    query = f"""
        SELECT a, b, {_PERSON.format("x")}, {_PERSON.format("y")} FROM pairs
        JOIN kinds x ON x.k = a JOIN kinds y ON y.k = b"""
    columns = (("a", "int64"), ("b", "int64"), ("score", "float64"), ("reason", "string"))
    bench.each("alike", query, Judge(_alike, columns))


def _alike(rows: Iterator[Row]) -> Iterator[Row]:
    for a, b, *both in rows:
        score, reason = likeness(person(a, *both[:4]), person(b, *both[4:]))
        if score >= SAME:
            yield a, b, score, reason


def _groups(bench: Bench) -> None:
    ((many,),) = bench.sql("SELECT count(*) FROM kinds")
    together(bench, "near_kinds", many, "SELECT a, b FROM alike")
    # Those whom one report names both are two.
    bench.table(
        "named_together",
        """
        WITH there AS (SELECT DISTINCT r, k, root FROM persons JOIN kinds USING (kind) JOIN near_kinds ON n = k)
        SELECT DISTINCT a.root, a.k AS a, b.k AS b FROM there a JOIN there b USING (r, root) WHERE a.k < b.k""",
    )
    bench.blocks("kind_groups", f"""
        SELECT root, 0 AS what, k AS a, NULL AS b, NULL AS score, {_PERSON.format("kinds")}
        FROM kinds JOIN near_kinds ON n = k
        UNION ALL SELECT root, 1, a, b, score, NULL, NULL, NULL, NULL FROM alike JOIN near_kinds ON n = a
        UNION ALL SELECT root, 2, a, b, NULL, NULL, NULL, NULL, NULL FROM named_together""",
        Judge(_of_component, (("k", "int64"), ("g", "int64"))))  # fmt: skip


def _of_component(blocks: Iterator[Block]) -> Iterator[Row]:
    """Kinds of one person, among those that pairs lead to from each other."""
    for block in blocks:
        kinds = {k: person(k, *told) for _, what, k, _, _, *told in block if what == 0}
        scored: Iterable[Scored] = ((score, "", kinds[a], kinds[b]) for _, what, a, b, score, *_ in block if what == 1)
        both = ((kinds[a], kinds[b]) for _, what, a, b, *_ in block if what == 2)
        for group in joined(kinds.values(), scored, both):
            least = min(int(one.item[0]) for one in group)
            for one in group:
                yield int(one.item[0]), least


def _alone(bench: Bench) -> None:
    """Where a family name alone is whose: `people`."""
    # Of a kind that two reports of one person have; the second of one report, and a name alone, stands for itself.
    bench.table(
        "standing",
        """
        SELECT p, r, k, family, parts, kinds.state, kinds.post, kinds.name,
               try_cast(substr(day, 1, 10) AS DATE) AS day,
               CASE WHEN solid AND row_number() OVER (PARTITION BY r, k ORDER BY p) = 1 THEN coalesce(g, k) ELSE -p - 1
               END AS g
        FROM persons JOIN kinds USING (kind) JOIN named USING (k) LEFT JOIN kind_groups USING (k)""",
    )
    bench.table(
        "lone",
        """
        SELECT standing.* FROM standing JOIN (SELECT g FROM standing GROUP BY g HAVING count(*) = 1) USING (g)
        WHERE parts = 1""",
    )
    for n, query in enumerate((_COMPANY, _FAME)):
        bench.table(f"met{n}", query)
        bench.blocks(f"meant{n}", f"SELECT * FROM met{n}", Judge((_by_company, _by_fame)[n], (
            ("p", "int64"), ("g", "int64"),
        )))  # fmt: skip
        bench.table(f"may{n}", _MAY.format(n))
        bench.sql(f"UPDATE standing SET g = may{n}.g FROM may{n} WHERE standing.p = may{n}.p")
        bench.sql("DELETE FROM lone USING standing WHERE lone.p = standing.p AND lone.g <> standing.g")
    bench.table(
        "people",
        """
        SELECT p, arg_min(p, (pos, p)) OVER (PARTITION BY g) AS e FROM standing JOIN reports USING (r)""",
    )


#: Whom a family name alone goes with: those of that name whom the others of the report were named with in those weeks.
_COMPANY = f"""
    WITH seen AS (
        SELECT DISTINCT q.g AS company, p.family, p.g, p.k, p.name, p.day, p.r
        FROM standing p JOIN standing q ON p.r = q.r AND p.g <> q.g
        WHERE p.family IN (SELECT family FROM lone)),
    found AS (
        SELECT DISTINCT l.p, s.g, s.name, l.name AS family_name FROM lone l
        JOIN standing q ON q.r = l.r AND q.p <> l.p
        JOIN seen s ON s.company = q.g AND s.family = l.family AND s.r <> l.r AND s.g <> l.g
            AND abs(date_diff('day', s.day, l.day)) <= {DAYS})
    SELECT p, g, name, family_name, NULL AS near FROM found"""
#: Those of a family name and how many reports of those weeks name each.
_FAME = f"""
    WITH days AS (
        SELECT family, g, day, name, count(*) AS many FROM standing
        WHERE parts > 1 AND family IN (SELECT family FROM lone) GROUP BY ALL),
    asked AS (SELECT DISTINCT family, name, day FROM lone WHERE post = ''),
    near AS (
        SELECT a.family, a.name AS family_name, a.day, d.g, d.name, sum(d.many) AS near
        FROM asked a JOIN days d ON d.family = a.family AND abs(date_diff('day', d.day, a.day)) <= {DAYS}
        GROUP BY ALL)
    SELECT l.p, n.g, n.name, family_name, n.near::BIGINT AS near
    FROM lone l JOIN near n ON l.family = n.family AND l.name = n.family_name AND l.day = n.day
    WHERE l.post = ''"""


#: Of those the ones whom no report names both, nor two of them, and whom no two states tell apart.
_MAY = """
    SELECT m.p, m.g FROM meant{0} m JOIN lone l USING (p)
    WHERE NOT EXISTS (FROM standing o WHERE o.r = l.r AND o.g = m.g)
        AND NOT EXISTS (FROM standing o WHERE o.g = m.g AND o.state <> l.state)
    QUALIFY row_number() OVER (PARTITION BY l.r, m.g ORDER BY m.p) = 1"""


def _by_company(blocks: Iterator[Block]) -> Iterator[Row]:
    for block in blocks:
        found = {g for _, g, name, alone, _ in block if compare(name, alone).score >= MEANT}
        if len(found) == 1:
            yield block[0][0], found.pop()


def _by_fame(blocks: Iterator[Block]) -> Iterator[Row]:
    for block in blocks:
        reports: Counter[int] = Counter()
        for _, g, _, _, near in block:
            reports[g] += near
        fitting = {g for _, g, name, alone, _ in block if compare(name, alone).score >= MEANT}
        known = sorted(((reports[g], -g) for g in fitting), reverse=True)
        others = known[1][0] if len(known) > 1 else 0
        if known and known[0][0] >= FAMOUS * max(others, 0.7):
            yield block[0][0], -known[0][1]
