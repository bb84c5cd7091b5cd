"""Arithmetic that catches what eyes miss; every failed check names the cells that contradict one another.

Nothing is corrected here: a failed check says what to look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.core import periods, project, yaml_schema
from ipanalytics.observations.table import KEY

TYPES = {
    "patent_applications": ("invention_applications", "utility_model_applications", "design_applications"),
    "patent_grants": ("invention_grants", "utility_model_grants", "design_grants"),
    "patents_in_force": ("inventions_in_force", "utility_models_in_force", "designs_in_force"),
}


@dataclass(frozen=True)
class Limits:
    """One field for each key of checks.yaml."""

    stock_jump_factor: float
    relative_tolerance: float


def limits() -> Limits:
    """Return data/catalogue/checks.yaml, checked."""
    path = project.data("catalogue", "checks.yaml")
    return yaml_schema.record(Limits, yaml_schema.read_yaml(path), path.name)


@dataclass(frozen=True)
class Failure:
    """A failed check: which figure, the figures that contradict one another, and where they stand.

    `kind` is parts, jump, fall or sources; of parts the first figure is the whole.
    """

    kind: str
    area: str
    indicator: str
    period: str
    amounts: tuple[float, ...]
    cells: tuple[str, ...]


WORDS = {
    "jump": "the stock jumps within a year",
    "fall": "the cumulated figure falls",
    "sources": "two sources disagree",
}


def run(table: pd.DataFrame) -> list[str]:
    """Return a sentence for every failed check, sorted; see `failures`."""
    return sorted(map(worded, failures(table)))


def failures(table: pd.DataFrame) -> list[Failure]:
    """Return every failed check of a table of observations.

    Parameters
    ----------
    table
        Observations of one or more sources, before one of them is preferred.
    """
    allowed = limits()
    return [
        *_types(table, allowed),
        *_parts(table, allowed),
        *_jumps(table, allowed),
        *_falls(table),
        *_disagreements(table, allowed),
    ]


def worded(failure: Failure) -> str:
    """Word a failed check in English, with the cells that contradict one another."""
    head = f"{places.name_of(failure.area, short=True)} {failure.indicator} {failure.period}"
    values, cells = [f"{value:,.10g}" for value in failure.amounts], failure.cells
    if failure.kind == "parts":
        total = f"{sum(failure.amounts[1:]):,.10g}"
        return f"{head}: {cells[0]} is {values[0]}, its parts ({'; '.join(cells[1:])}) add up to {total}"
    both = ", ".join(f"{value} ({cell})" for value, cell in zip(values, cells, strict=True))
    return f"{head}: {WORDS[failure.kind]}: {both}"


def _types(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that invention, utility model and design add up to the total, source by source."""
    for total, kinds in TYPES.items():
        rows = table[table["indicator"].isin([total, *kinds])]
        yield from _sums(rows, ["area", "period", "source"], "indicator", (total, list(kinds)), allowed)


def _parts(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that regions add up to the nation, units to the province and their regions, parts to the city."""
    additive = table[table["indicator"].isin([i.id for i in indicators.indicators().values() if i.additive])]
    for whole, parts in _wholes():
        rows = additive[additive["area"].isin([whole, *parts])]
        yield from _sums(rows, ["indicator", "period", "source"], "area", (whole, parts), allowed)


def _wholes() -> list[tuple[str, list[str]]]:
    units = places.codes("unit")
    cities = [code for code in places.codes("city") if "+" in code]
    return [
        (places.NATION, places.codes("province")),
        (places.province(), units),
        *((places.province(), _with_whole(units, whole)) for whole in hierarchy.composites()),
        *((region, hierarchy.members(region)) for region in places.codes("region")),
        *((city, hierarchy.parts_of(city)) for city in cities),
    ]


def _with_whole(units: list[str], whole: str) -> list[str]:
    """Return the units as a bulletin lists them that gives a city as a whole, not in parts."""
    return [code for code in units if code not in hierarchy.parts_of(whole)] + [whole]


def _sums(
    rows: pd.DataFrame, key: list[str], across: str, sum_: tuple[str, list[str]], allowed: Limits
) -> Iterator[Failure]:
    """Compare a whole with the sum of its parts, wherever one source gives all of them."""
    whole, parts = sum_
    wide = rows.drop_duplicates([*key, across]).set_index([*key, across])[["value", "cell"]].unstack(across)  # noqa: PD010
    if not {whole, *parts} <= set(wide.columns.get_level_values(1)):
        return
    values = wide["value"][[whole, *parts]].astype(float).dropna()
    total = values[parts].sum(axis=1)
    for at in values.index[(total - values[whole]).abs() > allowed.relative_tolerance * values[whole].abs()]:
        named = dict(zip(key, at, strict=True)) | {across: whole}
        amounts, cells = values.loc[at, [whole, *parts]], wide["cell"].loc[at, [whole, *parts]].tolist()
        where = (f"{named['source']} {cells[0]}", *cells[1:])
        yield Failure("parts", named["area"], named["indicator"], named["period"], tuple(amounts), where)


def _jumps(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that a stock doesn't multiply or vanish from one year's end to the next."""
    stocks = [i.id for i in indicators.indicators().values() if i.kind == "stock" and i.additive]
    rows = table[table["indicator"].isin(stocks) & table["period"].str.fullmatch(r"\d{4}")]
    pairs = _pairs(rows, ["area", "indicator"])
    follows = pairs["period"].astype(int) - pairs["period_before"].astype(int) == 1
    high, low = pairs[["value", "value_before"]].max(axis=1), pairs[["value", "value_before"]].min(axis=1)
    yield from _pair_failures("jump", pairs[follows & (high > allowed.stock_jump_factor * low)])


def _falls(table: pd.DataFrame) -> Iterator[Failure]:
    """Check that cumulated months never fall from one month to the next."""
    spans = table[table["period"].str.contains("/")]
    pairs = _pairs(spans.assign(opens=spans["period"].str[:7]), ["area", "indicator", "opens", "source"])
    yield from _pair_failures("fall", pairs[pairs["value"] < pairs["value_before"]])


def _disagreements(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that the same figure in two sources agrees."""
    pairs = _pairs(table[table.duplicated(KEY, keep=False)], KEY)
    apart = (pairs["value"] - pairs["value_before"]).abs() > allowed.relative_tolerance * pairs["value_before"].abs()
    yield from _pair_failures("sources", pairs[apart])


def _pairs(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return each row that follows another of its group in time, with that one's columns as `…_before`."""
    ends = rows.assign(end=pd.Series([periods.parse(text).end for text in rows["period"]], rows.index, dtype=object))
    ordered = ends.sort_values([*keys, "end", "source"], ignore_index=True)
    joined = ordered.join(ordered.shift(1).add_suffix("_before"))
    same = pd.Series(data=True, index=joined.index)
    for key in keys:
        same &= joined[key].eq(joined[f"{key}_before"])
    return joined[same]


def _pair_failures(kind: str, pairs: pd.DataFrame) -> Iterator[Failure]:
    for row in pairs.to_dict("records"):
        values = (row["value_before"], row["value"])
        cells = (f"{row['source_before']} {row['cell_before']}", f"{row['source']} {row['cell']}")
        yield Failure(kind, row["area"], row["indicator"], row["period"], values, cells)
