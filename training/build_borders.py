"""Makes web/data/borders.geojson, the land that the map of the site is drawn on, from world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/build_borders.py package/countries-50m.json

world-atlas (ISC) has Natural Earth's countries at 1:50 million (public domain) as TopoJSON. What lies outside `BOX` is
cut off, lines are made simpler by Douglas and Peucker's rule, small islands are left out. Byte for byte the same each
time.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from mahdar.web.maps import Point, Ring, cut

OUT = Path(__file__).parents[1] / "src/mahdar/web/data/borders.geojson"
#: West, south, east, north: somewhat more than the widest frame of web/data/frames.tsv shows.
BOX = (-42.0, -4.0, 112.0, 66.0)
#: How far a line may be moved, in degrees (a pixel of the wider frame is a tenth of one); its points' decimals.
TOLERANCE, DECIMALS = 0.055, 2
#: Islands of fewer square degrees are left out, but for the largest part of each country.
SMALLEST = 0.06


def main(source: Path) -> None:
    """Write the file."""
    atlas = json.loads(source.read_text("utf-8"))
    arcs = [simpler(arc) for arc in decoded(atlas)]
    features = [
        {"type": "Feature", "properties": {"name": one["properties"]["name"]}, "geometry": shape}
        for one in atlas["objects"]["countries"]["geometries"]
        if (shape := geometry(one, arcs)) is not None
    ]
    features.sort(key=lambda one: one["properties"]["name"])
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    OUT.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', "utf-8")
    print(f"{OUT.name}: {len(features)} countries, {OUT.stat().st_size:,} bytes")


def decoded(atlas: dict[str, Any]) -> Iterator[Ring]:
    """The lines of a TopoJSON in degrees: it has each point as its distance from the one before, in whole steps."""
    (across, up), (west, south) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * across + west, y * up + south))
        yield line


def simpler(line: Ring) -> Ring:
    """A line without the points that lie within `TOLERANCE` of it; its ends stay, so that neighbours still meet."""
    if len(line) < 3:
        return line
    far, at = max((distance(line[i], line[0], line[-1]), i) for i in range(1, len(line) - 1))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return simpler(line[: at + 1])[:-1] + simpler(line[at:])


def distance(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from the line between two."""
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = math.hypot(bx - ax, by - ay)
    if length == 0:
        return math.hypot(x - ax, y - ay)
    t = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2))
    return math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))


def geometry(country: dict[str, Any], arcs: Sequence[Ring]) -> dict[str, Any] | None:
    """The part of a country that lies in the box, as GeoJSON; None where there is none."""
    parts = {"Polygon": [country.get("arcs")], "MultiPolygon": country.get("arcs")}.get(country["type"]) or []
    polygons = [[cut(joined(ring, arcs), BOX) for ring in part] for part in parts]
    polygons = [[rounded(ring) for ring in part if len(ring) > 2] for part in polygons]
    polygons = [[ring for ring in part if len(ring) > 3] for part in polygons]
    polygons = sorted((part for part in polygons if part), key=lambda part: -area(part[0]))
    kept = [part for i, part in enumerate(polygons) if i == 0 or area(part[0]) >= SMALLEST]
    return {"type": "MultiPolygon", "coordinates": kept} if kept else None


def joined(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A ring of its lines; a negative number is one that runs the other way."""
    points: Ring = []
    for n in ring:
        points += (arcs[n] if n >= 0 else arcs[~n][::-1])[:-1]
    return points


def rounded(ring: Ring) -> Ring:
    """A closed ring of points with few decimals, none of which stands twice in a row."""
    points = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]
    kept = [point for i, point in enumerate(points) if point != points[i - 1]]
    return [*kept, kept[0]] if kept else []


def area(ring: Ring) -> float:
    """The area of a ring in square degrees."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))) / 2


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main(Path(sys.argv[1]))
