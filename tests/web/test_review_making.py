"""Lines that are merged, split and added in the browser, without JavaScript, and taken back."""

import re
from urllib.parse import quote

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from tests.archive.own import own_reports
from tests.web.conftest import open_site
from tests.web.html import Tree
from tests.web.test_doors import key_on, log_in
from tests.web.test_reviewing import at, sent


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The bytes of an archive of a few reports, linked."""
    path = tmp_path_factory.mktemp("making") / "read.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:6])
        relink(archive)
    return path.read_bytes()


@pytest.fixture
def path(read, tmp_path):
    path = tmp_path / "minutes.db"
    path.write_bytes(read)
    return path


def statements(path):
    """Lines of a report that has several statements, as acts name them, and their report."""
    with Archive(path) as archive:
        for report in archive.reports(limit=10):
            lines = [item for item in archive.reviewing().lines(report.id) if item.part == "statements" and item.line]
            if len(lines) > 1:
                return report.id, [f"{report.id}#statements/{item.item}" for item in lines]
    raise AssertionError


def standing(path, report, part="statements"):
    with Archive(path) as archive:
        return [item.line for item in archive.reviewing().lines(report) if item.part == part and item.line]


def test_two_lines_are_merged_and_taken_apart_again(path):
    report, (first, second, *_) = statements(path)
    before = standing(path, report)
    with open_site(path) as site:
        page = site.get(at(first))
        assert f'name="with.{second}"' in page.text
        answer = sent(site, at(first), act="merge", why="told twice", **{f"with.{second}": "1"})
        assert answer.status_code == 303, answer.text
        assert len(standing(path, report)) == len(before) - 1
        text = site.get(at(first)).text
        assert "told twice" in Tree(text).text
        number = re.search(r'name="number" value="(\d+)"', text)[1]
        answer = sent(site, at(first), act="undo", number=number, why="they are two")
        assert answer.status_code == 303, answer.text
        assert standing(path, report) == before


@pytest.mark.parametrize("others", [(), ("own#statements/0",), ("nosuch#statements/1",), ("self",)])
def test_what_is_not_to_be_merged_is_refused(path, others):
    report, (first, *_) = statements(path)
    before = standing(path, report)
    with open_site(path) as site:
        named = {f"with.{first if other == 'self' else other}": "1" for other in others}
        answer = sent(site, at(first), act="merge", why="one", **named)
        assert answer.status_code in (400, 404)
    assert standing(path, report) == before


def test_a_line_is_split_in_two_each_with_what_it_differs_in(path):
    report, (first, *_) = statements(path)
    before = standing(path, report)
    with open_site(path) as site:
        item = site.get(at(first).replace("?", "") + ".json").json()["item"]
        who = next(each for each in item["fields"] if each["name"] == "who")["choices"]
        chosen = {f"1.f.who.{who[0]['value']}": "1", "1.g.who": "1", f"2.f.who.{who[-1]['value']}": "1", "2.g.who": "1"}
        answer = sent(site, at(first), act="split", why="two speak", **chosen)
        assert answer.status_code == 303, answer.text
        now = standing(path, report)
        assert len(now) == len(before) + 1
        speakers = [line["who"] for line in now]
        assert [who[0]["value"]] in speakers
        assert [who[-1]["value"]] in speakers
        # What is the same twice, has no reason, or goes by what was changed since, is refused.
        assert sent(site, at(first), act="split", why="no difference").status_code == 400
        assert sent(site, at(first), act="split", why="", **chosen).status_code == 400
        key = key_on(site.get(at(first)))
        late = {"key": key, "act": "split", "line": first, "seen": "1", "why": "late", **chosen}
        assert site.post(at(first), data={"key": key, "act": "accept", "line": first}).status_code == 303
        assert site.post(at(first), data=late).status_code == 400
    assert len(standing(path, report)) == len(now)


def test_a_party_and_a_line_that_names_it_are_added(path):
    report, lines = statements(path)
    address = f"/en/review/new/{quote(report, safe='')}"
    with open_site(path) as site:
        with Archive(path) as archive:
            text = archive.report(report).text
        link = f"{address}?part=statements"
        assert link in [each.get("href") for each in Tree(site.get(at(lines[0])).text).all("a")]
        assert address in [
            each.get("href") for each in Tree(site.get(f"/en/report/{quote(report, safe='')}").text).all("a")
        ]
        name = next(word for word in text.split() if len(word) > 5 and word.isalpha())
        form = {"f.type": "PER", "f.names": name, "f.role": "المدير", "why": "named in the caption"}
        answer = sent(site, f"{address}?part=parties", **form)
        assert answer.status_code == 303, answer.text
        party = standing(path, report, "parties")[-1]
        assert (party["names"], party["role"]) == ([name], "المدير")
        assert party["mentions"]
        page = Tree(site.get(answer.headers["location"]).text).text
        assert name in page
        assert "named in the caption" in page
        words = " ".join(text.split()[:6])  # as a browser gives them, with the line break gone
        form = {"words": words, f"f.who.{party['id']}": "1", "g.who": "1", "f.act": "assert", "f.form": "direct",
                "why": "missed"}  # fmt: skip
        answer = sent(site, f"{address}?part=statements", **form)
        assert answer.status_code == 303, answer.text
        added = standing(path, report)[-1]
        assert added["who"] == [party["id"]]
        start, end = added["span"]
        assert text[start:end].split() == words.split()
        for part, bad in (
            ("statements", {"why": "no words"}),
            ("statements", {"words": "لا توجد هذه الألفاظ", "why": "wrong words"}),
            ("statements", {**form, "why": ""}),
            ("statements", {**form, "f.act": "<script>"}),
            ("engagements", {"words": words, "why": "no kind"}),
        ):
            assert sent(site, f"{address}?part={part}", **bad).status_code == 400, (part, bad)
        assert site.get("/en/review/new/nosuch").status_code == 404
        assert site.get(f"{address}?part=zzz").status_code == 400
        assert len(standing(path, report)) == len(lines) + 1


def test_only_reviewers_make_lines_and_no_other_site_does(shared):
    path, tokens = shared
    report, (first, second, *_) = statements(path)
    address = f"/en/review/new/{quote(report, safe='')}"
    before = standing(path, report)
    with open_site(path) as site:
        log_in(site, tokens["reader"])
        assert site.get(address).status_code == 403
        key = key_on(site.get("/en/about"))
        form = {"key": key, "why": "x", "f.type": "PER", "f.names": "هدى"}
        assert site.post(f"{address}?part=parties", data=form).status_code == 403
        assert "review/new" not in site.get(f"/en/report/{quote(report, safe='')}").text
        merging = {"key": key, "act": "merge", "line": first, "why": "x", f"with.{second}": "1"}
        assert site.post(at(first), data=merging).status_code == 403
    with open_site(path) as site:
        log_in(site, tokens["reviewer"])
        for key in ("", "0" * 64):
            assert site.post(f"{address}?part=parties", data=form | {"key": key}).status_code in (400, 403)
            assert site.post(at(first), data=merging | {"key": key}).status_code in (400, 403)
    assert standing(path, report) == before


def test_a_second_reader_makes_no_lines_of_what_the_first_has_seen(path):
    with open_site(path) as site:
        assert sent(site, act="accept").status_code == 303
    with open_site(path) as site:
        page = site.get("/en/review?why=second")
        assert 'value="merge"' not in page.text
        assert 'value="split"' not in page.text
