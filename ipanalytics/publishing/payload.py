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
    """What a page holds compressed: figures, files to download, and where its figures stand by their numbers."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, str]] = field(default_factory=list)
    cited: dict[str, int] = field(default_factory=dict)

    def add_figure(self, figure: dict[str, Any]) -> dict[str, Any]:
        """Keep a figure; return its number, and what the page says and knows of it."""
        self.figures.append(figure)
        layout = figure.get("layout", {})
        meta = {"alt": "", "panel": "", **layout.get("meta", {})}
        return {"number": len(self.figures) - 1, "height": layout.get("height", 400)} | {
            name: meta[name] for name in ("alt", "panel")
        }

    def taken_from(self, value: Any) -> Any:  # noqa: ANN401
        """Keep the files and citations of a part; return the part with their numbers in their place."""
        if isinstance(value, list):
            return [self.taken_from(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        part = {key: self.taken_from(inner) for key, inner in value.items()}
        if value.get("cited"):
            part["cited"] = self.cited.setdefault(value["cited"], len(self.cited))
        if "content" in value:
            part["content"] = len(self.files)
            self.files.append({"type": value["type"], **_content(value)})
        return part


def _content(file: dict[str, str]) -> dict[str, str]:
    """Return a file's content, text as it is, which packs better."""
    if file["type"].startswith("text/"):
        return {"text": base64.b64decode(file["content"]).decode()}
    return {"base64": file["content"]}


def pack(apart: Apart) -> str:
    """Return what a page keeps compressed as JSON, arrays that figures share once: raw deflate, base 85."""
    arrays: list[list[Any]] = []
    numbers: dict[str, int] = {}
    shared = [_share(figure, arrays, numbers) for figure in apart.figures]
    whole = {"figures": shared, "arrays": arrays, "files": apart.files, "cited": list(apart.cited)}
    return _packed_json(whole)


def pack_parts(cells: list[list[dict[str, Any]]], footer: str) -> str:
    """Return the parts of a page and the line at its foot, packed, for `parts`."""
    return _packed_json({"cells": cells, "footer": footer})


def _packed_json(whole: dict[str, Any]) -> str:
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
    """Return `figures`, `arrays`, `files` and `cited` of a page, as page.js finds them."""
    return _inside(html, "payload") or {"figures": [], "arrays": [], "files": [], "cited": []}


def unpack_parts(html: str) -> dict[str, Any]:
    """Return `cells` and `footer` of a page; nothing of another file."""
    return _inside(html, "parts")


def _inside(html: str, id_: str) -> dict[str, Any]:
    """Return what a page keeps under an id: raw deflate in base 85."""
    packed = re.search(rf' id="{id_}">([^<]+)<', html)
    if not packed:
        return {}
    return dict(json.loads(zlib.decompress(base64.b85decode(packed[1].replace(",", "<")), -15)))
