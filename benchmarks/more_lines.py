"""More lines for a PostgreSQL archive: `python -m benchmarks.more_lines ADDRESS [--copies 7]`.

ADDRESS is a database that `benchmarks.million BASE.db ADDRESS` has filled. Its lists are multiplied in the server:
every copy has other days within eleven years and events, chains and offices of its own; names, entities and words are
those of the first. What only a search looks into stays as it is.
"""

from __future__ import annotations

import argparse
import sys
import time

import sqlalchemy as sa
from benchmarks.million import LINES, UNLISTED

from mahdar.archive import Archive, dialect, schema, told


def moved(day: str, report: str, copy: int) -> str:
    """A day, some years earlier; what is no day stays."""
    back = f"(({report} * 7919 + {copy} * 401) % 4000)"
    return f"CASE WHEN length({day}) = 10 THEN to_char(({day})::date - {back}, 'YYYY-MM-DD') ELSE {day} END"


class Copies:
    """Copies of the first reports of an archive."""

    def __init__(self, connection: sa.Connection, size: dict[str, int]) -> None:
        self.connection, self.size = connection, size

    def put(self, table: str, where: str, **own: str) -> None:
        """Insert the rows of the first reports anew, the columns in `own` by an expression."""
        names = [column.name for column in schema.metadata.tables[table].columns]
        quoted = ", ".join(f'"{name}"' for name in names)
        told_as = ", ".join(own.get(name, f't."{name}"') for name in names)
        query = f'INSERT INTO "{table}" ({quoted}) SELECT {told_as} FROM "{table}" t WHERE {where}'
        self.connection.exec_driver_sql(query.replace("%", "%%"))

    def write(self, copy: int) -> None:
        """Write copy number `copy`."""
        first = self.size["reports"]
        report, mine = f"t.report + {copy * first}", f"t.report <= {first}"
        days = {day: moved(f"t.{day}", "t.key", copy) for day in ("date", "day", "first_day", "last_day")}
        self.put("reports", f"t.key <= {first}", key=f"t.key + {copy * first}", id=f"t.id || '-{copy}'",
                 given_id=f"t.given_id || '-{copy}'", content_hash=f"substr(t.content_hash, 1, 60) || 'z{copy:03d}'",
                 **days)  # fmt: skip
        for table in ("parties", "party_names", *(name for name in LINES if name not in UNLISTED)):
            dated = "first_day" in schema.metadata.tables[table].c
            own = {day: moved(f"t.{day}", "t.report", copy) for day in ("date", "first_day", "last_day") if dated}
            self.put(table, mine, report=report, **own)
        self.linked(copy, report)

    def linked(self, copy: int, report: str) -> None:
        """What was linked: events, chains and offices of its own, of the same entities."""
        letter = "abcdefghijklmnop"[copy]

        def new(column: str) -> str:
            at = f"strpos(t.{column}, '/')"
            return f"substr(t.{column}, 1, {at}) || '{letter}' || substr(t.{column}, {at} + 1)"

        keys = self.size["identities"]
        entity = f"CASE WHEN t.kind IN ('engagement', 'chain') THEN {new('entity')} ELSE t.entity END"
        self.put("identities", f"t.key <= {keys}", key=f"t.key + {copy * keys}", id=new("id"), report=report,
                 entity=entity)  # fmt: skip
        mine = "length(split_part(t.id, '/', 2)) = 12"
        year = {day: moved(f"t.{day}", str(copy), copy) for day in ("date", "first_day", "last_day")}
        self.put("events", mine, id=new("id"), date=year["date"])
        self.put("event_accounts", mine, id=new("id"), first_day=year["first_day"], last_day=year["last_day"])
        for table in ("chains", "chain_sides", "event_parties", "event_versions"):
            self.put(table, mine, id=new("id"))
        for table, parts in (("offices", "office_reports"), ("figure_series", "series_points")):
            n, number = f"t.n < {self.size[table]}", f"t.n + {copy * self.size[table]}"
            days = ("first_seen", "last_seen", "first_day", "last_day")
            self.put(table, n, n=number, **{day: moved(f"t.{day}", str(copy), copy) for day in days})
            self.put(parts, n, n=number, report=report)
        self.put("series_claimants", f"t.n < {self.size['figure_series']}",
                 n=f"t.n + {copy * self.size['figure_series']}")  # fmt: skip


def main() -> None:
    """Multiply the lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--copies", type=int, default=7)
    options = parser.parse_args()
    with Archive(options.address) as archive:
        with archive._reading() as connection:
            greatest = {"reports": "key", "identities": "key", "offices": "n", "figure_series": "n"}
            size = {
                table: int(connection.exec_driver_sql(f"SELECT coalesce(max({key}), 0) FROM {table}").scalar_one())
                for table, key in greatest.items()
            }
        size |= {table: size[table] + 1 for table in ("offices", "figure_series")}
        for copy in range(1, options.copies):
            begun = time.perf_counter()
            with dialect.writing(archive._engine) as connection:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # references are sound
                Copies(connection, size).write(copy)
            print(f"copy {copy}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        with dialect.writing(archive._engine) as connection:
            told.refresh(connection)
        archive._compact()
        print(archive.counts())


if __name__ == "__main__":
    main()
