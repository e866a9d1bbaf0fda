"""``mahdar dossier`` as it is run."""

import pytest

from mahdar.archive import Archive
from tests.archive.own import own_reports


@pytest.fixture
def minutes(tmp_path):
    with Archive(tmp_path / "minutes.db") as archive:
        archive.add_many(own_reports()[:12])
    return "minutes.db"


def test_a_dossier_is_written_in_the_language_asked_for(mahdar, minutes, tmp_path):
    done = mahdar("dossier", "--search", "العراق", "--out", "found.pdf", "--archive", minutes, "--lang", "ar")
    assert done.status == 0, done.err
    assert "found.pdf" in done.out
    assert (tmp_path / "found.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ((), 2, "--out"),
        (("--out", "x.pdf"), 2, "Give one of"),
        (("--out", "x.pdf", "--search", "a", "--party", "b"), 2, "Give one of"),
        (("--out", "x.pdf", "--search", "a", "--with", "b"), 2, "--with goes with --party"),
        (("--out", "x.odt", "--search", "a"), 2, ".pdf or .docx"),
        (("--out", "x.pdf", "--party", "لا أحد بهذا الاسم"), 1, "nothing of that name"),
        (("--out", "missing/x.pdf", "--search", "العراق"), 3, "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_told(mahdar, minutes, arguments, status, told):
    done = mahdar("dossier", *arguments, "--archive", minutes)
    assert done.status == status
    assert told in done.err
