import gzip
import json
import os
import re
from pathlib import Path

import pytest
from benchmarks.copies import judge

from mahdar.arabic.folding import fold
from mahdar.archive import Archive
from mahdar.engine import read_all, read_into
from mahdar.pages import copies
from mahdar.pages.copies import CopyIndex, compare, fingerprint_of, fingerprints
from mahdar.record import Record, Report
from tests.pages.invented_reports import REPORTS

LONG = "\n\n".join(REPORTS[0].paragraphs)
OTHER = "\n\n".join(REPORTS[2].paragraphs)
AGENCY = "\n\n".join(REPORTS[7].paragraphs)


def kind(one, other):
    found = compare(fingerprint_of(one), fingerprint_of(other))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (LONG, "exact"),
        (LONG.replace("أ", "ا").replace("\n\n", "\n").replace("،", " ,"), "exact"),
        (LONG.replace("وقال الحلواني", "وصرح الوزير"), "near"),
        (LONG.replace("بغداد – ", "بغداد (الأفق) - ") + "\n\nالمصدر: وكالات", "near"),
        (LONG + "\n\n" + OTHER + "\n\n" + AGENCY, "partial"),
        (OTHER, None),
    ],
)
def test_kinds_of_copies(copy, expected):
    assert kind(LONG, copy) == expected
    index = CopyIndex()
    index.add("first", fingerprint_of(LONG))
    found = index.find(fingerprint_of(copy))
    assert (found[1].kind if found else None) == expected


def test_reports_by_one_form_are_no_copies():
    form = "أغلق مؤشر السوق المالية اليوم {a} عند مستوى {b} نقطة بتداولات بلغت قيمتها {c} مليون ريال وبلغ عدد الأسهم المتداولة {d} مليون سهم تقاسمتها {e} صفقة سجلت فيها أسهم {f} شركة ارتفاعا في قيمتها فيما أغلقت أسهم {g} شركة على تراجع بحسب بيان إدارة السوق"
    one = form.format(a="مرتفعا", b=7120, c=5300, d=210, e=99120, f=84, g=71)
    two = form.format(a="منخفضا", b=7060, c=4800, d=190, e=87345, f=52, g=103)
    assert kind(one, two) is None


def test_short_texts_are_not_compared():
    assert fingerprint_of("زار الوزير المدينة.") is None


def test_words_in_a_row_share_an_anchor_wherever_they_stand():
    """Winnowing's promise, at every place and in a text of any length."""
    words = LONG.split()
    size = copies.WINDOW + copies.SHINGLE - 1
    of_long = set(fingerprint_of(LONG).anchors)
    for at in range(0, len(words) - size + 1, 7):
        passage = " ".join(words[at : at + size])
        for inside in (f"{AGENCY}\n\n{passage}\n\n{OTHER}", f"{passage} {AGENCY}", f"{OTHER * 9} {passage}"):
            assert of_long & set(fingerprint_of(inside).anchors), passage


def test_a_text_in_a_much_longer_one_is_found():
    short = fingerprint_of(" ".join(LONG.split()[:60]), "2021-04-08")
    longer = fingerprint_of("\n\n".join([OTHER, AGENCY] * 6 + [LONG] + [AGENCY, OTHER] * 6), "2021-04-08")
    for first, second in ((short, longer), (longer, short)):
        index = CopyIndex()
        index.add("first", first)
        name, copy = index.find(second)
        assert (name, copy.kind) == ("first", "partial")


def test_letters_are_folded_as_everywhere():
    every = [chr(c) for c in range(0x10000)]
    changed = [c for c in every if fold(c) != c]
    assert {ord(c) for c in changed} <= set(copies.FOLDING)
    words = re.compile(r"[^\W_]+")
    wrong = [c for c in every if copies._plain(f"ا{c}ب").split() != words.findall(fold(f"ا{c}ب"))]
    assert wrong == []
    assert copies._plain("قال😀ذلك. ثم") == "قال ذلك\n ثم"
    assert copies._plain("") == ""


def test_keys_stay_what_archives_have():
    print_ = fingerprint_of(LONG)
    assert (len(print_.anchors), print_.anchors[0]) == (11, 167520820662862139)


def test_what_is_taken_out_of_an_index_is_not_found():
    index = CopyIndex()
    print_ = fingerprint_of(LONG)
    index.add("first", print_)
    index.discard("first")
    index.discard("never")
    assert index.find(print_) is None
    assert len(index) == 0


# -- in a run ------------------------------------------------------------------------------------------------------

READ = []


def read(report):
    READ.append(report.id)
    if "broken" in report.id:
        raise ValueError("no")
    return Record(doc=report.id, reader="test", title=report.title)


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setattr("mahdar.reading.reader", lambda: "test")
    READ.clear()
    with Archive(tmp_path / "m.db") as archive:
        yield archive


def report(id_, text, outlet):
    return Report(id=id_, text=text, outlet=outlet, path=f"{id_}.txt", date="2021-04-08")


FOUR = [
    report("first", LONG, "الميزان"),
    report("near", LONG.replace("وقال الحلواني", "وصرح الوزير"), "الرافد"),
    report("other", OTHER, "الضفاف"),
    report("longer", LONG + "\n\n" + OTHER + "\n\n" + AGENCY, "الأفق"),
]


def run(archive, items, **more):
    return read_into(items, lambda source: read_all(source, read=read), archive=archive, **more)


@pytest.mark.parametrize("rounds", ["one", "two"])
def test_a_copy_is_noted_and_not_read(archive, rounds):
    if rounds == "one":
        summary = run(archive, FOUR)
    else:
        run(archive, FOUR[:1])
        summary = run(archive, FOUR[1:])
    assert READ == ["first", "other", "longer"]
    assert summary.copies == 1
    found = {(r.of, r.id, r.outlet, r.kind) for r in archive.reprints()}
    assert found in (
        {("first", "near", "الرافد", "near"), ("first", "longer", "الأفق", "partial")},
        {("first", "near", "الرافد", "near"), ("other", "longer", "الأفق", "partial")},
    )
    again = run(archive, FOUR)
    assert (again.read, again.known, again.copies) == (0, 3, 1)
    assert len(archive.reprints("first")) + len(archive.reprints("other")) == 2


def test_the_same_text_of_another_outlet_is_a_reprint(archive):
    run(archive, FOUR[:1])
    summary = run(archive, [report("again", LONG, "الدانة")])
    assert (summary.read, summary.known) == (0, 1)
    assert [(r.of, r.outlet, r.kind) for r in archive.reprints()] == [("first", "الدانة", "exact")]
    run(archive, FOUR[:1])
    assert len(archive.reprints()) == 1


def test_copies_of_what_no_run_brought_into_the_archive_are_known(archive):
    """As after an upgrade, or where a run was killed before it wrote what its reports are looked up by."""
    archive.add_many([(FOUR[0], Record(doc="first", reader="test")), (FOUR[2], Record(doc="other", reader="test"))])
    assert len(archive.unkeyed(0, 9)) == 2
    assert run(archive, FOUR[1:2]).copies == 1
    assert archive.unkeyed(0, 9) == []
    assert run(archive, [FOUR[1].model_copy(update={"id": "again"})]).copies == 1


def test_a_copy_of_what_could_not_be_read_is_read(archive):
    summary = run(archive, [report("broken", LONG, "الميزان"), FOUR[1], FOUR[2]])
    assert READ == ["broken", "other", "near"]
    assert (summary.read, summary.set_aside, summary.copies) == (2, 1, 0)


def test_copies_are_read_on_demand_and_noted(archive):
    summary = run(archive, FOUR, read_copies=True)
    assert READ == ["first", "near", "other", "longer"]
    assert summary.copies == 0
    found = {(r.of, r.id) for r in archive.reprints()}
    assert ("first", "near") in found
    assert not found & {(one, of) for of, one in found}


def test_two_reports_are_not_copies_of_each_other(archive):
    longer = report("longer", LONG + "\n\n" + OTHER + "\n\n" + AGENCY, "الأفق")
    run(archive, [report("first", LONG, "الميزان"), longer, report("agency", AGENCY, "وكالة الدانة")])
    assert {(r.of, r.id) for r in archive.reprints()} == {("first", "longer"), ("longer", "agency")}


WORDS = {"120": "مئة وعشرين", "15": "خمسة عشر", "300": "ثلاثمئة", "90": "تسعين"}


def test_numbers_in_words_are_the_same_numbers():
    figures = (
        "وقال الوزير إن 120 موظفا و15 مهندسا سينقلون إلى المنفذ خلال 90 يوما، وإن كلفة المشروع تبلغ 300 مليون دينار تدفع "
        "على مراحل بحسب تقدم العمل في الموقع الذي سلمته البلدية إلى الشركة المنفذة قبل شهر من الآن. "
    )
    spelled = figures
    for digits, words in WORDS.items():
        spelled = spelled.replace(digits, words, 1)
    others = figures.replace("120", "77").replace("15", "9").replace("300", "450").replace("90", "41")
    head = "بحث وزير النقل سامر الحلواني مع نظيره الأردني رامي الخوري تشغيل خط بري جديد يربط بغداد بعمان ويمر بالمعبر. "
    tail = "وأشار إلى أن العام 2021 سيشهد إنجاز 4 مشاريع أخرى في المحافظات الجنوبية بعد إقرار موازنتها من مجلس الوزراء."
    assert kind(head + figures + tail, head + spelled + tail) in ("near", "partial")
    assert kind(head + figures + tail, head + others + tail) is None


def test_a_form_of_another_day_is_no_copy_and_an_edited_text_of_the_same_days_is():
    words = LONG.split()
    edited = " ".join(
        words[:58]
        + [
            "واستمع",
            "الحاضرون",
            "إلى",
            "شرح",
            "مفصل",
            "قدمه",
            "المدير",
            "الفني",
            "عن",
            "أعمال",
            "الجسر",
            "والطريق",
            "والبوابات",
        ]
        * 3
    )
    first = fingerprint_of(LONG, "2021-04-08")

    def found(day):
        copy = compare(fingerprint_of(edited, day), first)
        return copy.kind if copy else None

    assert found("2021-04-09") == "partial"
    assert found("2021-04-20") is None


def test_pairs_that_were_read_by_hand_are_told_apart():
    root = Path(__file__).parents[2]
    shared = Path(os.environ.get("MAHDAR_SHARED") or root.parent / "shared")
    corpus = shared / "corpora" / "raw" / "saudinewsnet.jsonl.gz"
    if not corpus.is_file():
        pytest.skip(f"no {corpus} (MAHDAR_SHARED names the folder beside the project)")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        reports = {report["id"]: report for report in map(json.loads, lines)}
    precision, near, recall = judge(reports, root / "tests" / "cases" / "copy_pairs.tsv")["4"]
    assert precision >= 0.95
    assert near >= 0.95
    assert recall >= 0.95


def test_fingerprints_of_many_texts_are_those_of_each():
    texts = [
        (LONG, "2021-04-08"), ("", None), ("زار الوزير المدينة.", "2021"), (AGENCY, None), (OTHER + "\x1e" + LONG, None),
        (LONG.replace(" ", " ﷲ ﷺ\U0001f600 ", 3), "2021-04-09"),
    ]  # fmt: skip
    found = fingerprints(texts)
    assert found == [fingerprint_of(*one) for one in texts]
    for one, print_ in zip(texts, found, strict=True):
        if print_ is not None:
            alone = fingerprint_of(*one)
            assert (print_.anchors, print_.shingles) == (alone.anchors, alone.shingles)
    assert fingerprints([]) == []
