"""What index.html shows, from the entries of a manifest: the map's marks, a row an area, what is missing.

An entry of an older manifest lacks lights and days; then they are unknown and shown as such.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from ipanalytics import labels, overviewmap, phrases, shapes
from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.catalogue import places as catalogue_places
from ipanalytics.core import i18n
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.overviewmap import NOTHING, UNKNOWN, Mark

# The many counties come last.
GROUPS = {"province": "全省", "region": "区域", "unit": "单元", "": "任务与数据", "county": "区县"}
STATES = {
    "published": "已生成",
    "kept": "这次失败，保留上次的页面",
    "failed": "失败，没有页面",
    "missing": "页面缺失",
    "never": "尚未生成",
}
COUNTED = (
    "达标＝已完成、逾期完成、达到序时或高于全省目标线；推进中、无法评价和无数据的指标不计入。"
    "图上的6/10指可以评价的10项中有6项达标。"
)
MOST_NAMED = 5
LACKING = {NOTHING: "没有可以评价的指标", UNKNOWN: "没有报告，或状态不明"}


@dataclass(frozen=True)
class Area:
    """A row of the table. `lights` is None where they aren't known, `synthetic` too."""

    code: str
    name: str
    level: str
    region: str
    href: str
    state: str
    error: str = ""
    lead: str = ""
    as_of: str = ""
    newest: str = ""
    synthetic: bool | None = None
    lights: tuple[tuple[str, str], ...] | None = None
    search: str = field(default="")

    @property
    def good(self) -> int:
        """The number of targets that are reached, on pace or above the province's line."""
        return sum(status in phrases.GOOD for _, status in self.lights or ())

    @property
    def assessable(self) -> int:
        """The number of targets that can be judged at their day."""
        return self.good + sum(status in phrases.WEAK for _, status in self.lights or ())

    @property
    def state_word(self) -> str:
        """The state of the page in a word."""
        return say(STATES[self.state])

    @property
    def class_(self) -> int:
        """The class on the map."""
        if self.lights is None:
            return UNKNOWN
        if not self.assessable:
            return NOTHING
        return bisect_right(settings.wording().good_breaks, self.good / self.assessable)

    @property
    def short(self) -> str:
        """The end of the lead, which names the weakest target; its counts stand as lights beside it."""
        last = self.lead.rstrip(say("。")).rpartition(say("；"))[2]
        return i18n.capital(last) if self.lights else self.lead


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
    known = {entry["area"]: entry for entry in entries}
    places = [code for code in planned if catalogue_places.is_place(code)]
    rows = [_area(code, known.get(code, {}), published) for code in dict.fromkeys([*known, *places])]
    counties = [county for unit in units_in_order() for county in hierarchy.members(unit, "county")]
    order = [catalogue_places.PROVINCE, *catalogue_places.codes("region"), *units_in_order(), *counties]
    rank = {code: number for number, code in enumerate(dict.fromkeys(order))}
    levels = list(GROUPS)
    return sorted(rows, key=lambda row: (levels.index(row.level), rank.get(row.code, 0), row.code))


def units_in_order() -> list[str]:
    """Return the units, region by region."""
    return [unit for region in catalogue_places.codes("region") for unit in hierarchy.members(region)]


def _area(code: str, entry: dict[str, Any], published: Container[str]) -> Area:
    is_place = catalogue_places.is_place(code)
    level = catalogue_places.level_of(code) if is_place else ""
    name = labels.place(code, short=False) if is_place else entry.get("title") or code
    region = labels.place(_above(code, level)) if level in ("unit", "county") else ""
    is_there = bool(entry) and entry["file"] in published
    taken = {key: entry.get(key) or "" for key in ("error", "lead", "as_of", "newest")}
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


def _lights(entry: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """Return the lights; None without them, unless the day says that there is no target to show."""
    found = tuple((str(label), str(status)) for label, status in entry.get("lights") or ())
    return found if found or entry.get("as_of") else None


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
        "failed": [row for row in rows if row.error],
        "missing": [row for row in rows if row.state == "missing"],
        "never": [row for row in rows if row.state == "never"],
        "unknown": [row for row in rows if row.state in ("published", "kept") and row.synthetic is None],
        "province": next((row for row in rows if row.code == catalogue_places.PROVINCE), None),
        "synthetic": labels.synthetic() if any(row.synthetic for row in rows) else "",
        "days": _days(rows),
        "map": overviewmap.draw(marks(rows)),
        "legend": legend(rows),
        "note": _note(),
        "weakest": weakest(rows),
        "key": _key(rows),
        "groups": [
            {
                "heading": say(heading),
                "rows": [_cells(row, slots, is_mixed=is_mixed) for row in rows if row.level == level],
            }
            for level, heading in GROUPS.items()
            if any(row.level == level for row in rows)
        ],
    }


def _slots(rows: list[Area]) -> list[str]:
    """Return the labels of all targets, so that one target stands below the other; the longest list leads."""
    lists = sorted((row.lights or () for row in rows), key=len, reverse=True)
    return list(dict.fromkeys(label for lights in lists for label, _ in lights))


def _days(rows: list[Area]) -> str:
    """Say up to when the figures of the units were taken; they differ when pages were rendered apart."""
    found = Counter(row.as_of for row in rows if row.level == "unit" and row.as_of)
    if len(found) <= 1:
        return "".join(say("数据截至{day}。", day=labels.day(day)) for day in found)
    days = [say("{day}（{count}个单元）", day=labels.day(day), count=n) for day, n in sorted(found.items())]
    return say("各单元的截至日不同：{days}。", days=join("、", days))


def marks(rows: list[Area]) -> dict[str, Mark]:
    """Return how the regions and units stand on the map; one without a row has no report."""
    blank = {
        code: Mark("", UNKNOWN, _told(labels.place(code, short=False), say(STATES["never"])))
        for code in units_in_order()
    }
    return blank | {row.code: _mark(row) for row in rows if row.level in ("region", "unit")}


def _mark(row: Area) -> Mark:
    count = f"{row.good}/{row.assessable}" if row.assessable else ""
    words = _told(row.name, judged_words(row))
    return Mark(row.href, row.class_, words if row.href else join("；", [words, row.state_word]), count)


def _told(name: str, what: str) -> str:
    return say("{name}：{what}", name=name, what=what)


def judged_words(row: Area) -> str:
    """Say how many of a place's targets are reached."""
    if row.lights is None:
        return say("指标状态不明")
    if not row.assessable:
        return say("{count}项指标都还不能评价", count=len(row.lights))
    share = labels.share(row.good, row.assessable, digits=0)
    return say("可以评价的{count}项指标中{good}项达标（{share}）", count=row.assessable, good=row.good, share=share)


def legend(rows: list[Area]) -> list[dict[str, Any]]:
    """Return every class, also an empty one, with its units; what lacks a class only where there is such a unit."""
    known = marks(rows)
    found = Counter(known[code].class_ for code in units_in_order())
    words = dict(enumerate(settings.wording().good_words))
    words |= {id_: say(word) for id_, word in LACKING.items() if found[id_]}
    return [{"swatch": overviewmap.swatch(id_), "word": word, "count": found[id_]} for id_, word in words.items()]


def weakest(rows: list[Area]) -> list[dict[str, Any]]:
    """Return the targets that most units fall short of, with the number of units that can be judged."""
    lit = [light for row in rows if row.level == "unit" for light in row.lights or ()]
    weak = Counter(label for label, status in lit if status in phrases.WEAK)
    judged = weak + Counter(label for label, status in lit if status in phrases.GOOD)
    return [{"label": label, "weak": n, "assessable": judged[label]} for label, n in weak.most_common(MOST_NAMED)]


def _note() -> str:
    return sentences(say(COUNTED), say(phrases.UNOFFICIAL), shapes.map_note())


def _key(rows: list[Area]) -> list[dict[str, Any]]:
    found = {status for row in rows for _, status in row.lights or ()}
    return [_light(status) for status in sorted(found, key=_rank)]


def _rank(status: str) -> int:
    known = settings.wording().statuses
    return known[status].rank if status in known else len(known) + 1


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
        "mark": labels.synthetic() if is_mixed and row.synthetic else "",
        "lights": [_light(own[label], label) if label in own else None for label in slots] if own else [],
        "counts": [{**_light(status), "count": counts[status]} for status in sorted(counts, key=_rank)],
        "share": f"{row.good / row.assessable:.4f}" if row.assessable else "",
        "judged": "" if row.level in ("", "county") or row.state == "never" else judged_words(row),
    }
