"""Commitments of the rules that the model doubts, and of the model where the rules have none."""

from mahdar.reading import STAGES, open_draft
from mahdar.reading.names import find_names
from mahdar.reading.tagging import chance, proposed, tag_words
from mahdar.record import Report
from mahdar.tagger.labels import COMMITMENTS

from .model_says import SURE, says

ASKED = "طالب محمد الجميلي الحكومة العراقية بإرسال مساعدات إنسانية إلى الموصل."
UNLISTED = "وصل محمد الجميلي إلى بغداد. وقال محمد الجميلي إن بلاده تضع مستشفياتها رهن إشارة العراق."
NEITHER = 0.0


def seen(draft, spans):
    """What a model says that sees commitments at `spans` (first word, last word + 1, kind) and nowhere else."""
    return says(len(draft.words), "commitment", [(*span, SURE) for span in spans], outside=SURE)


def commitments(text, spans):
    """Commitments of a text read by the rules alone (`spans` None) or with a model that says `spans`."""
    draft = open_draft(Report(id="t", text=text))
    for stage in STAGES:
        if stage is tag_words:
            continue
        stage(draft)
        if stage is find_names and spans is not None:  # names are the rules' here
            draft.tagged = seen(draft, spans)
    return [(c.kind, [draft.party[p].names[0] for p in c.from_], text[slice(*c.span)]) for c in draft.commitments]


def test_the_rules_commitment_stands_with_a_model_that_sees_it():
    alone = commitments(ASKED, None)
    assert [c[0] for c in alone] == ["request"]
    assert commitments(ASKED, [(0, 11, "request")]) == alone


def test_what_the_model_doubts_is_left_out():
    assert commitments(ASKED, []) == []


def test_what_the_model_is_sure_of_is_added_with_its_speaker():
    assert commitments(UNLISTED, None) == []
    words = open_draft(Report(id="t", text=UNLISTED)).words
    first = next(k for k, w in enumerate(words) if w.text == "تضع")
    found = commitments(UNLISTED, [(first, len(words), "pledge")])
    assert found == [("pledge", ["محمد الجميلي"], "تضع مستشفياتها رهن إشارة العراق")]


def test_what_is_proposed_up_to_a_preposition_says_nothing():
    words = open_draft(Report(id="t", text=UNLISTED)).words
    first = next(k for k, w in enumerate(words) if w.text == "تضع")
    text = UNLISTED.replace("تضع مستشفياتها رهن إشارة العراق", "تضع كل مستشفياتها وأطبائها على ذمة العراق")
    assert commitments(text, [(first, first + 7, "pledge")])
    assert commitments(text, [(first, first + 5, "pledge")]) == []


def test_spans_are_proposed_without_marks_at_their_ends():
    draft = open_draft(Report(id="t", text="، تعهد بدعم العراق ."))
    tagged = seen(draft, [(0, 5, "pledge")])
    (span,) = proposed(tagged, "commitment", draft.words, 0.85)
    assert (span.first, span.last, COMMITMENTS[span.kind]) == (1, 4, "pledge")
    assert chance(tagged, "commitment", 1, 4) > 0.99
    assert chance(tagged, "commitment", 3, 3) == NEITHER


GIVEN = "وصل محمد الجميلي إلى بغداد. وقال محمد الجميلي إن تسليم العراق عشر طائرات تم أمس."


def test_the_model_s_support_is_not_given_by_who_is_helped():
    words = open_draft(Report(id="t", text=GIVEN)).words
    first = next(k for k, w in enumerate(words) if w.text == "تسليم")
    assert commitments(GIVEN, [(first, len(words), "delivered")]) == []


SUPPORT = "غادر محمد الجميلي بغداد بسبب دعم إيران لسوريا."


def test_support_told_as_a_fact_stands_where_the_model_sees_little():
    (found,) = commitments(SUPPORT, None)
    assert found == ("delivered", ["إيران"], "دعم إيران لسوريا")
    assert commitments(SUPPORT, []) == []
