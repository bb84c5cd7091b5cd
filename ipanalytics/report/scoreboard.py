"""How many targets each place falls short of, of those that can be judged; no place is ranked by it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.catalogue.places import codes, province
from ipanalytics.core import i18n
from ipanalytics.core.i18n import join, say
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.status_rules import ENDED
from ipanalytics.report import formatting, wording
from ipanalytics.report.maps import unit_map
from ipanalytics.report.maps.unit_map import NOTHING, UNKNOWN, Mark
from ipanalytics.report.markup import APPLIES

STATES = {
    "published": "已生成",
    "kept": "这次失败，保留上次的页面",
    "failed": "失败，没有页面",
    "missing": "页面缺失",
    "never": "尚未生成",
}
COUNTED = (
    "低于要求＝略低于序时、滞后、严重滞后、尚未启动、逾期或未完成；只计数、只与全省目标线比、尚未公布、无完成记录、无法评价和无数据的"
    "不计入。图上的2/9指可以评价的9项中有2项低于要求。各单元可以评价的项数不同，多数不是正式目标，不能据此排名次。"
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
        """The number of targets that are reached or on pace."""
        return sum(status in wording.GOOD for _, status in self.lights or ())

    @property
    def weak(self) -> list[str]:
        """The targets that it falls short of, by their labels."""
        return [label for label, status in self.lights or () if status in wording.WEAK]

    @property
    def assessable(self) -> int:
        """The number of targets that can be judged at their day."""
        return self.good + len(self.weak)

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
        return bisect_right(settings.wording().weak_breaks, len(self.weak))

    @property
    def short(self) -> str:
        """The end of the lead, which names the weakest target; its counts stand as lights beside it."""
        last = self.lead.rstrip(say("。")).rpartition(say("；"))[2]
        return i18n.capital(last) if self.lights else self.lead


def units_in_order() -> list[str]:
    """Return the units, region by region, then those that lie in none."""
    regions = [*codes("region"), province()]
    return [unit for region in regions for unit in codes("unit") if hierarchy.region_of(unit) == region]


def marks(rows: list[Area]) -> dict[str, Mark]:
    """Return how the regions and units stand on the map; one without a row has no report."""
    names = {code: formatting.place(code, short=False) for code in units_in_order()}
    never = say(STATES["never"])
    shown = {code: Mark("", UNKNOWN, say("{name}：{what}", name=name, what=never)) for code, name in names.items()}
    for row in rows:
        if row.level in ("region", "unit"):
            words = say("{name}：{what}", name=row.name, what=judged_words(row))
            words = words if row.href else join("；", [words, row.state_word])
            count = f"{len(row.weak)}/{row.assessable}" if row.assessable else ""
            shown[row.code] = Mark(row.href, row.class_, words, count)
    return shown


def judged_words(row: Area) -> str:
    """Say how many of a place's targets it falls short of."""
    if row.lights is None:
        return say("指标状态不明")
    if not row.lights:
        return say("还没有录入目标")
    if not row.assessable:
        return say("{count}项指标都还不能评价", count=len(row.lights))
    return say("可以评价的{count}项指标中{weak}项低于要求", count=row.assessable, weak=len(row.weak))


def legend(rows: list[Area]) -> list[dict[str, str]]:
    """Return every class, also an empty one, with its units; what lacks a class only where there is such a unit."""
    by_code = marks(rows)
    counts = Counter(by_code[code].class_ for code in units_in_order())
    count = len(settings.wording().weak_words)
    words = dict(enumerate(settings.wording().weak_words)) if has_targets(rows) else {}
    words |= {class_: say(word) for class_, word in LACKING.items() if counts[class_]}
    return [
        {
            "fill": unit_map.colour(class_, count), "hatch": f"swatch{class_}", "word": word,
            "count": say("{count}个单元", count=counts[class_]),
        }
        for class_, word in words.items()
    ]  # fmt: skip


def has_targets(rows: Iterable[Area]) -> bool:
    """Say whether any place has a target, or had when its page was made: unknown ones may be some."""
    return not any(row.lights == () for row in rows) or any(row.lights for row in rows)


def fallen_short(rows: Iterable[Area]) -> Counter[str]:
    """Count the places that fall short of each target, most first."""
    return Counter(dict(Counter(label for row in rows for label in row.weak).most_common()))


def weakest(rows: list[Area]) -> list[dict[str, str]]:
    """Return the targets that most units fall short of, with how many do of those that can be judged, in words."""
    units = [row for row in rows if row.level == "unit"]
    weak = fallen_short(units)
    judged = weak + Counter(label for row in units for label, status in row.lights or () if status in wording.GOOD)
    text = "{count}个可以评价的单元中{weak}个"
    return [
        {"label": label, "words": say(text, count=judged[label], weak=count)}
        for label, count in weak.most_common(MOST_NAMED)
    ]


def of_units(assessment: Assessment) -> list[Area]:
    """Return the regions and units with their lights, as index.html shows them."""
    return [
        Area(
            code, formatting.place(code, short=False), level, formatting.place(hierarchy.region_of(code)),
            formatting.file_name(code), "published", as_of=assessment.as_of, lights=lights_of(assessment, code),
        )
        for level in ("region", "unit")
        for code in codes(level)
    ]  # fmt: skip


def lights_of(assessment: Assessment, area: str) -> tuple[tuple[str, str], ...]:
    """Return the status of each target of an area but milestones, in the order of the targets."""
    return _lights_of(assessment, area, i18n.current())


@cached_for_project("data", most=512)
def _lights_of(assessment: Assessment, area: str, language: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG001
    """Look once for each language that headings are in: every page shows the lights of all units."""
    names, rows = wording.headings(assessment.targets), assessment.records.get(area, {})
    statuses = {names[target]: str(row["status"]) for target, row in rows.items()}
    return tuple((name, statuses[name]) for name in dict.fromkeys(names.values()) if name in statuses)


def statuses(assessment: Assessment, units: Iterable[str]) -> dict[str, list[str]]:
    """Return the statuses of each unit's targets but milestones."""
    return {code: [row["status"] for row in assessment.records.get(code, {}).values()] for code in units}


def facets_of(statuses_of: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return what a table of units can be filtered by: their region, and whether one of their statuses falls short."""
    return {
        "region": [formatting.place(hierarchy.region_of(code)) for code in statuses_of],
        "behind": ["" if set(wording.WEAK).isdisjoint(ids) else APPLIES for ids in statuses_of.values()],
    }


def worst_first(rows: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Return the rows that are behind: the worst status first, in it the furthest behind, at the end the least done."""
    ranks = {id_: light.rank for id_, light in settings.wording().statuses.items()}
    weak = rows[rows["status"].isin(wording.WEAK)]
    is_lower, attained = weak["target"].isin(assessment.lower_is_better), weak["attainment"].astype(float)
    return weak.assign(
        rank=weak["status"].map(ranks),
        lag_points=weak["lag_points"].mask(weak["status"].isin(ENDED)),
        attained=attained.where(~is_lower, 1 / attained),
    ).sort_values(
        ["rank", "lag_points", "attained", "target"], ascending=[False, False, True, True], na_position="last"
    )


def worst(rows: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Return the first of `worst_first`, and those that are printed as far behind."""
    ordered = worst_first(rows, assessment)
    first = ordered.iloc[0]
    measure = "attained" if pd.isna(first["lag_points"]) else "lag_points"
    digits = {"attained": 3, "lag_points": 1}[measure]
    is_alike = ordered[measure].round(digits).eq(round(first[measure], digits)) & ordered["rank"].eq(first["rank"])
    return ordered[is_alike | (ordered.index == ordered.index[0])]
