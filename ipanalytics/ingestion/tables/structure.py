"""The parts of a grid: lines above, header rows, label columns, columns of figures; by words, not coordinates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ipanalytics.catalogue import indicators
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.text import dates, normalise, places, vocabulary
from ipanalytics.ingestion.text.numbers import Missing, find_unit, read_number

LONGEST_HEADING = 24
ENOUGH, CODE_LENGTH = 0.5, 6
NUMBERS = ("number", "code", "period")
INDEX_MARKS = ("甲", "乙", "丙", "丁", "栏次", "列次", "A", "B", "C")


@dataclass(frozen=True)
class Column:
    """A column of figures: where it stands, its headings from the top, and where its rows' labels and units stand."""

    index: int
    headings: tuple[str, ...]
    labels: tuple[int, ...]
    english: int | None
    code: int | None
    unit: int | None


@dataclass(frozen=True)
class Table:
    """One table of a grid; rows and columns are those of the grid, from 0."""

    lines: tuple[int, ...]
    header: tuple[int, ...]
    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    notes: tuple[int, ...] = ()
    # For each row the line among the rows above it that heads a section (二、商标).
    sections: Mapping[int, int] = field(default_factory=dict)


@cached_for_project(*indicators.FILES, most=200_000)
def kind(text: str) -> str:
    """Return what a cell is on its face: blank, figure (also a sign for none) or text."""
    found = read_number(text)
    if found == Missing("blank"):
        return "blank"
    return "text" if found is None or found == Missing("word") else "figure"


def tables(grid: Grid) -> list[Table]:
    """Return the tables of a grid from top to bottom; rows without figures above, between and below included."""
    found: list[Table] = []
    pending: list[int] = []
    lead: list[int] = []
    rows: list[int] = []
    sections: dict[int, int] = {}
    for number, row in enumerate(grid.rows):
        if not _is_data(row):
            pending.append(number)
            continue
        if rows and _heads(grid, pending):
            found.append(_follow(grid, found, _table(grid, lead, rows, sections)))
            rows, sections = [], {}
        if not rows:
            lead, pending = _split_lead(grid, pending)
        if section := _section(grid, pending) or sections.get(rows[-1] if rows else -1):
            sections[number] = section
        pending = []
        rows.append(number)
    return [*found, _follow(grid, found, _table(grid, lead, rows, sections, pending))] if rows else []


def _split_lead(grid: Grid, pending: list[int]) -> tuple[list[int], list[int]]:
    """Return the rows above the first figures, and the last of them where it heads a section under the headings."""
    filled = {row: [c for c, text in enumerate(grid.rows[row]) if text.strip()] for row in pending}
    has_headings = any(len(found) > 1 for found in filled.values())
    if has_headings and filled[pending[-1]] == [0] and not _is_line(normalise.tidy(grid.rows[pending[-1]][0])):
        return pending[:-1], pending[-1:]
    return pending, []


def _section(grid: Grid, pending: Sequence[int]) -> int | None:
    """Return the last row between figures that holds one text, which its rows below may belong to."""
    single = [number for number in pending if sum(bool(text.strip()) for text in grid.rows[number]) == 1]
    return single[-1] if single else None


def _follow(grid: Grid, before: list[Table], table: Table) -> Table:
    """Give a table without a title, whose header is that of the table before it, the lines of that one."""
    heads = [[grid.rows[row] for row in one.header] for one in (*before[-1:], table)]
    texts = [text for row in table.lines for text in grid.rows[row] if text.strip()]
    is_bare = not any(vocabulary.meaning(text) or _is_period(text) for text in texts)
    is_repeated = len(heads) > 1 and is_bare and heads[0] == heads[1]
    return replace(table, lines=(*before[-1].lines, *table.lines)) if is_repeated else table


def _is_data(row: Sequence[str]) -> bool:
    """Say whether a row holds figures under a heading rather than years or column numbers as headings."""
    figures = [normalise.tidy(text) for text in row if kind(text) == "figure"]
    texts = [normalise.tidy(text) for text in row if kind(text) == "text"]
    if not figures or (not texts and len(figures) == 1):
        return False
    if all(dates.is_year(text) for text in figures) and not _label_figures(texts, figures):
        return False
    return not _are_column_numbers(figures, texts)


def _label_figures(texts: Sequence[str], figures: Sequence[str]) -> bool:
    """Say whether texts are labels of figures that look like years: a place, or an indicator beside no run of years."""
    is_run = len(figures) > 1 and list(figures) in (sorted(set(figures)), sorted(set(figures), reverse=True))
    return any(places.is_known(t) or (not is_run and vocabulary.meaning(t).keys() - {"role"}) for t in texts)


def _are_column_numbers(figures: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether a row numbers the columns: 甲 乙 1 2 3."""
    numbers = [text.strip("()") for text in figures]
    start = int(numbers[0]) if numbers[0].isdecimal() and len(numbers[0]) <= len("99") else -1
    counted = [str(start + n) for n in range(len(numbers))]
    return start in (0, 1, 2, 3) and numbers == counted and all(text in INDEX_MARKS for text in texts)


def _heads(grid: Grid, pending: Iterable[int]) -> bool:
    """Say whether rows between figures are the head of another table: two headings, or a unit line."""
    for number in pending:
        said = [text for text in grid.rows[number] if kind(text) == "text" or _is_period(text)]
        if len(said) > 1 and not any(_is_division(text) for text in said):
            return True
        if any(find_unit(text) for text in said if "单位" in text):
            return True
    return False


def _is_division(text: str) -> bool:
    place = places.resolve(text)
    return place is not None and place.code != ""


def _is_period(text: str) -> bool:
    return dates.find_period(text) is not None or dates.is_year(normalise.tidy(text))


@dataclass(frozen=True)
class _Body:
    """The rows of figures of a grid."""

    grid: Grid
    rows: tuple[int, ...]

    def texts(self, column: int) -> list[str]:
        """Return a column's cells that aren't blank."""
        return [text for row in self.rows if (text := self.grid.rows[row][column]).strip()]

    def count(self, column: int, wanted: str) -> int:
        return sum(kind(text) == wanted for text in self.texts(column))


def _table(
    grid: Grid, lead: list[int], rows: list[int], sections: Mapping[int, int], notes: Sequence[int] = ()
) -> Table:
    body = _Body(grid, tuple(rows))
    width = range(len(grid.rows[0]))
    figures = [c for c in width if body.count(c, "figure") and body.count(c, "figure") >= body.count(c, "text")]
    header = _header(grid, lead, figures[0] if figures else 0)
    lines = tuple(number for number in lead if number not in header)
    return Table(lines, tuple(header), body.rows, tuple(_columns(body, header, figures)), tuple(notes), sections)


def _header(grid: Grid, lead: list[int], first: int) -> list[int]:
    """Return the rows of headings: from the first that looks like one, down to the figures."""
    start = next((n for n, number in enumerate(lead) if _is_heading_row(grid, number, first)), len(lead))
    return [number for number in lead[start:] if any(text.strip() for text in grid.rows[number])]


def _is_heading_row(grid: Grid, number: int, first: int) -> bool:
    """Say whether a row heads columns: it isn't a title, a unit line or both side by side."""
    filled = {c: normalise.tidy(text) for c, text in enumerate(grid.rows[number]) if text.strip()}
    headings = {c: text for c, text in filled.items() if not _is_line(text)}
    if _is_numbering(grid.rows[number]) or len(headings) == 1 < len(filled):
        return False
    if len(headings) != 1:
        return any(vocabulary.meaning(text) or _is_period(text) for text in headings.values())
    at = next(iter(headings))
    return at >= first > 0 and not _spans(grid, number, at)


def _is_numbering(row: Sequence[str]) -> bool:
    return _are_column_numbers(*_split(normalise.tidy(text) for text in row if text.strip()))


def _split(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return figures and other texts."""
    found = list(texts)
    figures = [text for text in found if kind(text) == "figure"]
    return figures or [""], [text for text in found if text not in figures]


def _is_line(text: str) -> bool:
    """Say whether a cell is a line above a table: long, or a unit and nothing else (单位：件; (piece))."""
    if len(text) > LONGEST_HEADING or re.match("[^()]{2,8}:.", text):
        return True
    return bool(find_unit(text)) and not vocabulary.meaning(text).keys() - {"role"}


def _spans(grid: Grid, row: int, column: int) -> bool:
    """Say whether a cell is merged over the whole width, as a title is."""
    width = len(grid.rows[0])
    return any(m[0] == row and m[1] == column and m[3] - m[1] + 1 >= width - 1 for m in grid.merges)


def _columns(body: _Body, header: list[int], figures: list[int]) -> list[Column]:
    named = [row for row in header if not _is_numbering(body.grid.rows[row])]
    heads = {c: _headings(body.grid, named, c, figures) for c in range(len(body.grid.rows[0]))}
    roles = {c: vocabulary.meaning(texts[-1]).get("role", "") if texts else "" for c, texts in heads.items()}
    numbers = {c for c in figures if roles[c] in NUMBERS or _is_code(body, c) or _is_serial(body, c, heads[c])}
    texts = {c for c in heads if c not in figures and body.texts(c)}
    units = {c for c in texts if roles[c] == "unit"}
    labels = sorted((texts | numbers) - units)
    shown = [c for c in figures if c not in numbers]
    runs = {left: _run(body, left) for left in {tuple(t for t in labels if t < c) for c in shown}}
    return [
        Column(c, heads[c], *runs[tuple(t for t in labels if t < c)], max(units & set(range(c)), default=None))
        for c in shown
    ]


def _run(body: _Body, left: tuple[int, ...]) -> tuple[tuple[int, ...], int | None, int | None]:
    """Find the labels of a column's rows: the texts to its left, back to the figures of a block beside it."""
    run = _nearest_block(body, left)
    english = next((c for c in run if _is_english(body, c)), None)
    code = next((c for c in run if _is_code(body, c)), None)
    named = [c for c in run if c not in (english, code) and (not _mostly_figures(body, c) or _are_years(body, c))]
    return tuple(named) or (() if english is None else (english,)), english, code


def _is_serial(body: _Body, column: int, headings: tuple[str, ...]) -> bool:
    """Say whether a column without a heading numbers the rows."""
    found = [normalise.tidy(text) for text in body.texts(column)]
    return not headings and len(found) > 1 and found == [str(n + 1) for n in range(len(found))]


def _is_code(body: _Body, column: int) -> bool:
    """Say whether a column holds division codes."""
    found = [normalise.tidy(text) for text in body.texts(column)]
    known = [text for text in found if len(text) == CODE_LENGTH and text.isdecimal() and places.code_of(text)]
    return len(known) > ENOUGH * len(found)


def _are_years(body: _Body, column: int) -> bool:
    return all(_is_period(text) for text in body.texts(column))


def _nearest_block(body: _Body, left: Sequence[int]) -> list[int]:
    """Return the last run of label columns that names places, where figures separate the runs; else the last run."""
    runs: list[list[int]] = []
    for column in left:
        separate = not runs or any(_mostly_figures(body, c) for c in range(runs[-1][-1] + 1, column))
        runs = [*runs, [column]] if separate else [*runs[:-1], [*runs[-1], column]]
    named = [run for run in runs if any(_names_places(body, c) for c in run)]
    return (named or runs or [[]])[-1]


def _mostly_figures(body: _Body, column: int) -> bool:
    return body.count(column, "figure") > body.count(column, "text")


def _names_places(body: _Body, column: int) -> bool:
    found = body.texts(column)
    return sum(places.is_known(text) for text in found) > ENOUGH * len(found)


def _is_english(body: _Body, column: int) -> bool:
    texts = [normalise.tidy(text) for text in body.texts(column)]
    return bool(texts) and all(text.isascii() and any(map(str.isalpha, text)) for text in texts)


def _headings(grid: Grid, header: list[int], column: int, figures: list[int]) -> tuple[str, ...]:
    found = [_heading(grid, header, row, column, figures) for row in header]
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
