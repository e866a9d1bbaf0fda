"""Fit the weights of `mahdar.reading.confidence`: lines read from gold reports that no weight has seen, right or wrong.

usage: python training/fit_confidence.py MODEL0 MODEL1 [--shared DIR] [--write]

MODEL0 and MODEL1 are the folders of the models of both folds (training/train_tagger.py, export.py): each reads the half
of the training reports that it did not learn; all of these are read by rules alone besides. Prints, for each part, the
expected calibration error in five-fold cross-validation over reports and the reliability table (Guo et al. 2017: ten
bins of one width), then the same on dev as Mahdar ships.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from examples import Gold, gold_reports
from folds import fold_of
from numpy.typing import NDArray

from mahdar.evaluate import right_lines
from mahdar.reading import close_draft, read_draft
from mahdar.reading.confidence import Features, features_of, probability
from mahdar.tagger.model import ENVIRONMENT, OFF

OUT = Path(__file__).parents[1] / "src" / "mahdar" / "reading" / "data" / "confidence.tsv"
#: Of the squared weights: of .3, 1, 3, 10 and 30, the first with which no part's calibration error was above .05 in
#: cross-validation; the likelihoods differ by less than .01.
PENALTY = 3.0
FOLDS, BINS = 5, 10
Array = NDArray[np.float64]


class Line(NamedTuple):
    doc: str
    features: Features
    right: bool


def lines_of(reports: Iterable[Gold]) -> dict[str, list[Line]]:
    """The lines of the reports as Mahdar reads them now, by part."""
    found: dict[str, list[Line]] = defaultdict(list)
    for gold in reports:
        draft = read_draft(gold.draft.report)
        record = close_draft(draft)
        right = right_lines(gold.record, record.to_dict())
        numbers: dict[str, int] = defaultdict(int)
        for part, _, features in features_of(draft):
            found[part].append(Line(gold.doc, features, numbers[part] in right[part]))
            numbers[part] += 1
    return found


def fitted(lines: list[Line]) -> dict[str, float]:
    """Weights of the likeliest logistic regression under the penalty, by Newton's method; the bias is free."""
    names = sorted({name for line in lines for name in line.features})
    x = np.array([[line.features.get(name, 0.0) for name in names] for line in lines])
    y = np.array([float(line.right) for line in lines])
    penalty = np.array([1e-6 if name == "bias" else PENALTY for name in names])
    w: Array = np.zeros(len(names))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(penalty), x.T @ (y - p) - penalty * w)
        w = w + step
        if np.abs(step).max() < 1e-6:
            break
    return {name: float(value) for name, value in zip(names, w, strict=True)}


def calibration(pairs: list[tuple[float, bool]]) -> tuple[float, str]:
    """The expected calibration error of (confidence, right) and the table of its bins: said, right, how many."""
    error, table = 0.0, []
    for n in range(BINS):
        inside = [(said, right) for said, right in pairs if min(int(said * BINS), BINS - 1) == n]
        if inside:
            said, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            error += abs(said - right) * len(inside) / len(pairs)
            table.append(f"{said:.2f}/{right:.2f} ({len(inside)})")
    return error, "  ".join(table)


def cross_validated(lines: list[Line]) -> list[tuple[float, bool]]:
    """The confidence of each line by weights that did not see its report, and whether it is right."""
    docs = sorted({line.doc for line in lines})
    random.Random(7).shuffle(docs)
    said = []
    for n in range(FOLDS):
        out = set(docs[n::FOLDS])
        weights = fitted([line for line in lines if line.doc not in out])
        said += [(probability(weights, line.features), line.right) for line in lines if line.doc in out]
    return said


def show(title: str, part: str, pairs: list[tuple[float, bool]]) -> None:
    error, table = calibration(pairs)
    right = sum(r for _, r in pairs) / max(1, len(pairs))
    print(f"{title} {part}: {len(pairs)} lines, {right:.3f} right, expected calibration error {error:.3f}\n  {table}")


def written(weights: Mapping[str, Mapping[str, float]]) -> str:
    head = "# part, what is seen of a line, its weight in log-odds; written by training/fit_confidence.py\n"
    rows = (f"{part}\t{name}\t{w:.4f}\n" for part, held in weights.items() for name, w in held.items())
    return head + "".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs=2, help="folders of the models of fold 0 and fold 1")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MAHDAR_SHARED", "../shared")))
    parser.add_argument("--write", action="store_true")
    a = parser.parse_args()
    train = gold_reports(a.shared, "train")
    dev = gold_reports(a.shared, "dev")
    lines: dict[str, list[Line]] = defaultdict(list)
    of_dev: dict[str, dict[str, list[Line]]] = {}
    for fold, model in enumerate(a.models):
        _, held = fold_of(train, fold)
        for named in (model, OFF):
            os.environ[ENVIRONMENT] = named
            for part, some in lines_of(held).items():
                lines[part] += some
    os.environ[ENVIRONMENT] = OFF
    of_dev["rules alone, dev"] = lines_of(dev)
    os.environ.pop(ENVIRONMENT)
    of_dev["as shipped, dev"] = lines_of(dev)
    weights = {}
    for part, some in lines.items():
        show("held out, cross-validated,", part, cross_validated(some))
        weights[part] = fitted(some)
        for title, found in of_dev.items():
            show(f"{title},", part, [(probability(weights[part], line.features), line.right) for line in found[part]])
    if a.write:
        OUT.write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
