"""What the first page would else wait for: lists of names and places, and templates, read while nobody asks yet."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Thread

from mahdar.arabic.romanisation import romanise
from mahdar.web.showing import Showing
from mahdar.who.role_english import role_in_english

_log = logging.getLogger(__name__)
#: A post with a state and a name, which ask for every list that an English page may ask for.
_ROLE, _NAME = "وزير الخارجية العراقي", "محمد الغبان"


def warm(showings: Iterable[Showing]) -> None:
    """Read the lists and compile the templates: some four seconds, of which the first English page would take three."""
    try:
        role_in_english(_ROLE)
        romanise(_NAME)
        for showing in showings:
            showing.compile()
    except Exception:  # noqa: BLE001 -- the pages say what is wrong, and go on without this
        _log.exception("warming up failed")


def in_background(showings: Iterable[Showing]) -> Thread:
    """Begin to `warm` beside what is asked for; the process does not wait for its end."""
    thread = Thread(target=warm, args=(tuple(showings),), name="warming", daemon=True)
    thread.start()
    return thread
