"""The figures of a sentence, one after the other: what each is, or why it is none.

What was read before decides what is read next: 其中发明 is a part of what stands before it, 分别为 shares figures out,
a change belongs to its figure, and a place, a time or a plan holds until the sentence says otherwise. A figure whose
words aren't all understood is left out; so are those that may hang on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import NATION
from ipanalytics.ingestion.prose import clauses, numerals, rules, series
from ipanalytics.ingestion.prose.clauses import Clause
from ipanalytics.ingestion.prose.numerals import Numeral
from ipanalytics.ingestion.prose.readings import Before, Reading, after_words, is_one_topic, is_part
from ipanalytics.ingestion.prose.title import Title

SEPARATOR = re.compile("[、，和及与以]{0,2}")
# What was once granted stays so: all that was are what there are.
LASTING = ("gi_products", "gi_marks", "gi_mark_users", "agri_gi")
IN_FORCE = re.compile("有效|拥有|保有|人口|高价值")
# What follows a subject whose figure comes later, or isn't a level: 专利授权量占全省的, 专利授权量位居全省第七.
SHARE = re.compile(
    "(?:占|比重|占比|[稳位]?居|位列|排名|名列|持续|稳步|快速|大幅|较快|保持|[是为]全[国省]|[是为]上年).*$"
)
AMOUNT = re.compile("[额量数]")
NOMINAL, DOWN = re.compile("现行?价|当年价|名义"), re.compile("下降|降低|减少|负增长")
BRACKET = re.compile(r"\(([^()0-9]*)\)")
# 由上年的2500件增加到2707件: the first figure is of another time.
FROM = re.compile("[由从](?P<time>上年|去年|(?:19|20)[0-9]{2}年)(?:[末底]|同期)?的?$")


def read(text: str, title: Title, before: Before) -> tuple[list[Reading], Before]:
    """Return what became of the figures of a normal sentence, and what the next one has to know.

    Parameters
    ----------
    before
        From the sentence before, or one that begins a paragraph.
    """
    readings: list[Reading] = []
    found = numerals.find(text)
    shared = series.shared(text, found, title)
    end = 0
    for number, numeral in enumerate(found):
        until = found[number + 1].start if number + 1 < len(found) else len(text)
        lead, rest = text[end : numeral.start], text[numeral.end : until]
        after = clauses.tail(rest)
        after = "" if len(after) == len(rest) and until < len(text) else after
        spread = shared.get(number)
        if spread:
            lead, numeral = spread.lead, replace(numeral, unit=spread.unit)
        figure = _Figure(numeral, lead, after, BRACKET.match(rest[len(after) :]), title, bool(spread))
        reading, before = figure.read(before)
        readings += [reading] if reading else []
        end = numeral.end + len(after)
    return readings, before


@dataclass(frozen=True)
class _Figure:
    """A figure, the words before it back to the figure before, those after it, and a remark in brackets."""

    numeral: Numeral
    lead: str
    after: str
    bracket: re.Match[str] | None
    title: Title
    is_shared: bool

    def read(self, before: Before) -> tuple[Reading | None, Before]:
        *passed, last = clauses.split(numerals.ABOUT_BEFORE.sub("", self.lead))
        if "；" in self.lead and before.is_inner:
            before = replace(before, place="", is_inner=False, doubt="")
        earlier = FROM.search(last)
        last = last[: earlier.start()] if earlier else last
        local: dict[str, str] = {"earlier": earlier["time"]} if earlier else {}
        local |= {"cumulated": found[0]} if (found := rules.words("cumulated").search(last)) else {}
        for text in passed:
            before, said = self._passed(text, before)
            local |= said
        if self._is_change(last, before) or self._is_share(last):
            return self._beside(last, before)
        named = self._subject(last, before)
        if named is None:
            reading, after = self._without_subject(last, before)
        else:
            subject, clause = named
            reading, after = self._judged(subject, {**local, **clause.said}, after_words(clause.said, before))
        return reading, after if not self._is_aside(last) else replace(after, time=before.time)

    def _is_aside(self, last: str) -> bool:
        """Say whether 上年为 or the like stands for this figure only: a time without a subject is a comparison."""
        *_, clause = clauses.peeled(last, self.title)
        return "other_time" in clause.said and clauses.is_bare(clause)

    def _passed(self, text: str, before: Before) -> tuple[Before, dict[str, str]]:
        """Read a clause without a figure for what it says of those that follow."""
        *_, clause = clauses.peeled(text, self.title)
        if clauses.COMPARED.match(text):
            return before, {}
        if own := self._shared_subject(text):
            return replace(after_words(own[1].said, before), current=own[0], is_used=False), own[1].said
        if clauses.is_change(text):
            return before, {}
        if rules.words("provisional").search(text):
            before = replace(before, is_provisional=True)
        return after_words(clause.said, before), clause.said

    def _is_change(self, last: str, before: Before) -> bool:
        is_next = before.was_change and bool(SEPARATOR.fullmatch(self.lead)) and not self.is_shared
        return clauses.is_change(last) or is_next

    def _is_share(self, last: str) -> bool:
        is_share = rules.words("share").fullmatch(last) or clauses.COMPARED.match(last)
        return (
            bool(is_share) or indicators.quantity_of(self.numeral.unit) in ("share", "points") or self._is_counted_off()
        )

    def _is_counted_off(self) -> bool:
        """Say whether a number without a unit is a rank, a multiple or one of a ratio: 12位, 2.8倍."""
        return not self.numeral.unit and bool(re.match("[位名倍成]", self.after) or "ratio" in self.numeral.fault)

    def _beside(self, last: str, before: Before) -> tuple[Reading | None, Before]:
        """Keep a change or a share as a check where it is one of an indicator."""
        is_change = self._is_change(last, before)
        kind = "a rate of change" if is_change else "a share, a rank or a comparison"
        if own := self._shared_subject(last):
            before = replace(after_words(own[1].said, before), current=own[0], is_used=False)
        elif clauses.is_about(last, self.numeral.unit):
            before = replace(before, current=None, doubt=before.doubt or last)
        if is_change and (growth := self._growth(last, before)):
            return growth, replace(before, was_change=True)
        reading = Reading(self.numeral, "check", f"{kind}, kept as a check", before.current)
        is_told = before.current is not None or clauses.is_about(last, self.numeral.unit)
        return reading if is_told else None, replace(before, was_change=is_change)

    def _growth(self, last: str, before: Before) -> Reading | None:
        """Return a change as an observation where an indicator counts it: GDP's growth, in real terms."""
        whole = before.current.indicator if before.current else ""
        part = clauses.grown(last, whole, self.title)
        if part is None or self.numeral.unit != part.unit or NOMINAL.search(self.lead):
            return None
        sign = -1 if DOWN.search(last) else 1
        if self._fault(part, {}, before)[0] != "used" or sign * self.numeral.value > self.numeral.value:
            return None
        signed = replace(self.numeral, value=sign * self.numeral.value)
        return Reading(signed, "used", "", part, before.is_provisional)

    def _shared_subject(self, last: str) -> tuple[rules.Subject, Clause] | None:
        """Return what 有效发明专利增长 or 专利授权量占全省的 speaks of: its figure may come later."""
        words = rules.peel(SHARE.sub("", last), rules.words("change"), from_end=True)
        words = rules.peel(words, rules.words("filler"), from_end=True)
        for clause in clauses.peeled(words, self.title):
            if named := clauses.subjects(clause, ""):
                return (named[0], clause) if named[0].indicator else None
        return None

    def _subject(self, last: str, before: Before) -> tuple[rules.Subject, Clause] | None:
        """Return what the figure is of: a subject named before it or around it, else a part of what stands before."""
        unit = self.numeral.unit
        tried = list(clauses.peeled(last, self.title))
        around = [] if clauses.is_beside(self.after) else [replace(c, rest=c.rest + self.after) for c in tried]
        for clause in around or tried:
            if named := clauses.subjects(clause, unit):
                return named[0], clause
        for clause in around or tried:
            is_part = before.is_part or "part" in clause.said
            if before.whole and (named := clauses.parts(clause, unit, before.whole, is_part=is_part)):
                return named[0], clause
        for clause in around or tried:
            if named := clauses.subjects(clause, unit, is_known=False):
                return named[0], clause
        if not around and before.current and not before.is_used and clauses.is_bare(tried[-1]):
            return (before.current, tried[-1]) if self._fits(before.current) else None
        return None

    def _fits(self, subject: rules.Subject) -> bool:
        return indicators.quantity_of(subject.unit) == indicators.quantity_of(self.numeral.unit)

    def _without_subject(self, last: str, before: Before) -> tuple[Reading | None, Before]:
        """Name a figure that is about an indicator's object, or hangs on one, but isn't understood."""
        *_, clause = clauses.peeled(last, self.title)
        before = after_words(clause.said, before)
        words = f"{last}{'…' + self.after if self.after else ''}"
        hangs = before.is_part and before.current is not None and self._fits(before.current)
        is_known = before.current is None or self._fits(before.current)
        bare = (before.current is not None or bool(before.doubt)) and is_known and clauses.is_bare(clause)
        is_about = clauses.is_about(last + self.after, self.numeral.unit) and (self.numeral.unit or not self.after)
        # 成交额 may be that of which a share was told just before.
        is_open = before.current is not None and not before.is_used and self._fits(before.current)
        if not is_about and not hangs and not bare and not (is_open and AMOUNT.search(last)):
            return None, replace(before, was_change=False, current=None if not before.is_part else before.current)
        reason = f"{words!r} isn't understood as an indicator" if words else "it isn't said what is counted"
        reading = Reading(self.numeral, "left_out", reason)
        doubt = before.doubt or ("" if clauses.is_bare(clause) else reason)
        return reading, replace(before, doubt=doubt, was_change=False, is_used=True)

    def _judged(self, subject: rules.Subject, said: dict[str, str], before: Before) -> tuple[Reading, Before]:
        known = replace(before, is_provisional=before.is_provisional or "provisional" in said)
        following = self._following(subject, said, known)
        if subject.indicator == rules.UNCLEAR:
            reason = f"{self.lead.lstrip('，；')!r} may mean several things; it isn't said which"
            return Reading(self.numeral, "left_out", reason), following
        if not subject.indicator:
            return Reading(self.numeral, "check", "known, but no indicator counts it"), following
        fate, reason = self._fault(subject, said, known)
        if fate == "used":
            return Reading(self.numeral, fate, "", subject, known.is_provisional), replace(following, doubt="")
        return Reading(self.numeral, fate, reason, subject), replace(following, is_used=False)

    def _following(self, subject: rules.Subject, said: dict[str, str], before: Before) -> Before:
        belongs = is_part(subject, said, before)
        kept = before.whole if belongs or subject.indicator in ("", rules.UNCLEAR) else subject.indicator
        return replace(
            before, whole=kept, current=subject, is_part=belongs, was_change=False, is_used=True, doubt=before.doubt
        )

    def _fault(self, subject: rules.Subject, said: dict[str, str], before: Before) -> tuple[str, str]:
        """Return the fate of a figure with a subject, and why it isn't used."""
        kind = series.kind_of(subject.indicator)
        is_year = "year" in said
        is_near = is_one_topic(before.doubt, subject) or is_part(subject, said, before) or "part" in said
        doubt = before.doubt if is_near else ""
        reasons = {
            f"all of the nation is another place than {self.title.place}": "全国" in subject.example
            and self.title.area != NATION,
            f"{before.place!r} is another place, or not all of {self.title.place}": before.place,
            f"{before.time or said.get('earlier')!r} isn't {self.title.year}": before.time or "earlier" in said,
            f"{before.plan!r}: not done yet, or expected": before.plan,
            f"hangs on words that aren't understood: {doubt}": doubt,
            "counted since a time that isn't said": kind == "flow" and "cumulated" in said and not is_year,
            "counted up to a day, since a time that isn't said": kind == "flow" and "year_end" in said and not is_year,
            "whether it was added or is there isn't said": kind == "stock" and self._is_added(said, subject),
            f"{self.numeral.fault}, expected an exact figure": self.numeral.fault,
            f"what follows isn't understood: {self.after!r}": self._has_unclear_end(subject),
            f"the remark in brackets may narrow it: {self.bracket and self.bracket[0]!r}": self._is_narrowed(),
            f"{self.numeral.unit or 'no unit'} doesn't fit {subject.unit}": not self._fits(subject),
        }
        if "new" in said and kind != "flow":
            return "check", "what came in addition, kept as a check"
        return next((("left_out", reason) for reason, is_so in reasons.items() if is_so), ("used", ""))

    def _is_added(self, said: dict[str, str], subject: rules.Subject) -> bool:
        """Say whether a stock's words are those of a flow: 获批地理标志产品3个, 全年地理标志商标5件."""
        in_year = said.get("year", "").endswith(("全年", "全年度", "当年", "本年", "本年度", "年内"))
        is_sum = "cumulated" in said and subject.indicator in LASTING
        return ("done" in said and not is_sum) or (in_year and not IN_FORCE.search(self.lead))

    def _has_unclear_end(self, subject: rules.Subject) -> bool:
        is_around = any(subject.pattern.fullmatch(c.rest + self.after) for c in self._own()) if self.after else False
        return not clauses.is_beside(self.after) and not is_around

    def _own(self) -> Iterator[Clause]:
        for clause in clauses.peeled(clauses.split(self.lead)[-1], self.title):
            yield from (replace(clause, rest=body) for body in clauses.bodies(clause.rest))

    def _is_narrowed(self) -> bool:
        return self.bracket is not None and not clauses.is_beside(self.bracket[1])
