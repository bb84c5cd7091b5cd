"""Rows of the one table, and what is said of faulty ones."""

import pandas as pd
import pytest

from ipanalytics.core.errors import CleaningError
from ipanalytics.observations.table import COLUMNS


def rows(*given_rows):
    return pd.DataFrame(list(given_rows), columns=COLUMNS)


def row(area="610100", period="2021", value=1.0, *, indicator="population", unit="人", source="old", status="final"):
    return [area, indicator, period, value, unit, source, status, "正文"]


def observations(*figures):
    """Return observations in pieces: area, indicator, period, value and, if it matters, a cell."""
    made = [[*figure[:3], float(figure[3]), "件", "s", "final", (*figure, "S!1")[4]] for figure in figures]
    return pd.DataFrame(made, columns=COLUMNS).astype({"value": float})


def refusal(call, kind=CleaningError):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)
