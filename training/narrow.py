"""Narrowing: a trained network with fewer inner units and heads of attention in each layer, without training.

usage: python training/narrow.py NETWORK.pt PIECES.json NARROW.pt [--inner 512] [--heads 8] [--reports 120]

Inner units and heads go one after the other, the one first whose loss the others can make good best (the optimal brain
surgeon: Hassibi and Stork 1993, for whole heads as in Kwon et al. 2022); what is left is fitted by least squares, layer
by layer, to what the whole network gives. The inputs come from reports of raw/ant beside the project. Export the
result with `--floats`: of narrow products, scaling the activations to eight bits takes more than it gives.
docs/performance.md says what it is worth.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import torch
import torch.nn.functional as F
from export import EPSILON, HEAD_WIDTH, layers_of
from torch import Tensor

from mahdar.reading import open_draft
from mahdar.reading.furniture import find_furniture
from mahdar.record import Report
from mahdar.tagger import Page, sections_of
from mahdar.tagger.model import batches_of
from mahdar.tagger.pieces import Pieces

SHARED = Path(os.environ.get("MAHDAR_SHARED", "../shared"))
#: Every so many reports of the corpus one is taken, so that they are of all kinds.
EVERY = 16
#: Words of a report that are looked at.
LONGEST = 800
#: How many inner units go at once.
AT_ONCE = 8
#: Added to the diagonals before they are inverted, as a share of their mean.
LITTLE = 1e-3

State = dict[str, Tensor]


@dataclass
class Stream:
    """Batches on their way through a network: the states of pieces, later of words, and which of them are any."""

    weights: State
    states: list[Tensor]
    masks: list[Tensor]
    prefix: str = ""
    of: dict[str, Tensor] = field(default_factory=dict)

    def enter(self, layer: int) -> None:
        """Turn to a layer."""
        self.prefix = f"layers.{layer}."
        self.of = {k.removeprefix(self.prefix): v for k, v in self.weights.items() if k.startswith(self.prefix)}

    def put(self, **tensors: Tensor) -> None:
        """Change weights of the layer ('qkv_weight' is qkv.weight)."""
        for name, value in tensors.items():
            key = name.replace("_", ".")
            self.of[key] = self.weights[self.prefix + key] = value.contiguous()

    def linear(self, part: str, x: Tensor) -> Tensor:
        return F.linear(x, self.of[f"{part}.weight"], self.of[f"{part}.bias"])

    def mixed(self) -> Iterator[Tensor]:
        """What attention mixes, of each batch, before the layer's output."""
        for x, mask in zip(self.states, self.masks, strict=True):
            rows, length, _ = x.shape
            q, k, v = (
                part.view(rows, length, -1, HEAD_WIDTH).transpose(1, 2) for part in self.linear("qkv", x).chunk(3, -1)
            )
            found = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
            yield found.transpose(1, 2).reshape(rows, length, -1)

    def widened(self) -> Iterator[Tensor]:
        """The inner units, of each batch."""
        return (F.gelu(self.linear("widen", x)) for x in self.states)

    def add(self, part: str, found: Iterator[Tensor], norm: str) -> None:
        """Go on behind attention or behind the inner units."""
        scale, shift = self.of[f"{norm}.weight"], self.of[f"{norm}.bias"]
        self.states = [
            F.layer_norm(x + self.linear(part, one), scale.shape, scale, shift, EPSILON)
            for x, one in zip(self.states, found, strict=True)
        ]

    def merge(self, shares: Sequence[Tensor]) -> None:
        """Go on with words in place of pieces."""
        self.states = [share @ x for share, x in zip(shares, self.states, strict=True)]
        self.masks = [share.sum(2) > 0 for share in shares]


def begun(weights: State, batches: Sequence[dict[str, Tensor]]) -> Stream:
    """The batches before the first layer."""
    states = []
    for batch in batches:
        ids = batch["ids"]
        x = weights["word.weight"][ids] + weights["place.weight"][: ids.shape[1]]
        x = x + weights["section.weight"][batch["sections"]]
        states.append(F.layer_norm(x, x.shape[-1:], weights["norm.weight"], weights["norm.bias"], EPSILON))
    return Stream(weights, states, [batch["mask"].bool() for batch in batches])


def survivors(moments: Tensor, weight: Tensor, keep: int, group: int) -> Tensor:
    """Which inputs of a product [outputs, inputs] stay, in groups of so many; `moments` [inputs, inputs] are theirs."""
    count = len(moments) // group
    inverse = torch.linalg.inv(_raised(moments))
    weight = weight.double().clone()
    alive = torch.ones(count, dtype=torch.bool)
    while int(alive.sum()) > keep:
        losses = _losses(inverse, weight, group)
        losses[~alive] = torch.inf
        gone = losses.argsort()[: min(AT_ONCE if group == 1 else 1, int(alive.sum()) - keep)]
        chosen = (gone[:, None] * group + torch.arange(group)).flatten()
        solved = torch.linalg.solve(inverse[chosen][:, chosen], inverse[chosen])
        weight -= weight[:, chosen] @ solved
        inverse -= inverse[:, chosen] @ solved
        weight[:, chosen] = 0
        inverse[chosen], inverse[:, chosen] = 0, 0
        inverse[chosen, chosen] = 1
        alive[gone] = False
    return torch.nonzero(alive.repeat_interleave(group)).flatten()


def _losses(inverse: Tensor, weight: Tensor, group: int) -> Tensor:
    """What each group's going costs when all others make up for it."""
    if group == 1:
        return (weight**2).sum(0) / inverse.diagonal()
    parts = weight.view(len(weight), -1, group).permute(1, 2, 0)
    blocks = torch.stack([inverse[at : at + group, at : at + group] for at in range(0, len(inverse), group)])
    return (parts * torch.linalg.solve(blocks, parts)).sum((1, 2))


def _raised(moments: Tensor) -> Tensor:
    moments = moments.double()
    return moments + torch.eye(len(moments), dtype=moments.dtype) * moments.diagonal().mean() * LITTLE


def _moments(inputs: Iterator[Tensor], masks: Sequence[Tensor]) -> Tensor:
    found = [x[mask].T @ x[mask] for x, mask in zip(inputs, masks, strict=True)]
    return torch.stack(found).sum(0)


def _fit(narrow: Stream, whole: Stream, part: str, inputs: Iterator[Tensor], wanted: Iterator[Tensor]) -> None:
    """Fit a product's weight and bias so that the narrow stream goes on as the whole one does."""
    squares, products = [], []
    for x, goal, one, other, mask in zip(inputs, wanted, narrow.states, whole.states, narrow.masks, strict=True):
        held = torch.cat([x[mask], torch.ones(int(mask.sum()), 1)], 1)
        missing = other[mask] + whole.linear(part, goal[mask]) - one[mask]
        squares.append(held.T @ held)
        products.append(held.T @ missing)
    found = torch.linalg.solve(_raised(torch.stack(squares).sum(0)), torch.stack(products).sum(0).double()).float()
    narrow.put(**{f"{part}_weight": found[:-1].T, f"{part}_bias": found[-1]})


def narrowed(weights: State, batches: Sequence[dict[str, Tensor]], inner: int, heads: int, merged: int) -> State:
    """A network's weights with so many inner units and heads in each layer, fitted on these batches."""
    whole, narrow = begun(weights, batches), begun(dict(weights), batches)
    for layer in range(layers_of({name: value.numpy() for name, value in weights.items()})):
        if layer == merged:
            for stream in (whole, narrow):
                stream.merge([batch["shares"] for batch in batches])
        whole.enter(layer)
        narrow.enter(layer)
        stay = survivors(_moments(narrow.mixed(), narrow.masks), narrow.of["out.weight"], heads, HEAD_WIDTH)
        joint, bias = narrow.of["qkv.weight"], narrow.of["qkv.bias"]
        hidden = joint.shape[1]
        narrow.put(
            qkv_weight=joint.view(3, -1, hidden)[:, stay].reshape(-1, hidden),
            qkv_bias=bias.view(3, -1)[:, stay].flatten(),
        )
        _fit(narrow, whole, "out", narrow.mixed(), whole.mixed())
        for stream in (narrow, whole):
            stream.add("out", stream.mixed(), "norm")
        stay = survivors(_moments(narrow.widened(), narrow.masks), narrow.of["narrow.weight"], inner, 1)
        narrow.put(widen_weight=narrow.of["widen.weight"][stay], widen_bias=narrow.of["widen.bias"][stay])
        _fit(narrow, whole, "narrow", narrow.widened(), whole.widened())
        for stream in (narrow, whole):
            stream.add("narrow", stream.widened(), "norm2")
        print(f"layer {layer}: {_distance(narrow, whole):.4f} of the states' square lost", flush=True)
    return narrow.weights


def _distance(narrow: Stream, whole: Stream) -> float:
    pairs = list(zip(narrow.states, whole.states, narrow.masks, strict=True))
    return float(sum(((a - b)[m] ** 2).sum() for a, b, m in pairs) / sum((b[m] ** 2).sum() for _, b, m in pairs))


def pages(shared: Path, count: int) -> list[Page]:
    """Reports of the corpus as the tagger gets them."""
    found = []
    with gzip.open(shared / "corpora" / "raw" / "ant.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, count * EVERY, EVERY):
            draft = open_draft(Report(id="", text=json.loads(line)["text"]))
            find_furniture(draft)
            words = draft.words[:LONGEST]
            found.append(Page(draft.text, words, sections_of(words, draft.title, draft.dateline, draft.noise)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("pieces", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--inner", type=int, default=512)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--merged", type=int, default=2, help="how many layers run over pieces")
    parser.add_argument("--reports", type=int, default=120)
    parser.add_argument("--shared", type=Path, default=SHARED)
    a = parser.parse_args()
    torch.set_num_threads(1)
    batches = [
        {name: torch.from_numpy(array) for name, array in batch.items()}
        for batch in batches_of(pages(a.shared, a.reports), Pieces(a.pieces))
    ]
    weights: State = torch.load(a.network, map_location="cpu", weights_only=True)
    with torch.inference_mode():
        torch.save(narrowed(weights, batches, a.inner, a.heads, a.merged), a.out)


if __name__ == "__main__":
    main()
