"""The language of questions: what somebody types goes in, a tree of what is to occur comes out.

    وزير الداخلية            all words, in any order; clitics and spelling aside (`wanted`)
    "وزير الداخلية"  كلم*     words in a row; words that begin so
    a OR b, a NOT b, -b, ( )  also أو and ليس; AND and و are what stands between words anyway
    title: outlet: party: place: kind:    what follows is looked for there; from: and to: are ISO days, months, years

Nothing that is typed is an error but a date that is none: brackets and quotes that are not closed are closed at the
end, an operator with nothing to join is passed over. The words of the language are in data/search_words.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, TypeAlias

from mahdar.arabic.clitics import bare
from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.archive.days import bounds
from mahdar.archive.wanted import Term, index_words, terms_of

#: Words and phrases that a question may have, and brackets within brackets; what goes beyond is passed over. A word
#: stands for some thirty with its clitics, and SQLite takes expressions of limited size.
MOST_LEAVES, DEEPEST = 100, 20
FIELDS = ("title", "outlet", "party", "place", "kind")

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_TOKEN = re.compile(r'([^\s"():-][^\s"():]{0,19}):(?=\S)|("[^"]*(?:"\*?|$))|([()])|(-)(?=[^\s-])|([^\s"()]+)')


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words in a row, in the text or title, or in the field named."""

    term: Term
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of these at least."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    of: Node


Node: TypeAlias = Leaf | Both | Either | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A question: `tree` is None where it has no words; the dates as they were typed."""

    tree: Node | None
    since: str | None = None
    until: str | None = None

    def leaves(self) -> list[Leaf]:
        """What is to occur, in the order of the question; what must not is left out."""
        return list(_wanted(self.tree)) if self.tree is not None else []

    def terms(self) -> list[Term]:
        """The words that are looked for in the text."""
        return [leaf.term for leaf in self.leaves() if leaf.field is None]


def _wanted(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield from [node] if node != EVERYTHING else []
    elif not isinstance(node, Without):
        for part in node.of:
            yield from _wanted(part)


def parse(question: str) -> Query:
    """A question as a tree. Raises `BadDate` for a date that is none."""
    reader = _Reader(list(_tokens(question)))
    tree = reader.either(0)
    if tree is None:  # operators alone are words after all
        words = [Leaf(term) for term in terms_of(" ".join(reader.operators))]
        tree = _together(Both, words[:MOST_LEAVES])
    if tree is None and reader.dates:
        tree = EVERYTHING
    bounds(reader.dates.get("from"), reader.dates.get("to"))
    return Query(tree, reader.dates.get("from"), reader.dates.get("to"))


class _Token(NamedTuple):
    what: str
    text: str


@cache
def _language() -> dict[str, dict[str, str]]:
    """Kind of row to folded word to code."""
    known: dict[str, dict[str, str]] = {"operator": {}, "field": {}, "kind": {}}
    for what, code, words in rows("mahdar.archive", "search_words.tsv"):
        for word in re.split(r"(?<!\\)\|", words):
            word = word.replace("\\|", "|")
            known[what][word if what == "operator" and word.isascii() else fold(word)] = code
    return known


def _operator(word: str) -> str | None:
    """Which operator a word is; a Latin one only in capitals."""
    return _language()["operator"].get(word if word.isascii() else fold(word))


def _tokens(question: str) -> Iterator[_Token]:
    text = question.translate(_QUOTES)
    place = 0
    while (match := _TOKEN.search(text, place)) is not None:
        place = match.end()
        name, phrase, bracket, minus, word = match.groups()
        begins = match.start() == 0 or text[match.start() - 1] in ' \t\n\r("-'
        if name is not None:
            code = _language()["field"].get(fold(name)) if begins else None
            if code is not None:
                yield _Token("field", code)
                continue
            # No field but a word with a colon in it: the whole of it is one word.
            whole = re.compile(r'[^\s"()]+').match(text, match.start())
            place = whole.end() if whole is not None else place
            yield _Token("word", text[match.start() : place])
        elif phrase is not None:
            yield _Token("word", phrase)
        elif bracket is not None:
            yield _Token(bracket, bracket)
        elif minus is not None:
            # Within a word it is a hyphen.
            yield from [_Token("not", "-")] if begins else []
        elif (operator := _operator(word)) is not None:
            yield _Token(operator, word)
        else:
            yield _Token("word", word)


@dataclass(slots=True)
class _Reader:
    """Reads tokens from left to right: OR binds least, then AND (or nothing), then NOT."""

    tokens: list[_Token]
    place: int = 0
    leaves: int = 0
    dates: dict[str, str] = field(default_factory=dict)
    #: Operators that are letters, for a question that has nothing else.
    operators: list[str] = field(default_factory=list)

    def peek(self) -> str:
        return self.tokens[self.place].what if self.place < len(self.tokens) else ""

    def take(self) -> _Token:
        self.place += 1
        token = self.tokens[self.place - 1]
        if token.what in ("and", "or", "not"):
            self.operators.append(token.text)
        return token

    def either(self, depth: int, field: str | None = None) -> Node | None:
        found = [self.both(depth, field)]
        while self.peek() == "or" or (depth == 0 and self.peek() == ")"):
            closes_nothing = self.take().what == ")"
            more = self.both(depth, field)
            if closes_nothing:
                found[-1] = _together(Both, [node for node in (found[-1], more) if node is not None])
            else:
                found.append(more)
        return _together(Either, [node for node in found if node is not None])

    def both(self, depth: int, field: str | None) -> Node | None:
        found = []
        while self.peek() not in ("", "or", ")"):
            node = self.one(depth, field)
            if node is not None and node not in found:
                found.append(node)
        return _together(Both, found)

    def one(self, depth: int, field: str | None) -> Node | None:
        token = self.take()
        unwanted = False
        while token.what == "not":
            if self.peek() not in ("word", "(", "field", "not"):
                return None  # with nothing behind it
            unwanted = not unwanted
            token = self.take()
        if token.what == "(":
            node = self.group(depth, field)
        elif token.what == "field":
            node = self.behind(token.text, depth)
        else:
            node = self.leaf(token.text, field) if token.what == "word" else None
        return Without(node) if unwanted and node is not None else node

    def group(self, depth: int, field: str | None) -> Node | None:
        """What stands between brackets; one too deep is passed over."""
        if depth >= DEEPEST:
            return None
        node = self.either(depth + 1, field)
        if self.peek() == ")":
            self.take()
        return node

    def behind(self, name: str, depth: int) -> Node | None:
        """What stands behind the name of a field."""
        if name in ("from", "to"):
            if self.peek() == "word":
                self.date(name, self.take().text)
            return None
        return self.one(depth, name) if self.peek() in ("word", "(", "not") else None

    def date(self, name: str, typed: str) -> None:
        self.dates[name] = fold(typed).strip('"')

    def leaf(self, text: str, field: str | None) -> Node | None:
        terms = terms_of(text) if field != "kind" else [Term((_kind(text),))] if index_words(text) else []
        left = MOST_LEAVES - self.leaves
        some = [Leaf(term, field) for term in terms[: max(left, 0)]]
        self.leaves += len(some)
        return _together(Both, some)


def _kind(text: str) -> str:
    """The word in the index for a kind that is asked for by its code or by a word of the language."""
    words = index_words(text).split()
    known = _language()["kind"]
    for way in (" ".join(words), " ".join(map(bare, words))):
        if way in known:
            return kind_word(known[way])
    return kind_word("".join(words))


def kind_word(code: str) -> str:
    """A code of the record as one word of the index."""
    return code.replace("_", "").lower()


def _together(how: type[Both] | type[Either], nodes: list[Leaf] | list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else how(tuple(nodes))


# -- the two databases' own languages -------------------------------------------------------------------------------

#: The word that every document has among its kinds, and that parts names from one another: folding leaves none of it
#: in any question.
EVERY = "ـ"
#: What stands before a word of a field in PostgreSQL's one index.
MARKS = {"title": "t:", "outlet": "o:", "party": "p:", "place": "l:", "kind": "k:"}
EVERYTHING = Leaf(Term((EVERY,)), "kind")
_LeafWriter: TypeAlias = Callable[[Leaf], str]


def fts5(node: Node) -> str:
    """A tree as an expression of SQLite's FTS5."""
    return _compiled(node, _fts5_leaf, " AND ", " OR ", "({0}) NOT ({1})")


def tsquery(node: Node) -> str:
    """A tree as PostgreSQL's tsquery."""
    return _compiled(node, _tsquery_leaf, " & ", " | ", "({0}) & !({1})")


def loosely(node: Node) -> str | None:
    """As `tsquery`, phrases as words anywhere: PostgreSQL's index tells such documents without reading them.

    None where that finds too little, for a phrase is unwanted, or no more, for there is none.
    """
    exact = tsquery(node)
    if " <-> " not in exact or "!" in exact:
        return None
    return exact.replace(" <-> ", " & ")


def _compiled(node: Node, leaf: _LeafWriter, and_: str, or_: str, not_: str) -> str:
    def write(part: Node) -> str:
        if isinstance(part, Leaf):
            return leaf(part)
        if isinstance(part, Either):
            return "(" + or_.join(map(write, part.of)) + ")"
        if isinstance(part, Without):
            part = Both((part,))
        wanted = [inner for inner in part.of if not isinstance(inner, Without)] or [EVERYTHING]
        unwanted = [inner.of for inner in part.of if isinstance(inner, Without)]
        both = "(" + and_.join(map(write, wanted)) + ")"
        return "(" + not_.format(both, or_.join(map(write, unwanted))) + ")" if unwanted else both

    return write(node)


def _fts5_leaf(leaf: Leaf) -> str:
    # Words hold letters and digits alone, so nothing in them is FTS5 syntax; quoted, AND and NEAR are words too.
    ways = []
    for words in leaf.term.ways():
        text = " ".join(word for word, _ in words)
        ways.append(f'"{text}"' + (" *" if words[-1][1] else ""))
    columns = leaf.field or "title body"
    return f"({{{columns}}} : ({' OR '.join(ways)}))"


def _tsquery_leaf(leaf: Leaf) -> str:
    mark, term = MARKS[leaf.field] if leaf.field else "", leaf.term
    row = [term.first, *((word,) for word in term.rest)]
    endings = [""] * len(term.rest) + [":*" if term.open else ""]
    words = [" | ".join(f"'{mark}{way}'{end}" for way in ways) for ways, end in zip(row, endings, strict=True)]
    return "(" + " <-> ".join(f"({word})" for word in words) + ")"
