"""`mahdar serve` makes ready what pages need before it says where it is."""

import gc
import threading

import pytest

from mahdar.archive import Archive
from mahdar.web import create_app, warm
from mahdar.web.pages import PAGES
from mahdar.web.showing import Showing
from mahdar.who import gazetteer, role_english
from tests.archive.own import own_reports


@pytest.fixture
def app(minutes):
    app = create_app(minutes)
    yield app
    app.state.site.archive.close()
    gc.unfreeze()


def test_every_list_and_template_is_read(app):
    role_english.role_in_english.cache_clear()
    warm(app)
    assert role_english.role_in_english.cache_info().currsize
    assert gazetteer._by_name.cache_info().currsize == 1
    for showing in app.state.site.showings.values():
        assert {page.file for page in PAGES} <= {name for _, name in showing._templates.cache}


def test_every_page_for_readers_is_drawn(app, monkeypatch, caplog):
    drawn, html = set(), Showing.html

    def seen(showing, file, **values):
        drawn.add(values["page"].name)
        return html(showing, file, **values)

    monkeypatch.setattr(Showing, "html", seen)
    warm(app)
    assert drawn == {page.name for page in PAGES} - {"accounts", "audit", "review/line", "review/new"}
    assert caplog.text == ""


def test_an_archive_without_links_is_none_to_fail_on(tmp_path, caplog):
    with Archive(tmp_path / "m.db") as archive:
        archive.add_many(own_reports()[:1])
    app = create_app(tmp_path / "m.db")
    warm(app)
    app.state.site.archive.close()
    gc.unfreeze()
    assert caplog.text == ""


def test_a_failure_is_told_and_not_raised(app, monkeypatch, caplog):
    monkeypatch.setattr("mahdar.web.warming.romanise", lambda _: 1 / 0)
    warm(app)
    assert "warming up failed" in caplog.text


def test_what_takes_long_goes_on_beside_the_first_requests(app):
    warm(app, patience=0)
    (beside,) = [thread for thread in threading.enumerate() if thread.name == "warming"]
    beside.join(60)
    for showing in app.state.site.showings.values():
        assert {page.file for page in PAGES} <= {name for _, name in showing._templates.cache}
