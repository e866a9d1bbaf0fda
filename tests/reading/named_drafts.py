"""Drafts of invented reports whose names are given beside the text, read up to statements."""

import re

from mahdar.reading import open_draft
from mahdar.reading.draft import Draft
from mahdar.reading.reference import find_references
from mahdar.reading.statements import find_statements
from mahdar.record import Mention, Party, Report

#: A Wednesday.
DAY = "2022-03-16"


def named_draft(text: str, names: str) -> Draft:
    """A draft of `text` ('⏎' is a line break) with every occurrence of `names` ('name=TYPE:post; …') as a mention."""
    draft = open_draft(Report(id="r", text=text.replace("⏎", "\n"), date=DAY))
    for i, entry in enumerate(names.split("; ") if names != "-" else (), 1):
        name, kind, *role = re.split("[=:]", entry)
        draft.parties.append(Party(id=f"p{i}", type=kind, names=[name], role=role[0] if role else None))
        for match in re.finditer(re.escape(name), draft.text):
            draft.mentions.append(Mention(start=match.start(), end=match.end(), type=kind, party=f"p{i}"))
    draft.mentions.sort(key=lambda m: m.start)
    find_references(draft)
    find_statements(draft)
    return draft


def names_of(draft: Draft, parties: list[str]) -> str:
    """Party ids by their first names, '?' for none."""
    return " + ".join(draft.party[p].names[0] for p in parties) or "?"
