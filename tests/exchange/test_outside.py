"""Events of others: invented rows in the columns of GDELT, POLECAT and ACLED, read and set beside an archive's."""

import gzip
import zipfile
from dataclasses import replace

import pytest

from mahdar.errors import InputError, UnreadableInput
from mahdar.exchange.events import gdelt, polecat
from mahdar.exchange.events.coding import code
from mahdar.exchange.events.comparing import Comparison, differences
from mahdar.exchange.events.outside import FORMATS, Outside, OutsideActor, read
from tests.exchange import noted
from tests.exchange.outside_rows import ACLED, acled_line, gdelt_line, polecat_line


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="theirs.csv"):
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
        return tmp_path / name

    return write


def test_gdelt(file):
    event, short, dayless = read(
        file(gdelt_line(), "a\tb", gdelt_line(Day="2016")[:0] + gdelt_line(Day="soon")), "gdelt"
    )
    assert (event.id, event.day, event.type, event.mode, event.code) == ("1", "2016-05-29", "CONSULT", "", "040")
    assert event.actors == (OutsideActor("Tunisia", ("TN",), "GOV"), OutsideActor("Saudi Arabia", ("SA",), ""))
    assert (event.country, event.lat, event.url) == ("SA", 24.7, "http://a.invalid/1")
    assert "2 columns where GDELT 2.0 has 61" in str(short)
    assert "no day" in str(dayless)


def test_what_the_package_writes_it_reads(file):
    events = [e for record in noted.all_of_them() for e in code(noted.scene(record)).events]
    for format_ in (gdelt.GDELT, polecat.POLECAT):
        lines = [line for e in events if (line := format_.line(e))]
        found = list(read(file(*([format_.head()] if format_.header else []), *lines), format_.name))
        told = [e for e in events if format_.line(e)]
        assert [e.day for e in found] == [(e.date and (e.date + "-01")[:10]) or e.tellings[0].day for e in told]
        if format_ is polecat.POLECAT:
            assert [(e.type, e.mode, e.id) for e in found] == [(e.type, e.mode, e.id) for e in told]


def test_polecat(file):
    event, wrong = read(file("\t".join(polecat.COLUMNS), polecat_line(), "x\ty"), "polecat")
    assert (event.type, event.mode, event.country) == ("CONSULT", "visit", "SA")
    assert [actor.countries for actor in event.actors] == [("TN",), ("TN",), ("SA",)]
    assert isinstance(wrong, InputError)
    (headless,) = read(file("a\tb"), "polecat")
    assert "no column Event ID" in str(headless)


@pytest.mark.parametrize("between", [",", ";"])
def test_acled(file, between):
    event, accord = read(
        file(between.join(ACLED), acled_line(between), acled_line(between, event_type="Strategic developments")),
        "acled",
    )
    assert (event.type, event.mode, event.day, event.killed) == ("ASSAULT", "explosives", "2013-06-09", 20)
    assert event.actors[1] == OutsideActor("Civilians (Iraq)", ("IQ",), "CVL")
    assert (event.country, event.place) == ("IQ", "Kirkuk")
    assert accord.type == ""
    forces = acled_line(
        actor1="Military Forces of Yemen (2016-2022) Houthis", assoc_actor_1="Police Forces of Iraq (2003-)"
    )
    (event,) = read(file(",".join(ACLED), forces), "acled")
    assert [actor.countries for actor in event.actors] == [("YE",), ("IQ",), ("IQ",)]


def test_packed_files(tmp_path, file):
    plain = file(gdelt_line())
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as pack:
        pack.write(plain, "one.csv")
    (tmp_path / "one.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    for name in ("one.zip", "one.csv.gz"):
        assert list(read(tmp_path / name, "gdelt")) == list(read(plain, "gdelt"))
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as pack:
        pack.writestr("a", "")
        pack.writestr("b", "")
    (tmp_path / "no.zip").write_bytes(b"no pack")
    for name in ("two.zip", "no.zip", "absent.csv"):
        with pytest.raises(UnreadableInput):
            list(read(tmp_path / name, "gdelt"))


def test_a_format_that_there_is_none_of(file):
    with pytest.raises(InputError, match="gdelt, polecat, acled"):
        list(read(file("x"), "icews"))
    assert FORMATS == ("gdelt", "polecat", "acled")


# Beside Mahdar's own


@pytest.fixture
def comparison():
    with Comparison(days=1) as comparison:
        for record in noted.all_of_them():
            for event in code(noted.scene(record)).events:
                comparison.add(event)
        yield comparison


def outcomes(comparison, file, source):
    pairs = list(comparison.compare(read(file, source)))
    return [pair for pair in pairs if pair.theirs], [pair.ours.id for pair in pairs if pair.outcome == "only_ours"]


def test_what_both_have_and_what_one_has(comparison, file):
    theirs = file(
        gdelt_line(),
        gdelt_line(GlobalEventID="2", Actor1CountryCode="FRA", Actor2CountryCode="DEU", ActionGeo_CountryCode="FR"),
        gdelt_line(GlobalEventID="3", EventCode="010"),
        gdelt_line(GlobalEventID="4", Day="20010101"),
    )
    rows, ours = outcomes(comparison, theirs, "gdelt")
    assert [pair.outcome for pair in rows] == ["matched", "only_theirs", "not_compared", "not_compared"]
    assert rows[0].ours.id == f"{noted.RIYADH}#engagements/1"
    assert rows[0].differences == ()
    assert f"{noted.RIYADH}#engagements/1" not in ours
    assert f"{noted.KIRKUK}#incidents/0" in ours
    # Denied and conditional events did not take place: nobody can be asked to have them.
    assert f"{noted.KIRKUK}#commitments/1" not in ours


def test_differences(comparison, file):
    theirs = file(
        ",".join(ACLED), acled_line(event_date="2013-06-10", latitude="33.3", longitude="44.4", location="Baghdad")
    )
    ((pair,), _) = outcomes(comparison, theirs, "acled")
    assert pair.ours.id == f"{noted.KIRKUK}#incidents/0"
    told = {d.field: (d.ours, d.theirs) for d in pair.differences}
    assert told == {
        "date": ("2013-06-09", "2013-06-10"), "place": ("Kirkuk", "Baghdad"), "killed": ("17", "20"),
    }  # fmt: skip


def test_two_alike_take_two_rows_and_a_third_is_told_twice(file):
    event = next(e for e in code(noted.scene(noted.riyadh())).events if e.kind == "signing")
    with Comparison() as comparison:
        comparison.add(event)
        comparison.add(replace(event, id="again"))
        rows, ours = outcomes(comparison, file(*[gdelt_line(EventCode="057")] * 3), "gdelt")
    assert [pair.ours.id for pair in rows] == [event.id, "again", event.id]
    assert ours == []


def test_conflict_is_never_cooperation(comparison, file):
    ((pair,), _) = outcomes(comparison, file(gdelt_line(EventCode="190")), "gdelt")
    assert pair.outcome == "only_theirs"


def test_what_one_does_not_say_is_no_difference():
    event = next(e for e in code(noted.scene(noted.riyadh())).events if e.type == "SUPPORT")
    bare = replace(event, date=None, place=None)
    row = Outside("1", "gdelt", 1, "2016-05-30", "SUPPORT", "", "050", ())
    assert differences(bare, row) == ()
