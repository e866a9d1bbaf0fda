"""How far days lie apart."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from mahdar.arabic.memory import FORMS


@lru_cache(maxsize=FORMS)
def days_between(one: str, other: str) -> int:
    """The days between two ISO 8601 dates, whatever follows the day. Raises `ValueError` for what is no day."""
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
