"""Linking a folder out of core comes to what linking in memory does."""

import json
import sys
from functools import partial
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.agreeing import agreement, copies_in_memory, groups_in_memory
from benchmarks.synthetic import Base
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from mahdar.archive import content_hash
from mahdar.engine.rows import COLUMNS, schema
from mahdar.errors import MahdarError, MissingExtra, UnreadableInput
from mahdar.ledger.chains import LAST
from mahdar.pages.copies import EDITED, HALF, compare, fingerprint_of
from mahdar.scale import bench as bench_module
from mahdar.scale import link_folder, people
from mahdar.scale.bench import Bench, Cost, Sweep, blocks_of, on_ray, processes
from mahdar.scale.forest import roots
from mahdar.scale.lines import near_in_words
from mahdar.scale.shingles import Shingles, close, put_together
from mahdar.scale.stems import Stems
from tests.tables import CASES

pytestmark = pytest.mark.skipif(
    find_spec("duckdb") is None, reason="NOT TESTED OUT OF CORE: no package duckdb (pip install 'mahdar[scale]')"
)
#: Copies of the reports of tests/cases/series in other words, and least agreement (B-cubed F1) with what memory gives.
COPIES, LEAST = 6, {"person": 0.999, "body": 0.999, "place": 0.999, "engagement": 0.999, "chain": 0.999}


def rows():
    lines = []
    for name in ("records.jsonl", "figures.jsonl"):
        for line in (CASES / "series" / name).read_text("utf-8").splitlines():
            told = json.loads(line)
            text, day, outlet = told.pop("text"), told.pop("date", None), told.pop("outlet", None)
            told |= {"reader": "test", "doc": told["doc"]}
            lines.append(dict.fromkeys(COLUMNS) | {
                "source": 0, "number": len(lines), "id": told["doc"], "published": day, "outlet": outlet, "text": text,
                "hash": content_hash(text), "reader": "test", "record": json.dumps(told, ensure_ascii=False),
            })  # fmt: skip
    return lines


def fill(folder, some, name="part-0"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    parquet.write_table(pa.Table.from_pylist(some, schema=schema()), path)
    return path


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """A folder of the reports and of copies of them in other words, in all a hundred and twenty."""
    folder = tmp_path_factory.mktemp("records")
    base = Base(pa.Table.from_pylist(rows(), schema=schema()), {"وزير", "الداخلية", "العراق"})
    for copy in range(COPIES):
        (folder / f"date=copy-{copy}").mkdir()
        parquet.write_table(base.copy(copy), folder / f"date=copy-{copy}" / "part-0.parquet")
    return folder


def linked(records, out, **how):
    return link_folder(str(records), str(out), **({"memory": "500MB", "workers": 1} | how))


@pytest.mark.parametrize("part", [bench_module.PART, 50])
def test_it_agrees_with_linking_in_memory(records, tmp_path, monkeypatch, part):
    monkeypatch.setattr(bench_module, "PART", part)
    done = linked(records, tmp_path / "out")
    scored = agreement(groups_in_memory(records), tmp_path / "out")
    assert {kind: scores["bcubed"] for kind, scores in scored.items()} == {
        kind: pytest.approx(1, abs=1 - least) for kind, least in LEAST.items()
    }
    assert done.counts["reports"] == COPIES * len(rows())
    copies = parquet.read_table(tmp_path / "out" / "copies.parquet").to_pylist()
    assert {(row["copy"], row["original"]) for row in copies} == copies_in_memory(records)
    assert len(copies) == done.counts["copies"] > COPIES
    kept = json.loads((tmp_path / "out" / "linked.json").read_text("utf-8"))
    assert kept["counts"] == done.counts
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "parties.parquet", "engagements.parquet", "commitments.parquet", "copies.parquet", "linked.json"
    }  # fmt: skip


def test_keys_and_names_that_many_share_are_bounded_and_come_to_nearly_the_same(records, tmp_path, monkeypatch):
    for name, least in (("KINDS", 1), ("HUGE", 3), ("NAMES", 2)):
        monkeypatch.setattr(people, name, least)
    linked(records, tmp_path / "out")
    scored = agreement(groups_in_memory(records), tmp_path / "out")
    assert scored["person"]["bcubed"] > 0.98


@pytest.fixture
def bench(tmp_path):
    with processes(1) as hands:
        made = Bench(tmp_path, "200MB", 1, hands)
        yield made
        made.close()


def stand(bench, rows):
    """Persons of the family name 7 (1 where it stands alone) with the numbers of party, report, group and day."""
    told = ", ".join(f"({p}, {r}, {family}, {parts}, NULL::VARCHAR, true, {parts}, {day}, {g})"
                     for p, r, family, parts, day, g in rows)  # fmt: skip
    bench.table("standing", f"FROM (VALUES {told}) AS t (p, r, family, parts, state, bare, i, day, g)")
    bench.table("lone", f"SELECT *, day // {people.DAYS} AS weeks FROM standing WHERE parts = 1")
    bench.table("fits", "SELECT 2 AS i, 1 AS j")


@pytest.mark.parametrize("day", [900, 910, 944])
@pytest.mark.parametrize(
    ("apart", "expected"), [(0, [(1, 20)]), (45, [(1, 20)]), (-45, [(1, 20)]), (46, []), (-46, [])]
)
def test_company_counts_within_the_days_whatever_stretch_they_lie_in(bench, day, apart, expected):
    # A family name in the company of group 30, with which group 20 of that name was named in another report.
    company = [(1, 1, 7, 1, day, -2), (2, 1, 9, 2, day, 30), (3, 2, 7, 2, day + apart, 20), (4, 2, 9, 2, day, 30)]
    stand(bench, company)
    assert bench.sql(people.COMPANY) == expected
    # Of two of that name it is neither; nor who is named there in that one report alone.
    stand(bench, [*company, (5, 3, 7, 2, day, 21), (6, 3, 9, 2, day, 30), (7, 4, 7, 2, day, 22), (8, 4, 9, 2, day, 30)])
    assert bench.sql(people.COMPANY) == []
    stand(bench, [company[0], company[1], (3, 1, 7, 2, day, 20)])
    assert bench.sql(people.COMPANY) == []


@pytest.mark.parametrize("day", [900, 910, 944])
def test_fame_counts_the_reports_within_the_days(bench, day):
    def known(g, days, first):
        return [(first + n, first + n, 7, 2, day + apart, g) for n, apart in enumerate(days)]

    alone = (1, 1, 7, 1, day, -2)
    stand(bench, [alone, *known(20, [-45, 0, 3, 45], 10), *known(21, [44], 20)])
    assert bench.sql(people.FAME) == [(1, 20)]
    stand(bench, [alone, *known(20, [-46, 0, 3, 45], 10), *known(21, [44], 20)])
    assert bench.sql(people.FAME) == []
    stand(bench, [alone, *known(20, [0, 1, 2], 10), *known(21, [46], 20)])
    assert bench.sql(people.FAME) == [(1, 20)]


@pytest.mark.parametrize("group", [50, 2_048, 100_000])
def test_commitments_are_compared_with_the_last_ones_of_a_word_wherever_a_group_of_rows_ends(bench, group):
    rows = [(key, n, n, (n * 7 + key) % 3 == 0) for key in range(3) for n in range(key, 3_000, key + 1)]
    told = ", ".join(f"({key}, {n}, {line}, {looked})" for key, n, line, looked in rows)
    query = f"""
        SELECT key, n, l, looked, 1::UBIGINT AS area, 0 AS day, 0::UBIGINT AS giver, 0::UBIGINT AS taker
        FROM (VALUES {told}) AS t (key, n, l, looked)"""
    bench.costs.append(Cost("test"))
    stems = kept_stems(bench.folder, [[1]] * 3_000, [100.0])
    bench.sweep("pairs", query, "key, n", Sweep(partial(near_in_words, stems), LAST), group)
    by_key = [[row for row in rows if row[0] == key] for key in range(3)]
    wanted = [(some[i][2], some[j][2]) for some in by_key for i in range(len(some)) if some[i][3]
              for j in range(max(i - LAST, 0), i)]  # fmt: skip
    assert set(bench.sql("SELECT a, b FROM pairs")) == set(wanted)
    stems = kept_stems(bench.folder, [[]] * 3_000, [0.0])  # none has a word: none of these can be one
    bench.sweep("none", query, "key, n", Sweep(partial(near_in_words, stems), LAST), group)
    assert bench.sql("SELECT a, b FROM none") == []


def kept_stems(folder, words, weights):
    stems = Stems.made(folder, len(words), max(map(len, words)), weights)
    told = [(n, place, word) for n, some in enumerate(words) for place, word in enumerate(some)]
    stems.keep(*np.array(told, np.int64).reshape(-1, 3).T)
    return stems


@given(st.lists(st.sets(st.integers(1, 9), max_size=6).map(sorted), min_size=2, max_size=9), st.integers(1, 5))
def test_the_words_that_two_commitments_share_weigh_what_they_weigh_together(words, at_once):
    weights = [0.5 * n for n in range(1, 10)]
    one, other = np.array(list(combinations(range(len(words)), 2))).T
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr("mahdar.scale.stems.AT_ONCE", at_once)
        found = kept_stems(Path(folder), words, weights).shared(one, other)
    wanted = [sum(0.5 * word for word in set(words[a]) & set(words[b])) for a, b in zip(one, other, strict=True)]
    assert found.tolist() == wanted


#: Texts put together from passages of one that has a hundred words.
PASSAGES = st.lists(st.tuples(st.integers(0, 60), st.integers(10, 40)), min_size=1, max_size=4)
WORDS = [a + b for a in "ابتثجحخدذر" for b in "سشصضطظعغفق"]


@given(st.lists(PASSAGES, min_size=2, max_size=6))
def test_who_may_be_copies_is_told_by_shingles_alone(texts):
    prints = [fingerprint_of(" ".join(word for at, n in text for word in WORDS[at : at + n])) for text in texts]
    with TemporaryDirectory() as place:
        folder = Path(place)
        told = []
        for source in (0, 1):  # the first text, the others
            with Shingles.written(folder, source) as file:
                told += [file.add(print_) for n, print_ in enumerate(prints) if min(n, 1) == source]
        begins = put_together(folder, 2)
        told = [(begins[source] + at, many) for source, at, many in told]
        there = [n for n, print_ in enumerate(prints) if print_ is not None]
        pairs = list(combinations(there, 2))
        kept = set(close(folder, ((a, b, *told[a], *told[b]) for a, b in pairs)))
    assert {(a, b) for a, b in pairs if compare(prints[a], prints[b])} <= kept
    for a, b in kept:
        one, other = prints[a].shingles, prints[b].shingles
        assert len(one & other) + 1 >= min(HALF * min(len(one), len(other)), EDITED * len(one | other)) - 1


def test_a_second_report_of_one_id_a_record_that_is_none_and_a_text_read_before(tmp_path):
    some = rows()[:2]
    broken = some[0] | {"id": "broken", "record": '{"doc": 1'}
    again = some[0] | {"id": "again", "record": None}
    fill(tmp_path / "in" / "date=a", [*some, some[1], broken, again])
    done = linked(tmp_path / "in", tmp_path / "out")
    assert (done.counts["reports"], done.aside, done.again) == (3, 1, 1)
    docs = set(parquet.read_table(tmp_path / "out" / "parties.parquet")["doc"].to_pylist())
    assert docs == {some[0]["id"], some[1]["id"], f"{some[1]['id']}#2"}


def test_what_is_no_folder_of_records(tmp_path, monkeypatch):
    with pytest.raises(UnreadableInput, match="no records"):
        linked(tmp_path / "none", tmp_path / "out")
    fill(tmp_path / "in" / "date=a", [rows()[0], rows()[1] | {"reader": "other"}])
    with pytest.raises(UnreadableInput, match="records by other, test"):
        linked(tmp_path / "in", tmp_path / "out")
    assert linked(tmp_path / "in", tmp_path / "out", reader="other").counts["reports"] == 1
    with pytest.raises(MahdarError, match="no database"):
        linked(tmp_path / "in", tmp_path / "out", memory="much")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtra, match="scale"):
        linked(tmp_path / "in", tmp_path / "out")


def test_blocks_are_whole_wherever_a_group_of_rows_ends(tmp_path):
    told = [(key, n) for key, many in enumerate([1, 5, 1, 40, 2, 3]) for n in range(many)]
    table = pa.table({"key": [key for key, _ in told], "n": [n for _, n in told]})
    for size in (1, 2, 3, 7, 100):
        parquet.write_table(table, tmp_path / "t.parquet", row_group_size=size)
        source = parquet.ParquetFile(tmp_path / "t.parquet")
        blocks = [block for group in range(source.num_row_groups) for block in blocks_of(source, group)]
        assert [(block[0][0], len(block)) for block in blocks] == [(0, 1), (1, 5), (2, 1), (3, 40), (4, 2), (5, 3)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], {}),
        ([(5, 3), (3, 7), (1, 2), (7, 2), (90, 80)], {1: 1, 2: 1, 3: 1, 5: 1, 7: 1, 80: 80, 90: 80}),
        ([(4, 4), (-7, 4)], {-7: -7, 4: -7}),
    ],
)
def test_what_is_joined_goes_by_its_least_number(pairs, expected):
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    assert dict(zip(*map(np.ndarray.tolist, roots(*columns)), strict=True)) == expected


@pytest.mark.filterwarnings("default")
@pytest.mark.xdist_group("ray")
def test_on_ray_it_comes_to_the_same(records, tmp_path):
    pytest.importorskip("ray", reason="NOT TESTED ON A CLUSTER: no package ray (pip install 'mahdar[ray]')")
    here = linked(records, tmp_path / "here")
    there = linked(records, tmp_path / "there", pool=on_ray)
    assert here.counts == there.counts
    for name in ("parties", "engagements", "commitments", "copies"):
        one, other = (
            sorted(parquet.read_table(tmp_path / place / f"{name}.parquet").to_pylist(), key=str)
            for place in ("here", "there")
        )
        assert one == other
