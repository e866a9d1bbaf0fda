"""Examples to learn from: gold reports with all heads, tagged corpora with names alone, as windows of pieces.

A label of -100 says nothing of its word. Licences: docs/data.md.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from columns import AQMAR, WOJOOD, sentences_of_cells
from numpy.typing import NDArray

from mahdar.arabic.folding import fold
from mahdar.arabic.words import BREAK
from mahdar.reading import STAGES, open_draft, read_given
from mahdar.reading.draft import Draft
from mahdar.reading.furniture import find_furniture
from mahdar.reading.tagging import tag_words
from mahdar.record import Report
from mahdar.tagger.labels import AREAS, HEADS
from mahdar.tagger.model import OVERLAP, ROOM
from mahdar.tagger.pieces import Pieces
from mahdar.tagger.sections import sections_of
from mahdar.tagger.windows import windows

SILENT = -100
INDEX = {head: {label: i for i, label in enumerate(labels)} for head, labels in HEADS.items()}
#: Silver labels are the rules' own: a model that taught its successor would pass on its errors.
BY_RULES = tuple(stage for stage in STAGES if stage is not tag_words)
#: How far from a person's name the words of the post are looked for.
ROLE_WITHIN = 14
#: A record of gold as it stands in JSON (RECORD.md).
Json = dict[str, Any]
Labels = dict[str, list[int]]
Array = NDArray[np.float16]


@dataclass
class Anchor:
    """A span's first word, a relation, and for each party of the window its words and whether it stands so."""

    word: int
    relation: str
    parties: list[tuple[list[int], bool]]


@dataclass
class Example:
    """One window: pieces, the section of each, the first piece of each word, labels of each word, pairs."""

    source: str
    ids: list[int]
    sections: list[int]
    firsts: list[int]
    labels: Labels
    anchors: list[Anchor] = field(default_factory=list)
    words: tuple[int, int] = (0, 0)
    #: What a teacher said of each word: logits and pair vectors.
    taught: tuple[Array, Array] | None = None


@dataclass
class Gold:
    """A gold report: its draft, the gold record, labels of all words."""

    doc: str
    draft: Draft
    record: Json
    labels: Labels
    sections: list[int]


def gold_reports(shared: Path, part: str) -> list[Gold]:
    """The gold reports of `part` (train, dev) with the labels of their words, in order."""
    reports = {}
    for line in (shared / "gold" / f"{part}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reports[row["id"]] = row
    found = []
    for path in sorted((shared / "gold" / part).glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        found.append(_gold(Report(id=record["doc"], text=reports[record["doc"]]["text"]), record))
    return found


#: The files of reports written for this project: dense ones, and such as the press has them.
OWN = ("own", "press")
REPORTS = Path(__file__).parent / "reports"
#: The files of records of raw reports, and the heads that each speaks of.
ANNOTATED = {"ant": tuple(HEADS), "ant-parts": ("name", "cut", "role", "engagement", "commitment", "area")}


def own_reports() -> list[Gold]:
    """The reports written for this project (training/reports) with the labels of their words, in order."""
    lines = [line for name in OWN for line in (REPORTS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [_gold(Report(id=row["id"], text=row["text"]), row["record"]) for row in map(json.loads, lines)]


def annotated_reports(shared: Path) -> list[Gold]:
    """Reports of raw/ant.jsonl.gz with records of this project: whole ones, and such without statements and figures.

    Raises `ValueError` where a text is not the one that the offsets of a record count in.
    """
    raw = {row["id"]: f"{row['title']}\n{row['text']}" for row in _ant(shared)}
    found = []
    for name, heads in ANNOTATED.items():
        for row in map(json.loads, (REPORTS / f"{name}.jsonl").read_text("utf-8").splitlines()):
            text = raw[row["id"]]
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                raise ValueError(f"{name}.jsonl: {row['id']} was annotated on another text than raw/ant.jsonl.gz has")
            gold = _gold(Report(id=row["id"], text=text), {**NOTHING, **row["record"]})
            gold.labels = {head: gold.labels[head] for head in heads}
            if name == "ant-parts":
                _silence_unread(gold)
            found.append(gold)
    return found


def _silence_unread(gold: Gold) -> None:
    """Names that stand only behind لل were left out of `ant-parts`: such a word that has no label says nothing."""
    names = gold.labels["name"]
    for n, word in enumerate(gold.draft.words):
        if not names[n] and word.text.removeprefix("و").startswith("لل"):
            names[n] = SILENT


#: From which chance on a commitment that a second reader weighed (`likely`) is one; less likely, it says nothing of its
#: words. On 64 hidden gold reports the marks' F1 against gold's was .864 from .5 on, .870 from .6, .824 for all.
LIKELY = 0.5
#: What raw reports are taken for a student to read: the categories of ANT that are nearest to the genre.
RAW = ("internationalNews", "politic")
NOTHING: Json = {part: [] for part in ("mentions", "parties", "engagements", "statements", "commitments", "figures")}


def raw_reports(shared: Path) -> list[Gold]:
    """The reports of raw/ant.jsonl.gz on politics and the world that are in no gold set, without labels."""
    known = {json.loads(line)["id"] for line in (shared / "gold" / "train.jsonl").read_text("utf-8").splitlines()}
    chosen = [row for row in _ant(shared) if row["category"] in RAW and row["id"] not in known]
    return [_laid_out(Report(id=row["id"], text=f"{row['title']}\n{row['text']}"), NOTHING) for row in chosen]


def _ant(shared: Path) -> Iterator[Json]:
    with gzip.open(shared / "corpora" / "raw" / "ant.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _laid_out(report: Report, record: Json) -> Gold:
    draft = open_draft(report)
    find_furniture(draft)
    sections = sections_of(draft.words, draft.title, draft.dateline, draft.noise)
    return Gold(report.id, draft, record, {}, sections)


def _gold(report: Report, record: Json) -> Gold:
    gold = _laid_out(report, record)
    draft = gold.draft
    count = len(draft.words)
    for head in HEADS:
        gold.labels[head] = [SILENT if head in ("cut", "area") else 0] * count
    _label_mentions(gold)
    _label_roles(gold)
    for statement in sorted(record["statements"], key=lambda s: s["span"][0] - s["span"][1]):
        if statement["cue"]:
            _mark(gold, "cue", statement["cue"], "CUE")
        _mark(gold, "content", statement["span"], statement["form"])
    for engagement in sorted(record["engagements"], key=lambda e: e["span"][0] - e["span"][1]):
        _mark(gold, "engagement", engagement["span"], engagement["kind"])
    for commitment in sorted(record["commitments"], key=lambda c: c["span"][0] - c["span"][1]):
        likely = commitment.get("likely")
        if likely is not None and likely < LIKELY:
            words = slice(*words_of_span(gold.draft, commitment["span"]))
            gold.labels["commitment"][words] = [SILENT] * (words.stop - words.start)
            continue
        first = _mark(gold, "commitment", commitment["span"], commitment["kind"])
        if first is not None:
            gold.labels["area"][first] = AREAS.index(commitment["area"])
    for incident in _silver_incidents(report, record):
        _mark(gold, "incident", incident["span"], incident["type"])
    return gold


def words_of_span(draft: Draft, span: Sequence[int]) -> tuple[int, int]:
    """The words that a span of offsets touches."""
    first = draft.word_at(span[0])
    last = first
    while last < len(draft.words) and draft.words[last].start < span[1]:
        last += 1
    while last > first and draft.words[last - 1].kind == BREAK:
        last -= 1
    return first, last


def _mark(gold: Gold, head: str, span: Sequence[int], kind: str) -> int | None:
    first, last = words_of_span(gold.draft, span)
    if last <= first:
        return None
    marks = gold.labels[head]
    marks[first] = INDEX[head][f"B-{kind}"]
    marks[first + 1 : last] = [INDEX[head][f"I-{kind}"]] * (last - first - 1)
    return first


def _label_mentions(gold: Gold) -> None:
    draft = gold.draft
    for mention in gold.record["mentions"]:
        first = _mark(gold, "name", (mention["start"], mention["end"]), mention["type"])
        if first is not None:
            cut = max(0, draft.folded.index(mention["start"]) - draft.words[first].at)
            gold.labels["cut"][first] = min(cut, 3)


def _label_roles(gold: Gold) -> None:
    """The words of a person's role where they stand near the name; gold gives the role as text without a place."""
    draft, texts = gold.draft, [w.text for w in gold.draft.words]
    for party in gold.record["parties"]:
        if party["type"] != "PER" or not party["role"]:
            continue
        role = fold(party["role"]).split()
        for mention in gold.record["mentions"]:
            if mention["party"] != party["id"]:
                continue
            first, last = words_of_span(draft, (mention["start"], mention["end"]))
            for at in range(max(0, first - ROLE_WITHIN - len(role)), min(len(texts), last + ROLE_WITHIN)):
                if _same(texts[at], role[0]) and texts[at + 1 : at + len(role)] == role[1:]:
                    start, end = draft.words[at].start, draft.words[at + len(role) - 1].end
                    _mark(gold, "role", (start, end), "ROLE")


def _same(word: str, stem: str) -> bool:
    return word == stem or (word[:1] in "وبلفك" and (word[1:] == stem or (word[:2] == "لل" and "ا" + word[1:] == stem)))


def _silver_incidents(report: Report, record: Json) -> list[Json]:
    """Incidents as the rules read them when mentions and parties are the gold's: gold has none."""
    draft = read_given(report, record, BY_RULES)
    return [{"span": i.span, "type": i.type} for i in draft.incidents]


def examples_of(gold: Gold, pieces: Pieces) -> list[Example]:
    """The windows of a gold report."""
    draft = gold.draft
    cut = pieces.of(draft.text, draft.words)
    pairs = _pairs(gold)
    found = []
    for window in windows([len(c) for c in cut], ROOM, OVERLAP):
        first, last = window.first, window.last
        ids, sections, firsts = Pieces.laid_out(cut[first:last], gold.sections[first:last])
        labels = {head: marks[first:last] for head, marks in gold.labels.items()}
        found.append(Example(gold.doc, ids, sections, firsts, labels, _inside(pairs, first, last), (first, last)))
    return found


def _pairs(gold: Gold) -> list[Anchor]:
    draft = gold.draft
    words: dict[str, list[int]] = {}
    for mention in gold.record["mentions"]:
        words.setdefault(mention["party"], []).append(draft.word_at(mention["start"]))
    anchors = []

    def add(span: Sequence[int], relation: str, who: Sequence[str]) -> None:
        anchors.append(Anchor(draft.word_at(span[0]), relation, [(at, p in who) for p, at in words.items()]))

    for statement in gold.record["statements"]:
        add(statement["span"], "speaker", statement["who"])
    for engagement in gold.record["engagements"]:
        add(engagement["span"], "participant", engagement["who"])
        add(engagement["span"], "host", [engagement["host"]] if engagement["host"] else [])
        add(engagement["span"], "place", [engagement["place"]] if engagement["place"] else [])
    for commitment in gold.record["commitments"]:
        add(commitment["span"], "from", commitment["from"])
        add(commitment["span"], "to", commitment["to"])
    return anchors


def _inside(anchors: list[Anchor], first: int, last: int) -> list[Anchor]:
    """The anchors within words ``[first, last)`` with what of each party lies within, counted from `first`."""
    found = []
    for anchor in anchors:
        if not first <= anchor.word < last:
            continue
        parties = [([w - first for w in words if first <= w < last], yes) for words, yes in anchor.parties]
        parties = [p for p in parties if p[0]]
        if parties:
            found.append(Anchor(anchor.word - first, anchor.relation, parties))
    return found


# Tagged corpora ------------------------------------------------------------------------------------------------------

NEWSFANE = {
    kind: ours
    for ours, kinds in {
        "PER": "Politician Athlete Artist Other_PER Religious_PER Scientist Businessperson Lawyer Police_PER Engineer",
        "ORG": "Government Non-Governmental Media Commercial Educational Religious_ORG Medical-Science Group Sports "
        "Police Entertainment",
        "GPE": "Nation Population-Center State-or-Province County-or-District",
        "LOC": "Building-Grounds Water-Body Land-Region-Natural Airport Path Continent GPE-Cluster Subarea-Facility",
    }.items()
    for kind in kinds.split()
}
Sentence = list[tuple[str, str]]


def sentences_in(path: Path, classes: dict[str, str]) -> Iterator[Sentence]:
    """Sentences of (word, label) of a corpus in two columns or, like Wojood's, with several classes a word."""
    for lines in sentences_of_cells(path):
        sentence: Sentence = []
        for cells in lines:
            word = "على" if cells[0] == "علي" and cells[1] == "O" else cells[0]
            tags = [t.partition("-") for t in cells[1:]]
            ours = [f"{place}-{classes[kind]}" for place, _, kind in tags if kind in classes]
            sentence.append((word, ours[0] if ours else "O"))
        yield sentence


def overlapping(sentences: list[Sentence], other: list[Sentence], size: int = 8) -> set[int]:
    """The numbers of sentences that share `size` words in a row with any of `other` (all words of shorter ones)."""
    grams: set[tuple[str, ...]] = set()
    for sentence in other:
        words = [fold(w) for w, _ in sentence]
        for at in range(max(1, len(words) - size + 1)):
            grams.add(tuple(words[at : at + size]))
    stream = [(fold(w), n) for n, sentence in enumerate(sentences) for w, _ in sentence]
    found: set[int] = set()
    for at in range(len(stream)):
        if tuple(w for w, _ in stream[at : at + size]) in grams:
            found.update(n for _, n in stream[at : at + size])
    for n, sentence in enumerate(sentences):
        if tuple(fold(w) for w, _ in sentence) in grams:
            found.add(n)
    return found


def corpora(shared: Path) -> list[list[Sentence]]:
    """Wojood's sample, NewsFANE without what CLEANANERCorp's test holds, AQMAR: documents or stretches of sentences."""
    ner = shared / "corpora" / "ner"
    wojood = [
        s for part in ("train", "val", "test") for s in sentences_in(ner / "wojood_sample" / f"{part}.txt", WOJOOD)
    ]
    newsfane = list(sentences_in(ner / "newsfane" / "NewsFANE_Gold_2014_170K.txt", NEWSFANE))
    test = list(sentences_in(ner / "cleananercorp" / "cleananercorp_TEST.txt", {}))
    dropped = overlapping(newsfane, test)
    newsfane = [s for n, s in enumerate(newsfane) if n not in dropped]
    aqmar = [list(sentences_in(p, AQMAR)) for p in sorted((ner / "aqmar" / "aqmar" / "articles").glob("*.txt"))]
    return [_states_are_states(wojood), newsfane, *aqmar]


def _states_are_states(sentences: list[Sentence]) -> list[Sentence]:
    """Wojood writes a state that acts as ORG; a single word that is mostly GPE is GPE with us."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        counts.update((fold(w), t) for w, t in sentence)
    return [
        [(w, "B-GPE" if t == "B-ORG" and counts[fold(w), "B-GPE"] >= counts[fold(w), t] else t) for w, t in s]
        for s in sentences
    ]


def corpus_examples(document: list[Sentence], pieces: Pieces, source: str, index: dict[str, int]) -> list[Example]:
    """Windows of whole sentences; names are the only head."""
    found: list[Example] = []
    ids: list[int] = []
    firsts: list[int] = []
    marks: list[int] = []

    def close() -> None:
        if marks:
            labels = {"name": list(marks)}
            found.append(Example(source, [Pieces.BEGIN, *ids, Pieces.END], [0] * (len(ids) + 2), list(firsts), labels))
        ids.clear()
        firsts.clear()
        marks.clear()

    for sentence in document:
        cut = [pieces.word(w, spaced=True) for w, _ in sentence]
        if len(ids) + sum(map(len, cut)) > ROOM:
            close()
        for (_, tag), parts in zip(sentence, cut, strict=True):
            if len(ids) + len(parts) > ROOM:
                close()
            firsts.append(len(ids) + 1)
            ids.extend(parts)
            marks.append(index[tag])
    close()
    return found


def with_names(document: list[Sentence], keep_every: int = 10) -> list[Sentence]:
    """A corpus in which sentences without names are cut to a tenth."""
    return [s for n, s in enumerate(document) if n % keep_every == 0 or any(t != "O" for _, t in s)]
