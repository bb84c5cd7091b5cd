"""The parts of a grid: lines above, header rows, label columns, columns of figures; by words, not coordinates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables.blocks import (
    COMPACT_MONTH,
    LIKE_FIGURES,
    Body,
    Column,
    are_column_numbers,
    are_months,
    columns_of,
    is_month,
    is_numbering,
    is_period,
    kind,
)
from ipanalytics.ingestion.text import dates, normalise, numbers, places, vocabulary
from ipanalytics.ingestion.text.dates import is_year

LONGEST_HEADING = 24
# 2-17 续表 7 continued: the title stands on the first page.
OVERLEAF = re.compile("(?i)续 *[表上前完]|continued")
# The number of a table in its yearbook.
NUMBERED = re.compile("[0-9]{1,2}[-–—][0-9]{1,2}(?![0-9])[^0-9%]")
# A figure with something that makes it none: 1200(估), 12OO.
SPOILT = re.compile(rf"[0-9]+(?:[,.][0-9]+)*[^0-9]|{LIKE_FIGURES.pattern}$")
# Yearbooks have up to 200.
MOST_COLUMNS = 500


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
    # What stands over the labels in a row of titles: 中国2022年地级以上城市数据.
    heads: tuple[str, ...] = ()


def tables(grid: Grid) -> list[Table]:
    """Return the tables of a grid from top to bottom; rows without figures above, between and below included."""
    filled = _filled(grid)
    found: list[Table] = []
    pending: list[int] = []
    lead: list[int] = []
    rows: list[int] = []
    sections: dict[int, int] = {}
    for number, row in enumerate(grid.rows):
        above = grid.rows[rows[-1]] if rows else ()
        if not _is_data(row) and not _goes_on(above, row) and not _is_spoilt(above, row):
            pending.append(number)
            continue
        if rows and _heads(grid, pending):
            tail, pending = _split_tail(grid, pending)
            rows += tail
            found.append(_follow(grid, found, _table(Body(grid, tuple(rows), filled), lead, sections)))
            rows, sections = [], {}
        if not rows:
            lead, pending, rows = _split_lead(grid, pending)
        if section := _section(grid, pending, row) or sections.get(rows[-1] if rows else -1):
            sections[number] = section
        pending = []
        rows.append(number)
    return (
        [*found, _follow(grid, found, _table(Body(grid, tuple(rows), filled), lead, sections, pending))] if rows else []
    )


def _filled(grid: Grid) -> tuple[int, ...]:
    """Return the columns that hold anything."""
    filled = sorted({column for row in grid.rows for column, text in enumerate(row) if text.strip()})
    if len(filled) > MOST_COLUMNS:
        where = f"{grid.file}, {grid.sheet}" if grid.sheet else grid.file
        msg = f"{where}: a table of {len(filled):,} columns was found, expected {MOST_COLUMNS} at most"
        raise SourceError(msg)
    return tuple(filled)


def _split_lead(grid: Grid, pending: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Return the rows above the first figures, a section's line under the headings, and the last that name places.

    A place without figures (河北省) is the first row of its page, not a heading.
    """
    count = next((n for n, row in enumerate(reversed(pending)) if not _names_only(grid.rows[row])), len(pending))
    lead, places_ = pending[: len(pending) - count], pending[len(pending) - count :]
    if places_ and len(lead) > 0 and sum(bool(text.strip()) for text in grid.rows[places_[-1]]) > 1:
        return lead, [], places_
    filled = {row: [c for c, text in enumerate(grid.rows[row]) if text.strip()] for row in pending}
    has_headings = any(len(found) > 1 for found in filled.values())
    if has_headings and filled[pending[-1]] == [0] and not _is_line(normalise.tidy(grid.rows[pending[-1]][0])):
        return pending[:-1], pending[-1:], []
    return pending, [], []


def _split_tail(grid: Grid, pending: list[int]) -> tuple[list[int], list[int]]:
    """Return the rows below the last figures that name a place without any, and the rest, which heads another table."""
    filled = [number for number in pending if any(text.strip() for text in grid.rows[number])]
    count = next((n for n, number in enumerate(filled) if not _names_only(grid.rows[number])), len(filled))
    tail = filled[:count]
    return tail, [number for number in pending if number not in tail]


def _names_only(row: Sequence[str]) -> bool:
    """Say whether a row holds nothing but a place: its name, and the English beside it."""
    texts = [normalise.tidy(text) for text in row if text.strip()]
    chinese = [text for text in texts if not text.isascii()]
    return bool(chinese) and all(map(_is_division, chinese))


def _section(grid: Grid, pending: Sequence[int], row: Sequence[str]) -> int | None:
    """Return the last line between figures that holds one text, which the row below may belong to.

    A place without figures among places, 河北省 above its cities, heads no section.
    """
    is_place = any(_is_division(text) for text in row if kind(text) == "text")
    texts = {number: [text for text in grid.rows[number] if text.strip()] for number in pending}
    single = [n for n, one in texts.items() if len(one) == 1 and not (is_place and places.is_known(one[0]))]
    return single[-1] if single else None


def _follow(grid: Grid, before: list[Table], table: Table) -> Table:
    """Give a table without a title, whose header is that of the table before it, the lines of that one."""
    heads = [[grid.rows[row] for row in one.header] for one in (*before[-1:], table)]
    texts = [text for row in table.lines for text in grid.rows[row] if text.strip()]
    is_bare = not any(vocabulary.meaning(text) or is_period(text) for text in texts)
    is_next = len(heads) > 1 and any(OVERLEAF.search(text) for text in texts)
    is_repeated = len(heads) > 1 and is_bare and (heads[0] == heads[1] or is_next)
    return replace(table, lines=(*before[-1].lines, *table.lines)) if is_repeated else table


def _is_data(row: Sequence[str]) -> bool:
    """Say whether a row holds figures under a heading rather than years or column numbers as headings."""
    kinds = [kind(text) for text in row]
    figures = [normalise.tidy(text) for text, one in zip(row, kinds, strict=True) if one == "figure"]
    texts = [normalise.tidy(text) for text, one in zip(row, kinds, strict=True) if one == "text"]
    if not figures or (not texts and len(figures) == 1):
        return False
    if _may_be_periods(figures, texts) and not _label_figures(texts, figures):
        return False
    return not are_column_numbers(figures, texts)


def _may_be_periods(figures: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether figures may be years or months as headings: 2022, 2022.09, 202209 beside nothing but labels."""
    if all(is_year(text) or is_month(text) for text in figures) or are_months(figures):
        return True
    return bool(COMPACT_MONTH.fullmatch(figures[0])) and len(figures) == 1 and all(map(vocabulary.is_label, texts))


def _goes_on(above: Sequence[str], row: Sequence[str]) -> bool:
    """Say whether a figure that stands alone continues a column of figures, so that it can't get lost."""
    filled = [column for column, text in enumerate(row) if text.strip()]
    return (
        above != ()
        and len(filled) == 1
        and filled[0] > 0
        and kind(row[filled[0]]) == kind(above[filled[0]]) == "figure"
    )


def _is_spoilt(above: Sequence[str], row: Sequence[str]) -> bool:
    """Say whether texts beside a place stand where figures should: 1200(估), or any under a figure."""
    filled = [column for column, text in enumerate(row) if text.strip()]
    if len(filled) < 2 or not _is_division(row[filled[0]]):
        return False
    return any(
        (SPOILT.match(text := normalise.tidy(row[c])) or (above and kind(above[c]) == "figure"))
        and not (dates.find_period(text) or is_period(text) or vocabulary.meaning(text) or places.is_known(text))
        for c in filled[1:]
    )


def _label_figures(texts: Sequence[str], figures: Sequence[str]) -> bool:
    """Say whether texts are labels of figures that look like years: a place, or an indicator beside no run of years."""
    is_run = len(figures) > 1 and list(figures) in (sorted(set(figures)), sorted(set(figures), reverse=True))
    return any(places.is_known(t) or (not is_run and vocabulary.meaning(t).keys() - {"role"}) for t in texts)


def _heads(grid: Grid, pending: Iterable[int]) -> bool:
    """Say whether rows between figures are the head of another table: two headings, or a unit line."""
    for number in pending:
        said = [text for text in grid.rows[number] if kind(text) == "text" or is_period(text)]
        if len(said) > 1 and not any(_is_division(text) for text in said):
            return True
        if any(numbers.find_unit(text) for text in said if "单位" in text):
            return True
    return False


def _is_division(text: str) -> bool:
    place = places.resolve(text)
    return place is not None and place.is_division


def _table(body: Body, lead: list[int], sections: Mapping[int, int], notes: Sequence[int] = ()) -> Table:
    figures = [c for c in body.filled if body.count(c, "figure") and body.count(c, "figure") >= body.count(c, "text")]
    first = figures[0] if figures else 0
    header = _header(body.grid, lead, first)
    titles = [number for number in header if _is_titles(body.grid.rows[number])]
    lines = tuple(number for number in lead if number not in header)
    columns = tuple(columns_of(body, header, figures, titles))
    heads = tuple(text for number in titles for text in body.grid.rows[number][:first] if text.strip())
    return Table(lines, tuple(header), body.rows, columns, tuple(notes), sections, heads)


def _is_titles(row: Sequence[str]) -> bool:
    """Say whether a row holds the titles of tables side by side: 2-1 人口数, 2-7 地区生产总值."""
    texts = [normalise.tidy(text) for text in row if text.strip()]
    numbered = [text for text in texts if NUMBERED.match(text)]
    return len(texts) > 1 and len(numbered) >= len(texts) - 1 > 0


def _header(grid: Grid, lead: list[int], first: int) -> list[int]:
    """Return the rows of headings: from the first that looks like one, down to the figures."""
    start = next((n for n, number in enumerate(lead) if _is_heading_row(grid, number, first)), len(lead))
    return [number for number in lead[start:] if any(text.strip() for text in grid.rows[number])]


def _is_heading_row(grid: Grid, number: int, first: int) -> bool:
    """Say whether a row heads columns: it isn't a title, a unit line or both side by side."""
    filled = {c: normalise.tidy(text) for c, text in enumerate(grid.rows[number]) if text.strip()}
    headings = {c: text for c, text in filled.items() if not _is_line(text)}
    if is_numbering(grid.rows[number]):
        return False
    if len(headings) == 1 < len(filled):
        rest = [text for c, text in filled.items() if c not in headings]
        are_endless = all(len(text) > normalise.LONGEST_FIGURE for text in rest)
        are_long = all(len(text) > LONGEST_HEADING for text in rest) and any(map(_is_meant, rest))
        return (are_endless or are_long) and all(map(vocabulary.is_label, headings.values()))
    if len(headings) != 1:
        return any(vocabulary.meaning(text) or is_period(text) for text in headings.values())
    at = next(iter(headings))
    return at >= first > 0 and not _spans(grid, number, at)


def _is_meant(text: str) -> bool:
    """Say whether a long text beside a label heads a column: 地区生产总值(当年价格)(万元) Gross Regional Product …."""
    return bool(vocabulary.heading(normalise.split_bilingual(text)[0] or text).keys() - {"role"})


def _is_line(text: str) -> bool:
    """Say whether a cell is a line above a table: long, or a unit and nothing else (单位：件; (piece))."""
    if len(text) > LONGEST_HEADING or re.match("[^()]{2,8}:.", text):
        return True
    is_dated = is_period(text) and not re.search("(?i)单位|unit", text)
    return bool(numbers.find_unit(text)) and not is_dated and not vocabulary.heading(text).keys() - {"role"}


def _spans(grid: Grid, row: int, column: int) -> bool:
    """Say whether a cell is merged over the whole width, as a title is."""
    width = len(grid.rows[0])
    return any(m[0] == row and m[1] == column and m[3] - m[1] + 1 >= width - 1 for m in grid.merges)
