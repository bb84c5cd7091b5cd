"""What a figure of a sentence is read as, and what was read before it and still counts."""

import re
from dataclasses import dataclass, replace

from ipanalytics.ingestion.prose import rules
from ipanalytics.ingestion.prose.numerals import Numeral

TOPICS = re.compile("专利|PCT|商标|地理标志|质押|人口|生产总值|GDP|R&D|技术合同|技术市场|企业")


@dataclass(frozen=True)
class Reading:
    """What a figure of a sentence is: a `subject`, or the `reason` why it isn't used, with its fate."""

    numeral: Numeral
    fate: str
    reason: str = ""
    subject: rules.Subject | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class Before:
    """What was read before a figure and still counts.

    `whole` is what 其中 would be a part of, `current` what the last figure was of; it `is_used` where that was the
    figure itself. `doubt` says why what hangs on them can't be used; `place`, `time` and `plan` are words that make
    figures another place's (only up to the next ； where it `is_inner`, named by 其中), another time's or none yet.
    """

    whole: str = ""
    current: rules.Subject | None = None
    is_used: bool = True
    is_part: bool = False
    was_change: bool = False
    doubt: str = ""
    place: str = ""
    is_inner: bool = False
    time: str = ""
    plan: str = ""
    is_provisional: bool = False


def is_part(subject: rules.Subject, said: dict[str, str], before: Before) -> bool:
    """Say whether a figure is one of those that 其中 names of the whole before."""
    siblings = {part.indicator for part in rules.parts() if part.whole == before.whole and part.needs}
    return ("part" in said or before.is_part) and (bool(subject.needs) or subject.indicator in siblings)


def is_one_topic(doubt: str, subject: rules.Subject) -> bool:
    """Say whether words that aren't understood speak of a subject's object: what narrows them may narrow it too."""
    return bool(set(TOPICS.findall(doubt)) & set(TOPICS.findall(subject.example)))


def after_words(said: dict[str, str], before: Before) -> Before:
    """Return what still counts once a clause has named its place, its time or a plan."""
    if "own" in said or "scope" in said:
        is_inner = "part" in said or before.is_part
        before = replace(before, place=said.get("scope", ""), is_inner=is_inner, doubt="")
    if said.keys() & {"year", "year_end", "other_time"}:
        before = replace(before, time=said.get("other_time", ""), doubt="")
    if "plan" in said:
        before = replace(before, plan=said["plan"])
    if "provisional" in said:
        before = replace(before, is_provisional=True)
    return replace(before, is_part=True) if "part" in said else before
