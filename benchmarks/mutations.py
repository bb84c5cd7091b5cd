"""Spoil tables in every way that offices do and count what becomes of them: python benchmarks/mutations.py [mutants].

A table with figures of the yearbooks and of the synthetic bulletins is built as an office prints it, spoilt in one
place, and read. What the spoilt table says to a reader of it is known, as it is built from its parts. Each mutant is
- told: a check fails that the sound table doesn't fail,
- refused: the figures that were spoilt are left out by name,
- read as the table says: nothing shows that it is spoilt,
- wrong in silence: a figure that the table doesn't say, and neither check nor message about it.
Writes the counts into docs/reliability.md.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import project
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.ingestion.readers.grid import Grid, Merge
from ipanalytics.observations import checks, consistency
from ipanalytics.observations.table import COLUMNS, KEY, empty

MUTANTS, SEED, BATCH = 1000, 13, 20
# Years of one table and the next, so that many are checked together and none is beside another.
FIRST_YEAR, APART = 1900, 8
KINDS = {
    "授权": ("patent_grants", *consistency.TYPES["patent_grants"]),
    "申请": ("patent_applications", *consistency.TYPES["patent_applications"]),
    "有效": ("patents_in_force", *consistency.TYPES["patents_in_force"]),
}
STOCKS = ("inventions_in_force", "high_value_inventions", "trademarks_in_force")
TYPES = ("合计", "发明", "实用新型", "外观设计")
BEGIN, END = "<!-- mutations -->", "<!-- end -->"
COLUMN_HEADS = (
    "| 变异 | 检查指出 | 拒读并说明 | 照错表读出 | 无声读错 | 能看出的 | 其中指出（%） |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
)
OUTCOMES = ("told", "refused", "read", "wrong")
Says = dict[tuple[str, str, str], float]


@dataclass(frozen=True)
class Sheet:
    """A table in its parts: a place a row and an indicator a column; `says` is what a reader takes from it."""

    title: str
    year: str
    unit: str
    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    headings: tuple[str, ...]
    figures: tuple[tuple[float, ...], ...]
    factor: float = 1.0
    has_merges: bool = True
    measure: str = ""

    def grid(self) -> Grid:
        """Return the table as a reader of files would hand it on."""
        width = len(self.headings) + 1
        pad = ("",) * (width - 2)
        over = ("地区", self.measure, *pad) if self.measure else ()
        heads = ("" if over else "地区", *self.headings)
        names = [places.name_of(area, short=True) for area in self.areas]
        rows = [
            (self.title.format(year=self.year), "", *pad),
            (f"单位：{self.unit}", "", *pad),
            *([over] if over else []),
            heads,
            *((name, *map(_printed, values)) for name, values in zip(names, self.figures, strict=True)),
        ]
        merges: list[Merge] = [(0, 0, 0, width - 1)]
        if over and self.has_merges:
            merges += [(2, 1, 2, width - 1), (2, 0, 3, 0)]
        return Grid("mutant", "", tuple(rows), tuple(merges) if self.has_merges else ())

    def says(self) -> Says:
        """Return every figure as its place, heading, title and unit say it."""
        return {
            (area, indicator, self.year): value * self.factor
            for area, row in zip(self.areas, self.figures, strict=True)
            for indicator, value in zip(self.indicators, row, strict=True)
        }


def _printed(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.10g}"


Mutation = Callable[[Sheet, random.Random], Sheet | None]


def _swapped(items: tuple, one: int, other: int) -> tuple:
    changed = list(items)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)


def _cell(sheet: Sheet, row: int, column: int, value: float) -> Sheet:
    values = [list(line) for line in sheet.figures]
    values[row][column] = value
    return replace(sheet, figures=tuple(map(tuple, values)))


def _two(count: int, chance: random.Random) -> tuple[int, int]:
    one, other = chance.sample(range(count), 2)
    return one, other


def swap_cells(sheet: Sheet, chance: random.Random) -> Sheet:
    """Exchange two figures."""
    cells = [(row, column) for row in range(len(sheet.areas)) for column in range(len(sheet.headings))]
    (top, left), (low, right) = chance.sample(cells, 2)
    first, second = sheet.figures[top][left], sheet.figures[low][right]
    return _cell(_cell(sheet, top, left, second), low, right, first)


def shift_rows(sheet: Sheet, chance: random.Random) -> Sheet:
    """Let the figures of some rows slip down by one; the last comes first."""
    start, end = sorted(_two(len(sheet.areas), chance))
    slipped = (sheet.figures[end], *sheet.figures[start:end])
    return replace(sheet, figures=(*sheet.figures[:start], *slipped, *sheet.figures[end + 1 :]))


def shift_columns(sheet: Sheet, chance: random.Random) -> Sheet:
    """Let the figures of one row slip to the right; the last comes first."""
    row = chance.randrange(len(sheet.areas))
    slipped = (sheet.figures[row][-1], *sheet.figures[row][:-1])
    return replace(sheet, figures=(*sheet.figures[:row], slipped, *sheet.figures[row + 1 :]))


def drop_row(sheet: Sheet, chance: random.Random) -> Sheet:
    """Leave a place out."""
    row = chance.randrange(len(sheet.areas))
    return replace(
        sheet,
        areas=(*sheet.areas[:row], *sheet.areas[row + 1 :]),
        figures=(*sheet.figures[:row], *sheet.figures[row + 1 :]),
    )


def double_row(sheet: Sheet, chance: random.Random) -> Sheet:
    """Write one place's name over another's row."""
    one, other = _two(len(sheet.areas), chance)
    return replace(sheet, areas=tuple(sheet.areas[one] if n == other else area for n, area in enumerate(sheet.areas)))


def change_digit(sheet: Sheet, chance: random.Random) -> Sheet:
    """Mistype a digit, or leave one out or write it twice."""
    row, column = chance.randrange(len(sheet.areas)), chance.randrange(len(sheet.headings))
    text = f"{sheet.figures[row][column]:.10g}"
    at = chance.choice([n for n, letter in enumerate(text) if letter.isdecimal()])
    digit = chance.choice([letter for letter in "0123456789" if letter != text[at]])
    texts = [text[:at] + digit + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + text[at + 1 :] or "0"]
    return _cell(sheet, row, column, float(chance.choice(texts).strip(".") or 0))


def exchange_headings(sheet: Sheet, chance: random.Random) -> Sheet:
    """Exchange two headings over their figures."""
    pair = _two(len(sheet.headings), chance)
    return replace(sheet, headings=_swapped(sheet.headings, *pair), indicators=_swapped(sheet.indicators, *pair))


def lose_merges(sheet: Sheet, _chance: random.Random) -> Sheet:
    """Forget which cells are merged, as a text file does."""
    return replace(sheet, has_merges=False)


def change_unit(sheet: Sheet, _chance: random.Random) -> Sheet:
    """Write 万件 over single pieces."""
    return replace(sheet, unit="万件", factor=1e4)


def change_place(sheet: Sheet, chance: random.Random) -> Sheet:
    """Write another place's name before a row's figures, and its name before those."""
    pair = _two(len(sheet.areas), chance)
    return replace(sheet, areas=_swapped(sheet.areas, *pair))


def change_year(sheet: Sheet, chance: random.Random) -> Sheet:
    """Write another year into the title only."""
    return replace(sheet, year=str(int(sheet.year) + chance.choice((-2, -1, 1, 2))))


MUTATIONS: dict[str, tuple[str, Mutation]] = {
    "swapped cells": ("两个数互换", swap_cells),
    "shifted rows": ("几行错位", shift_rows),
    "shifted columns": ("一行错列", shift_columns),
    "dropped rows": ("缺一行", drop_row),
    "doubled rows": ("一个地区写了两次", double_row),
    "changed digits": ("错一位数字", change_digit),
    "exchanged headings": ("两个栏目名互换", exchange_headings),
    "lost merges": ("合并单元格丢失", lose_merges),
    "another unit": ("件写成万件", change_unit),
    "another place": ("两个地区名互换", change_place),
    "another year in the title": ("标题年份写错", change_year),
}


def sheets(every: pd.DataFrame) -> list[Sheet]:
    """Return the tables of places and types, or of units and stocks, that the project's sources hold year by year."""
    found: list[Sheet] = []
    annual = every[every["period"].str.fullmatch("[0-9]{4}")]
    units = {places.province(), *places.codes("unit"), *places.codes("region")}
    for year, group in annual[annual["area"].isin(units)].groupby("period"):
        stocks = group.pivot_table(index="area", columns="indicator", values="value", aggfunc="first")
        ids = [id_ for id_ in STOCKS if id_ in stocks.columns]
        if len(ids) > 1 and len(table := stocks[ids].dropna()) >= len(places.codes("unit")):
            heads = tuple(indicators.indicator(id_).name for id_ in ids)
            found.append(_sheet("各市知识产权统计表({year}年)", str(year), tuple(ids), heads, table))
    for (_, year), group in annual.groupby(["source", "period"]):
        wide = group.pivot_table(index="area", columns="indicator", values="value", aggfunc="first")
        for measure, ids in KINDS.items():
            if set(ids) <= set(wide.columns) and len(table := wide[list(ids)].dropna()) > len(TYPES):
                plain = _sheet(f"国内三种专利{measure}数按地区分布({{year}}年)", str(year), ids, TYPES, table)
                found += [plain, replace(plain, title="各地区专利统计表({year}年)", measure=f"专利{measure}量")]
    return found


def _sheet(title: str, year: str, ids: tuple[str, ...], headings: tuple[str, ...], table: pd.DataFrame) -> Sheet:
    ordered = table.loc[sorted(table.index)]
    return Sheet(title, year, "件", tuple(ordered.index), ids, headings, tuple(map(tuple, ordered.to_numpy().tolist())))


def reference(every: pd.DataFrame, sheet: Sheet, *, has_second: bool) -> pd.DataFrame:
    """Return what else is known: the years before and after and, if `has_second`, another source of the same year."""
    rows = every[every["area"].isin(sheet.areas) & every["indicator"].isin(sheet.indicators)].drop_duplicates(KEY)
    near = [str(int(sheet.year) + n) for n in ((-1, 0, 1) if has_second else (-1, 1))]
    return rows[rows["period"].isin(near)].assign(source="known")


@dataclass(frozen=True)
class Trial:
    """A sound table, its mutant, what else is known, and what was read of the mutant."""

    sheet: Sheet
    mutant: Sheet
    others: pd.DataFrame
    observed: pd.DataFrame


def trial(sheet: Sheet, mutant: Sheet, others: pd.DataFrame) -> Trial:
    """Read a mutant."""
    read = extract.extract_grids([mutant.grid()], source="mutant", status="submitted")
    return Trial(sheet, mutant, others, read.observations)


def outcomes(trials: list[Trial]) -> list[str]:
    """Return what becomes of each mutant."""
    sound = _failing(trials, [_rows(one.sheet.says()) for one in trials])
    spoilt = _failing(trials, [one.observed for one in trials])
    return [_outcome(one, now - before) for one, now, before in zip(trials, spoilt, sound, strict=True)]


def _outcome(one: Trial, failing: set[tuple[str, ...]]) -> str:
    if failing:
        return "told"
    said = one.mutant.says()
    observed = {tuple(row[:3]): row[3] for row in one.observed[COLUMNS].itertuples(index=False)}
    if any(abs(said.get(key, -1.0) - value) > 1e-6 * max(value, 1.0) for key, value in observed.items()):
        return "wrong"
    return "read" if len(observed) == len(said) else "refused"


def _rows(says: Says) -> pd.DataFrame:
    units = {id_: indicators.indicator(id_).unit for _, id_, _ in says}
    rows = [[*key, value, units[key[1]], "mutant", "submitted", "sound"] for key, value in says.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def _failing(trials: list[Trial], tables: Iterable[pd.DataFrame]) -> list[set[tuple[str, ...]]]:
    """Return the failed checks of each table with what else is known, all in one go: each has years of its own."""
    frames = []
    for n, (one, table) in enumerate(zip(trials, tables, strict=True)):
        start = FIRST_YEAR + APART * n + APART // 2 - int(one.sheet.year)
        for frame in filter(len, (table, one.others)):
            years = [str(int(year) + start) for year in frame["period"]]
            frames.append(frame.assign(period=years, source=frame["source"] + f" {n}"))
    failing: list[set[tuple[str, ...]]] = [set() for _ in trials]
    for failure in consistency.failures(pd.concat(frames or [empty()], ignore_index=True)):
        n = (int(failure.period) - FIRST_YEAR) // APART
        failing[n].add((failure.kind, failure.area, failure.indicator, failure.period))
    return failing


def can_be_told(sheet: Sheet, mutant: Sheet, others: pd.DataFrame) -> bool:
    """Say whether arithmetic on paper shows the fault: sums, a missing place, another source, the years beside it."""
    sound, spoilt = sheet.says(), mutant.says()
    if spoilt == sound:
        return False
    changed = {key: value for key, value in spoilt.items() if sound.get(key) != value}
    known = {tuple(row[:3]): row[3] for row in others[COLUMNS].itertuples(index=False)}
    wholes = {places.NATION, places.province(), *places.codes("region")}
    if set(sheet.areas) - set(mutant.areas) - wholes:
        return True
    if any(
        abs(known.get(key, value) - value) > 0.001 * value or _is_far(key, value, known)
        for key, value in changed.items()
    ):
        return True
    return _broken(spoilt, mutant.areas) > _broken(sound, sheet.areas)


def _is_far(key: tuple[str, str, str], value: float, known: Says) -> bool:
    limits = checks.limits()
    is_stock = indicators.indicator(key[1]).kind == "stock"
    factor = limits.stock_jump_factor if is_stock else limits.flow_jump_factor
    beside = [known.get((*key[:2], str(int(key[2]) + n))) for n in (-1, 1)]
    pairs = [sorted((value, other)) for other in beside if other is not None]
    return any(high > factor * low and (is_stock or high >= limits.flow_jump_from) for low, high in pairs)


def _broken(says: Says, areas: tuple[str, ...]) -> int:
    """Count the sums that don't hold: of the types of each place, of the provinces for each type."""
    period = next(iter(says))[2]
    broken = 0
    for whole, kinds in consistency.TYPES.items():
        for area in set(areas):
            total, parts = says.get((area, whole, period)), [says.get((area, kind, period)) for kind in kinds]
            broken += total is not None and None not in parts and sum(filter(None, parts)) != total
    for id_ in {key[1] for key in says}:
        parts = [says.get((code, id_, period)) for code in places.codes("province")]
        total = says.get((places.NATION, id_, period))
        broken += total is not None and None not in parts and sum(filter(None, parts)) != total
    return broken


def counted(mutation: Mutation, tables: list[Sheet], every: pd.DataFrame, mutants: int) -> Counter[str]:
    """Return how many mutants of a kind have each outcome; of those that can be told, how many are."""
    chance, trials = random.Random(SEED), []
    while len(trials) < mutants:
        sheet = chance.choice(tables)
        mutant = mutation(sheet, chance)
        if mutant != sheet:
            trials.append(trial(sheet, mutant, reference(every, sheet, has_second=chance.random() < 0.5)))
    counts: Counter[str] = Counter()
    for start in range(0, mutants, BATCH):
        batch = trials[start : start + BATCH]
        for one, result in zip(batch, outcomes(batch), strict=True):
            counts[result] += 1
            could = can_be_told(one.sheet, one.mutant, one.others)
            counts["could"] += could
            counts["did"] += could and result in ("told", "refused")
    return counts


def write(lines: list[str], tables: int, mutants: int) -> None:
    """Put the counts between the marks of docs/reliability.md."""
    path = project.home() / "docs" / "reliability.md"
    text = path.read_text(encoding="utf-8")
    head, tail = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    count = f"{tables} 张表，每类 {mutants:,} 个变异，随机种子 {SEED}。"
    path.write_text("\n".join([head, "", count, "", *COLUMN_HEADS, *lines, "", tail]), encoding="utf-8")


def main(mutants: int) -> None:
    """Count all kinds and write the report."""
    every = pipeline.load_every()
    tables = sheets(every)
    lines = []
    for name, (chinese, mutation) in MUTATIONS.items():
        counts = counted(mutation, tables, every, mutants)
        share = f"{100 * counts['did'] / counts['could']:.1f}" if counts["could"] else "—"
        cells = [counts[outcome] for outcome in OUTCOMES]
        lines.append(f"| {chinese} | {' | '.join(f'{count:,}' for count in cells)} | {counts['could']:,} | {share} |")
        print(name, dict(counts), flush=True)  # noqa: T201
    write(lines, len(tables), mutants)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MUTANTS)
