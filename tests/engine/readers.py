"""Ways to read a report badly; workers import them by name."""

import os
import signal
import time

from mahdar.errors import BadDate
from mahdar.reading import read_report


def careless(report):
    if "raise" in report.text:
        raise KeyError("invented")
    if "bad date" in report.text:
        raise BadDate("date 'x'", expected="an ISO day")
    return read_report(report)


def deadly(report):
    if "die" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_report(report)


def deadly_once(report):
    """Dies at the first report whose text names a file that is not there yet."""
    mark = report.url
    if mark and not os.path.exists(mark):  # noqa: PTH110
        open(mark, "w").close()  # noqa: PTH123
        os._exit(9)
    return read_report(report)


def slow(report):
    time.sleep(0.05)
    return read_report(report)


class Unloadable:
    """Ends the process that it is handed to."""

    def __reduce__(self):
        return os._exit, (3,)

    def __call__(self, report):
        return read_report(report)


def poisoned(report):
    """Raises, ends its process, or takes all the memory there is, as the text says."""
    if "raise" in report.text:
        raise KeyError("invented")
    if "die" in report.text:
        os._exit(9)
    if "swell" in report.text:
        return bytearray(20_000_000_000)
    return read_report(report)


def wary(report):
    """Raises where `poisoned` does worse."""
    if report.text in ("raise", "die", "swell"):
        raise KeyError("invented")
    return read_report(report)
