"""Figures in English count in the plural."""

import pytest

from mahdar.arabic.phrases import rows
from mahdar.web.counting import counted


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [
        ("truck", 260, "trucks"),
        ("truck", 1, "truck"),
        ("person", 3, "people"),
        ("displaced person", 3, "displaced people"),
        ("member of parliament", 5, "members of parliament"),
        ("barrel per day", 2_000_000, "barrels per day"),
        ("party", 2, "parties"),
        ("convoy", 2, "convoys"),
        ("box", 2, "boxes"),
        ("percent", 30, "percent"),
        ("km", 70, "km"),
        ("USD", 5, "USD"),
        ("دينار", 5, "دينار"),
        ("mortar shell", 0.5, "mortar shells"),
        ("fighter aircraft", 4, "fighter aircraft"),
        ("troops", 1, "troops"),
    ],
)
def test_counted(unit, value, told):
    assert counted(unit, value) == told


def test_every_unit_has_a_plural_of_one_line():
    units = {row[0] for row in rows("mahdar.reading", "units.tsv")}
    for unit in units:
        told = counted(unit, 2)
        assert told == told.strip()
        assert not told.endswith(("ss", "yes", "sses s"))
