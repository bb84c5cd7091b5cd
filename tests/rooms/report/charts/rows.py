"""Figures of one place over two years, by type of patent."""

import pandas as pd

from ipanalytics.observations.table import COLUMNS


def rows(*given):
    return pd.DataFrame(
        [
            [area, id_, period, float(value), "件", "cstat_yearbook_2023", status, "表8-9"]
            for area, id_, period, value, status in given
        ],
        columns=COLUMNS,
    )


def by_type(status="final"):
    kinds = ("inventions_in_force", "utility_models_in_force", "designs_in_force", "patents_in_force")
    values = {"2021": (10, 20, 30, 60), "2022": (11, 22, 33, 66)}
    return rows(
        *(("610000", id_, year, v, status) for year, vs in values.items() for id_, v in zip(kinds, vs, strict=True))
    )
