"""One series of figures: every source's claim in a chart and in a table. Its id is the address of a figure in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mahdar.archive.findings import Series
from mahdar.errors import UnknownEntity
from mahdar.web.charts import Chart, chart
from mahdar.web.page import Asked, Page, View, plain
from mahdar.web.pages.series import rows


@dataclass(frozen=True, slots=True)
class Claims(View):
    """A series with its chart."""

    series: Series
    chart: Chart

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
    return Claims(found[0], chart(found[0]))


PAGE = Page("claims", claims, with_id=True)
