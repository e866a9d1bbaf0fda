"""What is said while a run goes on: a line for what is set aside, notes, and progress on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from mahdar.cli.messages import Messages
from mahdar.cli.screen import complain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from mahdar.engine import Reading, Summary
    from mahdar.pages import Note, SetAside

#: A run that ends sooner needs no progress.
_PATIENCE = 2.0
#: Notes of one run; thousands of files in another encoding would say the same thousands of times.
_MOST_NOTES = 20


class Watch:
    """Tells on standard error how a run goes."""

    def __init__(self, say: Messages) -> None:
        self._say = say
        self._notes = 0
        self._begun = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def note(self, note: Note) -> None:
        """Say what is worth knowing about a page that was read."""
        self._notes += 1
        if self._notes <= _MOST_NOTES:
            self._line(self._say("note_line", where=note.where, what=self._say.reason(note.what)))
        elif self._notes == _MOST_NOTES + 1:
            self._line(self._say("notes_left_out"))

    def tell(self, outcome: Reading | SetAside | None, summary: Summary) -> None:
        """Say what was set aside, and how far the run is."""
        if outcome is not None and hasattr(outcome, "error"):
            self._line(self._say("aside_line", error=self._say.error(outcome.error)))
        if self._progress is None and sys.stderr.isatty() and time.monotonic() - self._begun > _PATIENCE:
            self._start()
        if self._progress is not None and self._task is not None:
            done = summary.read + summary.known + summary.set_aside
            self._progress.update(self._task, completed=done, aside=summary.set_aside)

    def stop(self) -> None:
        """Take the progress off the screen."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _line(self, line: str) -> None:
        if self._progress is None:
            complain(line)
        else:
            self._progress.console.print(f"mahdar: {' '.join(line.split())}", markup=False, highlight=False)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        text = TextColumn(self._say("progress", done="{task.completed}", aside="{task.fields[aside]}"))
        self._progress = Progress(
            SpinnerColumn(), text, TimeElapsedColumn(), console=Console(stderr=True), transient=True
        )
        self._task = self._progress.add_task("", total=None, aside=0)
        self._progress.start()


class Bar:
    """A bar on the terminal for work of a known length that lasts; call it with what is done and how much there is."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def __call__(self, part: str, done: int, total: int) -> None:
        """Say how far the work is, and with which part."""
        if self._progress is None:
            if not sys.stderr.isatty() or time.monotonic() - self._begun < _PATIENCE:
                return
            self._start()
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, part=part)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        part = TextColumn("{task.fields[part]}")
        self._progress = Progress(*columns, part, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(self._what, total=None, part="")
        self._progress.start()
