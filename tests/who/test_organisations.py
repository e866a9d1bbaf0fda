"""Names of bodies, against tests/cases/bodies.tsv."""

import pytest

from mahdar.record import Record
from mahdar.who import Scene, Told, link
from mahdar.who.bodies import known_body
from mahdar.who.organisations import named, without_state, words_of
from tests.tables import table


@pytest.mark.parametrize("case", table("bodies.tsv", 5), ids=lambda case: f"{case[0]} {case[1]} {case[2]}")
def test_a_name_means_a_body(case):
    name, state, here, id_, english = case
    found = named(name, None if state == "-" else state, tuple(here.split("|")) if here else ())
    assert (found.id if found else "-", found.name_en if found else "") == (id_, english)


def test_words_of_names():
    assert words_of("«الميليشيات» الحوثيّة") == words_of("مليشيا الحوثية")
    assert without_state(words_of("حكومة الولايات المتحدة الأمريكية")) == (("حكومه",), "US")
    assert without_state(words_of("روسيا اليوم")) == (("روسيا", "يوم"), None)


def report(doc, *names, state="العراق", text="", at=0):
    """A report with one body of these names, and one state."""
    parties = [{"id": "p0", "type": "ORG", "names": list(names)}, {"id": "p8", "type": "GPE", "names": [state]}]
    mentions = [{"start": at, "end": at + len(names[0]), "type": "ORG", "party": "p0"}] if text else []
    mentions.append({"start": 0, "end": 5, "type": "GPE", "party": "p8"})
    return Told(Record(doc=doc, reader="test", parties=parties, mentions=mentions), "2016-01-17", text=text)


def together(*reports):
    entities = link(list(reports))
    return entities.of[reports[0].doc, "p0"] == entities.of[reports[1].doc, "p0"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("وزارة النقل",), ("وزارة النقل العراقية",), True),
        (("الحركة الوطنية للتجديد", "حركة التجديد"), ("حركة التجديد",), True),
        (("المجلس الأعلى للسلم", "المجلس"), ("المجلس",), False),
        (("مركز الرافدين للدراسات المستقبلية",), ("مركز الرافدين للدرسات المستقبلية",), True),
        (("اللواء الثاني لحماية المنشآت",), ("اللواء الثامن لحماية المنشآت",), False),
        (("صحيفة الميزان",), ("الميزان",), True),
        (("شركة بونجاسكو",), ("شركة بونغاسكو",), True),
        (("شرطة نينوى",), ("شرطة البصرة",), False),
    ],
)
def test_names_of_one_body(a, b, same):
    assert together(report("x", *a), report("y", *b)) is same


def test_the_article_that_a_preposition_swallows():
    text = "قال ممثل للتحالف الدولي"
    told = report("x", "لتحالف الدولي", text=text, at=text.index("لتحالف"))
    scene = Scene(told)
    assert known_body(scene.parties["p0"], scene).id == "international-coalition"
