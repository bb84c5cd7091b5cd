"""A communiqué's running text to observations and their account."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import is_place
from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.audit import NOTHING, Asked, Extraction
from ipanalytics.ingestion.prose import notes, numerals, paragraphs, sentences, title
from ipanalytics.ingestion.prose.readings import Before, Reading
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.text import elsewhere
from ipanalytics.ingestion.text.numbers import conversion
from ipanalytics.observations.table import COLUMNS

ACCOUNT = ["file", "cell", "text", "fate", "reason"]
LONGEST_EVIDENCE = 200
WHOLE = ("件", "家", "个", "项")
PRELIMINARY = ("final", "submitted")
ACCOUNTS = "gdp"
# A sentence that goes on with the parts of what the one before was of.
BELONGS = re.compile("其中|[按分](?:专利)?(?:类型|种类|类别)")


@dataclass(frozen=True)
class Figure:
    """A figure of the text: where it stands, its sentence, what was read, and as an observation its value."""

    cell: str
    text: str
    reading: Reading
    value: float = 0.0

    @property
    def indicator(self) -> str:
        """The id of its indicator, "" where none was found."""
        return self.reading.subject.indicator if self.reading.subject else ""


def read(grid: Grid, *, source: str, status: str, asked: Asked = NOTHING) -> Extraction:
    """Return what the running text of a file holds.

    Parameters
    ----------
    grid
        One with `prose`.
    source, status
        Written beside every observation; what the text calls preliminary is provisional.
    asked
        What is said of the file, and isn't in it.
    """
    heading = title.find([line.text for line in grid.prose], asked.area)
    if heading is None:
        reason = "its sentences aren't read: no line above them is the title of a place's communiqué on a whole year"
        return _extraction([], [_row(grid, "text", grid.prose[0].text, "check", reason)])
    if not heading.place:
        reason = (
            f"the title {heading.text!r} names no place, nor does one office alone below it; nothing is read: give it"
        )
        return _extraction([], [_row(grid, "title", heading.text, "left_out", f"{reason} as --area 宝鸡市")])
    if not heading.area:
        reason = f"{heading.place!r} in the title {heading.text!r} is no place that the project knows; nothing is read"
        return _extraction([], [_row(grid, "title", heading.text, "left_out", reason)])
    figures = _once(_wholes(_provisional(list(_figures(grid, heading)))))
    is_outside = not is_place(heading.area) and not asked.everywhere and heading.area != asked.area
    told = [_told(figure, is_outside=is_outside) for figure in figures]
    account = [_row(grid, f.cell, f.text, f.reading.fate, f.reading.reason) for f in told]
    observed = [_observation(f, heading, source, status) for f in told if f.reading.fate == "used"]
    return _extraction(observed, account)


def _extraction(observed: list[dict[str, object]], account: list[dict[str, str]]) -> Extraction:
    return Extraction(pd.DataFrame(observed, columns=COLUMNS), pd.DataFrame(account, columns=ACCOUNT))


def _row(grid: Grid, cell: str, text: str, fate: str, reason: str) -> dict[str, str]:
    return {"file": grid.file, "cell": cell, "text": text, "fate": fate, "reason": reason}


def _told(figure: Figure, *, is_outside: bool) -> Figure:
    """Keep an outside place's figures out of the observations."""
    if figure.reading.fate != "used" or not is_outside:
        return figure
    return replace(figure, reading=replace(figure.reading, fate="outside", reason=elsewhere.OUTSIDE))


def _figures(grid: Grid, heading: title.Title) -> Iterator[Figure]:
    texts = paragraphs.of(grid.prose)
    redefined = notes.redefinitions(texts)
    before, section = Before(), ""
    for paragraph in texts:
        if paragraph.is_heading:
            section = notes.narrowing_heading(paragraph.text, heading)
            before = Before()
            continue
        for number, text in enumerate(paragraphs.sentences(paragraph), 1):
            plain, marks = numerals.without_marks(text)
            carried = before if BELONGS.match(plain) else Before(place=section)
            readings, before = sentences.read(plain, heading, carried)
            name = f"{paragraph.name}, sentence {number}"
            for count, reading in enumerate(readings, 1):
                judged = notes.judged(reading, paragraph, marks, redefined)
                yield _valued(f"{name}, figure {count}（{_evidence(plain, reading)}）", plain, judged)


def _evidence(sentence: str, reading: Reading) -> str:
    """Return a figure's sentence, of a long one what stands around it."""
    if len(sentence) <= LONGEST_EVIDENCE:
        return sentence
    start = max(reading.numeral.start - LONGEST_EVIDENCE // 2, 0)
    piece = sentence[start : start + LONGEST_EVIDENCE]
    return f"{'…' if start else ''}{piece}{'…' if start + LONGEST_EVIDENCE < len(sentence) else ''}"


def _valued(cell: str, text: str, reading: Reading) -> Figure:
    """Return a figure with its value in the catalogue's unit, or left out where it has none."""
    if reading.fate != "used" or reading.subject is None:
        return Figure(cell, text, reading)
    item = indicators.indicator(reading.subject.indicator)
    unit = (
        reading.numeral.unit if item.kind != "rate" or "/" not in item.unit else _per(reading.numeral.unit, item.unit)
    )
    try:
        value = float(Decimal(repr(reading.numeral.value)) * Decimal(repr(conversion(unit, item.unit))))
    except CatalogueError as fault:
        return Figure(cell, text, replace(reading, fate="left_out", reason=f"{item.name}: {fault}"))
    if (value < 0 and not item.signed) or (item.unit in WHOLE and not value.is_integer()):
        reason = f"{item.name}: {value:.10g} isn't a whole number of {item.unit}"
        return Figure(cell, text, replace(reading, fate="left_out", reason=reason))
    return Figure(cell, text, reading, value)


def _per(unit: str, wanted: str) -> str:
    return unit if "/" in unit else f"{unit}/{wanted.partition('/')[2]}"


def _provisional(figures: Sequence[Figure]) -> list[Figure]:
    """Take all national accounts for preliminary where one sentence says 初步核算."""
    accounts = [figure for figure in figures if figure.indicator.startswith(ACCOUNTS)]
    if not any(figure.reading.is_provisional for figure in accounts):
        return list(figures)
    return [
        replace(figure, reading=replace(figure.reading, is_provisional=True)) if figure in accounts else figure
        for figure in figures
    ]


def _wholes(figures: Sequence[Figure]) -> list[Figure]:
    """Keep as checks the parts of what an indicator counts, unless one part alone stands for it in the whole text."""
    said: dict[str, set[str]] = {}
    for figure in figures:
        if figure.reading.fate == "used" and figure.reading.subject:
            said.setdefault(figure.indicator, set()).add(figure.reading.subject.part)
    return [
        replace(figure, reading=replace(figure.reading, fate="check", reason="a part of what the indicator counts"))
        if figure.reading.fate == "used"
        and figure.reading.subject
        and figure.reading.subject.part
        and said[figure.indicator] != {"part"}
        else figure
        for figure in figures
    ]


def _once(figures: Sequence[Figure]) -> list[Figure]:
    """Keep the first of figures that say the same, none of those that contradict one another."""
    values: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.reading.fate == "used":
            values.setdefault(figure.indicator, []).append(figure)
    return [_compared(figure, values.get(figure.indicator, [])) for figure in figures]


def _compared(figure: Figure, same: list[Figure]) -> Figure:
    if figure.reading.fate != "used" or len(same) < 2:
        return figure
    if len({other.value for other in same}) > 1:
        said = "、".join(f"{other.value:.10g}" for other in same)
        return replace(figure, reading=replace(figure.reading, fate="left_out", reason=f"the text says {said}"))
    if figure is same[0]:
        return figure
    return replace(figure, reading=replace(figure.reading, fate="check", reason="stands in another sentence too"))


def _observation(figure: Figure, heading: title.Title, source: str, status: str) -> dict[str, object]:
    item = indicators.indicator(figure.indicator)
    is_preliminary = figure.reading.is_provisional and status in PRELIMINARY
    key = {"area": heading.area, "indicator": item.id, "period": str(heading.year), "value": figure.value}
    where = {"source": source, "status": "provisional" if is_preliminary else status, "cell": figure.cell}
    return {**key, "unit": item.unit, **where}
