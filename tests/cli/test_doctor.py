"""What `mahdar doctor` says of the tagger."""

import pytest


def test_the_tagger_is_off(mahdar):
    assert mahdar("doctor", "--json", env={"MAHDAR_TAGGER": "off"}).lines[0]["tagger"] == {"state": "off"}


@pytest.mark.parametrize(("lang", "said"), [("en", "reading by rules alone"), ("ar", "والقراءة بالقواعد وحدها")])
def test_reading_by_rules_alone_is_said(mahdar, lang, said):
    done = mahdar("doctor", "--lang", lang, env={"MAHDAR_TAGGER": "off"})
    assert done.status == 0
    assert said in done.out
