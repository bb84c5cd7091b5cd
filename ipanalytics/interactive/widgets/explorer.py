"""The widgets of explore.ipynb: choices on top, map and chart linked, and below what is known of a place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places
from ipanalytics.interactive import tables
from ipanalytics.interactive.figures import Figures, load
from ipanalytics.interactive.widgets import choices
from ipanalytics.interactive.widgets.choices import View
from ipanalytics.interactive.widgets.pane import Pane, empty, fill, html
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
    table: widgets.Tab = field(default_factory=lambda: _tabs("表格", "复制用（制表符分隔）"))
    area: str = ""
    is_busy: bool = False

    def __post_init__(self) -> None:
        """Hide the history until a place is clicked on."""
        self.past = self.history.box()
        self.past.layout.display = "none"


def explore(as_of: str = "", *, indicator: str = FIRST, area: str = "", real_only: bool = False) -> widgets.VBox:
    """Return the explorer: choose, click on a place, copy the code.

    Parameters
    ----------
    as_of
        A period; figures that end later are left out.
    indicator
        What is shown first, by id or name.
    area
        The place that is shown first, by name.
    real_only
        Leave synthetic figures out.
    """
    made = _made(load(as_of, real_only=real_only), lookup.find_indicator(indicator))
    made.area = lookup.find_area(area) if area else ""
    made.indicator.observe(lambda _: _choose(made), "value")
    made.level.observe(lambda _: _change_level(made), "value")
    made.within.observe(lambda _: _choose(made), "value")
    made.mode.observe(lambda _: _offer_others(made), "value")
    for control in (made.period, made.other):
        control.observe(lambda _: show(made), "value")
    _choose(made)
    rows = ([made.indicator, made.period], [made.level, made.within], [made.mode, made.other])
    controls = [widgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
    drawn = widgets.HBox([made.map.box(), made.chart.box()], layout={"flex_flow": "row wrap"})
    return widgets.VBox([widgets.HTML(html("style")), *controls, drawn, made.place, made.past, made.rest, made.table])


def _made(figures: Figures, indicator: str) -> Explorer:
    regions = {formatting.place(code): code for code in places.codes("region")}
    found = choices.indicators_at(figures, "unit")
    return Explorer(
        figures,
        _dropdown("指标", found, indicator if indicator in found.values() else None),
        _dropdown("时期", {}),
        widgets.ToggleButtons(options=list(choices.LEVELS.items()), description="层级", style={"button_width": "70px"}),
        _dropdown("区域", {WHOLE: places.province(), **regions}),
        _dropdown("比较", {text: text for text in (ALONE, PERIOD, INDICATOR)}),
        _dropdown("对象", {}),
    )


def _dropdown(name: str, options: dict[str, str], value: str | None = None) -> widgets.Dropdown:
    chosen = {"value": value} if value else {}
    return widgets.Dropdown(options=list(options.items()), description=name, layout={"width": "420px"}, **chosen)


def _tabs(*titles: str) -> widgets.Tab:
    tab = widgets.Tab([widgets.HTML(), widgets.Textarea(layout={"width": "98%", "height": "220px"})])
    tab.titles = titles
    return tab


def _quietly(made: Explorer, change: Callable[[], None]) -> None:
    """Change controls without drawing anew for each."""
    before, made.is_busy = made.is_busy, True
    try:
        change()
    finally:
        made.is_busy = before


def _change_level(made: Explorer) -> None:
    """Offer the indicators of a level; keep the one that is shown if the level has it."""
    if made.is_busy:
        return
    found = choices.indicators_at(made.figures, made.level.value)
    kept = made.indicator.value if made.indicator.value in found.values() else next(iter(found.values()))

    def change() -> None:
        made.indicator.options = list(found.items())
        made.indicator.value = kept

    _quietly(made, change)
    _choose(made)


def _choose(made: Explorer) -> None:
    """Offer the periods of an indicator, the newest that most places have first."""
    if made.is_busy:
        return
    codes = choices.places(View("", "", made.level.value, made.within.value))
    found = choices.periods_at(made.figures, made.indicator.value, codes)

    def change() -> None:
        made.period.options = list(found.items())
        if found:
            view = choices.first_view(made.figures, made.indicator.value, made.level.value, made.within.value)
            made.period.value = view.period

    _quietly(made, change)
    _offer_others(made)


def _offer_others(made: Explorer) -> None:
    """Offer what can be compared with: the other periods, or the indicators known at the same level."""
    if made.is_busy:
        return
    texts = [(name, (made.indicator.value, text)) for name, text in made.period.options if text != made.period.value]
    options = {ALONE: [], PERIOD: texts, INDICATOR: _other_indicators(made)}[made.mode.value]

    def change() -> None:
        made.other.options = options
        made.other.value = options[0][1] if options else None
        made.other.disabled = not options

    _quietly(made, change)
    show(made)


def _other_indicators(made: Explorer) -> list[tuple[str, tuple[str, str]]]:
    if made.mode.value != INDICATOR:
        return []
    found = choices.others_at(made.figures, view_of(made))
    named = {id_: indicators.indicator(id_).name for id_ in found}
    return [(f"{named[id_]}（{formatting.period(text, id_)}）", (id_, text)) for id_, text in found.items()]


def view_of(made: Explorer) -> View:
    """Return the choice that the controls stand at."""
    other = made.other.value if made.mode.value != ALONE else None
    return View(made.indicator.value, made.period.value, made.level.value, made.within.value, other)


def show(made: Explorer) -> None:
    """Draw the choice: map and chart side by side, the table, the place."""
    if made.is_busy:
        return
    if made.period.value:
        _draw(made, view_of(made))
    else:
        empty(made.map, f"{formatting.no_data()}：这里没有这个指标的数。")
        empty(made.chart)
        fill_table(made.table, pd.DataFrame())
    show_place(made)


def _draw(made: Explorer, view: View) -> None:
    fill(made.map, choices.draw_map(made.figures, view), choices.map_code(made.figures, view))
    chart = choices.draw_chart(made.figures, view)
    fill(made.chart, chart, choices.chart_code(made.figures, view))
    for trace in (*made.map.figure.data, *made.chart.figure.data):
        trace.on_click(lambda trace, points, _: _clicked(made, trace, points))
    fill_table(made.table, chart.table)


def _clicked(made: Explorer, trace: Any, points: Any) -> None:  # noqa: ANN401
    """Show the place whose shape or bar was clicked on; plotly calls every trace, only one has a point."""
    if not points.point_inds:
        return
    meta = trace.meta or {}
    area = meta.get("area") or (trace.customdata[points.point_inds[0]] if trace.customdata is not None else "")
    if area:
        made.area = str(area)
        show_place(made)


def show_place(made: Explorer) -> None:
    """Show the place that was clicked on: its history, its targets, where its figures stand."""
    if not made.area:
        made.place.value = html("paragraph", "☞ 点地图或条形上的一个地方，看它的历史、目标和出处。")
        return
    indicator = made.indicator.value
    own = choices.of_place(made.figures, made.area, indicator)
    title = f"{formatting.place(made.area)}：{indicators.indicator(indicator).name}"
    made.past.layout.display = "" if len(own) else "none"
    if not len(own):
        made.place.value, made.rest.value = html("place", title, formatting.no_data()), ""
        return
    made.place.value = html("place", title)
    fill(made.history, own.history(), choices.place_code(made.figures, made.area, indicator, "history()"))
    made.rest.value = _targets_and_sources(made, own)


def _targets_and_sources(made: Explorer, own: Figures) -> str:
    lights = choices.light_table(tables.judge(made.figures.as_of, area=made.area, real_only=made.figures.real_only))
    where = own.cited().iloc[::-1]
    rest = f"（最近{LATEST}个，共{len(where)}个）" if len(where) > LATEST else ""
    cited = choices.place_code(made.figures, made.area, made.indicator.value, "cited()")
    judged = choices.judge_code(made.figures, made.area)
    return html("targets_and_sources", lights, judged, rest, where.head(LATEST)[SAID], cited)


def fill_table(tab: widgets.Tab, table: pd.DataFrame) -> None:
    """Put a table into a tab: to read, and as text to copy into a workbook."""
    tab.children[0].value = html("table", table)
    tab.children[1].value = table.to_csv(sep="\t", index=False)
