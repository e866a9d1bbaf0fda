"""What parties, bodies and entities are called in English."""

import pytest

from mahdar.record import Party, Record
from mahdar.who import Told, link
from mahdar.who.english import Naming, best_name, body_in_english, state_named
from mahdar.who.role_english import role_in_english
from tests.tables import table


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


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("وزارة الداخلية العراقية", "Iraqi Ministry of Interior"),
        ("وزارة المالية الاتحادية", "Federal Ministry of Finance"),
        ("الأمم المتحدة", "United Nations"),
        ("بعثة حلف شمال الأطلسي في العراق", "Mission of NATO in Iraq"),
        ("لجنة الأمن والدفاع النيابية", "Parliamentary Committee of Security and Defence"),
        ("القيادة العامة للقوات المسلحة الأردنية", "General Command of the Jordanian Armed Forces"),
        ("حركة حماس", "Hamas"),
        ("القاعدة", "al-Qaeda"),
        ("شرطة البصرة", "Police of Basra"),
        ("وزارة الصحة والبيئة", "Ministry of Health"),
        ("لجنة الشباب والثقافة العراقية", "Iraqi Committee of Youth and Culture"),
        ("وزارة الشباب والثقافة", "Ministry of Youth and Culture"),
        ("وزارة الشباب والرياضة", "Ministry of Youth and Sports"),
        ("وزارة الدفاع والداخلية", "Ministry of Defence and Interior"),
    ],
)
def test_bodies(name, english):
    assert body_in_english(name) == english


def test_a_name_of_its_own_is_spelled_as_a_whole():
    assert body_in_english("المنارة الجديدة") == "al-Manara al-Jadida"


def test_states():
    assert (state_named("IQ").name_en, state_named("IQ").name) == ("Iraq", "العراق")


def test_a_name_that_few_reports_have_is_passed_over():
    names = ["جون كيري"] * 30 + ["زميلي جون كيري"]
    reports = [
        Told(
            Record(doc=f"r{n}", reader="t", parties=[Party(id="p1", type="PER", names=[name], role="وزير الخارجية")]),
            "2015-08-01",
        )
        for n, name in enumerate(names)
    ]
    entities = link(reports)
    assert best_name(entities, [("r0", "p1")] * 30 + [("r30", "p1")]) == "جون كيري"
    assert best_name(entities, [(f"r{n}", "p1") for n in range(25, 31)]) == "زميلي جون كيري"


def test_entities_are_named_by_their_fullest_name_and_places_by_the_gazetteer():
    parties = [
        Party(id="p1", type="PER", names=["محمد سالم الغبان", "الغبان"], role="وزير الداخلية", of="p2"),
        Party(id="p2", type="GPE", names=["العراق"]),
        Party(id="p3", type="LOC", names=["مطار صنعاء"]),
        Party(id="p4", type="PER", names=[]),
        Party(id="p5", type="GPE", names=[]),
    ]
    entities = link([Told(Record(doc="a", reader="test", parties=parties), "2016-01-01")])
    naming = Naming(entities)
    assert naming.of(("a", "p1")).name == "محمد سالم الغبان"
    assert naming.of(("a", "p1")).name_en.endswith("al-Ghabban")
    assert naming.of(("a", "p2")).name_en == "Iraq"
    assert naming.of(("a", "p3")).name_en == "Sanaa airport"
    assert ("a", "p5") not in entities.of


@pytest.mark.parametrize(("role", "english"), table("role_english.tsv", 2))
def test_roles_in_english(role, english):
    assert role_in_english(role) == (None if english == "-" else english)


def test_a_role_in_english_is_never_spelled_in_latin_letters():
    for role in ("رئيس كتلة الفجر الساطع", "عضو لجنة المسابقات", "متحدث باسم أهالي الحي"):
        assert role_in_english(role) in ("Leader of a bloc", "Member of a committee", "Spokesperson")
