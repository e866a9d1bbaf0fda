"""A dossier as a Word document: real footnotes, right to left in Arabic, styles that a user can change.

python-docx has no footnotes; their part is written here as ECMA-376 has it (17.11), beside the document that it makes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mahdar.exchange.dossier.content import Dossier, Line, printable
from mahdar.extras import needed
from mahdar.wording import Language

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Fonts for Latin and Arabic letters; Word takes another where they are not installed.
_LATIN, _ARABIC = "Cambria", "Noto Naskh Arabic"
#: What marks a dossier's own time: a document without a clock is the same each time.
_EPOCH = datetime(2000, 1, 1)


def as_docx(dossier: Dossier) -> bytes:
    """The bytes of the document. Raises `MissingExtra`."""
    return _Document(dossier).made()


#: What a note says of each source, and its address.
Notes = Sequence[tuple[str, str | None]]


class _Document:
    """A document that is being written."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._docx = needed("docx", "dossier")
        self._xml = needed("docx.oxml", "dossier")
        self._document = self._docx.Document()
        self._notes: list[Notes] = []
        self._styles()
        page = self._document.sections[0]
        page.page_width, page.page_height = self._docx.shared.Mm(210), self._docx.shared.Mm(297)

    def made(self) -> bytes:
        d, language = self._dossier, self._dossier.language
        self._paragraph(d.kind, "Subtitle", language)
        self._paragraph(d.title, "Title", language)
        if d.subtitle:
            self._paragraph(d.subtitle, "Subtitle", language)
        for section in d.sections:
            self._paragraph(section.heading, "Heading 1", language)
            for line in section.lines:
                self._line(line)
            if section.remark:
                self._paragraph(section.remark, "Caption", language)
        self._paragraph(d.imprint, "Caption", language)
        self._footnotes()
        self._undated()
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _line(self, line: Line) -> None:
        paragraph = self._paragraph("", "Normal", self._dossier.language)
        if line.day:
            run = self._run(paragraph, f"{line.day}  ", self._dossier.language)
            run.font.color.rgb = self._docx.shared.RGBColor(90, 90, 90)
        self._run(paragraph, line.text, self._dossier.language)
        if notes := line.notes():
            self._notes.append(notes)
            self._reference(paragraph, len(self._notes))
        if line.words:
            self._paragraph(line.words, "Quote", "ar")

    def _paragraph(self, text: str, style: str, language: Language) -> Any:  # noqa: ANN401
        paragraph = self._document.add_paragraph(style=style)
        if language == "ar":
            properties = paragraph._p.get_or_add_pPr()
            properties.append(self._element("w:bidi"))
        if text:
            self._run(paragraph, text, language)
        return paragraph

    def _run(self, paragraph: Any, text: str, language: Language) -> Any:  # noqa: ANN401
        run = paragraph.add_run(printable(text))
        if language == "ar":
            run._r.get_or_add_rPr().append(self._element("w:rtl"))
        return run

    def _reference(self, paragraph: Any, number: int) -> None:  # noqa: ANN401
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(self._element("w:footnoteReference", id=str(number)))

    def _element(self, name: str, **attributes: str) -> Any:  # noqa: ANN401
        element = self._xml.OxmlElement(name)
        for key, value in attributes.items():
            element.set(self._xml.ns.qn(f"w:{key}"), value)
        return element

    def _styles(self) -> None:
        for name in ("Normal", "Title", "Subtitle", "Heading 1", "Caption", "Quote"):
            style = self._document.styles[name]
            style.font.name = _LATIN
            style.font.color.rgb = self._docx.shared.RGBColor(0, 0, 0)
            properties = style.element.get_or_add_rPr()
            fonts = properties.find(self._xml.ns.qn("w:rFonts"))
            for place in ("cs", "hAnsi", "eastAsia"):
                fonts.set(self._xml.ns.qn(f"w:{place}"), _ARABIC if place == "cs" else _LATIN)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(self._xml.ns.qn(f"w:{theme}"), None)
            style.font.italic = False
            if style.font.size is not None:
                half_points = str(int(style.font.size.pt * 2))
                for old in properties.findall(self._xml.ns.qn("w:szCs")):
                    properties.remove(old)
                properties.append(self._element("w:szCs", val=half_points))

    def _footnotes(self) -> None:
        """Write the part that holds the notes and tie it to the document."""
        opc = needed("docx.opc.packuri", "dossier")
        part = needed("docx.opc.part", "dossier").Part
        separators = [self._note(id_, kind=kind) for id_, kind in ((-1, "separator"), (0, "continuationSeparator"))]
        notes = [self._note(n, told=told) for n, told in enumerate(self._notes, start=1)]
        # Readers look for both names here, as Word writes them.
        root = self._xml.parse_xml(f'<w:footnotes xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"/>')
        for note in (*separators, *notes):
            root.append(note)
        blob = needed("docx.opc.oxml", "dossier").serialize_part_xml(root)
        package = self._document.part.package
        self._document.part.relate_to(
            part(opc.PackURI("/word/footnotes.xml"), _PART, blob, package), f"{_RELATIONS}/footnotes"
        )

    def _note(self, id_: int, *, kind: str | None = None, told: Notes = ()) -> Any:  # noqa: ANN401
        note = self._element("w:footnote", id=str(id_), **({"type": kind} if kind else {}))
        paragraph = self._element("w:p")
        note.append(paragraph)
        if kind is not None:
            run = self._element("w:r")
            run.append(self._element(f"w:{kind}"))
            paragraph.append(run)
            return note
        rtl = self._dossier.language == "ar"
        if rtl:
            properties = self._element("w:pPr")
            properties.append(self._element("w:bidi"))
            paragraph.append(properties)
        mark = self._element("w:r")
        mark_properties = self._element("w:rPr")
        mark_properties.append(self._element("w:vertAlign", val="superscript"))
        mark.append(mark_properties)
        mark.append(self._element("w:footnoteRef"))
        paragraph.append(mark)
        for i, (said, url) in enumerate(told):
            paragraph.append(self._note_run(f"{' · ' if i else ' '}{said}", rtl=rtl))
            if url:
                paragraph.append(self._note_run(f" {url}", rtl=False))
        return note

    def _note_run(self, text: str, *, rtl: bool) -> Any:  # noqa: ANN401
        run = self._element("w:r")
        properties = self._element("w:rPr")
        fonts = self._element("w:rFonts", ascii=_LATIN, hAnsi=_LATIN, cs=_ARABIC)
        for part in (fonts, self._element("w:sz", val="18"), self._element("w:szCs", val="18")):
            properties.append(part)
        if rtl:
            properties.append(self._element("w:rtl"))
        run.append(properties)
        words = self._element("w:t")
        words.text = printable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        return run

    def _undated(self) -> None:
        properties = self._document.core_properties
        properties.created = properties.modified = _EPOCH
        properties.title, properties.author = printable(self._dossier.title)[:255], "Mahdar"
        properties.language = self._dossier.language
