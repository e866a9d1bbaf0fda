import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from tests.archive.invented import pair


@pytest.fixture(scope="session")
def linked_place(tmp_path_factory):
    """The file of an archive of forty invented reports, read and linked."""
    place = tmp_path_factory.mktemp("exchange") / "minutes.db"
    with Archive(place) as archive:
        archive.add_many([pair(n) for n in range(40)])
        relink(archive)
    return place


@pytest.fixture
def archive(linked_place):
    with Archive(linked_place) as archive:
        yield archive


@pytest.fixture
def new_archive(tmp_path):
    with Archive(tmp_path / "new.db") as archive:
        yield archive
