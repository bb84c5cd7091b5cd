"""What a page holds compressed: plotly.js, and its figures, files and citations, arrays that several share once."""

import base64
import json
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import deflate
from plotly.offline import get_plotlyjs

from ipanalytics.core import files

ASSETS = "assets"
HARDEST = 12
SHARED_FROM = 40


@dataclass(frozen=True)
class Apart:
    """What a page holds compressed: figures, files to download, and where its figures stand."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, str]] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)


def pack(apart: Apart) -> str:
    """Return what a page keeps compressed as JSON, arrays that figures share once: raw deflate, base 85."""
    arrays: list[list[Any]] = []
    numbers: dict[str, int] = {}
    shared = [_share(figure, arrays, numbers) for figure in apart.figures]
    whole = {"figures": shared, "arrays": arrays, "files": apart.files, "cited": apart.cited}
    return _packed(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())


@lru_cache(maxsize=1)
def library() -> str:
    """Return plotly.js, packed once a process."""
    return _packed(get_plotlyjs().encode())


def plotly_source() -> str:
    """Return plotly.js as it is."""
    return str(get_plotlyjs())


@lru_cache(maxsize=1)
def shared_library() -> str:
    """Return the address of plotly.js for pages that share it; its name tells its content."""
    return f"{ASSETS}/plotly-{files.fingerprint(get_plotlyjs())}.js"


def _packed(data: bytes) -> str:
    """Compress as hard as deflate can; base 85 takes a sixteenth less than base 64.

    "<" is written ",", so that no script ends early.
    """
    return base64.b85encode(bytes(deflate.deflate_compress(data, HARDEST))).decode().replace("<", ",")


def _share(value: Any, arrays: list[list[Any]], numbers: dict[str, int]) -> Any:  # noqa: ANN401
    """Return the value with long flat arrays replaced by {"$array": n}, each kept once in `arrays`."""
    if isinstance(value, dict):
        return {key: _share(inner, arrays, numbers) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) < SHARED_FROM or isinstance(value[0], dict | list):
        return [_share(item, arrays, numbers) for item in value]
    key = json.dumps(value)
    if key not in numbers:
        numbers[key] = len(arrays)
        arrays.append(value)
    return {"$array": numbers[key]}


def unpack(html: str) -> dict[str, Any]:
    """Return `figures` and `arrays` as they stand in a page, as page.js finds them."""
    found = re.search(r'id="payload">([^<]+)<', html)
    if not found:
        return {"figures": [], "arrays": [], "files": [], "cited": []}
    text = zlib.decompress(base64.b85decode(found[1].replace(",", "<")), -15).decode()
    return dict(json.loads(text))
