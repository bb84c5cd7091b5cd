"""Shared by the tests of this room: six figures, two indicators, four of them of one day."""

import pandas as pd
import pytest

from ipanalytics.interactive.figures import Figures, load
from ipanalytics.observations.table import COLUMNS

ROWS = [
    ["610800", "inventions_in_force", "2021", 498.0, "件", "made_up", "final", "表!B2"],
    ["610800", "inventions_in_force", "2022-09", 619.0, "件", "made_up", "final", "表!C2"],
    ["610600", "inventions_in_force", "2022-09", 500.0, "件", "made_up", "synthetic", "表!C3"],
    ["610100", "inventions_in_force", "2022-09", 64000.0, "件", "made_up", "final", "表!C4"],
    ["610100", "patent_grants", "2021", 60000.0, "件", "made_up", "final", "表!D4"],
    ["610600", "patent_grants", "2021", 700.0, "件", "made_up", "final", "表!D3"],
]


@pytest.fixture
def table():
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def few(table):
    return Figures(table)


@pytest.fixture(scope="session")
def loaded():
    """Return the project's figures of September."""
    return load("2022-09")
