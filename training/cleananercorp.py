"""The same recipe on CLEANANERCorp: trained on its train part, scored on its test part beside the published scores.

usage: python training/cleananercorp.py STEP --e5 FILE --out DIR [--shared DIR]

STEP  recipe   the student as it is after the raw reports (DIR/final-raw.checkpoint), then CLEANANERCorp's train part
               in place of the gold; nothing of it ships
      teacher  the teacher as it is after the other corpora (DIR/corpora.pt), then the same
      shipped  DIR/final-model, which has not seen the train part, on the same test: PER, ORG and places alone

Micro F1 over PERS, LOC, ORG, MISC, exact spans, as conlleval counts (Tjong Kim Sang and De Meulder 2003).
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path

import e5
import torch
from examples import INDEX, Example, Sentence, corpus_examples, sentences_in
from learn import at_words, every, learn, log_to, tensors
from network import Network
from train_tagger import MERGED, STUDENT, TEACHER

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words
from mahdar.tagger import Page, Tagger
from mahdar.tagger.decoding import best_path, log_softmax, spans_of
from mahdar.tagger.labels import NAMES
from mahdar.tagger.model import SLICES
from mahdar.tagger.pieces import Pieces

#: CLEANANERCorp's classes in the slots of the names' head.
SLOTS = {"PERS": "PER", "ORG": "ORG", "LOC": "GPE", "MISC": "LOC"}
#: The shipped model's types as CLEANANERCorp's classes; nationalities and the like (MISC) are no names with us.
SHIPPED = {"PER": "PERS", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
EPOCHS = 5
Spans = set[tuple[int, int, str]]


def spans_in(tags: list[str]) -> Spans:
    """(first, last, class) of BIO tags; an I- without its B- begins a span, as conlleval has it."""
    found: Spans = set()
    first, kind = 0, ""
    for n, tag in enumerate([*tags, "O"]):
        place, _, name = tag.partition("-")
        if kind and (place != "I" or name != kind):
            found.add((first, n, kind))
            kind = ""
        if place in "BI" and not kind:
            first, kind = n, name
    return found


def micro(gold: list[Spans], read: list[Spans], classes: set[str]) -> str:
    """P, R and F1 over the classes, and F1 of each."""
    right: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for g, r in zip(gold, read, strict=True):
        right.update(s[2] for s in g & r)
        mine.update(s[2] for s in r if s[2] in classes)
        theirs.update(s[2] for s in g if s[2] in classes)
    hit, seen, wanted = (sum(c[k] for k in classes) for c in (right, mine, theirs))
    each = " ".join(f"{k} {2 * right[k] / max(1, mine[k] + theirs[k]):.4f}" for k in sorted(classes))
    return f"P {hit / seen:.4f} R {hit / wanted:.4f} F1 {2 * hit / (seen + wanted):.4f}  {each}"


@torch.no_grad()
def read_by(network: Network, examples: list[Example]) -> list[str]:
    """The tags of all words of the examples, in order, in CLEANANERCorp's classes."""
    back = {ours: theirs for theirs, ours in SLOTS.items()}
    at: dict[int, list[str]] = {}
    for batch in every(examples):
        logits = network.heads(at_words(network.encode(*tensors(batch, network.merging)), batch)).numpy()[
            :, SLICES["name"]
        ]
        begin = 0
        for example in batch:
            scores = log_softmax(logits[begin : begin + len(example.firsts)])
            begin += len(example.firsts)
            tags = ["O"] * len(example.firsts)
            for span in spans_of(best_path(scores), scores):
                kind = back[NAMES[span.kind]]
                tags[span.first : span.last] = [f"I-{kind}"] * (span.last - span.first)
                tags[span.first] = f"B-{kind}"
            at[id(example)] = tags
    return [tag for example in examples for tag in at[id(example)]]


def shipped_tags(tagger: Tagger, sentences: list[Sentence]) -> list[list[str]]:
    """The tags of the shipped model for words that are given apart: each sentence is a page of its own."""
    pages, owners = [], []
    for sentence in sentences:
        text = " ".join(w for w, _ in sentence)
        starts, at = {}, 0
        for n, (word, _) in enumerate(sentence):
            starts.update(dict.fromkeys(range(at, at + len(word) + 1), n))
            at += len(word) + 1
        cut = words(Folded(text))
        pages.append(Page(text, cut, [0] * len(cut)))
        owners.append([starts[w.start] for w in cut])
    found = []
    for sentence, tagged, owner in zip(sentences, tagger.tag(pages), owners, strict=True):
        tags = ["O"] * len(sentence)
        for span in tagged.names():
            covered = sorted({owner[k] for k in range(span.first, span.last)})
            kind = SHIPPED[NAMES[span.kind]]
            for n in covered:
                tags[n] = f"{'B' if n == covered[0] else 'I'}-{kind}"
        found.append(tags)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["recipe", "teacher", "shipped"])
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MAHDAR_SHARED", "../shared")))
    parser.add_argument("--e5", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/tagger"))
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    note = log_to(a.out / "log.jsonl")
    corpus = a.shared / "corpora" / "ner" / "cleananercorp"
    plain = {name: name for name in SLOTS}
    test = list(sentences_in(corpus / "cleananercorp_TEST.txt", plain))
    gold = [spans_in([t for _, t in s]) for s in test]
    if a.step == "shipped":
        read = [spans_in(tags) for tags in shipped_tags(Tagger.load(a.out / "final-model", threads=2), test)]
        note("CLEANANERCorp test, shipped model as it is: " + micro(gold, read, {"PERS", "ORG", "LOC"}))
        return
    weights = e5.load(a.e5)
    kept = weights.kept()
    pieces = Pieces(a.out / "pieces.json")
    if a.step == "teacher":
        network = Network(weights, kept, list(TEACHER), len(TEACHER))
        network.load_state_dict(torch.load(a.out / "corpora.pt", weights_only=True))
    else:
        network = Network(weights, kept, list(STUDENT), MERGED)
        network.load_state_dict(torch.load(a.out / "final-raw.checkpoint", weights_only=True)["network"])
    train = list(sentences_in(corpus / "cleananercorp_TRAIN.txt", SLOTS))
    examples = corpus_examples(train, pieces, "clean", INDEX["name"])
    tested = corpus_examples(
        list(sentences_in(corpus / "cleananercorp_TEST.txt", SLOTS)), pieces, "test", INDEX["name"]
    )

    def score(_: int) -> None:
        tags = iter(read_by(network, tested))
        read = [spans_in([next(tags) for _ in s]) for s in test]
        note(f"CLEANANERCorp test, {a.step}: " + micro(gold, read, set(SLOTS)))

    checkpoint = a.out / f"clean-{a.step}.checkpoint"
    learn(network, examples, epochs=EPOCHS, seed=a.seed, note=note, checkpoint=checkpoint, after=score)


if __name__ == "__main__":
    main()
