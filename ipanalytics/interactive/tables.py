"""Tables to look things up in: places, indicators, lights, figures with where they stand, publications."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, lookup, places, sources
from ipanalytics.catalogue import indicators as catalogue_indicators
from ipanalytics.core.errors import CleaningError
from ipanalytics.core.i18n import plain as plain_text
from ipanalytics.core.i18n import say
from ipanalytics.interactive.names import assess, find_level
from ipanalytics.observations.table import COLUMNS, keys_of
from ipanalytics.report import citations, formatting, wording

JUDGED = [
    "area", "target", "indicator", "period", "value", "baseline", "target_value", "attainment", "elapsed", "gap",
    "projected", "status", "scope", "flags",
]  # fmt: skip


def areas(level: str = "unit", *, within: str | int = "") -> pd.DataFrame:
    """Return the places of a level: code, name, English name and region."""
    level = find_level(level)
    is_above = level in ("province", "nation")
    place = places.find(within) if within else places.province()
    codes = places.codes(level) if is_above else hierarchy.members(place, level)
    table = places.table().loc[codes, ["name", "short", "english"]]
    regions = ["" if is_above or "+" in code else places.name_of(hierarchy.region_of(code)) for code in codes]
    return table.assign(region=regions).rename_axis("area").reset_index()


def indicators(word: str = "") -> pd.DataFrame:
    """Return the indicators, or those whose names hold a word; `assessable` says whether a target may be set."""
    items = catalogue_indicators.indicators().values()
    rows = [[i.id, i.name, i.english, i.unit, i.kind, i.assessable, i.definition] for i in items]
    columns = ["indicator", "name", "english", "unit", "kind", "assessable", "definition"]
    table = pd.DataFrame(rows, columns=columns)
    names = table[["indicator", "name", "english"]].agg(" ".join, axis="columns").str.casefold()
    return table[names.str.contains(word.casefold(), regex=False)].reset_index(drop=True)


def plain(figures: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return observations as a DataFrame: the one given, or that of `Figures`.

    Raises
    ------
    CleaningError
        When it is neither of the two, or columns of observations are missing.
    """
    table: pd.DataFrame = getattr(figures, "table", figures)
    if not isinstance(table, pd.DataFrame):
        msg = f"expected figures, as ip.load(…) or a DataFrame has them; found {figures!r} ({type(figures).__name__})"
        raise CleaningError(msg)
    if lacking := [name for name in COLUMNS if name not in table]:
        msg = f"the table lacks the columns {lacking}: found {list(table.columns)}, expected {COLUMNS}"
        raise CleaningError(msg)
    return table


def judge(as_of: str | int = "", year: int = 0, *, area: str | int = "", real_only: bool = False) -> pd.DataFrame:
    """Return the progress table with names and lights, for all places or one.

    Parameters
    ----------
    as_of
        A period: "2022-09". Empty: the end of the latest period in the data.
    year, real_only
        As for `load`.
    area
        A place by name or code.
    """
    rows = assess(as_of, year, real_only=real_only).rows
    return lights(rows[rows["area"].eq(places.find(area))] if area else rows)


def lights(rows: pd.DataFrame) -> pd.DataFrame:
    """Return progress rows as a plain table: names, values, and the light of each status in words."""
    table = lookup.add_names(rows[JUDGED])
    table.insert(list(table.columns).index("status") + 1, "light", [wording.status(id_) for id_ in table["status"]])
    return table.reset_index(drop=True)


def cite(figures: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return figures in words: place, indicator, period, value, kind, and where each stands."""
    # A table of its own: what is kept of a table wouldn't notice that somebody has changed it in place.
    table = plain(figures).copy(deep=False)
    where = citations.citer(table)
    pairs = zip(table["value"], table["indicator"], strict=True)
    columns = {
        "地区": [formatting.place(code) for code in table["area"]],
        "指标": [catalogue_indicators.indicator(id_).name for id_ in table["indicator"]],
        "时期": [formatting.period(p, i) for p, i in zip(table["period"], table["indicator"], strict=True)],
        "数值": [formatting.quantity(value, id_) for value, id_ in pairs],
        "性质": [formatting.status(id_) for id_ in table["status"]],
        "出处": [plain_text(where([key])) for key in keys_of(table)],
    }
    return pd.DataFrame(columns).rename(columns=say)


def list_sources(figures: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return the publications behind figures: id, citation, file, and the number of figures that rest on it."""
    table = plain(figures)
    ids = pd.Series([id_ for text in table["source"] for id_ in text.split(sources.SEPARATOR)], dtype=str)
    counts, known = ids.value_counts(), sources.load()
    cited = [sources.cite(id_, plain=True) if id_ in known else id_ for id_ in counts.index]
    files = [sources.files().get(id_, "") for id_ in counts.index]
    return pd.DataFrame({"source": counts.index, "cited": cited, "file": files, "figures": counts.to_numpy()})
