"""Files that pages lead to: the page that a report was taken from, and the minutes of an event as PDF or for Word."""

from __future__ import annotations

import codecs
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from mahdar.archive import Archive, StoredReport
from mahdar.errors import UnknownReport
from mahdar.exchange.dossier import SUFFIXES, Subject, gather, write
from mahdar.web.page import Document
from mahdar.wording import Language

#: Suffix to media type, and the library of the extra 'dossier' that it takes.
_MEDIA = {
    "pdf": ("application/pdf", "typst"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}
#: What dossiers can be written as, as addresses say it.
DOSSIERS = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)


def original(archive: Archive, report: StoredReport) -> Document:
    """The page that a report was taken from as plain text, byte for byte. Raises `UnknownReport` where there is none.

    Pages are hostile: as plain text no browser runs anything of them.
    """
    page = archive.original(report.id)
    if page is None:
        raise UnknownReport("this report came as text, without a page", where=report.id)
    return Document(page.original, f"text/plain; charset={_charset(page.encoding)}")


def _charset(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return "utf-8"


def possible() -> tuple[str, ...]:
    """What dossiers can be written as here."""
    return tuple(suffix for suffix in DOSSIERS if find_spec(_MEDIA[suffix][1]) is not None)


def dossier(archive: Archive, event: str, suffix: str, language: Language) -> Document:
    """The dossier on an event. Raises `UnknownEntity`, `MissingExtra`."""
    made = gather(archive, Subject(event=event), language)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{event.rpartition('/')[2]}-{language}.{suffix}"
        write(made, path)
        return Document(path.read_bytes(), _MEDIA[suffix][0], path.name)
