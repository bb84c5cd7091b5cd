"""What the lines above a table and the headings of its columns say: meaning, period, unit, place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from ipanalytics.ingestion.tables import context as context_
from ipanalytics.ingestion.tables import structure
from ipanalytics.ingestion.tables.context import Context
from ipanalytics.ingestion.text import dates, elsewhere, normalise, numbers, places, vocabulary
from ipanalytics.ingestion.text.places import Place

LAST_YEARS = re.compile("(?:上年|去年|上一年)度?同期(?!累计)")
LONGEST_SHOWN = 60
NO_HEADING = "the heading '(no heading)' names no known indicator, and other columns have headings"
# 发明 right of 专利授权量 is a part of it.
MEASURED = {"measure", "indicator"}


@dataclass(frozen=True)
class Head:
    """What a column's headings say, from the top; `unknown` is why it can't be told, `conflict` a year amiss."""

    said: vocabulary.Meaning
    when: dates.When | None = None
    place: Place | None = None
    unit: str | numbers.Fault | None = None
    unknown: str = ""
    conflict: str = ""
    # Headings whose period another cell completes.
    relative: tuple[str, ...] = ()


def read_headings(table: structure.Table, context: Context, know: Sequence[str] = ()) -> dict[int, Head]:
    """Return what the headings of every column of figures say; words to `know` narrow nothing."""
    own: dict[int, Head] = {}
    base: vocabulary.Meaning = {}
    for column in table.columns:
        head = _under(column.titles, _head(column.headings, context, know), know)
        if "per" in head.said and "object" not in head.said and base.get("measure") == "in_force":
            head = replace(head, said=vocabulary.overlay(base, head.said))
        elif MEASURED & head.said.keys():
            base = {} if "per" in head.said else head.said
        elif {"object", "type"} & head.said.keys() and vocabulary.share_object(base, head.said):
            head = replace(head, said=vocabulary.overlay(base, head.said))
        own[column.index] = head
    bare = {column.index for column in table.columns if not column.headings}
    if len(bare) < len(table.columns):
        own |= {index: replace(own[index], unknown=NO_HEADING) for index in bare}
    own |= _counted_again(own, context)
    return {index: _checked(head, own.values(), context) for index, head in own.items()}


def _counted_again(heads: Mapping[int, Head], context: Context) -> dict[int, Head]:
    """Return the columns cumulated over the whole year (年度累计) beside one of the year's own figures."""

    def meant(head: Head) -> tuple[str | None, str | None]:
        when = head.when or context.when
        return vocabulary.indicator(vocabulary.overlay(context.said, head.said)), when.period if when else None

    is_sum = {index: head.said.get("role") == "cumulated" for index, head in heads.items()}
    again = {index for index, head in heads.items() if is_sum[index] and head.when and _is_year(head.when)}
    own = {meant(head) for index, head in heads.items() if index not in again and not head.unknown}
    reason = "a cumulated figure of the year, beside the year's own"
    return {index: replace(heads[index], unknown=reason) for index in again if meant(heads[index]) in own}


def _is_year(when: dates.When) -> bool:
    return when.kind == "whole" and when.period is not None and periods.parse(when.period).shape == "year"


def shown(headings: tuple[str, ...]) -> str:
    """Return headings as a message names them, endless ones cut."""
    return " / ".join(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…" for text in headings)


def _head(headings: tuple[str, ...], context: Context, know: Sequence[str]) -> Head:
    where = {text: place for text in headings if (place := _place(text, context))}
    told = [vocabulary.without(text, know) if know else text for text in headings if text not in where]
    whens = {text: _period(text, told, context) for text in told}
    said = vocabulary.overlay(*(vocabulary.heading(text) for text in told))
    unit = _unit(told)
    when = next((when for text in reversed(told) if (when := whens[text])), None)
    if when and when.kind == "growth" and when.period is None and is_growth(said):
        when = None
    unclear = (vocabulary.unknown(text, has_period=whens[text] is not None) for text in told)
    what = next(filter(None, unclear), "") or _misplaced(told, whens)
    reason = (
        f"the heading {shown(headings)!r} names no known indicator ({shown((what,))!r} isn't understood)"
        if what
        else ""
    )
    relative = tuple(
        text for text in told if dates.is_relative(text) or vocabulary.meaning(text).get("role") == "cumulated"
    )
    return Head(said, when, next(iter(where.values()), None), unit, reason, relative=relative)


def is_growth(said: vocabulary.Meaning) -> bool:
    """Say whether words name a rate of growth that is an indicator of its own: 地区生产总值增长率."""
    return "indicator" in said and indicators.indicator(said["indicator"]).signed


def _under(titles: Sequence[str], head: Head, know: Sequence[str]) -> Head:
    """Return a head with what the title of its own table says, where several tables stand side by side."""
    if not titles:
        return head
    said = vocabulary.overlay(*map(context_.meaning, titles), head.said)
    unclear = [word for title in titles for word in context_.unknown(title, know)]
    reason = f"the title {shown(tuple(titles))!r} speaks of {'、'.join(unclear)}, which no indicator counts"
    unit = head.unit or next((unit for title in titles if (unit := numbers.find_unit(title))), None)
    return replace(head, said=said, unit=unit, unknown=head.unknown or (reason if unclear else ""))


def _unit(told: Sequence[str]) -> str | numbers.Fault | None:
    """Return the unit nearest to the figures, in Chinese first: beside (万元) its English may print (100 000 yuan)."""
    chinese = [normalise.split_bilingual(text)[0] for text in reversed(told)]
    return next((unit for text in (*chinese, *reversed(told)) if text and (unit := numbers.find_unit(text))), None)


def _misplaced(told: list[str], whens: Mapping[str, dates.When | None]) -> str:
    """Return what can't head figures: a label (地区), or a stock (地理标志商标) below what is registered in a time."""
    if told and vocabulary.is_label(told[-1]) and whens[told[-1]] is None:
        return told[-1]
    said = [vocabulary.heading(text) for text in told]
    is_registered = any(entry.get("measure") == "registrations" for entry in said)
    return next((told[n] for n, entry in enumerate(said) if is_registered and "indicator" in entry), "")


def _place(text: str, context: Context) -> Place | None:
    """Return the place that a heading names; 合计 alone is a type."""
    if own := places.own(text, context.area):
        return Place(own)
    place = places.resolve(text)
    if place is None or (not place.is_division and vocabulary.meaning(text)) or normalise.tidy(text) in FILL:
        return None
    year = periods.parse(context.when.period).end.year if context.when and context.when.period else None
    return places.settled(place, province=elsewhere.province_of(context.area), year=year)


FILL = ("国内", "国外", "其他", "Domestic", "Foreign", "中国")


def _period(text: str, told: Iterable[str], context: Context) -> dates.When | None:
    """Return the period of a heading; what it leaves out another heading has, else the lines above."""
    stated = context.when
    above = periods.parse(stated.period) if stated and stated.period else None
    year = above.end.year if above else None
    month = above.end.month if above and above.shape != "year" else None
    others = [when for other in told if other != text and (when := dates.period(other)) and when.period]
    if others and others[0].period:
        beside = periods.parse(others[0].period)
        year, month = beside.end.year, month if beside.shape == "year" else beside.end.month
    if above and stated and LAST_YEARS.search(normalise.tidy(text)) and not dates.CHANGE.search(normalise.tidy(text)):
        return _a_year_before(stated)
    own = dates.period(text, year=year, month=month)
    is_cumulated = vocabulary.meaning(text).get("role") == "cumulated" and not dates.ALL_TIME.search(
        normalise.tidy(text)
    )
    if own is None and is_cumulated and above and above.shape in ("month", "quarter"):
        return dates.When(periods.so_far(above.end.year, above.end.month), "cumulated")
    return own


def completed(head: Head, when: dates.When) -> dates.When | None:
    """Return the period of a heading such as 本年累计 in a row that has a period of its own."""
    context = Context({}, when, (), "")
    return next((own for text in head.relative if (own := _period(text, (), context))), None)


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
