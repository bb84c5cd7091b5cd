"""What the lines above a table say about all of its figures: meaning, period, units, place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import FILES, name_of
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.audit import NOTHING, Asked
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import structure, units
from ipanalytics.ingestion.text import chains, dates, normalise, numbers, publications, vocabulary
from ipanalytics.ingestion.text.cell_forms import HAN
from ipanalytics.ingestion.text.dates import ABOUT, YEAR

READ = (*vocabulary.READ, *indicators.FILES, *FILES)

NOTE = re.compile(r"(?i)[(（]?(?:注|说明|备注|附注|注释|提示|notes?)\s*(?:[0-9]{1,2}\s*[)）]?\s*[:：.、 ]|[:：.])")
# Marks of an office's papers, where the line says nothing of figures.
OFFICE = re.compile("填表|审核|复核|负责人|密级|内部|保存|征求意见|送审|[〔\\[][0-9]{4}[〕\\]]第?[0-9]+号")
# 来源：国家知识产权局专利统计年报 says who made the table, whatever else it says.
MADE_BY = re.compile(rf"\W*[^:：]{{0,6}}(?:{ABOUT.pattern})[^:：]{{0,6}}[:：]")
# A note may say what it likes, but not that the figures are of some only.
ONLY = re.compile("[仅只](?:统计|包括|包含|含|涵盖|限于?|指)[^,，。;；、]{1,30}")
SCOPE = re.compile(
    "(?:口径|统计范围|(?:统计|调查)对象)(?:为|是|指|:|限于?|仅)+ *([^,，。;；、]{1,30})|([^,，。;；、:()]{2,20})口径"
)
# A sentence is a remark, 数据截至本月末。 too; a title ends without a full stop.
REMARK = re.compile("[。;；!！]|本表|表中|以上数据|以下数据")
# 授权量增长情况 over pieces shows these, over nothing may show their growth.
TREND = re.compile("(?<![比年期])增长情况")
LONGEST_TITLE, LONGEST_WORD = 120, 40
# 表2-9, 8-9, 七、 and (续) at the beginning of a line, 第三部分, and 近5年.
NUMBERING = re.compile(
    r"^\s*\(?(?:[附续]?[表图])?\s*(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[-–—.][0-9]{1,3})*(?:[、.)\s]|(?<=[-–—.][0-9])|(?<=[-–—.][0-9]{2}))"
    r"|[〇○零一二三四五六七八九十]+(?=[年月日])|[第共][0-9一二三四五六七八九十]{1,3}(?:部分|篇|章|节|页)|最?近[0-9一二三四五六七八九十]{1,2}年"
)
UNIT_NOTE = re.compile(
    r"(?i)(?:计量|数量|金额)?单位\s*:\s*[^\s()]*|^单位\s+[^\s()]*|(?:^|(?<=[\s(,;)]))units?\s*:[^()]*"
)
CHINESE = re.compile(f"[{HAN}]{{2}}")
# 各市, 分地区, 按省区市分; what stands before 区 in 各新区 isn't one of them.
BREAKDOWN = re.compile(
    "(?:各|(?<!部)分|按)(?:自治[区州]|直辖市|县级市|设区|地区|区域|(?:主要)?城市|地(?!理)|[省州盟县区旗、,()/和及与]|市(?!市))+(?:分布|分组|分(?![类专种]))?"
)
# After a place's name these say that it isn't the place itself: 西安等5市, 陕西省副省级城市, 西安市统计局.
NOT_THE_PLACE = ("scope", "group")
# What tells resident from registered population; Household Resident Population is registered.
RESIDENT = re.compile(r"(?i)常住|(?<!household )resident population")


@dataclass(frozen=True)
class Context:
    """What the lines above a table say; `conflict` where they name two periods, `unknown` is what isn't understood."""

    said: vocabulary.Meaning
    when: dates.When | None
    units: tuple[str, ...]
    area: str
    conflict: str = ""
    unknown: tuple[str, ...] = ()
    # Where the period was taken from, if not from the table; the edition that the table was printed in.
    assumed: str = ""
    edition: publications.Edition | None = None
    is_resident: bool = False
    # The place, if it isn't from the table.
    given: str = ""


def read_context(grid: Grid, table: structure.Table, asked: Asked = NOTHING) -> Context:
    """Return what the sheet's name and the lines above a table say.

    Parameters
    ----------
    asked
        What is said of the file, and isn't in it.
    """
    own = [text for row in (*table.lines, *_over_all(grid, table)) for text in grid.rows[row] if text.strip()]
    own += table.heads
    every = [grid.name, *grid.above, *own]
    lines = [line for line in every if not ABOUT.search(line) and not NOTE.match(line.strip())]
    printed = tuple(units.of_lines(every))
    heads = dict.fromkeys(text for column in table.columns for text in column.headings)
    is_amount = any(isinstance(unit, str) and unit != "%" for unit in (*printed, *map(numbers.find_unit, heads)))
    said = vocabulary.overlay(*(meaning(TREND.sub("情况", line) if is_amount else line) for line in lines))
    when, conflict = _one_period(lines)
    # 2022年目标: that it's a plan the words say already, and a heading may say otherwise.
    when = replace(when, kind="whole") if when and when.kind == "plan" else when
    if when and when.kind == "point" and dates.is_year(str(when.period)) and _is_cumulated(lines):
        # 2022年末累计授权 may be of the year or of all years: a stock has no such doubt.
        said = {"role": "cumulated", **said}
    area = title_place(" ".join(map(normalise.tidy, lines))) or title_place(
        " ".join(map(normalise.tidy, every)), is_issuer=True
    )
    beside = {c for column in table.columns for c in column.labels}
    labels = [grid.rows[row][c] for row in table.header for c in beside]
    unclear = _all_unknown(grid.name, every[1:], asked.know)
    notes = (*every, *(text for row in table.notes for text in grid.rows[row]), *grid.below)
    unclear += tuple(word for text in notes for word in noted(_bare(text, asked.know)))
    unclear += tuple(word for text in labels for word in unknown(text, asked.know, is_strict=False))
    edition = publications.find(every, asked.publication, grid.file)
    period, why = ("", "") if when or conflict else publications.assumed(asked.period, edition)
    when = dates.When(period, "whole") if period else when
    says_resident = any(map(is_resident, (*every, *heads)))
    given = f"the place {name_of(asked.area)} as it was given" if asked.area and not area else ""
    return Context(said, when, printed, area or asked.area, conflict, unclear, why, edition, says_resident, given)


def noted(text: str) -> tuple[str, ...]:
    """Return the words of a note by which it says that the figures are of some only: 仅统计规上企业, 口径为规上企业."""
    if only := ONLY.search(text):
        return (only[0],)
    scopes = (one or other for one, other in SCOPE.findall(text))
    return tuple(word for scope in scopes for word in unknown(scope, is_strict=False))


def _is_cumulated(lines: Iterable[str]) -> bool:
    return any(vocabulary.meaning(line).get("role") == "cumulated" for line in lines)


def _over_all(grid: Grid, table: structure.Table) -> list[int]:
    """Return the rows among the headings that head no column of figures: 其中：高校, which narrows them all."""
    figures = {column.index for column in table.columns}
    filled = {row: [c for c, text in enumerate(grid.rows[row]) if text.strip()] for row in table.header}
    return [row for row, columns in filled.items() if len(columns) == 1 and columns[0] not in figures]


def is_resident(text: str) -> bool:
    """Say whether a text speaks of resident people."""
    return bool(RESIDENT.search(normalise.tidy(text)))


def is_note(line: str) -> bool:
    """Say whether a line is a remark on the figures, or says who made them: it may say what it likes."""
    plain = normalise.tidy(line)
    is_aside = ABOUT.search(plain) or OFFICE.search(plain) or plain[:1] in ("*", "※")
    return bool(NOTE.match(plain) or MADE_BY.match(plain) or (is_aside and not _says_figures(plain)))


def _says_figures(line: str) -> bool:
    return bool(vocabulary.meaning(_chinese(line)).keys() & {*vocabulary.PARTS, "indicator"})


def _all_unknown(sheet: str, lines: Sequence[str], know: Iterable[str]) -> tuple[str, ...]:
    """Return what of a sheet's name and the lines isn't understood; English beside Chinese only repeats it."""
    titles = [line for line in map(normalise.tidy, lines) if not is_note(line)]
    has_chinese = any(CHINESE.search(vocabulary.PERIOD.sub("", UNIT_NOTE.sub("", line))) for line in titles)
    name = normalise.split_bilingual(sheet)[0]
    named = unknown(sheet, know, is_strict=name != "" and not any(name in line for line in titles))
    for line in titles:
        named += unknown(line, know, is_strict=not has_chinese or normalise.split_bilingual(line)[0] != "")
    return tuple(dict.fromkeys(named))


def unknown(line: str, know: Iterable[str] = (), *, is_strict: bool = True) -> tuple[str, ...]:
    """Return the words of a title or a section line that narrow its figures to something that no indicator counts.

    Of a remark, which is a sentence, and where not `is_strict`, only those that are known to narrow.

    Examples
    --------
    >>> unknown("表5-4 各地区高技术产业R&D活动情况(2020年)"), unknown("西安浐灞生态区2022年知识产权统计")
    (('高技术产业', 'r&d', '活动'), ('浐灞', '生态区'))
    >>> unknown("8-9 国内三种专利有效数按地区分布(2022年)"), unknown("西安港专利", know=["港"])
    ((), ())
    """
    text = _bare(_chinese(normalise.strip_notes(line)[0]), know)
    is_title = is_strict and len(text) <= LONGEST_TITLE and not REMARK.search(line)
    if is_title and not vocabulary.unknown(text, has_period=True):
        return ()
    pieces = _cut().split(BREAKDOWN.sub(" ", text))
    meanings = [vocabulary.vocabulary().get(piece, {}) for piece in pieces]
    narrowing = [
        _trimmed(piece)
        for n, piece in enumerate(pieces)
        if (n % 2 and (meanings[n].get("role") == "scope" or _is_owner(pieces, meanings, n)))
        or (is_title and n % 2 == 0 and _is_more(piece))
    ]
    return tuple(dict.fromkeys(narrowing))


def _is_owner(pieces: Sequence[str], meanings: Sequence[vocabulary.Meaning], at: int) -> bool:
    """Say whether a word counts bodies whose patents or marks the next word counts: 贯标企业 in 贯标企业专利."""
    owns = "indicator" in meanings[at] and at + 2 < len(pieces) and pieces[at + 1] == ""
    return owns and "object" in meanings[at + 2]


def _is_more(piece: str) -> bool:
    """Say whether what stands between known words is more than signs, a time or a letter."""
    return not re.fullmatch("[a-z]?", vocabulary.SIGNS.sub("", vocabulary.PERIOD.sub("", piece)))


def _trimmed(piece: str) -> str:
    return re.sub(rf"^{vocabulary.SIGNS.pattern}|{vocabulary.SIGNS.pattern}$|[0-9]{{4}}年?$", "", piece)


def _bare(text: str, know: Iterable[str]) -> str:
    """Return a line in small letters without its number, its unit and the words that are said to be harmless."""
    plain = vocabulary.without(normalise.tidy(text), sorted(know, key=len, reverse=True)).casefold()
    return vocabulary.without_units(UNIT_NOTE.sub(" ", NUMBERING.sub(" ", plain)))


@cached_for_project(*READ)
def _tokens() -> re.Pattern[str]:
    """Match what may stand in a title: words, places and units."""
    roles = {word: entry.get("role", "") for word, entry in vocabulary.vocabulary().items()}
    known = {word for word, role in roles.items() if role not in vocabulary.LABELS or role in vocabulary.IN_TITLES}
    return vocabulary.any_of({*known, *map(str.casefold, chains.names()), *map(str.casefold, indicators.units())})


@cached_for_project(*READ)
def _cut() -> re.Pattern[str]:
    return re.compile(f"({_tokens().pattern})")


@cached_for_project(*READ, most=4096)
def title_place(text: str, *, is_issuer: bool = False) -> str:
    """Return the one place that a text names, where its name ends there: 西安高新区 isn't 西安.

    Of 陕西省西安市 it's the inner one. An issuer's name (西安市统计局) names one only if `is_issuer`.

    Examples
    --------
    >>> title_place("安康市2022年专利情况"), title_place("西安高新区2022年专利情况"), title_place("陕西省西安市专利")
    ('610900', '', '610100')
    """
    found = chains.chains(text)
    ended = {
        chain.code for chain in found if _may_follow(text[chain.end : chain.end + LONGEST_WORD], is_issuer=is_issuer)
    }
    return ended.pop() if len(ended) == 1 else ""


def _may_follow(rest: str, *, is_issuer: bool) -> bool:
    """Say whether a name ends where a text goes on like this: with a sign, a time, a breakdown or a word of titles."""
    if not rest[:1].isalpha() or vocabulary.PERIOD.match(rest) or BREAKDOWN.match(rest):
        return True
    match = _tokens().match(rest.casefold())
    role = vocabulary.vocabulary().get(match[0], {}).get("role", "") if match else "scope"
    return role not in NOT_THE_PLACE and (role != "issuer" or is_issuer)


def _chinese(line: str) -> str:
    chinese, english = normalise.split_bilingual(line)
    return chinese if vocabulary.meaning(chinese) else f"{chinese} {english}"


def meaning(line: str) -> vocabulary.Meaning:
    """Return what a line says; its Chinese counts where it has both. That it is a plan or a rank counts too.

    Examples
    --------
    >>> meaning("指标：年末常住人口(万人)"), meaning("2022年各市有效发明专利目标任务分解表")
    ({'indicator': 'population'}, {'object': 'patent', 'type': 'invention', 'measure': 'in_force', 'role': 'plan'})
    """
    said = vocabulary.meaning(vocabulary.without_units(UNIT_NOTE.sub(" ", _chinese(line))))
    is_aside = said.get("role", "") in (*vocabulary.WEAK, *vocabulary.LABELS)
    return {key: value for key, value in said.items() if key != "part" and not (key == "role" and is_aside)}


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
    return len(periods.moment(periods.parse(str(when.period)).end)) < len("YYYY-MM-DD")


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
