"""Dossiers: what they hold, and that pypdf and docx2python, which we did not write, can open them."""

import io
import json

import pytest
from docx2python import docx2python
from docx2python.iterators import iter_paragraphs
from pypdf import PdfReader

from mahdar.archive import Archive
from mahdar.errors import MahdarError, UnknownEntity
from mahdar.exchange.dossier import Dossier, Line, Section, Source, Subject, gather, write
from mahdar.exchange.dossier.content import printable
from mahdar.exchange.dossier.typeset import as_pdf
from mahdar.exchange.dossier.word import as_docx
from mahdar.ledger import relink
from mahdar.wording import LANGUAGES, catalogue
from tests.archive.own import own_reports

HOSTILE = '\x00\x07<w:t>&amp;#eval("x") ]] #link("http://x") $x$ \\ *_` @a <b> \u202e\ud800 =cmd()'


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("dossier") / "own.db") as archive:
        archive.add_many(own_reports())
        relink(archive)
        yield archive


def subjects(archive):
    event = max(archive.events(), key=lambda event: len(event.sources))
    chain = max((c for c in archive.pledges() if c.givers and c.takers), key=lambda chain: len(chain.steps))
    return {
        "event": Subject(event=event.id),
        "party": Subject(party=event.who[0].entity),
        "pair": Subject(party=chain.givers[0].entity, other=chain.takers[0].entity),
        "search": Subject(words="التدريب"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["event", "party", "pair", "search"])
def test_every_line_rests_on_words_of_its_reports(archive, kind, language):
    dossier = gather(archive, subjects(archive)[kind], language)
    assert dossier.title
    assert dossier.sections
    sources = [source for section in dossier.sections for line in section.lines for source in line.sources]
    assert sources
    for source in sources:
        start, end = source.span
        assert end == 0 or archive.report(source.report).text[start:end].strip() == source.quote.strip()
        assert source.note


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_opens_in_programs_of_others(archive, tmp_path, language):
    dossier = gather(archive, subjects(archive)["event"], language)
    write(dossier, tmp_path / "minutes.pdf")
    pdf = PdfReader(tmp_path / "minutes.pdf")
    assert pdf.metadata.title == dossier.title
    assert all("NotoNaskh" in str(page["/Resources"]["/Font"]) or page.extract_text() for page in pdf.pages)
    write(dossier, tmp_path / "minutes.docx")
    with docx2python(tmp_path / "minutes.docx") as read:
        assert dossier.title in read.text
        lines = [line for section in dossier.sections for line in section.lines if line.sources]
        foot = "".join(iter_paragraphs(read.footnotes))
        assert all(printable(said) in foot for line in lines for said, _ in line.notes())
    assert not list(tmp_path.glob("*.partial"))


def test_the_same_dossier_gives_the_same_pdf(archive):
    dossier = gather(archive, subjects(archive)["search"], "ar")
    assert as_pdf(dossier) == as_pdf(dossier)


def test_hostile_words_stay_words(tmp_path):
    source = Source("r", None, HOSTILE, None, "javascript:alert(1)", HOSTILE, (0, 5), HOSTILE)
    line = Line(HOSTILE, [source], HOSTILE, HOSTILE * 200)
    dossier = Dossier("ar", HOSTILE, HOSTILE, HOSTILE, [Section(HOSTILE, [line], HOSTILE)], HOSTILE)
    pdf = PdfReader(io.BytesIO(as_pdf(dossier)))
    links = [note.get_object().get("/A", {}).get("/URI") for page in pdf.pages for note in page.get("/Annots", ())]
    assert "http://x" not in links
    with docx2python(io.BytesIO(as_docx(dossier))) as read:
        assert "=cmd()" in read.text
        assert "\x07" not in read.text


def test_what_is_not_there_is_told(archive, tmp_path):
    with pytest.raises(UnknownEntity):
        gather(archive, Subject(party="اسم لا وجود له البتة"), "ar")
    with pytest.raises(UnknownEntity):
        gather(archive, Subject(event="engagement/none"), "en")
    nothing = gather(archive, Subject(words="كلمةلاوجودلها"), "en")
    assert nothing.sections[0].lines[0].text == "The archive holds nothing on this."
    with pytest.raises(MahdarError, match=r"\.pdf or \.docx"):
        write(nothing, tmp_path / "minutes.odt")


def test_long_sections_are_cut_and_say_so(archive):
    dossier = gather(archive, Subject(words="العراق", limit=2), "en")
    assert all(len(section.lines) <= 2 for section in dossier.sections)


def test_the_catalogue_is_complete():
    own = catalogue("mahdar.exchange.dossier", "words.tsv")
    assert all(all(own[language].values()) for language in LANGUAGES)
    assert json.dumps(own)
