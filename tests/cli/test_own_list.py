"""``mahdar entities`` and ``mahdar read --gazetteer``."""

import json

TABLE = """id,name_ar,name_en,aliases,kind,country,wikidata
m1,ناظم الصحراوي,Nadhem Sahraoui,الخال,person,TN,Q11
x,y,,,person,,
"""
TEXT = (
    "تونس 12 مارس 2018 - التقى الخال أمس وزير الخارجية سالم الوادي وبحث معه خطط الزراعة في البلاد. "
    "وقال ناظم الصحراوي إنه راض."
)


def test_a_list_is_found_kept_linked_listed_and_forgotten(shell, tmp_path):
    (tmp_path / "list.csv").write_text(TABLE, "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = shell("read", "a.txt", "--gazetteer", "list.csv", "--into", "m.db")
    assert done.status == 0
    assert "list.csv:3: no name in Arabic letters" in done.err
    assert "Your own list: 1 entities; rows set aside: 1" in done.err
    done = shell("entities", "import", "list.csv", "--archive", "m.db", "--json")
    assert (done.status, done.lines) == (1, [{"entities": 1, "set_aside": 1}])
    (one,) = shell("entities", "list", "--archive", "m.db", "--json").lines
    assert one["id"] == "m1"
    assert one["entity"].startswith("person/")
    shown = shell("show", one["entity"], "--archive", "m.db", "--lang", "en").out
    assert "Nadhem Sahraoui" in shown
    assert "m1" in shown
    assert "Q11" in shown
    assert json.loads(shell("show", one["entity"], "--archive", "m.db", "--json").out)["own"]["wikidata"] == "Q11"
    assert shell("entities", "forget", "--archive", "m.db").status == 0
    assert shell("entities", "list", "--archive", "m.db", "--json").out == ""


def test_what_is_no_list_is_refused(shell, tmp_path):
    (tmp_path / "list.csv").write_text("الاسم\nسالم\n", "utf-8")
    for arguments in (["entities", "import", "list.csv"], ["read", "list.csv", "--gazetteer", "list.csv"]):
        done = shell(*arguments, "--archive", "m.db", "--lang", "ar")
        assert done.status == 2
        assert "لا أعمدة فيه لقائمة كيانات" in done.err
