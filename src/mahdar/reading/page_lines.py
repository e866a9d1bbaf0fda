"""The lines of a page, and which of them are furniture: menus, view counts, share buttons, links, sign-offs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mahdar.arabic.calendar import find_dates
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import Hit, Phrases, rows
from mahdar.arabic.words import BREAK, MARK, NUMBER, WORD, Word

#: A line of so many words is told, not listed: of 242 lines of noise in the training reports 98 % are shorter.
TELLS = 12
#: With a full stop at its end a shorter line is told as well.
TELLS_WITH_STOP = 6
#: So many letters of space part the cells of a line.
GAP = 2
#: A menu has at most so many words (the longest of the training reports has 15, its trail of sections included).
LONGEST_MENU = 30
_STOPS = frozenset(".؟!؛")
_BARS = frozenset("|•")
_CRUMBS = frozenset("»›>")
_PART_MARKS = frozenset("/،,]-–")


@dataclass(slots=True, frozen=True)
class Line:
    """Words ``[first, last)`` of a line or of a cell of it; `count` are of letters, `stopped` is at a full stop."""

    first: int
    last: int
    count: int
    stopped: bool

    @property
    def told(self) -> bool:
        """Whether it tells something rather than lists it."""
        return self.count >= TELLS or (self.stopped and self.count >= TELLS_WITH_STOP)


@cache
def _furniture() -> dict[str, Phrases[str]]:
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in rows("mahdar.reading", "furniture.tsv"):
        by_kind.setdefault(kind, []).append((phrase, kind))
    return {kind: Phrases(found) for kind, found in by_kind.items()}


@cache
def first_words() -> dict[str, frozenset[str]]:
    """The words that phrases of each kind in furniture.tsv begin with."""
    by_kind: dict[str, set[str]] = {}
    for phrase, kind in rows("mahdar.reading", "furniture.tsv"):
        by_kind.setdefault(kind, set()).add(fold(phrase).split()[0])
    return {kind: frozenset(words) for kind, words in by_kind.items()}


def furniture_at(tokens: Sequence[Word], i: int, kind: str) -> Hit[str] | None:
    """The phrase of a kind in furniture.tsv that begins at word `i`, with nothing attached to it."""
    if i >= len(tokens) or tokens[i].text not in first_words()[kind]:
        return None
    return _furniture()[kind].at(tokens, i, ())


def lines(tokens: Sequence[Word]) -> list[Line]:
    """The lines of a text that have anything in them."""
    found: list[Line] = []
    first = 0
    for i in range(len(tokens) + 1):
        if i < len(tokens) and tokens[i].kind != BREAK:
            continue
        if i > first:
            found.append(_line(tokens, first, i))
        first = i + 1
    return found


def _line(tokens: Sequence[Word], first: int, last: int) -> Line:
    count = [token.kind for token in tokens[first:last]].count(WORD)
    end = last - 1
    while end > first and tokens[end].kind == MARK and tokens[end].text not in _STOPS:
        end -= 1
    return Line(first, last, count, tokens[end].text in _STOPS)


def cells(tokens: Sequence[Word], line: Line) -> list[Line]:
    """The cells of a line: its parts between bars, bullets and wide spaces."""
    found: list[Line] = []
    first = line.first
    for k in range(line.first, line.last):
        bar = tokens[k].text in _BARS and tokens[k].kind == MARK
        wide = k > first and tokens[k].start - tokens[k - 1].end >= GAP
        if (bar or wide) and k > first:
            found.append(_line(tokens, first, k))
        if bar or wide:
            first = k + 1 if bar else k
    if first < line.last:
        found.append(_line(tokens, first, line.last))
    return found


def opens_block(tokens: Sequence[Word], line: Line) -> bool:
    """Whether a list of links, comments or a form begins with this line."""
    first = _first_word(tokens, line)
    if line.count > 2 * TELLS or (line.stopped and line.count >= TELLS):
        return False
    return furniture_at(tokens, first, "block") is not None


def is_furniture(tokens: Sequence[Word], line: Line, *, behind: bool = False) -> bool:
    """Whether a line or cell is page furniture by its own words; an agency's sign-off stands `behind` the report."""
    if not any(tokens[k].kind != MARK for k in range(line.first, line.last)):
        return _is_rule(tokens, line)
    first = _first_word(tokens, line)
    if line.count <= TELLS and (furniture_at(tokens, first, "line") or furniture_at(tokens, first, "block")):
        return True
    if line.count <= TELLS and any(furniture_at(tokens, k, "within") for k in range(line.first, line.last)):
        return True
    if line.told and line.count > TELLS:
        return False
    if line.count > 2 * TELLS:
        return False
    if behind and is_sign_off(tokens, line):
        return True
    return any(test(tokens, line) for test in (_is_only, _is_count, _is_sharing, _is_hashtags))


def _is_rule(tokens: Sequence[Word], line: Line) -> bool:
    """'=====', '×', 'ـــ': marks alone."""
    return line.last - line.first >= 3 or tokens[line.first].text in "×•*"


def _first_word(tokens: Sequence[Word], line: Line) -> int:
    k = line.first
    while k < line.last - 1 and tokens[k].kind == MARK:
        k += 1
    return k


def _covered(tokens: Sequence[Word], line: Line, kinds: Sequence[str]) -> tuple[int, int]:
    """How many phrases of these kinds a line has, and how many of its words and numbers they leave over."""
    hits = over = 0
    k = line.first
    while k < line.last:
        end = max((hit.last for kind in kinds if (hit := furniture_at(tokens, k, kind))), default=0)
        if end:
            hits, k = hits + 1, end
        else:
            over += tokens[k].kind != MARK
            k += 1
    return hits, over


def _is_only(tokens: Sequence[Word], line: Line) -> bool:
    hits, over = _covered(tokens, line, ("only",))
    return hits > 0 and over == 0


def _is_count(tokens: Sequence[Word], line: Line) -> bool:
    hits, over = _covered(tokens, line, ("count", "share", "line"))
    numbers = sum(tokens[k].kind == NUMBER for k in range(line.first, line.last))
    counts = any(furniture_at(tokens, k, "count") for k in range(line.first, line.last))
    return counts and hits > 0 and numbers > 0 and over - numbers <= 1


def _is_sharing(tokens: Sequence[Word], line: Line) -> bool:
    hits, over = _covered(tokens, line, ("share", "line"))
    return (hits >= 2 and over <= 2 * hits) or (hits == 1 and over == 0)


def _is_hashtags(tokens: Sequence[Word], line: Line) -> bool:
    return tokens[line.first].text == "#"


def is_beside(tokens: Sequence[Word], cell: Line) -> bool:
    """Whether a cell beside a piece of furniture belongs to it: marks and single letters ('A+ A-'), or a button."""
    if any(furniture_at(tokens, k, "share") for k in range(cell.first, cell.last)):
        return True
    return all(tokens[k].kind != NUMBER and len(tokens[k].text) == 1 for k in range(cell.first, cell.last))


def is_sign_off(tokens: Sequence[Word], line: Line) -> bool:
    """'م ع / ن س', '// انتهى //', '0153', 'كونا202147 جمت': initials, signs and numbers, a date alone excepted."""
    letters = signs = numbers = 0
    k = line.first
    if [tokens[j].text for j in range(k, min(k + 2, line.last))] == ["/", "/"]:
        return line.count < TELLS
    while k < line.last:
        hit = furniture_at(tokens, k, "sign")
        token = tokens[k]
        if hit is not None:
            signs, k = signs + 1, hit.last
            continue
        if token.kind == WORD and len(token.text) > 2:
            return signs > 0 and k > line.first and tokens[line.first + 1].text == "/" and line.count <= TELLS_WITH_STOP
        letters += token.kind == WORD
        numbers += token.kind == NUMBER
        k += 1
    if signs:
        return True
    return 1 <= letters <= 6 if numbers == 0 else (numbers == 1 and letters == 0) or _clock_alone(tokens, line, letters)


def _clock_alone(tokens: Sequence[Word], line: Line, letters: int) -> bool:
    """'19:42 ت م', the time at which an agency filed."""
    numbers = [k for k in range(line.first, line.last) if tokens[k].kind == NUMBER]
    return letters == 2 and len(numbers) == 2 and numbers[0] == line.first and tokens[line.first + 1].text == ":"


def is_menu(tokens: Sequence[Word], line: Line, *, beside_report: bool, before_title: bool = False) -> bool:
    """Whether a line is the site's menu, a trail of sections or, outside the report, a section's name alone.

    Before the headline any line of three short parts is one, for keywords stand there too.
    """
    first = _first_word(tokens, line)
    home = furniture_at(tokens, first, "home")
    if home is not None and not (home.last == line.last - 1 and tokens[line.last - 1].text == "."):
        if _dated(tokens, line):
            return False
        return home.last == line.last or tokens[home.last].kind == MARK or _gap(tokens, home.last) >= GAP
    if line.count > LONGEST_MENU:
        return False
    parts = list(_menu_parts(tokens, line))
    named = sum(_is_section(tokens, part) for part in parts)
    short = all(part.count <= 3 for part in parts)
    if not parts or (line.told and not short):
        return False
    if len(parts) == 1:
        return beside_report and named == 1
    if named and (named >= 3 or _is_section(tokens, parts[0])) and short:
        return named * 2 >= len(parts)
    if short and named and any(_is_crumb(tokens, k) for k in range(line.first, line.last)):
        return True
    return before_title and short and len(parts) >= 3


def is_keywords(tokens: Sequence[Word], line: Line) -> bool:
    """A line of three or more short cells, as keywords stand behind a report."""
    found = cells(tokens, line)
    return len(found) >= 3 and all(0 < cell.count <= 3 for cell in found) and not _dated(tokens, line)


def _gap(tokens: Sequence[Word], k: int) -> int:
    return tokens[k].start - tokens[k - 1].end


def _dated(tokens: Sequence[Word], line: Line) -> bool:
    return bool(find_dates(tokens, None, line.first, line.last))


def _is_crumb(tokens: Sequence[Word], k: int) -> bool:
    """A mark that leads on: '›', '>' or a '»' that closes nothing."""
    return k > 0 and tokens[k].text in _CRUMBS and tokens[k].start > tokens[k - 1].end


def _menu_parts(tokens: Sequence[Word], line: Line) -> Iterator[Line]:
    for cell in cells(tokens, line):
        first = cell.first
        for k in range(cell.first, cell.last + 1):
            at_end = k == cell.last
            if at_end or _is_crumb(tokens, k) or (tokens[k].kind == MARK and tokens[k].text in _PART_MARKS):
                part = _line(tokens, first, k) if k > first else None
                if part is not None and part.count:
                    yield part
                first = k + 1


def _is_section(tokens: Sequence[Word], part: Line) -> bool:
    hits, over = _covered(tokens, part, ("menu", "home"))
    return hits > 0 and over == 0
