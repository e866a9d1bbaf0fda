"""`mahdar serve` reads what pages need before the first is asked for."""

from mahdar.web import Settings
from mahdar.web.pages import PAGES
from mahdar.web.showing import showings
from mahdar.web.warming import warm
from mahdar.who import gazetteer, role_english
from tests.web.conftest import open_site


def test_lists_and_templates_are_there_before_the_first_page(minutes, monkeypatch):
    began = []
    monkeypatch.setattr("mahdar.web.app.in_background", lambda some: began.extend(some))
    with open_site(minutes, Settings(warm=True)) as site:
        assert site.get("/health").status_code == 200
        assert {showing.say.language for showing in began} == {"ar", "en"}
    with open_site(minutes):
        assert len(began) == 2


def test_warming_reads_every_list_and_template():
    role_english.role_in_english.cache_clear()
    all_ = showings(PAGES)
    warm(all_.values())
    assert role_english.role_in_english.cache_info().currsize == 1
    assert gazetteer._by_name.cache_info().currsize == 1
    for showing in all_.values():
        assert {page.file for page in PAGES} <= {name for _, name in showing._templates.cache}


def test_a_failure_is_told_and_not_raised(monkeypatch, caplog):
    monkeypatch.setattr("mahdar.web.warming.romanise", lambda _: 1 / 0)
    warm(())
    assert "warming up failed" in caplog.text
