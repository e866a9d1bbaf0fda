from hypothesis import given
from hypothesis import strategies as st

from mahdar.tagger.windows import windows

SIZES = st.lists(st.integers(1, 12), max_size=400)


@given(SIZES, st.integers(12, 60), st.integers(0, 11))
def test_every_word_is_read_once_from_a_window_that_holds_it(sizes, room, overlap):
    found = windows(sizes, room, overlap)
    assert [n for w in found for n in range(w.begin, w.end)] == list(range(len(sizes)))
    for w in found:
        assert w.first <= w.begin <= w.end <= w.last
        assert sum(sizes[w.first : w.last]) <= room


def test_what_fits_is_one_window():
    assert windows([1] * 254, 254, 48) == [(0, 254, 0, 254)]


def test_neighbours_share_the_overlap_and_halve_it():
    assert windows([1] * 20, 12, 4) == [(0, 12, 0, 10), (8, 20, 10, 20)]
