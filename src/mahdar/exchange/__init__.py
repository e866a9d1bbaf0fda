"""Exchange: what an archive holds, in the formats of other programs.

    with Archive("minutes.db") as archive:
        export(archive, "parquet", "minutes", Wanted(party="العراق", since="2016"))

    formats() -> {name: Format}                         what there is, what each holds, loses and needs
    export(archive, to, out=None, wanted=None, *, tables=(), options=None, by=None, told=None) -> Summary

A format is a row of data/formats.tsv and a function that is given an `Export`: rows of tables (`Export.rows`), lines
with their numbers (`Export.lines`), or anything of the stream, counted (`Export.counted("events",
export.stream.events())`). It writes the file `Export.path`, or the files of that folder by `Export.file`; partial
files, resuming, the summary and the audit log are taken care of. `Export.about` is to stand in every output. The same
archive gives the same bytes.
"""

from __future__ import annotations

from mahdar.archive.streaming import Wanted
from mahdar.exchange.formats import Format, format_of, formats
from mahdar.exchange.running import Export, File, Summary, export
from mahdar.exchange.tables import Options

__all__ = ["Export", "File", "Format", "Options", "Summary", "Wanted", "export", "format_of", "formats"]
