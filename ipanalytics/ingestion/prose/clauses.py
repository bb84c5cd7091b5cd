"""What a clause before a figure says: its subject, its time, whose figure it is, or that it is a change or a share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue import places as register
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.prose import rules
from ipanalytics.ingestion.prose.numerals import END
from ipanalytics.ingestion.prose.title import Title

# Kinds of words before a subject, in the order in which equally long ones count.
BEFORE = (
    "year",
    "year_end",
    "part",
    "cumulated",
    "new",
    "done",
    "provisional",
    "plan",
    "other_time",
    "filler",
    "scope",
)
TOPICS = {
    "topic_things": ("things", "density", "deals"),
    "topic_people": ("people",),
    "topic_money": ("money", "dollars"),
    "topic_bodies": ("bodies",),
}
BRACKETS, LAST_BRACKET = re.compile(r"\(([^()]*)\)"), re.compile(r"\([^()]*\)$")
NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十0-9]{1,3}[)、.．]+|第[一二三四五六七八九十]+[，、])")
COMPARED = re.compile("[比较与](?:上|去|前|同|年|20|全国|全省|全市)")
# Clauses end at these; a clause is read with what is inside its brackets apart.
CLAUSES = re.compile("[，；：。！？()]")
LONGEST = 60
# What may stand before a rate of growth of the title's year and place.
OF_YEAR = {"own", "year", "year_end", "filler", "provisional"}


@dataclass(frozen=True)
class Clause:
    """The words of a clause that stand before its subject, by kind, and what is left: the subject."""

    rest: str
    said: dict[str, str] = field(default_factory=dict)


def split(lead: str) -> list[str]:
    """Return the clauses of the words before a figure, the last one is the figure's own.

    Examples
    --------
    >>> split("，比上年增长；其中，研究与试验发展(R&D)经费"), split("常住人口(不含韩城)")
    (['', '比上年增长', '其中', '研究与试验发展经费'], ['常住人口(不含韩城)'])
    """
    plain = BRACKETS.sub(lambda found: "" if rules.words("bracket").fullmatch(found[1]) else found[0], lead)
    plain = plain.replace("(PCT)", "PCT")
    remark = found[0] if (found := LAST_BRACKET.search(plain)) else ""
    *passed, last = CLAUSES.split(plain.removesuffix(remark))
    return [*passed, last + remark]


def peeled(clause: str, title: Title) -> Iterator[Clause]:
    """Yield a clause with ever more of the words before its subject taken off."""
    rest, said = NUMBERING.sub("", clause), dict[str, str]()
    yield Clause(rest, said)
    while len(rest) <= LONGEST and (found := _first(rest, title)):
        kind, word = found
        rest, said = rest[len(word) :], {**said, kind: word}
        yield Clause(rest, said)


def _first(text: str, title: Title) -> tuple[str, str] | None:
    """Return the longest word that a text begins with, and its kind."""
    found = [("own", own) for own in title.names if text.startswith(own)]
    found += [(kind, match[0]) for kind, pattern in _times(title.year) if (match := pattern.match(text))]
    for kind in BEFORE:
        rest = rules.peel(text, rules.words(kind))
        found += [(kind, text[: len(text) - len(rest)])] if rest != text else []
    found += [("scope", match[0])] if (match := _places().match(text)) else []
    return max(found, key=lambda item: len(item[1]), default=None)


@lru_cache(maxsize=64)
def _times(year: int) -> list[tuple[str, re.Pattern[str]]]:
    """Return how the title's year, its end, and other times are written in digits."""
    until, to, ends = "(?:截[至止]到?|到)?", "[-—~至到]", "[末底]|12月(?:[末底]|31日)"
    other, more = rf"(?!{year})(?:19|20)[0-9]{{2}}", r"[0-9年月日度末底初上下半前一二三四季\-—~至到]*"
    census = rf"|{year}年11月1日零?时?" if year % 10 == 0 else ""
    forms = {
        "year_end": rf"{until}{year}年?度?(?:{ends})止?|{until}12月(?:[末底]|31日)止?{census}",
        "year": rf"{year}年度?(?:全年)?|{year}年1?{to}12月",
        "other_time": rf"(?:{until}|自|从|由|至)(?:{other}(?:年|{to})|{year}{to}|{year}年(?:[0-9]{{1,2}}(?:月|{to})"
        rf"|[上下]半|前|初|第?[一二三四]季)){more}(?:全年|的|以来|期间|同期)?"
        rf"|{until}[0-9]{{1,2}}(?:{to}[0-9]{{1,2}})?月(?:份|末|底|[0-9]{{1,2}}日)?",
    }
    return [(kind, re.compile(form)) for kind, form in forms.items()]


@cached_for_project(*register.FILES)
def _places() -> re.Pattern[str]:
    table = register.table()
    wide = table["levels"].ne("county")
    names = {*table["name"], *table["short"][wide]} - {""}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def bodies(rest: str) -> Iterator[str]:
    """Yield a subject with ever more of the words after it taken off: 专利授权量为, 专利授权量, 专利授权."""
    yield rest
    while rest and (shorter := rules.peel(rest, rules.words("after"), from_end=True)) != rest:
        rest = shorter
        yield rest


def subjects(clause: Clause, unit: str, *, is_known: bool = True) -> list[rules.Subject]:
    """Return what a clause names in full whose figures have this unit, by the words nearest to the whole clause.

    Parameters
    ----------
    is_known
        Whether an indicator counts it; else what is known for something else.
    """
    rows = [subject for subject in rules.subjects() if (subject.indicator not in ("", rules.UNCLEAR)) is is_known]
    for body in bodies(clause.rest):
        if named := [subject for subject in rows if subject.pattern.fullmatch(body)]:
            return _fitting(named, unit)
    return []


def parts(clause: Clause, unit: str, whole: str, *, is_part: bool) -> list[rules.Subject]:
    """Return what a clause names as a part of an indicator, or beside it."""
    needs = ("", rules.PART) if is_part else ("",)
    usable = [part for part in rules.parts() if part.whole == whole and part.needs in needs]
    for body in bodies(clause.rest):
        if named := [part for part in usable if body and part.pattern.fullmatch(body)]:
            return _fitting(named, unit)
    return []


def _fitting(named: list[rules.Subject], unit: str) -> list[rules.Subject]:
    return [
        subject for subject in named if indicators.quantity_of(subject.unit) == indicators.quantity_of(unit)
    ] or named


def is_bare(clause: Clause) -> bool:
    """Say whether a clause has no subject, only words such as 达 or 为."""
    return any(body == "" for body in bodies(clause.rest))


def is_change(clause: str) -> bool:
    """Say whether a clause ends in 增长 or the like: its figure is a change.

    Examples
    --------
    >>> is_change("比上年分别增长"), is_change("由2500件增加到"), is_change("其中新增发明专利")
    (True, False, False)
    """
    return rules.peel(clause, rules.words("change"), from_end=True) != clause


def grown(clause: str, whole: str, title: Title) -> rules.Subject | None:
    """Return the rate of growth that a clause names of an indicator, in it or before it; None of a part, another time.

    Examples
    --------
    >>> from ipanalytics.ingestion.prose import title
    >>> of = title.read("西安市2025年统计公报")
    >>> grown("比上年增长", "gdp", of).indicator, grown("地区生产总值下降", "gdp", of).indicator
    ('gdp_growth', 'gdp_growth')
    >>> grown("名义增长", "gdp", of), grown("第一产业增长", "gdp", of), grown("一季度增长", "gdp", of)
    (None, None, None)
    """
    for part in rules.parts():
        if part.whole != whole or part.needs != rules.GROWN:
            continue
        if not (found := re.search(f"(?:{part.pattern.pattern})$", clause)):
            continue
        for lead in peeled(clause[: found.start()], title):
            named = subjects(lead, "")
            is_whole = bool(named) and named[0].indicator == whole
            if lead.said.keys() <= OF_YEAR and (is_whole or is_bare(lead)):
                return part
    return None


def is_beside(text: str) -> bool:
    """Say whether words after a figure only add a change, a rank, a share or nothing."""
    kinds = ("change", "rank", "share", "filler", "about_after")
    return not text or any(rules.words(kind).match(text) for kind in kinds) or bool(COMPARED.match(text))


def tail(text: str) -> str:
    """Return what follows a figure up to the next sign."""
    found = END.search(text)
    return text[: found.start()] if found else text


def is_about(text: str, unit: str) -> bool:
    """Say whether words are about an indicator's object, and a figure in this unit, or in none, could be one of it.

    Examples
    --------
    >>> is_about("规上企业有效发明专利", "件"), is_about("广播人口覆盖率", "%"), is_about("专利代理机构", "家")
    (True, False, False)
    """
    measured = indicators.quantity_of(unit)
    return any(measured in (*kinds, "") and rules.words(topic).search(text) for topic, kinds in TOPICS.items())
