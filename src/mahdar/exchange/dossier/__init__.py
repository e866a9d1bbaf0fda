"""A dossier: one engagement, party, pair or search result as a document with a note to the source at every line.

    with Archive("minutes.db") as archive:
        made = gather(archive, Subject(party="العراق", other="بريطانيا"), "ar")
        write(made, Path("iraq-uk.pdf"))        # or .docx

`gather` takes from the archive what there is on a subject: a `Dossier` of sections of lines, each with the reports,
words and places in their text (code points) that it rests on. `write` sets it as PDF (typst, with fonts of this
package) or as a Word document (python-docx), in Arabic from right to left, with footnotes. Both need the extra
``dossier``.

Raises `UnknownEntity` for a party or event that the archive does not have, `MissingExtra` without the extra and
`MahdarError` for another suffix.
"""

from __future__ import annotations

from pathlib import Path

from mahdar.errors import MahdarError
from mahdar.exchange.dossier.content import Dossier, Line, Section, Source, Subject, gather
from mahdar.exchange.dossier.typeset import as_pdf
from mahdar.exchange.dossier.word import as_docx

__all__ = ["SUFFIXES", "Dossier", "Line", "Section", "Source", "Subject", "gather", "write"]

#: What a dossier can be written as.
SUFFIXES = (".pdf", ".docx")


def write(dossier: Dossier, path: Path) -> None:
    """Write a dossier as what the suffix of `path` says; a file of that name is replaced when the new one is whole."""
    if path.suffix.lower() not in SUFFIXES:
        raise MahdarError(
            f"a dossier as '{path.suffix or path.name}'", expected=" or ".join(SUFFIXES), remedy="name the file so"
        )
    made = as_pdf(dossier) if path.suffix.lower() == ".pdf" else as_docx(dossier)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(made)
    partial.replace(path)
