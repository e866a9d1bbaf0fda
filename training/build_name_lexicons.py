"""Derive the lexicons of names from the corpora beside the project: counts and tables, no text.

usage: python training/build_name_lexicons.py [SHARED]      (default: ../shared or MAHDAR_SHARED)

Writes into src/mahdar/reading/data:
  name_words.tsv    words of persons' names with what speaks for and against them
  place_names.tsv   towns, governorates and districts that are safe to read as places wherever they stand
  body_words.tsv    words that go on with the name of a body once it has begun
Sources and licences: docs/data.md. The same input gives the same files.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from columns import AQMAR, WOJOOD, sentences_of_cells

from mahdar.arabic.clitics import splits
from mahdar.arabic.folding import Folded, fold
from mahdar.arabic.words import WORD, words

SHARED = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MAHDAR_SHARED", "../shared"))
CORPORA = SHARED / "corpora"
OUT = Path("src/mahdar/reading/data")
ARABIC = re.compile(r"^[\u0621-\u064a ]+$")
#: The preposition, which folding makes one with the name علي; as the reader does, it is told from the name by its ى.
ON = "على"
ONS = frozenset((ON, "و" + ON, "ف" + ON))
LIKE_ON = frozenset(map(fold, ONS))
Tagged = list[tuple[str, str]]

#: NewsFANE's classes as ours.
NEWSFANE = {
    **dict.fromkeys(
        [
            "Politician",
            "Athlete",
            "Artist",
            "Other_PER",
            "Religious_PER",
            "Scientist",
            "Businessperson",
            "Lawyer",
            "Police_PER",
        ],
        "PER",
    ),
    **dict.fromkeys(
        ["Government", "Non-Governmental", "Media", "Commercial", "Educational", "Religious_ORG", "Medical-Science"],
        "ORG",
    ),
    **dict.fromkeys(["Nation", "Population-Center", "State-or-Province", "County-or-District", "GPE-Cluster"], "GPE"),
    **dict.fromkeys(
        ["Building-Grounds", "Water-Body", "Land", "Land-Region-Natural", "Airport", "Path", "Continent"], "LOC"
    ),
}


def column_corpus(path: Path, classes: dict[str, str]) -> Iterator[Tagged]:
    """Sentences of (folded word, B-/I-class or O) from a two-column file."""
    for lines in sentences_of_cells(path):
        sentence: Tagged = []
        for cells in lines:
            prefix, _, name = cells[-1].partition("-")
            kind = classes.get(name)
            word = fold(cells[0]).strip()
            if word in LIKE_ON and not kind:
                word = ON  # NewsFANE spells the preposition علي 530 times: outside a name the spelling says nothing
            sentence.append((word, f"{prefix}-{kind}" if kind and prefix in "BI" else "O"))
        yield sentence


def gold_corpus() -> Iterator[Tagged]:
    """The training reports as one sentence each; the proclitic of a name's first word is cut off."""
    for path in sorted((SHARED / "gold" / "train").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        text = (SHARED / "gold" / "text" / f"{path.stem}.txt").read_text("utf-8")
        folded = Folded(text)
        mentions = sorted(record["mentions"], key=lambda m: m["start"])
        tagged: Tagged = []
        for word in words(folded):
            if text[word.start : word.end] in ONS:
                tagged.append((ON, "O"))
                continue
            inside = next((m for m in mentions if m["start"] < word.end and word.start < m["end"]), None)
            if inside is None:
                tagged.append((word.text, "O"))
                continue
            cut = max(0, folded.index(inside["start"]) - word.at)
            begins = inside["start"] >= word.start
            stem = word.text[cut:]
            if cut and word.text[cut - 1] == "ل" and stem.startswith("ل"):
                stem = "ا" + stem
            tagged.append((stem, ("B-" if begins else "I-") + inside["type"]))
        yield tagged


def annotated() -> Iterator[Tagged]:
    for name in ("train", "val", "test"):
        yield from column_corpus(CORPORA / "ner" / "wojood_sample" / f"{name}.txt", WOJOOD)
    yield from column_corpus(CORPORA / "ner" / "newsfane" / "NewsFANE_Gold_2014_170K.txt", NEWSFANE)
    for path in sorted((CORPORA / "ner" / "aqmar" / "aqmar" / "articles").glob("*.txt")):
        yield from column_corpus(path, AQMAR)
    yield from gold_corpus()


def raw_counts(tags: dict[str, Counter[str]]) -> tuple[Counter[str], Counter[str]]:
    """How often each folded word stands in the raw reports of the Tunisian radio, and how often behind a given name.

    Proclitics are cut off as well.
    """
    listed, _ = listed_names()
    given = {
        w for w, c in tags.items() if c["PER"] >= 2 and c["PER"] > 2 * (sum(c.values()) - c["PER"]) and listed[w] >= 8
    }
    counts: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    with gzip.open(CORPORA / "raw" / "ant.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            before = ""
            text = json.loads(line)["text"]
            for word in words(Folded(text)):
                if text[word.start : word.end] in ONS:
                    before = ""
                    continue
                if word.kind == WORD:
                    counts.update({s.stem for s in splits(word.text)})
                    if before in given:
                        behind[word.text] += 1
                before = word.text if word.kind == WORD else ""
    return counts, behind


def listed_names() -> tuple[Counter[str], Counter[str]]:
    """Given names and surnames by how many people of Wikidata and similar lists carry them."""
    given: Counter[str] = Counter()
    family: Counter[str] = Counter()
    with (CORPORA / "names" / "romanizer" / "name_units.tsv").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            key, _, _, _, role, count, *_ = line.rstrip("\n").split("\t")
            for word in fold(key).split():
                (given if role == "given" else family)[word] += int(count)
    with (CORPORA / "names" / "romanizer" / "people_mena.tsv").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            parts = fold(line.split("\t")[0]).split()
            given.update(parts[:1])
            family.update(parts[1:])
    return given, family


def write(name: str, header: str, rows: Sequence[tuple[object, ...]]) -> None:
    body = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    (OUT / name).write_text(
        f"# {header}\n# Made by training/build_name_lexicons.py; sources in docs/data.md.\n{body}", "utf-8"
    )
    print(f"{name}: {len(rows)} rows, {len(body.encode()) // 1024} KiB")


def build_name_words(
    tags: dict[str, Counter[str]], raw: Counter[str], behind: Counter[str], first: Counter[str]
) -> None:
    given, family = listed_names()
    rows = []
    for word in sorted(set(given) | set(family) | {w for w, c in tags.items() if c["PER"]}):
        if not ARABIC.match(word) or len(word) < 2:
            continue
        per, other = tags.get(word, Counter())["PER"], sum(tags.get(word, Counter()).values())
        other -= per
        listed = given[word] + family[word]
        if per + listed < 3 and not per:
            continue
        if other > 3 * per + listed and other > 2:
            continue
        if not per and raw[word] > 20 * max(1, listed) and raw[word] > 60:
            continue
        rows.append((word, per, other, given[word], family[word], raw[word], behind[word], first[word]))
    rows = [r for r in rows if r[1] or r[5] or r[3] + r[4] >= 6]
    write(
        "name_words.tsv",
        "word, times in a person's name, times not, bearers as given name, as other name, times in raw reports,\n"
        "# of these behind a given name, times it began a name of several words",
        rows,
    )


def build_common_words(tags: dict[str, Counter[str]], raw: Counter[str], behind: Counter[str]) -> None:
    """Words that are no part of a person's name: frequent in raw reports, never or seldom inside a name."""
    rows = []
    for word, count in sorted(raw.items()):
        per = tags.get(word, Counter())["PER"]
        seen = sum(tags.get(word, Counter()).values())
        if count and behind[word] / count >= 0.2:
            continue  # what stands behind given names so often is a name
        if (
            (count >= 12 or seen >= 2 or (seen and count >= 4))
            and per * 4 < seen + 1
            and ARABIC.match(word)
            and len(word) > 1
        ):
            rows.append((word, count))
    write("common_words.tsv", "words of the language that no person is called by, times in raw reports", rows)


def build_body_words(sentences: list[Tagged]) -> None:
    goes_on: Counter[str] = Counter()
    stops: Counter[str] = Counter()
    for sentence in sentences:
        for (_, before), (word, tag) in pairwise(sentence):
            if before.endswith("ORG"):
                (goes_on if tag == "I-ORG" else stops)[word] += 1
    rows = [
        (word, n, stops[word])
        for word, n in sorted(goes_on.items())
        if n >= stops[word] and n + stops[word] >= 2 and ARABIC.match(word) and len(word) > 1
    ]
    write("body_words.tsv", "word, times it went on with the name of a body, times it stood just behind one", rows)


def place_rows() -> Iterator[tuple[str, str, str]]:
    """(name, country, kind) of places with Arabic names, the larger ones only."""
    for name, least in (("cities_mena_ar.tsv", 8_000), ("cities_world_ar.tsv", 400_000)):
        for line in (CORPORA / "places" / "geonames_ar" / name).read_text("utf-8").splitlines():
            country, _, _, _, population, _, _, alternates = line.split("\t")[:8]
            if int(population) >= least:
                for alternate in alternates.split("|"):
                    yield alternate, country, "city"
    for country in ("iq", "sy", "lb", "jo", "ps"):
        (path,) = (CORPORA / "places" / f"wof_{country}").glob("*places*.tsv")
        for line in path.read_text("utf-8").splitlines()[1:]:
            cells = line.split("\t")
            kind = cells[0]
            if kind in ("region", "county") or (
                kind == "locality" and (cells[10] or "0").isdigit() and int(cells[10] or 0) >= 5_000
            ):
                for alternate in cells[3].split("|"):
                    yield alternate, country.upper(), "city" if kind == "locality" else kind


def build_place_names(tags: dict[str, Counter[str]], raw: Counter[str]) -> None:
    heads = {"محافظه", "ولايه", "مدينه", "قضاء", "ناحيه", "امارة", "اماره", "بلديه", "منطقه", "مركز", "جزيره"}
    best: dict[str, tuple[str, str]] = {}
    for name, country, kind in place_rows():
        folded = fold(re.sub(r"[\u064b-\u0652]", "", name)).strip()
        parts = folded.split()
        if parts and parts[0] in heads:
            parts = parts[1:]
        if not parts or len(parts) > 3 or not ARABIC.match(" ".join(parts)) or len("".join(parts)) < 3:
            continue
        if any(len(p) < 2 for p in parts):
            continue
        key = " ".join(parts)
        if len(parts) == 1:
            seen = tags.get(key, Counter())
            place, total = seen["GPE"] + seen["LOC"], sum(seen.values())
            if total and place * 2 < total:
                continue
            if not total and raw[key] > 15:
                continue
        best.setdefault(key, (country, kind))
    write("place_names.tsv", "place, ISO 3166 country, kind", [(k, *v) for k, v in sorted(best.items())])


def cut_and(sentences: list[Tagged]) -> list[Tagged]:
    """The same sentences with و cut off where a person's name follows it: the corpora leave it on ('وأحمد')."""
    given, family = listed_names()

    def stem(word: str, tag: str) -> str:
        glued = tag == "B-PER" and word[:1] == "و" and given[word] + family[word] < 3
        return word[1:] if glued and given[word[1:]] + family[word[1:]] >= 8 else word

    return [[(stem(word, tag), tag) for word, tag in sentence] for sentence in sentences]


def main() -> None:
    sentences = cut_and(list(annotated()))
    tags: dict[str, Counter[str]] = {}
    first: Counter[str] = Counter()
    for sentence in sentences:
        first.update(w for (w, t), (_, after) in pairwise(sentence) if (t, after) == ("B-PER", "I-PER"))
        for word, tag in sentence:
            for stem in {s.stem for s in splits(word)} if tag == "O" else {word}:
                tags.setdefault(stem, Counter())[tag[2:] or "O"] += 1
    raw, behind = raw_counts(tags)
    build_name_words(tags, raw, behind, first)
    build_common_words(tags, raw, behind)
    build_body_words(sentences)
    build_place_names(tags, raw)


if __name__ == "__main__":
    main()
