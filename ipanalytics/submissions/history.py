"""Who said what when: figures of a unit as they were handed in, restated, taken back, and published by others."""

from collections.abc import Iterator

import pandas as pd

from ipanalytics.catalogue import indicators, journal, lookup, places, sources
from ipanalytics.catalogue.journal import FIGURES, Entry
from ipanalytics.core import files, periods
from ipanalytics.core.errors import CatalogueError, SourceError
from ipanalytics.ingestion import pipeline
from ipanalytics.ingestion.transcriptions import HEADER
from ipanalytics.monitoring import targets
from ipanalytics.observations.table import PUBLISHED

COLUMNS = ["what", "day", "area", "indicator", "period", "value", "before", "unit", "round", "source", "cell"]
REPORTED, RESTATED, TAKEN_BACK, DIFFERS, CONFIRMED = "reported", "restated", "taken_back", "differs", "confirmed"
WORDS = {
    REPORTED: "报送",
    RESTATED: "修订",
    TAKEN_BACK: "撤回",
    DIFFERS: "公布数与报送数不同",
    CONFIRMED: "公布数与报送数相同",
}


def follow(area: str, indicator: str = "") -> pd.DataFrame:
    """Return what became of a unit's figures, one row a statement, in the order in which they were made.

    Returns
    -------
    DataFrame
        `what`: reported, restated, taken_back, or of a published figure confirmed or differs; `before` is the figure
        that it replaced, of a published one the figure handed in; `round` the period of the workbook.
    """
    rows = [row for row in _handed_in(area) if indicator in ("", row["indicator"])]
    latest = {(row["indicator"], row["period"]): row["value"] for row in rows if row["what"] != TAKEN_BACK}
    return pd.DataFrame([*rows, *_published(area, latest)], columns=COLUMNS)


def _handed_in(area: str) -> Iterator[dict[str, object]]:
    known: dict[tuple[str, str], float] = {}
    for entry in (entry for entry in journal.entries() if entry.is_accepted and entry.area == area):
        told = _figures(entry)
        for row in told.to_dict("records"):
            key, value = (row["indicator"], row["period"]), float(row["value"] or "nan")
            before = known.get(key, float("nan"))
            if what := _what(before, value):
                shared = {name: row[name] for name in ("area", "indicator", "period", "unit", "source", "cell")}
                yield {"what": what, "day": entry.received, "value": value, "before": before,
                       "round": entry.period, **shared}  # fmt: skip
            known[key] = value


def _figures(entry: Entry) -> pd.DataFrame:
    return files.read_csv(journal.path_of(entry, FIGURES), HEADER, SourceError)


def _what(before: float, value: float) -> str:
    """Say what a figure is to the one before it; "" where it is the same, or both were left empty."""
    was_empty, is_empty = before != before, value != value
    if is_empty:
        return "" if was_empty else TAKEN_BACK
    return REPORTED if was_empty else RESTATED if value != before else ""


def _published(area: str, latest: dict[tuple[object, object], object]) -> Iterator[dict[str, object]]:
    """Give what others published of the same days as was handed in, under whatever text."""
    spans = {(id_, *_span(str(period))): value for (id_, period), value in latest.items()}
    every = pipeline.load_every() if spans else pd.DataFrame(columns=["area", "status"])
    days = sources.published().to_dict()
    for row in every[every["area"].eq(area) & every["status"].isin(PUBLISHED)].to_dict("records"):
        key = (row["indicator"], *_span(row["period"]))
        if key in spans:
            what = CONFIRMED if row["value"] == spans[key] else DIFFERS
            yield {**row, "what": what, "day": days.get(row["source"], ""), "before": spans[key], "round": ""}


def _span(period: str) -> tuple[object, object]:
    parsed = periods.parse(period)
    return parsed.start, parsed.end


def find(name: str, year: int) -> str:
    """Return the indicator that units hand in for what is named: a target (T05), or an indicator by id or name.

    Raises
    ------
    CatalogueError
        When it is neither.
    """
    known = targets.load(year)
    try:
        id_ = targets.find_target(name, known)
        indicator = next(target.indicator for target in known if target.id == id_)
    except CatalogueError:
        indicator = _indicator(name, [target.id for target in known], year)
    return indicators.indicator(indicator).numerator or indicator


def _indicator(name: str, ids: list[str], year: int) -> str:
    try:
        return lookup.find_indicator(name)
    except CatalogueError as fault:
        msg = f"{fault}; targets of {year}: {', '.join(ids)}"
        raise CatalogueError(msg) from fault


def as_text(rows: pd.DataFrame, area: str) -> str:
    """Return statements as a text under the unit's name."""
    return "\n".join([places.name_of(area), *(lines(rows) or ["没有报送记录"]), ""])


def lines(rows: pd.DataFrame) -> list[str]:
    """Return statements as lines to read."""
    return [_line(row) for row in rows.to_dict("records")]


def _line(row: dict[str, object]) -> str:
    unit, name = row["unit"], indicators.indicator(str(row["indicator"])).name
    value, before = (f"{amount:,.15g}{unit}" for amount in (row["value"], row["before"]))
    said = {
        REPORTED: value, RESTATED: f"{before}改为{value}", TAKEN_BACK: f"原报{before}，不再报",
        DIFFERS: f"公布{value}，报送{before}", CONFIRMED: value,
    }[str(row["what"])]  # fmt: skip
    where = f"{row['source']} {row['cell']}" if row["what"] != TAKEN_BACK else str(row["source"])
    return f"{row['day'] or '—':10}  {WORDS[str(row['what'])]}  {name} {row['period']}：{said}（{where}）"
