"""Scores of the heads on gold reports, by the torch network or by the shipped model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from examples import Gold, examples_of
from learn import at_words, every, tensors
from network import Network

from mahdar.evaluate.matching import dice, f1
from mahdar.record import PartyType
from mahdar.tagger.decoding import best_path, likely_spans, log_softmax, spans_of
from mahdar.tagger.labels import AREAS, HEADS, NAMES, RELATIONS
from mahdar.tagger.model import OVERLAP, RELATION, ROOM, SLICES
from mahdar.tagger.pairing import WIDTH, score
from mahdar.tagger.pieces import Pieces
from mahdar.tagger.windows import windows

Array = Any


@torch.no_grad()
def outputs(network: Network, reports: Sequence[Gold], pieces: Pieces) -> dict[str, tuple[Array, Array]]:
    """For each report the logits [words, labels] and pair vectors [words, 2, relations, WIDTH]."""
    network.eval()
    found = {}
    examples = [e for gold in reports for e in examples_of(gold, pieces)]
    by_source: dict[tuple[str, tuple[int, int]], tuple[Array, Array]] = {}
    for batch in every(examples):
        states = network.encode(*tensors(batch, network.merging))
        words = at_words(states, batch)
        logits, pairs = network.heads(words).numpy(), network.pairs(words).numpy()
        at = 0
        for e in batch:
            by_source[e.source, e.words] = (logits[at : at + len(e.firsts)], pairs[at : at + len(e.firsts)])
            at += len(e.firsts)
    for gold in reports:
        sizes = [len(c) for c in pieces.of(gold.draft.text, gold.draft.words)]
        logits, pairs = [], []
        for w in windows(sizes, ROOM, OVERLAP):
            a, b = by_source[gold.doc, (w.first, w.last)]
            logits.append(a[w.begin - w.first : w.end - w.first])
            pairs.append(b[w.begin - w.first : w.end - w.first])
        found[gold.doc] = (np.concatenate(logits), np.concatenate(pairs).reshape(-1, 2, len(RELATIONS), WIDTH))
    return found


def name_scores(
    reports: Sequence[Gold], found: dict[str, tuple[Array, Array]], viterbi: bool = True
) -> dict[str, tuple[int, int, int]]:
    """(right, read, gold) of mentions by type: exact start, end and type."""
    counts = {kind: [0, 0, 0] for kind in NAMES}
    for gold in reports:
        read = set(mentions_of(gold, found[gold.doc][0], viterbi))
        truth = {(m["start"], m["end"], m["type"]) for m in gold.record["mentions"]}
        for kind in NAMES:
            mine, theirs = {m for m in read if m[2] == kind}, {m for m in truth if m[2] == kind}
            for k, n in enumerate((len(mine & theirs), len(mine), len(theirs))):
                counts[kind][k] += n
    return {kind: (c[0], c[1], c[2]) for kind, c in counts.items()}


def mentions_of(gold: Gold, logits: Array, viterbi: bool = True) -> list[tuple[int, int, PartyType]]:
    scores = log_softmax(logits[:, SLICES["name"]])
    path = best_path(scores) if viterbi else [int(k) for k in scores.argmax(1)]
    cuts = logits[:, SLICES["cut"]].argmax(1)
    found = []
    for span in spans_of(path, scores):
        cut = int(cuts[span.first])
        cut = cut if cut < len(gold.draft.words[span.first].text) else 0
        found.append((*gold.draft.span(span.first, span.last, cut), NAMES[span.kind]))
    return found


def event_scores(
    reports: Sequence[Gold],
    found: dict[str, tuple[Array, Array]],
    head: str,
    truth: Callable[[Gold], list[tuple[Sequence[int], str]]],
    least: float,
    agree: float,
) -> tuple[int, int, int, int]:
    """(right with kind, right without, read, gold) of spans that agree by Dice."""
    right = bare = read = wanted = 0
    for gold in reports:
        spans = likely_spans(log_softmax(found[gold.doc][0][:, SLICES[head]]), least)
        mine = [(gold.draft.span(s.first, s.last), HEADS[head][1 + 2 * s.kind][2:]) for s in spans]
        theirs = truth(gold)
        read, wanted = read + len(mine), wanted + len(theirs)
        for typed in (True, False):
            free = list(theirs)
            for span, kind in mine:
                hit = max((t for t in free if not typed or t[1] == kind), key=lambda t: dice(span, t[0]), default=None)
                if hit is not None and dice(span, hit[0]) >= agree:
                    free.remove(hit)
                    right, bare = right + typed, bare + (not typed)
    return right, bare, read, wanted


TRUTHS: dict[str, tuple[Callable[[Gold], list[tuple[Sequence[int], str]]], float]] = {
    "cue": (lambda g: [(s["cue"], "CUE") for s in g.record["statements"] if s["cue"]], 0.8),
    "content": (lambda g: [(s["span"], s["form"]) for s in g.record["statements"]], 0.5),
    "engagement": (lambda g: [(e["span"], e["kind"]) for e in g.record["engagements"]], 0.4),
    "commitment": (lambda g: [(c["span"], c["kind"]) for c in g.record["commitments"]], 0.4),
}
LEAST = (0.3, 0.4, 0.5)


def relation_scores(
    reports: Sequence[Gold], found: dict[str, tuple[Array, Array]], bias: Array
) -> dict[str, tuple[int, int, int]]:
    """(right, read, gold) of parties in each relation to gold spans, parties being the gold's."""
    counts = {relation: [0, 0, 0] for relation in RELATIONS}
    for gold in reports:
        pairs = found[gold.doc][1]
        words: dict[str, list[int]] = {}
        for m in gold.record["mentions"]:
            words.setdefault(m["party"], []).append(gold.draft.word_at(m["start"]))
        if not words:
            continue
        for relation, span, who in _related(gold):
            n = RELATION[relation]
            anchor = gold.draft.word_at(span[0])
            read = set()
            for party, at in words.items():
                each = score(pairs[anchor, 0, n], pairs[at, 1, n], np.array(at) - anchor, bias[n])
                if np.logaddexp.reduce(each) > 0:
                    read.add(party)
            for k, size in enumerate((len(read & set(who)), len(read), len(set(who) & set(words)))):
                counts[relation][k] += size
    return {relation: (c[0], c[1], c[2]) for relation, c in counts.items()}


def _related(gold: Gold) -> list[tuple[str, Sequence[int], list[str]]]:
    found: list[tuple[str, Sequence[int], list[str]]] = [
        ("speaker", s["span"], s["who"]) for s in gold.record["statements"]
    ]
    for e in gold.record["engagements"]:
        found.append(("participant", e["span"], e["who"]))
        found.extend((r, e["span"], [e[r]] if e[r] else []) for r in ("host", "place"))
    for c in gold.record["commitments"]:
        found.extend((r, c["span"], c[r]) for r in ("from", "to"))
    return found


def report(
    reports: Sequence[Gold], found: dict[str, tuple[Array, Array]], bias: Array, note: Callable[[str], None]
) -> None:
    """Write all scores of the heads into the log."""
    for viterbi in (True, False):
        names = name_scores(reports, found, viterbi)
        total = [sum(c[k] for c in names.values()) for k in range(3)]
        each = " ".join(f"{kind} {f1(*c):.3f}" for kind, c in names.items())
        note(
            f"  names{'' if viterbi else ' (argmax)'} P {total[0] / max(1, total[1]):.3f}"
            f" R {total[0] / max(1, total[2]):.3f}"
            f" F1 {f1(*total):.4f}  {each}"
        )
    for head, (truth, agree) in TRUTHS.items():
        line = []
        for least in LEAST:
            right, bare, read, wanted = event_scores(reports, found, head, truth, least, agree)
            line.append(f"{least}: {f1(right, read, wanted):.3f}/{f1(bare, read, wanted):.3f}")
        note(f"  {head} with kind/span alone, by least probability  " + "  ".join(line))
    right = area = 0
    tp = read_roles = gold_roles = 0
    for gold in reports:
        logits = found[gold.doc][0]
        for c in gold.record["commitments"]:
            area += 1
            right += AREAS[int(logits[gold.draft.word_at(c["span"][0]), SLICES["area"]].argmax())] == c["area"]
        scores = log_softmax(logits[:, SLICES["role"]])
        mine = {(s.first, s.last) for s in spans_of(best_path(scores), scores)}
        theirs = {(s.first, s.last) for s in spans_of([max(0, m) for m in gold.labels["role"]], scores)}
        tp, read_roles, gold_roles = tp + len(mine & theirs), read_roles + len(mine), gold_roles + len(theirs)
    note(
        f"  area right at {right / max(1, area):.3f} of gold commitments;"
        f" roles exact F1 {f1(tp, read_roles, gold_roles):.3f}"
    )
    relations = relation_scores(reports, found, bias)
    note("  relations F1 " + " ".join(f"{r} {f1(*c):.3f}" for r, c in relations.items()))
