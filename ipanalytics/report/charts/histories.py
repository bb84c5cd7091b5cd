"""Several places over time in one chart: a line each, its name at its end."""

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import breaks, indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import keys_of, select
from ipanalytics.report import formatting, style
from ipanalytics.report.charts import bars
from ipanalytics.report.charts.time_series import DATE_AXIS
from ipanalytics.report.citations import cite_points
from ipanalytics.report.exhibits import Exhibit

DASHES = ("solid", "dash", "dot", "dashdot")
HEIGHT = 340


def most() -> int:
    """Return how many places can be told apart in a chart."""
    return len(settings.palette()["places"])


def draw_several(table: pd.DataFrame, areas: list[str], indicator: str) -> Exhibit:
    """Draw an indicator of several places over time; where one is far above the others, on a logarithmic axis.

    Raises
    ------
    CatalogueError
        When there are more places than there are colours.
    """
    if len(areas) > most():
        msg = f"{len(areas)} places can't be told apart in one chart: expected {most()} at most"
        raise CatalogueError(msg)
    rows, item = select(table, area=areas, indicator=indicator), indicators.indicator(indicator)
    shown = [area for area in areas if area in set(rows["area"])]
    names = [formatting.place(area) for area in shown]
    is_log = style.is_wide(rows.groupby("area")["value"].max())
    lines = [
        _line(rows[rows["area"] == area], colour, DASHES[number % len(DASHES)])
        for number, (area, colour) in enumerate(zip(shown, settings.palette()["places"], strict=False))
    ]
    axis = style.log_axis(rows["value"]) if is_log else {"rangemode": "tozero", "fixedrange": True, "tickformat": ",~r"}
    title = say("{name}：{what}", name=item.name, what=join("、", names))
    alt = say("{title}，各时点的数", title=title)
    figure = style.figure(
        lines, height=HEIGHT, alt=alt, xaxis=DATE_AXIS, margin={"l": 8, "r": 64, "t": 8, "b": 8},
        yaxis={**axis, "title": {"text": style.log_words("")}} if is_log else axis,
    )  # fmt: skip
    note = sentences(bars.unit_of(item), breaks.note(indicator))
    return Exhibit(title, _side_by_side(rows, shown, indicator), rows, figure, note)


def _line(rows: pd.DataFrame, colour: str, dash: str) -> go.Scatter:
    """Return one place's line, its name at the last point, what it is at each."""
    area, indicator = rows["area"].iloc[0], rows["indicator"].iloc[0]
    name = formatting.place(area)
    said = [
        say(
            "{what}，{when}：{shown}",
            what=name,
            when=formatting.period(text, indicator),
            shown=formatting.quantity(value, indicator),
        )
        for text, value in zip(rows["period"], rows["value"], strict=True)
    ]
    line = go.Scatter(
        x=[periods.parse(text).end.isoformat() for text in rows["period"]], y=list(rows["value"]),
        mode="lines+markers+text", text=[""] * (len(rows) - 1) + [name], textposition="middle right", cliponaxis=False,
        textfont={"color": colour}, name=name, showlegend=True, marker={"size": 6, "color": colour},
        line={"color": colour, "width": 2, "dash": dash}, customdata=said, hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    return cite_points(line, rows, keys_of(rows))


def _side_by_side(rows: pd.DataFrame, areas: list[str], indicator: str) -> pd.DataFrame:
    """Return a row a period, the newest first, a column a place."""
    wide = rows.pivot_table(index="period", columns="area", values="value")[areas]
    order = sorted(wide.index, key=lambda text: (periods.parse(text).end, text), reverse=True)
    words = wide.loc[order].map(lambda value: "" if pd.isna(value) else formatting.quantity(value, indicator))
    words.columns = pd.Index([formatting.place(area) for area in areas])
    words.insert(0, "时点", [formatting.period(text, indicator) for text in order])
    return words.reset_index(drop=True)
