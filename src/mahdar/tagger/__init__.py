"""The tagger: a small model that says of each word what name, office, speech or event it belongs to.

`default_tagger()` is the one that comes with Mahdar, or None where it reads by rules alone; `Tagger.tag` takes pages
and gives `Tagged`, from which names, spans of events and scores of pairs are read. `docs/model.md` is the model's card.
"""

from mahdar.tagger.decoding import Span
from mahdar.tagger.model import PACKAGED, Page, Tagged, Tagger, default_folder, default_tagger
from mahdar.tagger.sections import sections_of

__all__ = ["PACKAGED", "Page", "Span", "Tagged", "Tagger", "default_folder", "default_tagger", "sections_of"]
