from __future__ import annotations

from mahdar.reading.draft import Draft


def find_furniture(draft: Draft) -> None:
    """Placeholder, replaced by its owner."""
