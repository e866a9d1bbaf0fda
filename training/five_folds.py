"""Cross-validation over the training reports alone, in five folds: what `mahdar evaluate` says of all of them.

usage: python training/five_folds.py FOLDER [--shared DIR]

FOLDER holds fifth0-model to fifth4-model (`make fifths`). Of each fold the reports left out are read by the model that
did not learn them, with word lists that were built without them; then all are scored at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from examples import gold_reports
from folds import fifth_of


def without(shared: Path, left: set[str], place: Path) -> Path:
    """The data beside the project as they are without the gold of some reports."""
    (place / "gold" / "train").mkdir(parents=True)
    for name in ("corpora", "gold/text"):
        (place / name).symlink_to(shared / name)
    for path in (shared / "gold" / "train").glob("*.json"):
        if path.stem not in left:
            (place / "gold" / "train" / path.name).symlink_to(path)
    return place


def read(model: Path, shared: Path, left: list[str], place: Path) -> str:
    """The records of the reports left out, as JSON lines."""
    tree = place / "tree"
    for name in ("src", "training"):
        shutil.copytree(name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    run(tree, model, "training/build_name_lexicons.py", str(without(shared, set(left), place / "shared")))
    given = [line for line in (shared / "gold" / "train.jsonl").read_text("utf-8").splitlines(keepends=True)
             if any(f'"id": "{doc}"' in line for doc in left)]  # fmt: skip
    (place / "reports.jsonl").write_text("".join(given), "utf-8")
    how = ["--read-copies", "--records", str(place / "records.jsonl")]
    run(tree, model, "-m", "mahdar", "read", str(place / "reports.jsonl"), *how)
    return (place / "records.jsonl").read_text("utf-8")


def run(tree: Path, model: Path, *command: str) -> None:
    """Run Python there with that model."""
    environment = os.environ | {"PYTHONPATH": "src", "MAHDAR_TAGGER": str(model)}
    done = subprocess.run([sys.executable, *command], cwd=tree, env=environment, capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MAHDAR_SHARED", "../shared")))
    a = parser.parse_args()
    shared, folder = a.shared.resolve(), a.folder.resolve()
    gold = gold_reports(shared, "train")
    with tempfile.TemporaryDirectory() as place:
        records = Path(place) / "records.jsonl"
        with records.open("w", encoding="utf-8") as out:
            for number in range(5):
                left = [g.doc for g in fifth_of(gold, number)[1]]
                out.write(read(folder / f"fifth{number}-model", shared, left, Path(place) / str(number)))
        subprocess.run([sys.executable, "-m", "mahdar", "evaluate", str(shared / "gold" / "train"), str(records)],
                       env=os.environ | {"PYTHONPATH": "src"}, check=True)  # fmt: skip


if __name__ == "__main__":
    main()
