import subprocess
import sys

import pytest

import mahdar
from mahdar.errors import BadDate, NotAReport


def test_all_is_sorted_and_everything_in_it_is_there():
    # Constants, then classes, then functions: the order that ruff keeps.
    assert mahdar.__all__ == sorted(mahdar.__all__, key=lambda n: (not n.isupper(), n.islower(), n))
    for name in mahdar.__all__:
        assert getattr(mahdar, name) is not None
    assert set(mahdar.__all__) == {"read", *mahdar._HOME}
    assert set(mahdar.__all__) <= set(dir(mahdar))


def test_the_nouns_and_errors_are_all_exported():
    from mahdar import errors, record

    nouns = {n for n, o in vars(record).items() if isinstance(o, type) and issubclass(o, record.Noun)} - {"Noun"}
    tree = {n for n, o in vars(errors).items() if isinstance(o, type) and issubclass(o, Exception)}
    assert nouns | tree <= set(mahdar.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'minute'"):
        _ = mahdar.minute


def test_import_is_cheap():
    code = "import sys, mahdar; print(sorted(set(sys.modules) & {'pydantic', 'sqlalchemy', 'rich', 'typer', 'json'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_read_gives_a_record_with_offsets_into_the_text():
    record = mahdar.read("\n  زار الوزير المدينة.", date="2016-01-17", id="x", outlet="الصباح")
    assert record.doc == "x"
    assert record.reader == mahdar.READER
    assert record == mahdar.read("\n  زار الوزير المدينة.", date="2016-01-17", id="x", outlet="الصباح")


@pytest.mark.parametrize(("text", "date", "error"), [(" \n", None, NotAReport), ("زار", "17/1/2016", BadDate)])
def test_read_refuses_what_is_no_report(text, date, error):
    with pytest.raises(error):
        mahdar.read(text, date=date)
