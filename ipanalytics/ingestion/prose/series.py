"""Figures that are shared out among several subjects: 发明、实用新型和外观设计专利授权量分别为829件、1651件、227件."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipanalytics.catalogue import indicators
from ipanalytics.ingestion.prose import clauses, rules
from ipanalytics.ingestion.prose.numerals import Numeral
from ipanalytics.ingestion.prose.title import Title

RESPECTIVELY = re.compile("(?:分别|依次)(?:为|达到?|是|有|完成|实现|拥有)?")
BETWEEN = re.compile("[、，；和及与以]{1,2}")
NAMES = re.compile("[、和及与]|以及")
# What stands for a subject beside the one before only: 授权量 of 专利申请量和授权量.
PART = re.compile("(?:获得?)?(?:授权|申请|拥有|有效)量?")
# What the first of several names may begin with for all.
HEAD = re.compile(".*?(?:授权|授予|申请|有效|拥有)(?=.)")
NOBODY = "?"


class Share(NamedTuple):
    """The words that stand for a figure's own, and its unit."""

    lead: str
    unit: str


def kind_of(indicator: str) -> str:
    """Return whether an indicator is a stock, a flow or a rate; "" of none."""
    return indicators.indicator(indicator).kind if indicator else ""


def shared(text: str, found: Sequence[Numeral], title: Title) -> dict[int, Share]:
    """Return, by their number, the figures that 分别 shares out; a list that isn't as long as its figures names nobody.

    Examples
    --------
    >>> from ipanalytics.ingestion.prose import numerals, title
    >>> text, of = "专利申请量、授权量分别为300件和200件", title.read("西安市2025年统计公报")
    >>> [share.lead for share in shared(text, numerals.find(text), of).values()]
    ['专利申请量', '授权量']
    """
    shares: dict[int, Share] = {}
    for number, numeral in enumerate(found):
        start = found[number - 1].end if number else 0
        lead = text[start : numeral.start]
        if not (match := _last(lead)) or clauses.is_change(lead):
            continue
        group = list(_group(text, found, number))
        unit = next((one.unit for one in reversed(group) if one.unit), "")
        for at, words in enumerate(_named(lead[: match.start()], len(group), unit, title)):
            shares[number + at] = Share(words, group[at].unit or unit)
    return shares


def _last(lead: str) -> re.Match[str] | None:
    found = list(RESPECTIVELY.finditer(lead))
    return found[-1] if found and not lead[found[-1].end() :] else None


def _group(text: str, found: Sequence[Numeral], number: int) -> Iterator[Numeral]:
    yield found[number]
    for one, other in zip(found[number:], found[number + 1 :], strict=False):
        if not BETWEEN.fullmatch(text[one.end : other.start]):
            return
        yield other


def _named(lead: str, count: int, unit: str, title: Title) -> list[str]:
    """Return the words of each of the figures: the clauses before with the first, then each name for itself."""
    *passed, last = re.split("(?<=[，；：])", lead.rstrip("，"))
    names = NAMES.split(last)
    if len(names) != count or not all(names):
        return [f"{lead}{NOBODY}"] * count
    is_part = rules.PART in lead
    whole = [_completed(name, names, unit, title, is_part=is_part) for name in names]
    if not all(whole):
        return [f"{lead}{NOBODY}"] * count
    return ["".join(passed) + whole[0], *whole[1:]]


def _completed(name: str, names: Sequence[str], unit: str, title: Title, *, is_part: bool) -> str:
    """Give a name the end that the last has for all, 发明 of 发明和外观设计专利授权量; "" where it names nothing.

    So it gets the beginning that the first has: 外观设计专利 of 授权发明和外观设计专利.
    """
    last, is_measure = names[-1], PART.fullmatch(name)
    endings = [last[at:] for at in range(1, len(last)) if not last[at].isdecimal()] if name != last else []
    begin = found[0] if (found := HEAD.match(names[0])) and name != names[0] and not is_measure else ""
    written = [name, *(name + ending for ending in endings)]
    for words in written + [begin + text for text in written if begin]:
        if any(clauses.subjects(clause, unit) for clause in clauses.peeled(words, title)):
            return words
    is_known = is_measure or (is_part and _is_part(name.removeprefix(rules.PART)))
    return name if is_known else ""


def _is_part(name: str) -> bool:
    return any(part.needs == rules.PART and part.pattern.fullmatch(name) for part in rules.parts())
