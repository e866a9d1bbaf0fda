"""Figures over time: against tests/cases/series/figures, and gold/series where it lies beside the project."""

import json
from collections import defaultdict

import pytest

from mahdar.archive.findings import Named
from mahdar.ledger.copies import find_copies, grouped
from mahdar.ledger.events import merge, tellings
from mahdar.ledger.figured import figured
from mahdar.ledger.series import company, contradict, disputed_in, join, series
from mahdar.record import Figure, Mention, Party, Record, Statement
from mahdar.who import Told, link
from mahdar.who.english import Naming
from tests.ledger.test_series import GOLD, SERIES, bcubed, told
from tests.tables import CASES

FIGURES = {
    "own": (CASES / "series" / "figures.jsonl", CASES / "series" / "figures_links.json"),
    "gold": SERIES["gold"],
}
#: Floors of B-cubed F1 over all figures, and of the series that are rightly said to be disputed or not.
FLOORS = {"own": (1.0, 6), "gold": (0.9, 14)}


def joined(entities):
    """The figures that are joined, as `series` has them."""
    events = defaultdict(set)
    for n, event in enumerate(merge(tellings(entities))):
        for telling in event if len(event) > 1 else ():
            events[telling.doc].add(n)
    return join(figured(entities), company(entities), {doc: frozenset(some) for doc, some in events.items()})


@pytest.mark.parametrize("which", FIGURES)
def test_series_reach_their_floors(which):
    records, links = FIGURES[which]
    if not records.exists():
        pytest.skip(f"no gold series at {GOLD} (MAHDAR_SHARED names the folder beside the project)")
    found = joined(link(told(records)))
    gold = json.loads(links.read_text("utf-8"))["figures"]
    clusters = [[tuple(point) for point in one["points"]] for one in gold]
    known = {point for cluster in clusters for point in cluster}
    items = {(f.doc, f.n) for group in found for f in group}
    alone = [[item] for item in items - known]
    score = bcubed(clusters + alone, [[(f.doc, f.n) for f in group] for group in found])
    right = 0
    for one, cluster in zip(gold, clusters, strict=True):
        likest = max(found, key=lambda group: len({(f.doc, f.n) for f in group} & set(cluster)))
        right += bool(disputed_in(likest)) == one["disputed"]
    assert (round(score, 3) >= FLOORS[which][0], right >= FLOORS[which][1]) == (True, True), (score, right)


def one(text, value, unit, words, *, day="2016-01-01", doc="a", who=None, **more):
    """A report with one figure, said by `who`."""
    start = text.index(words)
    parties, mentions, statements = [], [], []
    if who:
        at = text.index(who)
        parties = [Party(id="p1", type="ORG", names=[who])]
        mentions = [Mention(start=at, end=at + len(who), type="ORG", party="p1")]
        statements = [Statement(who=["p1"], form="indirect", span=(at + len(who), len(text)))]
    figures = [Figure(value=value, unit=unit, span=(start, start + len(words)), **more)]
    record = Record(doc=doc, reader="test", parties=parties, mentions=mentions, statements=statements, figures=figures)
    return Told(record, day, None, text)


def read(*reports):
    return figured(link(list(reports)))


@pytest.mark.parametrize(
    ("text", "words", "bound", "high"),
    [
        ("في المخيم 300 نازح.", "300 نازح", "exact", None),
        ("في المخيم أكثر من 300 نازح.", "300 نازح", "at_least", None),
        ("عدد نازحي المخيم لا يتجاوز 300 نازح.", "300 نازح", "at_most", None),
        ("في المخيم نحو 300 نازح.", "300 نازح", "about", None),
        ("في المخيم بين 300 و400 نازح.", "300 و400 نازح", "about", 400),
        ("سيرفع العدد من 300 إلى 400 نازح.", "300", "exact", None),
    ],
)
def test_bounds_and_ranges(text, words, bound, high):
    (found,) = read(one(text, 300, "person", words))
    assert (found.bound if high is None else "about", found.high) == (bound, high)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("أسفر الهجوم عن مقتل 12 شخصا.", "12 شخصا", "killed"),
        ("سقط في الهجوم 12 جريحا.", "12 جريحا", "injured"),
        ("قتل عشرون شخصا بينهم 12 طفلا.", "12 طفلا", "part"),
        ("انخفض عدد النازحين بعد عودة 12 ألفا.", "12 ألفا", "change"),
        ("ضبطت الشرطة 12 بندقية.", "12 بندقية", "seized"),
        ("في المخيم 12 خيمة.", "12 خيمة", "counted"),
    ],
)
def test_kinds(text, words, kind):
    (found,) = read(one(text, 12, "person", words))
    assert found.kind == kind


def test_units_that_can_be_compared():
    near, far = read(one("سارت الدورية 2 كم.", 2, "km", "2 كم"), one("سارت 2000 متر.", 2000, "m", "2000 متر", doc="b"))
    assert (near.unit, near.value) == (far.unit, far.value)


@pytest.mark.parametrize(
    ("value", "day", "who", "disputed"),
    [
        (480, "2016-01-03", "هيئة الإغاثة", True),
        (480, "2016-01-02", "وزارة الهجرة", True),
        (480, "2016-01-12", "وزارة الهجرة", False),  # the ministry counts anew
        (480, "2016-06-01", "هيئة الإغاثة", False),  # months later
        (300, "2016-01-03", "هيئة الإغاثة", False),
    ],
)
def test_figures_that_cannot_both_be_true(value, day, who, disputed):
    first = one("قالت وزارة الهجرة إن في مخيم الوادي 300 نازح.", 300, "person", "300 نازح", who="وزارة الهجرة")
    text = f"قالت {who} إن في مخيم الوادي {value} نازح."
    a, b = read(first, one(text, value, "person", f"{value} نازح", day=day, doc="b", who=who))
    assert contradict(a, b) is disputed
    assert disputed_in([a, b]) == ({("a", 0), ("b", 0)} if disputed else set())


def test_round_and_hedged_figures_leave_room():
    text = "قالت وزارة الهجرة إن في مخيم الوادي نحو {} نازح."
    about = one(text.format(300), 300, "person", "300 نازح", who="وزارة الهجرة", approximate=True)
    near = one(text.format(310).replace("نحو ", ""), 310, "person", "310 نازح", doc="b", who="وزارة الهجرة")
    assert not contradict(*read(about, near))


def test_one_report_gives_no_two_values_of_one_thing_itself():
    text = "سرعة الرياح على الساحل 15 كم وسرعة الرياح في الجبل 18 كم."
    spans = {value: (text.index(f"{value} كم"), text.index(f"{value} كم") + 5) for value in (15, 18)}
    figures = [Figure(value=value, unit="km", span=span) for value, span in spans.items()]
    record = Record(doc="a", reader="t", figures=figures)
    assert [len(group) for group in joined(link([Told(record, "2016-01-01", None, text)]))] == [1, 1]


def test_reprints_are_not_counted_as_independent():
    reports = told(FIGURES["own"][0])
    entities = link(reports)
    originals = {copy: first for first, some, _ in grouped(find_copies(reports)) for copy in some}
    found = series(entities, Naming(entities), originals, {})
    (trained,) = [one for one in found if one.unit == "fighter"]
    assert (len(trained.points), trained.independent) == (2, 1)
    assert [point.copy_of for point in trained.points] == [None, "fig-c1"]
    assert trained.points[0].by == [Named("person:fig-c1:p1", "بيتر نورمان", "Peter Norman")]
    assert trained.points[0].quote == "18 ألف مقاتل"
