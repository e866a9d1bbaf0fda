import pytest
from starlette.testclient import TestClient

from mahdar.archive import Archive
from mahdar.ledger import relink
from mahdar.record import Record, Report
from mahdar.web import Settings, create_app
from tests.archive.own import own_reports

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
LINK = "javascript:alert(3)//\x00https://x.example"
HOSTILE_ID = 'a"b<c>&d/e .json'
#: Its engagement as one report's, and as an event: ids are made of the text.
HOSTILE_ENGAGEMENT = 'a"b<c>&d%2Fe%20.json@0-147'
HOSTILE_EVENT = "7f6sg7hb3kq3"


def hostile_report():
    """A report in which everything that can be text is an attack on whoever shows it."""
    text = f"{SCRIPT} وعد {IMAGE} الوزير ' onfocus=alert(4) autofocus='\n</p></section>{SCRIPT}{{{{ 7*7 }}}}"
    at = text.index(IMAGE)
    party = {"id": "p1", "type": "PER", "names": [IMAGE, SCRIPT], "role": f"وزير {SCRIPT}"}
    span = [0, len(SCRIPT)]
    record = {
        "doc": HOSTILE_ID,
        "reader": SCRIPT,
        "parties": [party],
        "mentions": [{"start": at, "end": at + len(IMAGE), "type": "PER", "party": "p1"}],
        "engagements": [{"kind": "meeting", "who": ["p1"], "host": "p1", "place": "p1", "span": [0, len(text)]}],
        "statements": [{"who": ["p1"], "form": "direct", "act": "promise", "span": span}],
        "commitments": [
            {
                "kind": "pledge",
                "from": ["p1"],
                "to": ["p1"],
                "quantity": IMAGE,
                "deadline": SCRIPT,
                "condition": "=1+1",
                "span": span,
            }
        ],
        "incidents": [{"type": "PROTEST", "who": ["p1"], "to": ["p1"], "place": "p1", "killed": 3, "span": span}],
        "figures": [{"value": 7, "unit": SCRIPT, "of": "p1", "span": span}],
    }
    report = Report(
        id=HOSTILE_ID, text=text, date="2026-01-02", title=f"{IMAGE}{SCRIPT}", url=LINK, outlet=f"=x{IMAGE}", path=IMAGE
    )
    return report, Record.model_validate(record)


@pytest.fixture(scope="session")
def minutes(tmp_path_factory):
    """An archive of our own reports and a hostile one, linked."""
    path = tmp_path_factory.mktemp("web") / "minutes.db"
    with Archive(path) as archive:
        archive.add_many([*own_reports()[:40], hostile_report()])
        relink(archive)
    return path


def open_site(path, settings=None, **options):
    """A browser on the site over an archive, at http://127.0.0.1."""
    app = create_app(path, settings)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, **options)


@pytest.fixture(scope="module")
def site(minutes):
    with open_site(minutes) as client:
        yield client


@pytest.fixture
def shared(tmp_path):
    """An archive with accounts: its path and a token for each role."""
    path = tmp_path / "shared.db"
    tokens = {}
    with Archive(path) as archive:
        archive.add_many(own_reports()[:3])
        desk = archive.accounts()
        for name, role in (("Huda", "admin"), ("Salem", "reviewer"), ("Rami", "reader")):
            desk.add(name, role, by="test")
            tokens[role] = desk.new_token(name, by="test")
    return path, tokens


__all__ = ["Settings", "open_site"]


# Fixtures of the tests in a browser; that module takes names from here.
from tests.web.browsing import browsed, chromium, served  # noqa: E402, F401
