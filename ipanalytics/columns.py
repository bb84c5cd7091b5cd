"""The headings of a table's columns: what each says, its place, period and unit, and what isn't understood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipanalytics import cells, contexts, dates, layout, places, words
from ipanalytics.contexts import Context
from ipanalytics.core import periods
from ipanalytics.places import Place

LAST_YEARS = re.compile("(?:上年|去年|上一年)(?:度?同[期月]|同[期月]?)(?:数|值|累计)?(?:$|[(])")
# 发明 right of 专利授权量 is a part of it.
MEASURED = {"measure", "indicator"}


@dataclass(frozen=True)
class Head:
    """What a column's headings say, from the top; `unknown` is why it can't be told, `conflict` a year amiss."""

    said: words.Meaning
    when: dates.When | None = None
    place: Place | None = None
    unit: str | cells.Fault | None = None
    unknown: str = ""
    conflict: str = ""


def read_headings(table: layout.Table, context: Context) -> dict[int, Head]:
    """Return what the headings of every column of figures say."""
    own: dict[int, Head] = {}
    base: words.Meaning = {}
    for column in table.columns:
        head = _head(column.headings, context)
        if "per" in head.said and "object" not in head.said and base.get("measure") == "in_force":
            head = replace(head, said=words.overlay(base, head.said))
        elif MEASURED & head.said.keys():
            base = {} if "per" in head.said else head.said
        elif {"object", "type"} & head.said.keys() and words.share_object(base, head.said):
            head = replace(head, said=words.overlay(base, head.said))
        own[column.index] = head
    return {index: _checked(head, own.values(), context) for index, head in own.items()}


def _head(headings: tuple[str, ...], context: Context) -> Head:
    where = {text: place for text in headings if (place := _place(text, context))}
    told = [text for text in headings if text not in where]
    whens = {text: _period(text, told, context) for text in told}
    said = words.overlay(*(words.heading(text) for text in told))
    unit = next((unit for text in reversed(told) if (unit := cells.find_unit(text))), None)
    when = next((when for text in reversed(told) if (when := whens[text])), None)
    unknown = next((text for text in told if words.unknown(text, has_period=whens[text] is not None)), None)
    reason = "" if unknown is None else f"the heading {' / '.join(headings)!r} names no known indicator"
    what = "" if unknown is None else words.unknown(unknown, has_period=whens[unknown] is not None)
    reason += f" ({what!r} isn't understood)" if what else ""
    return Head(said, when, next(iter(where.values()), None), unit, reason)


def _place(text: str, context: Context) -> Place | None:
    """Return the place that a heading names; 合计 alone is a type."""
    if own := places.own(text, context.area):
        return Place(own)
    place = places.resolve(text)
    return place if place and (place.code or not words.meaning(text)) and cells.tidy(text) not in FILL else None


FILL = ("国内", "国外", "其他", "Domestic", "Foreign", "中国")


def _period(text: str, told: Iterable[str], context: Context) -> dates.When | None:
    """Return the period of a heading; what it leaves out another heading has, else the lines above."""
    stated = context.when
    above = periods.parse(stated.period) if stated and stated.period else None
    year = above.end.year if above else None
    month = above.end.month if above and above.shape != "year" else None
    others = [when for other in told if other != text and (when := contexts.period(other)) and when.period]
    if others and others[0].period:
        year = periods.parse(others[0].period).end.year
    if above and stated and LAST_YEARS.match(cells.tidy(text)):
        return _a_year_before(stated)
    is_cumulated = words.meaning(text).get("role") == "cumulated" and not dates.ALL_TIME.search(cells.tidy(text))
    if is_cumulated and above and above.shape in ("month", "quarter"):
        return dates.When(periods.so_far(above.end.year, above.end.month), "cumulated")
    return contexts.period(text, year=year, month=month)


def _a_year_before(when: dates.When) -> dates.When:
    return dates.When(re.sub("(?<![0-9-])[0-9]{4}", lambda year: str(int(year[0]) - 1), str(when.period)), when.kind)


def _checked(head: Head, heads: Iterable[Head], context: Context) -> Head:
    """Note a year of the headings that the title contradicts: none of them has the title's."""
    stated = context.when
    if head.when is None or not head.when.period or stated is None or not stated.period:
        return head
    first, last = (day.year for day in _bounds(stated.period))
    years = {periods.parse(one.when.period).end.year for one in heads if one.when and one.when.period}
    if any(first <= year <= last for year in years):
        return head
    conflict = f"the lines above name {stated.period}, the heading {head.when.period}"
    return replace(head, conflict=conflict)


def _bounds(period: str) -> tuple:
    return periods.parse(period).start, periods.parse(period).end
