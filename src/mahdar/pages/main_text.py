"""Which blocks of a page are the report.

The paragraphs of a page vote for the elements that hold them, and what resiliparse takes for the main text (the first
pass) votes along. Where the two differ, trafilatura is asked as well. The blocks of the elected element are the
report: those that it drops (a paragraph that the page has twice, a subheading, a line without a stop) are in it, and
furniture within it is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from mahdar.arabic.folding import fold
from mahdar.pages.found import data_words
from mahdar.pages.markup import Block, Markup, Run
from mahdar.pages.page_dates import is_date_line

#: Words of a block that tells rather than lists; with a full stop a shorter one tells too.
PROSE, PROSE_WITH_STOP = 9, 4
#: Of the letters of a block, so many may be links before it lists rather than tells.
LINKED = 0.4
#: Of the elected letters, so many must be in the first pass's text, and the other way round, for the two to agree.
AGREE = 0.95
#: A marked element (a menu, a share box) that holds all but this share of a page's prose is its body all the same.
OUTSIDE = 0.15
#: A line of so many words can be a button, a count or the heading of a list.
SHORT = 8
#: A line of so many words that begins with a noun of buttons and labels ('إعلان', 'السابق') is one.
FEW = 3

#: What is never a report's own, however much it holds.
_NEVER = re.compile("comment|respond|reply|related|cookie|consent|gdpr|sidebar|most|recommend|newsletter|popular")
_NEVER_TAGS = frozenset(("nav", "footer", "aside", "form", "dialog", "amp-sidebar", "amp-consent"))
_STOP = re.compile('[.؟!؛…:»"”]\\s*$')
_ENDS = re.compile("[.؟!…:]\\W*$")
#: 'قبل 3 ساعات', 'منذ يومين', alone in a line: how long ago something was put there.
_AGO = re.compile(
    r"^(?:قبل|منذ)\s+(?:نحو\s+)?(?:\d+\s+)?(?:ثاني|ثوان|دقيق|دقائق|ساع|يوم|ايام|اسبوع|اسابيع|شهر|اشهر|سن)\w*\W*$"
)
_LETTERS = re.compile(r"[^\w]|_")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_BYLINE = re.compile(r"^\W*(?:بقلم|كتبت?|اعداد|تحرير|المحرر|محرر|الكاتب|مراسلنا|by)\s*[:/|-]")


def is_prose(block: Block) -> bool:
    """Whether a block tells something: a paragraph, not a link, label or heading."""
    if block.link_share > LINKED:
        return False
    return block.words >= PROSE or (block.words >= PROSE_WITH_STOP and bool(_STOP.search(block.text)))


def letters(text: str) -> str:
    """The letters and digits of a text in the one spelling."""
    return _LETTERS.sub("", fold(text))


def main_blocks(source: str, markup: Markup, title: str | None, heading: Block | None) -> list[Block]:
    """The blocks of `markup` that are the report, in order; `heading` is the block of its title, where there is one."""
    if not any(map(is_prose, markup.blocks)):
        return []
    first_pass = letters(_first_pass(source))
    _own_up(markup.blocks, heading)
    blocks = _without_teasers(_of_this_report(markup.blocks, title, heading))
    elected = _elected(blocks, first_pass)
    if not _agree(elected, first_pass):
        other = letters(_second_pass(source))
        elected = _elected(blocks, other) if other else elected
        elected = _recovered(blocks, elected, other)
    return without_furniture(_rejoined(_from_heading(elected, blocks, heading)), title)


def _visible(block: Block) -> bool:
    return not any(e.beside or e.hidden for e in block.within)


def _own_up(blocks: Sequence[Block], heading: Block | None) -> None:
    """Elements that are called 'sidebar' and the like and hold the headline or nearly all of the prose are none.

    Nor is the one right below the headline.
    """
    prose = [b for b in blocks if is_prose(b) and not any(e.hidden for e in b.within)]
    telling = {e.serial for b in prose for e in b.within}
    for element in heading.within if heading is not None else ():
        if element.serial in telling and element.tag not in ("nav", "footer"):
            element.beside = False
    _own_up_below(blocks, heading)
    total = sum(len(b.text) for b in prose)
    outside = sum(len(b.text) for b in prose if _visible(b))
    if not total or outside > OUTSIDE * total:
        return
    held: Counter[int] = Counter()
    for block in prose:
        held.update({e.serial: len(block.text) for e in block.within if e.beside})
    body, largest = held.most_common(1)[0] if held else (0, 0)
    for block in blocks:
        if all(element.serial != body for element in block.within):
            continue
        for element in block.within:
            if element.beside and held[element.serial] >= 0.6 * largest and element.tag not in ("nav", "footer"):
                element.beside = False


def _own_up_below(blocks: Sequence[Block], heading: Block | None) -> None:
    """The element right below the headline is the report's, whatever it is called, if it holds a few paragraphs."""
    place = next((i for i, b in enumerate(blocks) if b is heading), len(blocks))
    below = next((b for b in blocks[place + 1 :] if is_prose(b) and not any(e.hidden for e in b.within)), None)
    held = Counter(e.serial for b in blocks if is_prose(b) for e in b.within if e.beside)
    for element in below.within if below is not None else ():
        called = _NEVER.search(element.names) or element.tag in _NEVER_TAGS
        if not called and held[element.serial] > 2:
            element.beside = False


def _of_this_report(blocks: Sequence[Block], title: str | None, heading: Block | None) -> list[Block]:
    """Without what belongs to other reports on the page: other articles, and what follows another main heading."""
    articles = _articles(blocks)
    if heading is not None:
        own = [e.serial for e in heading.within if e.serial in articles]
        if own and articles[own[-1]] > 0:
            blocks = [b for b in blocks if any(e.serial == own[-1] for e in b.within)]
            return list(blocks)
    if len(articles) > 1:
        biggest = max(articles.values())
        first = next(serial for serial, size in articles.items() if size >= biggest / 3)
        others = articles.keys() - {first}
        blocks = [b for b in blocks if not any(e.serial in others for e in b.within)]
    return _until_next_heading(blocks, title, heading)


def _articles(blocks: Sequence[Block]) -> dict[int, int]:
    """The letters of prose in each outermost article element, in order."""
    held: dict[int, int] = {}
    for block in blocks:
        for element in block.within:
            if element.tag == "article" and not element.beside:
                held[element.serial] = held.get(element.serial, 0) + (len(block.text) if is_prose(block) else 0)
                break
    return held


def _until_next_heading(blocks: Sequence[Block], title: str | None, heading: Block | None) -> list[Block]:
    """Up to the next main heading with another title (lists that go on without end)."""
    if heading is None or heading.tag != "h1" or title is None:
        return list(blocks)
    start = next((i for i, b in enumerate(blocks) if b is heading), None)
    if start is None:
        return list(blocks)
    for i in range(start + 1, len(blocks)):
        block = blocks[i]
        another = block.tag == "h1" and block.words > 2 and letters(block.text) != letters(title)
        if another and any(is_prose(b) for b in blocks[start + 1 : i]):
            return list(blocks[:i])
    return list(blocks)


def _without_teasers(blocks: Sequence[Block]) -> list[Block]:
    """Without items of a rail: a linked headline and its teaser in an element of their own, twice or more in a row.

    A short report is less than the teasers beside it, and would be outvoted by them.
    """
    held: defaultdict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        for element in block.within[-4:]:
            held[element.serial].append(block)
    items = {
        serial
        for serial, own in held.items()
        if 2 <= len(own) <= 4
        and own[0].link_share > LINKED
        and own[0].words >= 3
        and not any(b.link_share > LINKED for b in own[1:])
        and any(is_prose(b) for b in own[1:])
    }
    beside = {id(b) for serial in items for b in held[serial]}
    left = [b for b in blocks if id(b) not in beside]
    return left if len(items) > 1 and any(is_prose(b) and _visible(b) for b in left) else list(blocks)


def _from_heading(elected: list[Block], blocks: Sequence[Block], heading: Block | None) -> list[Block]:
    """Without what stands before the headline, where nearly all that is told stands behind it."""
    places = {id(block): i for i, block in enumerate(blocks)}
    head = places.get(id(heading), -1)
    behind = [b for b in elected if places.get(id(b), -1) >= head]
    told, all_told = (sum(len(b.text) for b in some if is_prose(b)) for some in (behind, elected))
    return behind if told > (1 - OUTSIDE) * all_told else elected


def _rejoined(blocks: Sequence[Block]) -> list[Block]:
    """Lines that were placed one by one, as PDFs are turned into pages, as the paragraphs that they make up."""
    groups: list[list[Block]] = []
    for block in blocks:
        last = groups[-1][-1] if groups else None
        if last is not None and _are_lines(last, block) and not _ENDS.search(last.text):
            groups[-1].append(block)
        else:
            groups.append([block])
    return [_as_one(group) if len(group) > 1 else group[0] for group in groups]


def _as_one(lines: Sequence[Block]) -> Block:
    runs: list[Run] = []
    at = 0
    for line in lines:
        runs += [Run(run.at + at, run.length, run.source, run.source_length) for run in line.runs]
        at += len(line.text) + 1
    return replace(lines[0], text=" ".join(b.text for b in lines), runs=runs, linked=sum(b.linked for b in lines))


def _are_lines(one: Block, other: Block) -> bool:
    """Whether two blocks are placed lines in one style."""
    a, b = one.within[-1:], other.within[-1:]
    return bool(a and b) and a[0].placed and b[0].placed and a[0].names == b[0].names


def _first_pass(source: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    try:
        return str(extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False))
    except (ValueError, RuntimeError):
        return ""


def _second_pass(source: str) -> str:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            source, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
    except Exception:  # noqa: BLE001 -- the page is hostile, and there is the first pass
        return ""
    return str(getattr(found, "text", "") or "")


def _elected(blocks: Sequence[Block], taken: str) -> list[Block]:
    """The blocks of the element that most prose votes for: in full for a paragraph's own, half for the one above."""
    votes: defaultdict[int, float] = defaultdict(float)
    for block in blocks:
        if not is_prose(block) or not _visible(block):
            continue
        weight = len(block.text) * (1 - block.link_share)
        if taken and letters(block.text) in taken:
            weight *= 2
        chain = _containers(block)
        for share, serial in zip((1.0, 0.5, 0.25), chain, strict=False):
            votes[serial] += share * weight
    if not votes:
        return [b for b in blocks if _visible(b) and is_prose(b)]
    best = max(votes, key=lambda serial: votes[serial])
    return [b for b in blocks if _visible(b) and (best == 0 or any(e.serial == best for e in b.within))]


def _containers(block: Block) -> list[int]:
    """The elements above a block's paragraph, the nearest first; 0 is the page."""
    found = [
        e.serial for e in block.within if e.tag not in ("p", "blockquote", "pre", "li", "ul", "ol", "font", "time")
    ]
    return [*reversed(found[-3:]), 0][:3]


def _agree(elected: Sequence[Block], first_pass: str) -> bool:
    own = [letters(b.text) for b in elected if is_prose(b)]
    size = sum(map(len, own))
    shared = sum(len(text) for text in own if text in first_pass)
    return size > 0 and shared >= AGREE * size and size >= AGREE * len(first_pass)


def _recovered(blocks: Sequence[Block], elected: list[Block], taken: str) -> list[Block]:
    """`elected` with the paragraphs beside them that the second pass took too."""
    if not elected or not taken:
        return elected
    chosen = {id(b) for b in elected}
    places = [i for i, b in enumerate(blocks) if id(b) in chosen]
    first, last = places[0], places[-1]
    page = {e.serial for b in elected for e in b.within if e.tag in ("html", "body")}
    above = {serial for b in elected if is_prose(b) for serial in _containers(b)} - {0} - page
    found = []
    for i, block in enumerate(blocks):
        near = first <= i <= last or (first - 12 <= i <= last + 12 and bool(above.intersection(_containers(block))))
        wanted = near and _visible(block) and is_prose(block) and letters(block.text) in taken
        if id(block) in chosen or wanted:
            found.append(block)
    return found


# -- furniture within ----------------------------------------------------------------------------------------------


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(sorted(data_words("page_furniture.tsv", kind), key=len, reverse=True))


def begins_with(text: str, kind: str) -> bool:
    """Whether a line begins with a phrase of `kind` in page_furniture.tsv."""
    words = " ".join(_WORD.findall(fold(text))) + " "
    return any(words.startswith(phrase + " ") for phrase in _phrases(kind))


def holds(text: str, kind: str) -> bool:
    """Whether a phrase of `kind` in page_furniture.tsv is anywhere in a line."""
    words = f" {' '.join(_WORD.findall(fold(text)))} "
    return any(f" {phrase} " in words for phrase in _phrases(kind))


def _is_tail_head(block: Block) -> bool:
    return block.words <= 2 and " ".join(_WORD.findall(fold(block.text))) in data_words("page_furniture.tsv", "tail")


def _is_list_head(block: Block) -> bool:
    return block.words <= SHORT and begins_with(block.text, "block")


def is_furniture(block: Block) -> bool:
    """Whether a block is a button, a count, a label or a link of the page by its own words."""
    text = fold(block.text)
    words = _WORD.findall(text)
    if not words:
        return True
    if block.words <= 2 * SHORT and (begins_with(block.text, "line") or holds(block.text, "part")):
        return True
    if block.words <= FEW and (begins_with(block.text, "few") or _AGO.match(text)):
        return True
    if block.words <= SHORT and (_BYLINE.match(text) or begins_with(block.text, "end")):
        return True
    if block.link_share > 0.6 and block.words < 25:
        return True
    if block.words <= 2 * SHORT and _NUMBER.search(text) and holds(block.text, "count"):
        return block.words <= SHORT
    shares = data_words("page_furniture.tsv", "share")
    return len(words) <= 2 * SHORT and sum(word in shares for word in words) >= 0.6 * len(words)


def without_furniture(blocks: Sequence[Block], title: str | None) -> list[Block]:
    """The blocks of a report without headlines repeated, datelines of the page, lists, buttons and counts."""
    named = letters(title or "")
    kept: list[Block] = []
    in_list: int | None = None
    for block in blocks:
        if (begins_with(block.text, "end") and block.words <= SHORT) or _is_tail_head(block):
            break
        if in_list is not None and all(e.serial != in_list for e in block.within):
            in_list = None
        if in_list is not None:
            if not (is_prose(block) and block.link_share < 0.3 and block.words >= PROSE):
                continue
            in_list = None
        if _is_list_head(block):
            in_list = block.container
            continue
        if (named and letters(block.text) == named) or is_furniture(block) or is_date_line(block.text):
            continue
        kept.append(block)
    return _trimmed(kept)


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without labels before the first paragraph and lines that tell nothing behind the last."""
    telling = [i for i, b in enumerate(blocks) if is_prose(b)]
    if not telling:
        return blocks
    first, last = telling[0], telling[-1]
    while first > 0 and _belongs_before(blocks[first - 1]):
        first -= 1
    return blocks[first : last + 1]


_DATELINE = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+){0,3}\s*[-–—/:(|]\s*\S")


def _belongs_before(block: Block) -> bool:
    """A dateline of its own ('بغداد - واع') or a lead without a stop."""
    return block.link_share < LINKED and (bool(_DATELINE.match(block.text)) and block.words <= SHORT)


def joined(blocks: Iterable[Block]) -> str:
    """The text of blocks, an empty line between two."""
    return "\n\n".join(block.text for block in blocks)
