"""Train the tagger from the data beside the project.

usage: python training/train_tagger.py STEP [--shared DIR] [--e5 FILE] [--out DIR] [--layers 0,1,2,...] [--seed N]

STEP  corpora   one epoch of names over the tagged corpora (licences that allow shipping)
      fold N    gold reports but every second one (N = 0 or 1) upon it, scored on those left out
      final     all gold reports upon it, scored on dev
Each step leaves its network in the out folder, goes on where it was stopped, and appends its scores to log.jsonl.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

import e5
import numpy as np
import torch
from examples import INDEX, Gold, corpora, corpus_examples, examples_of, gold_reports, with_names
from learn import learn, log_to
from network import Network
from scoring import outputs, report

from mahdar.tagger.pieces import Pieces


def fold_of(gold: list[Gold], number: int) -> tuple[list[Gold], list[Gold]]:
    """(learnt, left out): a seeded half of the reports."""
    order = list(range(len(gold)))
    random.Random(7).shuffle(order)
    out = set(order[number::2])
    return [g for n, g in enumerate(gold) if n not in out], [g for n, g in enumerate(gold) if n in out]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["corpora", "fold", "final"])
    parser.add_argument("number", type=int, nargs="?", default=0)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MAHDAR_SHARED", "../shared")))
    parser.add_argument("--e5", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/tagger"))
    parser.add_argument("--layers", default="0,1,2,3,4,5,6,7")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from-scratch", action="store_true", help="without the corpora's epoch")
    parser.add_argument("--label", default="")
    a = parser.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    note = log_to(a.out / "log.jsonl")
    name = a.step + (str(a.number) if a.step == "fold" else "") + a.label
    note(f"== {name}: layers {a.layers}, epochs {a.epochs}, seed {a.seed}")
    weights = e5.load(a.e5)
    kept = weights.kept()
    vocabulary = a.out / "pieces.json"
    weights.tokenizer(kept).save(str(vocabulary))
    pieces = Pieces(vocabulary)
    torch.manual_seed(a.seed)
    network = Network(weights, kept, [int(n) for n in a.layers.split(",")])
    if a.step == "corpora":
        examples = [
            e
            for n, document in enumerate(corpora(a.shared))
            for e in corpus_examples(with_names(document), pieces, f"corpus {n}", INDEX["name"])
        ]
        learn(network, examples, epochs=1, seed=a.seed, note=note)
        torch.save(network.state_dict(), a.out / f"corpora{a.label}.pt")
        return
    if not a.from_scratch:
        network.load_state_dict(torch.load(a.out / f"corpora{a.label}.pt", weights_only=True))
    gold = gold_reports(a.shared, "train")
    learnt, held = fold_of(gold, a.number) if a.step == "fold" else (gold, gold_reports(a.shared, "dev"))
    examples = [e for g in learnt for e in examples_of(g, pieces)]
    note(f"{len(learnt)} reports, {len(examples)} windows; scored on {len(held)} reports")

    def score(epoch: int) -> None:
        if epoch % 2 or epoch == a.epochs - 1:
            report(held, outputs(network, held, pieces), network.distance.detach().numpy(), note)

    learn(
        network, examples, epochs=a.epochs, seed=a.seed, note=note, checkpoint=a.out / f"{name}.checkpoint", after=score
    )
    torch.save(network.state_dict(), a.out / f"{name}.pt")
    found = outputs(network, held, pieces)
    np.savez_compressed(
        a.out / f"{name}.npz", **{f"{doc}/{n}": v for doc, pair in found.items() for n, v in enumerate(pair)}
    )


if __name__ == "__main__":
    main()
