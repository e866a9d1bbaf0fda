"""A hundred questions to reports of our own: both databases find the same, in the same order, and rightly."""

import pytest

from mahdar.archive import Archive, search
from mahdar.archive.days import bounds, days_of
from mahdar.archive.search_query import EVERYTHING, Both, Either, Leaf, Without, parse
from mahdar.archive.wanted import index_words, places
from tests import databases

from .own import PARTS, answers, own_reports, parts_of, table, told


@pytest.fixture(scope="module")
def own(module_place):
    with Archive(module_place) as archive:
        archive.add_many(own_reports())
        yield archive


def test_there_are_a_hundred_questions_and_more():
    rows = [(part, question) for part, question, *_ in table()]
    assert len(rows) == len(set(rows)) >= 100


def test_every_question_gets_the_answers_of_the_table(own):
    wrong = []
    for part, question, *expected in table():
        got = told(answers(own, part, question))
        if got != expected:
            wrong.append((part, question, expected, got))
    assert wrong == []


def test_postgresql_finds_the_same_whichever_way_it_looks(own, monkeypatch):
    if not isinstance(own.path, str):
        pytest.skip("of PostgreSQL alone")
    databases.server().sql("ANALYZE", own.path)
    some = [row for row in table()[::3] if row[0] in ("report", "all")]
    for common, ample in ((0, 4), (0, 0.01), (1e9, 4)):
        monkeypatch.setattr(search, "_COMMON", common)
        monkeypatch.setattr(search, "_AMPLE", ample)
        for part, question, _, first, _ in some:
            hits = own.search(question, parts=parts_of(part), limit=20)
            assert (hits[0].report if hits else "") == first.partition("/")[0], question


def test_the_newest_answers_are_the_same_whether_looked_for_among_the_newest_or_fetched(own, monkeypatch):
    if not isinstance(own.path, str):
        pytest.skip("of PostgreSQL alone")
    databases.server().sql("ANALYZE", own.path)
    monkeypatch.setattr(search, "RANKED", 1)
    looked = search._in_windows
    found = []
    monkeypatch.setattr(search, "_in_windows", lambda *asked: found.append(looked(*asked)) or found[-1])
    for part, question, *_ in table()[::2]:
        answered = []
        for common in (0, 1e9):
            monkeypatch.setattr(search, "_COMMON", common)
            hits = own.search(question, parts=parts_of(part), limit=3)
            answered.append([(hit.report, hit.part, hit.n) for hit in hits])
        assert answered[0] == answered[1], question
    assert len([rows for rows in found if rows]) > 20


# What a question means, said once more in the plainest way: every document is looked through.


def documents():
    """Name, part, days and words of every document of our reports."""
    for report, record in own_reports():
        names = {p.id: [*p.names, *([p.role] if p.role else [])] for p in record.parties}
        own_days = days_of(record.published) or days_of(report.date) or (None, None)
        places_ = [name for p in record.parties if p.type in ("GPE", "LOC") for name in names[p.id]]
        lines = [("statement", n, s, s.who, [s.act, s.form]) for n, s in enumerate(record.statements)]
        lines += [
            ("engagement", n, e, [*e.who, e.host], [e.kind, e.status, *e.topics])
            for n, e in enumerate(record.engagements)
        ]
        lines += [
            ("commitment", n, c, [*c.from_, *c.to], [c.kind, c.area, c.status])
            for n, c in enumerate(record.commitments)
        ]
        kinds = {part for part, *_ in lines} | {
            code for part, _, _, _, codes in lines for code in (codes[:-1] if part == "commitment" else codes)
        } - {"direct", "indirect", "held", "planned", "cancelled", "denied"}
        yield report.id, "report", own_days, {
            None: [report.title, report.text], "title": [report.title], "outlet": [report.outlet],
            "party": [name for some in names.values() for name in some], "place": places_,
            "kind": ["report", *kinds],
        }  # fmt: skip
        for part, n, line, who, codes in lines:
            dates = days_of(getattr(line, "date", None)) or own_days
            yield f"{report.id}/{part}/{n}", part, dates, {
                None: [report.text[slice(*line.span)]], "title": [], "outlet": [report.outlet],
                "party": [name for party in who for name in names.get(party, [])],
                "place": names.get(getattr(line, "place", None), []), "kind": [part, *codes],
            }  # fmt: skip


def holds(node, fields):
    if isinstance(node, Both):
        return all(holds(part, fields) for part in node.of)
    if isinstance(node, Either):
        return any(holds(part, fields) for part in node.of)
    if isinstance(node, Without):
        return not holds(node.of, fields)
    assert isinstance(node, Leaf)
    if node == EVERYTHING:
        return True
    if node.field == "kind":
        return node.term.first[0] in {code.replace("_", "") for code in fields["kind"]}
    return any(any(True for _ in places(node.term, words)) for words in fields[node.field])


def meets(days, since, until):
    begins, ends = bounds(since, until)
    if days[0] is None:
        return begins is None and ends is None
    return (begins is None or days[1] >= begins) and (ends is None or days[0] <= ends)


def test_the_answers_are_those_that_looking_through_everything_gives(own):
    everything = [
        (name, part, days, {field: [index_words(text).split() for text in texts] for field, texts in fields.items()}
         | {"kind": fields["kind"]})
        for name, part, days, fields in documents()
    ]  # fmt: skip
    wrong = []
    for part, question, *_ in table():
        query = parse(question)
        expected = {
            name
            for name, kind, days, fields in everything
            if kind in parts_of(part) and query.tree is not None and holds(query.tree, fields)
            if meets(days, query.since, query.until)
        }
        if expected != set(answers(own, part, question)):
            wrong.append((part, question, len(expected)))
    assert wrong == []


def test_counts_and_pages_make_up_the_whole(own):
    for question in ("وزير", "kind:pledge OR بغداد", "-العراق"):
        whole = answers(own, "all", question)
        assert own.search_count(question, parts=PARTS) == len(whole) == len(set(whole))
        pages = [
            hit.report if hit.line is None else f"{hit.report}/{hit.part}/{hit.n}"
            for offset in range(0, len(whole) + 100, 97)
            for hit in own.search(question, parts=PARTS, limit=97, offset=offset)
        ]
        assert pages[:200] == whole[:200]
        assert len(pages) == len(set(pages)) == len(whole)


def test_matching_words_are_marked_where_they_stand(own):
    for question, forms in (("وزير", {"وزير"}), ("مساعد*", {"مساعد"}), ('"الأمم المتحدة"', {"الأمم", "المتحدة"})):
        hits = own.search(question, parts=PARTS, limit=40)
        assert hits
        texts = {report.id: report.text for report, _ in own_reports()}
        for hit in hits:
            text = texts[hit.report]
            assert text[slice(*hit.snippet_span)] == hit.snippet
            for start, end in hit.spans:
                assert hit.snippet_span[0] <= start < end <= hit.snippet_span[1]
                assert any(form in text[start:end] for form in forms)
            assert hit.spans or hit.title_spans
