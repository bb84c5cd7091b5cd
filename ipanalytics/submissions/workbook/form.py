"""What a unit is asked for in a period: the figures, the yes or no, and what to explain, all from the catalogue.

Counts are asked for, never rates: they are computed. A survey's result isn't the unit's to report.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import files, periods
from ipanalytics.core.errors import CleaningError
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import assessment, series, targets, tasks
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.series import DataPoint
from ipanalytics.monitoring.status_rules import WEAK
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.consistency import TYPES

# Of the workbook's layout; an older one isn't read.
VERSION = 1
DECEMBER = 12

DEMONSTRATION = "演示数据"
MADE_UP = f"{DEMONSTRATION}，仅供试填"


@dataclass(frozen=True)
class Question:
    """An indicator that is asked for, and the target that asks; `total` is the one that it is a part of."""

    indicator: str
    target: str
    total: str = ""

    @property
    def item(self) -> indicators.Indicator:
        """The catalogue's entry."""
        return indicators.indicator(self.indicator)


@dataclass(frozen=True)
class Before:
    """A figure of an earlier period, as the workbook shows it."""

    value: float
    period: str
    source: str
    is_synthetic: bool


@dataclass(frozen=True)
class Form:
    """What one workbook asks: of which unit and month, the figures before by indicator, how targets stand.

    `year_before` and `before` are the figures of the year before and of the last period; `behind` are the targets that
    the unit falls short of, with what is known of them.
    """

    area: str
    period: str
    year_before: dict[str, Before]
    before: dict[str, Before]
    behind: dict[str, str]

    @property
    def year(self) -> int:
        """The year whose targets ask."""
        return self.end.year

    @property
    def end(self) -> date:
        """The last day that figures count."""
        return periods.parse(self.period).end

    @property
    def is_final(self) -> bool:
        """Whether it asks for the whole year."""
        return self.end.month == DECEMBER

    def period_of(self, indicator: str) -> str:
        """Return how the period of an indicator's answer is written."""
        is_flow = indicators.indicator(indicator).kind == "flow" and not self.is_final
        return periods.so_far(self.year, self.end.month) if is_flow else periods.moment(self.end)

    @property
    def has_synthetic(self) -> bool:
        """Whether a figure that it shows is synthetic, or how a target stands."""
        shown = (*self.year_before.values(), *self.before.values())
        return any(each.is_synthetic for each in shown) or any(MADE_UP in text for text in self.behind.values())

    @property
    def explained(self) -> list[str]:
        """The targets whose falling short is to be explained: none that only made-up figures let fall short."""
        return [id_ for id_, standing in self.behind.items() if MADE_UP not in standing]


def month_of(period: str) -> str:
    """Return the month that a workbook is for: a month, or a year's last.

    Examples
    --------
    >>> month_of("2022"), month_of("2022-09")
    ('2022-12', '2022-09')
    """
    if periods.is_period(period, shape="year") or periods.is_period(period, shape="month"):
        return f"{periods.parse(period).end:%Y-%m}"
    msg = f"{period!r}: a workbook is for a month or a year, such as 2022-12 or 2022"
    raise CleaningError(msg)


def counts(year: int) -> list[Question]:
    """Return the counts that a year's targets ask for, each once; a part with its total and the other parts."""
    asked: dict[str, Question] = {}
    for target in targets_of(year):
        item = indicators.indicator(target.indicator)
        id_ = item.numerator or item.id
        if target.kind in ("coverage", "milestone") or not indicators.indicator(id_).additive:
            continue
        total = next((whole for whole, parts in TYPES.items() if id_ in parts), "")
        if total:
            asked.setdefault(total, Question(total, ""))
        for part in TYPES.get(total, (id_,)):
            known = asked.get(part)
            if part == id_ or known is None:
                asked[part] = Question(part, target.id if part == id_ else "", total)
    return list(asked.values())


def flags(year: int, area: str) -> list[Question]:
    """Return what a unit either has or hasn't: the coverage that a year's targets ask of it."""
    own = settings.settings().reported_by_workbook
    asked = [target for target in targets_of(year) if target.kind == "coverage" and target.indicator != own]
    return [Question(t.indicator, t.id) for t in asked if area in (t.members or hierarchy.members(t.area))]


def milestones(year: int, area: str) -> list[Question]:
    """Return the milestones that a unit answers for: its own, and those of tasks that name it.

    What all units take part in is the province's deed, and the province's to report.
    """
    every = set(places.codes("unit"))
    named = [task for task in _tasks_of(year) if area in task.units and not every <= set(task.units)]
    bound = {id_ for task in named for id_ in task.monitored_by}
    return [
        Question(t.indicator, t.id)
        for t in targets_of(year)
        if t.kind == "milestone" and (t.area == area or t.id in bound)
    ]


def load(area: str, period: str, *, real_only: bool = False) -> Form:
    """Return what a unit is asked for, with what is known of it up to the period's end.

    Raises
    ------
    CleaningError
        When the place is no unit, or the period no month.
    """
    code, month = places.find(area), month_of(period)
    if code not in places.codes("unit"):
        msg = f"{places.name_of(code)} ({code}) is no unit that reports"
        raise CleaningError(msg)
    year = assessment.load(month, periods.parse(month).end.year, real_only=real_only)
    asked = [question.indicator for question in counts(year.year)]
    pairs = {id_: _before(year, code, id_, periods.parse(month).end) for id_ in asked}
    year_before = {id_: known for id_, (known, _) in pairs.items() if known}
    before = {id_: known for id_, (_, known) in pairs.items() if known}
    return Form(code, month, year_before, before, dict(_behind(year, code)))


def _before(year: Assessment, area: str, indicator: str, end: date) -> tuple[Before | None, Before | None]:
    """Return the figures of the year before, and the newest before the period within its year."""
    if indicators.indicator(indicator).kind == "flow":
        this, last = (series.year_to_date(year.book, area, indicator, when) for when in (end.year, end.year - 1))
        same = last.get(periods.month_end(end.year - 1, end.month))
    else:
        this = series.stock(year.book, area, indicator)
        same = this.get(date(end.year - 1, DECEMBER, 31))
    earlier = [day for day in this if day.year == end.year and day < end]
    newest = this[max(earlier)] if earlier else None
    return _shown(year, same), _shown(year, newest)


def _shown(year: Assessment, point: DataPoint | None) -> Before | None:
    if point is None:
        return None
    sources = "; ".join(sorted(series.sources_of(year.book, point.used)))
    return Before(point.value, point.period, sources, series.is_synthetic(year.book, point.used))


def _behind(year: Assessment, area: str) -> Iterator[tuple[str, str]]:
    """Give the targets that a unit falls short of, with how they stand in words."""
    own = settings.settings().reported_by_workbook
    words = settings.wording()
    for row in year.rows_of(area).to_dict("records"):
        if row["status"] in WEAK and row["indicator"] != own:
            unit = indicators.indicator(str(row["indicator"])).unit
            amount = f"已有{row['value']:g}{unit}" if row["value"] == row["value"] else "尚无数据"
            scope = words.scopes.get(str(row["scope"]), "")
            mark = f"（{MADE_UP}）" if "synthetic" in str(row["flags"]).split(";") else ""
            yield str(row["target"]), f"{amount}，{words.statuses[str(row['status'])].word}（{scope}）{mark}"


def as_text(form: Form) -> str:
    """Return a form as the workbook's hidden sheet keeps it."""
    return json.dumps(asdict(form), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> Form:
    """Return a form from what a hidden sheet holds."""
    held = json.loads(text)
    earlier = {name: {id_: Before(**each) for id_, each in held[name].items()} for name in ("year_before", "before")}
    return Form(held["area"], held["period"], earlier["year_before"], earlier["before"], held["behind"])


def fingerprint(area: str, year: int) -> str:
    """Return a hash of all that the catalogue says of what a unit is asked for, and of the layout's version."""
    asked = [*counts(year), *flags(year, area), *milestones(year, area)]
    said = [(each, each.item.name, each.item.unit, each.item.definition) for each in asked]
    return files.fingerprint(repr((VERSION, said, places_in(area))))


def places_in(area: str) -> list[str]:
    """Return the names of the counties in a unit, for what has a place."""
    return [places.name_of(code) for code in hierarchy.members(area, "county")] or [places.name_of(area)]


@cached_for_project("data/catalogue", "data/divisions")
def targets_of(year: int) -> tuple[Target, ...]:
    """Return a year's targets; each sheet of each workbook asks for them."""
    return tuple(targets.load(year))


@cached_for_project("data/catalogue", "data/divisions")
def _tasks_of(year: int) -> tuple[tasks.Task, ...]:
    return tuple(tasks.load(year)) if year in tasks.years() else ()
