"""The minutes of an engagement in one sentence, in both languages."""

from typing import get_args

import pytest

from mahdar.archive import EngagementLine, PartyRef
from mahdar.archive.findings import Event, Named
from mahdar.minutes import called, sentence
from mahdar.record import EngagementKind, EngagementStatus
from mahdar.wording import LANGUAGES

MINISTER = PartyRef("p1", "PER", "خالد الزيدي", "وزير الدفاع العراقي")
ENVOY = PartyRef("p2", "PER", "بول مورغان", "السفير البريطاني لدى العراق", name_en="Paul Morgan")
UNNAMED = PartyRef("p3", "PER", "وزير المالية", "وزير المالية")
STATE = PartyRef("p4", "GPE", "الولايات المتحدة", None, name_en="United States")
BODY = PartyRef("p5", "ORG", "وزارة النقل", None)
PLACE = PartyRef("p6", "GPE", "بغداد", None, name_en="Baghdad")


def line(
    kind="meeting", who=(MINISTER, ENVOY), host=None, date=None, place=None, status="held", topics=(), historical=False
):
    return EngagementLine(
        "r1", None, date, "event", (0, 5), "كلمات",
        kind=kind, who=list(who), host=host, date=date, place=place, topics=list(topics), status=status,
        historical=historical, confidence=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "english", "arabic"),
    [
        (
            line(who=(UNNAMED, ENVOY), host=UNNAMED, place=PLACE, date="2016-05-08", topics=["police"]),
            "The Finance Minister received British Ambassador to Iraq Paul Morgan in Baghdad on 8 May 2016; police",
            "استقبال وزير المالية للسفير البريطاني لدى العراق بول مورغان في بغداد، 8 أيار/مايو 2016؛ شرطة",
        ),
        (
            line("call", (UNNAMED, STATE), date="2021-04"),
            "The Finance Minister spoke by telephone with the United States in April 2021",
            "اتصال هاتفي بين وزير المالية والولايات المتحدة، نيسان/أبريل 2021",
        ),
        (
            line("visit", (ENVOY,), place=PLACE),
            "British Ambassador to Iraq Paul Morgan visited Baghdad",
            "زيارة السفير البريطاني لدى العراق بول مورغان إلى بغداد",
        ),
        (
            line("session", (MINISTER, BODY), host=MINISTER, status="planned"),
            "Iraqi Defence Minister Khalid al-Zaidi is to chair a session with the Ministry of Transport",
            "جلسة مقررة برئاسة وزير الدفاع العراقي خالد الزيدي وحضور وزارة النقل",
        ),
        (
            line("signing", (STATE, UNNAMED), status="denied"),
            "The United States and the Finance Minister signed an agreement (denied)",
            "توقيع اتفاق بين الولايات المتحدة ووزير المالية (نُفي)",
        ),
    ],
)
def test_a_sentence_says_what_the_record_holds(told, english, arabic):
    assert sentence(told, "en") == english
    assert sentence(told, "ar") == arabic


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(EngagementKind))
@pytest.mark.parametrize("status", get_args(EngagementStatus))
@pytest.mark.parametrize("who", [(), (MINISTER,), (MINISTER, ENVOY), (MINISTER, ENVOY, STATE)])
@pytest.mark.parametrize("host", [None, MINISTER])
def test_every_engagement_has_a_sentence_that_names_all_of_it(kind, status, who, host, language):
    told = sentence(line(kind, who, host, date="2020-02-03", place=PLACE, status=status), language)
    assert "{" not in told
    assert "  " not in told
    assert "2020" in told
    for party in {*who, *([host] if host else [])}:
        assert called(party, language).removeprefix("ال").removeprefix("the ") in told


def test_an_event_of_many_reports_has_one_too():
    who = [Named("person:1", "خالد الزيدي", "Khalid al-Zaidi"), Named("body:2", "حلف", "Baltic Council")]
    event = Event("e1", "meeting", "2020-02-03", "held", who, None, 2, [], [], [])
    assert sentence(event, "en") == "Khalid al-Zaidi met the Baltic Council on 3 February 2020"
    assert sentence(event, "ar") == "لقاء خالد الزيدي مع حلف، 3 شباط/فبراير 2020"
