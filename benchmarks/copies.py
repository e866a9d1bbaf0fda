"""Looks for copies among the reports of saudinewsnet: how long it takes and how many there are.

    python benchmarks/copies.py ../shared/corpora/raw/saudinewsnet.jsonl.gz [--pairs pairs.tsv]

With ``--pairs``, every pair of reports that shares a tenth of the shorter one's shingles is written out, found or not:
the two ids, the share of all shingles, that of the shorter text, and what the pair is called. With ``--judged
tests/cases/copy_pairs.tsv`` it says how right the rules are on the pairs that were read by hand, and reads no others.
With ``--embedded 200`` it builds so many longer reports around a shorter one (paragraphs of another report before and
behind, the words lightly edited at random), looks them up among 4,000 reports and says how many are found.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mahdar.pages.copies import HALF, SHARED_ANCHORS, CopyIndex, Fingerprint, compare, fingerprint_of

#: A shingle that more reports share than this is a formula.
_MOST = 30
#: Of the shorter text's shingles, the rare ones alone; all are counted for what remains.
_LEAST, _RARE = 0.1, 0.05
_SENTENCES = re.compile(r"(?<=[.!؟\n])\s+")


def pairs_of(prints: list[Fingerprint]) -> np.ndarray:
    """Pairs of places in `prints` that share some rare shingles, whatever an index would find."""
    owner = np.concatenate([np.full(len(p.shingles), i, np.int32) for i, p in enumerate(prints)])
    shingle = np.concatenate([np.fromiter(p.shingles, np.uint64, len(p.shingles)) for p in prints])
    order = np.argsort(shingle, kind="stable")
    owner, shingle = owner[order], shingle[order]
    begins = np.flatnonzero(np.r_[True, shingle[1:] != shingle[:-1]])
    sizes = np.diff(np.r_[begins, len(shingle)])
    found = []
    for size in range(2, _MOST + 1):
        at = begins[sizes == size]
        for i in range(size):
            found += [owner[at + i].astype(np.int64) * len(prints) + owner[at + j] for j in range(i + 1, size)]
    numbers, counts = np.unique(np.concatenate(found), return_counts=True)
    one, other = numbers // len(prints), numbers % len(prints)
    length = np.array([len(p.shingles) for p in prints])
    enough = counts >= _RARE * np.minimum(length[one], length[other])
    return np.stack([one[enough], other[enough]], axis=1)


def write_pairs(prints: list[Fingerprint], ids: list[str], out: Path) -> None:
    """Write the pairs with their shares."""
    lines = []
    for i, j in pairs_of(prints).tolist():
        one, other = prints[i], prints[j]
        shared = len(one.shingles & other.shingles)
        of_shorter = shared / min(len(one.shingles), len(other.shingles))
        if of_shorter >= _LEAST:
            found = compare(other, one)
            of_all = shared / len(one.shingles | other.shingles)
            keys = len(set(one.anchors) & set(other.anchors)) >= SHARED_ANCHORS
            kind = found.kind if found else "-"
            lines.append(f"{ids[i]}\t{ids[j]}\t{of_all:.3f}\t{of_shorter:.3f}\t{kind}\t{int(keys)}")
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines):,} pairs in {out}")


def judge(reports: dict[str, dict[str, str]], table: Path) -> dict[str, tuple[float, float, float]]:
    """Draw to precision, that of exact and near ones, and recall on judged pairs.

    Each weighs as many pairs as its stratum has for one that was drawn.
    """
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if line and line[0] != "#"]
    drawn = Counter((draw, stratum) for _, _, _, draw, stratum, _ in rows)
    sums: dict[str, Counter[str]] = {}
    for one, other, copy, draw, stratum, size in rows:
        weight = int(size) / drawn[draw, stratum]
        a, b = (fingerprint_of(reports[id_]["text"], reports[id_]["date"]) for id_ in (one, other))
        assert a is not None
        assert b is not None
        called = compare(b, a)
        half = len(a.shingles & b.shingles) >= HALF * min(len(a.shingles), len(b.shingles))
        for name, value in (
            ("called", called is not None), ("right", called is not None and copy == "1"),
            ("near", called is not None and called.kind != "partial"),
            ("near right", called is not None and called.kind != "partial" and copy == "1"),
            ("copies", half and copy == "1"), ("found", half and copy == "1" and called is not None),
        ):  # fmt: skip
            sums.setdefault(draw, Counter())[name] += weight * value
    return {
        draw: (s["right"] / s["called"], s["near right"] / s["near"], s["found"] / s["copies"])
        for draw, s in sorted(sums.items())
    }


class Embedded(NamedTuple):
    """A text made around the report `of`, with paragraphs of `host`: `bare` is the same without the report."""

    of: str
    host: str
    text: str
    bare: str
    day: str
    edited: float


def embed(reports: list[dict[str, str]], count: int, dice: random.Random) -> list[Embedded]:
    """Reports of 60 to 220 words inside others of two days around that are as long or up to four times as long."""
    by_day: dict[str, list[dict[str, str]]] = {}
    for report in reports:
        by_day.setdefault(report["date"], []).append(report)
    days = sorted(by_day)
    vocabulary = [word for report in dice.sample(reports, 300) for word in report["text"].split()]
    made: list[Embedded] = []
    while len(made) < count:
        one = dice.choice(reports)
        words = one["text"].split()
        at = days.index(one["date"])
        day = days[min(at + dice.randint(0, 2), len(days) - 1)]
        other = dice.choice(by_day[day])
        hosts = _SENTENCES.split(other["text"])
        size = len(other["text"].split())
        prints = [fingerprint_of(report["text"], report["date"]) for report in (one, other)]
        if not 60 <= len(words) <= 220 or not len(words) <= size <= 4 * len(words) or len(hosts) < 4 or None in prints:
            continue
        if one is other or (prints[0] and prints[1] and prints[0].shingles & prints[1].shingles):
            continue
        rate = dice.uniform(0.01, 0.08)
        cut = dice.randint(1, len(hosts) - 1)
        before, behind = " ".join(hosts[:cut]), " ".join(hosts[cut:])
        text = f"{before}\n{_edited(words, rate, vocabulary, dice)}\n{behind}"
        made.append(Embedded(one["id"], other["id"], text, f"{before}\n{behind}", day, rate))
    return made


def _edited(words: list[str], rate: float, vocabulary: list[str], dice: random.Random) -> str:
    """Words of which a share is left out, replaced, doubled by another or put behind the next one."""
    found: list[str] = []
    for word in words:
        what = dice.choice(("out", "other", "more", "turned")) if dice.random() < rate else ""
        if what == "turned" and found:
            found.insert(-1, word)
        elif what != "out":
            found += [dice.choice(vocabulary)] * (what in ("other", "more")) + [word] * (what != "other")
    return " ".join(found)


def judge_embedded(reports: list[dict[str, str]], count: int, seed: int) -> None:
    """Say how many made texts are called copies of what is in them, by the rules alone and looked up among others.

    A call on another report is right where that shares half of its runs of words, or of theirs, with either part.
    """
    dice = random.Random(seed)
    made = embed(reports, count, dice)
    by_id = {report["id"]: report for report in reports}
    others = dice.sample(sorted(by_id), min(4_000, len(by_id)))
    prints = {
        id_: print_
        for id_ in dict.fromkeys([*(one.of for one in made), *others])
        if (print_ := fingerprint_of(by_id[id_]["text"], by_id[id_]["date"])) is not None
    }
    index = CopyIndex()
    for id_, print_ in prints.items():
        index.add(id_, print_)
    counts: Counter[str] = Counter()
    for one in made:
        whole, bare = fingerprint_of(one.text, one.day), fingerprint_of(one.bare, one.day)
        assert whole is not None
        original = prints[one.of]
        copy = compare(whole, original)
        counts["by the rules"] += copy is not None
        counts["partial"] += copy is not None and copy.kind == "partial"
        likely = index.likely(whole)
        counts["looked up"] += one.of in likely
        called = [name for name in likely if compare(whole, prints[name]) is not None]
        counts["looked up and called"] += one.of in called
        counts["calls"] += len(called)
        host = fingerprint_of(by_id[one.host]["text"])
        parts = [original.shingles, host.shingles if host is not None else frozenset[int]()]
        counts["right calls"] += sum(any(_half_shared(prints[n].shingles, part) for part in parts) for n in called)
        counts["called without it"] += bare is not None and compare(bare, original) is not None
        if copy is None or one.of not in likely:
            share = len(whole.shingles & original.shingles) / len(original.shingles)
            print(f"  missed: {one.of} in {one.host}, {one.edited:.3f} of words edited, {share:.2f} of runs left")
    print(f"{len(made)} embedded texts (seed {seed}), {len(index):,} reports to look them up among")
    for what in ("by the rules", "partial", "looked up", "looked up and called", "called without it"):
        print(f"  {what}: {counts[what]} ({counts[what] / len(made):.3f})")
    calls, right = counts["calls"], counts["right calls"]
    print(f"  calls on any report: {calls}, right {right} ({right / max(calls, 1):.3f})")


def _half_shared(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= HALF * min(len(one), len(other)) if one and other else False


def main() -> None:
    """Look for copies, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--embedded", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with gzip.open(arguments.corpus, "rt", encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    if arguments.embedded:
        judge_embedded(reports, arguments.embedded, arguments.seed)
        return
    if arguments.judged:
        for draw, scores in judge({report["id"]: report for report in reports}, arguments.judged).items():
            print("draw {}: precision {:.3f}, of exact and near ones {:.3f}, recall {:.3f}".format(draw, *scores))
        return
    index, found, seconds = CopyIndex(), Counter[str](), Counter[str]()
    prints, ids = [], []
    for report in reports:
        begun = time.process_time()
        print_ = fingerprint_of(report["text"], report["date"])
        seconds["fingerprints"] += time.process_time() - begun
        if print_ is None:
            found["too short"] += 1
            continue
        begun = time.process_time()
        copy = index.find(print_)
        seconds["looking up and comparing"] += time.process_time() - begun
        found[copy[1].kind if copy else "no copy"] += 1
        index.add(report["id"], print_)
        seconds["adding"] += time.process_time() - begun
        if arguments.pairs:
            prints.append(print_)
            ids.append(report["id"])
    seconds["adding"] -= seconds["looking up and comparing"]
    print(f"{len(reports):,} reports in {seconds.total():.1f} s of one core")
    print("  " + ", ".join(f"{what} {value:.1f} s" for what, value in seconds.items()))
    print("  " + ", ".join(f"{count:,} {what}" for what, count in found.most_common()))
    if arguments.pairs:
        write_pairs(prints, ids, arguments.pairs)


if __name__ == "__main__":
    main()
