"""What was rendered from what: manifest.json and index.html of a folder of pages."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ipanalytics import catalogue, divisions, export, labels, paths, sources
from ipanalytics.errors import ReportError

HEADINGS = {"province": "全省", "region": "区域", "unit": "单元", "county": "区县"}
GENERAL = "任务与数据"
LIBRARIES = ("ipanalytics", "pandas", "geopandas", "plotly", "papermill", "nbconvert", "ipykernel")


def footer() -> str:
    """Return the line at the foot of every page."""
    settings = catalogue.settings()
    number = f" 审图号：{settings.map_review_number}。" if settings.map_review_number else ""
    return f"{settings.boundary_credit}。{number}本页由 ipanalytics {version('ipanalytics')} 生成，不联网也能阅读。"


def replace_text(path: Path, text: str) -> None:
    """Write a file under a temporary name and move it into place."""
    draft = path.with_name(path.name + ".tmp")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read(out: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of an earlier manifest by area; none where there is no manifest.

    Raises
    ------
    ReportError
        When the file is damaged.
    """
    path = out / "manifest.json"
    if not path.is_file():
        return {}
    try:
        return {entry["area"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))["reports"]}
    except (OSError, ValueError, KeyError, TypeError) as fault:
        msg = f"{path} is damaged or can't be read ({fault!r}): delete it and render again"
        raise ReportError(msg) from fault


def write(out: Path, outcomes: list[dict[str, Any]]) -> None:
    """Write index.html and manifest.json for the reports just made and those made before.

    The manifest is read again here, so that what another render wrote meanwhile is kept.

    Parameters
    ----------
    out
        Folder of the pages.
    outcomes
        One mapping a report, the fields of `reports.Outcome`.
    """
    earlier = read(out)
    entries = {**earlier, **{outcome["area"]: _entry(outcome, earlier) for outcome in outcomes}}
    areas = dict.fromkeys(code for level in HEADINGS for code in divisions.codes(level))
    kept = [entries[code] for code in [*areas, *sorted(set(entries) - set(areas))] if code in entries]
    replace_text(out / "index.html", _index(out, kept))
    replace_text(out / "manifest.json", json.dumps({**_origin(), "reports": kept}, ensure_ascii=False, indent=1) + "\n")


def _entry(outcome: dict[str, Any], earlier: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Add the outcome in a word; a failed report keeps what is known of the page that still lies there."""
    entry = {**outcome, "seconds": round(outcome["seconds"], 2)}
    if not outcome["error"]:
        return {**entry, "outcome": "published"}
    before = earlier.get(outcome["area"], {})
    kept = {key: before.get(key, entry[key]) for key in ("title", "subtitle", "lead", "figures", "sha256")}
    return {**entry, **kept, "outcome": "failed"}


def _origin() -> dict[str, Any]:
    home = paths.home()
    read = [
        *(home / "data").rglob("*.*"),
        *(home / "maps").glob("*.geojson"),
        *(home / "notebooks").glob("*.ipynb"),
        *(home / "notebooks").glob("*.yaml"),
    ]
    hashes = {path.relative_to(home).as_posix(): sources.hash_of(path) for path in sorted(read) if path.is_file()}
    versions = {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}
    return {"versions": versions, "inputs": hashes}


def _index(out: Path, entries: list[dict[str, Any]]) -> str:
    shown = [
        {
            **entry,
            "name": entry["title"] if _is_general(entry["area"]) else labels.place(entry["area"], short=False),
            "published": (out / entry["file"]).is_file(),
        }
        for entry in entries
    ]
    groups = [
        {"heading": heading, "entries": entries}
        for heading in dict.fromkeys(_heading(entry["area"]) for entry in shown)
        if (entries := [entry for entry in shown if _heading(entry["area"]) == heading])
    ]
    return export.make_index(groups, [entry for entry in shown if entry["error"]], footer=footer())


def name_of(area: str) -> str:
    """Return what messages call a page: its place, or the entry of reports.yaml."""
    return area if _is_general(area) else labels.place(area)


def _is_general(area: str) -> bool:
    return area not in divisions.table().index


def _heading(area: str) -> str:
    """Return the group of a page on the index: a unit stands under its region."""
    if _is_general(area):
        return GENERAL
    level = divisions.level_of(area)
    return f"{labels.place(divisions.region_of(area))}各单元" if level == "unit" else HEADINGS[level]
