"""Mahdar beside what its users would run instead, on the same reports: CPU time of each, and memory.

    python -m benchmarks.peers [REPORTS.jsonl.gz] [--reports 500] [--bert-reports 25] [--torch PYTHON] [--spacy PYTHON]

Reports of 300 to 400 words of SaudiNewsNet beside the project, one process and one thread each, CPU time of the process
(user and system) without loading. What stands beside Mahdar's records:

- BERT-base (12 layers, 768 wide, random weights: its time does not depend on them) over the sentences in batches of 32
  as long as their longest, as CAMeL Tools runs its taggers: once for names and quotes with two heads on one encoder.
  Pieces are Mahdar's own. It is so slow that it gets the first reports alone.
- spaCy's blank Arabic pipeline with a tok2vec and a tagger of names, trained shortly on names that Mahdar reads in
  other reports: again its time is what counts here.
- trafilatura alone, the text of a page in the styles of the press (`benchmarks.pages`), and Mahdar's own taking of
  pages.

Needs torch and spaCy for two of them, which are no part of Mahdar: `--torch` and `--spacy` name a Python that has them
(and Mahdar's packages); one that has not is said to be left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import sentences, words
from mahdar.record import Report

SHARED = Path(os.environ.get("MAHDAR_SHARED", "../shared"))
FEWEST, MOST = 300, 400
#: Reports that are read first, so that lists and forms are in memory, and that spaCy learns from.
WARM = 50
BATCH, LONGEST = 32, 512
ROUNDS = 3
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

#: Reports or, for what takes pages, pages with their charsets.
Run = Callable[[Sequence[Any]], object]


def reports(path: Path) -> Iterator[Report]:
    """The reports of the length that counts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if FEWEST <= len(row["text"].split()) <= MOST:
                yield Report(**{k: row.get(k) for k in ("id", "text", "date", "title", "url", "outlet")})


def mahdar(_warm: list[Report]) -> Run:
    from mahdar.reading import read_report

    return lambda sample: [read_report(report).to_dict() for report in sample]


def rules_alone(warm: list[Report]) -> Run:
    os.environ["MAHDAR_TAGGER"] = "off"
    return mahdar(warm)


def bert_base(_warm: list[Report]) -> Run:
    import torch
    from torch import nn

    from mahdar.tagger.model import PACKAGED, PIECES_FILE
    from mahdar.tagger.pieces import Pieces

    torch.set_num_threads(1)
    torch.manual_seed(0)
    pieces = Pieces(PACKAGED / PIECES_FILE)
    layer = nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    encoder = nn.TransformerEncoder(layer, 12, enable_nested_tensor=False).eval()
    vocabulary, places = nn.Embedding(30_000, 768), nn.Embedding(LONGEST, 768)
    names, quotes = nn.Linear(768, 9), nn.Linear(768, 5)

    def cut(report: Report) -> list[list[int]]:
        tokens = words(Folded(report.text))
        found = pieces.of(report.text, tokens)
        return [[0, *(i for part in found[a:b] for i in part), 2][:LONGEST] for a, b in sentences(tokens)]

    @torch.inference_mode()
    def run(sample: Sequence[Report]) -> object:
        said = []
        for report in sample:
            lines = cut(report)
            for at in range(0, len(lines), BATCH):
                batch = lines[at : at + BATCH]
                length = max(map(len, batch))
                ids = torch.tensor([line + [1] * (length - len(line)) for line in batch])
                x = vocabulary(ids) + places.weight[:length]
                x = encoder(x, src_key_padding_mask=ids == 1)
                said.append((names(x).argmax(-1), quotes(x).argmax(-1)))
        return said

    return run


def spacy_names(warm: list[Report]) -> Run:
    import spacy
    from spacy.training import Example

    from mahdar.reading import read_report

    pipeline = spacy.blank("ar")
    pipeline.add_pipe("ner")
    examples = []
    for report in warm:
        doc = pipeline.make_doc(report.text)
        spans = [doc.char_span(m.start, m.end, m.type, alignment_mode="expand") for m in read_report(report).mentions]
        kept = spacy.util.filter_spans([span for span in spans if span is not None])
        entities = [(span.start_char, span.end_char, span.label_) for span in kept]
        examples.append(Example.from_dict(doc, {"entities": entities}))
    spacy.util.fix_random_seed(0)
    random.seed(0)
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(ROUNDS):
        random.shuffle(examples)
        for at in range(0, len(examples), 8):
            pipeline.update(examples[at : at + 8], sgd=optimizer)
    return lambda sample: list(pipeline.pipe(report.text for report in sample))


def pages_of(sample: list[Report]) -> list[tuple[bytes, str]]:
    from benchmarks.pages import page_of

    rows = ({"text": r.text, "title": r.title or "", "date": r.date or "2016-01-17"} for r in sample)
    return [page_of(row, number) for number, row in enumerate(rows)]


def trafilatura_alone(_warm: list[Report]) -> Run:
    import trafilatura

    return lambda pages: [trafilatura.extract(page.decode(encoding)) for page, encoding in pages]


def pages_to_reports(_warm: list[Report]) -> Run:
    from mahdar.pages import reports_in

    def run(pages: Sequence[tuple[bytes, str]]) -> object:
        with tempfile.TemporaryDirectory() as folder:
            for number, (page, _) in enumerate(pages):
                (Path(folder) / f"{number:06}.html").write_bytes(page)
            return list(reports_in([folder]))

    return run


#: What is measured: how it is made, what Python it runs in, whether it gets pages, and what it gives.
PEERS: dict[str, tuple[Callable[[list[Report]], Run], str, bool, str]] = {
    "Mahdar": (mahdar, "", False, "records from text"),
    "Mahdar by rules alone": (rules_alone, "", False, "records from text"),
    "BERT-base": (bert_base, "torch", False, "names and quotes from text"),
    "spaCy, tok2vec": (spacy_names, "spacy", False, "names from text"),
    "trafilatura": (trafilatura_alone, "", True, "text from pages"),
    "Mahdar, pages alone": (pages_to_reports, "", True, "reports from pages"),
}


def measure(name: str, path: Path, count: int) -> dict[str, float]:
    """CPU milliseconds a report and the largest memory in MB, in this process."""
    taken = list(islice(reports(path), WARM + count))
    warm, sample = taken[:WARM], taken[WARM:]
    make, _, of_pages, _ = PEERS[name]
    run = make(warm)
    given: Sequence[Any] = pages_of(sample) if of_pages else sample
    run(pages_of(warm[:5]) if of_pages else warm[: 5 if name == "BERT-base" else WARM])
    begun = time.process_time()
    run(given)
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"reports": len(sample), "ms": 1000 * spent / len(sample), "peak": peak}


def in_a_process(name: str, python: str, path: Path, count: int) -> dict[str, float] | None:
    """The same in a process of its own; None, said aloud, where its packages are missing."""
    order = [python, "-m", "benchmarks.peers", str(path), "--only", name, "--reports", str(count)]
    done = subprocess.run(order, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        print(f"{name}: left out ({why})", file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=SHARED / "corpora" / "raw" / "saudinewsnet.jsonl.gz")
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--bert-reports", type=int, default=25)
    parser.add_argument("--torch", default=sys.executable, help="a Python that has torch")
    parser.add_argument("--spacy", default=sys.executable, help="a Python that has spaCy")
    parser.add_argument("--only", choices=PEERS, help="measure one of them here, and give its numbers as JSON")
    a = parser.parse_args()
    if not a.path.exists():
        print(f"skipped: no reports at {a.path} (name a file, or the folder beside the project in MAHDAR_SHARED)")
        return
    if a.only:
        print(json.dumps(measure(a.only, a.path, a.reports)))
        return
    print(f"{'':24}{'reports':>8}{'CPU ms':>9}{'Mahdar = 1':>12}{'peak MB':>9}  what it gives")
    ours = 0.0
    for name, (_, python, _, gives) in PEERS.items():
        interpreter = {"torch": a.torch, "spacy": a.spacy}.get(python, sys.executable)
        found = in_a_process(name, interpreter, a.path, a.bert_reports if name == "BERT-base" else a.reports)
        if found is None:
            continue
        ours = ours or found["ms"]
        numbers = f"{found['reports']:8.0f}{found['ms']:9.1f}{found['ms'] / ours:12.2f}{found['peak']:9.0f}"
        print(f"{name:24}{numbers}  {gives}", flush=True)


if __name__ == "__main__":
    main()
