"""Linking out of core: a folder of Parquet files with records goes in, who is who and what is one comes out as Parquet.

    link_folder("minutes", "linked", memory="4GB", workers=2)

The judging is that of `mahdar.who` and `mahdar.ledger`; what differs is where pairs come from, and that nothing is held
in memory whole. `taken` makes narrow tables of the records, `people`, `bodies` and `lines` link them, `bench` has the
database on disk and the tasks.
"""

from __future__ import annotations

from mahdar.scale.linking import Linked, link_folder

__all__ = ["Linked", "link_folder"]
