"""A timeline: what came in on which day, a line a place, and the day by which it was due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from ipanalytics.catalogue import settings
from ipanalytics.core.i18n import say
from ipanalytics.report import formatting, style

ROW, HEAD, MOST_TICKS = 26, 70, 6
DUE = "期限"


@dataclass(frozen=True)
class Event:
    """Something that came in: at which place, on which day, of which kind, and what is said of it."""

    place: str
    day: date
    kind: str
    words: str


def draw(
    events: Sequence[Event], places: Sequence[str], *, kinds: Mapping[str, str], due: date | None, alt: str
) -> style.Chart:
    """Draw events as points.

    Parameters
    ----------
    events
        Those of one kind and day at one place lie on one another.
    places
        From above downwards; also those that nothing came from.
    kinds
        The colour of each kind, in the order of the legend.
    due
        A line at this day; None: no line.
    alt
        What the figure shows, in a sentence.
    """
    traces = [
        _points([event for event in events if event.kind == kind], kind, colour) for kind, colour in kinds.items()
    ]
    traces = [trace for trace in traces if trace.x]
    if due:
        line = {"color": settings.palette()["accent"], "dash": "dash", "width": 1.5}
        traces.insert(0, go.Scatter(
            x=[due.isoformat()] * 2, y=[places[0], places[-1]], mode="lines", name=say(DUE), line=line,
            hoverinfo="skip", showlegend=True,
        ))  # fmt: skip
    days = [event.day for event in events] + ([due] if due else [])
    return style.figure(
        traces, height=HEAD + ROW * len(places), alt=alt, showlegend=True,
        xaxis={"type": "date", "showgrid": False, "fixedrange": True, **_ticks(days)},
        yaxis={"categoryarray": list(places), "autorange": "reversed", "fixedrange": True},
    )  # fmt: skip


def _points(events: Sequence[Event], kind: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=[event.day.isoformat() for event in events], y=[event.place for event in events], mode="markers",
        name=kind, showlegend=True, marker={"color": colour, "size": 11}, cliponaxis=False,
        customdata=[event.words for event in events], hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _ticks(days: Sequence[date]) -> dict[str, list[str]]:
    """Name some days from the first to the last, in whole steps."""
    first, last = min(days), max(days)
    step = max(1, -(-(last - first).days // MOST_TICKS))
    named = [first + timedelta(count) for count in range(0, (last - first).days + 1, step)]
    texts = [say("{month}月{day}日", month=formatting.month(day.month, short=True), day=day.day) for day in named]
    return {"tickvals": [day.isoformat() for day in named], "ticktext": texts}
