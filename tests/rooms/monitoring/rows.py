"""Targets of each kind, figures of a few places, and how they are judged."""

import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods
from ipanalytics.monitoring import assessment, progress, series, targets
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.table import COLUMNS, until

AIMS = [
    targets.Target("T1", "standard_adopters_new", "610800", "flow", "一", "一百家", value=100, year=2022),
    targets.Target("T2", "gi_new", "610800", "flow", "一", "三件", value=3, year=2022),
]
TWO_MONTHS = [
    ("standard_adopters_new", "2022-01/2022-08", 70), ("standard_adopters_new", "2022-01/2022-09", 70),
    ("gi_new", "2022-01/2022-08", 1), ("gi_new", "2022-01/2022-09", 3),
]  # fmt: skip


def judged_at(as_of, figures=TWO_MONTHS):
    rows = [
        ["610800", id_, period, float(v), indicators.indicator(id_).unit, "s", "final", "A1"]
        for id_, period, v in figures
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    known = until(table, as_of)
    day = periods.parse(as_of).end.isoformat()
    return assessment.judge(known, AIMS, day, progress.Rules(targets.thresholds(), catalogue_settings.settings()))


UNITS, REGIONS = places.codes("unit"), places.codes("region")
PROVINCE, UNIT = "610000", "610100"
KINDS = {
    "level": ("demonstration_places", 100.0),
    "flow": ("gi_new", 12.0),
    "growth": ("pledge_smes", 0.10),
    "direction": ("inventions_in_force", None),
    "benchmark": ("protection_satisfaction", None),
    "coverage": ("trademark_windows", None),
    "milestone": ("milestone_m05", None),
}
RULES = progress.Rules(targets.thresholds(), catalogue_settings.settings(), frozenset({"copy"}))


def target(kind, *, area=UNIT, id="T", **changed):  # noqa: A002
    indicator, value = KINDS[kind]
    comparator = "100000" if kind == "benchmark" else ""
    entry = {"indicator": indicator, "value": value, "comparator": comparator, "clause": "一", "quote": "文"}
    return Target(id=id, area=area, kind=kind, year=2022, **{**entry, **changed})


def row(area, indicator, period, value, status="final", source="paper"):
    return [area, indicator, period, value, indicators.indicator(indicator).unit, source, status, "c"]


def table(*rows):
    return pd.DataFrame([row(*one) for one in rows], columns=COLUMNS).astype({"value": float})


def opened(figures, wanted, rules):
    near = figures[progress.is_near(figures, wanted)]
    return series.open_book(near, rules.settings, rules.limits.sum_tolerance)


def assess(rows, *wanted, as_of="2022-09"):
    book = opened(until(table(*rows), as_of), list(wanted), RULES)
    return progress.assess(book, list(wanted), as_of, RULES)


def found(made, area=UNIT):
    """Return the one row of a place as a mapping, without what is empty."""
    (entry,) = made[made["area"] == area].to_dict("records")
    return {key: value for key, value in entry.items() if pd.api.types.is_list_like(value) or value not in ("", None)
            and not pd.isna(value)}  # fmt: skip


def judged(figures, wanted, as_of="2022-09"):
    """Judge a target of one unit by its figures by period."""
    return found(assess([[wanted.area, wanted.indicator, *one] for one in figures.items()], wanted, as_of=as_of))


def holds(row, **expected):
    """Compare the named entries; an expected None stands for what is empty."""
    shown = {key: row.get(key) for key in expected}
    return shown == {key: pytest.approx(one) if isinstance(one, float) else one for key, one in expected.items()}
