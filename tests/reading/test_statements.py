"""Statements of invented reports, against tests/cases/statements.tsv."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.arabic.folding import fold
from mahdar.reading import open_draft
from mahdar.reading.draft import Draft, Reference
from mahdar.reading.saying import forms, imperfects, participles, perfects, verbs
from mahdar.reading.statements import find_statements
from mahdar.record import Mention, Party, Report

CASES = Path(__file__).parent.parent / "cases" / "statements.tsv"


def cases():
    for line in CASES.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def draft_of(text: str, names: str) -> Draft:
    """A draft of `text` ('⏎' is a line break) with every occurrence of `names` ('name=TYPE:post; …') as a reference."""
    draft = open_draft(Report(id="r", text=text.replace("⏎", "\n")))
    for i, entry in enumerate(names.split("; "), 1):
        name, kind, *role = re.split("[=:]", entry)
        draft.parties.append(Party(id=f"p{i}", type=kind, names=[name], role=role[0] if role else None))
        for match in re.finditer(re.escape(name), draft.text):
            draft.mentions.append(Mention(start=match.start(), end=match.end(), type=kind, party=f"p{i}"))
    draft.mentions.sort(key=lambda m: m.start)
    draft.references = [reference_to(draft, mention) for mention in draft.mentions]
    return draft


def reference_to(draft: Draft, mention: Mention) -> Reference:
    head = draft.word_at(mention.start)
    last = head
    while last < len(draft.words) and draft.words[last].start < mention.end:
        last += 1
    cut = mention.start - draft.words[head].start
    return Reference(head, last, head, cut, (mention.party,), named=True)


def shown(draft: Draft) -> str:
    """The statements as 'cue / speakers / content', ';;' between them, '-' where there is none."""
    found = []
    for statement in draft.statements:
        cue = draft.text[slice(*statement.cue)] if statement.cue else "-"
        who = " + ".join(draft.party[p].names[0] for p in statement.who) or "?"
        found.append(f"{cue} / {who} / {draft.text[slice(*statement.span)]}")
    return " ;; ".join(found) or "-"


@pytest.mark.parametrize(("text", "names", "expected"), list(cases()))
def test_statements_of_text(text, names, expected):
    draft = draft_of(text, names)
    find_statements(draft)
    assert shown(draft) == expected


@pytest.mark.parametrize(
    ("text", "act", "form"),
    [
        ("أكد سعد الجميلي أن السد آمن.", "assert", "indirect"),
        ("نفى سعد الجميلي وجود خلاف.", "deny", "indirect"),
        ("اتهم سعد الجميلي المقاولين بالتقصير.", "accuse", "indirect"),
        ("أدان سعد الجميلي الهجوم على السد.", "condemn", "indirect"),
        ("حذر سعد الجميلي من انهيار السد.", "warn", "indirect"),
        ("هدد سعد الجميلي بالاستقالة من منصبه.", "threaten", "indirect"),
        ("ثمن سعد الجميلي دور المتطوعين.", "praise", "indirect"),
        ("شكر سعد الجميلي المتطوعين على صبرهم.", "thank", "indirect"),
        ("رحب سعد الجميلي بقرار المجلس.", "welcome", "indirect"),
        ("طالب سعد الجميلي المقاولين بالإسراع.", "ask", "indirect"),
        ("تعهد سعد الجميلي بفتح الجسر.", "promise", "indirect"),
        ("أعلن سعد الجميلي افتتاح الجسر.", "announce", "indirect"),
        ("قدم سعد الجميلي شكره للمتطوعين.", "thank", "indirect"),
        ("وجه سعد الجميلي انتقادات للمقاولين.", "accuse", "indirect"),
        ("قال سعد الجميلي: سنفتح الجسر غدا.", "assert", "direct"),
        ("سعد الجميلي: لن نغلق السد", "assert", "direct"),
    ],
)
def test_act_and_form(text, act, form):
    draft = draft_of(text, "سعد الجميلي=PER")
    find_statements(draft)
    assert [(s.act, s.form) for s in draft.statements] == [(act, form)]


def test_furniture_says_nothing():
    text = "أكد سعد الجميلي أن السد آمن.\nأكد سعد الجميلي أن الجسر مغلق."
    draft = draft_of(text, "سعد الجميلي=PER")
    draft.noise = [(text.index("\n"), len(text))]
    find_statements(draft)
    assert [draft.text[slice(*s.span)] for s in draft.statements] == ["السد آمن"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("لم يؤكد سعد الجميلي أن السد آمن.", "the reporting verb is negated"),
        ("وقد أشار سعد الجميلي بيده.", "a reporting verb without content"),
        ("ذكرت الوكالة أن سعد الجميلي أكد سلامة السد.", "it only leads to the words of a person"),
    ],
)
def test_skipped_with_reason(text, why):
    draft = draft_of(text, "سعد الجميلي=PER")
    find_statements(draft)
    assert [(s.what, s.why) for s in draft.skipped] == [("statement", why)]


@pytest.mark.parametrize(
    ("make", "verb", "expected"),
    [
        (perfects, "أكد", "اكد اكدت اكدا اكدتا اكدوا"),
        (perfects, "نفى", "نفي نفت نفيا نفتا نفوا"),
        (perfects, "دعا", "دعا دعت دعوا دعتا دعوا"),
        (imperfects, "يؤكد", "يوكد يوكدان توكد توكدان يوكدون"),
        (imperfects, "ينفي", "ينفي ينفيان تنفي تنفيان ينفون"),
        (imperfects, "يرى", "يري يريان تري تريان يرون"),
        (participles, "مؤكدا", "موكدا موكده موكدتين موكدين"),
        (participles, "داعيا", "داعيا داعيه داعيتين داعين"),
    ],
)
def test_forms_by_rule(make, verb, expected):
    assert [form for form, _, _, has_object in make(verb) if not has_object] == expected.split()


def test_objects_by_rule():
    made = {form for form, _, _, has_object in perfects("نفى") if has_object}
    assert {"نفاه", "نفته", "نفاها", "نفتها"} <= made
    assert fold("أعلنته") in {form for form, _, _, has_object in perfects("أعلن") if has_object}


def test_every_verb_has_forms_and_frame():
    known = {form.verb.lemma for form in forms().values()}
    for lemma, verb in verbs().items():
        assert verb.frame <= FRAMES, lemma
        assert verb.flags <= FLAGS, lemma
        assert lemma in known, f"{lemma}: every form of it belongs to a verb listed before it"


FRAMES = frozenset(("أن", ":", "إلى", "على", "عن", "من", "في", "ب", "ل", "NP", "OBJ", "to", "to!", "bare"))
FLAGS = frozenset(("strict", "intransitive", "masculine", "late", "text", "passive", "spelt"))
MARKS = "«»\"':،.()"
WORDS = ["قال", "وأكد", "مشيرا", "أن", "إلى", "عن", "السد", "آمن", "بحسب", "البيان", "12", "سعد الجميلي"]
PIECES = st.sampled_from([*MARKS, *WORDS, "\n"])


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=150, deadline=None)
def test_spans_hold_on_any_text(pieces, joint):
    text = joint.join(pieces)
    draft = draft_of(text or " ", "سعد الجميلي=PER")
    find_statements(draft)
    for statement in draft.statements:
        for start, end in filter(None, (statement.cue, statement.span)):
            assert 0 <= start < end <= len(draft.text)
        assert draft.text[slice(*statement.span)].strip()
