"""Maps: sections of the earth's surface laid flat, the land on them as the path of an SVG, and marks with their labels.

    frame = frames()["region"]
    land(frame, None)                   'M12 40l3-2…', for the d of a <path>
    place(frame, lat, lon)              (x, y), None outside
    spots(frame, places, most=300)      circles, the largest of them with labels that do not cover each other

The projection is the equidistant conic with two standard parallels, a sixth of the height from each edge. x and y are
whole units of the view box, `WIDTH` wide.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from mahdar.arabic.phrases import rows
from mahdar.archive.profiles import PlaceCounts
from mahdar.errors import InputError
from mahdar.web.page import View

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

WIDTH = 1000
#: The radius of one report and of the place that has most, in units.
_SMALLEST, _LARGEST = 4.0, 30.0
#: Labels: those shown on phones as well, at twice the size, and in all; their height in units and how wide a letter is.
_FIRST, _LABELS, _SIZE, _LETTER = 7, 40, 17, 0.52
#: Borders files larger than this are not read.
_MOST = 20_000_000


# -- projection ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    """A section: degrees, and what its projection needs. `height` is in units, `scale` units for a radian."""

    name: str
    west: float
    south: float
    east: float
    north: float
    cone: float
    apex: float
    left: float
    top: float
    scale: float
    height: int

    @property
    def middle(self) -> float:
        """The meridian that runs straight up."""
        return (self.west + self.east) / 2

    def xy(self, lon: float, lat: float) -> Point:
        """Where a place lies, in units from the upper left corner."""
        x, y = _flat(self.cone, self.apex, self.middle, lon, lat)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def _flat(cone: float, apex: float, middle: float, lon: float, lat: float) -> Point:
    """The equidistant conic: meridians are straight, distances along them true."""
    radius, angle = apex - math.radians(lat), cone * math.radians(lon - middle)
    return radius * math.sin(angle), radius * math.cos(angle) - apex


def _frame(name: str, west: float, south: float, east: float, north: float) -> Frame:
    sixth = (north - south) / 6
    low, high = math.radians(south + sixth), math.radians(north - sixth)
    cone = (math.cos(low) - math.cos(high)) / (high - low)
    apex = math.cos(low) / cone + low
    middle = (west + east) / 2
    edge = [(lon, lat) for lat in (south, north) for lon in _steps(west, east)]
    edge += [(lon, lat) for lon in (west, east) for lat in _steps(south, north)]
    flat = [_flat(cone, apex, middle, lon, lat) for lon, lat in edge]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    scale = WIDTH / (right - left)
    return Frame(name, west, south, east, north, cone, apex, left, top, scale, round((bottom - top) * scale))


def _steps(first: float, last: float, count: int = 24) -> list[float]:
    return [first + (last - first) * i / count for i in range(count + 1)]


@cache
def frames() -> dict[str, Frame]:
    """The sections that can be chosen, by their codes (data/frames.tsv)."""
    return {name: _frame(name, *map(float, box)) for name, *box in rows("mahdar.web", "frames.tsv")}


def place(frame: Frame, lat: float, lon: float) -> Point | None:
    """Where a place lies on the section, None where it lies outside."""
    x, y = frame.xy(lon, lat)
    return (round(x, 1), round(y, 1)) if 0 <= x <= WIDTH and 0 <= y <= frame.height else None


# -- land ----------------------------------------------------------------------------------------------------------


def land(frame: Frame, borders: Path | None) -> str:
    """The land as the path of an SVG, of our own borders or of a GeoJSON file. Raises `InputError` for what is none."""
    return _land(frame, borders, borders.stat().st_mtime_ns if borders is not None and borders.is_file() else 0)


@lru_cache(maxsize=8)
def _land(frame: Frame, borders: Path | None, _changed: int) -> str:
    return "".join(path for ring in _rings(borders) for path in [_path(frame, ring)] if path)


def _rings(borders: Path | None) -> list[Ring]:
    """The outlines in a GeoJSON file of polygons."""
    try:
        if borders is None:
            text = (files("mahdar.web") / "data" / "borders.geojson").read_text("utf-8")
        elif borders.stat().st_size > _MOST:
            raise ValueError
        else:
            text = borders.read_text("utf-8")
        told = json.loads(text)
        shapes = [each["geometry"] or {} for each in told["features"]]
        return [[(float(p[0]), float(p[1])) for p in ring] for shape in shapes for ring in _of_shape(shape)]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(
            "no borders",
            expected="a GeoJSON FeatureCollection of polygons",
            remedy="name another file",
            where=str(borders),
        ) from error


def _of_shape(shape: dict[str, Any]) -> Iterable[Any]:
    kind, places = shape.get("type"), shape.get("coordinates") or []
    if kind == "Polygon":
        return places
    return [ring for polygon in places for ring in polygon] if kind == "MultiPolygon" else []


def _path(frame: Frame, ring: Ring) -> str:
    """A ring in whole units, each point by its distance from the one before; nothing for one that is a point there."""
    room: Box = (-20, -20, WIDTH + 20, frame.height + 20)
    points = [(round(x), round(y)) for x, y in cut([frame.xy(lon, lat) for lon, lat in ring[:-1]], room)]
    kept = [point for i, point in enumerate(points) if point != points[i - 1]]
    if len(kept) < 3:
        return ""
    (x, y), *rest = kept
    path = f"M{x} {y}l"
    for nx, ny in rest:
        path += f"{'' if path.endswith('l') or nx < x else ' '}{nx - x}{'' if ny < y else ' '}{ny - y}"
        x, y = nx, ny
    return path + "z"


def cut(ring: Ring, box: Box) -> Ring:
    """The part of an open ring that lies in a box (west, south, east, north), by Sutherland and Hodgman's rule."""
    for axis, bound, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        found: Ring = []
        for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
            ins, was = (sign * (p[axis] - bound) >= 0 for p in (point, before))
            if ins != was:
                t = (bound - before[axis]) / (point[axis] - before[axis])
                found.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if ins:
                found.append(point)
        ring = found
    return ring


# -- marks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot(View):
    """A circle: its middle and radius, and where its label begins or ends (`anchor`) if it has one (`label`)."""

    place: PlaceCounts
    x: float
    y: float
    r: float
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    anchor: str = "start"
    first: bool = False


def spots(frame: Frame, places: Sequence[PlaceCounts], names: Sequence[str], most: int) -> list[Spot]:
    """A circle for each of the first `most` places that lie on the section, those of most first; areas go by counts.

    `names` are those of the places, for the labels of the largest.
    """
    largest = max((one.engagements + one.incidents for one in places), default=1)
    found: list[Spot] = []
    taken: list[Box] = []
    labels = 0
    for one, name in zip(places, names, strict=True):
        at = place(frame, one.where.lat, one.where.lon) if one.where is not None else None
        if at is None or len(found) == most:
            continue
        share = math.sqrt((one.engagements + one.incidents) / largest)
        spot = Spot(one, *at, round(max(_SMALLEST, _LARGEST * share), 1))
        if labels < _LABELS and (labelled := _labelled(frame, spot, name, taken, labels < _FIRST)) is not None:
            spot, labels = labelled, labels + 1
        found.append(spot)
    return found


def _labelled(frame: Frame, spot: Spot, name: str, taken: list[Box], first: bool) -> Spot | None:
    """A mark with its label where there is room for it: beside, above or below it."""
    size = _SIZE * (2 if first else 1)
    width, gap = len(name) * size * _LETTER, spot.r + 4
    for anchor, x, y in (
        ("start", spot.x + gap, spot.y + size / 3), ("end", spot.x - gap, spot.y + size / 3),
        ("middle", spot.x, spot.y - gap), ("middle", spot.x, spot.y + gap + size * 0.8),
    ):  # fmt: skip
        left = x - {"start": 0.0, "end": 1.0, "middle": 0.5}[anchor] * width
        box = (left, y - size, left + width, y + size / 4)
        outside = box[0] < 0 or box[1] < 0 or box[2] > WIDTH or box[3] > frame.height
        if outside or any(_meet(box, other) for other in taken):
            continue
        taken += [box, (spot.x - spot.r, spot.y - spot.r, spot.x + spot.r, spot.y + spot.r)]
        return Spot(spot.place, spot.x, spot.y, spot.r, name, round(x, 1), round(y, 1), anchor, first)
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
