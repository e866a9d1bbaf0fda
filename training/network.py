"""The network in PyTorch: e5's encoder (BERT's layout), linear heads over words, and the pair scorer.

Devlin et al. 2019 for the encoder; the pair scorer is the bilinear part of Dozat and Manning 2017 with a learnt bias
for the distance between the two words.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from e5 import E5
from torch import Tensor, nn

from mahdar.tagger.labels import HEADS, RELATIONS, SECTIONS
from mahdar.tagger.pairing import BUCKETS, WIDTH

DROPOUT = 0.1
POSITIONS = 512


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=epsilon)
        self.widen, self.narrow = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, hidden = x.shape
        q, k, v = (
            part.view(rows, length, self.heads, hidden // self.heads).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        # No dropout of attention: it would lose the fused kernel of the CPU.
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(rows, length, hidden))
        x = self.norm(x + F.dropout(mixed, DROPOUT, self.training))
        widened = self.narrow(F.gelu(self.widen(x)))
        return self.norm2(x + F.dropout(widened, DROPOUT, self.training))


class Network(nn.Module):
    """Pieces in, logits and pair vectors of each word out.

    In: ids and sections [rows, pieces], the mask of real pieces, and `shares` [rows, words, pieces]: what each piece
    counts for in each word. The first `merged` layers run over pieces; then each word is the sum of its pieces by
    their shares, and the other layers run over words, which are fewer. Out: [rows, words, labels of all heads] and
    [rows, words, 2 x relations x WIDTH].
    """

    def __init__(self, e5: E5, kept: list[int], layers: list[int], merged: int) -> None:
        super().__init__()
        hidden, self.merged = e5.hidden, merged
        self.word = nn.Embedding(len(kept), hidden)
        self.place = nn.Embedding(POSITIONS, hidden)
        self.section = nn.Embedding(len(SECTIONS), hidden)
        self.norm = nn.LayerNorm(hidden, eps=e5.epsilon)
        self.layers = nn.ModuleList(Layer(hidden, e5.heads, e5.feed_forward, e5.epsilon) for _ in layers)
        self.heads = nn.Linear(hidden, sum(map(len, HEADS.values())))
        self.pairs = nn.Linear(hidden, 2 * len(RELATIONS) * WIDTH)
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self._start_from(e5, kept, layers)

    @property
    def merging(self) -> bool:
        """Whether words are the means of their pieces; where all layers run over pieces, they are the first ones."""
        return self.merged < len(self.layers)

    @torch.no_grad()
    def _start_from(self, e5: E5, kept: list[int], layers: list[int]) -> None:
        hidden = e5.hidden

        def of(name: str, *shape: int) -> Tensor:
            flat = torch.from_numpy(e5.tensor(name))
            return flat.view(*shape) if shape else flat

        self.word.weight.copy_(of("emb.word", -1, hidden)[kept])
        self.word.weight.requires_grad = False
        self.place.weight.copy_(of("emb.pos", -1, hidden)[:POSITIONS] + of("emb.type", -1, hidden)[0])
        self.section.weight.zero_()
        self.norm.weight.copy_(of("emb.ln.w"))
        self.norm.bias.copy_(of("emb.ln.b"))
        for layer, n in zip(self.layers, layers, strict=True):
            layer.qkv.weight.copy_(torch.cat([of(f"l{n}.{p}.w", hidden, hidden) for p in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([of(f"l{n}.{p}.b") for p in "qkv"]))
            for part, name, rows in (
                (layer.out, "ao", hidden), (layer.norm, "aln", 0), (layer.widen, "fi", e5.feed_forward),
                (layer.narrow, "fo", hidden), (layer.norm2, "oln", 0),
            ):  # fmt: skip
                weight = of(f"l{n}.{name}.w")
                part.weight.copy_(weight.view(rows, -1) if rows else weight)
                part.bias.copy_(of(f"l{n}.{name}.b"))

    def encode(self, ids: Tensor, sections: Tensor, mask: Tensor, shares: Tensor) -> Tensor:
        """The states of words [rows, words, hidden]."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.section(sections)
        x = F.dropout(self.norm(x), DROPOUT, self.training)
        wide = mask[:, None, None, :]
        for layer in self.layers[: self.merged]:
            x = layer(x, wide)
        x = shares @ x
        wide = (shares.sum(dim=2) > 0)[:, None, None, :]
        for layer in self.layers[self.merged :]:
            x = layer(x, wide)
        return x

    def forward(self, ids: Tensor, sections: Tensor, mask: Tensor, shares: Tensor) -> tuple[Tensor, Tensor]:
        x = self.encode(ids, sections, mask, shares)
        return self.heads(x), self.pairs(x)

    @torch.no_grad()
    def start_from(self, teacher: dict[str, Tensor], layers: list[int]) -> None:
        """Take a teacher's weights, of its layers those named."""
        taken = {name: value for name, value in teacher.items() if not name.startswith("layers.")}
        for at, n in enumerate(layers):
            prefix = f"layers.{n}."
            taken |= {
                f"layers.{at}.{name.removeprefix(prefix)}": value
                for name, value in teacher.items()
                if name.startswith(prefix)
            }
        self.load_state_dict(taken)
