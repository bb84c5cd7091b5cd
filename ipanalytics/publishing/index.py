"""The index of all pages: a row an area, the map that leads to them, what is missing."""

import base64
from collections import Counter
from collections.abc import Container, Iterable
from hashlib import sha256
from typing import Any

from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.catalogue import places as catalogue_places
from ipanalytics.core import i18n
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.publishing import page
from ipanalytics.report import formatting, markup, scoreboard, wording
from ipanalytics.report.maps import boundaries, outlines, unit_map
from ipanalytics.report.scoreboard import COUNTED, Area

# What tells why a page wasn't made, in the words of its error; a reader of the index needs no more.
REASONS = {
    "--time-limit": "制作超过了时限",
    "--memory-limit": "内存不够",
    "No space left": "磁盘已满",
    "Permission denied": "文件夹不能写入",
}
# The many counties come last.
GROUPS = {"province": "全省", "region": "区域", "unit": "单元", "": "任务与数据", "county": "区县"}


def make_index(
    entries: Iterable[dict[str, Any]],
    published: Container[str],
    planned: Iterable[str] = (),
    *,
    beside: str = "",
    footer: str,
) -> str:
    """Return index.html; its policy lets no other script run than its own. See `areas` for what it's made of.

    `beside` is what addresses say of the pages in the other language; "" where there are none.
    """
    script = markup.render("scripts/index.js", "publishing")
    own = {
        "beside": beside,
        "footer": footer,
        "style": page.stylesheet() + markup.render("index.css", "publishing"),
        "language": i18n.tag(),
        "script": script,
        "script_hash": base64.b64encode(sha256(script.encode()).digest()).decode(),
    }
    return markup.render("index.html.j2", "publishing", **view(areas(entries, published, planned)), **own)


def areas(entries: Iterable[dict[str, Any]], published: Container[str], planned: Iterable[str] = ()) -> list[Area]:
    """Return a row for each entry, and for each planned area that was never rendered, in the order of the index.

    Parameters
    ----------
    entries
        Of manifest.json.
    published
        The files that are there.
    planned
        Codes that reports.yaml wants pages of.
    """
    rendered = {entry["area"]: entry for entry in entries}
    places = [code for code in planned if catalogue_places.is_place(code)]
    rows = [_area(code, rendered.get(code, {}), published) for code in dict.fromkeys([*rendered, *places])]
    counties = [county for unit in scoreboard.units_in_order() for county in hierarchy.members(unit, "county")]
    order = [catalogue_places.province(), *catalogue_places.codes("region"), *scoreboard.units_in_order(), *counties]
    rank = {code: number for number, code in enumerate(dict.fromkeys(order))}
    levels = list(GROUPS)
    return sorted(rows, key=lambda row: (levels.index(row.level), rank.get(row.code, 0), row.code))


def _area(code: str, entry: dict[str, Any], published: Container[str]) -> Area:
    is_place = catalogue_places.is_place(code)
    level = catalogue_places.level_of(code) if is_place else ""
    name = formatting.place(code, short=False) if is_place else entry.get("title") or code
    above = _above(code, level) if level in ("unit", "county") else ""
    region = formatting.place(above) if above not in ("", catalogue_places.province()) else ""
    is_there = bool(entry) and entry["file"] in published
    taken = {key: entry.get(key) or "" for key in ("lead", "as_of", "newest")}
    taken["error"] = _reason(entry.get("error") or "")
    return Area(
        code, name, level, region, entry["file"] if is_there else "", _state(entry, is_there=is_there), **taken,
        synthetic=entry.get("synthetic"), lights=_lights(entry), search=_search(code, name, region, is_place=is_place),
    )  # fmt: skip


def _above(code: str, level: str) -> str:
    """Return the region of a unit, the unit of a county."""
    return hierarchy.region_of(code) if level == "unit" else hierarchy.unit_of(code)


def _state(entry: dict[str, Any], *, is_there: bool) -> str:
    if not entry:
        return "never"
    if entry.get("error"):
        return "kept" if is_there else "failed"
    return "published" if is_there else "missing"


def _reason(error: str) -> str:
    """Word for readers why a page wasn't made; the manifest has what the program said."""
    reason = next((words for sign, words in REASONS.items() if sign in error), "制作时出错")
    return (
        say("{reason}，未发布有误的页面；请告知负责生成报告的人员，详情在manifest.json", reason=say(reason))
        if error
        else ""
    )


def _lights(entry: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """Return the lights; None without them, unless the day says that there is no target to show."""
    lights = tuple((str(label), str(status)) for label, status in entry.get("lights") or ())
    return lights if lights or entry.get("as_of") else None


def _search(code: str, name: str, region: str, *, is_place: bool) -> str:
    """Return what finds an area in either language, in small letters."""
    chinese = [catalogue_places.name_of(code, short=short) for short in (False, True)] if is_place else []
    english = [catalogue_places.name_of(code, language="en")] if is_place else []
    others = [*(chinese if i18n.is_english() else chinese[1:]), *english]
    return " ".join(filter(None, [name, code, region, *others])).lower()


def view(rows: list[Area]) -> dict[str, Any]:
    """Return what the template of index.html needs but the footer."""
    slots, is_mixed = _slots(rows), len({bool(row.synthetic) for row in rows if row.state != "never"}) > 1
    return {
        "title": say("{place}知识产权发展报告", place=formatting.place(catalogue_places.province())),
        "subtitle": _subtitle(),
        "heading": say("各单元低于要求的指标有几项" if scoreboard.has_targets(rows) else "各单元的报告"),
        "failed": [row for row in rows if row.error],
        "missing": [row for row in rows if row.state == "missing"],
        "never": [row for row in rows if row.state == "never"],
        "unknown": [row for row in rows if row.state in ("published", "kept") and row.synthetic is None],
        "province": next((row for row in rows if row.code == catalogue_places.province()), None),
        "synthetic": formatting.synthetic() if any(row.synthetic for row in rows) else "",
        "days": _days(rows),
        "map": unit_map.draw(scoreboard.marks(rows)) if boundaries.has_map() else "",
        "legend": scoreboard.legend(rows),
        "note": _note() if scoreboard.has_targets(rows) else outlines.map_note(),
        "weakest": scoreboard.weakest(rows),
        "key": _key(rows),
        # That a page is there, its link says.
        "has_states": any(row.state != "published" for row in rows),
        "slots": slots,
        "groups": [
            {
                "heading": say(heading),
                "rows": [_cells(row, slots, is_mixed=is_mixed) for row in rows if row.level == level],
            }
            for level, heading in GROUPS.items()
            if any(row.level == level for row in rows)
        ],
    }


def _subtitle() -> str:
    units = formatting.count_of("unit")
    if not catalogue_places.codes("region"):
        return say("全省、{units}个单元，每处一页；不联网也能打开。", units=units)
    text = "全省、{regions}个区域、{units}个单元，每处一页；不联网也能打开。"
    return say(text, regions=formatting.count_of("region"), units=units)


def _slots(rows: list[Area]) -> list[str]:
    """Return the labels of all targets, so that one target stands below the other; the longest list leads."""
    lists = sorted((row.lights or () for row in rows), key=len, reverse=True)
    return list(dict.fromkeys(label for lights in lists for label, _ in lights))


def _days(rows: list[Area]) -> str:
    """Say up to when the figures of the units were taken; they differ when pages were rendered apart."""
    counts = Counter(row.as_of for row in rows if row.level == "unit" and row.as_of)
    if len(counts) <= 1:
        return "".join(say("数据截至{day}。", day=formatting.day(day)) for day in counts)
    days = [say("{day}（{count}个单元）", day=formatting.day(day), count=n) for day, n in sorted(counts.items())]
    return say("各单元的截至日不同：{days}。", days=join("、", days))


def _note() -> str:
    return sentences(say(COUNTED), say(wording.UNOFFICIAL), outlines.map_note())


def _key(rows: list[Area]) -> list[dict[str, Any]]:
    statuses = {status for row in rows for _, status in row.lights or ()}
    return [_light(status) for status in sorted(statuses, key=_rank)]


def _rank(status: str) -> int:
    statuses = settings.wording().statuses
    return statuses[status].rank if status in statuses else len(statuses) + 1


def _light(status: str, label: str = "") -> dict[str, Any]:
    """Return a status as the template shows it; one that the catalogue no longer has keeps its id as its word."""
    light = settings.wording().statuses.get(status)
    shape, word = (light.shape, light.word) if light else (say("？"), status)
    return {"status": status, "shape": shape, "word": word, "label": label}


def _cells(row: Area, slots: list[str], *, is_mixed: bool) -> dict[str, Any]:
    """Return the lights of a row by slot, None where it has no such target, and their number by status.

    A row says that it is synthetic where others aren't; the heading of the table always says it.
    """
    own = dict(row.lights or ())
    counts = Counter(own.values())
    return {
        "area": row,
        "mark": formatting.synthetic() if is_mixed and row.synthetic else "",
        "lights": [_light(own[label], label) if label in own else None for label in slots] if own else [],
        "counts": [{**_light(status), "count": counts[status]} for status in sorted(counts, key=_rank)],
        "weak": f"{len(row.weak):03d}" if row.assessable else "",
        "judged": "" if row.level in ("", "county") or row.state == "never" else scoreboard.judged_words(row),
    }
