from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.tagger.decoding import _viterbi as viterbi
from mahdar.tagger.decoding import best_path, likely_spans, log_softmax, spans_of
from mahdar.tagger.pairing import BUCKETS, bucket


def allowed(path):
    before = 0
    for label in path:
        if label and label % 2 == 0 and before not in (label - 1, label):
            return False
        before = label
    return True


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_viterbi_finds_what_trying_all_finds(seed, count):
    scores = log_softmax(np.random.default_rng(seed).normal(size=(count, 5)).astype(np.float32) * 3)
    total = {p: sum(scores[n, k] for n, k in enumerate(p)) for p in product(range(5), repeat=count) if allowed(p)}
    path = tuple(best_path(scores))
    assert path in total
    assert total[path] == pytest.approx(max(total.values()), abs=1e-4)


def test_nothing_has_no_path():
    assert best_path(np.zeros((0, 5), np.float32)) == []


def test_spans_of_a_path():
    found = spans_of([1, 2, 0, 3, 1], np.zeros((5, 5), np.float32))
    assert [s[:3] for s in found] == [(0, 2, 0), (3, 4, 1), (4, 5, 0)]


def test_likely_spans_end_where_outside_is_likely():
    chances = np.array([[0.1, 0.8, 0.1], [0.3, 0.1, 0.6], [0.9, 0.05, 0.05]], np.float32)
    assert [s[:3] for s in likely_spans(np.log(chances), 0.5)] == [(0, 2, 0)]
    assert likely_spans(np.log(chances), 0.85) == []


def test_buckets_tell_side_and_size_apart():
    distances = np.array([-1000, -256, -2, -1, 0, 1, 2, 3, 4, 256, 1000])
    assert bucket(distances).tolist() == [0, 0, 7, 8, 9, 10, 11, 11, 12, 18, 18]
    assert BUCKETS == 19


def test_the_shortcut_finds_what_going_word_by_word_finds():
    random = np.random.default_rng(3)
    for spread in (1, 4, 9):
        for _ in range(60):
            scores = random.normal(size=(80, 9)).astype(np.float32) * spread
            scores[random.random(80) < 0.6, 0] += 3 * spread
            scores = log_softmax(scores)
            assert best_path(scores) == viterbi(scores.tolist())
