"""Invented rows in the columns of GDELT 2.0, POLECAT and ACLED."""

import csv
import io

from mahdar.exchange.events import gdelt, polecat

ACLED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip


def gdelt_line(**values):
    row = dict.fromkeys(gdelt.COLUMNS, "") | {
        "GlobalEventID": "1", "Day": "20160529", "Actor1Code": "TUNGOV", "Actor1Name": "TUNISIA",
        "Actor1CountryCode": "TUN", "Actor1Type1Code": "GOV", "Actor2Code": "SAU", "Actor2Name": "SAUDI ARABIA",
        "Actor2CountryCode": "SAU", "EventCode": "040", "ActionGeo_FullName": "Riyadh, Ar Riyad, Saudi Arabia",
        "ActionGeo_CountryCode": "SA", "ActionGeo_Lat": "24.7", "ActionGeo_Long": "46.7", "SOURCEURL": "http://a.invalid/1",
    }  # fmt: skip
    return "\t".join((row | values).values())


def polecat_line(**values):
    row = dict.fromkeys(polecat.COLUMNS, "None") | {
        "Event ID": "P1", "Event Date": "2016-05-28", "Event Type": "CONSULT", "Event Mode": "visit",
        "Actor Name": "El Habib Charif Karoui;Tunisia", "Actor Country": "TUN;TUN", "Primary Actor Sector": "GOV",
        "Recipient Name": "Saudi Arabia", "Recipient Country": "Saudi Arabia", "Placename": "Riyadh", "Country": "SAU",
    }  # fmt: skip
    return "\t".join({name: values.get(name, value) for name, value in row.items()}.values())


def acled_line(between=",", **values):
    row = dict.fromkeys(ACLED, "") | {
        "event_id_cnty": "IRQ9", "event_date": "09 June 2013", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED", "actor1": "Unidentified Armed Group (Iraq)", "inter1": "3",
        "actor2": "Civilians (Iraq)", "inter2": "Civilians", "iso": "368", "country": "Iraq", "location": "Kirkuk",
        "latitude": "35.46", "longitude": "44.39", "fatalities": "20", "notes": 'Invented, of course, "said so"',
    }  # fmt: skip
    out = io.StringIO()
    csv.writer(out, delimiter=between).writerow((row | values).values())
    return out.getvalue().strip()
