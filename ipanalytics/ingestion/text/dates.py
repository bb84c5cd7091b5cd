"""The period or the day that a cell of a published table names, with what its table knows."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ipanalytics.core import periods
from ipanalytics.ingestion.text import normalise
from ipanalytics.ingestion.text.normalise import strip_notes, tidy

FIRST_LAW = 1985
ANY, M, D = "(?:19|20)[0-9]{2}", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
Y, Y2, M2, D2 = rf"(?<![0-9.])(?P<y>{ANY})", f"(?P<y2>{ANY})", "(?P<m2>[0-9]{1,2})", "(?P<d2>[0-9]{1,2})"
NO_PERIOD = re.compile(
    r"(?i)年鉴|yearbook|有效期|[文案]号|[\])〕】]\s*第?[0-9]+号|©"
    r"|日(?:印发|发布|公布)|(?:发布|更新|公布|印发|打印|制表|填[报表]|报出|成文)(?:时间|日期|日|:)"
)
CHANGE = re.compile(
    r"(?i)同比|环比|增长|增[幅速减]|增加(?!值)|涨幅|下降|±|[比较](?:上年|去年|同期)|相比|growth|increase|yoy"
)
ALL_TIME = re.compile("总累计|历[年史]累计|累计总")
UNREAD = re.compile("[上去]一?年|同[期月]|季|半年")
NOT_IT = re.compile("[初前起版]|以[来前后上下]|[同当本]月|-[今目现]")
PLANNED = re.compile("计划|目标|预[期计测]")
AS_OF = re.compile("(?i)截|as of|end of")
# One spelling for FORMS: 至 and every dash become -, 底 末, 截至 截, a quarter Q3, half a year and 前三季度 months.
REWRITES = [
    (rf"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? *{ANY}", ""),
    (r"\s*([年月日季度末底—–―─~〜至到./()|Q-])\s*", r"\1"),
    (r"截[至止][至到]?", "截"),
    (rf"(?<![0-9年月日度末季])(?:累计)?[至到](?={ANY})", "截"),
    (rf"(?<=截)({ANY})\.([0-9]{{1,2}})(?![0-9.])", r"\1年\2月"),
    (r"(?<=[0-9]{4})(?=[上下]半年|前[0-9一二三四])", "年"),
    (r"[—–―─~〜至到-]+", "-"),
    (r"年度|年年", "年"),
    (r"月份", "月"),
    (r"(?<=[年月度])底", "末"),
    *((rf"第?{'一二三四'[n]}(?=(?:-[二三四])?季)", str(n + 1)) for n in range(4)),
    (r"上半年末", "6月末"),
    (r"上半年", "1-6月"),
    (r"下半年", "7-12月"),
    (r"(?<=[0-9])年?-?H1", "年1-6月"),
    (r"(?<=[0-9])年?-?H2", "年7-12月"),
    *((rf"(?:前|1-)第?{n}季度?", f"1-{3 * n}月") for n in range(1, 5)),
    (r"前([0-9]{1,2})个月", r"1-\1月"),
    (r"第?([1-4])季度?", r"Q\1"),
    (rf"({ANY})年?\(([^()]*[0-9]月|Q[1-4])\)", r"\1年\2"),
    (r"(?<=[0-9]月)[当本]月", ""),
]
# A month or quarter without its year; the 2 of 1、2月 is no month of its own.
ALONE = r"(?<![0-9A-Za-z年.-])(?<![0-9][、,和及])((?:[0-9]{1,2}月?-)?[0-9]{1,2}月|Q[1-4])"
# Days last, when the context has given 9月30日 its year; only a day keeps full stops.
DAYS = [
    (r"(?<=[0-9])年([0-9]{1,2})月([0-9]{1,2})[日号]", r".\1.\2"),
    (r"(?<=-)([0-9]{1,2})月([0-9]{1,2})[日号]", r"\1.\2"),
    (rf"(?<![0-9])({ANY})([/-])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![0-9])", r"\1.\3.\4"),
]
DAY_SHAPES = [
    rf"({ANY})年([0-9]{{1,2}})月([0-9]{{1,2}})[日号]",
    *(rf"({ANY}){mark}([0-9]{{1,2}}){mark}([0-9]{{1,2}})" for mark in ("-", "/", r"\.")),
    rf"({ANY})([0-9]{{2}})([0-9]{{2}})",
]
# The first that is found counts, so the longer stand before the shorter.
FORMS = [
    (rf"{Y}\.12\.16-{Y2}\.12\.15(?![0-9])", "{y2}", "trademark_year"),
    (rf"{Y}\.12\.16-{Y2}\.{M2}\.15(?![0-9])", "{y2}-01/{y2}-{m2:02}", "trademark_year"),
    (rf"{Y}\.{M}\.0?1-(?:{Y2}\.)?{M2}\.{D2}(?![0-9.])", "{y}-{m:02}/{y2}-{m2:02}", "cumulated"),
    (rf"{Y}[年./-]{M}月?[-/]{Y2}[年./-]{M2}(?![0-9.])", "{y}-{m:02}/{y2}-{m2:02}", "cumulated"),
    (rf"{Y}[年./-]{M}月?-{M2}月(?![0-9])", "{y}-{m:02}/{y}-{m2:02}", "cumulated"),
    (rf"{Y}\.{M}\.{D}(?![0-9.-])", "{y}-{m:02}-{d:02}", "point"),
    (rf"{Y}[年-]?Q(?P<q>[1-4])(?!-?[0-9Q])", "{y}-Q{q}", "whole"),
    (rf"{Y}年{M}月(?!-?[0-9])", "{y}-{m:02}", "whole"),
    (rf"{Y}[/-]{M}(?![0-9./-])", "{y}-{m:02}", "whole"),
    (rf"{Y}年?-{Y2}(?:年(?![0-9])|(?=\))|$)", "{y}-01/{y2}-12", "cumulated"),
    (rf"{Y}年(?!-?[0-9Q])", "{y}", "whole"),
    (rf"(?:^(?=....(?:$|\())|(?<=\()(?=....\))|(?i:\b(?:in|year|end of|during|for) )){Y}(?![0-9])", "{y}", "whole"),
]
# Lines about who made the table and by whose order, which name places and dates of their own.
ABOUT = re.compile(
    "表号|制定机关|批准机关|备案|文号|有效期|来源|填报|报送|编制|制表|印发|发布|公布|更新|联系|电话|统计局|知识产权局|管理局|年鉴"
    "|版权|打印|下载|(?i:print|download|return|source:|copyright)"
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
YEAR = "((?:19|20)[0-9]{2})"
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass(frozen=True)
class When:
    """A period's text and what figures under it count.

    whole: the period; cumulated: months together; point: the stand at its end; trademark_year: from the 16th of the
    month before; all_time: from the beginning to its end; growth: a change; plan: what isn't done yet.
    Only growth and all_time may lack a period.
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
    parts = next((match.groups() for shape in DAY_SHAPES if (match := re.fullmatch(shape, plain))), ("0", "0", "0"))
    found = "{:04}-{:02}-{:02}".format(*map(int, parts))
    return found if periods.is_period(found) else None


@lru_cache(maxsize=4096)
def find_period(text: str, *, year: int | None = None, month: int | None = None) -> When | None:
    """Return the one period that a title, heading or line names; year and month fill in 当月, 1-9月, 上年同期.

    Examples
    --------
    >>> find_period("8-9 国内三种专利有效数按地区分布(2022年)"), find_period("截至2022年9月底")
    (When(period='2022', kind='whole'), When(period='2022-09', kind='point'))
    >>> find_period("当年累计", year=2022, month=9), find_period("同比增长%"), find_period("2022.1")
    (When(period='2022-01/2022-09', kind='cumulated'), When(period=None, kind='growth'), None)
    """
    plain = strip_notes(text)[0]
    if NO_PERIOD.search(plain):
        return None
    is_growth = bool(CHANGE.search(plain))
    own = re.split("[比较]", plain)[0] if is_growth else plain
    for pattern, written in [*REWRITES, *_context(own, None if is_growth else year, month), *DAYS]:
        own = re.sub(pattern, written, own)
    found = _named(own)
    if is_growth:
        return When(found.period if found else None, "growth")
    if ALL_TIME.search(plain):
        return When(_end(found.period) if found and found.period else None, "all_time")
    return found


def _end(period: str) -> str:
    return periods.moment(periods.parse(period).end)


def _context(text: str, year: int | None, month: int | None) -> list[tuple[str, str]]:
    """Return the rewrites that fill in what a heading leaves to its table."""
    here, so_far = (f"{month}月", f"1-{month}月") if month else ("", "")
    own = set(re.findall(f"{ANY}(?=年)", text))
    rewrites = [("(?<=[0-9]年)(?:同期|累计)+", so_far), *([("(?<=[0-9]年)[同当本]月", here)] if month else [])]
    if len(own) == 1:
        return [*rewrites, (ALONE, rf"{own.pop()}年\1")]
    if year is None or re.search(ANY, text):
        return rewrites
    return [
        ("[上去]一?年", f"{year - 1}年"),
        ("[本当今]年(?:累计)?(?![0-9Q末价])", f"{year}年{so_far}"),
        ("[本当今全]年(?!价)", f"{year}年"),
        (r"(?<![0-9年])[年期]末", f"{year}年{here}末"),
        *([("(?<!年)[当本]月", f"{year}年{here}"), ("(?<![0-9])月末", f"{year}年{here}末")] if month else []),
        (ALONE, rf"{year}年\1"),
        (f"(?:{ALL_TIME.pattern})", rf"{year}年{here}末\g<0>"),
        *rewrites,
    ]


def _named(text: str) -> When | None:
    """Read the first form that a rewritten text shows, unless it names another year too."""
    hits = ((re.search(pattern, text), shape, kind) for pattern, shape, kind in FORMS)
    match, shape, kind = next((hit for hit in hits if hit[0]), (None, "", ""))
    if match is None or UNREAD.search(text):
        return None
    parts = {name: int(part) for name, part in match.groupdict().items() if part}
    parts.setdefault("y2", parts["y"])
    period, after = shape.format(**parts), text[match.end() :]
    years = set(map(int, re.findall(rf"(?<![0-9.])({ANY})(?=年|\))", text)))
    if kind == "trademark_year":
        years |= {parts["y"] + 1}
    if years - {parts["y"], parts["y2"]} or not periods.is_period(period) or NOT_IT.match(after):
        return None
    if "d2" in parts and parts["d2"] != periods.parse(period).end.day:
        return None
    return _judged(period, kind, text[: match.end()], after)


def _judged(period: str, kind: str, before: str, after: str) -> When:
    if period[:7] == period[8:]:
        period, kind = period[:7], kind.replace("cumulated", "whole")
    if PLANNED.match(after):
        return When(period, "plan")
    if kind == "whole" and (after.startswith("末") or AS_OF.search(before)):
        return When(_end(period), "point")
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
    """
    plain = normalise.tidy(text)
    if is_year(plain):
        return When(plain, "whole")
    chinese, english = normalise.split_bilingual(plain)
    return find_period(plain, year=year, month=month) or (_english(english) if english else None)


def _english(text: str) -> When | None:
    if NO_PERIOD.search(text):
        return None
    plain = re.sub(rf"{MONTH} *(?:-|to) *{MONTH},? *{YEAR}", _span, text)
    plain = re.sub(rf"{MONTH},? *{YEAR}", lambda m: f"{m[2]}年{MONTHS.index(m[1]) + 1}月", plain)
    plain = re.sub(rf"(?<=[A-Za-z,;]) *{YEAR}$", r" (\1)", plain)
    return find_period(plain) if plain != text else None


def _span(match: re.Match[str]) -> str:
    first, last = (MONTHS.index(match[n]) + 1 for n in (1, 2))
    return f"{match[3]}年{first}-{last}月"


def is_year(text: str) -> bool:
    """Say whether a tidy text is a year and nothing else."""
    return text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
