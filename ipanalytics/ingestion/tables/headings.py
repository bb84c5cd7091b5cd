"""What the lines above a table and the headings of its columns say: meaning, period, unit, place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ipanalytics.core import periods
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import structure
from ipanalytics.ingestion.text import dates, normalise, numbers, places, vocabulary
from ipanalytics.ingestion.text.dates import ABOUT, YEAR
from ipanalytics.ingestion.text.places import Place

NOTE = re.compile("(?i)(?:注|说明|备注|附注|notes?)[:：.]")
UNITS = re.compile(r"(?i)(?:单 *位|units?) *[::] *([^()]+)")
LAST_YEARS = re.compile("(?:上年|去年|上一年)(?:度?同[期月]|同[期月]?)(?:数|值|累计)?(?:$|[(])")
# 发明 right of 专利授权量 is a part of it.
MEASURED = {"measure", "indicator"}
FILL = ("国内", "国外", "其他", "Domestic", "Foreign", "中国")


@dataclass(frozen=True)
class Context:
    """What the lines above a table say; `conflict` where they name two periods, `scope` where they narrow it."""

    said: vocabulary.Meaning
    when: dates.When | None
    units: tuple[str, ...]
    area: str
    conflict: str = ""
    scope: str = ""


def read_context(grid: Grid, table: structure.Table) -> Context:
    """Return what the sheet's name and the lines above a table say."""
    own = [text for row in table.lines for text in grid.rows[row] if text.strip()]
    every = [grid.sheet, *grid.above, *own]
    lines = [line for line in every if not ABOUT.search(line) and not NOTE.match(line.strip())]
    said = vocabulary.overlay(*map(meaning, lines))
    when, conflict = _one_period(lines)
    area = places.title_place(" ".join(map(normalise.tidy, lines))) or places.title_place(
        " ".join(map(normalise.tidy, every))
    )
    scope = next((found for line in lines if (found := vocabulary.said(_chinese(line)).scope)), "")
    return Context(said, when, tuple(_units(every)), area, conflict, scope)


def _chinese(line: str) -> str:
    chinese, english = normalise.split_bilingual(line)
    return chinese if vocabulary.meaning(chinese) else f"{chinese} {english}"


def meaning(line: str) -> vocabulary.Meaning:
    """Return what a line says; its Chinese counts where it has both."""
    return {key: value for key, value in vocabulary.meaning(_chinese(line)).items() if key not in ("role", "part")}


def _one_period(lines: Sequence[str]) -> tuple[dates.When | None, str]:
    """Return the period that all lines agree on: of two that agree the more telling one."""
    found = [(line, when) for line in lines if (when := dates.period(line)) and when.period and when.kind != "growth"]
    told = [when for line, when in found if not dates.read_day(line)] or [when for _, when in found if _is_end(when)]
    if not told:
        years = sorted({year for line in lines for year in re.findall(f"{YEAR}(?=年)", line)})
        return None, f"the lines above name the years {', '.join(years)}" if len(years) > 1 else ""
    best = told[0]
    for when in told[1:]:
        if (agreed := _agreed(best, when)) is None:
            named = list(dict.fromkeys(str(one.period) for one in told))
            return told[-1], f"the lines above name the periods {', '.join(named)}"
        best = agreed
    return best, ""


def _is_end(when: dates.When) -> bool:
    """Say whether a day may be what the figures stand at rather than the day of printing."""
    return len(periods.moment(periods.parse(str(when.period)).end)) < len("2022-09-30")


def _agreed(one: dates.When, other: dates.When) -> dates.When | None:
    """Return the closer of two periods, None where they contradict each other."""
    if one.period == other.period:
        return other if one.kind == "whole" else one
    if "trademark_year" in (one.kind, other.kind) and dates.printed_end(one) == dates.printed_end(other):
        return one if one.kind == "trademark_year" else other
    years = [when for when in (one, other) if periods.parse(str(when.period)).shape == "year"]
    if len(years) == 1 and years[0].kind == "whole":
        closer = other if one is years[0] else one
        return closer if dates.printed_end(closer)[:4] == years[0].period else None
    spans = [when for when in (one, other) if when.kind == "cumulated"]
    return spans[0] if len(spans) == 1 and dates.printed_end(one) == dates.printed_end(other) else None


def _units(lines: Sequence[str]) -> list[str]:
    """Return the units that the lines name, the nearest first; a line may name several (单位：件、万元)."""
    found: list[str] = []
    for line in reversed(lines):
        whole = numbers.find_unit(line)
        if isinstance(whole, str):
            found.append(whole)
        elif match := UNITS.search(normalise.tidy(line)):
            pieces = re.split("[、,;/和及 ]+", match[1])
            found += [unit for piece in pieces if isinstance(unit := numbers.find_unit(f"({piece})"), str)]
        if isinstance(whole, numbers.Fault) and not found:
            found.append(whole.reason)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Head:
    """What a column's headings say, from the top; `unknown` is why it can't be told, `conflict` a year amiss."""

    said: vocabulary.Meaning
    when: dates.When | None = None
    place: Place | None = None
    unit: str | numbers.Fault | None = None
    unknown: str = ""
    conflict: str = ""


def read_headings(table: structure.Table, context: Context) -> dict[int, Head]:
    """Return what the headings of every column of figures say."""
    own: dict[int, Head] = {}
    base: vocabulary.Meaning = {}
    for column in table.columns:
        head = _head(column.headings, context)
        if "per" in head.said and "object" not in head.said and base.get("measure") == "in_force":
            head = replace(head, said=vocabulary.overlay(base, head.said))
        elif MEASURED & head.said.keys():
            base = {} if "per" in head.said else head.said
        elif {"object", "type"} & head.said.keys() and vocabulary.share_object(base, head.said):
            head = replace(head, said=vocabulary.overlay(base, head.said))
        own[column.index] = head
    return {index: _checked(head, own.values(), context) for index, head in own.items()}


def _head(headings: tuple[str, ...], context: Context) -> Head:
    where = {text: place for text in headings if (place := _place(text, context))}
    told = [text for text in headings if text not in where]
    whens = {text: _period(text, told, context) for text in told}
    said = vocabulary.overlay(*(vocabulary.heading(text) for text in told))
    unit = next((unit for text in reversed(told) if (unit := numbers.find_unit(text))), None)
    when = next((when for text in reversed(told) if (when := whens[text])), None)
    unknown = next((text for text in told if vocabulary.unknown(text, has_period=whens[text] is not None)), None)
    reason = "" if unknown is None else f"the heading {' / '.join(headings)!r} names no known indicator"
    what = "" if unknown is None else vocabulary.unknown(unknown, has_period=whens[unknown] is not None)
    reason += f" ({what!r} isn't understood)" if what else ""
    return Head(said, when, next(iter(where.values()), None), unit, reason)


def _place(text: str, context: Context) -> Place | None:
    """Return the place that a heading names; 合计 alone is a type."""
    if own := places.own(text, context.area):
        return Place(own)
    place = places.resolve(text)
    return (
        place if place and (place.code or not vocabulary.meaning(text)) and normalise.tidy(text) not in FILL else None
    )


def _period(text: str, told: Iterable[str], context: Context) -> dates.When | None:
    """Return the period of a heading; what it leaves out another heading has, else the lines above."""
    stated = context.when
    above = periods.parse(stated.period) if stated and stated.period else None
    year = above.end.year if above else None
    month = above.end.month if above and above.shape != "year" else None
    others = [when for other in told if other != text and (when := dates.period(other)) and when.period]
    if others and others[0].period:
        year = periods.parse(others[0].period).end.year
    if above and stated and LAST_YEARS.match(normalise.tidy(text)):
        return _a_year_before(stated)
    is_cumulated = vocabulary.meaning(text).get("role") == "cumulated" and not dates.ALL_TIME.search(
        normalise.tidy(text)
    )
    if is_cumulated and above and above.shape in ("month", "quarter"):
        return dates.When(periods.so_far(above.end.year, above.end.month), "cumulated")
    return dates.period(text, year=year, month=month)


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
