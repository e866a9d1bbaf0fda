"""Pages of parties, pairs, the ledger and chains; and the way from the first page to a promise and its sentence."""

import csv
import io
import re
from urllib.parse import quote

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Record, Report
from tests.archive.own import own_reports
from tests.web.conftest import open_site
from tests.web.html import Links, Tree

PROMISE = "وقال ماردن إن بلاده ستدرب 500 ضابط من الشرطة العراقية في مجال الأدلة الجنائية"
TEXT = f"""السفير البريطاني يبحث مع وزير الداخلية تدريب الشرطة

بغداد - استقبل وزير الداخلية العراقي نبيل الساعدي اليوم السفير البريطاني لدى العراق جون ماردن.
{PROMISE}."""
LATER = """دفعة أولى من ضباط الشرطة تعود من بريطانيا

بغداد - أعلن وزير الداخلية العراقي نبيل الساعدي عودة 200 ضابط بعد لقائه السفير البريطاني لدى العراق جون ماردن."""
PARTIES = (
    ("marden", "PER", "جون ماردن", "السفير البريطاني لدى العراق"),
    ("saadi", "PER", "نبيل الساعدي", "وزير الداخلية العراقي"),
    ("police", "ORG", "الشرطة العراقية", None),
    ("baghdad", "GPE", "بغداد", None),
)


def told(id_, text, day, **lines):
    """A report with its record; the parties are those of PARTIES that its text names."""
    named = [party for party in PARTIES if party[2] in text]
    mentions = [
        {"start": m.start(), "end": m.end(), "type": kind, "party": party}
        for party, kind, name, _ in named
        for m in re.finditer(name, text)
    ]
    parties = [{"id": party, "type": kind, "names": [name], "role": role} for party, kind, name, role in named]
    record = {"doc": id_, "reader": "own", "parties": parties, "mentions": mentions, **lines}
    title = text.partition("\n")[0]
    return Report(id=id_, text=text, date=day, outlet="صحيفة", title=title), Record.model_validate(record)


def span(text, words):
    start = text.index(words)
    return [start, start + len(words)]


def britain():
    meeting = {"kind": "meeting", "who": ["saadi", "marden"], "host": "saadi", "place": "baghdad", "topics": ["police"]}
    promise = {"kind": "pledge", "from": ["marden"], "to": ["police"], "area": "training", "quantity": "500 ضابط"}
    said = {"who": ["marden"], "form": "indirect", "act": "promise", "span": span(TEXT, PROMISE)}
    first = told(
        "gb-1", TEXT, "2017-03-01",
        engagements=[meeting | {"date": "2017-03-01", "span": span(TEXT, TEXT.splitlines()[2])}],
        commitments=[promise | {"span": span(TEXT, PROMISE)}],
        statements=[said],
    )  # fmt: skip
    second = told(
        "gb-2", LATER, "2017-09-04",
        engagements=[meeting | {"date": "2017-09-04", "span": span(LATER, LATER.splitlines()[2])}],
    )  # fmt: skip
    return [first, second]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("parties") / "minutes.db"
    with Archive(path) as archive:
        archive.add_many([*own_reports()[:12], *britain()])
        relink(archive)
    return path


@pytest.fixture(scope="module")
def site(path):
    with open_site(path) as client:
        yield client


@pytest.fixture(scope="module")
def ids(path):
    with Archive(path) as archive:
        desk = archive.linking()
        found = {party: desk.resolve(f"gb-1#{party}").partition("/")[2] for party, *_ in PARTIES}
        (chain,) = archive.pledges(from_="state:GB", to="state:IQ")
        return found | {"chain": chain.id.partition("/")[2]}


def page(site, address):
    answer = site.get(address)
    assert answer.status_code == 200, (address, answer.text[:500])
    return answer.text


# -- the journey ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "ledger", "britain", "iraq"),
    [("en", "Ledger", "United Kingdom", "Iraq"), ("ar", "سجل الالتزامات", "بريطانيا", "العراق")],
)
def test_three_clicks_to_what_britain_promised_the_police_of_iraq(site, language, ledger, britain, iraq):
    front = page(site, f"/{language}/")
    first = page(site, Links(front).called(ledger))
    second = page(site, Links(first).called(britain, iraq))
    assert "شرطة" in second if language == "ar" else "olice" in second
    place = Links(second).called(PROMISE)
    third = page(site, place)
    start, end = span(TEXT, PROMISE)
    assert place.endswith(f"#c{start}-{end}")
    marked = re.findall(rf'<mark[^>]* id="c{start}-{end}"', third) or re.findall(rf'id="c{start}-{end}"', third)
    assert marked
    assert PROMISE in Tree(third).text


# -- a party -------------------------------------------------------------------------------------------------------


def test_a_person_with_posts_meetings_and_promises(site, ids):
    view = site.get(f"/en/person/{ids['marden']}.json").json()
    assert view["profile"]["names"] == ["جون ماردن"]
    assert [one["day"] if "day" in one else one["event"]["date"] for one in view["engagements"]] == [
        "2017-09-04", "2017-03-01",
    ]  # fmt: skip
    assert "received" in view["engagements"][0]["minutes"]
    assert view["made"][0]["area"] == "training"
    assert view["received"] == []
    assert {one["other"]["name"] for one in view["contacts"]} == {"نبيل الساعدي"}
    assert view["contacts"][0]["count"] == 2
    english = Tree(page(site, f"/en/person/{ids['marden']}"))
    arabic = Tree(page(site, f"/ar/person/{ids['marden']}"))
    assert "British Ambassador" in english.text
    assert "السفير البريطاني لدى العراق" in arabic.text
    assert "جون ماردن" in english.text
    assert PROMISE in arabic.text


def test_filters_narrow_a_party(site, ids):
    address = f"/en/person/{ids['marden']}.json"
    assert len(site.get(f"{address}?since=2017-06").json()["engagements"]) == 1
    assert site.get(f"{address}?words={quote('ستدرب')}").json()["statements"]
    assert not site.get(f"{address}?words={quote('نفط')}").json()["statements"]
    assert not site.get(f"{address}?act=threaten").json()["statements"]
    assert site.get(f"{address}?act=zzz").status_code == 400


def test_a_state_acts_through_those_in_its_offices(site):
    view = site.get("/en/state/GB.json").json()
    assert [one["minutes"] for one in view["engagements"]]
    assert any(office["person"]["name"] == "جون ماردن" for office in view["offices"])
    assert any(one["from"] == ["جون ماردن"] for one in view["made"])
    assert (view["office_count"], view["contact_count"]) == (len(view["offices"]), len(view["contacts"]))


def test_what_a_page_of_a_party_leaves_out_is_counted(site, monkeypatch):
    whole = Tree(page(site, "/en/state/GB"))
    monkeypatch.setattr("mahdar.web.pages.entity._OFFICES", 0)
    monkeypatch.setattr("mahdar.web.pages.entity._CONTACTS", 1)
    view = site.get("/en/state/GB.json").json()
    assert view["office_count"] > len(view["offices"]) == 0
    assert view["contact_count"] > len(view["contacts"]) == 1
    left_out = f"and {view['contact_count'] - 1} more"
    assert left_out in Tree(page(site, "/en/state/GB")).text
    assert left_out not in whole.text


def test_a_place_says_where_it_lies_and_what_took_place_there(site, ids):
    view = site.get(f"/en/place/{ids['baghdad']}.json").json()
    assert 33 < view["profile"]["where"]["lat"] < 34
    assert {"gb-1", "gb-2"} <= {one["line"]["report"] for one in view["here"]}
    assert "33." in Tree(page(site, f"/ar/place/{ids['baghdad']}")).text


def test_the_table_of_a_party_holds_all_parts(site, ids):
    text = site.get(f"/ar/person/{ids['marden']}.csv").text.removeprefix("\ufeff")
    assert {"engagements", "statements", "made", "contacts", "offices"} == {
        row["part"] for row in csv.DictReader(io.StringIO(text))
    }


def test_names_lead_to_their_pages(site, ids):
    links = [href for _, href in Links(page(site, "/ar/engagements?report=gb-1")).all]
    assert f"/ar/person/{ids['saadi']}" in links
    assert f"/ar/place/{ids['baghdad']}" in links


def test_the_network_is_loaded_where_there_is_one(site, ids):
    few = page(site, f"/ar/person/{ids['marden']}")
    assert "network" not in few
    for entry in site.get("/ar/entities.json?kind=person&limit=100").json()["entries"]:
        one = site.get("/ar/" + entry["entity"])
        if "network.js" in one.text:
            box = next(attrs for _, attrs in Tree(one.text).tags if attrs.get("class") == "network")
            assert box["role"] == "img"
            assert box["aria-label"]
            assert {"contacts", "ties", "profile"} <= site.get(box["data-source"]).json().keys()
            assert "hidden" in next(attrs for tag, attrs in Tree(one.text).tags if tag == "figure")
            return
    pytest.fail("nobody met three others")


def test_merged_ids_and_countries_go_on_to_where_they_stand(path, site, ids, tmp_path):
    country = next(
        one for one in site.get("/ar/entities.json?kind=place&limit=100").json()["entries"] if one["name_en"] == "Yemen"
    )
    answer = site.get("/ar/" + country["entity"] + "?since=2016")
    assert (answer.status_code, answer.headers["location"]) == (307, "/ar/state/YE?since=2016")
    assert site.get("/ar/" + country["entity"] + ".json").headers["location"] == "/ar/state/YE.json"
    copy = tmp_path / "merged.db"
    copy.write_bytes(path.read_bytes())
    with Archive(copy) as archive:
        archive.linking().decide("same", f"person/{ids['marden']}", f"person/{ids['saadi']}", by="test", why="a test")
        relink(archive)
    with open_site(copy) as other:
        answers = [other.get(f"/en/person/{ids[name]}") for name in ("marden", "saadi")]
    gone = next(answer for answer in answers if answer.status_code == 307)
    assert gone.headers["location"] in {f"/en/person/{ids[name]}" for name in ("marden", "saadi")}
    assert sorted(answer.status_code for answer in answers) == [200, 307]


@pytest.mark.parametrize(
    "address", ["person/zzzzzz", "person/z%23p1", "state/XX", "state/%2e%2e%2f", "body/", "chain/a"]
)
def test_unknown_ids_are_told(site, address):
    assert site.get(f"/ar/{address}").status_code == 404


# -- who is who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ماردن", "Marden", "جون  ماردن", "نبيل الساعدى", "al-Saadi"])
def test_names_are_found_in_any_spelling_and_script(site, ids, name):
    found = {one["entity"] for one in site.get(f"/ar/entities.json?name={quote(name)}").json()["entries"]}
    assert found & {f"person/{ids['marden']}", f"person/{ids['saadi']}"}


def test_those_named_most_come_first_page_by_page(site):
    first = site.get("/en/entities.json?kind=person&limit=5").json()
    counts = [one["reports"] for one in first["entries"]]
    assert counts == sorted(counts, reverse=True)
    assert site.get(first["next"]).json()["entries"][0] not in first["entries"]
    assert {one["kind"] for one in site.get("/en/entities.json?kind=state").json()["entries"]} == {"state"}
    assert "Nothing found" in page(site, "/en/entities?name=qqqqqq")


# -- a pair --------------------------------------------------------------------------------------------------------


def test_a_pair_by_names(site):
    source = page(site, f"/ar/pair?a={quote('بريطانيا')}&b={quote('العراق')}")
    tree = Tree(source)
    assert "بريطانيا – العراق" in tree.text
    assert PROMISE in tree.text
    assert len(tree.all("rect")) == 2
    view = site.get("/en/pair.json?a=United Kingdom&b=state:IQ").json()
    assert len(view["engagements"]) == 2
    assert len(view["pledges"]) == 1
    assert {one["month"] for one in view["months"]} == {"2017-03", "2017-09"}
    later = site.get("/en/pair.json?a=state:GB&b=state:IQ&since=2017-06").json()
    assert (len(later["engagements"]), len(later["pledges"])) == (1, 0)


def test_a_pair_counts_what_it_leaves_out(site):
    whole = site.get("/en/pair.json?a=state:GB&b=state:IQ&limit=100").json()
    counts = {part: len(whole[part]) for part in ("engagements", "pledges", "statements")}
    assert whole["counts"] == counts
    assert site.get("/en/pair.json?a=state:GB&b=state:IQ&limit=1").json()["counts"] == counts
    tree = Tree(page(site, "/en/pair?a=state:GB&b=state:IQ&limit=1"))
    assert f"The newest 1 of {counts['engagements']}" in tree.text
    more = Links(page(site, "/en/pair?a=state:GB&b=state:IQ&limit=1")).called(f"Show {counts['engagements']}")
    assert "The newest" not in Tree(page(site, more)).text


def test_a_pair_asks_whom_a_name_means(site):
    assert "Nobody in the archive" in page(site, "/en/pair?a=qqqq&b=Iraq")
    assert "Both are the same" in page(site, "/en/pair?a=Iraq&b=Iraq")
    assert "<form" in page(site, "/en/pair")
    view = site.get(f"/ar/pair.json?a={quote('وزارة')}&b=Iraq").json()
    if view["a"]["choices"]:
        links = Links(page(site, f"/ar/pair?a={quote('وزارة')}&b=Iraq"))
        assert quote(view["a"]["choices"][0]["entity"], safe="") in links.called(view["a"]["choices"][0]["name"])


# -- the ledger ----------------------------------------------------------------------------------------------------


def test_the_ledger_filters_as_the_command_line_does(site, ids):
    chain = f"chain/{ids['chain']}"
    for filters, there in (
        (f"from={quote('بريطانيا')}&to={quote('العراق')}", True),
        ("from=United Kingdom&area=training&open=yes", True),
        ("from=state:GB&area=energy", False),
        ("from=state:GB&status=delivered", False),
        (f"party={quote('الشرطة العراقية')}&until=2017", True),
        ("party=state:GB&since=2018", False),
    ):
        found = [one["id"] for one in site.get(f"/ar/ledger.json?{filters}").json()["lines"]]
        assert (chain in found) is there, filters
    oldest = [one["day"] for one in site.get("/ar/ledger.json?order=oldest").json()["lines"] if one["day"]]
    newest = [one["day"] for one in site.get("/ar/ledger.json").json()["lines"] if one["day"]]
    assert oldest == sorted(oldest)
    assert newest == sorted(newest, reverse=True)


def test_what_is_open_has_an_age(site):
    (line,) = site.get("/en/ledger.json?from=state:GB&to=state:IQ").json()["lines"]
    assert line["status"] == "open"
    assert line["age"] > 3_000
    assert f"open for {line['age']:,} days" in Tree(page(site, "/en/ledger?from=state:GB&to=state:IQ")).text
    assert "قائم منذ" in Tree(page(site, "/ar/ledger?from=state:GB&to=state:IQ")).text


# -- a chain -------------------------------------------------------------------------------------------------------


def test_a_chain_says_by_when_it_was_due_and_that_it_was_promised_again(tmp_path):
    texts = {
        "a": ("2018-03-10", "تعهدت هولندا بتدريب مئة ضابط عراقي على مكافحة المتفجرات خلال شهرين.", "خلال شهرين"),
        "b": ("2018-04-02", "جددت هولندا تعهدها بتدريب مئة ضابط عراقي على مكافحة المتفجرات.", None),
        "c": ("2018-05-11", "هطلت أمطار غزيرة على المدينة.", None),
    }
    parties = [{"id": "p1", "type": "LOC", "names": ["هولندا"]}, {"id": "p2", "type": "LOC", "names": ["العراق"]}]
    with Archive(tmp_path / "due.db") as archive:
        for doc, (day, text, deadline) in texts.items():
            line = {"kind": "pledge", "from": ["p1"], "to": ["p2"], "area": "training", "deadline": deadline}
            lines = [line | {"span": [0, len(text)]}] if doc != "c" else []
            plain = {"doc": doc, "reader": "by hand", "parties": parties, "mentions": [], "commitments": lines}
            archive.add_many([(Report(id=doc, text=text, date=day), Record.model_validate(plain))])
            relink(archive)
            (chain,) = archive.pledges()
            with open_site(tmp_path / "due.db") as site:
                for address in (f"/en/{chain.id}", "/en/ledger"):
                    shown = Tree(page(site, address)).text
                    assert "due by 10 May 2018" in shown
                    assert bool(re.search("due by 10 May 2018.{,30}confirmed 2 April", shown)) is (doc == "b")
                    assert ("It was open when that day passed." in shown) is (doc == "c" and address != "/en/ledger")
    assert chain.status == "lapsed"


def send(site, address, **form):
    key = next(attrs["value"] for attrs in Tree(page(site, address)).all("input") if attrs.get("name") == "key")
    return site.post(address, data={"key": key, **form})


def test_somebody_decides_how_a_chain_stands_and_takes_it_back(path, ids, tmp_path, monkeypatch):
    monkeypatch.setenv("MAHDAR_USER", "Huda")
    copy, address = tmp_path / "decided.db", f"/en/chain/{ids['chain']}"
    copy.write_bytes(path.read_bytes())
    with open_site(copy) as site:
        assert PROMISE in Tree(page(site, address)).text
        answer = send(site, address, status="lapsed", why="called off <b>")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{address}#decisions")
        told = site.get(f"{address}.json").json()
        (decision,) = told["decisions"]
        assert (decision["status"], decision["by"], decision["state"]) == ("lapsed", "Huda", "in_force")
        assert told["pending"] == decision["key"]
        assert "counts from the next" in Tree(page(site, address)).text
        with Archive(copy) as archive:
            relink(archive)
        told = site.get(f"{address}.json").json()
        assert (told["status"], told["decided"]["by"], told["pending"]) == ("lapsed", "Huda", None)
        assert "Decided by Huda" in Tree(page(site, address)).text
        assert "<b>" not in page(site, address)
        assert send(site, address, undo=str(decision["key"]), why="it goes on").status_code == 303
        assert send(site, address, undo="99", why="no such one").status_code == 404
        with Archive(copy) as archive:
            relink(archive)
        assert site.get(f"{address}.json").json()["status"] == "open"


def test_a_decision_needs_a_status_a_reason_and_a_key(site, ids):
    address = f"/en/chain/{ids['chain']}"
    assert send(site, address, status="zzz", why="so").status_code == 400
    assert send(site, address, status="lapsed", why=" ").status_code == 400
    assert site.post(address, data={"status": "lapsed", "why": "so"}).status_code == 403
    assert site.get(f"{address}.json").json()["decisions"] == []


@pytest.mark.parametrize(("role", "may"), [("reader", False), ("reviewer", True)])
def test_readers_may_not_decide(path, ids, tmp_path, role, may):
    copy, address = tmp_path / "shared.db", f"/en/chain/{ids['chain']}"
    copy.write_bytes(path.read_bytes())
    with Archive(copy) as archive:
        desk = archive.accounts()
        desk.add("Admin", "admin", by="test")
        desk.add("Salem", role, by="test")
        secret, _ = desk.open_session(desk.new_token("Salem", by="test"))
    with open_site(copy) as site:
        site.cookies.set("mahdar_session", secret)
        tree = Tree(page(site, address))
        assert ("decide-status" in {attrs.get("id") for attrs in tree.all("select")}) is may
        key = next(attrs["value"] for attrs in tree.all("input") if attrs.get("name") == "key")
        answer = site.post(address, data={"key": key, "status": "lapsed", "why": "so"})
        assert answer.status_code == (303 if may else 403)
        if may:
            assert site.get(f"{address}.json").json()["decisions"][0]["by"] == "Salem"
