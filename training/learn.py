"""Learning: batches, losses and one run over examples, with a checkpoint an epoch."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from examples import SILENT, Example
from network import Network
from torch import Tensor

from mahdar.tagger.labels import RELATIONS
from mahdar.tagger.model import RELATION, SLICES
from mahdar.tagger.pairing import WIDTH, bucket
from mahdar.tagger.windows import shares_of

#: What each head's loss counts for beside the names'.
WEIGHTS = {
    "name": 2.0, "cut": 0.2, "role": 0.5, "cue": 0.5, "content": 1.0, "engagement": 1.0, "commitment": 1.0, "area": 0.1,
    "incident": 0.2,
}  # fmt: skip
PAIRS = 0.5
#: Learning rates of the encoder and of what is new beside it.
RATE, NEW_RATE = 1.5e-4, 1e-3
WARM_UP = 0.08
#: Pieces a batch, padding included.
BATCH = 512


def batches(examples: list[Example], rng: random.Random, size: int = BATCH) -> list[list[Example]]:
    """Examples of like length together, at most `size` pieces a batch, in random order."""
    order = sorted(examples, key=lambda e: len(e.ids) + rng.random() * 24)
    found: list[list[Example]] = [[]]
    for example in order:
        if found[-1] and (len(found[-1]) + 1) * max(len(example.ids), len(found[-1][-1].ids)) > size:
            found.append([])
        found[-1].append(example)
    rng.shuffle(found)
    return found


def tensors(batch: list[Example], merging: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, sections, mask and shares of a batch, padded to its longest.

    The words are the examples' and, around them, begin and end. `merging`: a word is the mean of its pieces, else its
    first piece.
    """
    length, words = max(len(e.ids) for e in batch), max(len(e.firsts) for e in batch) + 2
    ids = torch.ones(len(batch), length, dtype=torch.long)
    sections = torch.zeros(len(batch), length, dtype=torch.long)
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    shares = torch.zeros(len(batch), words, length)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        sections[row, : len(example.ids)] = torch.tensor(example.sections)
        mask[row, : len(example.ids)] = True
        number, at, share = shares_of(example.firsts, len(example.ids), merging)
        shares[row, torch.from_numpy(number), torch.from_numpy(at)] = torch.from_numpy(share)
    return ids, sections, mask, shares


def at_words(states: Tensor, batch: list[Example]) -> Tensor:
    """The states of all words of a batch, one after the other, without begin and end."""
    return torch.cat([states[row, 1 : len(e.firsts) + 1] for row, e in enumerate(batch)])


def head_losses(states: Tensor, network: Network, batch: list[Example]) -> Tensor:
    """The weighted cross-entropies of all heads that any example of the batch speaks of."""
    logits = network.heads(states)
    total = logits.new_zeros(())
    for head, weight in WEIGHTS.items():
        marks = torch.tensor([m for e in batch for m in e.labels.get(head, [SILENT] * len(e.firsts))])
        if (marks != SILENT).any():
            total = total + weight * F.cross_entropy(logits[:, SLICES[head]], marks, ignore_index=SILENT)
    return total


def pair_scores(network: Network, pairs: Tensor, anchor: int, relation: int, candidates: list[int]) -> Tensor:
    """Scores of the candidate words for the anchor word; `pairs` are the pair vectors of one example's words."""
    vectors = pairs.view(len(pairs), 2, len(RELATIONS), WIDTH)
    distances = bucket(torch.tensor(candidates).sub(anchor).numpy())
    scores = vectors[candidates, 1, relation] @ vectors[anchor, 0, relation] / math.sqrt(WIDTH)
    return scores + network.distance[relation, torch.from_numpy(distances)]


def pair_loss(states: Tensor, network: Network, batch: list[Example]) -> Tensor:
    """Binary cross-entropy of each party of each anchor; a party scores what its words score together."""
    scores, truths = [], []
    at = 0
    for example in batch:
        if example.anchors:
            pairs = network.pairs(states[at : at + len(example.firsts)])
            for anchor in example.anchors:
                words = [w for party, _ in anchor.parties for w in party]
                each = pair_scores(network, pairs, anchor.word, RELATION[anchor.relation], words)
                for part, (_, yes) in zip(each.split([len(p) for p, _ in anchor.parties]), anchor.parties, strict=True):
                    scores.append(torch.logsumexp(part, 0))
                    truths.append(float(yes))
        at += len(example.firsts)
    if not scores:
        return states.new_zeros(())
    return F.binary_cross_entropy_with_logits(torch.stack(scores), torch.tensor(truths))


def gold_losses(states: Tensor, network: Network, batch: list[Example]) -> tuple[Tensor, Tensor]:
    """The losses of heads and of pairs by what the examples' labels and anchors say."""
    return head_losses(states, network, batch), pair_loss(states, network, batch)


def taught_losses(states: Tensor, network: Network, batch: list[Example]) -> tuple[Tensor, Tensor]:
    """The losses by what a teacher said of each word: cross-entropy with its labels, squared error of pair vectors."""
    taught = [torch.from_numpy(np.concatenate(part)).float() for part in zip(*(e.taught for e in batch), strict=True)]
    logits = network.heads(states)
    heads = logits.new_zeros(())
    for head, weight in WEIGHTS.items():
        wanted = F.softmax(taught[0][:, SLICES[head]], dim=1)
        heads = heads + weight * F.cross_entropy(logits[:, SLICES[head]], wanted)
    pairs = F.mse_loss(network.pairs(states), taught[1].flatten(1)) / taught[1].square().mean()
    return heads, pairs


def multiplies_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16: then the encoder does, its weights and all losses stay float32.

    With AVX-512 BF16 training is 1.7 times as fast, and the second fold's student scores the same (names .839 and .838,
    commitments with kind .614 and .611).
    """
    told = Path("/proc/cpuinfo")
    return told.exists() and "avx512_bf16" in told.read_text("utf-8")


def learn(
    network: Network,
    examples: list[Example],
    *,
    epochs: int,
    seed: int,
    note: Callable[[str], None],
    checkpoint: Path | None = None,
    after: Callable[[int], None] | None = None,
    losses_of: Callable[[Tensor, Network, list[Example]], tuple[Tensor, Tensor]] = gold_losses,
) -> None:
    """Train in place. With a checkpoint file, a run that was stopped goes on from its last whole epoch."""
    halves = multiplies_bfloat16()
    encoder = [
        p for n, p in network.named_parameters() if p.requires_grad and n.startswith(("place", "norm", "layers"))
    ]
    new = [
        p
        for n, p in network.named_parameters()
        if p.requires_grad and n.startswith(("section", "heads", "pairs", "distance"))
    ]
    groups = [
        {"params": encoder, "lr": RATE, "weight_decay": 0.01},
        {"params": new, "lr": NEW_RATE, "weight_decay": 0.01},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    steps = epochs * len(batches(examples, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (WARM_UP * steps + 1), max(0.0, (steps - n) / (steps * (1 - WARM_UP))))
    )
    begin = 0
    if checkpoint is not None and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        begin = saved["epoch"]
    for epoch in range(begin, epochs):
        rng = random.Random(f"{seed} {epoch}")
        torch.manual_seed(seed * 1000 + epoch)
        network.train()
        started, pieces, losses, pair_losses, count = time.time(), 0, 0.0, 0.0, 0
        for batch in batches(examples, rng):
            with torch.autocast("cpu", torch.bfloat16, enabled=halves):
                encoded = network.encode(*tensors(batch, network.merging))
            states = at_words(encoded.float(), batch)
            loss, paired = losses_of(states, network, batch)
            (loss + PAIRS * paired).backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *new], 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            pieces += sum(len(e.ids) for e in batch)
            losses, pair_losses, count = losses + float(loss.detach()), pair_losses + float(paired.detach()), count + 1
            if count % 100 == 0:
                note(f"  step {count}: loss {losses / count:.3f}, {pieces / (time.time() - started):.0f} pieces/s")
        seconds = time.time() - started
        note(
            f"epoch {epoch + 1}/{epochs}: heads {losses / count:.4f} pairs {pair_losses / count:.4f}"
            f" {pieces / seconds:.0f} pieces/s {seconds:.0f} s"
        )
        network.eval()
        if after is not None:
            after(epoch)
        if checkpoint is not None:
            state = {
                "network": network.state_dict(), "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(), "epoch": epoch + 1,
            }  # fmt: skip
            partial = checkpoint.with_suffix(".partial")
            torch.save(state, partial)
            partial.replace(checkpoint)
    network.eval()


def log_to(path: Path) -> Callable[[str], None]:
    """A function that prints a line and appends it to the log with the time."""

    def note(line: str) -> None:
        print(line, flush=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": time.strftime("%FT%T"), "line": line}, ensure_ascii=False) + "\n")

    return note


def every(examples: list[Example], size: int = 2048) -> Iterator[list[Example]]:
    """Batches in order of length, for reading."""
    batch: list[Example] = []
    for example in sorted(examples, key=lambda e: len(e.ids)):
        if batch and (len(batch) + 1) * len(example.ids) > size:
            yield batch
            batch = []
        batch.append(example)
    if batch:
        yield batch
