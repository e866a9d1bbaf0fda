"""Reviews of the lines of one report, applied to the record that a machine read of it: a pure function.

A row says of one line (of several, where they are merged) what somebody thinks: accept, correct, reject, add, merge,
split, note, final; undo takes an earlier row back. It points at the line as it was read, by its span and kind, and
has it with the parties that it names. Texts never change, so that in what a newer reader makes of the text the line
is found again by the characters that it rests on (`review_lines.alike`). A correction holds for the fields that it
names, an acceptance for all fields as they were seen, a rejection as long as the line says the same of the same
parties. What is kept and has no line in today's record stays as it was, marked `unmatched`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from mahdar.archive.answers import Answer
from mahdar.archive.review_lines import (
    PARTS,
    Line,
    alike,
    dice,
    fields_of,
    lines_of,
    paired,
    references,
    same_party,
    still_holds,
    translated,
)

Act = Literal["accept", "correct", "reject", "add", "merge", "split", "note", "final", "undo"]
#: Acts by which somebody says whether a line stands.
VERDICTS = ("accept", "correct", "reject", "add", "merge", "split")
#: How a row stands: it holds; an undo took it back; no line of today's record is what it is about; the line that it is
#: about was made by a row that was undone.
RowState = Literal["in_force", "undone", "unmatched", "dormant"]
#: How a line stands. `noted`: there are only notes.
ItemState = Literal["unread", "noted", "accepted", "corrected", "rejected", "merged", "added"]


@dataclass(frozen=True, slots=True)
class Review(Answer):
    """A row.

    `lines` are what it is about: each {"n", "line", "after"} (the n-th line as `reader` read it, and which row and line
    of it came before on the same), {"made", "nth"} (the line that an earlier row made) or {"as", "nth"} (the one that
    an earlier row is about, though today's record has none such). `seen` is the first as it stood when it was judged,
    `fields` what is corrected, `made` are new lines, `parties` all that these lines name, by id, with their mentions.
    """

    key: int
    report: str
    part: str
    act: str
    lines: list[dict[str, Any]]
    seen: Line | None
    fields: Line
    made: list[Line]
    parties: dict[str, Line]
    reader: str
    answers: int | None
    by: str
    at: str
    why: str


class Opinion(NamedTuple):
    """What one person says of a line: whether it stands, the values of the fields that were judged, and the whole."""

    keep: bool
    fields: Line
    line: Line


@dataclass(slots=True)
class Item:
    """A line with its reviews.

    `item` names it: its number as read or the party's id, +KEY (made by that row) or ~KEY (a row's that no line of
    today's record is), also by its `aliases`. `read` is its number as read, `n` that in the reviewed record. `line` is
    how it stands, None where it does not; `as_read` what the machine has, `was` what a line was that does not stand and
    that it does not have. `fields` differ from that. `changed`: the
    machine now reads otherwise what was judged. `opinions` are everybody's last verdicts. `rows` are those that count,
    `thread` the keys of all, those undone too; `last` is the last row about it and which of that row's lines it is.
    """

    part: str
    item: str
    read: int | None = None
    n: int | None = None
    state: ItemState = "unread"
    fields: list[str] = field(default_factory=list)
    conflict: bool = False
    final: bool = False
    changed: bool = False
    unmatched: bool = False
    line: Line | None = None
    as_read: Line | None = None
    was: Line | None = None
    opinions: dict[str, Opinion] = field(default_factory=dict)
    rows: list[Review] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    last: tuple[int, int] | None = None
    thread: list[int] = field(default_factory=list)

    @property
    def by(self) -> list[str]:
        """Who has said something that holds, the first first."""
        return list(dict.fromkeys(row.by for row in self.rows))


@dataclass(slots=True)
class Reviewed:
    """A record with its reviews: every line of it by part, dropped ones too, and how each row stands."""

    record: dict[str, Any]
    items: list[Item]
    rows: dict[int, RowState]


def in_force(rows: Iterable[Review]) -> list[Review]:
    """The rows that no undo takes back, undos left out, the oldest first; an undo can be undone."""
    undone: set[int | None] = set()
    kept = []
    for row in sorted(rows, key=lambda row: -row.key):
        if row.key in undone:
            continue
        if row.act == "undo":
            undone.add(row.answers)
        else:
            kept.append(row)
    return kept[::-1]


def apply(record: Mapping[str, Any], rows: Sequence[Review]) -> Reviewed:
    """A record as read, in plain JSON types, with the reviews of its report."""
    work = _Work(record, rows)
    items = [item for part in PARTS for item in work.items(part)]
    reviewed = work.assemble(items)
    return Reviewed(reviewed, items, work.states)


_Node = tuple[str, str, int]


@dataclass(slots=True)
class _Thread:
    """What rows say of one line: the line as read, if today's record has it, and its rows with their place in them."""

    nodes: set[_Node]
    read: int | None
    said: list[tuple[Review, int]]


class _Work:
    """One application of rows to a record."""

    def __init__(self, record: Mapping[str, Any], rows: Sequence[Review]) -> None:
        self.record, self.lines = record, lines_of(record)
        self.all = sorted(rows, key=lambda row: row.key)
        self.by_key = {row.key: row for row in self.all}
        self.live = in_force(self.all)
        live = {row.key for row in self.live}
        self.states: dict[int, RowState] = {
            row.key: "in_force" if row.key in live or row.act == "undo" else "undone" for row in self.all
        }
        for row in self.all:
            if row.act == "undo" and self._is_undone(row.key):
                self.states[row.key] = "undone"
        self.names = _Names(record["reader"], self.lines["parties"])

    def _is_undone(self, key: int) -> bool:
        """Whether an undo of this row is itself in force."""
        return any(row.act == "undo" and row.answers == key and not self._is_undone(row.key) for row in self.all)

    # Which line a row is about

    def _node(self, row: Review, i: int) -> _Node:
        anchor = row.lines[i]
        if "as" in anchor:
            return self._node(self.by_key[anchor["as"]], anchor["nth"])
        if "made" in anchor:
            return "made", str(anchor["made"]), anchor["nth"]
        return "read", row.reader, anchor["n"]

    def anchor(self, row: Review, i: int) -> tuple[Line, Review] | None:
        """The line as it was read of which a row speaks, and the row that has its parties; None for one made."""
        anchor = row.lines[i]
        if "as" in anchor:
            return self.anchor(self.by_key[anchor["as"]], anchor["nth"])
        return (anchor["line"], row) if "line" in anchor else None

    def _threads(self, part: str) -> list[_Thread]:
        """The rows of a part by the line that they are about."""
        up: dict[_Node, _Node] = {}

        def first(node: _Node) -> _Node:
            while node in up:
                node = up[node]
            return node

        def join(a: _Node, b: _Node) -> None:
            if first(a) != first(b):
                up[first(b)] = first(a)

        rows = [row for row in self.all if row.part == part and row.act != "undo"]
        said: dict[_Node, list[tuple[Review, int]]] = defaultdict(list)
        for row in rows:
            for i, anchor in enumerate(row.lines):
                node = self._node(row, i)
                said[node].append((row, i))
                if anchor.get("after"):
                    key, nth = anchor["after"]
                    join(self._node(self.by_key[key], nth), node)
            for i in range(len(row.made)):
                said["made", str(row.key), i].append((row, -1 - i))
        matched = self._matched(part, said)
        at: dict[int, _Node] = {}
        for node, n in matched.items():
            join(at.setdefault(n, node), node)
        groups: dict[_Node, set[_Node]] = defaultdict(set)
        for node in said:
            groups[first(node)].add(node)
        return [self._thread(nodes, said, matched) for nodes in groups.values()]

    def _thread(
        self, nodes: set[_Node], said: Mapping[_Node, list[tuple[Review, int]]], matched: Mapping[_Node, int]
    ) -> _Thread:
        rows = sorted(((row, i, node) for node in nodes for row, i in said[node]), key=lambda x: (x[0].key, x[1]))
        # Of several lines that older readings come to, the one that the newest row is about.
        read = next((matched[node] for _, _, node in reversed(rows) if node in matched), None)
        return _Thread(nodes, read, [(row, i) for row, i, _ in rows])

    def _matched(self, part: str, said: Mapping[_Node, list[tuple[Review, int]]]) -> dict[_Node, int]:
        """The line of today's record that each node is, for those that are one."""
        lines, reader = self.lines[part], self.record["reader"]
        found: dict[_Node, int] = {}
        by_reader: dict[str, dict[_Node, tuple[Line, Review]]] = defaultdict(dict)
        for node, about in said.items():
            row, i = about[0]
            if node[0] == "read" and node[1] == reader:
                if node[2] < len(lines):
                    found[node] = node[2]
            elif node[0] == "read":
                anchored = self.anchor(row, i)
                assert anchored is not None
                by_reader[node[1]][node] = anchored
        for nodes in by_reader.values():
            found |= self._pairs(part, nodes, range(len(lines)))
        taken = set(found.values())
        made = {
            node: (row.made[-1 - i], row)
            for node, about in said.items()
            for row, i in about
            if node[0] == "made" and i < 0 and row.reader != reader and self.states[row.key] == "in_force"
        }
        return found | self._pairs(part, made, [n for n in range(len(lines)) if n not in taken])

    def _pairs(self, part: str, nodes: Mapping[_Node, tuple[Line, Review]], among: Iterable[int]) -> dict[_Node, int]:
        numbers = list(among)
        return paired(
            {
                (node, n): alike(part, self.resolved(part, line, row), self.lines[part][n])
                for node, (line, row) in nodes.items()
                for n in numbers
            }
        )

    def resolved(self, part: str, line: Line, row: Review) -> Line:
        """A line that a row has, with the parties of today's record in the place of those of its time."""
        return translated(part, line, lambda id_: self.names.of(row, id_))

    # How lines stand

    def items(self, part: str) -> Iterator[Item]:
        """Every line of a part: those read, in their order, then those that only rows have."""
        threads = self._threads(part)
        of = {thread.read: thread for thread in threads if thread.read is not None}
        if part == "parties":
            self._name_parties(threads)
        for n, line in enumerate(self.lines[part]):
            thread = of.get(n)
            id_ = line["id"] if part == "parties" else str(n)
            item = Item(part, id_, read=n, line=line, as_read=line)
            yield item if thread is None else self._folded(item, thread)
        for thread in sorted((t for t in threads if t.read is None), key=lambda t: t.said[0][0].key):
            item = Item(part, _own_id(thread))
            if self._has_line(thread):
                if (folded := self._folded(item, thread)).rows:
                    yield folded
            else:
                for row, _ in thread.said:
                    if self.states[row.key] == "in_force":
                        self.states[row.key] = "dormant"

    def _name_parties(self, threads: Sequence[_Thread]) -> None:
        """Tell the names which ids made parties have, and those that no line of today's record is."""
        parties = self.lines["parties"]
        for thread in threads:
            for kind, key, nth in thread.nodes:
                if kind == "made" and self.states[int(key)] == "in_force":
                    made = _made_id(int(key), nth)
                    line = self.by_key[int(key)].made[nth]
                    self.names.made[made] = parties[thread.read]["id"] if thread.read is not None else made
                    if thread.read is None:
                        self.names.extra[made] = line
            if thread.read is None and _own_id(thread)[0] == "~" and self._is_kept(thread):
                self.names.extra[_own_id(thread)] = thread.said[0][0].lines[max(thread.said[0][1], 0)]["line"]

    def _is_kept(self, thread: _Thread) -> bool:
        """Whether somebody said last that the line stands."""
        said = [(row, i) for row, i in thread.said if row.act != "note" and self.states[row.key] != "undone"]
        return bool(said) and said[-1][1] <= 0 and said[-1][0].act != "reject"

    def _has_line(self, thread: _Thread) -> bool:
        """Whether there is or was a line: the row that made it holds, or it was read."""
        return any(kind == "read" or self.states[int(key)] == "in_force" for kind, key, _ in thread.nodes)

    def _folded(self, item: Item, thread: _Thread) -> Item:
        fold = _Fold(self, item, thread)
        item.thread = list(dict.fromkeys(row.key for row, _ in thread.said))
        for row, i in thread.said:
            if self.states[row.key] != "undone":
                fold.take(row, i)
        return fold.end()

    # The record

    def assemble(self, items: Sequence[Item]) -> dict[str, Any]:
        """The record of the lines that stand; what nobody touched is as it was."""
        found = dict(self.record)
        parties = [item for item in items if item.part == "parties"]
        alias = self._aliases(parties)
        standing = _in_order([item for item in parties if item.line is not None])
        named = {id_ for item in items for id_ in references(item.part, item.line or {})}
        restored = [{**line, "id": id_} for id_, line in sorted(self.names.restored.items()) if id_ in named]
        found["mentions"] = self._mentions(parties, restored, alias)
        plain = [item.line for item in standing if item.line is not None] + restored
        plain = [translated("parties", line, alias.__getitem__) for line in plain]
        found["parties"] = [{k: v for k, v in line.items() if k != "mentions"} for line in plain]
        for part in PARTS[1:]:
            ordered = _in_order([item for item in items if item.part == part and item.line is not None])
            for item in ordered:
                assert item.line is not None
                item.line = translated(part, item.line, alias.__getitem__)
            found[part] = [item.line for item in ordered]
        return found

    def _aliases(self, parties: Sequence[Item]) -> Mapping[str, str | None]:
        """What the id of every party is in the reviewed record: its own, that of one it was merged into, or None."""
        alias: dict[str, str | None] = _Same()
        for item in parties:
            if item.line is None:
                alias[item.item] = None
        into: dict[str, str] = {}
        for row in self.live:
            if row.act == "merge" and row.part == "parties":
                first, *others = (self._party_at(row, i) for i in range(len(row.lines)))
                into |= dict.fromkeys(others, first)
        for item in parties:
            if item.state == "merged":
                goal, seen = item.item, set[str]()
                while goal in into and goal not in seen:
                    seen.add(goal)
                    goal = into[goal]
                alias[item.item] = goal if alias[goal] is not None or goal == item.item else None
        return alias

    def _party_at(self, row: Review, i: int) -> str:
        anchor = row.lines[i]
        if "made" in anchor:
            made = _made_id(anchor["made"], anchor["nth"])
            return self.names.made.get(made, made)
        anchored = self.anchor(row, i)
        assert anchored is not None
        line, of = anchored
        return self.names.of(of, line["id"], line) or ""

    def _mentions(
        self, parties: Sequence[Item], restored: Sequence[Line], alias: Mapping[str, str | None]
    ) -> list[dict[str, Any]]:
        """Every mention under the party that has it now; spans that people gave to a party are no other's."""
        by_hand = {
            item.item: item.line
            for item in parties
            if item.line is not None and (item.as_read is None or {"mentions", "type"} & set(item.fields))
        }
        given: list[tuple[Sequence[int], Line, str]] = [
            (span, line, id_) for id_, line in by_hand.items() for span in line["mentions"]
        ]
        kept, changed = [], bool(given or restored)
        for m in self.record["mentions"]:
            to = alias[m["party"]]
            if (
                to is None
                or m["party"] in by_hand
                or any(dice(span, (m["start"], m["end"])) > 0 for span, _, _ in given)
            ):
                changed = True
            else:
                kept.append(m if to == m["party"] else {**m, "party": to})
        given += [(span, line, line["id"]) for line in restored for span in line["mentions"]]
        taken = [(m["start"], m["end"]) for m in kept]
        for span, line, id_ in given:
            if not any(dice(span, other) > 0 for other in taken):
                kept.append({"start": span[0], "end": span[1], "type": line["type"], "party": alias[id_]})
                taken.append((span[0], span[1]))
        return sorted(kept, key=lambda m: (m["start"], m["end"])) if changed else kept


class _Same(dict[str, str | None]):
    """Ids that others stand for; every other id stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


class _Names:
    """Which party of today's record each party of a row is."""

    def __init__(self, reader: str, parties: Sequence[Line]) -> None:
        self.reader, self.parties = reader, parties
        self.ids = {party["id"] for party in parties}
        #: Ids of parties that rows made; those that are not read besides; and those that only a line of a row names.
        self.made: dict[str, str] = {}
        self.extra: dict[str, Line] = {}
        self.restored: dict[str, Line] = {}
        self._found: dict[tuple[int, str], str | None] = {}

    def of(self, row: Review, id_: str, line: Line | None = None) -> str | None:
        """The id in today's record of what a row calls `id_`; None for a party that nobody made any more."""
        if id_[0:1] == "+":
            return self.made.get(id_)
        if row.reader == self.reader and id_ in self.ids:
            return id_
        if (row.key, id_) not in self._found:
            party = line or row.parties.get(id_)
            self._found[row.key, id_] = id_ if party is None else self._like(party)
        return self._found[row.key, id_]

    def _like(self, party: Line) -> str:
        """The party that is most alike; else the party itself comes back."""
        scored = [(same_party(party, other), -n, other["id"]) for n, other in enumerate(self.parties)]
        scored += [(same_party(party, other) / 2, -n, id_) for n, (id_, other) in enumerate(self.extra.items())]
        score, _, id_ = max(scored, default=(0.0, 0, ""))
        if score > 0:
            return id_
        told = json.dumps([party["type"], party["names"], party["role"], party["mentions"]], ensure_ascii=False)
        id_ = f"~{hashlib.sha256(told.encode()).hexdigest()[:8]}"
        self.restored[id_] = {**party, "of": None}
        return id_


class _Fold:
    """The rows of one line, one after the other."""

    def __init__(self, work: _Work, item: Item, thread: _Thread) -> None:
        self.work, self.item, self.thread = work, item, thread
        self.given: Line = {}
        self.keep: bool | None = None
        self.merged = self.made = False
        self.last: dict[str, Opinion] = {}

    def take(self, row: Review, i: int) -> None:
        """Take one row into account; `i` is which of its lines this is, below 0 one that it made."""
        self.item.rows.append(row)
        if i >= 0:
            self.item.last = (row.key, i)
        work, part = self.work, self.item.part
        if i >= 0 and self.item.read is None and not self.made:
            work.states[row.key] = "unmatched"
        if row.act == "note":
            return
        if i > 0 or row.act == "reject":
            self._drop(row, i)
            return
        said = row.made[-1 - i] if i < 0 else row.fields
        if i == 0 and row.act in ("accept", "final"):
            said = {name: row.seen[name] for name in fields_of(part) if name in row.seen} if row.seen else {}
        if row.act == "final" and row.seen is None:
            self._settle(row, Opinion(False, {}, {}))
            self.keep = False
            return
        said = work.resolved(part, {k: v for k, v in said.items() if k in fields_of(part)}, row)
        self.made |= i < 0
        self._note_change(row, i, said)
        self._start(row, i)
        self.given |= said
        self.keep, self.merged = True, False
        own = self.last.get(row.by)
        judged = (own.fields if own is not None and own.keep else {}) | said
        seen = self.work.resolved(part, row.seen, row) if row.seen and i == 0 else {}
        opinion = Opinion(True, judged, {name: seen[name] for name in fields_of(part) if name in seen} | said)
        self._settle(row, opinion) if row.act == "final" else self._voice(row, opinion)

    def _drop(self, row: Review, i: int) -> None:
        anchored = self.work.anchor(row, i) if i >= 0 else None
        if anchored is not None and self.item.as_read is not None and row.reader != self.work.record["reader"]:
            line = self.work.resolved(self.item.part, *anchored)
            if not still_holds(self.item.part, line, self.item.as_read):
                self.work.states[row.key] = "unmatched"
                return
        self.keep, self.merged = False, row.act == "merge"
        self._voice(row, Opinion(False, {}, {}))

    def _start(self, row: Review, i: int) -> None:
        """Where today's record has no such line, the one that the row is about."""
        if self.item.line is None and self.item.as_read is None and i >= 0:
            anchored = self.work.anchor(row, i)
            if anchored is not None:
                self.item.line = self.work.resolved(self.item.part, *anchored)

    def _note_change(self, row: Review, i: int, said: Line) -> None:
        """Mark the item where today's reader has what neither the reader of that time nor the person had."""
        anchored = self.work.anchor(row, i) if i >= 0 else None
        if anchored is None or self.item.as_read is None or row.reader == self.work.record["reader"]:
            return
        before, now = self.work.resolved(self.item.part, *anchored), self.item.as_read
        self.item.changed = any(now.get(name) not in (before.get(name), value) for name, value in said.items())

    def _voice(self, row: Review, opinion: Opinion) -> None:
        self.item.final = False
        self.last[row.by] = self.item.opinions[row.by] = opinion

    def _settle(self, row: Review, opinion: Opinion) -> None:
        """What was said before counts no longer as a conflict."""
        self.item.final, self.item.changed = True, self.item.changed and not opinion.keep
        self.last = {row.by: opinion}

    def end(self) -> Item:
        """The item as it stands after all rows."""
        item, before = self.item, self.item.as_read
        item.conflict = not item.final and _in_conflict(list(self.last.values()))
        item.unmatched = item.read is None and not self.made
        item.aliases = [_made_id(int(key), nth) for kind, key, nth in self.thread.nodes if kind == "made"]
        if self.keep is False or (item.read is None and self.keep is None):
            item.was = None if before is not None else {**(item.line or {}), **self.given}
            item.line, item.state = None, "noted" if self.keep is None else "merged" if self.merged else "rejected"
            return item
        if self.keep is None:
            item.state = "noted" if item.rows else "unread"
            return item
        line = item.line if item.line is not None else _blank(item)
        item.line = {**line, **self.given, **({"id": item.item} if before is None and item.part == "parties" else {})}
        if before is None and self.made:
            item.state = "added"
        elif before is None:
            item.state = "accepted"
        else:
            item.fields = [name for name in fields_of(item.part) if item.line.get(name) != before.get(name)]
            item.state = "corrected" if item.fields else "accepted"
        return item


def _blank(item: Item) -> Line:
    """What a line that people made begins with."""
    line: Line = {} if item.part == "figures" else {"confidence": None}
    return {**line, "id": item.item} if item.part == "parties" else line


def _in_conflict(opinions: Sequence[Opinion]) -> bool:
    """Whether two persons disagree: on whether the line stands, or on the value of a field that both judged."""
    return any(
        a.keep != b.keep or any(a.fields[name] != b.fields[name] for name in a.fields.keys() & b.fields.keys())
        for n, a in enumerate(opinions)
        for b in opinions[n + 1 :]
    )


def _made_id(key: int, nth: int) -> str:
    return f"+{key}" if nth == 0 else f"+{key}.{nth}"


def _own_id(thread: _Thread) -> str:
    """What a line is called that today's record does not have: by the row that made it, or the first about it."""
    made = sorted((int(key), nth) for kind, key, nth in thread.nodes if kind == "made")
    if made:
        return _made_id(*made[0])
    row, i = thread.said[0]
    return f"~{row.key}" if i == 0 else f"~{row.key}.{i}"


def _in_order(items: Sequence[Item]) -> list[Item]:
    """Lines as read in their order, then those that people made in the order of the text; each gets its number."""
    read = [item for item in items if item.read is not None]
    own = sorted((item for item in items if item.read is None), key=lambda item: _place(item.line or {}))
    for n, item in enumerate(found := read + own):
        item.n = n
    return found


def _place(line: Line) -> tuple[Any, ...]:
    span = line.get("span") or next(iter(line.get("mentions") or []), [0, 0])
    plain = {k: v for k, v in line.items() if k != "id"}
    return (*span, json.dumps(plain, ensure_ascii=False, sort_keys=True))
