"""A printed number as observations hold it: scaled, possible, and of the period that it stands for."""

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from ipanalytics.ingestion.text import dates, numbers, vocabulary

DECEMBER = 12
# What is counted one by one.
WHOLE = ("件", "家", "个")
BESIDE = {
    "change": "a rate of change, kept as a check",
    "growth": "a rate of change, kept as a check",
    "share": "a share, kept as a check",
    "rank": "a rank, kept as a check",
    "score": "a score, kept as a check",
    "districts": "of a city's districts only (市辖区), which is another scope: kept as a check",
    "all_time": "counted since the beginning, which is no period of the table",
    "plan": "a plan, not a figure",
}


def beside(said: vocabulary.Meaning, when: dates.When | None) -> str:
    """Return why a figure is no observation but may serve as a check: a change, a share, a rank, a plan."""
    if (role := said.get("role", "")) in BESIDE:
        return BESIDE[role]
    return BESIDE.get(when.kind, "") if when else ""


def impossible(value: float, item: indicators.Indicator) -> str:
    """Say why an indicator can't have a value, else ""."""
    if value < 0 and not item.signed:
        return f"{item.name} can't be negative"
    is_part = item.unit in WHOLE and not value.is_integer()
    return f"{item.name}: {value:.10g} isn't a whole number of {item.unit}" if is_part else ""


def stored(when: dates.When, item: indicators.Indicator, said: vocabulary.Meaning) -> str | numbers.Fault:
    """Return the period as observations hold it: a stock's is its end, a flow's the time that it counts."""
    text = str(when.period)
    end = periods.parse(text).end
    if item.kind != "flow":
        return periods.moment(end)
    if when.kind == "point" and periods.parse(text).shape == "day":
        return numbers.Fault(f"{item.name}: counted up to a day, {text}")
    if when.kind == "point" and said.get("role") == "cumulated":
        return numbers.Fault(f"{item.name}: counted since a time that isn't said, up to {text}")
    if when.kind != "point" or periods.parse(text).shape == "year":
        return text
    return str(end.year) if end.month == DECEMBER else periods.so_far(end.year, end.month)


def contradiction(row: dates.When, column: dates.When) -> str:
    """Say how the years of a row and of a column contradict each other, "" where they don't."""
    years = [periods.parse(str(when.period)).end.year for when in (row, column)]
    return f"the row names {row.period}, the heading {column.period}" if years[0] != years[1] else ""
