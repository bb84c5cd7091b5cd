"""What a page holds apart from its parts: outlines that maps share; compressed, its files and where figures stand."""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from ipanalytics.core import files, i18n
from ipanalytics.report.charts.static import drawing


@dataclass(frozen=True)
class Apart:
    """Figures, outlines of their maps by ids, files to download, and where figures stand by their numbers."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    outlines: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, str]] = field(default_factory=list)
    cited: dict[str, int] = field(default_factory=dict)

    def add_figure(self, figure: dict[str, Any]) -> dict[str, Any]:
        """Keep a figure; return its number, and what other files of the page know of it."""
        self.figures.append(figure)
        meta = {"alt": "", "panel": "", **figure.get("layout", {}).get("meta", {})}
        return {"number": len(self.figures) - 1} | {name: meta[name] for name in ("alt", "panel")}

    def draw(self, figure: dict[str, Any]) -> dict[str, Any]:
        """Return a figure as it is drawn, its outlines kept here.

        Raises
        ------
        ReportError
            When it is of a type that can't be drawn.
        """
        chart = drawing.draw(figure)
        self.outlines.update(chart["outlines"])
        for mark in (mark for group in chart["groups"] for mark in group["marks"]):
            if mark["words"]:
                mark["words"] = self._number(mark["words"])
        return chart

    def _number(self, text: str) -> int:
        """Keep a text once; return its number, from 1."""
        return self.cited.setdefault(i18n.upright(text), len(self.cited) + 1)

    def taken_from(self, value: Any) -> Any:  # noqa: ANN401
        """Keep the files and citations of a part; return the part with their numbers in their place."""
        if isinstance(value, list):
            return [self.taken_from(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        part = {key: self.taken_from(inner) for key, inner in value.items()}
        if value.get("cited"):
            part["cited"] = self._number(value["cited"])
        if "content" in value:
            part["content"] = len(self.files)
            self.files.append({"type": value["type"], **_content(value)})
        return part


def _content(file: dict[str, str]) -> dict[str, str]:
    """Return a file's content, text as it is, which packs better."""
    if file["type"].startswith("text/"):
        return {"text": base64.b64decode(file["content"]).decode()}
    return {"base64": file["content"]}


def pack(apart: Apart, codes: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return what a page holds, as JSON in raw deflate in base 85; "" of nothing.

    `payload` has the citations and the codes of names, `files` what is seldom asked for.
    """
    texts = {"cited": list(apart.cited), "codes": codes}
    return {
        "payload": _packed_json(texts) if any(texts.values()) else "",
        "files": _packed_json({"files": apart.files}) if apart.files else "",
    }


def pack_months(months: dict[str, Any]) -> dict[str, Any]:
    """Return the days that a reader can choose, and packed what was another then; nothing of a page without.

    What all pages of a day have `alike` is packed already, exhibit by exhibit.
    """
    own = {name: value for name, value in months.items() if name != "alike"}
    return {"days": months["days"], "packed": _packed_json(own), "alike": months["alike"]} if months else {}


def pack_parts(cells: list[list[dict[str, Any]]], footer: str) -> str:
    """Return the parts of a page and the line at its foot, packed, for `parts`."""
    return _packed_json({"cells": cells, "footer": footer})


def _packed_json(whole: dict[str, Any]) -> str:
    return files.packed(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))


def unpack(html: str) -> dict[str, Any]:
    """Return `files`, `cited` and `codes` of a page, as page.js finds them."""
    return {"files": [], "cited": [], "codes": {}} | _inside(html, "payload") | _inside(html, "files")


def unpack_parts(html: str) -> dict[str, Any]:
    """Return `cells` and `footer` of a page; nothing of another file."""
    return _inside(html, "parts")


def _inside(html: str, id_: str) -> dict[str, Any]:
    """Return what a page keeps under an id: raw deflate in base 85."""
    packed = re.search(rf' id="{id_}">([^<]+)<', html)
    if not packed:
        return {}
    return dict(json.loads(files.unpacked(packed[1])))
