"""Pages that a script fills: the report as it lies in the page's data, where the page itself shows none.

Sites built with Next, Nuxt and the like keep the report's HTML in a string of JSON (``__NEXT_DATA__``), others in
JSON-LD (``articleBody``). The longest such string in Arabic is taken apart like a page, and its characters are traced
to the string's own, escapes and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mahdar.errors import NotAReport
from mahdar.pages.markup import Block, Run, read_markup

#: Scripts that hold data: JSON by their type, or by the name that they give it.
_SCRIPT, _END = re.compile(r"(?i)<script\b([^>]{0,2000})>"), re.compile(r"(?i)</script")
_DATA = re.compile(r"(?i)application/(?:ld\+)?json|__NEXT_DATA__|__NUXT|__INITIAL_STATE__|__APOLLO_STATE__")
#: One that is never closed is taken to its end, so that nothing is looked through twice.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_MEANT = {"n": "\n", "r": "\n", "t": " ", "b": " ", "f": " "}
_ARABIC = re.compile(r"[\u0621-\u064a]|\\u06[0-9a-fA-F]{2}")
_TAGS = re.compile(r"(?i)<(?:p|br|div|li|h\d)\b")
#: Arabic letters of a string that can be a report, and characters of the scripts that are looked through.
SHORTEST, _LONGEST = 80, 4_000_000


def blocks_in_state(source: str) -> list[Block]:
    """The blocks of the report in the data of a page, none where there is none."""
    best: tuple[int, int, int] | None = None
    for start, end in _scripts(source):
        at = start
        while (string := _STRING.search(source, at, end)) is not None:
            at = string.end() + 1
            if len(string[1]) <= SHORTEST:
                continue
            size = sum(1 for _ in _ARABIC.finditer(string[1]))
            if size >= SHORTEST and (best is None or size > best[0]):
                best = (size, *string.span(1))
    return _taken_apart(source, *best[1:]) if best is not None else []


def _scripts(source: str) -> Iterator[tuple[int, int]]:
    """Where the data of a page lies."""
    at, left = 0, _LONGEST
    while (opened := _SCRIPT.search(source, at)) is not None:
        closed = _END.search(source, opened.end())
        if closed is None:
            return
        at = closed.end()
        left -= closed.start() - opened.end()
        if left < 0:
            return
        if _DATA.search(opened[1]) or _DATA.search(source, opened.end(), min(opened.end() + 200, closed.start())):
            yield opened.end(), closed.start()


def _taken_apart(source: str, start: int, end: int) -> list[Block]:
    text, places = _meant(source, start, end)
    try:
        markup = read_markup(text)
    except NotAReport:
        return []
    return [replace(block, runs=_traced(block.runs, places)) for block in markup.blocks]


def _meant(source: str, start: int, end: int) -> tuple[str, list[int]]:
    """What a string of JSON means, and where each of its characters begins in `source`, and the last ends."""
    has_tags = _TAGS.search(source, start, end) is not None or re.search(r"\\u003c", source[start:end]) is not None
    chars: list[str] = []
    places: list[int] = []

    def add(text: str, at: int) -> None:
        if text == "\n" and not has_tags:
            text = "<br>"
        chars.extend(text)
        places.extend([at] * len(text))

    at = start
    for escape in _ESCAPE.finditer(source, start, end):
        chars.extend(source[at : escape.start()])
        places.extend(range(at, escape.start()))
        add(chr(int(escape[1], 16)) if escape[1] else _MEANT.get(escape[2], escape[2]), escape.start())
        at = escape.end()
    chars.extend(source[at:end])
    places.extend(range(at, end))
    return "".join(chars), [*places, end]


def _traced(runs: Sequence[Run], places: Sequence[int]) -> list[Run]:
    """Runs of the meant text as runs of the page."""
    found: list[Run] = []
    for run in runs:
        if run.length != run.source_length:
            first, last = places[run.source], places[run.source + run.source_length]
            found.append(Run(run.at, run.length, first, last - first))
            continue
        k = 0
        while k < run.length:
            first = places[run.source + k]
            n = 1
            while k + n <= run.length and places[run.source + k + n] == first + n:
                n += 1
            n = min(max(n - 1, 1), run.length - k)
            found.append(Run(run.at + k, n, first, places[run.source + k + n] - first))
            k += n
    return found
