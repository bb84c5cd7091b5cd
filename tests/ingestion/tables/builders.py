"""Tables as grids, and what is read in them."""

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid

TITLE = "2022年9月各市专利授权情况"


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
