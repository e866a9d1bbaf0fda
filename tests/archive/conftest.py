import pytest

from mahdar.archive import Archive, schema
from tests import databases
from tests.conftest import DATABASES, forget, new_place

from .invented import pair


@pytest.fixture
def path(tmp_path):
    """A file for an archive, for tests of SQLite alone."""
    return tmp_path / "minutes.db"


@pytest.fixture(scope="session", params=DATABASES)
def empty_place(request, tmp_path_factory):
    """For PostgreSQL, where tables are made slowly, one schema for all tests, emptied behind each."""
    place = new_place(request.param, tmp_path_factory.mktemp("empty"))
    if request.param == "postgresql":
        Archive(place).close()
    yield place
    forget(place)


@pytest.fixture
def archive(empty_place):
    with Archive(empty_place) as archive:
        yield archive
    if isinstance(empty_place, str):
        empty(empty_place)
    else:
        for file in empty_place.parent.iterdir():
            file.unlink()


def empty(address):
    """Take every row out of an archive in PostgreSQL."""
    names = [table.name for table in schema.metadata.sorted_tables if table.name != "search_state"]
    databases.server().sql("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY", address)


@pytest.fixture(scope="module")
def filled(module_place):
    """An archive of forty invented reports, for tests that only read."""
    with Archive(module_place) as archive:
        archive.add_many([pair(n) for n in range(40)])
        yield archive
