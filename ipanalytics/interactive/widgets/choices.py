"""What explore.ipynb shows: a choice, the drawings that follow from it, and the two lines of code that make each."""

from dataclasses import dataclass

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, settings
from ipanalytics.catalogue import places as catalogue_places
from ipanalytics.core import periods
from ipanalytics.core.i18n import say
from ipanalytics.interactive.drawings import one_length
from ipanalytics.interactive.figures import Figures
from ipanalytics.observations import table
from ipanalytics.report import formatting, wording
from ipanalytics.report.charts import pairs
from ipanalytics.report.exhibits import Exhibit


@dataclass(frozen=True)
class View:
    """A choice: indicator and period, level and region, and what it is compared with, (indicator, period)."""

    indicator: str
    period: str
    level: str = "unit"
    within: str = ""
    other: tuple[str, str] | None = None


def places(view: View) -> list[str]:
    """Return the codes of the places of a view; of provinces all of them."""
    if view.level == "province":
        return catalogue_places.codes("province")
    return hierarchy.members(view.within or catalogue_places.province(), view.level)


def indicators_at(figures: Figures, level: str) -> dict[str, str]:
    """Return the ids of the indicators that two places of a level have, by name."""
    rows = figures.table[figures.table["area"].isin(places(View("", "", level)))]
    counts = rows.groupby("indicator")["area"].nunique()
    fewest = 1 if level == "region" else 3
    return {item.name: id_ for id_, item in indicators.indicators().items() if counts.get(id_, 0) >= fewest}


def periods_at(figures: Figures, indicator: str, codes: list[str]) -> dict[str, str]:
    """Return the periods of an indicator by name, the newest first; with the number of places that have a figure."""
    rows = table.select(figures.table, area=codes, indicator=indicator)
    counts = rows.groupby("period")["area"].nunique()
    order = sorted(counts.index, key=lambda text: (periods.parse(text).end, text), reverse=True)
    return {
        say("{period}（{count}个）", period=formatting.period(text, indicator), count=counts[text]): text
        for text in order
    }


def steps_at(figures: Figures, indicator: str, codes: list[str]) -> dict[str, str]:
    """Return the periods of an indicator by name, the oldest first, of one length, that most places have."""
    rows = one_length(table.select(figures.table, area=codes, indicator=indicator), indicator)
    counts = rows.groupby("period")["area"].nunique()
    kept = counts.index[counts >= counts.max() / 2] if len(counts) else []
    order = sorted(kept, key=lambda text: (periods.parse(text).end, text))
    return {formatting.period(text, indicator): text for text in order}


def others_at(figures: Figures, view: View) -> dict[str, str]:
    """Return the other indicators of the places of a view, each with the view's period, or its newest one."""
    rows = figures.table[figures.table["area"].isin(places(view))]
    texts = rows.groupby("indicator")["period"].agg(set).to_dict()
    others = [id_ for id_ in indicators_at(figures, view.level).values() if id_ in texts and id_ != view.indicator]
    newest = {id_: max(texts[id_], key=lambda text: (periods.parse(text).end, text)) for id_ in others}
    return {id_: view.period if view.period in texts[id_] else newest[id_] for id_ in others}


def draw_map(figures: Figures, view: View) -> Exhibit:
    """Draw the map of a view."""
    return _chosen(figures, view).map(view.period)


def draw_chart(figures: Figures, view: View) -> Exhibit:
    """Draw the bars of a view, or its comparison."""
    if view.other is None:
        return _chosen(figures, view).chart(view.period)
    return pairs.draw_pair(figures.table, (view.indicator, view.period), view.other, places(view))


def _chosen(figures: Figures, view: View) -> Figures:
    return figures.indicator(view.indicator).level(view.level, within=view.within)


def map_code(figures: Figures, view: View) -> str:
    """Return the two lines that draw the map."""
    return f"{_choice(figures, view)}\nfigures.map({view.period!r})"


def chart_code(figures: Figures, view: View) -> str:
    """Return the two lines that draw the bars or the comparison."""
    if view.other is None:
        return f"{_choice(figures, view)}\nfigures.chart({view.period!r})"
    other = view.other[1] if view.other[0] == view.indicator else view.other
    return f"{_choice(figures, view)}\nfigures.compare({other!r}, period={view.period!r})"


def _choice(figures: Figures, view: View) -> str:
    name = indicators.indicator(view.indicator).name
    within = "" if view.within in ("", catalogue_places.province()) else f", within={formatting.place(view.within)!r}"
    return f"figures = {loading(figures)}.indicator({name!r}).level({view.level!r}{within})"


def loading(figures: Figures) -> str:
    """Return the call that loads the figures."""
    return f"ip.load({figures.as_of!r}{', real_only=True' if figures.real_only else ''})"


def place_code(figures: Figures, areas: list[str], indicator: str, call: str) -> str:
    """Return the two lines that show places: `call` is history() or cited()."""
    name, places_ = indicators.indicator(indicator).name, ", ".join(repr(formatting.place(area)) for area in areas)
    return f"figures = {loading(figures)}.area({places_}).indicator({name!r})\nfigures.{call}"


def judge_code(figures: Figures, area: str) -> str:
    """Return the two lines that list a place's targets."""
    real = ", real_only=True" if figures.real_only else ""
    return f"import ipanalytics as ip\nip.judge({figures.as_of!r}, area={formatting.place(area)!r}{real})"


def light_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return progress rows, from `tables.judge`, as a reader sees them."""
    columns = {
        "目标": rows["target"],
        "指标": rows["name"],
        "时期": [formatting.period(p, i) if p else "" for p, i in zip(rows["period"], rows["indicator"], strict=True)],
        "数值": [wording.amount(v, i) for v, i in zip(rows["value"], rows["indicator"], strict=True)],
        "状态": rows["light"],
        "口径": [say(settings.wording().scopes.get(scope, "")) for scope in rows["scope"]],
        "性质": [formatting.synthetic() if "synthetic" in flags else "" for flags in rows["flags"]],
    }
    return pd.DataFrame(columns).rename(columns=say)
