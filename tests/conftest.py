"""Every test that takes a `place` runs on SQLite and on PostgreSQL."""

import os

import pytest

from tests import databases

DATABASES = ("sqlite", "postgresql")


def new_place(database, folder):
    """An archive's place in a database of that kind: a file in `folder`, or an empty schema of a server of ours."""
    if database == "sqlite":
        return folder / "minutes.db"
    running = databases.server()
    if running is None:
        # Where a run is to show that both hold, a skip would hide that one was not tried.
        assert os.environ.get("MAHDAR_TEST_POSTGRESQL") != "required", databases.WHY_NOT
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {databases.WHY_NOT[0]}")
    return running.new_schema()


def forget(place):
    """Remove what `new_place` made, where no folder goes with it."""
    if isinstance(place, str):
        databases.server().forget(place)


@pytest.fixture(params=DATABASES)
def place(request, tmp_path):
    """Where a new archive may be made: a file, then a schema of a PostgreSQL database."""
    place = new_place(request.param, tmp_path)
    yield place
    forget(place)


@pytest.fixture
def other_place(place, tmp_path_factory):
    """A second one of the kind of `place`."""
    other = new_place("postgresql" if isinstance(place, str) else "sqlite", tmp_path_factory.mktemp("other"))
    yield other
    forget(other)


@pytest.fixture(scope="module", params=DATABASES)
def module_place(request, tmp_path_factory):
    """As `place`, for an archive that the tests of a module share."""
    place = new_place(request.param, tmp_path_factory.mktemp("archive"))
    yield place
    forget(place)


@pytest.fixture
def server():
    """The PostgreSQL server of this run, for tests of PostgreSQL alone."""
    if databases.server() is None:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {databases.WHY_NOT[0]}")
    return databases.server()
