import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mahdar.archive import Archive
from mahdar.archive.wanted import index_words, matches, occurs, snippet_span, terms_of
from mahdar.record import Record, Report

CASES = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "cases" / "archive_search.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةؤئ"
SIGNS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640\u200f"
RESPELT = {
    "ا": "أإآٱا",
    "ي": "يىی",
    "ه": "هة",
    "و": "وؤ",
    "ك": "كک",
    **{str(d): f"{d}{chr(0x660 + d)}" for d in range(10)},
}
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(archive, text, id_="r", title="عنوان"):
    archive.add(Report(id=id_, text=text, title=title), Record(doc=id_, reader="v"))


@pytest.mark.parametrize(("verdict", "question", "text"), CASES)
def test_cases(archive, verdict, question, text):
    add(archive, text)
    hits = archive.search(question)
    assert [hit.report for hit in hits] == (["r"] if verdict == "+" else [])
    assert archive.search_count(question) == len(hits)
    if hits:
        assert hits[0].spans or hits[0].title_spans


@pytest.fixture(scope="module")
def growing(module_place):
    with Archive(module_place) as archive:
        yield archive


word_of = st.text(LETTERS, min_size=3, max_size=9)


@QUIET
@given(
    word=word_of, dice=st.randoms(use_true_random=False), before=st.sampled_from(["", "و", "ف", "ب", "ك", "ل", "وب"])
)
def test_any_spelling_is_found_with_its_place(growing, word, dice, before):
    def respelt(letters):
        return "".join(dice.choice(RESPELT.get(c, c)) + dice.choice(["", "", *SIGNS]) for c in letters)

    folded = index_words(word)
    written = before + respelt(folded)
    text = f"بداية {written}، نهاية {dice.random()}"
    add(growing, text, id_=text)
    hits = {hit.report: hit for hit in growing.search(respelt(folded), limit=None)}
    assert text in hits
    assert (6, 6 + len(written)) in hits[text].spans


@QUIET
@given(
    question=st.text(
        st.one_of(st.characters(), st.sampled_from(string.punctuation + '"*«»^:()-+{}العراق ')), max_size=40
    )
)
def test_no_question_is_an_error(filled, question):
    assert filled.search_count(question) == len(filled.search(question, limit=None))


@QUIET
@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_a_word_of_a_text_finds_it(growing, text, data):
    words = index_words(text).split()
    if words and "\x00" not in text:
        add(growing, text, id_="x" + text)
        word = data.draw(st.sampled_from(words))
        assert occurs(terms_of(word), text)
        assert text in {growing.report(hit.report).text for hit in growing.search(word, limit=None)}


@QUIET
@given(text=st.text(LETTERS + SIGNS + " .\n1٢", max_size=900), question=st.text(LETTERS + " *", max_size=6))
def test_spans_and_snippets_lie_in_the_text(text, question):
    terms = terms_of(question)
    found = matches(terms, text)
    start, end = snippet_span(text, found)
    assert 0 <= start <= end <= len(text)
    assert all(0 <= s < e <= len(text) for s, e, _ in found)
    assert not found or any(start <= s and e <= end for s, e, _ in found)
    assert occurs(terms, text) == ({n for *_, n in found} == set(range(len(terms))))


def test_the_snippet_shows_where_most_words_stand_together(archive):
    far = "كلام كثير " * 60
    text = f"الحدود هنا. {far} بحث الجانبان أمن الحدود المشتركة. {far}"
    add(archive, text)
    (hit,) = archive.search("الحدود أمن")
    start, end = hit.snippet_span
    assert text[start:end] == hit.snippet
    assert [text[s:e] for s, e in hit.spans] == ["أمن", "الحدود"]
    assert all(start <= s and e <= end for s, e in hit.spans)
    assert not text[start - 1].strip()
    assert len(hit.snippet) < 200


def test_a_hit_in_the_title_alone_shows_the_beginning(archive):
    add(archive, "نص قصير", title="زيارة رسمية")
    (hit,) = archive.search("رسمية")
    assert (hit.snippet, hit.spans, hit.title_spans) == ("نص قصير", [], [(6, 11)])


def test_pages_make_up_the_whole(filled):
    whole = [hit.report for hit in filled.search("الدعم", limit=None)]
    assert len(whole) == len(set(whole)) == filled.search_count("الدعم") == 40
    pages = [hit.report for offset in range(0, 45, 7) for hit in filled.search("الدعم", limit=7, offset=offset)]
    assert pages == whole


def test_filters(filled):
    def found(**filters):
        hits = filled.search("الوزير", limit=None, **filters)
        assert filled.search_count("الوزير", **filters) == len(hits)
        return hits

    assert {hit.day[:4] for hit in found(since="2012", until="2013-12")} == {"2012", "2013"}
    assert {hit.outlet for hit in found(outlet="وكالة 1")} == {"وكالة 1"}
    assert 0 < len(found(party="النهري")) < 40
    assert found(party="لا أحد") == []


def test_the_best_match_comes_first(archive):
    add(archive, "الحدود " + "كلام آخر " * 50, id_="a")
    add(archive, "الحدود والحدود", id_="b")
    assert [hit.report for hit in archive.search("الحدود")] == ["b", "a"]
