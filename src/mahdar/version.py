"""The version of the package, and of the reader: records carry the reader's, and work is keyed by it."""

from __future__ import annotations

VERSION = "0.1.0"
#: Raise the rules' part with every change that can change a record.
RULES = "2026.11-11"
#: The model that comes with this version; raise it with every training.
MODEL = "2026.11-3"
