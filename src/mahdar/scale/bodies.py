"""Bodies and places of all reports, by keys; what a body's name leaves open is judged by `who.bodies`."""

from __future__ import annotations

from collections.abc import Iterator

from mahdar.scale.bench import Bench, Block, Judge, Row
from mahdar.scale.forest import together
from mahdar.who.bodies import BodyKey, near_keys, slips_in, state_meant


def link_bodies(bench: Bench) -> None:
    """Fill `bodily` (p, e) with the party that each body goes by, and `placed` (p, e) with that of each place."""
    with bench.stage("bodies"):
        _states(bench)
        _clusters(bench)
        bench.table(
            "bodily",
            """
            SELECT p, arg_min(p, (pos, p)) OVER (PARTITION BY coalesce(root, c)) AS e
            FROM of_body LEFT JOIN same_bodies ON n = c JOIN reports USING (r)""",
        )
    with bench.stage("places"):
        bench.table(
            "placed",
            """
            SELECT p, arg_min(p, (pos, p)) OVER (PARTITION BY key) AS e
            FROM places JOIN parties USING (p) JOIN reports USING (r)""",
        )


def _states(bench: Bench) -> None:
    """Give each body the state that is meant, where its report does not tell it."""
    bench.table(
        "told_states",
        """
        SELECT words, list_sort(list(DISTINCT state)) AS states FROM bodies WHERE state IS NOT NULL GROUP BY words""",
    )
    bench.table(
        "open_bodies",
        """
        SELECT p, r, words, known, countries, array_to_string(states, ' ') AS states
        FROM bodies JOIN told_states USING (words) WHERE state IS NULL""",
    )
    bench.table(
        "met_there",
        """
        WITH one AS (SELECT DISTINCT words FROM open_bodies WHERE known AND NOT contains(states, ' ')),
        there AS (
            SELECT DISTINCT words, name FROM bodies JOIN one USING (words) JOIN met USING (r) WHERE state IS NOT NULL)
        SELECT DISTINCT p FROM open_bodies JOIN met USING (r) JOIN there USING (words, name) WHERE known""",
    )
    bench.table(
        "open_kinds",
        """
        SELECT row_number() OVER () AS n, * FROM (
            SELECT DISTINCT known, countries, states, p IN (FROM met_there) AS met FROM open_bodies)""",
    )
    bench.each("meant_states", "FROM open_kinds", Judge(_meant, (("n", "int64"), ("meant", "string"))))
    bench.table(
        "bodies_meant",
        """
        SELECT p, r, words, known, bodies.told, coalesce(state, meant, '') AS state FROM bodies LEFT JOIN (
            SELECT p, meant FROM open_bodies JOIN open_kinds k ON k.known = open_bodies.known
                AND k.countries = open_bodies.countries AND k.states = open_bodies.states
                AND k.met = (p IN (FROM met_there))
            JOIN meant_states USING (n)) USING (p)""",
    )


def _meant(rows: Iterator[Row]) -> Iterator[Row]:
    for n, known, countries, states, met in rows:
        yield n, state_meant(known, countries.split(), states.split(), met=met)


def _clusters(bench: Bench) -> None:
    """Bodies of one key, and the other names and slips by which some are one."""
    bench.table(
        "clusters",
        """
        SELECT row_number() OVER (ORDER BY words, known, state) - 1 AS c, *
        FROM (SELECT words, known, state, count(*) AS parties FROM bodies_meant GROUP BY ALL)""",
    )
    bench.table(
        "of_body",
        """
        SELECT p, r, c, told FROM bodies_meant JOIN clusters USING (words, known, state)""",
    )
    # A name is that of a body with a longer one where a report calls this one body by both.
    bench.table(
        "other_names",
        """
        SELECT c.c AS a, any_value(of_body.c) AS b
        FROM also JOIN of_body USING (p) JOIN clusters bearer ON bearer.c = of_body.c
        JOIN clusters c ON c.words = also.words AND c.c <> of_body.c AND NOT c.known
            AND (c.state = '' OR bearer.state = '' OR c.state = bearer.state)
        GROUP BY c.c HAVING count(DISTINCT of_body.c) = 1""",
    )
    query = "SELECT c, words, known, state, parties FROM clusters"
    bench.each("near_bodies", query, Judge(_near, (
        ("block", "string"), ("c", "int64"), ("i", "int32"), ("words", "string"), ("state", "string"),
        ("parties", "int64"),
    )))  # fmt: skip
    bench.blocks("slips", "FROM near_bodies", Judge(_slips, (("a", "int64"), ("b", "int64"))))
    together(
        bench,
        "same_bodies",
        """
        SELECT a, b FROM slips UNION ALL SELECT a, b FROM other_names WHERE a NOT IN (SELECT a FROM slips)""",
    )


def _near(rows: Iterator[Row]) -> Iterator[Row]:
    for c, words, known, state, parties in rows:
        for i, others, _ in near_keys(BodyKey(tuple(words.split()), state or None, known)):
            yield f"{i} {state} {' '.join(others)}", c, i, words, state, parties


def _slips(blocks: Iterator[Block]) -> Iterator[Row]:
    for block in blocks:
        keys = {BodyKey(tuple(words.split()), state or None): (c, n) for _, c, _, words, state, n in block}
        for key, best in slips_in(block[0][2], {key: n for key, (_, n) in keys.items()}).items():
            yield keys[key][0], keys[best][0]
