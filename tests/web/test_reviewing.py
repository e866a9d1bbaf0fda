"""Judging lines and pairs in the browser, the second reader, accounts and the audit log, as people go about it."""

import csv
import io
import re
from html import unescape
from urllib.parse import quote

import pytest

from mahdar.archive import Archive
from mahdar.errors import InputError
from mahdar.ledger import relink
from mahdar.web.pages import review_fields as forms
from tests.archive.own import own_reports
from tests.web.conftest import open_site
from tests.web.html import Tree
from tests.web.test_doors import key_on, log_in


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The bytes of an archive of a few reports, linked."""
    path = tmp_path_factory.mktemp("review") / "read.db"
    with Archive(path) as archive:
        archive.add_many(own_reports()[:6])
        relink(archive)
    return path.read_bytes()


@pytest.fixture
def path(read, tmp_path):
    path = tmp_path / "minutes.db"
    path.write_bytes(read)
    return path


def told(page, name):
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def sent(site, address="/en/review", **form):
    page = site.get(address)
    line = {"line": told(page, "line"), "seen": told(page, "seen")} if 'name="line"' in page.text else {}
    return site.post(address, data={"key": key_on(page), **line, **form})


def at(line):
    return "/en/review/line/" + quote(line, safe="")


# -- lines ---------------------------------------------------------------------------------------------------------


def test_a_line_is_shown_with_its_words_and_why_it_waits(path):
    with open_site(path) as site:
        told_ = site.get("/en/review.json?part=engagements").json()
        item, waits = told_["item"], told_["waits"]
        assert item["line"] == waits["line"]
        (context,) = item["contexts"]
        start, end = context["spans"][0]
        assert context["text"][start - context["start"] : end - context["start"]] == waits["quote"]
        assert "text" not in item["report"]
        page = site.get("/en/review?part=engagements")
        assert f"<mark>{waits['quote'][:10]}" in page.text
        assert {each["name"] for each in item["fields"]} >= {"kind", "who", "host", "date", "place", "span"}
        rows = list(csv.DictReader(io.StringIO(site.get("/en/review.csv").text.removeprefix("\ufeff"))))
        assert {row["field"] for row in rows} >= {"type", "names"}


def test_accepting_leads_to_the_next_line_and_can_be_undone(path):
    with open_site(path) as site:
        first = told(site.get("/en/review"), "line")
        answer = sent(site, act="accept")
        assert answer.status_code == 303
        page = site.get(answer.headers["location"])
        assert first in Tree(page.text).text
        second = site.get("/en/review.json").json()["item"]["line"]
        assert second != first
        form = {"key": key_on(page), "act": "undo", "line": first, "number": told(page, "number"), "why": "a slip"}
        answer = site.post("/en/review", data=form)
        assert answer.headers["location"] == at(first)
        text = Tree(site.get(at(first)).text).text
        assert "undone" in text
        assert "a slip" in text
        assert site.get("/en/review.json").json()["item"]["line"] == first


def test_fields_are_corrected_and_the_history_says_what_changed(path):
    with open_site(path) as site:
        item = site.get("/en/review.json?part=engagements").json()["item"]
        line = item["line"]
        who = next(each for each in item["fields"] if each["name"] == "who")["choices"]
        answer = sent(
            site, "/en/review?part=engagements", act="correct", why="the headline has it",
            **{"f.date": "2016-02-03", "f.kind": "visit", "g.who": "1", f"f.who.{who[-1]['value']}": "1"},
        )  # fmt: skip
        assert answer.status_code == 303, answer.text
        assert "part=engagements" in answer.headers["location"]
        page = site.get(at(line) + "?as=html")
        text = Tree(page.text).text
        assert "3 February 2016" in text
        assert "the headline has it" in text
        assert page.text.count("<del>") >= 2
        with Archive(path) as archive:
            report = line.rpartition("#")[0]
            lines = archive.engagements(report=report)
            assert [one.date for one in lines if one.review] == ["2016-02-03"]
            assert [[ref.id for ref in one.who] for one in lines if one.review] == [[who[-1]["value"]]]


@pytest.mark.parametrize(
    "form",
    [
        {"f.date": "2016-99"},
        {"f.kind": "<script>"},
        {"f.place": "p99999"},
        {"f.span.first": "لا توجد هذه الألفاظ", "f.span.last": "هنا"},
        {"why": "", "f.kind": "call"},
        {},
    ],
)
def test_a_correction_that_cannot_be_is_refused(path, form):
    with open_site(path) as site:
        answer = sent(site, "/en/review?part=engagements", **{"act": "correct", "why": "x", **form})
        assert answer.status_code in (400, 404)
        assert "<script>" not in answer.text.replace("<script src", "")
        with Archive(path) as archive:
            assert archive.reviewing().unmatched() == []
            assert not [one for one in archive.engagements() if one.review]


def test_a_rejected_line_leaves_the_lists(path):
    with open_site(path) as site:
        before = len(site.get("/en/statements.json?limit=1000").json()["lines"])
        assert sent(site, "/en/review?part=statements", act="reject").status_code == 400
        assert sent(site, "/en/review?part=statements", act="reject", why="a caption").status_code == 303
        assert len(site.get("/en/statements.json?limit=1000").json()["lines"]) == before - 1


def test_lines_are_skipped_noted_and_settled(path):
    with open_site(path) as site:
        lines = [site.get(f"/en/review.json?offset={n}").json()["item"]["line"] for n in range(4)]
        assert len(set(lines)) == 4
        assert sent(site, act="note", why="ask the desk").headers["location"] == at(lines[0])
        assert sent(site, at(lines[0]), act="final").status_code == 400
        assert sent(site, at(lines[0]), act="accept").status_code == 303
        assert sent(site, at(lines[0]), act="final").status_code == 400
        assert sent(site, at(lines[0]), act="final", alone="yes").status_code == 303
        assert site.get(at(lines[0]) + ".json").status_code in (200, 404)
        assert "final" in Tree(site.get(at(lines[0])).text).text
        assert site.get("/en/review?offset=501").status_code == 400


def test_what_is_no_act_or_line_does_nothing(path):
    with open_site(path) as site:
        for form in ({"act": "drop"}, {}, {"act": "accept", "line": "x"}, {"act": "undo", "number": "9"}):
            assert sent(site, **form).status_code in (400, 404), form
        report = site.get("/en/review.json").json()["item"]["report"]["id"]
        assert sent(site, act="accept", line=report).status_code == 404  # never a whole report by mistake
        assert site.get("/en/review/line/" + report).status_code == 404
        assert site.get("/en/review/line/nosuch%23engagements%2F0").status_code == 404


def test_the_second_reader_sees_nothing_of_the_first(path):
    tokens = {}
    with Archive(path) as archive:
        desk = archive.accounts()
        for name, role in (("Huda", "admin"), ("Salem", "reviewer"), ("Rami", "reader")):
            desk.add(name, role, by="test")
            tokens[name] = desk.new_token(name, by="test")
    with open_site(path) as site:
        log_in(site, tokens["Salem"])
        line = site.get("/en/review.json?part=engagements").json()["item"]["line"]
        form = {"act": "correct", "why": "the first one's reason", "f.kind": "signing"}
        assert sent(site, "/en/review?part=engagements", **form).status_code == 303
        assert site.get("/en/review.json?why=second").json()["item"] is None
    with open_site(path) as site:
        log_in(site, tokens["Huda"])
        item = site.get("/en/review.json?why=second").json()["item"]
        assert (item["line"], item["seen"], item["history"], item["said"]) == (line, 0, [], [])
        assert "the first one's reason" not in unescape(site.get("/en/review?why=second").text)
        assert sent(site, "/en/review?why=second", act="accept").status_code == 303
        page = Tree(site.get(at(line)).text).text
        assert "readers disagree" in page
        assert "What readers say" in page
        assert site.get("/en/review/agreement.json").json()["readers"][0]["lines"] == 1
        assert "Kappa" in Tree(site.get("/en/review/agreement").text).text
    with open_site(path) as site:
        log_in(site, tokens["Rami"])
        for address in ("review", "review/pairs", "review/agreement", at(line)[4:], "accounts", "audit"):
            assert site.get(f"/en/{address}").status_code == 403, address
        links = {a["href"] for a in Tree(site.get("/en/about").text).all("a")}
        assert not links & {"/en/review", "/en/accounts", "/en/audit"}


def test_who_saw_an_older_state_does_not_overwrite_a_newer_one(path):
    with open_site(path) as site:
        line = site.get("/en/review.json?part=engagements").json()["item"]["line"]
        assert sent(site, "/en/review?part=engagements", act="accept").status_code == 303
        old = site.get(at(line))
        assert sent(site, at(line), act="correct", why="x", **{"f.kind": "signing"}).status_code == 303
        form = {"key": key_on(old), "act": "correct", "line": line, "seen": told(old, "seen"), "why": "y"}
        answer = site.post(at(line), data={**form, "f.kind": "call"})
        assert answer.status_code == 400
        assert "in the meantime" in answer.text


# -- forms ---------------------------------------------------------------------------------------------------------

TEXT = "قال الوزير إن العراق\nيحتاج إلى دعم، وأضاف الوزير أن الدعم قريب"


def test_words_choose_a_span_the_nearest_ones():
    start, end = forms.between(TEXT, "العراق يحتاج", "دعم", [0, 20], "span")
    assert TEXT[start:end] == "العراق\nيحتاج إلى دعم"
    start, end = forms.between(TEXT, "الوزير", "قريب", [40, 60], "span")
    assert TEXT[start:end] == "الوزير أن الدعم قريب"
    for first, last in (("لا", "دعم"), ("قريب", "قال"), ("", "دعم")):
        with pytest.raises(InputError):
            forms.between(TEXT, first, last, [0, 5], "span")


def test_forms_give_what_differs():
    base = {"who": ["p1", "p2"], "topics": ["security"], "historical": False, "date": None, "span": [4, 20]}
    form = {
        "g.who": "1", "f.who.p2": "1", "f.who.p3": "1", "g.topics": "1", "f.topics.security": "1",
        "f.historical": "yes", "f.date": " 2016 ", "f.span.first": forms.ends(TEXT, [4, 20])[0],
        "f.span.last": forms.ends(TEXT, [4, 20])[1],
    }  # fmt: skip
    assert forms.values_in("engagements", form, base, TEXT) == {
        "who": ["p2", "p3"], "historical": True, "date": "2016"
    }  # fmt: skip
    figure = {"value": 60, "unit": "percent", "of": None, "approximate": False, "span": [0, 3]}
    assert forms.values_in("figures", {"f.value": "٦٠", "f.unit": "percent"}, figure, TEXT) == {}
    assert forms.values_in("figures", {"f.value": "1,497.5"}, figure, TEXT) == {"value": 1497.5}
    for bad in ("x", "1e999", "nan"):
        with pytest.raises(InputError):
            forms.values_in("figures", {"f.value": bad}, figure, TEXT)
    party = {"names": ["الوزير"], "mentions": [[4, 10]]}
    more = {"g.mentions": "1", "f.mentions.4-10": "1", "f.mentions.more": "الوزير", "f.names": "الوزير\n\n العراق "}
    found = forms.values_in("parties", more, party, TEXT)
    assert found["names"] == ["الوزير", "العراق"]
    assert [TEXT[a:b] for a, b in found["mentions"]] == ["الوزير", "الوزير"]


# -- pairs ---------------------------------------------------------------------------------------------------------


def test_pairs_are_decided_and_undone(minutes, tmp_path):
    path = tmp_path / "pairs.db"
    path.write_bytes(minutes.read_bytes())
    with open_site(path) as site:
        pairs = site.get("/en/review/pairs.json").json()["pairs"]
        if not pairs:
            pytest.skip("no pair waits in this archive")
        link = pairs[0]["link"]
        form = {"a": link["a"], "b": link["b"], "act": "different"}
        assert sent(site, "/en/review/pairs", **form).status_code == 400
        assert sent(site, "/en/review/pairs", **form, why="<i>two</i> men").status_code == 303
        page = site.get("/en/review/pairs")
        assert "<i>two</i> men" in Tree(page.text).text
        assert sent(site, "/en/review/pairs", act="undo", number=told(page, "number"), why="slip").status_code == 303
        assert sent(site, "/en/review/pairs", act="melt").status_code == 400
        assert sent(site, "/en/review/pairs", act="same", a="person/x", b="person/y", why="x").status_code == 404


# -- accounts ------------------------------------------------------------------------------------------------------


def test_an_admin_keeps_accounts_and_a_token_is_shown_once(shared):
    path, tokens = shared
    with open_site(path) as site:
        log_in(site, tokens["admin"])
        answer = sent(site, "/en/accounts", act="add", name="Layla", role="reviewer")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        secret = re.search(r"mahdar_[a-z2-7]{10}_[\w-]{43}", answer.text)[0]
        for address in ("/en/accounts", "/en/accounts.json", "/en/accounts.csv", "/en/audit"):
            assert secret not in site.get(address).text
            assert "argon2" not in site.get(address).text
        for bad in (
            {"name": "<b>", "role": "reader"},
            {"name": "X", "role": "king"},
            {"name": "Layla", "role": "reader"},
        ):
            assert sent(site, "/en/accounts", act="add", **bad).status_code == 400
        assert sent(site, "/en/accounts", act="token", name="Layla", days="-1").status_code == 400
        assert sent(site, "/en/accounts", act="disable", name="Huda").status_code == 400  # the last admin
        assert sent(site, "/en/accounts", act="role", name="Layla", role="reader").status_code == 303
        assert sent(site, "/en/accounts", act="zap", name="Layla").status_code == 400
        log = Tree(site.get("/en/audit").text).text
        assert "added as reviewer" in log
        assert "Every row follows" in log
        with open_site(path) as other:
            assert log_in(other, secret).status_code == 303
            assert sent(site, "/en/accounts", act="revoke", token=secret.split("_")[1]).status_code == 303
            assert other.get("/en/figures").status_code == 303
        assert sent(site, "/en/accounts", act="enable", name="Nobody").status_code == 404


def test_only_an_admin_keeps_accounts(shared):
    path, tokens = shared
    for role in ("reader", "reviewer"):
        with open_site(path) as site:
            log_in(site, tokens[role])
            assert site.get("/en/accounts").status_code == 403
            key = key_on(site.get("/en/about"))
            form = {"key": key, "act": "role", "name": "Salem", "role": "admin"}
            assert site.post("/en/accounts", data=form).status_code == 403


def test_the_first_account_closes_the_door_and_gives_the_key(path):
    with open_site(path) as site:
        assert sent(site, "/en/accounts", act="add", name="Huda", role="reader").status_code == 400
        answer = sent(site, "/en/accounts", act="add", name="Huda", role="admin")
        secret = re.search(r"mahdar_[a-z2-7]{10}_[\w-]{43}", answer.text)[0]
        assert site.get("/en/figures").status_code == 303
        assert log_in(site, secret).status_code == 303
        assert site.get("/en/accounts").status_code == 200
