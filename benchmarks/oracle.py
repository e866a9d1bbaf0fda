"""Score one part of the reading alone: mentions and parties come from the gold, the rest is read.

usage: python benchmarks/oracle.py GOLD_DIR INPUT.jsonl [--out FILE] [--only DOC]

Shows what a stage is worth when the stages before it make no mistake. Writes predictions that score.py scores.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from mahdar.pages import SetAside, reports_in
from mahdar.reading import close_draft, read_given


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    out = arguments.out.open("w", encoding="utf-8") if arguments.out else sys.stdout
    for report in reports_in([str(arguments.reports)]):
        if isinstance(report, SetAside):
            print(report.error, file=sys.stderr)
            continue
        if arguments.only and report.id not in arguments.only.split(","):
            continue
        gold = json.loads((arguments.gold / f"{report.id}.json").read_text("utf-8"))
        print(json.dumps(close_draft(read_given(report, gold)).to_dict(), ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
