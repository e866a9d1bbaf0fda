"""Evaluate: gold records and predicted records go in, precision, recall and F1 of each part come out.

A predicted party stands for the gold party whose mentions it covers best, one to one; the parts are then compared:

* mentions: exact start, end and type.
* parties: aligned and of the same type, over the parties that have a mention.
* roles: the role of an aligned person, token F1 of 0.6 or more after folding.
* engagements: same kind, participants agree (Jaccard 0.5 or more); of those, how many dates and places are right.
* statements: spans agree (Dice 0.5 or more) and speakers do (Jaccard 0.5 or more); the content alone besides.
* commitments: spans agree (Dice 0.4 or more), same kind, same `from` (Jaccard 0.5 or more); the span alone besides; of
  those, how many of their recipients (`to`) are found and right.
* figures: spans overlap and values are equal.

`record` is the mean F1 of these seven. Everything is counted over all reports together. A report without a
prediction counts as an empty record. The method is the one that the project's gold sets are published with.
"""

from __future__ import annotations

from mahdar.evaluate.files import below_floors, gold_records, predicted_records, read_floors
from mahdar.evaluate.scoring import PARTS, SIDE_PARTS, Count, Scores, Tally, right_lines, score, score_report

__all__ = [
    "PARTS",
    "SIDE_PARTS",
    "Count",
    "Scores",
    "Tally",
    "below_floors",
    "gold_records",
    "predicted_records",
    "read_floors",
    "right_lines",
    "score",
    "score_report",
]
