"""What was rendered from what: manifest.json and index.html of a folder of pages."""

import json
import platform
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ipanalytics.batch import languages
from ipanalytics.catalogue import places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import files, i18n, project
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.core.i18n import quote, say, sentences
from ipanalytics.report import formatting

LEVELS = ("province", "region", "unit", "county")
# What an entry holds, as JSON has it.
TEXTS = (*("area", "notebook", "outcome", "file", "sha256", "lead"), *("error", "title", "subtitle", "as_of", "newest"))
ENTRY: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(TEXTS, (str,)),
    "key": (dict,),
    "parameters": (dict,),
    "figures": (int,),
    "seconds": (int, float),
    "synthetic": (bool, type(None)),
    "lights": (list, type(None)),
}
NEEDED = ("outcome", "file", "lead")
# A page, never javascript: or a folder above.
FILE = re.compile(r"(?!\.)[^/\\:]*")
# What an opening tells the index.
SHOWN = ("synthetic", "lights", "as_of", "newest")
# That pages are made with.
LIBRARIES = (
    *("geopandas", "ipykernel", "ipython", "jinja2", "markupsafe", "nbformat", "numpy", "pandas"),
    *("papermill", "plotly", "pyarrow", "pyyaml", "shapely", "xlsxwriter"),
)


def footer() -> str:
    """Return the line at the foot of every page."""
    settings = catalogue_settings.settings()
    if not settings.has_map:
        return sentences(say("没有边界数据，所以没有地图。"), catalogue_settings.maker())
    credit = settings.boundary_credit_english if i18n.is_english() else settings.boundary_credit
    review = settings.map_review_number
    number = say(" 审图号：{number}。", number=quote(review)) if review else ""
    return sentences(f"{credit}{say('。')}{number}", catalogue_settings.maker())


def read(out: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of an earlier manifest by area; none where there is no manifest.

    Raises
    ------
    ReportError
        When the file is damaged.
    """
    return {entry["area"]: entry for entry in _whole(out)["reports"]}


def _whole(out: Path) -> dict[str, Any]:
    path = out / "manifest.json"
    if not path.is_file():
        return {"reports": []}
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        reports = [{**entry, "area": entry["area"]} for entry in whole["reports"]]
        faults = [fault for entry in reports for fault in _faults(entry)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        msg = f"{path} is damaged or can't be read ({fault!r}): delete it and render again"
        raise ReportError(msg) from fault
    if faults:
        raise ReportError(listed(f"{path} is damaged: delete it and render again; wrong are:", faults))
    return {**whole, "index": whole.get("index", {}), "reports": reports}


def set_aside(out: Path) -> str:
    """Move a damaged manifest out of the way, so that it costs no more than what it told; say so, "" where it's sound.

    Raises
    ------
    ReportError
        When it can't be moved.
    """
    try:
        read(out)
    except ReportError as fault:
        aside = out / "manifest.damaged.json"
        try:
            (out / "manifest.json").replace(aside)
        except OSError:
            raise fault from None
        return f"manifest.json was damaged and is {aside.name} now; pages are made again, others left out of the index"
    return ""


def _faults(entry: Mapping[str, Any]) -> list[str]:
    """Return what of an entry can't be as this library writes it; what an older one didn't write may lack."""
    area = reprlib.repr(entry["area"])
    wrong = [name for name, kinds in ENTRY.items() if name in entry and not isinstance(entry[name], kinds)]
    faults = [f"{area}: {name} is {reprlib.repr(entry[name])}" for name in wrong]
    faults += [f"{area}: {name} is missing" for name in NEEDED if name not in entry]
    if faults:
        return faults
    if not FILE.fullmatch(entry["file"]):
        faults.append(f"{area}: file is no file of the folder: {reprlib.repr(entry['file'])}")
    lights = all(
        isinstance(light, list) and list(map(type, light)) == [str, str] for light in entry.get("lights") or []
    )
    return faults if lights else [*faults, f"{area}: lights are {reprlib.repr(entry['lights'])}"]


def index_page(*, language: str, **shown: Any) -> str:  # noqa: ANN401
    """Return index.html, as `publishing.index.make_index` makes it, in a language; what is given is JSON."""
    from ipanalytics.publishing import index

    with i18n.using(language):
        return index.make_index(**shown)


def write(
    out: Path,
    outcomes: list[dict[str, Any]],
    *,
    planned: Iterable[str] = (),
    state: str = "",
    index_of: Callable[..., str] = index_page,
) -> None:
    """Write index.html and manifest.json for the reports just made, as `plan.Outcome` has them, and those made before.

    `planned` are the areas that should have a page: the index names those that never had one. `state` changes with the
    library and the catalogues; where it is given, an index.html that would be the same is left alone. `index_of` makes
    it, by default here.

    The manifest is read again here, so that what another render wrote meanwhile is kept.
    """
    earlier, index = read(out), _whole(out).get("index", {})
    entries = {**earlier, **{outcome["area"]: _entry(outcome, earlier) for outcome in outcomes}}
    areas = dict.fromkeys(code for level in LEVELS for code in places.codes(level))
    kept = [entries[code] for code in [*areas, *sorted(set(entries) - set(areas))] if code in entries]
    shown, beside = [entry["file"] for entry in _there(out, kept)], beside_of(out, kept)
    given = {"entries": kept, "published": shown, "planned": list(planned), "beside": beside}
    digest = files.sha256_of(json.dumps([state, *given.values()]))
    if not state or index != _index(out, digest, beside):
        made = index_of(**given, footer=footer(), language=i18n.current())
        files.write_atomically(out / "index.html", made)
    whole = {**_origin(), "index": _index(out, digest, beside), "reports": kept}
    files.write_atomically(out / "manifest.json", json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def is_index_of_languages(out: Path) -> bool:
    """Say whether the index of a folder, where it has one, knows of the pages that the other language has now."""
    try:
        whole = _whole(out)
    except ReportError:
        # The next render into that folder says so and makes its index anew.
        return True
    return not whole.get("index") or whole["index"].get("beside", "") == beside_of(out, whole["reports"])


def beside_of(out: Path, entries: Iterable[dict[str, Any]]) -> str:
    """Return the query that says which pages are there in both languages."""
    folder = languages.other_folder(out)
    if folder is None or not (folder / "index.html").is_file():
        return ""
    try:
        theirs = read(folder).values()
    except ReportError:
        # A folder that can't be told about is led to by nothing; the next render into it says so.
        return ""
    return languages.beside(_there(out, entries), _there(folder, theirs))


def _there(out: Path, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in entries if (out / entry["file"]).is_file()]


def _index(out: Path, digest: str, beside: str) -> dict[str, str]:
    return {"of": digest, "sha256": _hash(out / "index.html"), "beside": beside}


def _hash(path: Path) -> str:
    return files.sha256_of(path) if path.is_file() else ""


def _entry(outcome: dict[str, Any], earlier: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Add the outcome in a word; a failed report keeps what is known of the page that still lies there."""
    entry = {name: value for name, value in outcome.items() if name not in ("reason", "skipped")}
    entry["seconds"] = round(outcome["seconds"], 2)
    if not outcome["error"]:
        return {**entry, "outcome": "published"}
    before = earlier.get(outcome["area"], {})
    kept = {key: before.get(key, entry[key]) for key in ("title", "subtitle", "lead", "figures", "sha256", *SHOWN)}
    return {**entry, **kept, "outcome": "failed"}


def _origin() -> dict[str, Any]:
    home = project.home()
    read = [
        *(home / "data").rglob("*.*"),
        *(home / "maps").glob("*.geojson"),
        *(home / "notebooks").glob("*.ipynb"),
        *(home / "notebooks").glob("*.yaml"),
    ]
    hashes = {path.relative_to(home).as_posix(): files.sha256_of(path) for path in sorted(read) if path.is_file()}
    return {"versions": versions(), "inputs": hashes}


def versions() -> dict[str, str]:
    """Return the versions of what pages are made with."""
    return {"python": platform.python_version()} | {name: version(name) for name in ("ipanalytics", *LIBRARIES)}


def name_of(area: str) -> str:
    """Return what messages call a page: its place, or the entry of reports.yaml."""
    return formatting.place(area) if places.is_place(area) else area
