from __future__ import annotations

from mahdar.reading.draft import Draft


def find_roles(draft: Draft) -> None:
    """Placeholder."""
