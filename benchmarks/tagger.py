"""Words a second of the shipped tagger, its encoder in PyTorch and a BERT-base encoder, on the same sentences.

usage: PYTHONPATH=training python benchmarks/tagger.py MODEL_FOLDER NETWORK.pt E5_FILE [--reports N] [--threads N]

Needs the training environment (torch). All three get the same windows in the same batches: sentences of the first N
reports (500) of raw/ant.jsonl.gz beside the project, windows of one padded length together. BERT-base (12 layers, 768,
12 heads, 3072) has random weights and a head of the names' labels; its time does not depend on the weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import e5
import torch
from network import Layer, Network
from torch import Tensor, nn
from train_tagger import MERGED, STUDENT

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import sentences, words
from mahdar.tagger import Page, Tagger
from mahdar.tagger.labels import HEADS

SHARED = Path(os.environ.get("MAHDAR_SHARED", "../shared"))


class BertBase(nn.Module):
    """A token classifier of BERT-base's size with random weights; takes what `Network` does, gives names alone."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(vocabulary, 768), nn.Embedding(512, 768)
        self.norm = nn.LayerNorm(768)
        self.layers = nn.ModuleList(Layer(768, 12, 3072, 1e-12) for _ in range(12))
        self.head = nn.Linear(768, len(HEADS["name"]))

    def forward(self, ids: Tensor, _sections: Tensor, mask: Tensor, _shares: Tensor) -> tuple[Tensor, ...]:
        x = self.norm(self.word(ids) + self.place.weight[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return (self.head(x),)


class Batches:
    """Stands in for a session and keeps the arrays of each batch, so that all three models get the same ones."""

    def __init__(self, session: object) -> None:
        self.session, self.seen = session, []

    def run(self, names: list[str], arrays: dict) -> list:
        self.seen.append(arrays)
        return self.session.run(names, arrays)


def sentence_pages(count: int) -> list[Page]:
    found = []
    with gzip.open(SHARED / "corpora" / "raw" / "ant.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            text = json.loads(line)["text"]
            cut = words(Folded(text))
            found.extend(Page(text, cut[a:b], [0] * (b - a)) for a, b in sentences(cut))
    return found


def seconds(run: Callable[[dict], object], batches: list[dict]) -> float:
    run(batches[0])
    begun = time.perf_counter()
    for arrays in batches:
        run(arrays)
    return time.perf_counter() - begun


def in_torch(network: nn.Module) -> Callable[[dict], object]:
    network.eval()

    @torch.inference_mode()
    def run(arrays: dict) -> object:
        ids, sections, mask, shares = (torch.from_numpy(arrays[n]) for n in ("ids", "sections", "mask", "shares"))
        return network(ids, sections, mask.bool(), shares)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    state = torch.load(a.network, map_location="cpu", weights_only=True)
    weights = e5.load(a.e5)
    encoder = Network(weights, weights.kept(), list(range(len(STUDENT))), MERGED)
    encoder.load_state_dict(state)
    pages = sentence_pages(a.reports)
    count = sum(len(page.words) for page in pages)
    tagger = Tagger.load(a.folder, threads=a.threads)
    session = tagger._session
    tagger._session = recorded = Batches(session)
    tagger.tag(pages)
    batches = recorded.seen
    print(f"{count} words in {len(pages)} sentences, {len(batches)} batches, {a.threads} threads")
    shipped = seconds(lambda arrays: session.run(None, arrays), batches)
    models = {"same encoder, PyTorch": encoder, "BERT-base, PyTorch": BertBase(len(weights.kept()))}
    print(f"{'shipped int8':24}{count / shipped:8.0f} words/s")
    for name, network in models.items():
        taken = seconds(in_torch(network), batches)
        print(f"{name:24}{count / taken:8.0f} words/s   shipped is {taken / shipped:.2f} times as fast")


if __name__ == "__main__":
    main()
