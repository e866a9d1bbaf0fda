import io

import pytest

from mahdar.cli import progress
from mahdar.cli.messages import Messages
from mahdar.engine import Summary
from mahdar.errors import NotAReport
from mahdar.pages import Note, SetAside

ASIDE = SetAside("x.txt", NotAReport("no text", where="x.txt"))


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("terminal", "patience", "shown"), [(True, 0, True), (True, 60, False), (False, 0, False)])
def test_progress_is_for_terminals_and_long_runs(monkeypatch, terminal, patience, shown):
    out = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with progress.Watch(Messages("en")) as watch:
        watch.tell(ASIDE, Summary(read=1233, set_aside=1))
        watch.tell(ASIDE, Summary(read=1233, set_aside=2))
    assert ("reports, 2 set aside" in out.getvalue()) is shown
    assert out.getvalue().count("set aside: x.txt: no text") == 2


def test_notes_are_not_repeated_without_end(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    with progress.Watch(Messages("en")) as watch:
        for i in range(1000):
            watch.note(Note(f"{i}.txt", "read as windows-1256"))
    assert len(out.getvalue().splitlines()) == 21
    assert out.getvalue().splitlines()[-1] == "mahdar: note: more notes are left out"
