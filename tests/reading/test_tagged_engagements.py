"""Sides of a contact that the model adds and leaves out."""

import numpy as np

from mahdar.reading.clauses import Clauses
from mahdar.reading.draft import Draft
from mahdar.reading.engagement_details import without_states
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_pairs import is_doubted, weigh_place, weigh_sides
from mahdar.reading.engagement_proposed import named_within, proposed_contacts
from mahdar.tagger.decoding import Span
from mahdar.tagger.labels import ENGAGEMENTS
from mahdar.tagger.model import RELATION
from mahdar.tagger.pairing import WIDTH

from .model_says import says
from .named_drafts import named_draft

TEXT = "استقبل سعد الجميلي وفدا. وحضر نادر قاسم."
NAMES = "سعد الجميلي=PER; نادر قاسم=PER; الفنار=ORG"


def draft_with(logits: dict[int, float]) -> Draft:
    """The draft with a model that gives each word so many log-odds of taking part in what begins at the first word."""
    draft = named_draft(TEXT, NAMES)
    tagged = says(len(draft.words), "engagement", [], outside=0.0)
    tagged.pairs[0, 0, RELATION["participant"], 0] = np.sqrt(WIDTH)
    for word, logit in logits.items():
        tagged.pairs[word, 1, RELATION["participant"], 0] = logit
    draft.tagged = tagged
    return draft


def sides(draft: Draft, who: list[str], least: int) -> list[str]:
    contact = Contact(0, "meeting", 0, 4, who=list(who))
    weigh_sides(draft, contact, least=least)
    return contact.who


def test_a_second_side_is_the_likeliest_person():
    assert sides(draft_with({6: 2.0}), ["p1"], 2) == ["p1", "p2"]
    assert sides(draft_with({6: 0.5}), ["p1"], 2) == ["p1"]
    assert sides(draft_with({6: 2.0}), ["p1"], 1) == ["p1"]


def test_a_side_that_the_model_is_sure_is_none_is_left_out_where_enough_are_left():
    assert sides(draft_with({6: -4.0}), ["p1", "p2"], 1) == ["p1"]
    assert sides(draft_with({6: -4.0}), ["p1", "p2"], 2) == ["p1", "p2"]


def test_a_person_whom_the_model_is_sure_of_is_added():
    assert sides(draft_with({6: 4.0}), ["p1"], 1) == ["p1", "p2"]


def test_without_a_model_nothing_changes():
    draft = named_draft(TEXT, NAMES)
    assert sides(draft, ["p1"], 2) == ["p1"]


def placed(draft: Draft, logit: float, place: str | None) -> str | None:
    """The place of a contact at the first word, where the model gives the town at word 3 these log-odds."""
    tagged = says(len(draft.words), "engagement", [], outside=0.0)
    tagged.pairs[0, 0, RELATION["place"], 0] = np.sqrt(WIDTH)
    tagged.pairs[3, 1, RELATION["place"], 0] = logit
    draft.tagged = tagged
    contact = Contact(0, "meeting", 0, 4, who=["p1"], place=place)
    weigh_place(draft, contact)
    return contact.place


def test_a_place_that_the_model_is_far_surer_of_takes_the_place_of_the_rules():
    draft = named_draft("استقبل سعد الجميلي بالموصل وفدا من البصرة.", "سعد الجميلي=PER; الموصل=GPE; البصرة=GPE")
    mosul, basra = (next(p.id for p in draft.parties if name in p.names) for name in ("الموصل", "البصرة"))
    assert placed(draft, 3.5, None) == mosul
    assert placed(draft, 2.5, None) is None
    assert placed(draft, 4.5, basra) == mosul
    assert placed(draft, 3.5, basra) == basra


def test_a_meeting_with_a_body_that_the_model_does_not_see_is_doubted():
    draft = named_draft(TEXT, NAMES)
    draft.parties[1].type = "ORG"
    draft.tagged = says(len(draft.words), "engagement", [], outside=9.0)
    assert is_doubted(draft, Contact(0, "meeting", 0, 4, who=["p1", "p2"]))
    assert not is_doubted(draft, Contact(0, "visit", 0, 4, who=["p1", "p2"]))
    draft.tagged = None
    assert not is_doubted(draft, Contact(0, "meeting", 0, 4, who=["p1", "p2"]))


def proposed(text: str, names: str, kind: str, taking_part: dict[int, float], told: list[Contact]) -> list[Contact]:
    """What the model alone proposes that sees one engagement in the whole text."""
    draft = named_draft(text, names)
    draft.tagged = says(len(draft.words), "engagement", [(0, len(draft.words), kind, 9.0)], outside=9.0)
    draft.tagged.pairs[0, 0, RELATION["participant"], 0] = np.sqrt(WIDTH)
    draft.tagged.pairs[:, 1, RELATION["participant"], 0] = -9.0
    for word, logit in taking_part.items():
        draft.tagged.pairs[word, 1, RELATION["participant"], 0] = logit
    return proposed_contacts(Clauses(draft), told)


SAT = "جلس سعد الجميلي إلى نادر قاسم يوم 3 مايو 2016 في الموصل"
SITTING = "سعد الجميلي=PER; نادر قاسم=PER; الموصل=GPE"


def test_what_the_model_alone_sees_is_a_contact_of_those_it_is_sure_of():
    (contact,) = proposed(SAT, SITTING, "meeting", {1: 2.0, 4: 3.0}, [])
    assert (contact.kind, contact.who, contact.date) == ("meeting", ["p2", "p1"], "2016-05-03")


def test_nothing_is_proposed_over_what_the_rules_read_or_without_a_model():
    assert proposed(SAT, SITTING, "meeting", {1: 2.0, 4: 3.0}, [Contact(0, "visit", 2, 5)]) == []
    assert proposed_contacts(Clauses(named_draft(SAT, SITTING)), []) == []


def test_a_state_stands_back_behind_its_person():
    draft_names = "سعد الجميلي=PER; نادر قاسم=PER; الموصل=GPE"
    draft = named_draft(SAT, draft_names)
    draft.party["p1"].of = "p3"
    assert without_states(draft, ["p1", "p2", "p3"], councils=False) == ["p1", "p2"]


def test_those_whom_the_words_name_take_part_where_they_are_enough():
    draft = named_draft(SAT, SITTING)
    meeting, visit = (ENGAGEMENTS.index(kind) for kind in ("meeting", "visit"))
    assert named_within(draft, Span(0, 7, meeting, 0.9), ["p3", "p2", "p1"]) == ["p2", "p1"]
    assert named_within(draft, Span(0, 3, meeting, 0.9), ["p3", "p2", "p1"]) == ["p3", "p2", "p1"]
    assert named_within(draft, Span(0, 7, visit, 0.9), ["p3", "p2", "p1"]) == ["p2"]
    assert named_within(draft, Span(0, 1, visit, 0.9), ["p3", "p2"]) == ["p3"]
