from __future__ import annotations

from mahdar.reading.draft import Draft


def find_incidents(draft: Draft) -> None:
    """Placeholder, replaced by its owner."""
