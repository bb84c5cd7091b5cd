"""Arithmetic that catches what eyes miss; every failed check names the cells that contradict one another.

Nothing is corrected here: a failed check says what to look at.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

import pandas as pd

from ipanalytics.catalogue import breaks, hierarchy, indicators, places
from ipanalytics.core import periods
from ipanalytics.observations import plausibility, texts
from ipanalytics.observations.checks import Failure, Limits, limits, worded
from ipanalytics.observations.table import KEY, SYNTHETIC

TYPES = {
    "patent_applications": ("invention_applications", "utility_model_applications", "design_applications"),
    "patent_grants": ("invention_grants", "utility_model_grants", "design_grants"),
    "patents_in_force": ("inventions_in_force", "utility_models_in_force", "designs_in_force"),
}
# Units of what is counted one by one; sums of these are exact but for the noise of floats.
COUNTED, NOISE = ("件", "家", "个", "人"), 1e-6
WAN = 10_000
YEAR, WITHIN_YEAR = re.compile(r"\d{4}"), re.compile(r"\d{4}-(?:\d{2}|Q\d)(?:/\d{4}-\d{2})?")
# Of ten places a source may lack one by mistake.
MOST_GIVEN = 10


def run(table: pd.DataFrame) -> list[str]:
    """Return a sentence for every failed check, sorted; see `failures`."""
    return sorted(map(worded, failures(table)))


def failures(table: pd.DataFrame) -> list[Failure]:
    """Return every failed check of observations of one or more sources, before one of them is preferred.

    Made-up figures are held against made-up ones only: a real one can't contradict them.
    """
    return [failure for rows in _by_nature(table) if len(rows) for failure in _failures(rows)]


def _by_nature(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the real and the made-up figures."""
    is_made_up = table["status"].eq(SYNTHETIC)
    if not is_made_up.any():
        return table, table.iloc[:0]
    return table[~is_made_up], table[is_made_up]


def _failures(table: pd.DataFrame) -> list[Failure]:
    allowed = limits()
    return [
        *_types(table, allowed),
        *_parts(table, allowed),
        *_spans(table, allowed),
        *_missing(table),
        *_jumps(table, allowed),
        *_falls(table),
        *_pair_failures("sources", _apart(table, allowed)),
        *plausibility.failures(table, allowed),
    ]


def _types(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that invention, utility model and design add up to the total, source by source."""
    for total, kinds in TYPES.items():
        rows = _among(table, "indicator", [total, *kinds])
        yield from _sums(rows, ["area", "period", "source"], "indicator", (total, list(kinds)), allowed)


def _parts(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that regions add up to the nation, units to the province and their regions, parts to the city."""
    wholes = _wholes()
    near = _among(table, "area", [area for whole, parts in wholes for area in (whole, *parts)])
    additive = _among(near, "indicator", [item.id for item in indicators.indicators().values() if item.additive])
    given = set(additive["area"])
    for whole, parts in wholes:
        if whole not in given or given.isdisjoint(parts):
            continue
        rows = _among(additive, "area", [whole, *parts])
        yield from _sums(rows, ["indicator", "period", "source"], "area", (whole, parts), allowed)


def _among(table: pd.DataFrame, column: str, wanted: Iterable[str]) -> pd.DataFrame:
    return table[texts.of(table[column]).each(set(wanted).__contains__)]


def _wholes() -> list[tuple[str, list[str]]]:
    units = places.codes("unit")
    cities = [code for code in places.codes("city") if "+" in code]
    return [
        (places.NATION, places.codes("province")),
        (places.province(), units),
        *((places.province(), listed) for listed in _with_wholes(units)),
        *((region, hierarchy.members(region)) for region in places.codes("region")),
        *((city, hierarchy.parts_of(city)) for city in cities),
    ]


def _with_wholes(units: list[str]) -> Iterator[list[str]]:
    """Yield the units as bulletins list them that give a city, or several, as a whole, not in parts."""
    composites = hierarchy.composites()
    for count in range(1, len(composites) + 1):
        for wholes in combinations(composites, count):
            held = {part for whole in wholes for part in hierarchy.parts_of(whole)}
            yield [code for code in units if code not in held] + list(wholes)


def _sums(  # noqa: PLR0913
    rows: pd.DataFrame,
    key: list[str],
    across: str,
    sum_: tuple[str, list[str]],
    allowed: Limits,
    *,
    needs_all: bool = False,
) -> Iterator[Failure]:
    """Compare a whole with the sum of its parts, wherever one source gives all; of some it can't be less than they."""
    whole, parts = sum_
    if not rows[across].eq(whole).any():
        return
    is_later = pd.Series(texts.together([texts.of(rows[name]) for name in (*key, across)])).duplicated()
    first = rows[~is_later.to_numpy()].set_index([*key, across])
    wide = first["value"].unstack(across).reindex(columns=[whole, *parts])  # noqa: PD010
    values = wide.astype(float).dropna(subset=[whole]).dropna(thresh=2)
    excess = values[parts].sum(axis=1) - values[whole]
    values, excess = (each[values.notna().all(axis=1)] if needs_all else each for each in (values, excess))
    differs = excess.where(values.notna().all(axis=1), excess.clip(lower=0)).abs()
    wrong = values[differs > _tolerance(values, rows, allowed)]
    if wrong.empty:
        return
    cells = first["cell"][first.index.droplevel(across).isin(wrong.index)].unstack(across)  # noqa: PD010
    told = cells.reindex(wrong.index).to_dict("records")
    for at, of_all, cell_of in zip(wrong.index, wrong.to_dict("records"), told, strict=True):
        named = dict(zip(key, at, strict=True)) | {across: whole}
        amounts = {part: value for part, value in of_all.items() if pd.notna(value)}
        first, *others = (cell_of[part] for part in amounts)
        where = (f"{named['source']} {first}", *others)
        yield Failure("parts", named["area"], named["indicator"], named["period"], tuple(amounts.values()), where)


def _spans(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that months and quarters of one source add up to what it gives for all of them together."""
    counted = [item.id for item in indicators.indicators().values() if item.additive and item.kind == "flow"]
    rows = _among(table, "indicator", counted)
    is_within = texts.of(rows["period"]).each(lambda text: bool(WITHIN_YEAR.fullmatch(text)))
    if not is_within.any():
        return
    near = rows[is_within | texts.of(rows["period"]).each(lambda text: bool(YEAR.fullmatch(text)))]
    for whole, parts in _tilings(set(near["period"])):
        those = _among(near, "period", [whole, *parts])
        yield from _sums(those, ["area", "indicator", "source"], "period", (whole, parts), allowed, needs_all=True)


def _tilings(given: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield years, and months cumulated, with the months or the quarters that they consist of, where all are there."""
    for whole in sorted(given):
        span = periods.parse(whole)
        for shape in ("month", "quarter"):
            parts = [
                text for text in sorted(given)
                if (part := periods.parse(text)).shape == shape and span.start <= part.start and part.end <= span.end
            ]  # fmt: skip
            days = sum((periods.parse(text).end - periods.parse(text).start).days + 1 for text in parts)
            if len(parts) > 1 and days == (span.end - span.start).days + 1:
                yield whole, parts


def _tolerance(values: pd.DataFrame, rows: pd.DataFrame, allowed: Limits) -> pd.Series:
    """Return by how much sums may differ: not at all where things were counted one by one and none is rounded."""
    relative = allowed.relative_tolerance * values.iloc[:, 0].abs()
    is_counted = rows["unit"].isin(COUNTED).all()
    is_rounded = values.mod(1).gt(0).any(axis=1) | values.fillna(0).mod(10).eq(0).all(axis=1)
    return relative.where(is_rounded | (not is_counted), NOISE)


def _missing(table: pd.DataFrame) -> Iterator[Failure]:
    """Check that a source which gives a whole and most of its parts gives them all; of a place the latest is told."""
    firsts = table.drop_duplicates(["source", "period", "area"]).set_index(["source", "period", "area"])
    given = firsts["cell"].unstack("area").notna()  # noqa: PD010
    lacking: dict[tuple[str, str], Failure] = {}
    for whole, parts in _wholes():
        pieces = [piece for part in parts for piece in hierarchy.parts_of(part)]
        if whole not in given or given.columns.isin([*parts, *pieces]).sum() == 0:
            continue
        held = given.reindex(columns=list({whole: 0} | dict.fromkeys([*parts, *pieces])), fill_value=False)
        held = held[held[whole]]
        shown = pd.DataFrame({part: held[part] | held[hierarchy.parts_of(part)].all(axis=1) for part in parts})
        blanks = (~shown).sum(axis=1)
        for at in blanks.index[blanks.between(1, max(1, len(parts) // MOST_GIVEN)) & (blanks < len(parts) / 2)]:
            first = firsts.loc[(*at, whole)]
            where = (f"{at[0]} {first['cell']}",)
            for part in shown.columns[~shown.loc[at]]:
                if held.loc[at, hierarchy.parts_of(part)].any():
                    # Of a city whose other part is there, that one is missing which isn't.
                    continue
                lacking[at[0], part] = Failure("missing", part, first["indicator"], at[1], (first["value"],), where)
    yield from lacking.values()


def _jumps(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that no stock multiplies or vanishes from one year's end to the next, and no large flow by far."""
    kinds = {item.id: item.kind for item in indicators.indicators().values() if item.additive}
    is_counted = texts.of(table["indicator"]).each(lambda id_: kinds.get(id_) in ("stock", "flow"))
    rows = table[is_counted & texts.of(table["period"]).each(lambda text: bool(YEAR.fullmatch(text)))]
    pairs = _pairs(rows, ["area", "indicator"])
    pairs = pairs[pairs["period"].astype(int) - pairs["period_before"].astype(int) == 1]
    high, low = pairs[["value", "value_before"]].max(axis=1), pairs[["value", "value_before"]].min(axis=1)
    is_flow = pairs["indicator"].map(kinds).eq("flow")
    factor = is_flow.map({True: allowed.flow_jump_factor, False: allowed.stock_jump_factor}).astype(float)
    is_large = ~is_flow | high.ge(allowed.flow_jump_from)
    yield from _pair_failures("jump", pairs[is_large & (high > factor * low) & _is_comparable(pairs)])


def _is_comparable(pairs: pd.DataFrame) -> pd.Series:
    """Say of each pair whether both were counted in one way: where they weren't, a jump is no fault."""
    keys = zip(pairs["indicator"], pairs["period_before"], pairs["period"], pairs["area"], strict=True)
    return pd.Series([breaks.is_comparable(*key) for key in keys], pairs.index, dtype=bool)


def _falls(table: pd.DataFrame) -> Iterator[Failure]:
    """Check that cumulated months never fall from one month to the next."""
    spans = table[texts.of(table["period"]).each(lambda text: "/" in text)]
    pairs = _pairs(spans.assign(opens=spans["period"].str[:7]), ["area", "indicator", "opens", "source"])
    yield from _pair_failures("fall", pairs[pairs["value"] < pairs["value_before"]])


def disagreeing(table: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of which two sources say more than rounding explains, with all that is said of them.

    As in `failures`, made-up ones don't contradict real ones.
    """
    found = []
    for rows in _by_nature(table):
        apart = pd.MultiIndex.from_frame(_apart(rows, limits())[KEY])
        found.append(rows[pd.MultiIndex.from_frame(rows[KEY]).isin(apart)])
    return pd.concat(found).sort_index(kind="stable")


def _apart(table: pd.DataFrame, allowed: Limits) -> pd.DataFrame:
    """Return the figures that two sources give, and don't agree on."""
    pairs = _pairs(table[texts.are_twice([texts.of(table[name]) for name in KEY])], KEY)
    least = (allowed.relative_tolerance * pairs["value_before"].abs()).clip(lower=_rounded_by(pairs))
    return pairs[(pairs["value"] - pairs["value_before"]).abs() > least]


def _rounded_by(pairs: pd.DataFrame) -> pd.Series:
    """Return by how much rounding alone may part two figures: people are printed in whole 万, others in whole units."""
    both = pairs[["value", "value_before"]]
    in_wan = both.mod(WAN).eq(0).any(axis=1) & pairs["unit"].eq("人")
    is_whole = both.mod(1).eq(0).any(axis=1) & both.mod(1).gt(0).any(axis=1)
    return in_wan.map({True: WAN / 2, False: 0.0}).mask(is_whole & ~in_wan, 1 / 2).astype(float)


def _pairs(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return each row that follows another of its group in time, with that one's columns as `…_before`."""
    ends = rows.assign(end=texts.of(rows["period"]).each(lambda text: periods.parse(text).end, object))
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
