"""One series of figures: every source's claim in a chart and in a table. Its id is the address of a figure in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive import StoredReport
from mahdar.archive.answers import Span
from mahdar.archive.findings import Series
from mahdar.errors import UnknownEntity
from mahdar.web.charts import Chart, chart
from mahdar.web.page import Asked, Page, View, plain
from mahdar.web.pages.series import rows

#: Letters of the report that are shown on each side of a figure, and figures whose words are shown.
_AROUND, _MOST = 110, 100


@dataclass(frozen=True, slots=True)
class Context(View):
    """Where a figure stands: title and outlet of its report, and the words around it, which begin at `start`.

    `before` and `after`: its paragraph goes on there.
    """

    title: str | None
    outlet: str | None
    text: str
    start: int
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Claims(View):
    """A series with its chart; `contexts` are those of the first figures, in their order."""

    series: Series
    chart: Chart
    contexts: Sequence[Context]

    def to_dict(self) -> dict[str, Any]:
        """The series; how it is drawn is the page's alone."""
        return {"series": plain(self.series)}

    def table(self) -> Sequence[dict[str, Any]]:
        """One row for each figure."""
        return rows(self.series)


def claims(asked: Asked) -> Claims:
    """The series in which the figure of that address stands. Raises `UnknownEntity`, `UnknownReport`."""
    found = asked.archive.series(figure=f"figure/{asked.id}", limit=1)
    if not found:
        raise UnknownEntity(
            "no series with that figure", remedy="look for it in the list of series; link the archive", where=asked.id
        )
    reports: dict[str, StoredReport] = {}
    contexts = []
    for point in found[0].points[:_MOST]:
        report = reports.get(point.report) or reports.setdefault(point.report, asked.archive.report(point.report))
        start, end = around(report.text, point.span)
        before, after = start > 0 and report.text[start - 1] != "\n", report.text[end : end + 1] not in ("", "\n")
        contexts.append(Context(report.title, report.outlet, report.text[start:end], start, before, after))
    return Claims(found[0], chart(found[0]), contexts)


def around(text: str, span: Span) -> Span:
    """The whole words of a paragraph next to a span."""
    start, end = max(span[0] - _AROUND, text.rfind("\n", 0, span[0]) + 1), span[1] + _AROUND
    line_end = text.find("\n", span[1])
    end = min(end, len(text) if line_end < 0 else line_end)
    if start and not text[start - 1].isspace():
        start = next((i for i in range(start, span[0]) if text[i - 1].isspace()), span[0])
    if end < len(text) and not text[end].isspace():
        end = next((i for i in range(end, span[1], -1) if text[i].isspace()), span[1])
    return start, end


PAGE = Page("claims", claims, with_id=True)
