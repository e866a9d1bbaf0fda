"""Sides of a contact that the model adds and leaves out."""

import numpy as np

from mahdar.reading.draft import Draft
from mahdar.reading.engagement_merging import Contact
from mahdar.reading.engagement_pairs import weigh_sides
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
