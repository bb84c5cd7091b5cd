"""The columns of a table: which hold figures and which labels, and the headings above each; by what their cells say."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import code_of
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.text import dates, normalise, places, vocabulary
from ipanalytics.ingestion.text.cell_forms import HAN
from ipanalytics.ingestion.text.numbers import Fault, Missing, read_number

ENOUGH, MOST, CODE_LENGTH = 0.5, 0.9, 6
CHINESE = re.compile(f"[{HAN}]")
NUMBERS = ("number", "code", "period")
MONTH = re.compile(r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])")
COMPACT_MONTH = re.compile("((?:19|20)[0-9]{2})(0[1-9]|1[0-2])")
# A figure as a careless eye or a scanner writes it: 12OO, l2, 一千二百.
LIKE_FIGURES = re.compile("[0-9OoQIl|SBZ一二三四五六七八九十百千万亿零〇两,. ]+[件家个项]?")
# A day of publishing or founding, which is no period of the figures beside it.
OF_PAPERS = re.compile(r"(?i)(?<=.)(?:日期|时间)$|\bdate\b")
COUNTING = re.compile(r"[量数额](?:\([^()]*\))?$")
MONTH_NUMBER = re.compile("0?[1-9]|1[0-2]")
# Headings of periods that may stand over the figures of one, too.
ALSO_FIGURES = ("年度", "季度", "年", "月")
INDEX_MARKS = ("甲", "乙", "丙", "丁", "栏次", "列次", "A", "B", "C")


@dataclass(frozen=True)
class Column:
    """A column of figures: where it stands, its headings from the top, and where its rows' labels and units stand.

    `dates` are those of its labels that a heading (月份) says to be periods.
    """

    index: int
    headings: tuple[str, ...]
    labels: tuple[int, ...]
    english: int | None
    code: int | None
    unit: int | None
    dates: tuple[int, ...] = ()
    # The titles of its table, where several stand side by side.
    titles: tuple[str, ...] = ()


@cached_for_project(*indicators.FILES, dates.PARTS_OF_YEAR, most=200_000)
def kind(text: str) -> str:
    """Return what a cell is on its face: blank, figure (also a sign for none) or text; 2022-09 is a text."""
    found = read_number(text)
    if found == Missing("blank"):
        return "blank"
    if isinstance(found, Fault) and (len(text) > normalise.LONGEST_FIGURE or is_period(text)):
        return "text"
    return "text" if found is None or found == Missing("word") else "figure"


def are_column_numbers(figures: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether a row numbers the columns: 甲 乙 1 2 3."""
    numbers = [text.strip("()") for text in figures]
    start = int(numbers[0]) if numbers[0].isdecimal() and len(numbers[0]) <= len("99") else -1
    counted = [str(start + n) for n in range(len(numbers))]
    return start in (0, 1, 2, 3) and numbers == counted and all(text in INDEX_MARKS for text in texts)


def is_month(text: str) -> bool:
    """Say whether a tidy text may be a month as well as a number: 2022.09."""
    return bool(MONTH.fullmatch(text))


def are_months(texts: Sequence[str]) -> bool:
    """Say whether tidy texts are one month after the other: 202201 202202."""
    parts = [match.groups() for text in texts if (match := COMPACT_MONTH.fullmatch(text))]
    numbers = [int(year) * 12 + int(month) for year, month in parts]
    return len(parts) > 1 and [number - n for n, number in enumerate(numbers)] == numbers[:1] * len(texts)


def is_period(text: str) -> bool:
    """Say whether a text names a period, a bare year too."""
    when = dates.find_period(text)
    return dates.is_year(normalise.tidy(text)) or (when is not None and when.kind != dates.UNREAD)


@dataclass(frozen=True)
class Body:
    """The rows of figures of a grid, and the columns that hold anything."""

    grid: Grid
    rows: tuple[int, ...]
    filled: tuple[int, ...]

    def texts(self, column: int) -> list[str]:
        """Return a column's cells that aren't blank."""
        return [text for row in self.rows if (text := self.grid.rows[row][column]).strip()]

    def count(self, column: int, wanted: str) -> int:
        """Count a column's cells of one kind."""
        return self._kinds[column][wanted]

    @cached_property
    def _kinds(self) -> dict[int, Counter[str]]:
        return {column: Counter(map(kind, self.texts(column))) for column in self.filled}


def is_numbering(row: Sequence[str]) -> bool:
    """Say whether a row numbers the columns, whatever stands blank between."""
    return are_column_numbers(*_split(normalise.tidy(text) for text in row if text.strip()))


def _split(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return figures and other texts."""
    found = list(texts)
    figures = [text for text in found if kind(text) == "figure"]
    return figures or [""], [text for text in found if text not in figures]


def columns_of(body: Body, header: list[int], figures: list[int], titles: Sequence[int] = ()) -> list[Column]:
    """Return the columns of figures, each with its headings and the columns of its labels.

    Parameters
    ----------
    titles
        The rows of the header that hold titles of tables side by side.
    """
    named = [row for row in header if row not in titles and not is_numbering(body.grid.rows[row])]
    heads = {c: _headings(body.grid, named, c, figures) for c in body.filled}
    said = {c: vocabulary.meaning(texts[-1]) if texts else {} for c, texts in heads.items()}
    figures = [c for c in body.filled if c in figures or _is_unread(body, c, heads[c], said[c])]
    numbers = {c for c in figures if _numbers_rows(body, c, heads[c], said[c]) or _is_serial(body, c, heads[c])}
    texts = {c for c in heads if c not in figures and body.texts(c)}
    units = {c for c in texts if said[c].get("role") == "unit"}
    papers = {c for c in texts if heads[c] and OF_PAPERS.search(heads[c][-1]) and said[c].get("role") != "period"}
    labels = sorted((texts | numbers) - units - papers)
    shown = [c for c in figures if c not in numbers]
    dated = tuple(c for c in labels if said[c].get("role") == "period")
    runs = {left: _run(body, left, dated) for left in {tuple(t for t in labels if t < c) for c in shown}}
    return [
        Column(
            c,
            heads[c],
            *(run := runs[tuple(t for t in labels if t < c)]),
            max((u for u in units if u < c), default=None),
            tuple(label for label in run[0] if label in dated),
            _headings(body.grid, list(titles), c, figures, named),
        )
        for c in shown
    ]


def _is_unread(body: Body, column: int, headings: tuple[str, ...], said: vocabulary.Meaning) -> bool:
    """Say whether a column's texts should have been figures: 12OO or 一千二百 under 授权量."""
    texts = [normalise.tidy(text) for text in body.texts(column)]
    if not texts or "role" in said or not said or vocabulary.unknown(headings[-1], has_period=False):
        return False
    if any(places.is_known(text) or vocabulary.heading(text).keys() - {"role"} or is_period(text) for text in texts):
        return False
    alike = sum(kind(text) == "figure" or bool(LIKE_FIGURES.fullmatch(text)) for text in texts)
    return alike > ENOUGH * len(texts) or ("measure" in said and bool(COUNTING.search(headings[-1])))


def _numbers_rows(body: Body, column: int, headings: tuple[str, ...], said: vocabulary.Meaning) -> bool:
    """Say whether a column of numbers labels the rows: codes, or numbers or periods by its heading and its cells."""
    if said.keys() == {"role"} and said["role"] in NUMBERS:
        texts = [normalise.tidy(text) for text in body.texts(column)]
        is_text = any(kind(text) == "text" for text in texts)
        may_count = said["role"] == "period" and headings[-1] in ALSO_FIGURES and not is_text
        return not may_count or all(is_period(t) or is_month(t) or MONTH_NUMBER.fullmatch(t) for t in texts)
    # 100000 under 合计 is a figure, whatever place has this code.
    return not said.keys() - {"role"} and _is_code(body, column)


def _run(body: Body, left: tuple[int, ...], dated: Sequence[int]) -> tuple[tuple[int, ...], int | None, int | None]:
    """Find the labels of a column's rows: the texts to its left, back to the figures of a block beside it."""
    run = _nearest_block(body, left)
    english = next((c for c in run if c not in dated and _is_english(body, c)), None)
    code = next((c for c in run if _is_code(body, c)), None)
    is_text = {c: c in dated or not _mostly_figures(body, c) or _are_years(body, c) for c in run}
    named = [c for c in run if c not in (english, code) and is_text[c]]
    return tuple(named) or (() if english is None else (english,)), english, code


def _is_serial(body: Body, column: int, headings: tuple[str, ...]) -> bool:
    """Say whether a column without a heading numbers the rows, or names a month after the other."""
    found = [normalise.tidy(text) for text in body.texts(column)]
    counted = [str(n + 1) for n in range(len(found))]
    return not headings and len(found) > 1 and (found == counted or are_months(found))


def _is_code(body: Body, column: int) -> bool:
    """Say whether a column holds division codes."""
    found = [normalise.tidy(text) for text in body.texts(column)]
    known = [text for text in found if len(text) == CODE_LENGTH and text.isdecimal() and code_of(text)]
    return len(known) > ENOUGH * len(found)


def _are_years(body: Body, column: int) -> bool:
    return all(is_period(text) for text in body.texts(column))


def _nearest_block(body: Body, left: Sequence[int]) -> list[int]:
    """Return the last run of label columns that names places, where figures separate the runs; else the last run."""
    runs: list[list[int]] = []
    for column in left:
        separate = not runs or any(_mostly_figures(body, c) for c in range(runs[-1][-1] + 1, column))
        runs = [*runs, [column]] if separate else [*runs[:-1], [*runs[-1], column]]
    named = [run for run in runs if any(_names_places(body, c) for c in run)]
    return (named or runs or [[]])[-1]


def _mostly_figures(body: Body, column: int) -> bool:
    return body.count(column, "figure") > body.count(column, "text")


def _names_places(body: Body, column: int) -> bool:
    found = body.texts(column)
    return sum(places.is_known(text) for text in found) > ENOUGH * len(found)


def _is_english(body: Body, column: int) -> bool:
    texts = [normalise.tidy(text) for text in body.texts(column)]
    latin = [text for text in texts if not CHINESE.search(text) and any(map(str.isalpha, text))]
    # Xigazê is English enough, and one name that a scanner took for Chinese doesn't make the others labels.
    return bool(texts) and len(latin) >= MOST * len(texts)


def _headings(
    grid: Grid, header: list[int], column: int, figures: list[int], below: Sequence[int] = ()
) -> tuple[str, ...]:
    """Return the texts above a column in rows of the header, those `below` them included in what may be merged."""
    every = sorted({*header, *below})
    found = [_heading(grid, every, row, column, figures) for row in header]
    return tuple(text for n, text in enumerate(found) if text and text not in found[:n])


def _heading(grid: Grid, header: list[int], row: int, column: int, figures: list[int]) -> str:
    """Return the text above a column in a header row, carried over a merge, a lost one too."""
    if own := normalise.tidy(grid.rows[row][column]):
        return own
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return normalise.tidy(grid.rows[top][left])
    lower = header[header.index(row) + 1 :]
    has_merges = any(m[0] in header and m[3] > m[1] for m in grid.merges)
    if has_merges or column not in figures or not any(grid.rows[r][column].strip() for r in lower):
        return ""
    before = [c for c in range(column) if c in figures and grid.rows[row][c].strip()]
    return normalise.tidy(grid.rows[row][before[-1]]) if before else ""
