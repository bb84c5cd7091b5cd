"""The widgets of explore.ipynb: choices on top, map and chart linked, and below what is known of a place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd
import plotly.graph_objects as go

from ipanalytics import catalogue, divisions, exhibits, labels, lookups, names, style, views
from ipanalytics.exhibits import Exhibit
from ipanalytics.views import View
from ipanalytics.workbench import Figures, load

FIRST, WIDTH, TALLEST = "inventions_in_force", 490, 600
ALONE, PERIOD, INDICATOR = "不比较", "另一时期", "另一指标"
WHOLE = "全省"
CSS = "<style>.ip-table table{border-collapse:collapse;font-size:13px}.ip-table td,.ip-table th{padding:2px 10px;\
border-bottom:1px solid #ddd;text-align:left!important;white-space:normal}.ip-code{background:#f5f5f5;padding:6px 10px;\
font-size:12px;white-space:pre-wrap;line-height:1.4;margin:0}.ip-note{font-size:12px;color:#666;line-height:1.4;\
white-space:normal;margin:0}</style>"


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
    drawn: widgets.HBox = field(default_factory=lambda: _box(widgets.HBox, flex_flow="row wrap"))
    told: widgets.VBox = field(default_factory=lambda: _box(widgets.VBox))
    table: widgets.Tab = field(default_factory=lambda: _tabs("表格", "复制用（制表符分隔）"))
    area: str = ""
    is_busy: bool = False


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
    made = _made(load(as_of, real_only=real_only), names.find_indicator(indicator))
    made.area = names.find_area(area) if area else ""
    made.indicator.observe(lambda _: _choose(made), "value")
    made.level.observe(lambda _: _change_level(made), "value")
    made.within.observe(lambda _: _choose(made), "value")
    made.mode.observe(lambda _: _offer_others(made), "value")
    for control in (made.period, made.other):
        control.observe(lambda _: show(made), "value")
    _choose(made)
    rows = ([made.indicator, made.period], [made.level, made.within], [made.mode, made.other])
    controls = [widgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
    return widgets.VBox([widgets.HTML(CSS), *controls, made.drawn, made.told, made.table])


def _made(figures: Figures, indicator: str) -> Explorer:
    regions = {labels.place(code): code for code in divisions.codes("region")}
    found = views.indicators_at(figures, "unit")
    return Explorer(
        figures,
        _dropdown("指标", found, indicator if indicator in found.values() else None),
        _dropdown("时期", {}),
        widgets.ToggleButtons(options=list(views.LEVELS.items()), description="层级", style={"button_width": "70px"}),
        _dropdown("区域", {WHOLE: divisions.PROVINCE, **regions}),
        _dropdown("比较", {text: text for text in (ALONE, PERIOD, INDICATOR)}),
        _dropdown("对象", {}),
    )


def _dropdown(name: str, options: dict[str, str], value: str | None = None) -> widgets.Dropdown:
    chosen = {"value": value} if value else {}
    return widgets.Dropdown(options=list(options.items()), description=name, layout={"width": "420px"}, **chosen)


def _box(kind: type, **layout: str) -> Any:  # noqa: ANN401
    return kind([], layout=layout)


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
    found = views.indicators_at(made.figures, made.level.value)
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
    codes = views.places(View("", "", made.level.value, made.within.value))
    found = views.periods_at(made.figures, made.indicator.value, codes)

    def change() -> None:
        made.period.options = list(found.items())
        if found:
            view = views.first_view(made.figures, made.indicator.value, made.level.value, made.within.value)
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
    found = views.others_at(made.figures, view_of(made))
    named = {id_: catalogue.indicator(id_).name for id_ in found}
    return [(f"{named[id_]}（{labels.period(text, id_)}）", (id_, text)) for id_, text in found.items()]


def view_of(made: Explorer) -> View:
    """Return the choice that the controls stand at."""
    other = made.other.value if made.mode.value != ALONE else None
    return View(made.indicator.value, made.period.value, made.level.value, made.within.value, other)


def show(made: Explorer) -> None:
    """Draw the choice: map and chart side by side, the table, the place."""
    if made.is_busy:
        return
    if not made.period.value:
        made.drawn.children = [widgets.HTML(f"<p>{labels.no_data()}：这里没有这个指标的数。</p>")]
        return
    view = view_of(made)
    drawn = [views.draw_map(made.figures, view), views.draw_chart(made.figures, view)]
    codes = [views.map_code(made.figures, view), views.chart_code(made.figures, view)]
    panes = [_pane(made, exhibit, code) for exhibit, code in zip(drawn, codes, strict=True)]
    _replace(made.drawn, panes)
    fill(made.table, drawn[1].table)
    show_place(made)


def _pane(made: Explorer, exhibit: Exhibit, code: str) -> widgets.VBox:
    figure = widget_of(exhibit)
    for trace in figure.data:
        trace.on_click(lambda trace, points, _: _clicked(made, trace, points))
    shown = [_heading(exhibit), figure, _notes(exhibit), code_html(code)]
    return widgets.VBox(shown, layout={"width": f"{WIDTH + 12}px"})


def _notes(exhibit: Exhibit) -> widgets.HTML:
    """Return what stands below a drawing: its note, with whose borders a map shows, and its sources."""
    told = " ".join(filter(None, [exhibit.note, exhibits.source_line(exhibit.evidence)]))
    return widgets.HTML(f"<p class='ip-note'>{escape(told)}</p>")


def widget_of(exhibit: Exhibit) -> go.FigureWidget:
    """Return an exhibit's figure as a widget of a fixed width; one of synthetic figures says so itself."""
    drawn: Any = style.stamp(exhibit.figure) if exhibit.is_synthetic else exhibit.figure
    height = min(int(drawn.layout.height), TALLEST) if drawn.layout.yaxis.scaleanchor else int(drawn.layout.height)
    made = go.FigureWidget(drawn)
    made.update_layout(width=WIDTH, height=height, autosize=False, modebar=QUIET)
    return made


def _heading(exhibit: Exhibit) -> widgets.HTML:
    mark = f" <b style='color:#b3401d'>{labels.synthetic()}</b>" if exhibit.is_synthetic else ""
    return widgets.HTML(f"<b>{escape(exhibit.title)}</b>{mark}")


def code_html(code: str) -> widgets.HTML:
    """Return lines of code to copy."""
    return widgets.HTML(f"<pre class='ip-code'>{escape(code)}</pre>")


def _replace(box: widgets.Box, children: list[Any]) -> None:
    """Put other widgets into a box, and close those that were there: they'd stay in memory."""
    before, box.children = box.children, children
    for widget in before:
        for inner in getattr(widget, "children", ()):
            inner.close()
        widget.close()


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
        _replace(made.told, [widgets.HTML("<p>☞ 点地图或条形上的一个地方，看它的历史、目标和出处。</p>")])
        return
    indicator = made.indicator.value
    own = views.of_place(made.figures, made.area, indicator)
    title = widgets.HTML(f"<h3>{labels.place(made.area)}：{catalogue.indicator(indicator).name}</h3>")
    if not len(own):
        _replace(made.told, [title, widgets.HTML(f"<p>{labels.no_data()}</p>")])
        return
    history = own.history()
    code = {call: views.place_code(made.figures, made.area, indicator, call) for call in CALLS}
    lights = views.light_table(lookups.judge(made.figures.as_of, area=made.area, real_only=made.figures.real_only))
    children = [title, _heading(history), widget_of(history), _notes(history), code_html(code["history()"])]
    children += [widgets.HTML("<b>目标</b>"), table_html(lights), code_html(views.judge_code(made.figures, made.area))]
    where = own.cited().iloc[::-1]
    rest = f"（最近{LATEST}个，共{len(where)}个）" if len(where) > LATEST else ""
    children += [widgets.HTML(f"<b>出处</b>{rest}"), table_html(where.head(LATEST)[SAID]), code_html(code["cited()"])]
    _replace(made.told, children)


CALLS = ("history()", "cited()")
SAID, LATEST = ["时期", "数值", "性质", "出处"], 6
QUIET = {"bgcolor": "rgba(0,0,0,0)", "color": "#bbb", "activecolor": "#888"}


def table_html(table: pd.DataFrame) -> widgets.HTML:
    """Return a table as HTML."""
    return widgets.HTML(f"<div class='ip-table'>{table.to_html(index=False, border=0)}</div>")


def fill(tab: widgets.Tab, table: pd.DataFrame) -> None:
    """Put a table into a tab: to read, and as text to copy into a workbook."""
    tab.children[0].value = table_html(table).value
    tab.children[1].value = table.to_csv(sep="\t", index=False)
