"""What the lines above a table say about all of its figures: meaning, period, units, place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipanalytics import cells, dates, layout, places, words
from ipanalytics.core import periods
from ipanalytics.grids import Grid

# Lines about who made the table and by whose order, which name places and dates of their own.
ABOUT = re.compile(
    "表号|制定机关|批准机关|备案|文号|有效期|来源|填报|报送|编制|制表|印发|发布|公布|更新|联系|电话|统计局|知识产权局|管理局|年鉴"
    "|版权|打印|下载|(?i:print|download|return|source:|copyright)"
)
NOTE = re.compile("(?i)(?:注|说明|备注|附注|notes?)[:：.]")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
YEAR = "((?:19|20)[0-9]{2})"
UNITS = re.compile(r"(?i)(?:单 *位|units?) *[::] *([^()]+)")


@dataclass(frozen=True)
class Context:
    """What the lines above a table say; `conflict` where they name two periods, `scope` where they narrow it."""

    said: words.Meaning
    when: dates.When | None
    units: tuple[str, ...]
    area: str
    conflict: str = ""
    scope: str = ""


def read(grid: Grid, table: layout.Table) -> Context:
    """Return what the sheet's name and the lines above a table say."""
    own = [text for row in table.lines for text in grid.rows[row] if text.strip()]
    every = [grid.sheet, *grid.above, *own]
    lines = [line for line in every if not ABOUT.search(line) and not NOTE.match(line.strip())]
    said = words.overlay(*map(meaning, lines))
    when, conflict = _one_period(lines)
    area = places.title_place(" ".join(map(cells.tidy, lines))) or places.title_place(" ".join(map(cells.tidy, every)))
    scope = next((found for line in lines if (found := words.said(_chinese(line)).scope)), "")
    return Context(said, when, tuple(_units(every)), area, conflict, scope)


def _chinese(line: str) -> str:
    chinese, english = cells.split_bilingual(line)
    return chinese if words.meaning(chinese) else f"{chinese} {english}"


def meaning(line: str) -> words.Meaning:
    """Return what a line says; its Chinese counts where it has both."""
    return {key: value for key, value in words.meaning(_chinese(line)).items() if key not in ("role", "part")}


def _one_period(lines: Sequence[str]) -> tuple[dates.When | None, str]:
    """Return the period that all lines agree on: of two that agree the more telling one."""
    found = [(line, when) for line in lines if (when := period(line)) and when.period and when.kind != "growth"]
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
    if "trademark_year" in (one.kind, other.kind) and printed_end(one) == printed_end(other):
        return one if one.kind == "trademark_year" else other
    years = [when for when in (one, other) if periods.parse(str(when.period)).shape == "year"]
    if len(years) == 1 and years[0].kind == "whole":
        closer = other if one is years[0] else one
        return closer if printed_end(closer)[:4] == years[0].period else None
    spans = [when for when in (one, other) if when.kind == "cumulated"]
    return spans[0] if len(spans) == 1 and printed_end(one) == printed_end(other) else None


def printed_end(when: dates.When) -> str:
    """Return the last day of a period as text."""
    return periods.parse(str(when.period)).end.isoformat()


def period(text: str, *, year: int | None = None, month: int | None = None) -> dates.When | None:
    """Return the period that a text names, also in English and as a bare year.

    Examples
    --------
    >>> period("Table 8 Valid Inventions from Home, September 2014")
    When(period='2014-09', kind='whole')
    >>> period("Domestic Patents in Force 2022"), period("2021"), period("Jan.-Sep. 2022")
    (When(period='2022', kind='whole'), When(period='2021', kind='whole'), \
When(period='2022-01/2022-09', kind='cumulated'))
    """
    plain = cells.tidy(text)
    if layout.is_year(plain):
        return dates.When(plain, "whole")
    chinese, english = cells.split_bilingual(plain)
    return dates.find_period(plain, year=year, month=month) or (_english(english) if english else None)


def _english(text: str) -> dates.When | None:
    if dates.NO_PERIOD.search(text):
        return None
    plain = re.sub(rf"{MONTH} *(?:-|to) *{MONTH},? *{YEAR}", _span, text)
    plain = re.sub(rf"{MONTH},? *{YEAR}", lambda m: f"{m[2]}年{MONTHS.index(m[1]) + 1}月", plain)
    plain = re.sub(rf"(?<=[A-Za-z,;]) *{YEAR}$", r" (\1)", plain)
    return dates.find_period(plain) if plain != text else None


def _span(match: re.Match[str]) -> str:
    first, last = (MONTHS.index(match[n]) + 1 for n in (1, 2))
    return f"{match[3]}年{first}-{last}月"


def _units(lines: Sequence[str]) -> list[str]:
    """Return the units that the lines name, the nearest first; a line may name several (单位：件、万元)."""
    found: list[str] = []
    for line in reversed(lines):
        whole = cells.find_unit(line)
        if isinstance(whole, str):
            found.append(whole)
        elif match := UNITS.search(cells.tidy(line)):
            pieces = re.split("[、,;/和及 ]+", match[1])
            found += [unit for piece in pieces if isinstance(unit := cells.find_unit(f"({piece})"), str)]
        if isinstance(whole, cells.Fault) and not found:
            found.append(whole.reason)
    return list(dict.fromkeys(found))
