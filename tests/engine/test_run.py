import os
import signal
import threading

import pytest

from mahdar.archive import Archive
from mahdar.engine import Interrupts, Reading, RecordLines, read_all, read_into
from mahdar.errors import MahdarError, NotAReport
from mahdar.pages import SetAside
from mahdar.reading import read_report
from mahdar.record import Report


def reports(n):
    return [Report(id=f"r{i}", text=f"زار الوزير {i} المدينة.") for i in range(n)]


def test_ctrl_c_waits_while_it_is_held_and_comes_after():
    done = []
    before = signal.getsignal(signal.SIGINT)  # a background shell has it ignored
    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt), interrupts.held():  # noqa: PT012
            os.kill(os.getpid(), signal.SIGINT)
            done.append("inside")
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("never")
    assert done == ["inside"]
    assert signal.getsignal(signal.SIGINT) is before


def test_interrupts_leave_the_signals_alone_in_another_thread():
    failed = []

    def enter():
        try:
            with Interrupts() as interrupts, interrupts.held():
                pass
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert failed == []


def test_an_interrupted_run_keeps_what_it_finished(tmp_path):
    def items():
        yield from reports(40)
        os.kill(os.getpid(), signal.SIGINT)
        yield from reports(5)

    with Archive(tmp_path / "m.db") as archive:
        summary = read_into(items(), read_all, archive=archive)
        assert summary.interrupted
        assert summary.read == archive.counts()["reports"] == 32  # the whole batches that were looked up


def test_set_aside_is_counted_named_and_kept(tmp_path):
    items = [*reports(2), *(SetAside(f"{i}.txt", NotAReport("no text", where=f"{i}.txt")) for i in range(3))]
    seen = []
    with Archive(tmp_path / "m.db") as archive:
        summary = read_into(items, read_all, archive=archive, tell=lambda outcome, _: seen.append(outcome))
        assert [failure.where for failure in archive.failures()] == ["0.txt", "1.txt", "2.txt"]
    assert (summary.read, summary.set_aside, summary.reasons) == (2, 3, {"no text": 3})
    assert [item["where"] for item in summary.to_dict()["aside"]] == ["0.txt", "1.txt", "2.txt"]
    assert len(seen) == 5


def reading():
    report = Report(id="r\u2028", text="زار")
    return Reading(report, read_report(report))


def test_records_take_their_place_at_the_end(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("older", "utf-8")
    with RecordLines(str(path), with_text=True) as lines:
        lines.write(reading())
        lines.flush()
        assert path.read_text("utf-8") == "older"
    assert len(path.read_text("utf-8").splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_or_no_record_leaves_the_older_file(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("older", "utf-8")
    with pytest.raises(ZeroDivisionError), RecordLines(str(path)) as lines:  # noqa: PT012
        lines.write(reading())
        raise ZeroDivisionError
    with RecordLines(str(path)):
        pass
    assert path.read_text("utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "out.jsonl")
    (tmp_path / "out.jsonl").touch()
    with RecordLines(str(tmp_path / "link.jsonl")) as lines:
        lines.write(reading())
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "out.jsonl").stat().st_size


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_device_is_an_error_with_a_remedy():
    with pytest.raises(MahdarError, match="the records cannot be written: No space left on device"):  # noqa: PT012, SIM117
        with RecordLines("/dev/full") as lines:
            for _ in range(1000):
                lines.write(reading())
