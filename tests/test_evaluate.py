import copy
import importlib.util
import json
import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.errors import GoldError
from mahdar.evaluate import (
    PARTS,
    SIDE_PARTS,
    below_floors,
    gold_records,
    predicted_records,
    read_floors,
    score,
    score_report,
)
from mahdar.evaluate.matching import dice, jaccard, token_f1, tokens

SHARED = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[2] / "shared")

GOLD = {
    "doc": "a",
    "parties": [
        {"id": "minister", "type": "PER", "names": ["سامر الحلواني"], "role": "وزير النقل", "of": "state"},
        {"id": "guest", "type": "PER", "names": ["رامي الخوري"], "role": None, "of": None},
        {"id": "state", "type": "GPE", "names": ["لبنان"], "role": None, "of": None},
        {"id": "office", "type": "ORG", "names": [], "role": None, "of": None},
    ],
    "mentions": [
        {"start": 10, "end": 23, "type": "PER", "party": "minister"},
        {"start": 30, "end": 41, "type": "PER", "party": "guest"},
        {"start": 50, "end": 55, "type": "GPE", "party": "state"},
        {"start": 80, "end": 93, "type": "PER", "party": "minister"},
    ],
    "engagements": [
        {"kind": "meeting", "who": ["minister", "guest"], "date": "2016-01-17", "place": "state", "span": [0, 60]}
    ],
    "statements": [{"who": ["minister"], "form": "indirect", "cue": [70, 75], "span": [100, 140]}],
    "commitments": [{"kind": "pledge", "from": ["minister"], "to": ["guest"], "span": [100, 120]}],
    "figures": [{"value": 1500000, "unit": "IQD", "span": [130, 138]}],
}


def changed(**changes):
    record = copy.deepcopy(GOLD)
    for path, value in changes.items():
        part, i, *keys = path.split("__")
        if keys:
            record[part][int(i)][keys[0]] = value
        else:
            del record[part][int(i)]
    return record


def f1s(predicted):
    return {part: round(c.f1, 4) for part, c in score_report(GOLD, predicted).counts.items()}


def test_gold_against_itself_is_perfect():
    scores = score({"a": GOLD}, {"a": GOLD})
    assert scores.record == 1.0
    assert (scores.engagements, scores.dates, scores.places) == (1, 1, 1)
    assert scores.missing == []


def test_ids_do_not_matter():
    text = json.dumps(GOLD).replace('"minister"', '"p9"').replace('"guest"', '"minister"').replace('"state"', '"p1"')
    assert set(f1s(json.loads(text)).values()) == {1.0}


def test_nothing_against_gold_is_zero_and_nothing_against_nothing_is_one():
    assert set(f1s({}).values()) == {0.0}
    empty = {name: [] for name in GOLD if name != "doc"}
    assert {c.f1 for c in score_report(empty, {}).counts.values()} == {1.0}


@pytest.mark.parametrize(
    ("change", "part", "f1"),
    [
        ({"mentions__0__end": 22}, "mentions", 0.75),
        ({"mentions__0__type": "ORG"}, "mentions", 0.75),
        ({"parties__0__type": "ORG"}, "parties", 0.6667),
        ({"parties__0__type": "ORG"}, "roles", 0.0),
        ({"parties__0__role": "وزير للنقل"}, "roles", 0.0),
        ({"parties__0__role": "وزير النقل اللبناني"}, "roles", 1.0),
        ({"parties__1__role": "نائب"}, "roles", 0.6667),
        ({"engagements__0__kind": "visit"}, "engagements", 0.0),
        ({"engagements__0__who": ["minister"]}, "engagements", 1.0),
        ({"engagements__0__who": ["minister", "state", "nobody"]}, "engagements", 0.0),
        ({"engagements__0__span": [500, 600]}, "engagements", 1.0),
        ({"statements__0__span": [120, 160]}, "statements", 1.0),
        ({"statements__0__span": [121, 161]}, "statements", 0.0),
        ({"statements__0__who": ["guest"]}, "statements", 0.0),
        ({"statements__0__who": ["guest"]}, "(statement content)", 1.0),
        ({"statements__0__who": None}, "statements", 0.0),
        ({"commitments__0__span": [112, 132]}, "commitments", 1.0),
        ({"commitments__0__span": [113, 133]}, "commitments", 0.0),
        ({"commitments__0__kind": "request"}, "commitments", 0.0),
        ({"commitments__0__kind": "request"}, "(commitment span)", 1.0),
        ({"commitments__0__from": []}, "commitments", 0.0),
        ({"figures__0__span": [137, 150]}, "figures", 1.0),
        ({"figures__0__span": [138, 150]}, "figures", 0.0),
        ({"figures__0__value": 1500001}, "figures", 1.0),
        ({"figures__0__value": 1500002}, "figures", 0.0),
        ({"figures__0__value": None}, "figures", 0.0),
        ({"figures__0": None}, "figures", 0.0),
    ],
)
def test_one_change_costs_what_it_should(change, part, f1):
    assert f1s(changed(**change))[part] == f1


def test_a_party_without_mentions_counts_on_neither_side():
    assert score_report(GOLD, GOLD).counts["parties"].gold == 3


def test_wrong_dates_and_places_are_counted_over_matched_engagements():
    tally = score_report(GOLD, changed(engagements__0__date=None, engagements__0__place="guest"))
    assert (tally.engagements, tally.dates, tally.places) == (1, 0, 0)


@pytest.mark.parametrize(
    ("to", "counts"),
    [(["guest"], (1, 1, 1)), (["guest", "state"], (1, 2, 1)), (["nobody"], (0, 1, 1)), (None, (0, 0, 1))],
)
def test_recipients_are_counted_over_matched_commitments(to, counts):
    scores = score({"a": GOLD}, {"a": changed(commitments__0__to=to)})
    found = scores.recipients
    assert (found.hits, found.predicted, found.gold) == counts
    assert scores.to_dict()["recipients"]["f1"] == round(found.f1, 4)
    assert ("recipients" in below_floors(scores, {"recipients": 0.9, "commitments": 1.0})) == (found.f1 < 0.9)


def test_recipients_of_commitments_that_do_not_match_are_not_counted():
    assert score_report(GOLD, changed(commitments__0__kind="request")).recipients.gold == 0


@pytest.mark.parametrize(
    ("one", "other", "f1"),
    [("وزير الدفاع", "وزير دفاع", 1.0), ("أمين", "امين", 1.0), ("", None, 0.0), ("وزير", None, 0.0), ("ال", "ال", 1.0)],
)
def test_token_f1_folds(one, other, f1):
    assert token_f1(one, other) == f1


def test_the_article_is_taken_off_long_words_only():
    assert tokens("الوزير الى الآن") == ["وزير", "الي", "الان"]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=2, unique=True).map(sorted), st.lists(st.sampled_from("abc")))
def test_likeness_is_one_with_itself_and_never_beyond(span, names):
    assert dice(span, span) == 1.0
    assert jaccard(names, names) == 1.0
    assert 0 <= dice(span, [3, 6]) <= 1
    assert 0 <= jaccard(names, ["a"]) <= 1
    assert dice(span, None) == 0.0


def test_records_are_read_from_a_folder_or_lines(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(GOLD), "utf-8")
    odd = {**GOLD, "doc": "b", "source": "x\u2028y"}
    (tmp_path / "p.jsonl").write_text(json.dumps(odd, ensure_ascii=False) + "\n\n" + json.dumps(GOLD) + "\n", "utf-8")
    assert gold_records(tmp_path / "gold") == {"a": GOLD}
    assert predicted_records(tmp_path / "p.jsonl") == {"a": GOLD, "b": odd}
    assert score(gold_records(tmp_path / "p.jsonl"), {}).missing == ["b", "a"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "No such file"),
        ("", "no gold records"),
        ("{", "not JSON"),
        ("[]", "JSON of another kind"),
        ('{"x": 1}', "a record without 'doc'"),
        ('{"doc": "a", "parties": []}', "a has no list of mentions"),
    ],
)
def test_gold_that_cannot_be_used_says_why(tmp_path, content, found):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(GoldError, match=found):
        gold_records(path)


def test_floors_hold_what_was_printed(tmp_path):
    scores = score({"a": GOLD}, {"a": changed(mentions__0__end=22, figures__0=None)})
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"mentions": 0.75, "figures": 0.1, "record": round(scores.record, 4)}), "utf-8")
    assert below_floors(scores, read_floors(path)) == {"figures": (0.0, 0.1)}


@pytest.mark.parametrize("content", ["{", "[]", '{"mention": 0.5}', '{"mentions": "0.5"}'])
def test_floors_that_cannot_be_used_are_refused(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content, "utf-8")
    with pytest.raises(GoldError):
        read_floors(path)


def damaged(record, chance):
    record = copy.deepcopy(record)
    for part in ("mentions", "parties", "engagements", "statements", "commitments", "figures"):
        record[part] = [item for item in record[part] if chance.random() > 0.2]
        for item in record[part]:
            if "span" in item and chance.random() < 0.5:
                start = max(0, item["span"][0] + chance.randint(-20, 20))
                item["span"] = [start, start + chance.randint(1, 80)]
            for key in ("who", "from"):
                if key in item and chance.random() < 0.3 and record["parties"]:
                    item[key] = [*item[key], chance.choice(record["parties"])["id"]]
    return record


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the published scorer is not here")
@pytest.mark.parametrize("which", ["dev", "train"])
def test_scores_equal_those_of_the_published_scorer(which, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("published_scorer", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    gold = gold_records(SHARED / "gold" / which)
    chance = random.Random(7)
    for doc, record in gold.items():
        predicted = damaged(record, chance)
        counts, side = published.score_doc(record, predicted)
        tally = score_report(record, predicted)
        assert {part: [c.hits, c.predicted, c.gold] for part, c in tally.counts.items()} == counts, doc
        assert [tally.engagements, tally.dates, tally.places] == [
            side["matched engagements"],
            side["  date right"],
            side["  place right"],
        ]
        assert [c.f1 for c in tally.counts.values()] == pytest.approx(
            [published.prf(counts[p])[2] for p in tally.counts]
        )
    assert set(tally.counts) == {*PARTS, *SIDE_PARTS}
