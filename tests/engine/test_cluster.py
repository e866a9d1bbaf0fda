"""Ray: three machines on one, some of them killed, give what one process gives."""

import json
import os
import shutil

import pytest

from mahdar.archive import Archive
from mahdar.engine import Reading, read_all, read_into
from mahdar.engine.loading import load_folder
from mahdar.errors import MissingExtra
from mahdar.pages import reports_in
from mahdar.reading import reader
from tests.engine import readers

os.environ.update({"RAY_worker_niceness": "0", "RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"})
try:
    import ray
    from ray.cluster_utils import Cluster
except ImportError:
    ray = None

from mahdar.engine import cluster as engine
from mahdar.engine import folder as folders

with_ray = pytest.mark.skipif(ray is None, reason="NOT TESTED ON A CLUSTER: no package ray (pip install 'mahdar[ray]')")
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.xdist_group("ray")]
SMALL = 100_000_000


def write(folder, count, **texts):
    """Two files of lines and a folder of texts: `count` reports each; ``at3="die"`` puts that into the fourth."""
    folder.mkdir()
    for name in "ab":
        lines = [
            {"id": f"{name}{i}", "date": f"2016-01-{1 + i % 3:02}", "outlet": name,
             "text": texts.get(f"at{i}", f"زار وزير الداخلية العراقي {name} {i} باريس أمس والتقى نظيره الفرنسي.")}
            for i in range(count)
        ]  # fmt: skip
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    (folder / "c").mkdir()
    for i in range(count):
        (folder / "c" / f"c{i:03}.txt").write_text(f"التقى الرئيس {i} السفير في بغداد.", "utf-8")
    return [str(folder / "a.jsonl"), str(folder / "b.jsonl"), str(folder / "c")]


def rows_of(out):
    return list(folders.Folder(str(out)).in_order(reader()))


def records_in(out):
    return [row["record"] for row in rows_of(out) if row["record"]]


def one_process(paths, read):
    outcomes = read_all(reports_in(paths), workers=2, read=read)
    return [o.record.model_dump_json(by_alias=True) for o in outcomes if isinstance(o, Reading)]


def files_in(out):
    return sorted((path, path.stat().st_mtime_ns) for path in out.rglob("*.parquet"))


@pytest.fixture
def machines(monkeypatch):
    """A cluster of a head without processors and two machines of one each."""
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    cluster = Cluster(initialize_head=True, head_node_args={
        "num_cpus": 0, "object_store_memory": SMALL, "include_dashboard": False, "_system_config": {
            "health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 4,
        }})  # fmt: skip
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=SMALL)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@with_ray
def test_machines_die_and_reports_kill_and_the_records_are_those_of_one_process(machines, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "BLOCK", 6_000)
    monkeypatch.setattr(engine, "_AT_ONCE", 4)
    paths = write(tmp_path / "in", 40, at7="raise", at21="die", at30="swell")
    told = []

    def tell(aside, summary):
        told.append(aside)
        if len(told) in (25, 60):
            machines.remove_node(next(iter(machines.worker_nodes)), allow_graceful=False)
            machines.add_node(num_cpus=1, object_store_memory=SMALL)

    run = {"address": machines.address, "workers": 2, "memory": 3.0, "read": readers.poisoned}
    summary = engine.read_on_cluster(paths, str(tmp_path / "out"), **run, tell=tell)
    assert (summary.read, summary.set_aside, len(told)) == (114, 6, 120)
    assert sorted((reason.split(":")[0], n) for reason, n in summary.reasons.items()) == [
        ("the reading failed (KeyError", 2),
        ("the reading failed (MemoryError", 2),
        ("two reading processes ended while they read it (exit status 9)", 2),
    ]
    assert records_in(tmp_path / "out") == one_process(paths, readers.wary)

    before = files_in(tmp_path / "out")
    again = engine.read_on_cluster(paths, str(tmp_path / "out"), **run)
    assert (again.read, again.known, again.set_aside) == (0, 114, 6)
    assert files_in(tmp_path / "out") == before


@with_ray
def test_a_run_that_is_stopped_goes_on_and_loads_as_if_it_was_read_there(tmp_path, monkeypatch):
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    monkeypatch.setattr(engine, "BLOCK", 6_000)
    monkeypatch.setattr(engine, "_AT_ONCE", 4)
    (tmp_path / "list.csv").write_text("id,name_ar,aliases,kind\nm1,ناظم الصحراوي,الخال,person\n", "utf-8")
    monkeypatch.setenv("MAHDAR_GAZETTEER", str(tmp_path / "list.csv"))
    twice = "التقى الخال نظيره في باريس."
    paths = write(tmp_path / "in", 30, at3="", at5=twice, at6=twice)

    def stop(aside, summary):
        if summary.read == 40:
            raise KeyboardInterrupt

    ray.init(address="local", num_cpus=2, object_store_memory=SMALL, include_dashboard=False, log_to_driver=False)
    try:
        first = engine.read_on_cluster(paths, str(tmp_path / "out"), workers=1, tell=stop)
        assert first.interrupted
        assert len(records_in(tmp_path / "out")) == first.read == 40
        second = engine.read_on_cluster(paths, str(tmp_path / "out"), workers=1)
    finally:
        ray.shutdown()
    assert not second.interrupted
    assert second.read + second.known == 88
    assert sum("الخال" in record for record in records_in(tmp_path / "out")) == 4
    with Archive(tmp_path / "read.db") as there, Archive(tmp_path / "loaded.db") as loaded:
        read = read_into(reports_in(paths), read_all, archive=there)
        summary = load_folder(str(tmp_path / "out"), loaded)
        assert [getattr(summary, part) for part in ("read", "known", "copies", "set_aside")] == [
            getattr(read, part) for part in ("read", "known", "copies", "set_aside")
        ]
        assert list(loaded.latest_records()) == list(there.latest_records())
        again = load_folder(str(tmp_path / "out"), loaded)
        assert (again.read, again.known + again.copies) == (0, summary.read + summary.known + summary.copies)


def test_without_ray_it_says_what_to_install(tmp_path, monkeypatch):
    pytest.importorskip("fsspec", reason="NOT TESTED: no package fsspec")
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    paths = write(tmp_path / "in", 1)
    with pytest.raises(MissingExtra, match=r"pip install 'mahdar\[ray\]'"):
        engine.read_on_cluster(paths, str(tmp_path / "out"))


def test_parquet_and_object_storage_are_read_like_files(tmp_path):
    fsspec = pytest.importorskip("fsspec", reason="NOT TESTED: no package fsspec")
    import pyarrow as pa
    import pyarrow.parquet as pq

    from mahdar.engine.sources import items_of, sources_in

    paths = write(tmp_path / "in", 5, at3="")
    lines = [json.loads(line) for line in (tmp_path / "in" / "a.jsonl").read_text("utf-8").splitlines()]
    pq.write_table(pa.Table.from_pylist(lines), tmp_path / "in" / "p.parquet")
    memory = fsspec.filesystem("memory")
    memory.put(str(tmp_path / "in"), "/bucket", recursive=True)

    def found(paths):
        items = [item for source in sources_in(paths) for item in items_of(source)]
        return [(getattr(item, "text", None), getattr(item, "date", None)) for item in items]

    from_lines = found(paths[:1])
    assert len(from_lines) == 5
    assert found([str(tmp_path / "in" / "p.parquet")]) == from_lines
    assert found(["memory://bucket/a.jsonl"]) == from_lines
    assert found(["memory://bucket"]) == found([str(tmp_path / "in")])
    (item,) = (i for s in sources_in(["memory://bucket/a.jsonl"]) for i in items_of(s) if not hasattr(i, "text"))
    assert item.where == "memory://bucket/a.jsonl:4"
    (gone,) = items_of(sources_in(["memory://bucket/none.jsonl"])[0])
    assert "FileNotFoundError" in gone.why
    shutil.rmtree(tmp_path / "in")
    memory.rm("/bucket", recursive=True)
