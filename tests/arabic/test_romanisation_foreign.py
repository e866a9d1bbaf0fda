"""Names of foreigners: the lists, whole names and single words."""

from mahdar.arabic.phrases import rows
from mahdar.arabic.romanisation_foreign import Piece, person, persons, pieces


def test_a_name_and_its_spelling_have_as_many_words():
    assert not [one for one in persons() if len(one.words) != len(one.spelled)]


def test_a_name_is_listed_once():
    for file in ("romanised_people.tsv", "romanised_foreign.tsv"):
        keys = [(row[0].replace("_", " "), *row[2:]) for row in rows("mahdar.arabic", file)]
        assert len(set(keys)) == len(keys)


def test_a_whole_name_is_known_in_other_spellings_of_its_sounds():
    assert person("سيرجي لافروڤ") == person("سيرغي لافروف") == "Sergey Lavrov"
    assert person("جان إيف لو دريان") == person("جان ايف لودريان") == "Jean-Yves Le Drian"
    assert person("كيم جونغ") is None
    assert person("أوباما") is None
    assert person("أبو أحمد") is None


def test_a_namesake_from_an_arab_state_is_another():
    assert person("محمد خاتمي", "IR") == "Mohammad Khatami"
    assert person("محمد خاتمي", "IQ") is None


def test_what_is_known_stands_between_what_is_not():
    assert pieces("بن والاس") == [Piece("بن", "Ben"), Piece("والاس", "Wallace")]
    assert pieces("محمد علي أوباما حسن") == [Piece("محمد علي", None), Piece("أوباما", "Obama"), Piece("حسن", None)]


def test_arabic_names_have_no_foreign_spelling():
    assert pieces("قيس أنيس") == [Piece("قيس أنيس", None)]
    assert pieces("محمد السيد", "IR") == [Piece("محمد السيد", None)]
