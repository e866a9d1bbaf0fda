"""What parties are called in English."""

import pytest

from mahdar.record import Record
from mahdar.who import Told, link


def name_en(type_, name, state="العراق"):
    parties = [
        {"id": "p0", "type": type_, "names": [name], "of": "p8"},
        {"id": "p8", "type": "GPE", "names": [state]},
    ]
    mentions = [{"start": 0, "end": 5, "type": "GPE", "party": "p8"}]
    return link([Told(Record(doc="x", reader="test", parties=parties, mentions=mentions))]).name_en(("x", "p0"))


@pytest.mark.parametrize(
    ("type_", "name", "state", "english"),
    [
        ("PER", "محمد سالم الغبان", "العراق", "Muhammad Salim al-Ghabban"),
        ("PER", "محمد صلاح", "مصر", "Mohamed Salah"),
        ("ORG", "وزارة النقل", "العراق", "Iraqi Ministry of Transport"),
        ("ORG", "الجيش", "مصر", "Egyptian Armed Forces"),
        ("ORG", "حركة «حماس»", "مصر", "Hamas"),
        ("ORG", "شركة الوادي للمقاولات", "العراق", None),
        ("GPE", "محافظة نينوى", "العراق", "Nineveh Governorate"),
        ("GPE", "كفر العدم", "العراق", None),
    ],
)
def test_parties_have_english_names(type_, name, state, english):
    assert name_en(type_, name, state) == english
