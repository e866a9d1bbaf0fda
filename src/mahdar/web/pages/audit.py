"""The audit log: who did what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mahdar.archive.audit import AuditLine
from mahdar.web.page import Asked, Filter, Page, View


@dataclass(frozen=True, slots=True)
class Log(View):
    """Acts, the newest first. `broken_at` is the first row that does not follow from those before it."""

    acts: Sequence[AuditLine]
    broken_at: int | None
    further: bool

    def table(self) -> Sequence[AuditLine]:
        """The acts."""
        return self.acts

    @property
    def more(self) -> bool:
        """Whether others follow."""
        return self.further


def audit(asked: Asked) -> Log:
    """A page of the log; whether it is whole may be a minute old."""
    keeper = asked.archive.upkeep()
    found = keeper.audit(by=asked.filters.get("by"), act=asked.filters.get("act"), **asked.window())
    broken = asked.memo.of("audit", keeper.audit_broken_at)
    return Log(found[: asked.limit], broken, len(found) > asked.limit)


PAGE = Page("audit", audit, filters=(Filter("by", label="done_by"), Filter("act")), may="audit")
