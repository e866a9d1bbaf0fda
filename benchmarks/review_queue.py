"""How many wrong lines a reviewer meets who reads the least sure first; judged by gold records.

usage: review_queue.py GOLD RECORDS      (records as JSON lines, as 'mahdar read --records' writes them)

All lines with a confidence stand in one order, as 'mahdar review queue --by confidence' has them. For each share of the
lines: the share of all wrong ones that are among them, and how many of these lines are wrong.
"""

import sys
from pathlib import Path

from mahdar.evaluate import gold_records, predicted_records, right_lines

SHARES = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


def main() -> None:
    gold, read = (load(Path(path)) for load, path in zip((gold_records, predicted_records), sys.argv[1:3], strict=True))
    lines = []
    for doc in sorted(gold.keys() & read.keys()):
        for part, right in right_lines(gold[doc], read[doc]).items():
            lines += [(line["confidence"], n not in right) for n, line in enumerate(read[doc][part])]
    lines.sort(key=lambda line: (line[0] is None, line[0]))
    wrong = sum(is_wrong for _, is_wrong in lines)
    sys.stdout.write(f"{len(lines)} lines, {wrong} of them wrong\n")
    for share in SHARES:
        first = lines[: round(share * len(lines))]
        met = sum(is_wrong for _, is_wrong in first)
        sys.stdout.write(f"first {share:.0%}: {met / wrong:.3f} of the wrong ones; {met / len(first):.3f} are wrong\n")


if __name__ == "__main__":
    main()
