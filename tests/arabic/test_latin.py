import pytest

from mahdar.arabic.latin import is_latin, same_in_latin


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Mohammed Al-Ghabban", "Muhammad al-Ghabban"),
        ("mohamad ghaban", "Muhammad Salim al-Ghabban"),
        ("Netherlands", "The Netherlands"),
        ("Ministry of the Interior", "Iraqi Ministry of Interior"),
        ("Qaradawi", "Youssef al-Karadawi"),
    ],
)
def test_one_name(name, other):
    assert same_in_latin(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Azizi", "Aso Berwari"), ("Iraq", "Iran"), ("Salim", "Samir"), ("", "Iraq")],
)
def test_two_names(name, other):
    assert not same_in_latin(name, other)


def test_letters():
    assert is_latin("Iraq")
    assert not is_latin("العراق")
    assert not is_latin("NATO الناتو")
