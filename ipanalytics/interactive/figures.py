"""The library by hand: figures that are filtered by name, drawn, judged and cited; `import ipanalytics as ip`.

Every function also takes a plain DataFrame with the columns of `observations`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ipanalytics.catalogue import hierarchy, lookup, places, sources
from ipanalytics.core import files
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.interactive.drawings import add_shapes, draw_chart, draw_history, draw_map, fullest, only
from ipanalytics.interactive.names import assess, find_each, find_level, find_period
from ipanalytics.interactive.saving import to_csv
from ipanalytics.interactive.tables import cite, judge, list_sources
from ipanalytics.observations.table import combine, latest, newest_day, select, until
from ipanalytics.report import formatting, markup
from ipanalytics.report.charts import pairs
from ipanalytics.report.exhibits import Exhibit

SHOWN, FEWEST, SUBMITTED = 8, 2, "submitted"


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures to look at: a thin coat around the plain DataFrame `table`; each filter returns new ones.

    Examples
    --------
    >>> import ipanalytics as ip
    >>> ip.load("2022-09").area("榆林").indicator("有效发明专利").latest()
    1 figure: 有效发明专利; 榆林; 2022-09; 演示数据 among them
    """

    table: pd.DataFrame
    as_of: str = ""
    year: int = 0
    real_only: bool = False
    codes: tuple[str, ...] = ()
    ground: tuple[str, str] = ("", "")
    # How many figures end after `as_of`, where nobody asked for that day.
    later: int = 0

    def area(self, *names_: str | int | Iterable[str | int]) -> "Figures":
        """Keep places, by name, alias or code, also in a list: "榆林", "陕北", 610800, ["西安", "延安"]."""
        return self._kept("area", find_each(names_, places.find))

    def indicator(self, *names_: str | Iterable[str]) -> "Figures":
        """Keep indicators, by id or by their Chinese or English name, also in a list."""
        return self._kept("indicator", find_each(names_, lookup.find_indicator))

    def period(self, *texts: str | int | Iterable[str | int]) -> "Figures":
        """Keep periods: 2022, "2022-Q3", "2022-09", "2022-01/2022-09", "2022-12-20" or "2022年9月", also in a list."""
        return self._kept("period", find_each(texts, find_period))

    def level(self, name: str, *, within: str | int = "") -> "Figures":
        """Keep places of a level, 单元 or unit, 区域 region, 区县 county …; inside a place, if that is given."""
        name = find_level(name)
        place = places.find(within) if within else places.province()
        is_whole = place == places.province() and name in ("province", "nation")
        codes = places.codes(name) if is_whole else hierarchy.members(place, name)
        return replace(self._kept("area", codes), ground=(name, place))

    def _kept(self, column: str, values: list[str]) -> "Figures":
        rows = select(self.table, **{column: values})
        return replace(self, table=rows, later=0, codes=tuple(values) if column == "area" else self.codes)

    def latest(self) -> "Figures":
        """Keep the figure that ends last, of each place and indicator."""
        return replace(self, table=latest(self.table))

    def named(self) -> pd.DataFrame:
        """Return the figures as a DataFrame with the names of places and indicators beside their codes."""
        return lookup.add_names(self.table)

    def head(self, count: int = 5) -> pd.DataFrame:
        """Return the first figures, with names."""
        return self.named().head(count)

    def __getitem__(self, columns: str | list[str]) -> pd.DataFrame | pd.Series:
        """Return columns of the figures, `place` and `name` among them."""
        return self.named()[columns]

    def to_csv(self, path: str | Path = "") -> str:
        """Return the figures as CSV, names beside codes, or write it for a spreadsheet as well."""
        return to_csv(self.table, path)

    def shapes(self) -> gpd.GeoDataFrame:
        """Return the figures with the outlines of their places, a GeoDataFrame: `.plot("value")`, `.explore()`."""
        return add_shapes(self.table)

    def map(self, period: str | int = "") -> Exhibit:
        """Draw one indicator on the map, by default at the newest period that most places have."""
        return draw_map(self.table, period=period, level=self.ground[0], within=self.ground[1])

    def chart(self, period: str | int = "") -> Exhibit:
        """Draw one indicator as bars, place by place, by default at the newest period that most places have."""
        return draw_chart(self.table, period=period, areas=self.codes)

    def compare(self, other: str | int | tuple[str, str | int], period: str | int = "") -> Exhibit:
        """Draw one indicator at two periods, or with another indicator: `other` is a period or (indicator, period)."""
        indicator = only(self.table, "indicator")
        first = indicator, find_period(period) if period else fullest(self.table, indicator, self.codes)
        name, when = other if isinstance(other, tuple) else (indicator, other)
        second = lookup.find_indicator(name), find_period(when)
        whole = load(self.as_of, self.year, real_only=self.real_only).table if isinstance(other, tuple) else self.table
        return pairs.draw_pair(whole, first, second, list(self.codes) or list(dict.fromkeys(self.table["area"])))

    def history(self) -> Exhibit:
        """Draw one indicator of one place or several over time."""
        return draw_history(self.table)

    def targets(self, as_of: str | int = "") -> pd.DataFrame:
        """Return how the places stand against the indicators' targets, by default at the day of the figures."""
        rows = judge(as_of or self.as_of, self.year, real_only=self.real_only)
        kept = rows["area"].isin(self.table["area"]) & rows["indicator"].isin(self.table["indicator"])
        return rows[kept].reset_index(drop=True)

    def sources(self) -> pd.DataFrame:
        """Return the publications behind the figures, and how many figures each gives."""
        return list_sources(self.table)

    def cited(self) -> pd.DataFrame:
        """Return the figures in words, each with publication, file, sheet and cell."""
        return cite(self.table)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Say where a DataFrame's own are, for whoever takes this for one."""
        beside = f"; .table and .named() are DataFrames, which have {name}" if hasattr(pd.DataFrame, name) else ""
        msg = f"figures have no {name!r}{beside}"
        raise AttributeError(msg)

    @cached_property
    def is_synthetic(self) -> bool:
        """Whether a synthetic figure is among these."""
        return bool(self.table["status"].eq("synthetic").any())

    @property
    def hidden(self) -> str:
        """What is said of figures that are left out because no day was asked for, "" where there are none."""
        day = f"{self.as_of}, to which the targets of {self.year} are judged"
        return f"{self.later:,} figures end after {day}: name a later period to see them" if self.later else ""

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.table)

    def __repr__(self) -> str:
        """Say in a line what is here."""
        count = len(self.table)
        words = [_few(lookup.add_names(self.table)[column]) for column in ("name", "place", "period")]
        mark = [f"{formatting.synthetic()} among them"] if self.is_synthetic else []
        line = "; ".join(filter(None, [*words, *mark, self.hidden]))
        return f"{count} figure{'' if count == 1 else 's'}: {line or 'the filters leave none'}"

    def _repr_html_(self) -> str:
        mark = formatting.synthetic() if self.is_synthetic else ""
        last = cite(self.table.tail(SHOWN))
        return markup.render(
            "figures.html.j2", "interactive", count=len(self.table), mark=mark, last=last, hidden=self.hidden
        )


def _few(column: pd.Series) -> str:
    words = list(dict.fromkeys(column))
    return "、".join(words) if len(words) <= FEWEST else f"{words[0]} … {words[-1]} ({len(words)})"


def load(as_of: str | int = "", year: int = 0, *, real_only: bool = False) -> Figures:
    """Return the project's figures, one a place, indicator and period, derived ones included.

    Parameters
    ----------
    as_of
        A period; figures that end later are left out. Empty: the end of the targets' year; what is shown says how many
        figures are later.
    year
        Of the targets; 0: the newest year that has some.
    real_only
        Leave synthetic figures (演示数据) out.
    """
    assessment = assess(as_of, year, real_only=real_only)
    every = None if as_of else pipeline.load_every(real_only=real_only)
    later = 0 if every is None else len(every) - len(until(every, assessment.as_of))
    return Figures(assessment.table, assessment.as_of, assessment.year, real_only, later=later)


def read(path: str | Path) -> Figures:
    """Return the figures in any table file: .xlsx .xls .csv .html .docx .pdf.

    A file that data/sources describes has the status that stands there, so demonstration data says so; others are
    报送数. `.table.attrs["left_out"]` names the cells that couldn't be used, with their reasons.
    """
    statuses = {sidecar.sha256: sidecar.status for sidecar in sources.sidecars()}
    extraction = extract.extract(Path(path), status=statuses.get(files.sha256_of(Path(path)), SUBMITTED))
    table = combine([extraction.observations])
    table.attrs["left_out"] = extract.problems(extraction)
    return Figures(table, newest_day(table))
