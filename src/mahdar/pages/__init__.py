"""Pages: paths go in, `Report` and `SetAside` come out, one at a time and in a fixed order.

What is read: ``.txt`` (one report a file), ``.jsonl`` and ``.jsonl.gz`` (one report a line), ``.html`` and other
saved pages (one report a page), ``.warc`` and ``.warc.gz`` (crawls), ``.rss``, ``.atom`` and ``.xml`` (feeds), ``.zip``
of any of these, folders of them, ``-`` for standard input and, only where it is asked for, addresses of the web. What
cannot be read comes out as a `SetAside` that says where and why, and the rest goes on.

A report from a page has a `mahdar.record.Page`: what the page says of it and where, the page's bytes, and how the text
lies in them (`origin.original_span`). `copies` tells which reports are another's text; `watching` follows feeds.

The text of a text file is the file exactly as it decodes: nothing is stripped, line ends stay as they are, and a
UTF-8 byte order mark counts as the first character (as it does in Python's ``utf-8``). A UTF-16 mark does not count.
In JSON lines the text is the ``text`` field, and a mark at the head of the file is no part of it.

Encodings are tried in this order: byte order mark, strict UTF-8, UTF-16 by its zero and high bytes, UTF-8 with a few
broken bytes (each becomes U+FFFD), then the Arabic single-byte code pages. All but the first two leave a `Note`.
"""

from __future__ import annotations

from mahdar.pages.found import LONGEST_REPORT, Note, SetAside
from mahdar.pages.walk import reports_in

__all__ = ["LONGEST_REPORT", "Note", "SetAside", "reports_in"]
