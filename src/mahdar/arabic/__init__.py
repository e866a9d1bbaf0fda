"""What is true of the language. Text goes in; spellings, words, numbers, dates and names come out, with their places.

Doors, from the bottom up; each module says the rest itself:

* `folding`   `fold(text)` gives the one spelling that lists, index and queries share; `Folded(text)` also the way back
* `clitics`   `splits(word)` gives the ways to read a folded word as و ف ب ك ل س and the rest
* `words`     `words(folded)` cuts a text into words, numbers, marks and line breaks; `sentences(words)` into sentences
* `phrases`   `Phrases(rows)` finds the phrases of a list in words, clitics seen through; `rows` reads a data file
* `numbers`   `find_numbers(words)` reads digits and spelled-out numbers
* `calendar`  `find_dates(words, …)` reads dates in all calendars of the press
* `names`     `compare(a, b)` says whether two personal names may be one person's; `name_key(name)` is for grouping

Offsets are code points. Word lists are the tab-separated files in ``data/``: '#' lines say what each column is. Nothing
here knows of reports or records.
"""
