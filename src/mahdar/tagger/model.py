"""The trained tagger: pages in, scores of all heads for each word out.

Reports are cut into windows. A window's padded size depends on the window alone and only windows of one size share a
batch; the model scales each piece and word by itself. So a report's numbers are the same to the last bit whatever it is
read with.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mahdar.arabic.words import Word
from mahdar.errors import TaggerError
from mahdar.tagger import decoding, pairing
from mahdar.tagger.labels import HEADS, RELATIONS, SECTIONS
from mahdar.tagger.pieces import Pieces
from mahdar.tagger.windows import Window, shares_of, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FORMAT = "mahdar tagger 2"
MODEL_FILE, PIECES_FILE = "tagger.onnx", "pieces.json"
#: Words of a window, in pieces; begin and end make 256. Training cuts alike.
ROOM = 254
#: Shared by neighbours, in pieces. The shipped weights were trained with 32; on dev 16 gave mentions .922 and 32 .920.
OVERLAP = 16
#: Pieces and words of a window are padded to a multiple of this.
STEP = 4
#: Pieces of a batch at most.
BATCH = 2048
PACKAGED = Path(__file__).parent / "data"
ENVIRONMENT = "MAHDAR_TAGGER"
OFF = "off"
_RETRAIN = f"install mahdar again, name another folder in {ENVIRONMENT}, or set it to {OFF} to read by rules alone"

Scores = NDArray[np.float32]


def _slices() -> dict[str, slice]:
    found, at = {}, 0
    for head, labels in HEADS.items():
        found[head] = slice(at, at + len(labels))
        at += len(labels)
    return found


#: Where each head's labels lie among the logits.
SLICES = _slices()
LABELS = sum(map(len, HEADS.values()))
#: Where each relation lies among the pair vectors.
RELATION = {relation: n for n, relation in enumerate(RELATIONS)}


class Page(NamedTuple):
    """A report to tag: its text, the words that point into it, and the section of each (a number of `SECTIONS`)."""

    text: str
    words: Sequence[Word]
    sections: Sequence[int]


class Tagged(NamedTuple):
    """What the model says of a page: `logits` [words, labels of all heads], `pairs` [words, 2, relations, WIDTH]."""

    logits: Scores
    pairs: Scores
    distance: Scores
    #: Log-probabilities and probabilities of heads that were asked for; None remembers nothing.
    memo: dict[str, tuple[Scores, Scores]] | None = None

    def log_scores(self, head: str, words: slice = slice(None)) -> Scores:
        """Log-probabilities [words, labels] of a head, for all words or some."""
        return self._scores(head)[0][words]

    def chances(self, head: str, words: slice = slice(None)) -> Scores:
        """Probabilities [words, labels] of a head, for all words or some."""
        return self._scores(head)[1][words]

    def _scores(self, head: str) -> tuple[Scores, Scores]:
        found = self.memo.get(head) if self.memo is not None else None
        if found is None:
            logs = decoding.log_softmax(self.logits[:, SLICES[head]])
            found = logs, np.exp(logs)
            if self.memo is not None:
                self.memo[head] = found
        return found

    def names(self, bonus: Scores | None = None) -> list[decoding.Span]:
        """The names, by Viterbi; `bonus` [words, labels of the head] are log-odds to add."""
        scores = self.logits[:, SLICES["name"]]
        scores = decoding.log_softmax(scores if bonus is None else scores + bonus)
        return decoding.spans_of(decoding.best_path(scores), scores)

    def cut(self, word: int) -> int:
        """How many folded letters at the start of a name's first word are no part of the name."""
        return int(self.logits[word, SLICES["cut"]].argmax())

    def spans(self, head: str, least: float) -> list[decoding.Span]:
        """The spans of a BIO head that begin with a probability of `least` or more."""
        return decoding.likely_spans(self.log_scores(head), least)

    def best(self, head: str, word: int) -> str:
        """The likeliest label of a word."""
        return HEADS[head][int(self.logits[word, SLICES[head]].argmax())]

    def score(self, relation: str, anchor: int, candidates: Sequence[int]) -> Scores:
        """The logit of each candidate word for standing in the relation to the span that begins at `anchor`."""
        number, chosen = RELATION[relation], np.asarray(candidates, dtype=np.int64)
        ends = self.pairs[anchor, 0, number], self.pairs[chosen, 1, number]
        return pairing.score(*ends, chosen - anchor, self.distance[number])

    def odds(self, relation: str, anchor: int, mentions: Sequence[int]) -> float:
        """The log-odds that a party mentioned at these words stands in the relation: of several mentions the sum."""
        return float(np.logaddexp.reduce(self.score(relation, anchor, mentions)))


class _Piece(NamedTuple):
    """A window of a page, ready to go in: ids and sections with begin and end, the first piece of each word."""

    page: int
    window: Window
    ids: list[int]
    sections: list[int]
    firsts: list[int]

    @property
    def padded(self) -> tuple[int, int]:
        """Words, begin and end among them, and pieces."""
        return _padded(len(self.firsts) + 2), _padded(len(self.ids))


def _padded(count: int) -> int:
    return -(-count // STEP) * STEP


def _prepare(number: int, page: Page, cut: Sequence[tuple[int, ...]]) -> Iterator[_Piece]:
    for window in windows([len(ids) for ids in cut], ROOM, OVERLAP):
        held = slice(window.first, window.last)
        yield _Piece(number, window, *Pieces.laid_out(cut[held], page.sections[held]))


def _prepared(pages: Sequence[Page], pieces: Pieces) -> list[_Piece]:
    """All windows of the pages."""
    return [
        piece for number, page in enumerate(pages) for piece in _prepare(number, page, pieces.of(page.text, page.words))
    ]


def batches_of(pages: Sequence[Page], pieces: Pieces) -> Iterator[dict[str, NDArray[np.int64] | Scores]]:
    """What the model gets, by batch: `ids`, `sections` and `mask` [rows, pieces], `shares` [rows, words, pieces]."""
    return map(_arrays, _batches(_prepared(pages, pieces)))


def _batches(prepared: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Windows of one padded size together, at most BATCH pieces."""
    by_size: dict[tuple[int, int], list[_Piece]] = defaultdict(list)
    for piece in prepared:
        by_size[piece.padded].append(piece)
    for (_, length), same in sorted(by_size.items()):
        rows = max(1, BATCH // length)
        for at in range(0, len(same), rows):
            yield same[at : at + rows]


def _arrays(batch: Sequence[_Piece]) -> dict[str, NDArray[np.int64] | Scores]:
    words, length = batch[0].padded
    ids, sections = np.full((len(batch), length), Pieces.PAD, np.int64), np.zeros((len(batch), length), np.int64)
    mask = np.zeros((len(batch), length), np.int64)
    shares = np.zeros((len(batch), words, length), np.float32)
    for row, piece in enumerate(batch):
        held = len(piece.ids)
        ids[row, :held], sections[row, :held], mask[row, :held] = piece.ids, piece.sections, 1
        number, at, share = shares_of(piece.firsts, held)
        shares[row, number, at] = share
    return {"ids": ids, "sections": sections, "mask": mask, "shares": shares}


class Tagger:
    """A loaded model. `name` is its version, `digest` the first 12 hex digits of the file's SHA-256."""

    def __init__(self, session: InferenceSession, pieces: Pieces, distance: Scores, name: str, digest: str) -> None:
        self._session, self._pieces, self._distance = session, pieces, distance
        self.name, self.digest = name, digest

    @classmethod
    def load(cls, folder: Path | str, *, threads: int = 1) -> Tagger:
        """The tagger of a folder with `tagger.onnx` and `pieces.json`. Raises `TaggerError` where they are not ours."""
        folder = Path(folder)
        path, vocabulary = folder / MODEL_FILE, folder / PIECES_FILE
        content, spelled = _bytes(path), _bytes(vocabulary)
        session = _session(content, path, threads)
        said = session.get_modelmeta().custom_metadata_map
        _check(said, spelled, path, vocabulary)
        digest = hashlib.sha256(content).hexdigest()[:12]
        return cls(session, _vocabulary(vocabulary), _distance(said, path), said["name"], digest)

    def tag(self, pages: Sequence[Page]) -> list[Tagged]:
        """What the model says of each page, in their order."""
        found = [self._empty(len(page.words)) for page in pages]
        for batch in _batches(_prepared(pages, self._pieces)):
            logits, pairs = self._session.run(["logits", "pairs"], _arrays(batch))
            for row, piece in enumerate(batch):
                tagged, window = found[piece.page], piece.window
                read = slice(1 + window.begin - window.first, 1 + window.end - window.first)
                tagged.logits[window.begin : window.end] = logits[row, read]
                tagged.pairs[window.begin : window.end] = pairs[row, read].reshape(-1, *tagged.pairs.shape[1:])
        return found

    def _empty(self, count: int) -> Tagged:
        shape = (count, 2, len(RELATIONS), pairing.WIDTH)
        return Tagged(np.zeros((count, LABELS), np.float32), np.zeros(shape, np.float32), self._distance, {})


def default_folder() -> Path | None:
    """The folder of the tagger in use: the environment's, else the packaged one; None where there is none."""
    named = os.environ.get(ENVIRONMENT, "")
    if named == OFF:
        return None
    if named:
        return Path(named)
    return PACKAGED if (PACKAGED / MODEL_FILE).exists() else None


def default_tagger() -> Tagger | None:
    """The tagger in use, loaded once a process; None where Mahdar reads by rules alone. Raises `TaggerError`."""
    folder = default_folder()
    return None if folder is None else _loaded(folder)


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Tagger:
    return Tagger.load(folder)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"cannot be read ({error.strerror or error})"
        raise TaggerError(found, expected="a file of the tagger", remedy=_RETRAIN, where=str(path)) from error


def _session(content: bytes, path: Path, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # the error says it all
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TaggerError(f"no model ({first})", expected="an ONNX model", remedy=_RETRAIN, where=str(path)) from error


def _check(said: Mapping[str, str], spelled: bytes, path: Path, vocabulary: Path) -> None:
    """Refuse a model that says other things of its words than this version reads, and another one's vocabulary."""
    wanted = {
        "format": FORMAT,
        "labels": json.dumps(HEADS),
        "relations": json.dumps(list(RELATIONS)),
        "sections": json.dumps(SECTIONS),
    }
    for key, value in wanted.items():
        if said.get(key) != value:
            found = f"a model of other {key} ({said.get(key, 'none')[:80]})"
            raise TaggerError(found, expected=f"{value[:80]}", remedy=_RETRAIN, where=str(path))
    if said.get("pieces") != hashlib.sha256(spelled).hexdigest():
        found = "not the vocabulary that the model was trained with"
        raise TaggerError(found, expected=f"SHA-256 {said.get('pieces')}", remedy=_RETRAIN, where=str(vocabulary))


def _vocabulary(path: Path) -> Pieces:
    try:
        return Pieces(path)
    except Exception as error:
        raise TaggerError(f"no vocabulary ({error})", expected="pieces", remedy=_RETRAIN, where=str(path)) from error


def _distance(said: Mapping[str, str], path: Path) -> Scores:
    found: Scores = np.array(json.loads(said.get("distance", "[]")), dtype=np.float32)
    wanted = (len(RELATIONS), pairing.BUCKETS)
    if found.shape != wanted or "name" not in said:
        raise TaggerError(
            f"distances of shape {found.shape}", expected=f"{wanted} and a name", remedy=_RETRAIN, where=str(path)
        )
    return found
