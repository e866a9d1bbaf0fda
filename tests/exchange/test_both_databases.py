"""What is streamed out of PostgreSQL is what is streamed out of SQLite: every table, every part, every filter."""

import json

import pytest

from mahdar.archive import Archive
from mahdar.archive.streaming import Wanted
from mahdar.entitylist import EntityList, Listed
from mahdar.exchange import export, formats
from mahdar.exchange.layout import tables
from mahdar.exchange.tables import ROWS, Options
from mahdar.ledger import relink
from tests.archive.invented import pair
from tests.conftest import DATABASES, forget, new_place

from .conftest import LONG, MARKS, hostile

WANTED = [
    {}, {"party": "مراد الحصري"}, {"since": "2012", "until": "2014"}, {"min_confidence": 0.5}, {"kind": "meeting"},
    {"words": "الدعم"}, {"area": "training"}, {"report": "r00003"}, {"outlet": MARKS}, {"party": MARKS},
]  # fmt: skip
#: What need not be the same: the digest of an archive's state.
OWN = ("digest",)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same reports, read and linked, in both databases."""
    places = [new_place(database, tmp_path_factory.mktemp("both")) for database in DATABASES]
    archives = [Archive(place) for place in places]
    for archive in archives:
        archive.add_many([pair(n) for n in range(60)])
        archive.add(*hostile(0, MARKS))
        archive.add(*hostile(1, "سالم الوادي", LONG))
        archive.linking().take_list(EntityList((Listed("m1", "person", ("مراد الحصري",), "Mourad", None, "Q7"),)))
        relink(archive)
    yield archives
    for archive, place in zip(archives, places, strict=True):
        archive.close()
        forget(place)


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_rows_are_the_same(both, wanted):
    found = []
    for archive in both:
        with archive.stream(Wanted(**wanted)) as stream:
            rows = {name: list(ROWS[name].rows(stream, Options(text=True))) for name in tables()}
            found.append((rows, stream.left_out, {name: stream.count(ROWS[name].part) for name in tables()}))
    assert found[0] == found[1]
    assert found[0][0]["reports"] or wanted.get("kind")


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_files_are_the_same(both, tmp_path, name):
    if formats()[name].missing():
        pytest.skip(f"{name}: {formats()[name].missing()} not installed")
    one, other = (export(archive, name, tmp_path / str(n) / "x") for n, archive in enumerate(both))
    assert one.rows == other.rows
    same = [json.dumps(done.about["archive"] | dict.fromkeys(OWN), sort_keys=True) for done in (one, other)]
    assert same[0] == same[1]
    if one.about["archive"]["digest"] == other.about["archive"]["digest"]:
        assert [file.sha256 for file in one.files] == [file.sha256 for file in other.files]
