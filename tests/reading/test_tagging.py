"""The names of the model and of the rules, read together."""

import pytest

from mahdar.errors import TaggerError
from mahdar.reading import open_draft, reader, tagging
from mahdar.reading.bodies import Found
from mahdar.reading.names import find_names
from mahdar.reading.tagging import tag_words, with_model
from mahdar.record import Report
from mahdar.tagger import default_tagger
from mahdar.version import RULES, VERSION

from .model_says import SURE, UNSURE, says

TEXT = "التقى زيدان وكلاوس في برلين."


def tagged(count, names, cuts=()):
    """What a model says that is sure of `names` (words first, last, type, how sure) and of O elsewhere."""
    return says(count, "name", names, outside=3.0, cuts=cuts)


def together(names, found, cuts=(), noisy=(), text=TEXT):
    draft = open_draft(Report(id="t", text=text))
    words = draft.words
    read = with_model(tagged(len(words), names, cuts), words, [k in noisy for k in range(len(words))], found)
    return [(text[slice(*draft.span(f.first, f.last, f.cut))], f.type) for f in read]


def test_a_sure_model_adds_what_the_rules_do_not_know():
    assert together([(1, 2, "PER", SURE)], []) == [("زيدان", "PER")]


def test_an_unsure_model_adds_nothing():
    assert together([(1, 2, "PER", UNSURE)], []) == []


def test_the_rules_outweigh_an_unsure_model_and_yield_to_a_sure_one():
    rules = [Found(4, 5, 0, "GPE")]
    assert together([(4, 5, "ORG", UNSURE)], rules) == [("برلين", "GPE")]
    assert together([(4, 5, "ORG", SURE)], rules) == [("برلين", "ORG")]


def test_the_rules_name_stands_where_the_model_sees_little():
    assert together([], [Found(4, 5, 0, "GPE")]) == [("برلين", "GPE")]


@pytest.mark.parametrize(("found", "cuts"), [([], [(2, 1)]), ([Found(2, 3, 1, "PER")], [(2, 0)])])
def test_the_proclitic_is_cut_off_by_the_model_or_by_the_rules(found, cuts):
    assert together([(2, 3, "PER", SURE)], found, cuts) == [("كلاوس", "PER")]


@pytest.mark.parametrize(
    ("text", "name"),
    [("حضر زيدان، ومنى السلمان.", "منى السلمان"), ("حضر زيدان، وليد السلمان.", "وليد السلمان")],
)
def test_and_before_a_listed_name_is_cut_off_where_the_model_does_not(text, name):
    assert together([(3, 5, "PER", SURE)], [], text=text) == [(name, "PER")]


def test_a_cut_that_is_no_proclitic_is_none():
    assert together([(1, 2, "PER", SURE)], [], [(1, 2)]) == [("زيدان", "PER")]


@pytest.mark.parametrize(
    ("text", "last", "name"),
    [("هاجم تنظيم(داعش) القرية.", 4, "تنظيم(داعش)"), ('هاجمت قوات"الحشد الشعبي" القرية.', 5, 'قوات"الحشد الشعبي"')],
)
def test_a_noun_and_its_name_in_marks_are_one_body(text, last, name):
    assert together([(1, 2, "ORG", SURE), (3, last, "ORG", SURE)], [], text=text) == [(name, "ORG")]


def test_a_title_is_no_part_of_the_name():
    text = "قال آية الله منتظر أمس."
    assert together([(1, 4, "PER", SURE)], [], text=text) == [("منتظر", "PER")]


def test_an_indefinite_noun_is_no_body():
    assert together([(2, 3, "ORG", SURE)], [], text="تشارك في قيادة مجموعة أمس.") == []


def test_two_bodies_between_marks_stay_two():
    text = 'قال الجيش لصحيفة "المنار" أمس.'
    names = [(1, 2, "ORG", SURE), (4, 5, "ORG", SURE)]
    assert together(names, [], text=text) == [("الجيش", "ORG"), ("المنار", "ORG")]


def test_furniture_holds_no_names():
    assert together([(1, 2, "PER", SURE)], [Found(1, 2, 0, "PER")], noisy=(1,)) == []


def test_names_of_a_draft_are_read_with_what_the_model_says():
    draft = open_draft(Report(id="t", text=TEXT))
    draft.tagged = tagged(len(draft.words), [(1, 2, "PER", SURE)])
    find_names(draft)
    assert ("زيدان", "PER") in [(TEXT[m.start : m.end], m.type) for m in draft.mentions]


def test_of_a_text_too_long_for_the_model_the_rules_read_the_rest(monkeypatch):
    class Sees:
        def tag(self, pages):
            return [tagged(len(page.words), [(1, 2, "PER", SURE)]) for page in pages]

    monkeypatch.setattr(tagging, "default_tagger", Sees)
    monkeypatch.setattr(tagging, "LONGEST", 3)
    draft = open_draft(Report(id="t", text=TEXT))
    tag_words(draft)
    found = with_model(draft.tagged, draft.words, [False] * len(draft.words), [Found(4, 5, 0, "GPE")])
    assert [(f.first, f.last, f.type) for f in found] == [(1, 2, "PER"), (4, 5, "GPE")]


def test_without_a_model_nothing_is_tagged(monkeypatch):
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    draft = open_draft(Report(id="t", text=TEXT))
    tag_words(draft)
    assert draft.tagged is None


def test_the_reader_says_whether_a_model_reads_along(monkeypatch):
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    assert reader() == f"mahdar {VERSION} / rules {RULES}"
    monkeypatch.delenv("MAHDAR_TAGGER")
    model = default_tagger()
    assert reader() == f"mahdar {VERSION} / rules {RULES}" + (f" / model {model.name}" if model else "")


def test_a_folder_without_a_model_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("MAHDAR_TAGGER", str(tmp_path))
    with pytest.raises(TaggerError, match="MAHDAR_TAGGER"):
        reader()
