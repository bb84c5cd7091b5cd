"""The widgets of explore.ipynb: choices on top, below them map, chart and the history of places side by side."""

from collections.abc import Callable
from dataclasses import dataclass, field

import ipywidgets as widgets
import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places
from ipanalytics.core.i18n import join, say
from ipanalytics.interactive import tables
from ipanalytics.interactive.drawings import fullest
from ipanalytics.interactive.figures import Figures, load
from ipanalytics.interactive.names import LEVELS
from ipanalytics.interactive.widgets import choices, timing
from ipanalytics.interactive.widgets.choices import View
from ipanalytics.interactive.widgets.pane import Pane, dropdown, empty, fill, html
from ipanalytics.interactive.widgets.timing import Timing
from ipanalytics.observations.table import as_csv
from ipanalytics.report import formatting
from ipanalytics.report.charts import histories

FIRST = "inventions_in_force"
ALONE, PERIOD, INDICATOR = "不比较", "另一时期", "另一指标"
WHOLE = "全省"
SAID, LATEST = ["时期", "数值", "性质", "出处"], 6
HINT, MANY = "☞ 点地图或条形上的一个地方，看它的历史、目标和出处。", "可同时看几个地方"


@dataclass
class Explorer:
    """The widgets by what they're for; `places` are those that were clicked on, the last one last."""

    figures: Figures
    indicator: widgets.Dropdown
    period: widgets.Dropdown
    level: widgets.ToggleButtons
    within: widgets.Dropdown
    mode: widgets.Dropdown
    other: widgets.Dropdown
    time: Timing = field(default_factory=timing.build)
    many: widgets.Checkbox = field(default_factory=lambda: widgets.Checkbox(description=say(MANY), indent=False))
    map: Pane = field(default_factory=Pane)
    chart: Pane = field(default_factory=Pane)
    hint: widgets.HTML = field(default_factory=widgets.HTML)
    history: Pane = field(default_factory=Pane)
    rest: widgets.HTML = field(default_factory=widgets.HTML)
    table: widgets.Tab = field(init=False)
    places: list[str] = field(default_factory=list)
    is_busy: bool = False

    def __post_init__(self) -> None:
        """Give the table a tab to read and one to copy from."""
        self.table = widgets.Tab([widgets.HTML(), widgets.Textarea(layout={"width": "98%", "height": "220px"})])
        self.table.titles = (say("表格"), say("复制用（制表符分隔）"))


def explore(as_of: str = "", *, indicator: str = FIRST, area: str = "", real_only: bool = False) -> widgets.VBox:
    """Return the explorer: choose, click on places, let the months go by, take the files, copy the code.

    Parameters
    ----------
    as_of, real_only
        As for `load`.
    indicator, area
        What is shown first, by id or name.
    """
    explorer = build(load(as_of, real_only=real_only), lookup.find_indicator(indicator))
    explorer.places = [places.find(area)] if area else []
    _choose(explorer)
    explorer.indicator.observe(lambda _: _choose(explorer), "value")
    explorer.level.observe(lambda _: _change_level(explorer), "value")
    explorer.within.observe(lambda _: _choose(explorer), "value")
    explorer.mode.observe(lambda _: _offer_others(explorer), "value")
    explorer.time.slider.observe(lambda _: _go_to(explorer), "value")
    for pane in (explorer.map, explorer.chart):
        pane.on_place(lambda area: choose_place(explorer, area))
    for control in (explorer.period, explorer.other):
        control.observe(lambda _: show(explorer), "value")
    return _laid_out(explorer)


def _laid_out(explorer: Explorer) -> widgets.VBox:
    rows = (
        [explorer.indicator, explorer.period],
        [widgets.Label(say("层级"), layout={"width": "80px", "margin": "2px 4px 2px 0"}).add_class("ip-label"),
         explorer.level, explorer.within],
        [explorer.mode, explorer.other],
        [*explorer.time.shown(), explorer.many],
    )  # fmt: skip
    controls = [widgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
    place = widgets.VBox([explorer.hint, explorer.history.box()])
    drawings = widgets.HBox([explorer.map.box(), explorer.chart.box(), place], layout={"flex_flow": "row wrap"})
    return widgets.VBox([widgets.HTML(html("style")), *controls, drawings, explorer.rest, explorer.table])


def build(figures: Figures, indicator: str) -> Explorer:
    """Return the widgets; the indicator is shown first if units have it."""
    regions = {formatting.place(code): code for code in places.codes("region")}
    offered = choices.indicators_at(figures, "unit")
    return Explorer(
        figures,
        dropdown(say("指标"), offered, indicator if indicator in offered.values() else None),
        dropdown(say("时期"), {}),
        widgets.ToggleButtons(
            options=[(say(word), level) for word, level in LEVELS.items()],
            style={"button_width": "70px"},
            layout={"width": "338px"},
        ),
        dropdown(say("区域"), {say(WHOLE): places.province(), **regions}),
        dropdown(say("比较"), {say(text): text for text in (ALONE, PERIOD, INDICATOR)}),
        dropdown(say("对象"), {}),
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
    steps = choices.steps_at(explorer.figures, explorer.indicator.value, codes)

    def change() -> None:
        explorer.period.options = list(offered.items())
        if offered:
            explorer.period.value = fullest(explorer.figures.table, explorer.indicator.value, codes)
        timing.offer(explorer.time, steps, explorer.period.value)

    _quietly(explorer, change)
    _offer_others(explorer)


def _go_to(explorer: Explorer) -> None:
    """Show the period that the slider stands at."""
    if not explorer.is_busy and explorer.time.slider.value in dict(explorer.period.options).values():
        explorer.period.value = explorer.time.slider.value


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
    return [
        (say("{what}（{period}）", what=names[id_], period=formatting.period(text, id_)), (id_, text))
        for id_, text in others.items()
    ]


def view_of(explorer: Explorer) -> View:
    """Return the choice that the controls stand at."""
    other = explorer.other.value if explorer.mode.value != ALONE else None
    return View(explorer.indicator.value, explorer.period.value, explorer.level.value, explorer.within.value, other)


def show(explorer: Explorer) -> None:
    """Draw the choice: map and chart side by side, the table, the places."""
    if explorer.is_busy:
        return
    _quietly(explorer, lambda: timing.stand_at(explorer.time, explorer.period.value))
    if explorer.period.value:
        _draw(explorer, view_of(explorer))
    else:
        empty(explorer.map, say("无数据：这里没有这个指标的数。"))
        empty(explorer.chart)
        fill_table(explorer.table, pd.DataFrame())
    show_places(explorer)


def _draw(explorer: Explorer, view: View) -> None:
    figures, chart = explorer.figures, choices.draw_chart(explorer.figures, view)
    fill(explorer.map, choices.draw_map(figures, view), choices.map_code(figures, view), explorer.places)
    fill(explorer.chart, chart, choices.chart_code(figures, view), explorer.places)
    fill_table(explorer.table, chart.table)


def choose_place(explorer: Explorer, area: str) -> None:
    """Show a place, alone or, where several may be seen, beside the others; a second click takes it away again."""
    others = [code for code in explorer.places if code != area]
    if not explorer.many.value:
        explorer.places = [area]
    else:
        explorer.places = others if area in explorer.places else [*others, area][-histories.most() :]
    for pane in (explorer.map, explorer.chart):
        pane.chart.places = explorer.places
    show_places(explorer)


def show_places(explorer: Explorer) -> None:
    """Show what is known of the places that were clicked on; before that, the history of the whole."""
    figures, indicator = explorer.figures, explorer.indicator.value
    codes = explorer.places or [explorer.within.value]
    own = figures.area(*codes).indicator(indicator)
    explorer.hint.value = "" if explorer.places else html("paragraph", say(HINT))
    explorer.rest.value = _targets_and_sources(explorer, codes[-1]) if explorer.places else ""
    if len(own):
        fill(explorer.history, own.history(), choices.place_code(figures, codes, indicator, "history()"))
    else:
        said = {"names": join("、", map(formatting.place, codes)), "what": indicators.indicator(indicator).name}
        empty(explorer.history, say("{names}：{what}无数据", **said))


def _targets_and_sources(explorer: Explorer, area: str) -> str:
    """Return the targets of a place, and where its figures stand."""
    figures, indicator = explorer.figures, explorer.indicator.value
    own = figures.area(area).indicator(indicator)
    where = own.cited().iloc[::-1]
    lights = choices.light_table(tables.judge(figures.as_of, area=area, real_only=figures.real_only))
    rest = say("（最近{latest}个，共{count}个）", latest=LATEST, count=len(where)) if len(where) > LATEST else ""
    title = say("{name}：{what}", name=formatting.place(area), what=indicators.indicator(indicator).name)
    cited_code = choices.place_code(figures, [area], indicator, "cited()")
    below = [lights, choices.judge_code(figures, area), rest, where.head(LATEST)[list(map(say, SAID))], cited_code]
    return html("targets_and_sources", title, *below)


def fill_table(tab: widgets.Tab, table: pd.DataFrame) -> None:
    """Put a table into a tab: to read, and as text to copy into a workbook."""
    shown = table.rename(columns=say)
    tab.children[0].value = html("table", shown)
    tab.children[1].value = as_csv(shown, separator="\t")
