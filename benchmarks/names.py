"""Name comparison beside other libraries, on tests/cases/name_pairs.tsv: precision, recall, F1, pairs a second.

usage: pip install jellyfish nomenklatura; python benchmarks/names.py

Mahdar decides at its own threshold (`MAYBE`); each of the others at the one that gives it its best F1 on these very
pairs, once on the names as they are and once folded. What is not installed is left out.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from mahdar.arabic.folding import fold
from mahdar.arabic.names import MAYBE, compare

CASES = Path(__file__).parent.parent / "tests" / "cases" / "name_pairs.tsv"
Scorer = Callable[[str, str], float]


def pairs() -> list[tuple[bool, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [(verdict == "same", a, b) for verdict, a, b, *_ in rows]


def at(scores: list[float], truth: list[bool], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 where a score of `threshold` or more says same."""
    right = sum(t for s, t in zip(scores, truth, strict=True) if s >= threshold)
    said = sum(s >= threshold for s in scores)
    precision, recall = right / max(said, 1), right / sum(truth)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def rivals() -> dict[str, Scorer]:
    found: dict[str, Scorer] = {
        "rapidfuzz ratio": fuzz.ratio,
        "rapidfuzz token_sort_ratio": fuzz.token_sort_ratio,
        "rapidfuzz token_set_ratio": fuzz.token_set_ratio,
        "rapidfuzz WRatio": fuzz.WRatio,
        "rapidfuzz JaroWinkler": JaroWinkler.similarity,
    }
    try:
        jellyfish = importlib.import_module("jellyfish")
        found["jellyfish jaro_winkler"] = jellyfish.jaro_winkler_similarity
        found["jellyfish damerau_levenshtein"] = lambda a, b: (
            -jellyfish.damerau_levenshtein_distance(a, b) / max(len(a), len(b))
        )
    except ImportError:
        print("jellyfish is not installed")
    try:
        found["nomenklatura logic-v2"] = logic_v2()
    except ImportError as error:
        print(f"nomenklatura is not installed: {error}")
    return found


def logic_v2() -> Scorer:
    matching = importlib.import_module("nomenklatura.matching")
    model = importlib.import_module("followthemoney").model
    algorithm = matching.get_algorithm("logic-v2")
    config = algorithm.default_config() if hasattr(algorithm, "default_config") else matching.ScoringConfig.defaults()

    def person(name: str) -> object:
        return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

    return lambda a, b: float(algorithm.compare(person(a), person(b), config).score)


def measure(name: str, scorer: Scorer, given: list[tuple[bool, str, str]], threshold: float | None) -> None:
    start = time.perf_counter()
    scores = [scorer(a, b) for _, a, b in given]
    speed = len(given) / (time.perf_counter() - start)
    truth = [t for t, _, _ in given]
    best = threshold if threshold is not None else max(set(scores), key=lambda s: at(scores, truth, s)[2])
    p, r, f = at(scores, truth, best)
    print(f"| {name} | {p:.3f} | {r:.3f} | {f:.3f} | {speed:,.0f} |")


def main() -> None:
    given = pairs()
    folded = [(t, fold(a), fold(b)) for t, a, b in given]
    print(f"{len(given)} pairs\n\n| comparison | precision | recall | F1 | pairs/s |\n|---|---|---|---|---|")
    measure("mahdar", lambda a, b: compare(a, b).score, given, MAYBE)
    for name, scorer in rivals().items():
        measure(name, scorer, given, None)
        measure(f"{name}, folded", scorer, folded, None)


if __name__ == "__main__":
    main()
