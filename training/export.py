"""Export: a trained network as an ONNX model of 8-bit weights, with its vocabulary beside it.

usage: python training/export.py NETWORK.pt PIECES.json FOLDER [--merged 2] [--name 2026.11-1] [--floats]

The graph is written by hand. Activations get a scale of their own for every piece, so that a report's numbers do not
depend on what else is in the batch (onnxruntime's dynamic quantization has one scale for the batch). Weights have
8 bits and a scale per output, and are unsigned: onnxruntime 1.32's AVX2 kernel for unsigned by signed is no faster
(18.9 and 18.7 G products a second on one core; float32 18.2) and needs weights of 7 bits. Embeddings have 8 bits and a
scale per block; the heads stay float32.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from mahdar.tagger.labels import HEADS, RELATIONS, SECTIONS
from mahdar.tagger.model import FORMAT, MODEL_FILE, PIECES_FILE
from mahdar.version import MODEL

Array = NDArray[np.float32]
Weights = dict[str, Array]
HEAD_WIDTH = 32
#: Embeddings have a scale for so many numbers.
BLOCK = 32
EPSILON = 1e-12
MICROSOFT = "com.microsoft"
#: Zero of the weights, as unsigned numbers.
ZERO = 128
#: No value of GELU lies below minus this; added, it makes its values unsigned, which is worth a bit of accuracy.
GELU_LEAST = 0.17


def most_of_rows(matrix: Array) -> Array:
    """The largest magnitude of each row, never zero, as a column."""
    found: Array = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-8).astype(np.float32)
    return found


class Graph:
    """A graph under construction: nodes and constants; `node` gives the name of its (first) output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._known: dict[str, str] = {}

    def constant(self, value: NDArray[np.generic]) -> str:
        """The name of a constant; equal small ones are kept once."""
        key = f"{value.dtype}{value.shape}{value.tobytes()!r}" if value.size <= 4 else ""
        if key in self._known:
            return self._known[key]
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        if key:
            self._known[key] = name
        return name

    def number(self, value: float) -> str:
        return self.constant(np.array(value, np.float32))

    def node(self, kind: str, *inputs: str, output: str = "", domain: str = "", **attributes: float) -> str:
        name = output or f"{kind}{len(self.nodes)}"
        made = helper.make_node(kind, list(inputs), [name], domain=domain, **attributes)  # type: ignore[arg-type]
        self.nodes.append(made)
        return name

    def signed_linear(self, x: str, weight: Array) -> str:
        """``x @ weight.T`` for `x` [pieces, width] of both signs."""
        most = self.node("ReduceMax", self.node("Abs", x), self.constant(np.array([1])), keepdims=0)
        return self._product(x, self.node("Mul", most, self.number(1 / 127)), 128, weight)

    def unsigned_linear(self, x: str, weight: Array) -> str:
        """``x @ weight.T`` for `x` [pieces, width] of no negative values."""
        most = self.node("ReduceMax", x, self.constant(np.array([1])), keepdims=0)
        return self._product(x, self.node("Mul", most, self.number(1 / 255)), 0, weight)

    def behind_gelu(self, x: str, weight: Array) -> tuple[str, Array]:
        """``x @ weight.T`` for values of GELU, and what has to be taken from it: they are made unsigned first."""
        found = self.unsigned_linear(self.node("Add", x, self.number(GELU_LEAST)), weight)
        whole, scales = quantized(weight)
        return found, (GELU_LEAST * (whole.astype(np.float64) - ZERO).sum(axis=0) * scales).astype(np.float32)

    def _product(self, x: str, scale: str, zero: int, weight: Array) -> str:
        scale = self.node("Max", scale, self.number(1e-9))
        zeros = self.node("Expand", self.constant(np.array([zero], np.uint8)), self.node("Shape", scale))
        whole = self.node("QuantizeLinear", x, scale, zeros, axis=0)
        weights, scales = quantized(weight)
        product = self.node(
            "MatMulIntegerToFloat", whole, self.constant(weights), self.number(1.0), self.constant(scales),
            self.constant(np.array(zero, np.uint8)), self.constant(np.array(ZERO, np.uint8)), domain=MICROSOFT,
        )  # fmt: skip
        return self.node("Mul", product, self.node("Unsqueeze", scale, self.constant(np.array([1]))))


class FloatGraph(Graph):
    """A graph whose products are made with floats, from weights that are kept with eight bits all the same."""

    def signed_linear(self, x: str, weight: Array) -> str:
        return self.node("MatMul", x, self._kept(weight))

    def behind_gelu(self, x: str, weight: Array) -> tuple[str, Array]:
        return self.signed_linear(x, weight), np.zeros(len(weight), np.float32)

    def _kept(self, weight: Array) -> str:
        """A weight as nodes over constants, which onnxruntime works out once as it loads the model."""
        whole, scales = quantized(weight)
        floats = self.node("Cast", self.constant(whole), to=TensorProto.FLOAT)
        return self.node("Mul", self.node("Sub", floats, self.number(ZERO)), self.constant(scales))


def quantized(weight: Array) -> tuple[NDArray[np.uint8], Array]:
    """A weight [outputs, inputs] as whole numbers [inputs, outputs] and the scale of each output."""
    scales = most_of_rows(weight) / (ZERO - 1)
    return (np.rint(weight / scales) + ZERO).astype(np.uint8).T, scales[:, 0].astype(np.float32)


def embedding(graph: Graph, weights: Weights) -> str:
    """Nodes from ids and sections to the encoder's input [rows x pieces, hidden]."""
    word = weights["word.weight"]
    blocks = word.reshape(-1, BLOCK)
    scales = most_of_rows(blocks) / 127
    whole = np.rint(blocks / scales).astype(np.int8).reshape(len(word), -1, BLOCK)
    rows = graph.node("Gather", graph.constant(whole), "ids")
    sizes = graph.node("Gather", graph.constant(scales.reshape(len(word), -1, 1)), "ids")
    words = graph.node("Mul", graph.node("Cast", rows, to=TensorProto.FLOAT), sizes)
    words = graph.node("Reshape", words, graph.constant(np.array([0, 0, word.shape[1]])))
    length = graph.node("Shape", "ids", start=1, end=2)
    zero = graph.constant(np.array([0]))
    places = graph.node("Slice", graph.constant(weights["place.weight"]), zero, length, zero)
    summed = graph.node("Add", words, places)
    summed = graph.node("Add", summed, graph.node("Gather", graph.constant(weights["section.weight"]), "sections"))
    norm = (graph.constant(weights["norm.weight"]), graph.constant(weights["norm.bias"]))
    x = graph.node("LayerNormalization", summed, *norm, axis=-1, epsilon=EPSILON)
    return graph.node("Reshape", x, graph.constant(np.array([-1, word.shape[1]])))


def layer(graph: Graph, weights: Weights, x: str, shape: str, mask: str) -> str:
    """Nodes of one layer; `weights` without its prefix, `x` [rows x pieces, hidden], `shape` [rows, pieces, hidden]."""
    hidden, mixes = weights["out.weight"].shape  # a layer whose heads were thinned out mixes fewer numbers
    parts = []
    joint = graph.signed_linear(x, weights["qkv.weight"])
    for n in range(3):
        bounds = [graph.constant(np.array([at])) for at in (n * mixes, (n + 1) * mixes, 1)]
        parts.append(graph.node("Reshape", graph.node("Slice", joint, *bounds), _of_width(graph, shape, mixes, hidden)))
    bias = graph.constant(weights["qkv.bias"])
    mixed = graph.node("MultiHeadAttention", *parts, bias, mask, num_heads=mixes // HEAD_WIDTH, domain=MICROSOFT)
    mixed = graph.signed_linear(graph.node("Reshape", mixed, flat(graph, mixes)), weights["out.weight"])
    x = _skip(graph, x, mixed, weights, "norm", weights["out.bias"])
    wide = graph.signed_linear(x, weights["widen.weight"])
    wide = graph.node("BiasGelu", wide, graph.constant(weights["widen.bias"]), domain=MICROSOFT)
    narrow, added = graph.behind_gelu(wide, weights["narrow.weight"])
    return _skip(graph, x, narrow, weights, "norm2", weights["narrow.bias"] - added)


def _of_width(graph: Graph, shape: str, width: int, hidden: int) -> str:
    """The shape [rows, pieces, hidden] with another width."""
    if width == hidden:
        return shape
    rows = graph.node("Slice", shape, *(graph.constant(np.array([at])) for at in (0, 2)))
    return graph.node("Concat", rows, graph.constant(np.array([width])), axis=0)


def flat(graph: Graph, width: int) -> str:
    return graph.constant(np.array([-1, width]))


def _skip(graph: Graph, x: str, found: str, weights: Weights, norm: str, bias: Array) -> str:
    # Both in one (SkipLayerNormalization) take six times as long as normalizing: 17 ms a report against 2 and two sums.
    summed = graph.node("Add", graph.node("Add", found, graph.constant(bias)), x)
    values = (weights[f"{norm}.weight"], weights[f"{norm}.bias"])
    return graph.node("LayerNormalization", summed, *map(graph.constant, values), axis=-1, epsilon=EPSILON)


def merge(graph: Graph, x: str, shape: str, hidden: int) -> tuple[str, str, str]:
    """Nodes from states of pieces to states of words [rows x words, hidden]; and their shape and mask."""
    words = graph.node("MatMul", "shares", graph.node("Reshape", x, shape))
    held = graph.node("ReduceSum", "shares", graph.constant(np.array([2])), keepdims=0)
    mask = graph.node("Cast", graph.node("Greater", held, graph.number(0.0)), to=TensorProto.INT32)
    return graph.node("Reshape", words, flat(graph, hidden)), graph.node("Shape", words), mask


def build(weights: Weights, metadata: dict[str, str], merged: int, graph: Graph | None = None) -> onnx.ModelProto:
    """The model of a network's weights (names as in `Network.state_dict()`), so many layers `merged` over pieces.

    In: `ids`, `sections` and `mask` [rows, pieces] int64, `shares` [rows, words, pieces]. Out: `logits` [rows, words,
    labels] and `pairs` [rows, words, 2 x relations x WIDTH]. `graph`: another way to write the products.
    """
    graph = graph or Graph()
    hidden = weights["word.weight"].shape[1]
    shape = graph.node("Concat", graph.node("Shape", "ids"), graph.constant(np.array([hidden])), axis=0)
    mask = graph.node("Cast", "mask", to=TensorProto.INT32)
    x = embedding(graph, weights)
    for n in range(layers_of(weights)):
        if n == merged:
            x, shape, mask = merge(graph, x, shape, hidden)
        prefix = f"layers.{n}."
        held = {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}
        x = layer(graph, held, x, shape, mask)
    outputs = []
    rows = graph.node("Reshape", x, shape)
    for part, name in (("heads", "logits"), ("pairs", "pairs")):
        weight = weights[f"{part}.weight"]
        product = graph.node("MatMul", rows, graph.constant(weight.T))
        graph.node("Add", product, graph.constant(weights[f"{part}.bias"]), output=name)
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", "words", len(weight)]))
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["rows", "pieces"]) for n in ("ids", "sections", "mask")
    ]
    inputs.append(helper.make_tensor_value_info("shares", TensorProto.FLOAT, ["rows", "words", "pieces"]))
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)]
    drawn = helper.make_graph(graph.nodes, "tagger", inputs, outputs, graph.constants)
    model = helper.make_model(drawn, opset_imports=opsets, ir_version=9)
    helper.set_model_props(model, metadata)
    return model


def layers_of(weights: Weights) -> int:
    """How many layers the weights hold."""
    return len({m.group(1) for m in map(re.compile(r"layers\.(\d+)\.").match, weights) if m})


def metadata_of(weights: Weights, merged: int, name: str, vocabulary: bytes) -> dict[str, str]:
    """What the model says of itself: the reader refuses one whose labels, sections or vocabulary are not its own."""
    return {
        "format": FORMAT,
        "name": name,
        "layers": f"{merged} over pieces, {layers_of(weights) - merged} over words",
        "labels": json.dumps(HEADS),
        "relations": json.dumps(list(RELATIONS)),
        "sections": json.dumps(SECTIONS),
        "pieces": hashlib.sha256(vocabulary).hexdigest(),
        "distance": json.dumps(weights["distance"].tolist()),
    }


def export(weights: Weights, merged: int, pieces: Path, folder: Path, name: str, graph: Graph | None = None) -> int:
    """Write model and vocabulary into the folder; gives their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    model = build(weights, metadata_of(weights, merged, name, pieces.read_bytes()), merged, graph)
    (folder / MODEL_FILE).write_bytes(model.SerializeToString())
    if pieces.resolve() != (folder / PIECES_FILE).resolve():
        shutil.copyfile(pieces, folder / PIECES_FILE)
    return sum((folder / part).stat().st_size for part in (MODEL_FILE, PIECES_FILE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("pieces", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--merged", type=int, default=2, help="how many layers run over pieces")
    parser.add_argument("--name", default=MODEL)
    parser.add_argument("--floats", action="store_true", help="products of floats, quicker where layers are narrow")
    a = parser.parse_args()
    import torch

    state = torch.load(a.network, map_location="cpu", weights_only=True)
    graph = FloatGraph() if a.floats else Graph()
    size = export({key: value.numpy() for key, value in state.items()}, a.merged, a.pieces, a.folder, a.name, graph)
    print(f"{a.folder}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
