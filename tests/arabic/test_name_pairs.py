"""Whether two names can be one person's, on the pairs of tests/cases/name_pairs.tsv."""

from mahdar.arabic.names import MAYBE, compare
from tests.tables import table

PAIRS = table("name_pairs.tsv", 4)


def test_the_pairs_are_many_and_each_stands_once():
    verdicts = [verdict for verdict, *_ in PAIRS]
    assert len(PAIRS) >= 400
    assert min(verdicts.count("same"), verdicts.count("different")) >= 200
    assert len({frozenset((a, b)) for _, a, b, _ in PAIRS}) == len(PAIRS)


def test_f1_of_the_pairs():
    found = [(compare(a, b).score >= MAYBE, verdict == "same") for verdict, a, b, _ in PAIRS]
    right = sum(said and true for said, true in found)
    f1 = 2 * right / (sum(said for said, _ in found) + sum(true for _, true in found))
    assert f1 >= 0.96, f1
