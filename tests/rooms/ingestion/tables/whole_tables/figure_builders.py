"""Tables as grids, and the figures and fates of their cells."""

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables.figures import interpret

TITLE = "2022年9月各市专利授权情况"


def grid(rows, *, merges=(), above=(), sheet="Sheet1"):
    width = max(map(len, rows))
    padded = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Grid("table.xlsx", sheet, padded, tuple(merges), is_workbook=True, above=tuple(above))


def read(rows, **given):
    return interpret([grid(rows, **given)], source="s", status="final")


def figures(rows, **given):
    table = read(rows, **given).observations
    keyed = zip(table["area"], table["indicator"], table["period"], table["value"], strict=True)
    return {tuple(row[:3]): row[3] for row in keyed}


def fates(rows, **given):
    account = read(rows, **given).account
    return {
        cell: (fate, reason)
        for cell, fate, reason in zip(account["cell"], account["fate"], account["reason"], strict=True)
    }


YEARBOOK = [
    ["8-9 国内三种专利有效数按地区分布(2022年)"],
    ["单位:件"],
    ["地 区", "Region", "合 计\nTotal", "", "", ""],
    ["", "", "", "发 明\nInvention", "实用新型\nUtility Model", "外观设计\nDesign"],
    ["山两", "Shanxi", "4", "1", "2", "1"],
    ["陕    西", " Shaanxi", "60", "10", "20        ", "30"],
]


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def understood(*rows):
    width = max(map(len, rows))
    grid = Grid("t.csv", "", tuple((*row, *[""] * (width - len(row))) for row in rows))
    return extract.extract_grids([grid], source="t.csv", status="submitted")


def used(result):
    table = result.observations
    return set(zip(table["area"], table["indicator"], table["period"], table["value"], strict=True))


def left_out(result):
    account = result.account
    return dict(account.loc[account["fate"] == "left_out", ["text", "reason"]].itertuples(index=False))
