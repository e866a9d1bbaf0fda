import pytest

from mahdar.archive import Archive

from .invented import pair


@pytest.fixture
def path(tmp_path):
    return tmp_path / "minutes.db"


@pytest.fixture
def archive(path):
    with Archive(path) as archive:
        yield archive


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An archive of forty invented reports, for tests that only read."""
    with Archive(tmp_path_factory.mktemp("filled") / "minutes.db") as archive:
        archive.add_many([pair(n) for n in range(40)])
        yield archive
