"""Train the tagger from the data beside the project.

usage: python training/train_tagger.py STEP [N] [--shared DIR] [--e5 FILE] [--out DIR] [--student] [--seed S]

STEP  corpora   one epoch of names over the tagged corpora (licences that allow shipping): out/corpora.pt
      fold N    gold reports but every second one (N = 0 or 1) upon it, scored on those left out: out/foldN.pt
      final     all gold reports upon it, scored on dev: out/final.pt
      fifth N   only with --student, after `fold` of its half: all gold reports but a fifth of them (N = 0 to 4)
Without --student that is the teacher: e5's first eight layers over pieces. With it, the smaller network that ships:
layers of the teacher of the same step, the first over pieces, the others over words. It learns from what the teacher
says of raw reports that are in no gold set (out/foldN-raw.pt), then from the same gold and from training/reports
(records of raw reports, and reports of our own): out/foldN-student.pt, out/final-student.pt.
Each step goes on where it was stopped, at whole epochs, and appends its scores to out/log.jsonl.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import e5
import numpy as np
import torch
from examples import (
    INDEX,
    Example,
    Gold,
    annotated_reports,
    corpora,
    corpus_examples,
    examples_of,
    gold_reports,
    own_reports,
    raw_reports,
    with_names,
)
from folds import fifth_of, fold_of, half_of
from learn import learn, log_to, taught_losses
from network import Network
from scoring import outputs, report

from mahdar.tagger.pieces import Pieces

TEACHER = (0, 1, 2, 3, 4, 5, 6, 7)
#: The student's layers, by their numbers in the teacher, and how many of them run over pieces.
STUDENT, MERGED = (0, 1, 3, 5, 7), 2
#: Epochs over raw reports and over gold.
RAW_EPOCHS, EPOCHS = 3, 7
STUDENT_EPOCHS = 4


def taught_examples(teacher: Network, reports: list[Gold], pieces: Pieces) -> list[Example]:
    """Windows of reports without labels, with what the teacher says of their words."""
    said = outputs(teacher, reports, pieces)
    found = []
    for raw in reports:
        logits, pairs = (part.astype(np.float16) for part in said[raw.doc])
        for example in examples_of(raw, pieces):
            words = slice(*example.words)
            example.taught = (logits[words], pairs[words].reshape(-1, pairs[0].size))
            found.append(example)
    return found


class Run:
    """One call of the script: where things lie, and the networks."""

    def __init__(self, a: argparse.Namespace) -> None:
        a.out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(int(os.environ.get("THREADS", "2")))
        self.out, self.shared, self.seed = a.out, a.shared, a.seed
        self.note = log_to(a.out / "log.jsonl")
        self.weights = e5.load(a.e5)
        self.kept = self.weights.kept()
        vocabulary = a.out / "pieces.json"
        self.weights.tokenizer(self.kept).save(str(vocabulary))
        self.pieces = Pieces(vocabulary)

    def network(self, layers: tuple[int, ...], merged: int) -> Network:
        torch.manual_seed(self.seed)
        return Network(self.weights, self.kept, list(layers), merged)

    def saved(self, name: str) -> dict[str, torch.Tensor]:
        state: dict[str, torch.Tensor] = torch.load(self.out / f"{name}.pt", weights_only=True)
        return state

    def corpora(self) -> None:
        network = self.network(TEACHER, len(TEACHER))
        examples = [
            e
            for n, document in enumerate(corpora(self.shared))
            for e in corpus_examples(with_names(document), self.pieces, f"corpus {n}", INDEX["name"])
        ]
        learn(network, examples, epochs=1, seed=self.seed, note=self.note)
        torch.save(network.state_dict(), self.out / "corpora.pt")

    def raw_student(self, name: str) -> Network:
        """A student that has read the raw reports beside the teacher `name`."""
        network = self.network(STUDENT, MERGED)
        if (self.out / f"{name}-raw.pt").exists():
            network.load_state_dict(self.saved(f"{name}-raw"))
            return network
        network.start_from(self.saved(name), list(STUDENT))
        teacher = self.network(TEACHER, len(TEACHER))
        teacher.load_state_dict(self.saved(name))
        examples = taught_examples(teacher, raw_reports(self.shared), self.pieces)
        self.note(f"{len(examples)} windows of raw reports")
        learn(
            network, examples, epochs=RAW_EPOCHS, seed=self.seed, note=self.note,
            checkpoint=self.out / f"{name}-raw.checkpoint", losses_of=taught_losses,
        )  # fmt: skip
        torch.save(network.state_dict(), self.out / f"{name}-raw.pt")
        return network

    def reports(self, fold: int | None) -> tuple[list[Gold], list[Gold]]:
        """Gold reports to learn and to be scored on."""
        gold = gold_reports(self.shared, "train")
        return (gold, gold_reports(self.shared, "dev")) if fold is None else fold_of(gold, fold)

    def teacher(self, name: str, fold: int | None) -> None:
        network = self.network(TEACHER, len(TEACHER))
        network.load_state_dict(self.saved("corpora"))
        learnt, held = self.reports(fold)
        self.gold(name, network, learnt, held, EPOCHS)

    def student(self, name: str, fold: int | None) -> None:
        self.student_of(name, f"{name}-student", *self.reports(fold))

    def fifth(self, number: int) -> None:
        parts = fifth_of(gold_reports(self.shared, "train"), number)
        self.student_of(f"fold{half_of(number)}", f"fifth{number}-student", *parts)

    def student_of(self, teacher: str, name: str, learnt: list[Gold], held: list[Gold]) -> None:
        network = self.raw_student(teacher)
        learnt = learnt + annotated_reports(self.shared) + own_reports()
        self.gold(name, network, learnt, held, STUDENT_EPOCHS)

    def gold(self, name: str, network: Network, learnt: list[Gold], held: list[Gold], epochs: int) -> None:
        def score(epoch: int) -> None:
            if epoch % 2 or epoch == epochs - 1:
                report(held, outputs(network, held, self.pieces), network.distance.detach().numpy(), self.note)

        score(-1)
        examples = [e for g in learnt for e in examples_of(g, self.pieces)]
        self.note(f"{len(learnt)} reports, {len(examples)} windows; scored on {len(held)} reports")
        checkpoint = self.out / f"{name}.checkpoint"
        learn(network, examples, epochs=epochs, seed=self.seed, note=self.note, checkpoint=checkpoint, after=score)
        torch.save(network.state_dict(), self.out / f"{name}.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["corpora", "fold", "final", "fifth"])
    parser.add_argument("number", type=int, nargs="?", default=0)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MAHDAR_SHARED", "../shared")))
    parser.add_argument("--e5", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/tagger"))
    parser.add_argument("--student", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    if a.step == "fifth" and not a.student:
        parser.error("a fifth is only trained with --student: its teacher is the one of its half (fold N)")
    run = Run(a)
    fold = a.number if a.step == "fold" else None
    name = f"{a.step}{a.number}" if a.step in ("fold", "fifth") else a.step
    run.note(f"== {name}{' student' if a.student else ''}, seed {a.seed}")
    if a.step == "corpora":
        run.corpora()
    elif a.step == "fifth":
        run.fifth(a.number)
    elif a.student:
        run.student(name, fold)
    else:
        run.teacher(name, fold)


if __name__ == "__main__":
    main()
