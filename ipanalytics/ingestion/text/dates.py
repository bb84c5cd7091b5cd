"""The period or the day that a cell of a published table names, with what its table knows.

What offices write stands in `dateforms`; data/catalogue/parts_of_year.csv says what 本季度 and 上月末 are under the
period of the lines above. A part of the year that isn't in it has no period.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import normalise
from ipanalytics.ingestion.text.date_forms import (
    ALONE,
    ANY,
    DAY_FORMS,
    DAYS,
    FORMS,
    SPELLINGS,
    Spelling,
    compiled,
    sign,
)
from ipanalytics.ingestion.text.normalise import strip_notes, tidy

PARTS_OF_YEAR = "data/catalogue/parts_of_year.csv"
FIRST_LAW = 1985
UNREAD = "unread"
JANUARY_OR_OCTOBER = re.compile(rf"{ANY}\.1")
DAYS_ALONE = [compiled(pattern) for pattern in DAY_FORMS.values()]
SHAPES = [(compiled(form.pattern), form) for form in FORMS]
NO_PERIOD, CHANGE, ALL_TIME, NOT_IT, PLANNED, AS_OF = map(
    sign, ("no_period", "growth", "all_time", "not_it", "plan", "as_of")
)
BESIDE, RELATIVE = sign("unread"), sign("unread", "relative")
# Lines about who made the table and by whose order, which name places and dates of their own.
ABOUT = re.compile(
    "表号|制定机关|批准机关|备案|文号|有效期|来源|填报|报送|编制|制表|印发|发布|公布|更新|联系|电话|统计局|知识产权局|管理局|年鉴"
    "|版权|打印|下载|(?i:print|download|return|source:|copyright)"
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTH = (
    "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
YEAR = "((?:19|20)[0-9]{2})"
# A month or two of them as a whole cell: Jan., SEPTEMBER, Jan.-Sep.
MONTH_ALONE = re.compile(rf"(?i){MONTH}(?:\s*(?:[-–—~]|to)\s*{MONTH})?")
HAN_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass(frozen=True)
class When:
    """A period's text and what figures under it count.

    whole: the period; cumulated: months together; point: the stand at its end; trademark_year: from the 16th of the
    month before; all_time: from the beginning to its end; growth: a change; plan: what isn't done yet; unread: a part
    of the year that isn't known, so that the period of the table doesn't count.
    Only growth, all_time and unread may lack a period.
    """

    period: str | None
    kind: str


def read_day(text: str) -> str | None:
    """Return a cell's day in ISO form: only whole, four-digit dates that exist.

    Examples
    --------
    >>> read_day("2022年4月2日"), read_day("20220402"), read_day("2022.4.2"), read_day("2022-02-30"), read_day("44653")
    ('2022-04-02', '2022-04-02', '2022-04-02', None, None)
    """
    plain = re.sub(r"[ T]0?0:00(:00)?$", "", tidy(text)).replace(" ", "")
    parts = next((match.groupdict() for shape in DAYS_ALONE if (match := shape.fullmatch(plain))), {})
    day = "-".join(part.zfill(2) for part in parts.values())
    return day if periods.is_period(day) else None


@cached_for_project(PARTS_OF_YEAR, most=4096)
def find_period(text: str, *, year: int | None = None, month: int | None = None) -> When | None:
    """Return the one period that a title, heading or line names; year and month fill in 当月, 1-9月, 上年同期.

    Examples
    --------
    >>> find_period("8-9 国内三种专利有效数按地区分布(2022年)"), find_period("截至2022年9月底")
    (When(period='2022', kind='whole'), When(period='2022-09', kind='point'))
    >>> find_period("当年累计", year=2022, month=9), find_period("同比增长%")
    (When(period='2022-01/2022-09', kind='cumulated'), When(period=None, kind='growth'))
    >>> find_period("本旬", year=2022, month=9), find_period("2022.1")
    (When(period=None, kind='unread'), When(period=None, kind='unread'))
    """
    plain = strip_notes(text)[0]
    if len(plain) > normalise.LONGEST or NO_PERIOD.search(plain):
        return None
    if JANUARY_OR_OCTOBER.fullmatch(plain):
        return When(None, UNREAD)
    is_growth = bool(CHANGE.search(plain))
    own = respelled(re.split("[比较]", plain)[0] if is_growth else plain)
    dated = own if is_growth else _in_context(own, year, month)
    if dated is None:
        return When(None, UNREAD)
    when = _named(respelled(_with_years(dated, None if is_growth else year, month), DAYS))
    if is_growth:
        return When(when.period if when else None, "growth")
    if ALL_TIME.search(plain):
        return When(_end(when.period) if when and when.period else None, "all_time")
    return when or (When(None, UNREAD) if RELATIVE.search(own) else None)


def is_relative(text: str) -> bool:
    """Say whether a heading names a part of the year that another cell must complete: 当月, 本年累计."""
    plain = respelled(strip_notes(text)[0])
    return not re.search(ANY, plain) and bool(RELATIVE.search(plain) or re.search("[年期月]末", plain))


def respelled(text: str, spellings: list[Spelling] = SPELLINGS) -> str:
    """Return a text as FORMS know it."""
    text = HAN_YEAR.sub(lambda year: year[0].translate(HAN_DIGITS), text)
    for spelling in spellings:
        text = re.sub(spelling.pattern, spelling.written, text)
    return text


def _end(period: str) -> str:
    return periods.moment(periods.parse(period).end)


@cached_for_project(PARTS_OF_YEAR)
def parts_of_year(folder: Path) -> dict[str, str]:
    """Return how parts of the year are written out, by their words; the longest first.

    Raises
    ------
    CatalogueError
        Lists words that stand twice.
    """
    header = ["wording", "written", "in_september_2022", "in_2022"]
    rows = files.read_csv(folder / "parts_of_year.csv", header, CatalogueError)
    parts = {respelled(tidy(word)): written for word, written in zip(rows["wording"], rows["written"], strict=True)}
    if len(parts) < len(rows):
        msg = "parts_of_year.csv has wordings that stand twice, or that say the same once they are spelled alike"
        raise CatalogueError(msg)
    return dict(sorted(parts.items(), key=lambda part: -len(part[0])))


def _in_context(text: str, year: int | None, month: int | None) -> str | None:
    """Write out the parts of the year that the table's own period completes; None where it can't."""
    if year is None or re.search(ANY, text):
        return text
    parts = parts_of_year(project.data("catalogue"))
    stated = _stated(year, month)
    words = re.compile(f"(?<![0-9上前次])(?:{'|'.join(map(re.escape, parts))})(?!价|度|累计)")
    for match in reversed(list(words.finditer(text))):
        # 本年1-6月 and 本年末 name their own months.
        own = {"so_far": ""} if re.match("[0-9Q末]", text[match.end() :]) else {}
        try:
            written = parts[match[0]].format_map({**stated, **own})
        except KeyError:
            return None
        if not written:
            return None
        text = text[: match.start()] + written + text[match.end() :]
    return text


def _stated(year: int, month: int | None) -> dict[str, object]:
    """Return what parts_of_year.csv may fill in; a table of a whole year has no month, of August no quarter."""
    if month is None:
        return {"year": year, "whole_year": year, "last_year": year - 1, "so_far": "", "here": ""}
    before = f"{year}年1-{month - 1}月" if month > 1 else f"{year - 1}年1-12月"
    stated = {
        "year": year, "last_year": year - 1, "month": month, "here": f"{month}月",
        "so_far": f"1-{month}月", "so_far_to_month": f"1-{month}月",
        "month_before": before.replace("年1-", "年"), "so_far_before": before,
    }  # fmt: skip
    if month % 3:
        return stated
    quarter = month // 3
    earlier = f"{year}年Q{quarter - 1}" if quarter > 1 else f"{year - 1}年Q4"
    return {**stated, "quarter": f"Q{quarter}", "quarter_before": earlier}


def _with_years(text: str, year: int | None, month: int | None) -> str:
    """Give months and quarters the year that the text or its table names: 2021年同期, 9月."""
    text = re.sub("(?<=[0-9]年)(?:同期|累计)+", f"1-{month}月" if month else "", text)
    if month:
        text = re.sub("(?<=[0-9]年)[同当本]月", f"{month}月", text)
    own = set(re.findall(f"{ANY}(?=年)", text))
    if len(own) == 1 or (year is not None and not re.search(ANY, text)):
        return re.sub(ALONE, rf"{own.pop() if own else year}年\1", text)
    return text


def _named(text: str) -> When | None:
    """Read the first form that a rewritten text shows, unless it names another year or part of one too."""
    hits = ((pattern.search(text), form) for pattern, form in SHAPES)
    match, form = next((hit for hit in hits if hit[0]), (None, FORMS[0]))
    if match is None:
        return None
    if BESIDE.search(text):
        return When(None, UNREAD)
    parts = {name: int(part) for name, part in match.groupdict().items() if part}
    parts.setdefault("year2", parts["year"])
    period, after = form.period.format(**parts), text[match.end() :]
    years = set(map(int, re.findall(rf"(?<![0-9.])({ANY})(?=年|\))", text)))
    if form.kind == "trademark_year":
        years |= {parts["year"] + 1}
    if years - {parts["year"], parts["year2"]} or not periods.is_period(period) or NOT_IT.match(after):
        return None
    if "day2" in parts and parts["day2"] != periods.parse(period).end.day:
        return None
    return _judged(period, form.kind, text[: match.end()], after)


def _judged(period: str, kind: str, before: str, after: str) -> When:
    if period[:7] == period[8:]:
        period, kind = period[:7], kind.replace("cumulated", "whole")
    if PLANNED.match(after):
        return When(period, "plan")
    if kind == "whole" and (after.startswith("末") or AS_OF.search(before)):
        return When(_end(period), "point")
    # 9月累计 may be September's, or all since January.
    if kind == "whole" and len(period) > len("2022") and after.startswith("累计"):
        return When(None, UNREAD)
    if kind == "cumulated" and int(period[:4]) <= FIRST_LAW:
        return When(_end(period), "all_time")
    return When(_end(period) if kind == "point" else period, kind)


def printed_end(when: When) -> str:
    """Return the last day of a period as text."""
    return periods.parse(str(when.period)).end.isoformat()


def period(text: str, *, year: int | None = None, month: int | None = None) -> When | None:
    """Return the period that a text names, also in English and as a bare year.

    Examples
    --------
    >>> period("Table 8 Valid Inventions from Home, September 2014")
    When(period='2014-09', kind='whole')
    >>> period("Domestic Patents in Force 2022"), period("2021"), period("Jan.-Sep. 2022")
    (When(period='2022', kind='whole'), When(period='2021', kind='whole'), \
When(period='2022-01/2022-09', kind='cumulated'))
    >>> period("Jan.", year=2022), period("十二月", year=2022), period("1月")
    (When(period='2022-01', kind='whole'), When(period='2022-12', kind='whole'), None)
    """
    plain = normalise.tidy(text)
    if match := MONTH_ALONE.fullmatch(plain):
        plain = "-".join(str(_month(name)) for name in match.groups() if name) + "月"
    if is_year(plain):
        return When(plain, "whole")
    chinese, english = normalise.split_bilingual(plain)
    return find_period(plain, year=year, month=month) or (_english(english) if english else None)


def _english(text: str) -> When | None:
    if NO_PERIOD.search(text):
        return None
    plain = re.sub(rf"{MONTH} *(?:-|to) *{MONTH},? *{YEAR}", _span, text)
    plain = re.sub(rf"{MONTH},? *{YEAR}", lambda m: f"{m[2]}年{_month(m[1])}月", plain)
    plain = re.sub(rf"(?<=[A-Za-z,;]) *{YEAR}$", r" (\1)", plain)
    return find_period(plain) if plain != text else None


def _span(match: re.Match[str]) -> str:
    return f"{match[3]}年{_month(match[1])}-{_month(match[2])}月"


def _month(name: str) -> int:
    return MONTHS.index(name[:3].capitalize()) + 1


def is_year(text: str) -> bool:
    """Say whether a tidy text is a year and nothing else."""
    return len(text) == len("2022") and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
