"""Twelve sample reports for ``mahdar demo``, the documentation and first steps.

They were written for this package in the styles of the press that Mahdar reads: agencies, ministries with page
furniture, a radio station; Levantine, Maghrebi, Gulf and Hijri dates; vowel signs and both sets of digits. Persons
and events are invented.
"""

from __future__ import annotations

from importlib.resources import files

from mahdar.record import Report

#: The day that each page states for itself.
_DAYS = {
    "01-baghdad-ministers-meet": "2018-01-14",
    "02-ministry-page-ambassador": "2017-09-12",
    "03-cabinet-session-diacritics": "2018-03-07",
    "04-phone-call-two-month-names": "2019-01-23",
    "05-riyadh-visit-signing-hijri": "2016-05-29",
    "06-tunis-attack-maghrebi-month": "2016-06-13",
    "07-army-denies-eastern-digits": "2017-08-26",
    "08-donors-pledge-kuwait": "2021-02-16",
    "09-kirkuk-car-bomb": "2013-06-09",
    "10-security-council-orders": "2019-11-05",
    "11-italian-vehicles-delivered": "2018-04-02",
    "12-tripoli-military-committee": "2021-10-08",
}


def sample_reports() -> list[Report]:
    """The sample reports by id, which is the file name without ``.txt``; `date` is the day that the page states."""
    folder = files(__name__)
    return [Report(id=id_, text=(folder / f"{id_}.txt").read_text("utf-8"), date=day) for id_, day in _DAYS.items()]
