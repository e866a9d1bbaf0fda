"""Posts in the words of reports, by tests/cases/posts.tsv."""

import pytest

from mahdar.who.posts import posts
from tests.tables import CASES


def table():
    for line in (CASES / "posts.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(line.split("\t"))


@pytest.mark.parametrize(("role", "expected"), list(table()))
def test_posts_of_a_role(role, expected):
    told = [f"{p.head}:{p.state or ''}:{p.seat or ''}:{p.standing}" for p in posts(role)]
    assert "|".join(told) == ("" if expected == "-" else expected)


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("المبعوث الكندي الخاص إلى ليبيا", "المبعوث الكندي", True),
        ("رئيس الحكومة", "رئيس مجلس الوزراء", True),
        ("قائد بعثة حلف شمال الأطلسي", "قائد بعثة الناتو", True),
        ("المتحدث باسم وزارة النقل", "الناطق باسم النقل", True),
        ("وزير النقل", "نائب وزير النقل", False),
        ("الرئيس التونسي", "رئيس الوزراء التونسي", False),
        ("السفير الكندي في تونس", "السفير الكندي في ليبيا", False),
        ("ولي ولي العهد", "ولي العهد", False),
    ],
)
def test_posts_that_can_be_one(one, other, fits):
    assert posts(one)[0].fits(posts(other)[0]) is fits


def test_the_role_is_kept_as_written_without_former_and_new():
    assert posts("السفير الياباني الجديد لدى الأردن")[0].role == "السفير الياباني لدى الأردن"
