"""Lists of names as grids, and what is counted in them."""

from ipanalytics.ingestion.lists import counts
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.observations import validation


def grid(rows, *, merges=(), above=(), sheet="Sheet1", is_workbook=True):
    width = max(map(len, rows))
    padded = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Grid("list.xlsx", sheet, padded, tuple(merges), is_workbook=is_workbook, above=tuple(above))


def read(*grids):
    reading = counts.count_lists(grids, source="s", status="final")
    validation.check(reading.observations)
    return reading


def figures(*grids):
    table = read(*grids).observations
    keyed = zip(table["area"], table["indicator"], table["period"], table["value"], strict=True)
    return {tuple(row[:3]): row[3] for row in keyed}


def fates(*grids):
    account = read(*grids).account
    return dict(zip(account["cell"], zip(account["fate"], account["reason"], strict=True), strict=True))
