"""The site over an archive: pages in Arabic and English for people, the same addresses as JSON and CSV for programs.

    app = create_app("minutes.db")              what `mahdar serve` runs (uvicorn)
    warm(app)                                   before it says where it is: no page then waits for lists and templates

How it is made. A page is a function of (archive, filters) that gives a view, a plain dataclass:

* ``/ar/NAME`` and ``/en/NAME`` show the view with a template; ``/ar/NAME.json`` has all its fields, ``/ar/NAME.csv``
  its ``table()``. Filters, ``offset`` and ``limit`` are the same in all of them, and each has an ETag.
* `page`: `Page`, `Filter`, `Asked` (what a view is made from), `View` and `Listed` (what it is), `address`.
* `pages/`: one module for each page; `pages.PAGES` is all of them. `showing`: templates and what they may use; the
  parts that pages are made of are the macros of templates/parts.html. `twins`: JSON and CSV.
* `app` puts pages on their addresses; `answering`: requests to answers and errors; `doors`: what is no page (login,
  static files, health); `visitors`: who asks; `guard`: what every request passes; `settings`.

To add a page
    1. pages/NAME.py: a function ``name(asked: Asked) -> View`` and ``PAGE = Page("name", name, filters=(...))``. Lists
       give ``listed(part, asked, lines)`` of lines asked for with ``**asked.window()``; never ask for a whole table.
       ``with_id=True`` gives the address an id (`Asked.id`), ``menu=N`` a place in the menu. ``post`` takes what a form
       sent, checked for its key and for ``post_may``; its form has <input type=hidden name=key value="{{ here.key }}">.
    2. `PAGE` into `PAGES` (pages/__init__.py).
    3. templates/NAME.html: extends base.html, imports parts.html.
    4. data/words.tsv: page.NAME, intro.NAME and what else it says, English and Arabic. Codes and fields have words
       for all rooms already (wording/data/words.tsv).
    5. tests/web: the tests of test_pages.py take it by itself; its own journey beside them.
  A page named person, body, place or state with an id is where the names of parties lead to. A view that finds its id
  under another one today raises `page.Moved`.

Nothing inline: no style attribute, no script in a page (the content security policy forbids it), nothing from another
host. Values of reports stand in <bdi> or with dir="auto"; CSS has logical properties alone.
"""

from __future__ import annotations

from mahdar.web.app import create_app
from mahdar.web.settings import Settings
from mahdar.web.warming import warm

__all__ = ["Settings", "create_app", "warm"]
