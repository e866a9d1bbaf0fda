"""Builds romanised.tsv.gz and romanising.tsv.gz of arabic/data: attested Latin spellings of names, and a model.

usage: python training/build_romanisation.py SHARED            writes both files, the same byte for byte each time
       python training/build_romanisation.py SHARED --measure  holds 2,000 persons and 2,000 names out and measures

From names/romanizer (Wikidata, CC0; Algerian corpora, CC0 and MIT) and names/netranslit (Wikidata, CC0). The list has,
for each name without article, the spelling that is most frequent in English texts of the Mashreq and the Gulf, and
those of Egypt and the Maghreb where they are others. The model is the counts of Latin letters for an Arabic letter in
ever wider contexts, from spellings aligned letter by letter; what cannot be aligned is no romanisation and is left out.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from mahdar.arabic.romanisation import Lists, align, contexts, romanise, settled, unit_key, units
from mahdar.arabic.romanisation_usual import parsed

HERE = Path(__file__).parent.parent / "src" / "mahdar" / "arabic" / "data"
#: What a spelling counts for by the country of those who bear it: the press form is that of the Mashreq and the Gulf.
GROUPS = {
    "mashreq": ["IQ", "SY", "SA", "JO", "PS", "LB", "KW", "AE", "QA", "BH", "OM", "YE"],
    "nile": ["EG", "SD", "LY"],
    "maghreb": ["DZ", "TN", "MA", "MR"],
}
WEIGHTS = {"mashreq": 1.0, "nile": 0.4, "maghreb": 0.1, "": 0.02}
GROUP_OF = {country: group for group, countries in GROUPS.items() for country in countries}
#: A spelling of its own for a group: borne by so many there, and so many times as often as the press form.
OWN, TIMES = 3, 2
HELD_OUT = 2_000
#: Groups of countries whose spellings the list of usual ones tells apart.
USUAL = {"EG": "EG|SD|LY", "LB": "LB", "SY": "SY|PS|JO", "IQ": "IQ", "SA": "SA|KW|AE|QA|BH|OM|YE"}
PLACE = {country: i for i, countries in enumerate(USUAL.values()) for country in countries.split("|")}
#: Spellings of a name that are listed there, and the least bearers of a name's.
MOST, LEAST = 6, 1
#: Contexts of the model that are kept: seen so often.
SEEN = 2
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|an|az|ash|adh|ath)[ -]|^(?:al|el)(?=[a-z]{4})")

Spellings = dict[str, dict[str, Counter[str]]]


def latin(text: str) -> str:
    """Lower case without accents; empty where something else than letters, hyphens and apostrophes is left."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ʿ", "'").replace("ʾ", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("’", "'").replace("‘", "'")
    return plain if re.fullmatch(r"[a-z' -]+", plain) else ""


def picked(keys: Iterable[str], count: int) -> set[str]:
    """`count` of the keys, by the digest of each: the same ones whenever this is called."""
    return set(sorted(set(keys), key=lambda key: hashlib.sha256(key.encode()).hexdigest())[:count])


def lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def persons(shared: Path) -> list[tuple[str, str, str]]:
    """Name, Latin spelling and country of persons."""
    rows = list(lines(shared / "corpora/names/romanizer/people_mena.tsv"))[1:]
    return [(key, written, country) for key, written, _, country, _, _ in rows]


def gather(shared: Path, skip_persons: set[str], skip_units: set[str], taken_out: bool = False) -> Spellings:
    """Counts of the spellings of every unit by group of countries.

    `taken_out`: `skip_persons` are not in the counts of single names either, which have them.
    """
    found: Spellings = defaultdict(lambda: defaultdict(Counter))

    def add(unit: str, written: str, group: str, count: int) -> None:
        key, spelled = unit_key(unit), _one(unit, latin(written))
        if key and spelled and key not in skip_units:
            found[key][group][spelled] += count

    for key, written, _, country, _, count, _ in list(lines(shared / "corpora/names/romanizer/name_units.tsv"))[1:]:
        add(key, written, GROUP_OF.get(country, ""), int(count))
    for name, written, country in persons(shared):
        if name in skip_persons and not taken_out:
            continue
        for unit, spelled in _parted(name, latin(written)):
            add(unit, spelled, GROUP_OF.get(country, ""), -1 if name in skip_persons else 1)
    for part in ("wd_arabic_80", "wd_arabic_20"):
        for written, letters, count in lines(shared / "corpora/names/netranslit/data" / part):
            add(letters.replace(" ", ""), written, "foreign", int(count))
    return _positive(found) if taken_out else found


def _positive(found: Spellings) -> Spellings:
    """The counts above nothing."""
    kept = {key: {group: +counts for group, counts in groups.items() if +counts} for key, groups in found.items()}
    return {key: groups for key, groups in kept.items() if groups}


def _one(unit: str, written: str) -> str:
    """A spelling without the article that the unit has."""
    written = re.sub(r"\s+", " ", written).strip(" -'")
    if unit.startswith("ال") and not unit.startswith("الله"):
        written = _ARTICLE.sub("", written, count=1)
    return written.strip(" -'")


def _parted(name: str, written: str) -> list[tuple[str, str]]:
    """The units of a whole name, each with its words of the spelling, where these can be told apart."""
    split = [u.written for u in units(name)]
    joined = re.sub(r"\b(al|el|ad|ar|as|at|an|az|ash)[ -]", r"\1-", written).split()
    if len(split) != len(joined):
        return []
    return [(u, w) for u, w in zip(split, joined, strict=True) if align(unit_key(u), _one(u, w).replace(" ", ""))]


def choose(spellings: Spellings) -> dict[str, tuple[str, str, str]]:
    """For each unit its press form, and those of Egypt and the Maghreb where they are others."""
    chosen = {}
    for key, groups in sorted(spellings.items()):
        score: dict[str, float] = defaultdict(float)
        for group, counts in groups.items():
            weight = 0.5 if group == "foreign" else WEIGHTS[group]
            for spelled, count in counts.items():
                fits = group == "foreign" or align(key.replace(" ", ""), re.sub(r"[ '-]", "", spelled)) is not None
                score[spelled] += weight * count * fits
        press = min(score, key=lambda s: (-score[s], "'" in s, len(s), s))
        if score[press] < 0.02:
            continue
        press = settled().get(key, (press, ""))[0].lower()
        chosen[key] = (press, _own(groups.get("nile"), press), _own(groups.get("maghreb"), press))
    return chosen


def _own(counts: Counter[str] | None, press: str) -> str:
    if not counts:
        return ""
    best = min(counts, key=lambda s: (-counts[s], s))
    return best if counts[best] >= OWN and counts[best] >= TIMES * counts[press] else ""


def learn(spellings: Spellings) -> dict[str, dict[str, int]]:
    """Counts of Latin letters by context, from all spellings that can be aligned."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for key, groups in sorted(spellings.items()):
        weights: Counter[str] = Counter()
        for group, counts in groups.items():
            weight = {"mashreq": 6, "nile": 2, "maghreb": 1, "foreign": 1}.get(group, 1)
            for spelled, count in counts.items():
                weights[spelled] += weight * min(count, 8)
        most = max(weights.values())
        for spelled, weight in weights.items():
            if weight * 4 < most:
                continue
            chunks = align(key.replace(" ", ""), re.sub(r"[ '-]", "", spelled)) or []
            for i in range(len(chunks)):
                for context in contexts(key.replace(" ", ""), i, chunks[:i]):
                    table[context][chunks[i]] += 1 + (weight >= 6)
    return {c: counts for c, counts in table.items() if sum(counts.values()) >= SEEN * (1 + (len(c) > 5))}


def count_usual(shared: Path, skip_persons: set[str], taken_out: bool) -> tuple[list[list[str]], list[list[str]]]:
    """Rows of the two files of usual spellings: names with theirs and the bearers in each group; groups and articles.

    Of `skip_persons` nothing is counted; `taken_out`: neither are they in the counts of single names, which have them.
    """
    names: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(USUAL)))
    articles: dict[str, list[int]] = defaultdict(lambda: [0] * len(USUAL))
    totals = [0] * len(USUAL)
    for unit, written, _, country, _, count, _ in list(lines(shared / "corpora/names/romanizer/name_units.tsv"))[1:]:
        if country in PLACE and (spelled := _one(unit, latin(written))):
            names[unit_key(unit)][spelled][PLACE[country]] += int(count)
    for name, written, country in persons(shared):
        if country not in PLACE or (name in skip_persons and not taken_out):
            continue
        for unit, spelled in _as_written(name, latin(written)):
            article, bare = _article(unit, spelled)
            if name in skip_persons:
                left = names[unit_key(unit)][bare]
                left[PLACE[country]] = max(left[PLACE[country]] - 1, 0)
                continue
            names[unit_key(unit)][bare][PLACE[country]] += 1
            if unit.startswith("ال") and len(unit) > 4:
                articles[article][PLACE[country]] += 1
        totals[PLACE[country]] += name not in skip_persons
    listed = [[key, *_most(spellings)] for key, spellings in sorted(names.items())]
    groups = [["group", countries, str(total)] for countries, total in zip(USUAL.values(), totals, strict=True)]
    known = sorted(articles.items(), key=lambda row: (-sum(row[1]), row[0]))[:5]
    groups += [["article", article.replace(" ", "_") or "_", ",".join(map(str, counts))] for article, counts in known]
    return [row for row in listed if len(row) > 1], groups


def _most(spellings: dict[str, list[int]]) -> Iterator[str]:
    """The spellings that most bear, letters alone counted; each as most write it."""
    alike: dict[str, list[tuple[int, str]]] = defaultdict(list)
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(USUAL))
    for spelled, borne in spellings.items():
        letters = re.sub(r"[^a-z]", "", spelled)
        alike[letters].append((-sum(borne), spelled))
        counts[letters] = [a + b for a, b in zip(counts[letters], borne, strict=True)]
    for letters in sorted(counts, key=lambda form: (-sum(counts[form]), form))[:MOST]:
        if sum(counts[letters]) >= LEAST:
            yield min(alike[letters])[1] + ":" + ",".join(str(n or "") for n in counts[letters])


def _as_written(name: str, written: str) -> list[tuple[str, str]]:
    """The units of a whole name with their words, articles included, where there are as many."""
    split = [u.written for u in units(name)]
    joined = re.sub(r"\b(al|el|ad|ar|as|at|an|az|ash|adh|ath)[ -]", r"\1-", written)
    joined = re.sub(r"\b(abd|abdo?u?l?|abdel|abdul)[ -](?=[a-z])", r"\1-", joined)
    words = joined.split()
    return list(zip(split, words, strict=True)) if len(split) == len(words) else []


def _article(unit: str, written: str) -> tuple[str, str]:
    """What a spelling has for the article of a unit, and the rest."""
    if not unit.startswith("ال") or unit.startswith("الله") or len(unit) <= 4:
        return "", written
    if match := re.match(r"(al|el|ad|ar|as|at|an|az|ash|adh|ath)[ -](.*)$", written):
        return ("el-" if match[1] == "el" else "al-"), match[2]
    if (match := re.match(r"(al|el)([a-z]{3,})$", written)) and not unit[2:].startswith(("ا", "ع")):
        return match[1], match[2]
    return "", written


def write(path: Path, head: str, rows: Iterable[str]) -> None:
    body = head + "".join(f"{row}\n" for row in rows)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(body.encode())


def model_rows(table: dict[str, dict[str, int]]) -> Iterator[str]:
    for context in sorted(table):
        counts = sorted(table[context].items(), key=lambda kv: (-kv[1], kv[0]))[:6]
        yield context + "\t" + " ".join(f"{chunk or '_'}:{count}" for chunk, count in counts)


def measure(shared: Path) -> None:
    people = [row for row in persons(shared) if row[2] != "IR"]
    held_persons = picked((name for name, *_ in people), HELD_OUT)
    attested: dict[str, set[str]] = defaultdict(set)
    for name, written, _ in people:
        if name in held_persons:
            attested[name].add(written)
    everything = gather(shared, set(), set())
    arabic = [k for k, groups in everything.items() if set(groups) & set(GROUPS) and " " not in k and len(k) > 2]
    held_units = picked(arabic, HELD_OUT)
    countries = {name: country for name, _, country in people}
    for taken_out, what in ((False, "persons"), (True, "persons, none of them in the units")):
        some = gather(shared, held_persons, set(), taken_out)
        usual = parsed(*count_usual(shared, held_persons, taken_out))
        lists = Lists(choose(some), learn(some), usual)
        _say(what, {n: romanise(n, lists=lists) for n in attested}, attested)
        _say(f"{what}, usual", {n: romanise(n, "usual", lists=lists) for n in attested}, attested)
        given = {n: romanise(n, "usual", countries[n], lists) for n in attested}
        _say(f"{what}, usual, country given", given, attested)
    lists = Lists(choose(some := gather(shared, held_persons, held_units)), learn(some))
    forms = {k: {s for counts in everything[k].values() for s in counts} for k in held_units}
    _say("names never seen", {k: romanise(k, lists=lists) for k in held_units}, forms)
    _beside(attested, forms)


def _say(what: str, given: dict[str, str], attested: dict[str, set[str]]) -> None:
    exact = sum(given[k] in forms for k, forms in attested.items())
    plain = sum(_plain(given[k]) in {_plain(f) for f in forms} for k, forms in attested.items())
    n = len(attested)
    print(f"{what:56} {n}: as written {exact / n:.3f}, letters alone {plain / n:.3f}")


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", latin(text).replace("el-", "al-"))


def _beside(attested: dict[str, set[str]], forms: dict[str, set[str]]) -> None:
    try:
        from arabic_name_romanizer import transliterate  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("arabic-name-romanizer is not installed")
        return
    _say("its persons (it has seen them)", {n: transliterate(n) for n in attested}, attested)
    by_word = {n: " ".join(map(transliterate, n.split())) for n in attested}
    _say("its persons, word by word", by_word, attested)
    _say("its names (it has seen them)", {k: transliterate(k) for k in forms}, forms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    if given.measure:
        measure(given.shared)
        return
    spellings = gather(given.shared, set(), set())
    head = "# Names without article, folded; the press form; that of Egypt; that of the Maghreb. From Wikidata (CC0).\n"
    write(HERE / "romanised.tsv.gz", head, ("\t".join((k, *v)).rstrip("\t") for k, v in choose(spellings).items()))
    head = "# An Arabic letter in its context (see `contexts`); Latin letters for it, counted. From Wikidata (CC0).\n"
    write(HERE / "romanising.tsv.gz", head, model_rows(learn(spellings)))
    write_usual(*count_usual(given.shared, set(), taken_out=False))


def write_usual(names: list[list[str]], groups: list[list[str]]) -> None:
    head = "# Names without article, folded; spellings with their bearers in each group. From Wikidata (CC0).\n"
    write(HERE / "romanised_usual.tsv.gz", head, ("\t".join(row) for row in names))
    head = """\
# Groups of countries for romanised_usual.tsv.gz, and articles, with their bearers. From training/build_romanisation.py.
# Columns: group or article; ISO 3166 codes by |, or what is written for the article (_: nothing); bearers (by group).
"""
    (HERE / "romanised_groups.tsv").write_text(head + "".join("\t".join(row) + "\n" for row in groups), "utf-8")


if __name__ == "__main__":
    main()
