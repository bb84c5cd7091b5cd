"""Every kind of page made in memory as its notebook makes it, and every sentence that is said meanwhile.

A sentence is kept as it is said: its template with the parts that are filled in, and the module that says it; of a
month that a reader may choose also the day of its end.
"""

import ast
import json
import sys
from collections import defaultdict, namedtuple
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from ipanalytics.core import i18n
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment
from ipanalytics.monitoring.trajectory import by_month
from ipanalytics.publishing import index
from ipanalytics.report import scoreboard, sections
from ipanalytics.report.exhibits import Chapter, Exhibit, Opening, Section

NOTEBOOKS = Path(__file__).parents[5] / "notebooks"
DATES = ["2022-01", "2022-03", "2022-09", ""]
STATES = [(day, is_real) for day in DATES for is_real in (False, True)]
# The areas of each state: every level at least twice, so that no state is slow.
AREAS = {
    "2022-01": ["610000", "610403"], "2022-03": ["610000", "shaannan", "610800"],
    "2022-09": ["610000", "guanzhong", "610800"], "": ["610000", "shaanbei", "610200"],
}  # fmt: skip
COUNTIES = {"2022-09": ["610881"], "": ["610102"]}
COLUMNS = ("area", "indicator", "period", "value")
Said = namedtuple("Said", "module template parts day")
# The name that sections give to how targets stood in the month that they speak of.
MONTH = "made"


@dataclass(eq=False)
class Page:
    """A page of a notebook for a place, with what it was made of, what it returned and what it said."""

    kind: str
    area: str
    made: assessment.Assessment
    every: pd.DataFrame
    is_real: bool
    shown: list[object] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def at(self, day):
        """Return the page as it would be at a month's end."""
        if day in ("", self.made.as_of):
            return self
        if day not in self.months:
            self.months |= {made.as_of: replace(self, made=made) for made in by_month(self.made)}
        return self.months[day]

    @cached_property
    def months(self):
        """The page by the days of months' ends, once asked for."""
        return {}

    @property
    def rows(self):
        """The progress of its place but for milestones."""
        return self.made.rows_of(self.area)

    @cached_property
    def records(self):
        """The progress of all places as mappings."""
        return self.made.rows.to_dict("records")

    @cached_property
    def values(self):
        """The known figures by place and indicator, and period."""
        known, found = self.made.known, defaultdict(dict)
        for area, indicator, period, value in zip(*(known[name] for name in COLUMNS), strict=True):
            found[area, indicator][period] = value
        return found

    @cached_property
    def earlier(self):
        """The progress a month before."""
        return assessment.load_earlier(self.made, real_only=self.is_real)


def month_of(frame):
    """Return the day of the month that is spoken of, "" of the report's own."""
    while frame:
        if MONTH in frame.f_code.co_varnames + frame.f_code.co_freevars + frame.f_code.co_cellvars:
            made = frame.f_locals.get(MONTH)
            if isinstance(made, assessment.Assessment):
                return made.as_of
        frame = frame.f_back
    return ""


@contextmanager
def recording(said):
    """Keep what is said with `say`, by whichever module."""

    def keep(template, /, **parts):
        frame = sys._getframe(1)  # noqa: SLF001
        said.append(Said(frame.f_globals["__name__"].removeprefix("ipanalytics."), template, parts, month_of(frame)))
        return plain(template, **parts)

    plain = i18n.say
    sections.registered()
    users = [module for name, module in sys.modules.items()
             if name.startswith("ipanalytics.") and getattr(module, "say", None) is plain]  # fmt: skip
    for module in users:
        module.say = keep
    try:
        yield
    finally:
        for module in users:
            module.say = plain


def cells_of(kind):
    """Return the code of a notebook's cells."""
    cells = json.loads((NOTEBOOKS / f"{kind}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def made_by(kind, **given):
    """Run a notebook's cells with other parameters; return what each of them shows."""
    parameters, *cells = map(ast.parse, cells_of(kind))
    names, shown = {}, []
    exec(compile(parameters, kind, "exec"), names)  # noqa: S102
    names.update(given)
    for cell in cells:
        *before, last = cell.body
        exec(compile(ast.Module([*before, *([] if isinstance(last, ast.Expr) else [last])], []), kind, "exec"), names)  # noqa: S102
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), kind, "eval"), names))  # noqa: S307
    return shown


@cache
def pages_of(day, is_real):
    """Return the pages of a state: of places, of a county, of tasks, of data quality, and the index."""
    wanted = [("area_report", area) for area in (AREAS[day][::2] if is_real else AREAS[day])]
    wanted += [("county_report", area) for area in COUNTIES.get(day, [])]
    wanted += [("tasks", "610000"), *([("data_quality", "610000")] if day in COUNTIES else [])]
    made, every = assessment.load(day, real_only=is_real), pipeline.load_every(day, real_only=is_real)
    pages = [Page(kind, area, made, every, is_real) for kind, area in wanted]
    for page in pages:
        given = {"as_of": day, "real_only": is_real} | ({"area": page.area} if "report" in page.kind else {})
        with recording(page.said):
            page.shown = made_by(page.kind, **given)
    page = Page("index", "610000", made, every, is_real)
    entries = [
        {"area": area.code, "file": area.href, "lead": "x。", "as_of": made.as_of, "lights": list(area.lights)}
        for area in scoreboard.of_units(made)
    ]
    with recording(page.said):
        page.shown = [index.view(index.areas(entries, {entry["file"] for entry in entries}))]
    return [*pages, page]


def texts_of(shown):
    """Yield every text of what a cell shows but its links."""
    match shown:
        case Chapter():
            for section in shown.sections:
                yield from texts_of(section)
        case Section():
            for exhibit in shown.exhibits:
                yield from texts_of(exhibit)
            yield from (shown.heading, shown.prose)
        case Exhibit():
            yield from (shown.title, shown.note)
            yield from (str(cell) for name in shown.table for cell in shown.table[name] if name in JUDGED_COLUMNS)
            yield str((shown.drawing.context.get("text") if shown.drawing else "") or "")
        case Opening():
            yield from (shown.title, shown.subtitle, shown.lead)
            yield from (text for target in (shown.summary or {}).get("behind", []) for text in target.values() if text)
            yield (shown.summary or {}).get("changed", "")


JUDGED_COLUMNS = ("状态", "数值", "目标", "完成", "增量完成", "快慢", "还差", "差得最多", "多得最多", "好坏")
