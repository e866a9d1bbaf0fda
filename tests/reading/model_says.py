"""What a model would say, made by hand: sure spans of one head, and O elsewhere."""

import numpy as np

from mahdar.tagger import Tagged
from mahdar.tagger.labels import HEADS, RELATIONS
from mahdar.tagger.model import LABELS, SLICES
from mahdar.tagger.pairing import BUCKETS, WIDTH

SURE, UNSURE = 9.0, 1.0


def says(count, head, spans, *, outside, cuts=()):
    """Of `count` words: spans (first word, last word + 1, kind, logit) of a head; `outside`: the logit of O elsewhere.

    `cuts`: pairs of a word and how many of its letters are a proclitic.
    """
    logits = np.zeros((count, LABELS), dtype=np.float32)
    begin, labels = SLICES[head].start, HEADS[head]
    logits[:, begin] = outside
    for first, last, kind, how in spans:
        logits[first:last, begin] = 0.0
        logits[first, begin + labels.index(f"B-{kind}")] = how
        logits[first + 1 : last, begin + labels.index(f"I-{kind}")] = how
    for word, cut in cuts:
        logits[word, SLICES["cut"].start + cut] = SURE
    pairs = np.zeros((count, 2, len(RELATIONS), WIDTH), dtype=np.float32)
    return Tagged(logits, pairs, np.zeros((len(RELATIONS), BUCKETS), dtype=np.float32))
