"""The widgets of explore.ipynb: choices on top, map and chart linked, and below what is known of a place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places
from ipanalytics.interactive import tables
from ipanalytics.interactive.drawings import fullest
from ipanalytics.interactive.figures import Figures, load
from ipanalytics.interactive.names import LEVELS
from ipanalytics.interactive.widgets import choices
from ipanalytics.interactive.widgets.choices import View
from ipanalytics.interactive.widgets.pane import Pane, dropdown, empty, fill, html
from ipanalytics.observations.table import as_csv
from ipanalytics.report import formatting

FIRST = "inventions_in_force"
ALONE, PERIOD, INDICATOR = "不比较", "另一时期", "另一指标"
WHOLE = "全省"
SAID, LATEST = ["时期", "数值", "性质", "出处"], 6


@dataclass
class Explorer:
    """The widgets by what they're for; `area` is the place that was clicked on last."""

    figures: Figures
    indicator: widgets.Dropdown
    period: widgets.Dropdown
    level: widgets.ToggleButtons
    within: widgets.Dropdown
    mode: widgets.Dropdown
    other: widgets.Dropdown
    map: Pane = field(default_factory=Pane)
    chart: Pane = field(default_factory=Pane)
    place: widgets.HTML = field(default_factory=widgets.HTML)
    history: Pane = field(default_factory=Pane)
    past: widgets.VBox = field(init=False)
    rest: widgets.HTML = field(default_factory=widgets.HTML)
    table: widgets.Tab = field(init=False)
    area: str = ""
    is_busy: bool = False

    def __post_init__(self) -> None:
        """Hide the history until a place is clicked on; give the table a tab to read and one to copy from."""
        self.past = self.history.box()
        self.past.layout.display = "none"
        self.table = widgets.Tab([widgets.HTML(), widgets.Textarea(layout={"width": "98%", "height": "220px"})])
        self.table.titles = ("表格", "复制用（制表符分隔）")


def explore(as_of: str = "", *, indicator: str = FIRST, area: str = "", real_only: bool = False) -> widgets.VBox:
    """Return the explorer: choose, click on a place, copy the code.

    Parameters
    ----------
    as_of, real_only
        As for `load`.
    indicator, area
        What is shown first, by id or name.
    """
    explorer = build(load(as_of, real_only=real_only), lookup.find_indicator(indicator))
    explorer.area = lookup.find_area(area) if area else ""
    explorer.indicator.observe(lambda _: _choose(explorer), "value")
    explorer.level.observe(lambda _: _change_level(explorer), "value")
    explorer.within.observe(lambda _: _choose(explorer), "value")
    explorer.mode.observe(lambda _: _offer_others(explorer), "value")
    for control in (explorer.period, explorer.other):
        control.observe(lambda _: show(explorer), "value")
    _choose(explorer)
    rows = ([explorer.indicator, explorer.period], [explorer.level, explorer.within], [explorer.mode, explorer.other])
    controls = [widgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
    drawings = widgets.HBox([explorer.map.box(), explorer.chart.box()], layout={"flex_flow": "row wrap"})
    below = [explorer.place, explorer.past, explorer.rest, explorer.table]
    return widgets.VBox([widgets.HTML(html("style")), *controls, drawings, *below])


def build(figures: Figures, indicator: str) -> Explorer:
    """Return the widgets; the indicator is shown first if units have it."""
    regions = {formatting.place(code): code for code in places.codes("region")}
    offered = choices.indicators_at(figures, "unit")
    return Explorer(
        figures,
        dropdown("指标", offered, indicator if indicator in offered.values() else None),
        dropdown("时期", {}),
        widgets.ToggleButtons(options=list(LEVELS.items()), description="层级", style={"button_width": "70px"}),
        dropdown("区域", {WHOLE: places.province(), **regions}),
        dropdown("比较", {text: text for text in (ALONE, PERIOD, INDICATOR)}),
        dropdown("对象", {}),
    )


def _quietly(explorer: Explorer, change: Callable[[], None]) -> None:
    """Change controls without drawing anew for each."""
    before, explorer.is_busy = explorer.is_busy, True
    try:
        change()
    finally:
        explorer.is_busy = before


def _change_level(explorer: Explorer) -> None:
    """Offer the indicators of a level; keep the one that is shown if the level has it."""
    if explorer.is_busy:
        return
    offered = choices.indicators_at(explorer.figures, explorer.level.value)
    shown = explorer.indicator.value

    def change() -> None:
        explorer.indicator.options = list(offered.items())
        explorer.indicator.value = shown if shown in offered.values() else next(iter(offered.values()))

    _quietly(explorer, change)
    _choose(explorer)


def _choose(explorer: Explorer) -> None:
    """Offer the periods of an indicator, the newest that most places have first."""
    if explorer.is_busy:
        return
    codes = choices.places(View("", "", explorer.level.value, explorer.within.value))
    offered = choices.periods_at(explorer.figures, explorer.indicator.value, codes)

    def change() -> None:
        explorer.period.options = list(offered.items())
        if offered:
            explorer.period.value = fullest(explorer.figures.table, explorer.indicator.value, codes)

    _quietly(explorer, change)
    _offer_others(explorer)


def _offer_others(explorer: Explorer) -> None:
    """Offer what can be compared with: the other periods, or the indicators known at the same level."""
    if explorer.is_busy:
        return
    indicator, period = explorer.indicator.value, explorer.period.value
    texts = [(name, (indicator, text)) for name, text in explorer.period.options if text != period]
    options = {ALONE: [], PERIOD: texts, INDICATOR: _other_indicators(explorer)}[explorer.mode.value]

    def change() -> None:
        explorer.other.options = options
        explorer.other.value = options[0][1] if options else None
        explorer.other.disabled = not options

    _quietly(explorer, change)
    show(explorer)


def _other_indicators(explorer: Explorer) -> list[tuple[str, tuple[str, str]]]:
    if explorer.mode.value != INDICATOR:
        return []
    others = choices.others_at(explorer.figures, view_of(explorer))
    names = {id_: indicators.indicator(id_).name for id_ in others}
    return [(f"{names[id_]}（{formatting.period(text, id_)}）", (id_, text)) for id_, text in others.items()]


def view_of(explorer: Explorer) -> View:
    """Return the choice that the controls stand at."""
    other = explorer.other.value if explorer.mode.value != ALONE else None
    return View(explorer.indicator.value, explorer.period.value, explorer.level.value, explorer.within.value, other)


def show(explorer: Explorer) -> None:
    """Draw the choice: map and chart side by side, the table, the place."""
    if explorer.is_busy:
        return
    if explorer.period.value:
        _draw(explorer, view_of(explorer))
    else:
        empty(explorer.map, f"{formatting.no_data()}：这里没有这个指标的数。")
        empty(explorer.chart)
        fill_table(explorer.table, pd.DataFrame())
    show_place(explorer)


def _draw(explorer: Explorer, view: View) -> None:
    fill(explorer.map, choices.draw_map(explorer.figures, view), choices.map_code(explorer.figures, view))
    chart = choices.draw_chart(explorer.figures, view)
    fill(explorer.chart, chart, choices.chart_code(explorer.figures, view))
    for trace in (*explorer.map.figure.data, *explorer.chart.figure.data):
        trace.on_click(lambda trace, points, _: _clicked(explorer, trace, points))
    fill_table(explorer.table, chart.table)


def _clicked(explorer: Explorer, trace: Any, points: Any) -> None:  # noqa: ANN401
    """Show the place whose shape or bar was clicked on; plotly calls every trace, only one has a point."""
    if not points.point_inds:
        return
    meta = trace.meta or {}
    area = meta.get("area") or (trace.customdata[points.point_inds[0]] if trace.customdata is not None else "")
    if area:
        explorer.area = str(area)
        show_place(explorer)


def show_place(explorer: Explorer) -> None:
    """Show the place that was clicked on: its history, its targets, where its figures stand."""
    if not explorer.area:
        explorer.place.value = html("paragraph", "☞ 点地图或条形上的一个地方，看它的历史、目标和出处。")
        return
    indicator = explorer.indicator.value
    own = explorer.figures.area(explorer.area).indicator(indicator)
    title = f"{formatting.place(explorer.area)}：{indicators.indicator(indicator).name}"
    explorer.past.layout.display = "" if len(own) else "none"
    if not len(own):
        explorer.place.value, explorer.rest.value = html("place", title, formatting.no_data()), ""
        return
    explorer.place.value = html("place", title)
    fill(explorer.history, own.history(), choices.place_code(explorer.figures, explorer.area, indicator, "history()"))
    explorer.rest.value = _targets_and_sources(explorer, own)


def _targets_and_sources(explorer: Explorer, own: Figures) -> str:
    figures, where = explorer.figures, own.cited().iloc[::-1]
    lights = choices.light_table(tables.judge(figures.as_of, area=explorer.area, real_only=figures.real_only))
    lights_code = choices.judge_code(figures, explorer.area)
    rest = f"（最近{LATEST}个，共{len(where)}个）" if len(where) > LATEST else ""
    cited_code = choices.place_code(figures, explorer.area, explorer.indicator.value, "cited()")
    return html("targets_and_sources", lights, lights_code, rest, where.head(LATEST)[SAID], cited_code)


def fill_table(tab: widgets.Tab, table: pd.DataFrame) -> None:
    """Put a table into a tab: to read, and as text to copy into a workbook."""
    tab.children[0].value = html("table", table)
    tab.children[1].value = as_csv(table, separator="\t")
