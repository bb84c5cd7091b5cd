"""Widgets for the quick questions and for what-if: choose, read the table, copy the two lines."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import periods
from ipanalytics.core.errors import IPAnalyticsError
from ipanalytics.core.i18n import say
from ipanalytics.interactive import questions
from ipanalytics.interactive.widgets.pane import dropdown, html
from ipanalytics.monitoring.assessment import Assessment, load
from ipanalytics.observations.table import newest_common_period, select
from ipanalytics.report import formatting

HOLDS, NEEDS, CHANGED = "谁比要求差得最多", "今后每月还要多少", "两个日期之间有什么变化"
ALONE, RANKED = "哪些数只有一个来源", "换一年人口，位次怎么变"
RATE = "high_value_inventions_per_10k"
IMPORT = "from ipanalytics import questions"
FASTEST, STEP, MOST = 3.0, 0.05, 40
HEADS = {
    "target": "目标", "name": "指标", "place": "地区", "contribution": "贡献", "total": "全省与要求的差",
    "value": "数值",
    "needed": "应达到", "missing": "还差", "months": "剩余月数", "per_month": "每月还要", "value_before": "原数值",
    "light_before": "原状态", "light": "状态", "change": "好坏", "period": "时期", "unit": "单位", "cell": "位置",
    "source": "来源", "rank": "位次", "value_other": "换人口后", "rank_other": "换后位次", "moved": "上升位数",
    "target_value_before": "原目标", "target_value": "目标值", "outlook_before": "原年末预计", "outlook": "年末预计",
    "kind": "性质",
}  # fmt: skip


def ask(as_of: str = "", *, real_only: bool = False) -> widgets.VBox:
    """Return the quick questions with their answers as tables; parameters as for `interactive.figures.load`."""
    assessment = load(as_of, real_only=real_only)
    question = dropdown(say("问题"), {say(text): text for text in (HOLDS, NEEDS, CHANGED, ALONE, RANKED)})
    target = dropdown(say("目标"), _targets(assessment))
    ends = [periods.month_end(assessment.year, month).isoformat() for month in range(12, 0, -1)]
    since = dropdown(say("比较日期"), {formatting.day(end): end for end in ends if end < assessment.as_of})
    units = places.codes("unit")
    rows = select(assessment.table, area=units, indicator="population")
    counts = rows.assign(year=rows["period"].str[:4].astype(int)).groupby("year")["area"].nunique()
    people = dropdown(
        say("人口年份"), {say("{year}年", year=year): int(year) for year in counts.index[counts == len(units)]}
    )
    codes = [places.province(), *places.codes("region"), *units]
    place = dropdown(say("地区"), {formatting.place(code): code for code in codes})
    controls = {HOLDS: [target], NEEDS: [target], CHANGED: [since, place], ALONE: [place], RANKED: [people]}
    below, answer = widgets.HBox(layout={"flex_flow": "row wrap"}), widgets.VBox()

    def show(_: object) -> None:
        below.children = controls[question.value]
        chosen = (target.value, since.value, place.value, people.value)
        call, table = _answer(assessment, question.value, chosen, real_only)
        answer.children = [*_as_widgets(table, assessment), _text("code", f"{IMPORT}\n{call}")]

    return _bound([question, target, since, people, place], show, [question, below, answer])


def _text(macro: str, *values: Any) -> widgets.HTML:  # noqa: ANN401
    return widgets.HTML(html(macro, *values))


def _bound(controls: list[Any], show: Callable[[object], None], shown: list[Any]) -> widgets.VBox:
    for control in controls:
        control.observe(show, "value")
    show(None)
    return widgets.VBox([_text("style"), *shown])


def _targets(assessment: Assessment) -> dict[str, str]:
    paced = [target for target in assessment.targets if target.kind in questions.PACED]
    return {f"{target.id} {indicators.indicator(target.indicator).name}": target.id for target in paced}


def _answer(
    assessment: Assessment,
    question: str,
    chosen: tuple[str, str, str, int],
    real_only: bool,  # noqa: FBT001
) -> tuple[str, pd.DataFrame]:
    """Return the call that answers a question, and the answer."""
    target, since, place, people = chosen
    given: dict[str, Any] = {"real_only": True} if real_only else {}
    day = {"as_of": assessment.as_of, **given}
    calls: dict[str, Callable[[], tuple[str, pd.DataFrame]]] = {
        HOLDS: lambda: _called(questions.holding_back, target, **day),
        NEEDS: lambda: _called(questions.needed_per_month, target, **day),
        CHANGED: lambda: _called(questions.changed, since, assessment.as_of, area=formatting.place(place), **given),
        ALONE: lambda: _called(questions.single_source, area=formatting.place(place), **given),
        RANKED: lambda: _called(questions.ranking, RATE, people, period=_rated(assessment), **day),
    }
    return calls[question]()


def _rated(assessment: Assessment) -> str:
    """Return the newest period for which all units have a figure of what the rate counts."""
    numerator = indicators.indicator(RATE).numerator
    return newest_common_period(select(assessment.table, area=places.codes("unit"), indicator=numerator))


def _called(function: Callable[..., pd.DataFrame], *given: Any, **named: Any) -> tuple[str, pd.DataFrame]:  # noqa: ANN401
    words = [*map(repr, given), *(f"{name}={value!r}" for name, value in named.items())]
    return f"questions.{function.__name__}({', '.join(words)})", function(*given, **named)


def _as_widgets(table: pd.DataFrame, assessment: Assessment) -> list[Any]:
    """Return a table as widgets: what is synthetic says so, a long one says how much is left out."""
    mark = formatting.synthetic() if is_synthetic(table, assessment) else ""
    rest = say("，下面是前{most}行", most=MOST) if len(table) > MOST else ""
    return [
        _text("count", say("共{count}行{rest}", count=len(table), rest=rest), mark),
        _text("table", worded(table.head(MOST))),
    ]


def is_synthetic(table: pd.DataFrame, assessment: Assessment) -> bool:
    """Say whether a synthetic figure stands behind an answer: in its own rows, or in the rows that it judges."""
    if "cell" in table:
        return bool(table["status"].eq("synthetic").any())
    rows = assessment.rows[assessment.rows["area"].isin(table["area"])]
    rows = rows[rows["target"].isin(table["target"])] if "target" in table else rows
    return bool(rows["flags"].str.contains("synthetic").any())


def worded(table: pd.DataFrame) -> pd.DataFrame:
    """Return an answer with heads in words, without ids, numbers rounded."""
    kind = {"kind": [formatting.status(id_) for id_ in table["status"]]} if "cell" in table else {}
    answer = table.assign(**kind)
    answer = answer[[name for name in answer.columns if name in HEADS]]
    rounded = {name: answer[name].map(formatting.number) for name in answer.select_dtypes("number").columns}
    return answer.assign(**rounded).rename(columns={name: say(head) for name, head in HEADS.items()})


def try_out(as_of: str = "", *, real_only: bool = False) -> widgets.VBox:
    """Return controls for a target's amount and for the pace, and the lights before and after; as `ask`."""
    assessment = load(as_of, real_only=real_only)
    target = dropdown(say("目标"), _targets(assessment))
    amount = widgets.FloatText(description=say("改为"), layout={"width": "220px"})
    pace = widgets.FloatSlider(
        description=say("后续速度"), value=1.0, min=0.0, max=FASTEST, step=STEP, readout_format=".2f"
    )
    answer = widgets.VBox()

    def start(_: object) -> None:
        amount.value = assessment.target(target.value).value

    def show(_: object) -> None:
        amounts = {target.value: amount.value}
        answer.children = _tried(assessment, amounts, pace.value, real_only=real_only)

    target.observe(start, "value")
    start(None)
    return _bound([target, amount, pace], show, [widgets.HBox([target, amount, pace]), answer])


def _tried(assessment: Assessment, amounts: dict[str, float], pace: float, *, real_only: bool) -> list[Any]:
    """Return the lights of the target before and after, at all places, and the code; or why it can't be."""
    given = f"as_of={assessment.as_of!r}{', real_only=True' if real_only else ''}"
    code = f"import ipanalytics as ip\nip.what_if({amounts!r}, pace={pace:g}, {given})"
    try:
        rows = questions.what_if(amounts, pace=pace, as_of=assessment.as_of, real_only=real_only)
    except IPAnalyticsError as fault:
        return [_text("paragraph", say("不能这样设：{fault}", fault=fault)), _text("code", code)]
    rows = rows[rows["target"].isin(amounts)]
    count = say("{count}个地方的状态或年末预计有变。", count=int(rows["changed"].sum()))
    return [_text("count", count, ""), *_as_widgets(rows, assessment), _text("code", code)]
