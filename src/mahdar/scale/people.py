"""Persons of all reports: those of one name, state and likely state are one row, and what is judged are pairs of rows.

The pairs come from joins over what the linking in memory looks persons up by; names are compared once for each two,
posts in the database, and `who.persons` joins those of a component, the likest first. A family name alone is decided by
company and by fame, as there, but counted by family name, group and weeks before anything is joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mahdar.arabic.name_parts import name_parts
from mahdar.arabic.names import SAME as SAME_NAME
from mahdar.arabic.names import SLIP_LETTERS, SLIPS_LETTERS, compare
from mahdar.scale.bench import Bench, Block, Judge, Row
from mahdar.scale.forest import together
from mahdar.scale.taken import MOST
from mahdar.who.persons import DAYS, FAMOUS, MANY, ONE_POST, spelled_near

#: Least likeness of a family name and the name of somebody who may be meant.
MEANT = 0.5
#: Letters of sound with which a name begins: of a key that many share (as in `who.persons`), and that thousands do.
BEGUN, LETTERS = 2, 4
#: Kinds that share a key, from which each is compared with the next `MANY` by name or post alone.
HUGE = 2_000
#: Kinds of one full name, from which those of one state and likely state are one.
KINDS = 200
#: Posts of a name, and names of a person, that tell whether others are plainly somebody else; posts of one name and
#: state by which others are compared.
TELLING, NAMES, POSTS = 40, 40, 40
#: The words of a post, and the likely state.
_Said = tuple[frozenset[str], str | None]
_PERSON = "{0}.name, {0}.post, {0}.state, {0}.likely"
#: Whether two states do not tell two kinds apart.
_ONE_STATE = "(a.state IS NULL OR b.state IS NULL OR a.state = b.state)"
#: One bit for a string, of 64: sets of strings that share none of their bits have none in common.
_BIT = "1::UBIGINT << (hash({0}) % 64)"
#: How a name sounds and is spelled: joins carry these, for lists make them several times as dear.
_NAMED = "parts, whole, sounds, first_bit, last_bit, first_sound, last_sound, first_part, last_part"
#: Whether a part of two names may be one with one slip of the pen, or two; of four letters, with one left out.
_SLIP = f"""
    (least(len(a.{{0}}_part), len(b.{{0}}_part)) >= {SLIP_LETTERS - 1}
        AND damerau_levenshtein(a.{{0}}_part, b.{{0}}_part)
            <= CASE WHEN least(len(a.{{0}}_part), len(b.{{0}}_part)) >= {SLIPS_LETTERS} THEN 2 ELSE 1 END)"""
#: Whether a part sounds or is nearly spelled as its own of the other name, or may sound as some part of a longer one.
_FOUND = f"""
    (a.{{0}}_sound = b.{{0}}_sound OR {_SLIP} OR (a.parts > b.parts AND a.sounds & b.{{0}}_bit <> 0)
        OR (a.parts < b.parts AND b.sounds & a.{{0}}_bit <> 0))"""
#: Whether two full names may be one, so that they are compared: of most pairs that share a key only the first names are
#: alike. Of 500,000 invented records it left out two thirds of 3,697,672 pairs of names; of the 509,192 that are alike
#: 1,391, nearly all with a slip in a last name that is not the last part of the longer one.
_MAY_BE_ONE = f"""
    (a.whole = b.whole OR (({_FOUND.format("first")} OR starts_with(a.first_part, b.first_part)
        OR starts_with(b.first_part, a.first_part)) AND {_FOUND.format("last")}))"""
#: Rows of `near` with the next `MANY` of their key: those lie in a row's own stretch of so many or in the one behind.
_NEXT = f"""
    near a JOIN (SELECT *, n // {MANY} AS at FROM near UNION ALL SELECT *, n // {MANY} - 1 FROM near) b
    ON b.key = a.key AND b.at = a.n // {MANY} WHERE b.n > a.n AND b.n <= a.n + {MANY}"""


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
    """What is said of persons (k), and the kind (c) that it goes with: its own, or of a full name of which very much is
    said the first of its state and likely state.

    Two of whom one report says something else each go with themselves: they may be two.
    """
    bench.table(
        "kinds",
        f"""
        WITH counted AS (
            SELECT kind, min(pos * {MOST} + p % {MOST}) AS first, count(*) AS many
            FROM persons JOIN reports USING (r) GROUP BY kind),
        told AS (
            SELECT kind, any_value(name) AS name, any_value(post) AS post, any_value(state) AS state,
                   any_value(likely) AS likely, any_value(family) AS family, any_value(parts) AS parts,
                   any_value(solid) AS solid, any_value(spelled) AS spelled, any_value(sound) AS sound,
                   any_value(keys) AS keys
            FROM told_kinds GROUP BY kind),
        numbered AS (
            SELECT row_number() OVER (ORDER BY first) - 1 AS k, * FROM told JOIN counted USING (kind)),
        twice AS (
            SELECT DISTINCT unnest(said) AS k FROM (
                SELECT list(DISTINCT k) AS said FROM persons JOIN numbered USING (kind) WHERE parts > 1
                GROUP BY r, name, state, likely HAVING count(DISTINCT k) > 1)),
        known AS (
            SELECT *, parts > 1 AND k NOT IN (FROM twice) AND count(*) OVER (PARTITION BY name) > {KINDS} AS one
            FROM numbered)
        SELECT * EXCLUDE (one), CASE WHEN one THEN min(k) OVER (PARTITION BY name, state, likely, one) ELSE k END AS c
        FROM known""",
    )
    # In the order of names: those that begin alike are then compared after each other, and their parts are taken once.
    bench.table("names", "SELECT row_number() OVER (ORDER BY name) AS i, name FROM (SELECT DISTINCT name FROM kinds)")
    bench.table(
        "posts",
        f"""
        SELECT row_number() OVER () AS post_i, post, string_split(post, ' ') AS words,
               bit_or({_BIT.format("word")}) AS post_bits
        FROM (SELECT post, unnest(string_split(post, ' ')) AS word FROM (SELECT DISTINCT post FROM kinds))
        GROUP BY post""",
    )
    # A single name without a post is never likely enough somebody's.
    bench.table(
        "ranked",
        f"""
        SELECT k, c, i, post, post_i, post_bits, state, likely, sound[:{BEGUN}] AS begun, sound[:{LETTERS}] AS more,
               keys, least(many, 2) AS standing,
               parts, replace(sound, ' ', '') AS whole, string_split(sound, ' ') AS told,
               list_reduce([{_BIT.format("one")} FOR one IN told], lambda x, y: x | y) AS sounds,
               told[1] AS first_sound, told[-1] AS last_sound, {_BIT.format("told[1]")} AS first_bit,
               {_BIT.format("told[-1]")} AS last_bit, string_split(spelled, ' ')[1] AS first_part,
               string_split(spelled, ' ')[-1] AS last_part,
               row_number() OVER (PARTITION BY c ORDER BY k <> c, many DESC, k) AS rank,
               row_number() OVER (PARTITION BY c ORDER BY post = '', many DESC, k) AS posted
        FROM kinds JOIN names USING (name) JOIN posts USING (post) WHERE parts > 1 OR post <> ''""",
    )


# -- which are compared --------------------------------------------------------------------------------------------


def _pairs(bench: Bench) -> None:
    """Fill `alike` (a, b, score): pairs of first kinds that are likely one person."""
    bench.table("keys", "SELECT * EXCLUDE (keys, told), unnest(keys) AS key FROM ranked")
    bench.table(
        "sizes",
        f"""
        SELECT key, sum(standing) > {MANY} AS many, count(*) > {HUGE} AS huge FROM keys
        GROUP BY key HAVING count(*) > 1""",
    )
    bench.parted(
        "posted_kinds",
        """
        SELECT c, bool_and(post <> '') AS all_posted, bit_or(post_bits) AS all_bits,
               list_distinct(flatten(list(words))) AS all_words
        FROM ranked JOIN (SELECT post_i, words FROM posts) USING (post_i)
        WHERE {part} AND parts > 1 AND likely IS NOT NULL GROUP BY c""",
        "ranked",
        "c",
    )
    # A pair that shares keys of several parts comes several times; it is one from `alike` on.
    for n, part in enumerate(bench.parts("keys", "key")):
        _by_name(bench, part, more=n > 0)
        _by_post(bench, part, more=n > 0)
    bench.table(
        "name_pairs",
        """
        SELECT i, j, x.name AS one, y.name AS other
        FROM (SELECT DISTINCT least(i, j) AS i, greatest(i, j) AS j
              FROM (SELECT i, j FROM by_name UNION ALL SELECT i, j FROM by_post) WHERE i <> j)
        JOIN names x USING (i) JOIN names y ON y.i = j""",
    )
    bench.each("judged_names", "SELECT i, j, one, other FROM name_pairs ORDER BY i, j", Judge(_compared, (
        ("i", "int64"), ("j", "int64"), ("score", "float64"),
    )))  # fmt: skip
    named = """
        SELECT i, j, score FROM judged_names UNION ALL SELECT j, i, score FROM judged_names"""
    bench.table(
        "alike",
        f"""
        WITH named AS ({named})
        SELECT a, b, max(score) AS score FROM (
            SELECT a, b, 0.85 AS score FROM by_name LEFT JOIN named USING (i, j)
            WHERE i = j OR score >= {SAME_NAME}
            UNION ALL
            SELECT a, b, CASE WHEN i <> j AND score < {MEANT} THEN 0.75
                WHEN whole AND (i = j OR score >= {SAME_NAME}) THEN 0.85 + 0.1 * shared
                ELSE 0.7 + 0.2 * shared * CASE WHEN i = j THEN 1 ELSE score END END
            FROM by_post LEFT JOIN named USING (i, j) WHERE i = j OR score IS NOT NULL)
        GROUP BY a, b""",
    )


def _compared(rows: Iterator[Row]) -> Iterator[Row]:
    """How alike two names are; of those that are others only the ones spelled nearly as one, which a post may join."""
    for i, j, one, other in rows:
        score = compare(one, other).score
        if score >= MEANT or spelled_near(one, other):
            yield i, j, score


def _by_name(bench: Bench, part: str, *, more: bool) -> None:
    """Full names, once for each state and likely state, that share a key of a part."""
    bench.table(
        "firsts",
        f"""
        SELECT c, i, state, likely, begun, more, key, all_posted AS posted, all_bits AS bits, {_NAMED}
        FROM keys LEFT JOIN posted_kinds USING (c)
        WHERE {part} AND rank = 1 AND parts > 1 AND key IN (SELECT key FROM sizes) AND NOT contains(key, ' ')""",
    )
    pair = """
        SELECT a.c AS a, b.c AS b, a.i AS i, b.i AS j, a.likely <> b.likely AND a.posted AND b.posted AS apart"""
    others = f"""
        {_ONE_STATE} AND {_MAY_BE_ONE} AND (a.likely = b.likely OR a.likely IS NULL OR b.likely IS NULL
            OR NOT (a.posted AND b.posted) OR a.bits & b.bits <> 0)"""
    bench.table(
        "by_name",
        f"""
        WITH near AS (
            SELECT *, row_number() OVER (PARTITION BY key ORDER BY more, i, c) AS n
            FROM firsts WHERE key IN (SELECT key FROM sizes WHERE huge)),
        few AS (SELECT firsts.*, many FROM firsts JOIN sizes USING (key) WHERE NOT huge),
        pairs AS (
            {pair} FROM few a JOIN few b USING (key) WHERE NOT a.many AND a.c < b.c AND {others}
            UNION {pair} FROM few a JOIN few b USING (key, begun) WHERE a.many AND a.c < b.c AND {others}
            UNION {pair} FROM {_NEXT} AND b.more = a.more AND a.c <> b.c AND {others})
        SELECT a, b, i, j FROM pairs WHERE apart IS NOT true
        UNION ALL SELECT a, b, i, j FROM pairs JOIN posted_kinds x ON x.c = a JOIN posted_kinds y ON y.c = b
        WHERE apart AND list_has_any(x.all_words, y.all_words)""",
        more=more,
    )


def _by_post(bench: Bench, part: str, *, more: bool) -> None:
    """Kinds that share a key of a part and half of the words of a post."""
    bench.table(
        "posted",
        f"""
        SELECT k, c, i, state, begun, parts = 1 AS alone, post, post_i, post_bits, key, many, huge, {_NAMED}
        FROM keys JOIN sizes USING (key) WHERE {part} AND post <> '' AND (parts = 1 OR posted <= {POSTS})""",
    )
    pair = """
        SELECT a.c AS a, b.c AS b, a.i AS i, b.i AS j, NOT (a.alone OR b.alone) AS whole,
               a.post_i AS p, b.post_i AS q"""
    close = f"""
        a.c <> b.c AND {_ONE_STATE} AND a.post_bits & b.post_bits <> 0 AND (a.alone OR b.alone OR {_MAY_BE_ONE})"""
    bench.table(
        "near_posts",
        f"""
        WITH near AS (
            SELECT *, row_number() OVER (PARTITION BY key ORDER BY post, k) AS n FROM posted WHERE huge),
        few AS (FROM posted WHERE NOT huge)
        {pair} FROM few a JOIN few b USING (key) WHERE NOT a.many AND a.k < b.k AND {close}
        UNION {pair} FROM few a JOIN few b USING (key, begun)
        WHERE a.many AND NOT (a.alone OR b.alone) AND a.k < b.k AND {close}
        UNION {pair} FROM few a JOIN few b USING (key) WHERE a.many AND a.alone AND a.k <> b.k AND {close}
        UNION {pair} FROM {_NEXT} AND {close}""",
    )
    bench.table(
        "by_post",
        f"""
        WITH shares AS (
            SELECT p, q, len(list_intersect(x.words, y.words)) / least(len(x.words), len(y.words)) AS shared
            FROM (SELECT DISTINCT p, q FROM near_posts) JOIN posts x ON x.post_i = p JOIN posts y ON y.post_i = q)
        SELECT a, b, i, j, whole, max(shared) AS shared FROM near_posts JOIN shares USING (p, q)
        WHERE shared >= {ONE_POST} GROUP BY a, b, i, j, whole""",
        more=more,
    )


def _groups(bench: Bench) -> None:
    together(bench, "near_kinds", "SELECT a, b FROM alike")
    # Those whom one report names both are two.
    bench.table(
        "named_together",
        """
        WITH there AS (SELECT DISTINCT r, c, root FROM persons JOIN kinds USING (kind) JOIN near_kinds ON n = c)
        SELECT DISTINCT a.root, a.c AS a, b.c AS b FROM there a JOIN there b USING (r, root) WHERE a.c < b.c""",
    )
    bench.blocks("kind_groups", f"""
        SELECT root, 0 AS what, k AS a, c AS b, NULL AS score, {_PERSON.format("kinds")}
        FROM kinds JOIN (SELECT k FROM ranked WHERE rank <= {TELLING}) USING (k) JOIN near_kinds ON n = c
        UNION ALL SELECT root, 1, a, b, score, NULL, NULL, NULL, NULL FROM alike JOIN near_kinds ON n = a
        UNION ALL SELECT root, 2, a, b, NULL, NULL, NULL, NULL, NULL FROM named_together""",
        Judge(_of_component, (("c", "int64"), ("g", "int64"))))  # fmt: skip


class _Group:
    """First kinds taken for one person: the reports that name them beside another, their states, posts by their names.

    It stands for many kinds, so unlike `who.persons` it is asked by its states and names, with some posts of each.
    """

    __slots__ = ("docs", "firsts", "names", "states")

    def __init__(self, first: int) -> None:
        self.firsts, self.docs = [first], set[int]()
        self.states: set[str] = set()
        self.names: dict[str, list[_Said]] = {}

    def add(self, name: str, post: str, state: str | None, likely: str | None) -> None:
        """Add a kind."""
        if state is not None:
            self.states.add(state)
        self.names.setdefault(name, []).append((frozenset(post.split()), likely))

    def take(self, other: _Group) -> None:
        """Add all that is of another one."""
        self.firsts += other.firsts
        self.docs |= other.docs
        self.states |= other.states
        for name, said in other.names.items():
            kept = self.names.setdefault(name, [])
            kept += said[: max(TELLING - len(kept), 0)]


def _of_component(blocks: Iterator[Block]) -> Iterator[Row]:
    """First kinds of one person, among those that pairs lead to from each other, the likest pairs first."""
    for block in blocks:
        groups = {c: _Group(c) for _, what, k, c, *_ in block if what == 0 and k == c}
        scored = []
        for n, (_, what, a, b, score, *told) in enumerate(block):
            if what == 0:
                groups[b].add(*told)
            elif what == 1:
                scored.append((-score, a, b))
            else:
                groups[a].docs.add(n)
                groups[b].docs.add(n)
        for _, a, b in sorted(scored):
            x, y = sorted((groups[a], groups[b]), key=lambda group: -len(group.firsts))
            if x is not y and x.docs.isdisjoint(y.docs) and not _plainly_two(x, y):
                x.take(y)
                groups.update(dict.fromkeys(y.firsts, x))
        for c, group in groups.items():
            if c == group.firsts[0]:
                least = min(group.firsts)
                yield from ((k, least) for k in group.firsts)


def _plainly_two(x: _Group, y: _Group) -> bool:
    """Whether somebody of one group is plainly another person than somebody of the other."""
    return len(x.states | y.states) > 1 or any(
        _names_apart(name, said, other, said_there)
        for name, said in islice(x.names.items(), NAMES)
        for other, said_there in islice(y.names.items(), NAMES)
    )


def _names_apart(one: str, said: list[_Said], other: str, said_there: list[_Said]) -> bool:
    score = compare(one, other).score
    if score >= 0.2 and min(len(name_parts(one).parts), len(name_parts(other).parts)) < 2:
        return False
    posts = ((p, q, a and b and a != b) for p, a in said for q, b in said_there)
    if score < MEANT:
        near = spelled_near(one, other)
        return not near or any(not p or not q or len(p & q) < ONE_POST * min(len(p), len(q)) for p, q, _ in posts)
    states = {state for _, state in (*said, *said_there)} - {None}
    return len(states) > 1 and any(apart and p and q and not p & q for p, q, apart in posts)


# -- a family name alone -------------------------------------------------------------------------------------------


def _alone(bench: Bench) -> None:
    """Where a family name alone is whose: `people`."""
    # Of a kind that two reports of one person have; the second of one report, and a name alone, stands for itself.
    bench.table(
        "standing",
        """
        SELECT p, r, family, parts, kinds.state, kinds.post = '' AS bare, i, datediff('day', DATE '1970-01-01',
               try_cast(substr(persons.day, 1, 10) AS DATE)) AS day,
               CASE WHEN solid AND row_number() OVER (PARTITION BY r, c ORDER BY p) = 1 THEN coalesce(g, c) ELSE -p - 1
               END AS g
        FROM persons JOIN kinds USING (kind) JOIN names USING (name) LEFT JOIN kind_groups USING (c)""",
    )
    bench.table(
        "lone",
        f"""
        SELECT standing.*, day // {DAYS} AS weeks
        FROM standing JOIN (SELECT g FROM standing GROUP BY g HAVING count(*) = 1) USING (g) WHERE parts = 1""",
    )
    bench.table(
        "lone_pairs",
        f"""
        SELECT i, j, x.name AS one, y.name AS other FROM (
            SELECT DISTINCT s.i, l.i AS j FROM (SELECT DISTINCT family, i, weeks FROM lone) l
            JOIN (SELECT DISTINCT family, i, day // {DAYS} + unnest([-1, 0, 1]) AS weeks FROM standing) s
            USING (family, weeks))
        JOIN names x USING (i) JOIN names y ON y.i = j""",
    )
    bench.each("fits", "FROM lone_pairs", Judge(_fitting, (("i", "int64"), ("j", "int64"))))
    for n, query in enumerate((COMPANY, FAME)):
        bench.table(f"meant{n}", query)
        bench.table(f"may{n}", _MAY.format(n))
        bench.sql(f"UPDATE standing SET g = may{n}.g FROM may{n} WHERE standing.p = may{n}.p")
        bench.sql(f"DELETE FROM lone USING may{n} WHERE lone.p = may{n}.p")
    bench.table(
        "people",
        f"""
        SELECT p, e FROM standing JOIN (
            SELECT g, arg_min(p, pos * {MOST} + p % {MOST}) AS e FROM standing JOIN reports USING (r) GROUP BY g)
        USING (g)""",
    )


def _fitting(rows: Iterator[Row]) -> Iterator[Row]:
    for i, j, one, other in rows:
        if compare(one, other).score >= MEANT:
            yield i, j


#: Whom a family name alone goes with: those of that name whom the others of the report were named with in those weeks.
#: Weeks are stretches of `DAYS` days: of the same stretch all are near, of the ones beside it the last or first days.
COMPANY = f"""
    WITH families AS (SELECT DISTINCT family FROM lone),
    seen AS (
        SELECT q.g AS company, p.family, p.g, p.i, p.day // {DAYS} AS weeks, min(p.day) AS first, max(p.day) AS last,
               min(p.r) AS one, max(p.r) AS other
        FROM standing p SEMI JOIN families USING (family) JOIN standing q ON p.r = q.r AND p.g <> q.g
        WHERE p.day IS NOT NULL GROUP BY ALL),
    near AS (
        SELECT company, family, g, i, weeks, -10000 AS since, 10000000 AS until, one, other FROM seen
        UNION ALL SELECT company, family, g, i, weeks + 1, -10000, last + {DAYS}, -1, -2 FROM seen
        UNION ALL SELECT company, family, g, i, weeks - 1, first - {DAYS}, 10000000, -1, -2 FROM seen),
    fitting AS (
        SELECT near.*, fits.j FROM near JOIN fits USING (i)),
    asked AS (
        SELECT l.p, l.r, l.day, l.weeks, l.family, l.i AS j, l.g, q.g AS company FROM lone l
        JOIN standing q ON q.r = l.r AND q.p <> l.p WHERE l.day IS NOT NULL)
    SELECT p, min(f.g) AS g FROM asked JOIN fitting f USING (company, family, weeks, j)
    WHERE f.g <> asked.g AND day BETWEEN since AND until AND NOT (f.one = asked.r AND f.other = asked.r)
    GROUP BY p HAVING min(f.g) = max(f.g)"""
#: Those of a family name and how many reports of those weeks name each: who is named far more often than others.
FAME = f"""
    WITH asked AS (SELECT DISTINCT family, i AS j, day, weeks FROM lone WHERE bare AND day IS NOT NULL),
    days AS (
        SELECT family, g, i, day, count(*) AS many FROM standing SEMI JOIN asked USING (family)
        WHERE parts > 1 AND day IS NOT NULL GROUP BY ALL),
    fitting AS (SELECT DISTINCT family, g, j FROM days JOIN fits USING (i)),
    counted AS (SELECT family, g, day, sum(many) AS many FROM days GROUP BY ALL),
    summed AS (
        SELECT family, g, day, sum(many) OVER (PARTITION BY family, g ORDER BY day) AS until FROM counted),
    stretches AS (
        SELECT DISTINCT family, g, unnest([day // {DAYS} - 1, day // {DAYS}, day // {DAYS} + 1]) AS weeks FROM counted),
    pairs AS (
        SELECT family, j, day, g, day + {DAYS} AS last, day - {DAYS} - 1 AS before
        FROM asked JOIN stretches USING (family, weeks) SEMI JOIN fitting USING (family, g, j)),
    ended AS (
        SELECT pairs.*, s.until FROM pairs ASOF JOIN summed s
        ON s.family = pairs.family AND s.g = pairs.g AND s.day <= pairs.last),
    near AS (
        SELECT e.family, e.j, e.day, e.g, e.until - coalesce(s.until, 0) AS many FROM ended e ASOF LEFT JOIN summed s
        ON s.family = e.family AND s.g = e.g AND s.day <= e.before),
    best AS (
        SELECT family, j, day, max(many) AS most, arg_max(g, (many, -g)) AS g, max(many, 2) AS two FROM near
        WHERE many > 0 GROUP BY ALL)
    SELECT l.p, b.g FROM lone l JOIN best b ON b.family = l.family AND b.j = l.i AND b.day = l.day
    WHERE l.bare AND most >= {FAMOUS} * greatest(coalesce(two[2], 0), 0.7)"""


#: Of those the ones whom no report names both, nor two of them, and whom no two states tell apart.
_MAY = """
    WITH states AS (
        SELECT g, min(state) AS one, max(state) AS other FROM standing SEMI JOIN meant{0} USING (g) GROUP BY g)
    SELECT m.p, m.g FROM meant{0} m JOIN lone l USING (p) JOIN states s ON s.g = m.g
        ANTI JOIN standing o ON o.r = l.r AND o.g = m.g
    WHERE l.state IS NULL OR s.one IS NULL OR (s.one = l.state AND s.other = l.state)
    QUALIFY row_number() OVER (PARTITION BY l.r, m.g ORDER BY m.p) = 1"""
