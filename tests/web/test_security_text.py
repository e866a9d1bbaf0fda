"""Stored attacks: an archive in which everything is hostile, and every page over it that links lead to."""

import csv
import io
import json
import re
from urllib.parse import quote, unquote, urlsplit

import pytest

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Page as Source
from mahdar.record import Record, Report
from mahdar.web.page import address
from mahdar.web.pages import PAGES
from tests.web.conftest import open_site
from tests.web.html import Tree
from tests.web.test_doors import key_on

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></textarea></select></style><svg/onload=alert(1)>",
    "javascript:alert(document.cookie)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "=cmd|'/c calc'!A1",
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<meta http-equiv=refresh content="0;url=//x.example"><base href=//x.example/>',
    "<form action=//x.example><button formaction=javascript:alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;<!--]]>",
    "<style>@import url(//x.example)</style><link rel=stylesheet href=//x.example>",
    "\u202e<math><mtext><a xlink:href=javascript:alert(1)>\u2028\u0085",
    "+1+1\t@SUM(1)",
)
#: The tags that templates make; whatever else stands in a page came from a report.
TAGS = frozenset(re.findall(r"\w+", """
    html head meta title link script body a header main footer nav section article aside div span p h1 h2 h3 h4 ul
    ol li dl dt dd form label input button select option datalist fieldset legend textarea details summary
    blockquote bdi mark time table thead tbody tr th td caption kbd code del ins b strong em small figure figcaption
    sup sub abbr br hr wbr cite q dfn colgroup col optgroup meter output svg g path circle rect line text use desc
    polyline tspan defs marker
    """))  # fmt: skip
LINKS = ("src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href", "cite", "background", "ping")
#: Addresses of one page that are looked at in one language.
EACH = 4


def hostile(n, payload):
    """A report of which every text is an attack, and its record."""
    text = f"{payload} قال الوزير {payload} إن {payload}\n{payload}"
    at, end = text.index(payload), len(payload)
    span = [at, end]
    url = payload if n % 2 else f"https://x.example/{payload}"
    party = {"id": "p1", "type": ("PER", "ORG", "GPE", "LOC")[n % 4], "names": [payload], "role": f"وزير {payload}"}
    other = {"id": "p2", "type": "PER", "names": ["الوزير"], "role": payload}
    line = {"span": span, "confidence": 0.4}
    record = {
        "doc": f"{payload}#{n}", "reader": payload, "parties": [party, other], "source": payload, "title": payload,
        "mentions": [{"start": at, "end": end, "type": party["type"], "party": "p1"}],
        "engagements": [{"kind": "meeting", "who": ["p1", "p2"], "host": "p1", "place": "p1", "date": "2026-01-01",
                         **line}],
        "statements": [{"who": ["p1"], "form": "direct", "act": "promise", "cue": span, **line}],
        "commitments": [{"kind": "pledge", "from": ["p1"], "to": ["p2"], "quantity": payload, "deadline": payload,
                         "condition": payload, **line}],
        "incidents": [{"type": "PROTEST", "mode": payload, "who": ["p1"], "to": ["p2"], "place": "p1", "killed": 3,
                       **line}],
        "figures": [{"value": 7, "unit": payload, "of": "p1", "span": span}],
    }  # fmt: skip
    page = Source(media="text/html", encoding="utf-8", original=f"<html><script>alert(1)</script>{payload}".encode())
    report = Report(
        id=f"{payload}#{n}",
        text=text,
        date="2026-01-02",
        title=payload,
        url=url,
        outlet=payload,
        path=payload,
        page=page,
    )
    return report, Record.model_validate(record)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with Archive(path) as archive:
        archive.add_many([hostile(n, payload) for n, payload in enumerate(PAYLOADS)])
        relink(archive)
        desk = archive.reviewing()
        for n, payload in enumerate(PAYLOADS):
            archive.save_search(payload, f'"{payload}"' if '"' not in payload else "وزير", outlet=payload)
            line = f"{payload}#{n}#engagements/0"
            desk.correct(line, {"date": "2026-01-02"}, by=payload, why=payload)
            desk.note(line, payload, by=f"B {payload}")
            desk.reject(f"{payload}#{n}#statements/0", by=payload, why=payload)
            desk.accept(f"{payload}#{n}#statements/0", by=f"B {payload}", why=payload)
        for link in archive.linking().waiting(limit=5):
            archive.linking().decide("different", link.a, link.b, by=PAYLOADS[0], why=PAYLOADS[1])
        archive.upkeep().withdraw(f"{PAYLOADS[-1]}#{len(PAYLOADS) - 1}", by=PAYLOADS[1], why=PAYLOADS[0])
    return path


@pytest.fixture(scope="module")
def site(path):
    with open_site(path) as client:
        yield client


def foreign(tree):
    """What in a page no template of ours put there, or leads elsewhere without being a link that says so."""
    for tag, attrs in tree.tags:
        if tag not in TAGS or (tag == "script" and not (attrs.get("src") or "").startswith("/static/")):
            yield tag, attrs
        for name, value in attrs.items():
            bad = name.startswith("on") or name in ("style", "srcdoc", "http-equiv", "nonce")
            if name in LINKS and not re.match(r"(/(?![/\\])|#|\?)", value or ""):
                outside = re.match(r"https?://[\w.-]+", value or "") and "noreferrer" in (attrs.get("rel") or "")
                bad |= not (tag == "a" and outside)
            if bad:
                yield tag, {name: value}


def looked_at(site, language):
    """Pages that links lead to from the first page, some of each kind, with what was answered."""
    waiting = [address(language, page.name) for page in PAGES if not page.with_id]
    for n, payload in enumerate(PAYLOADS[:-1]):
        waiting.append(address(language, "report", f"{payload}#{n}", at_="0-9"))
        waiting.append(address(language, "review/line", f"{payload}#{n}#engagements/0"))
    waiting += [address(language, "search", words=payload) for payload in PAYLOADS]
    waiting += [address(language, "engagements", party=payload, place=payload) for payload in PAYLOADS[:4]]
    seen, kinds = set(waiting), {}
    while waiting:
        where = waiting.pop(0)
        answer = site.get(where)
        yield where, answer
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for link in Tree(answer.text).all("a"):
            href = (link.get("href") or "").partition("#")[0]
            kind = "/".join(urlsplit(href).path.split("/")[:3])
            if (
                href.startswith(f"/{language}/")
                and href not in seen
                and kinds.get(kind, 0) < EACH
                and "/theme" not in href
            ):
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(href)
                waiting.append(href)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_shows_an_attack_as_anything_but_text(site, language):
    shown = set()
    for where, answer in looked_at(site, language):
        assert answer.status_code in (200, 303, 307, 400, 404), (where, answer.status_code)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        tree = Tree(answer.text)
        assert tree.broken == [], where
        assert list(foreign(tree)) == [], where
        assert "49" not in re.findall(r"\{\{.*?\}\}|(?<!\d)49\$", answer.text), where
        shown |= {payload for payload in PAYLOADS if payload.split("\t")[0] in "".join(tree.texts)}
        if where.startswith(address(language, "report")):
            assert "7*7" not in unquote(where) or "{{7*7}}" in "".join(tree.texts)
    assert len(shown) >= len(PAYLOADS) - 2  # they were there to be seen


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_twins_hold_no_formula_and_no_page(site, page):
    ids = {"review/line": f"{PAYLOADS[6]}#6#engagements/0", "report": f"{PAYLOADS[6]}#6"}
    if page.with_id and page.name not in ids:
        pytest.skip("its ids are not known here")
    query = {"words": "وزير"} if page.name == "search" else {}
    for language in ("ar", "en"):
        table = site.get(address(language, page.name, ids.get(page.name, ""), twin="csv", **query))
        assert table.status_code == 200
        assert table.headers["content-type"].startswith("text/csv")
        assert table.headers["content-disposition"].startswith("attachment")
        for cell in cells(table.text):
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell) or re.fullmatch(r"-?[\d.]+", cell), cell
        told = site.get(address(language, page.name, ids.get(page.name, ""), twin="json", **query))
        assert told.headers["content-type"].startswith("application/json")
        assert told.headers["x-content-type-options"] == "nosniff"
        json.loads(told.text)


def test_originals_are_files_that_nothing_runs(site):
    """A page as it came is hostile: where it is given at all, it is no HTML, and opens nothing."""
    report = next(page for page in PAGES if page.name == "report")
    if "file" not in {each.name for each in report.filters}:
        pytest.skip("no page gives originals")
    answer = site.get(address("en", "report", f"{PAYLOADS[0]}#0", file="original"))
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith(("text/plain", "application/octet-stream"))
    attached = answer.headers.get("content-disposition", "").startswith("attachment")
    assert attached or "sandbox" in answer.headers["content-security-policy"]


def test_attacks_that_are_sent_by_forms_stay_text(site):
    """A reviewer may be hostile too: what he writes is seen by others."""
    payload = PAYLOADS[1]
    line = f"{PAYLOADS[0]}#0#commitments/0"
    where = address("en", "review/line", line)
    key = key_on(site.get(where))
    fields = {"f.quantity": payload, "f.deadline": PAYLOADS[3], "f.condition": PAYLOADS[6]}
    answer = site.post(where, data={"key": key, "act": "correct", "line": line, "seen": "0", "why": payload, **fields})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/review?")
    for shown in (answer.headers["location"], where, "/en/commitments", "/ar/commitments"):
        tree = Tree(site.get(shown).text)
        assert list(foreign(tree)) == [], shown
    assert payload in " ".join(Tree(site.get(where).text).texts)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_of_accounts_are_checked_and_labels_stay_text(site, path, payload):
    with Archive(path) as archive:
        assert not archive.accounts().needed()
    key = key_on(site.get("/en/accounts"))
    form = {"key": key, "act": "add", "name": payload, "role": "admin", "label": payload}
    answer = site.post("/en/accounts", data=form)
    assert answer.status_code == 400
    assert list(foreign(Tree(answer.text))) == []
    assert list(foreign(Tree(site.get(f"/en/audit?by={quote(payload)}").text))) == []
