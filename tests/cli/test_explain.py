import pytest

TEXT = (
    "التقى وزير الداخلية العراقي سالم الوادي السفير الفرنسي جان مارتان في بغداد أمس.\n"
    "وقال الوادي إن العراق يرحب بدعم فرنسا. ووعد السفير بتدريب 300 شرطي عراقي.\n"
)


def explained(mahdar, *options, **more):
    return mahdar("read", "-", "--explain", "--date", "2016-01-17", *options, stdin=TEXT.encode(), **more)


def test_every_line_tells_the_words_it_rests_on(mahdar):
    done = explained(mahdar, "--json", env={"MAHDAR_TAGGER": "off"})
    assert done.status == 0
    lines = done.lines
    assert {"parties", "engagements", "statements", "figures"} <= {line["part"] for line in lines}
    (meeting,) = [line for line in lines if line["part"] == "engagements"]
    rule = next(e for e in meeting["evidence"] if e["by"] == "rule")
    assert rule["what"] == "meeting"
    assert TEXT[slice(*rule["span"])] == "التقى"
    said = next(line for line in lines if line["part"] == "statements")
    assert said["evidence"][0]["what"] == "قال"
    assert all(e["by"] != "model" for line in lines for e in line["evidence"])


def test_the_model_is_asked_where_there_is_one(mahdar):
    lines = explained(mahdar, "--json").lines
    (meeting,) = [line for line in lines if line["part"] == "engagements"]
    model = {(e["what"], e.get("party")) for e in meeting["evidence"] if e["by"] == "model"}
    assert ("engagement", None) in model
    assert {("participant", party) for party in meeting["line"]["who"]} <= model
    assert any(e["by"] == "confidence" for e in meeting["evidence"])


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "القواعد: «التقى» لقاء (0–5)"), ("en", "Rules: «التقى» meeting (0–5)")]
)
def test_in_words(mahdar, lang, words):
    assert words in explained(mahdar, "--lang", lang).out


def test_nothing_is_kept(mahdar, tmp_path):
    assert explained(mahdar, "--into", str(tmp_path / "a.db")).status == 2
    assert not (tmp_path / "a.db").exists()
    assert mahdar("read", "/no/such", "--explain").status == 2
