"""Who holds an area back, and the pace of a region's or province's units side by side."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, join, say, sentences
from ipanalytics.monitoring import contributions, progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.series import CLOSE
from ipanalytics.report import formatting, style, wording
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.sections import reads, section

NAMED = 3
OWN_PART = "本单元的部分"
OF_UNIT = "＋为多于要求，−为少于要求；件数取整。"
REST = (
    "＋为多于要求，−为少于要求；件数取整，所以相加可能差1。其余：缺同期数据的单元、没有分到任务的单元，"
    "以及公布的合计与各单元之和的差。"
)
PROSE = (
    "与要求的差＝数值减去按序时应达到的值（增长类减要求的增幅，方向类减上年末）；"
    "各单元的部分相加，再加其余，等于全省（区域）的差。不分摊、只计数的指标，和只与全省目标线比的比率，不这样拆。"
)
WIDEST_LABEL = 18
LONGEST = 1.2
COMPARED = (
    "条形为完成（数值÷目标值），到100%即完成全年目标，超过的画到120%为止；竖线为序时，只用于年内累计和覆盖类。"
    "–为没有任务。灰色的不评价：比率类为相当于全省目标线的百分之几。"
)


def _evidence(parts: pd.DataFrame, assessment: Assessment, area: str) -> pd.DataFrame:
    """Return the observations behind the parts."""
    is_shown = assessment.rows["target"].isin(parts["target"]) & assessment.rows["area"].isin([area, *parts["unit"]])
    return progress.evidence(assessment.table, assessment.rows[is_shown])


@section(reads=[reads.judged])
def draw_contributions(assessment: Assessment, area: str) -> Section:
    """Say who lacks and who adds most: a table of all targets, bars for the weakest; a unit's own part."""
    is_unit = places.level_of(area) == "unit"
    whole = places.province() if is_unit else area
    parts = contributions.decompose(assessment, whole)
    if parts.empty:
        return Section("")
    evidence, prose = _evidence(parts, assessment, whole), sentences(say(PROSE), say(wording.UNOFFICIAL))
    if is_unit:
        return Section(say("在全省的差中所占的部分"), tuple(_own(parts, area, evidence)), prose)
    shown = pd.DataFrame([_line(part) for _, part in parts.groupby("target", sort=False)])
    table = Exhibit(_title(parts, assessment, whole), shown, evidence, note=say(REST))
    return Section(say("与要求的差在哪些单元"), (table, *_weakest(parts, assessment, whole)), prose)


def _title(parts: pd.DataFrame, assessment: Assessment, area: str) -> str:
    names = {"place": formatting.place(area), "count": parts["target"].nunique()}
    weak = _behind(parts, assessment, area)
    if weak.empty:
        return say("{place}可以拆到单元的{count}项指标都不低于要求", **names)
    return say(
        "{place}可以拆到单元的{count}项指标中，低于要求的是{names}", **names, names=wording.labels(weak["indicator"])
    )


def _behind(parts: pd.DataFrame, assessment: Assessment, area: str) -> pd.DataFrame:
    """Return the rows of an area's targets that fall short and can be taken apart, the furthest behind first."""
    rows = assessment.rows[assessment.rows["area"].eq(area) & assessment.rows["target"].isin(parts["target"])]
    behind = rows[rows["status"].isin(wording.WEAK)]
    return behind.sort_values("lag_points", ascending=False, na_position="last", kind="stable")


def _line(part: pd.DataFrame) -> dict[str, str]:
    total, rest = part["total"].iloc[0], part["total"].iloc[0] - part["contribution"].sum()
    ordered = part.sort_values("contribution", kind="stable")
    seen = ordered[[_is_seen(value, part) for value in ordered["contribution"]]]
    return {
        "指标": indicators.indicator(part["indicator"].iloc[0]).label,
        "与要求的差": _signed(total, part),
        "差得最多": _named(seen[seen["contribution"] < 0], part),
        "多得最多": _named(seen[seen["contribution"] > 0][::-1], part),
        "其余": _signed(rest, part) if _is_seen(rest, part) else wording.NONE,
    }


def sentence_on(part: pd.DataFrame) -> list[str]:
    """Say in a sentence who lacks most of what was due on a target and who has most beyond, by `decompose`."""
    if part.empty:
        return []
    line, texts = _line(part), {"差得最多": "比要求少得最多的是{units}", "多得最多": "比要求多得最多的是{units}"}
    clauses = [say(text, units=line[name]) for name, text in texts.items() if line[name] != wording.NONE]
    return [capital(join("；", clauses)) + say("。")] if clauses else []


def holding_back(part: pd.DataFrame) -> str:
    """Name who holds an area back most on a target and by how much, from rows of `decompose`; "" where nobody does."""
    held = "" if part.empty else _line(part)["差得最多"]
    return "" if held == wording.NONE else held


def sentence_on_unit(part: pd.DataFrame, unit: str) -> list[str]:
    """Say what a unit has more or less than what was due of it, from rows of `decompose`."""
    own = part.loc[part["unit"] == unit, "contribution"]
    if own.empty or not _is_seen(own.iloc[0], part):
        return []
    text = "全省与要求的差中，本单元为{amount}。"
    return [say(text, amount=_signed(own.iloc[0], part))]


def _named(ordered: pd.DataFrame, part: pd.DataFrame) -> str:
    """Name the first, all that are equal together; many of them are counted."""
    texts = [_signed(value, part) for value in ordered["contribution"]]
    groups: dict[str, list[str]] = {}
    for code, text in zip(ordered["unit"], texts, strict=True):
        groups.setdefault(text, []).append(formatting.place(code))
    named, count = [], 0
    for text, names in groups.items():
        if count >= NAMED:
            break
        who = join("、", names) if len(names) <= NAMED else say("{count}个单元", count=len(names))
        named.append(say("{place}{amount}" if len(names) == 1 else "{place}各{amount}", place=who, amount=text))
        count += len(names)
    return join("，", named) or wording.NONE


def _digits(part: pd.DataFrame) -> int:
    """Return the decimals of a part: points of growth have one, whole things none."""
    if part["kind"].iloc[0] == "growth":
        return 1
    id_ = part["indicator"].iloc[0]
    return 0 if formatting.is_whole(id_) else 2


def _is_seen(value: float, part: pd.DataFrame) -> bool:
    """Say whether a part is more than 0 as it's printed."""
    return bool(round(value, _digits(part)))


def _signed(value: float, part: pd.DataFrame) -> str:
    unit = indicators.indicator(part["indicator"].iloc[0]).unit
    number = formatting.signed(value, digits=_digits(part))
    return number + (say("点") if part["kind"].iloc[0] == "growth" else formatting.unit(unit))


def _weakest(parts: pd.DataFrame, assessment: Assessment, area: str) -> list[Exhibit]:
    """Draw the units' parts of the target that is furthest behind, if one is."""
    behind = _behind(parts, assessment, area)
    if behind.empty:
        return []
    part = parts[parts["target"] == behind["target"].iloc[0]].sort_values("contribution", ascending=False)
    return [_bars(part, assessment, area)]


def _bars(part: pd.DataFrame, assessment: Assessment, area: str) -> Exhibit:
    names, values = [formatting.place(code) for code in part["unit"]], list(part["contribution"])
    texts = [_signed(value, part) for value in values]
    shades, item = settings.wording().reach_colours, indicators.indicator(part["indicator"].iloc[0])
    clauses = sentence_on(part) or [_nobody(part)]
    title = say("{name}：{what}", name=item.label, what=clauses[0].rstrip(say("。")))
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.22 * (high - low or 1)
    drawn = bars.horizontal(
        names, values, [shades[-1] if value >= 0 else shades[0] for value in values],
        say("%{y}：%{text}<extra></extra>"), text=texts, textposition="outside", cliponaxis=False,
    )  # fmt: skip
    axes = bars.axes(names, (low - room if low else 0, high + room if high else 0))
    figure = style.figure([drawn], height=90 + 24 * len(names), alt=title, **axes)
    shown = pd.DataFrame({"单元": names, "贡献": texts})
    note = say("单位：{unit}。", unit=say("百分点" if part["kind"].iloc[0] == "growth" else item.unit))
    return Exhibit(title, shown, _evidence(part, assessment, area), figure, note)


def _nobody(part: pd.DataFrame) -> str:
    """Say that no unit lacks as much as is printed."""
    if part["contribution"].ge(-CLOSE).all():
        return say("各单元都合要求")
    return say("各单元比要求少的都不到{least}", least=_least(part))


def _least(part: pd.DataFrame) -> str:
    """Return the smallest amount that is printed."""
    return _signed(10 ** -_digits(part), part).removeprefix("+")


def _own(parts: pd.DataFrame, area: str, evidence: pd.DataFrame) -> list[Exhibit]:
    own = parts[parts["unit"] == area]
    if own.empty:
        return []
    shown = pd.DataFrame([_own_line(row, parts) for _, row in own.iterrows()])
    behind = int(shown[OWN_PART].str.startswith("−").sum())
    title = say(
        "{place}可以比的{count}项指标中，{behind}项少于要求，{rest}项不少于",
        place=formatting.place(area), count=len(own), behind=behind, rest=len(own) - behind,
    )  # fmt: skip
    return [Exhibit(title, shown, evidence, note=say(OF_UNIT))]


def _own_line(row: pd.Series, parts: pd.DataFrame) -> dict[str, str]:
    part = parts[parts["target"] == row["target"]]
    return {
        "指标": indicators.indicator(row["indicator"]).label,
        OWN_PART: _own_part(row["contribution"], part),
        "全省与要求的差": _signed(row["total"], part),
    }


def _own_part(value: float, part: pd.DataFrame) -> str:
    """Word a unit's part; less than the smallest amount that is printed isn't nothing."""
    if _is_seen(value, part):
        return _signed(value, part)
    text = "+不到{least}" if value > 0 else "−不到{least}"
    return say(text, least=_least(part)) if abs(value) > CLOSE else "0"


@section(reads=[reads.judged, reads.own, reads.curves])
def draw_compared(assessment: Assessment, area: str) -> Section:
    """Draw shares of targets beside one another: the three regions, or a unit, its region and the province."""
    is_unit = places.level_of(area) == "unit"
    around = [area, hierarchy.region_of(area), places.province()]
    areas = list(dict.fromkeys(around)) if is_unit else places.codes("region")
    rows = assessment.rows
    rows = rows[rows["area"].isin(areas) & rows["kind"].isin(["flow", "coverage", "level"])]
    if rows.empty:
        return Section("")
    rows = rows.assign(column=rows["target"].map(wording.headings(assessment.targets)))
    rows = rows.assign(attainment=rows["attainment"].mask([wording.is_open(row) for row in rows.to_dict("records")]))
    attained = rows[rows["attainment"].notna()]
    order = wording.headings_in_order(assessment.targets, set(attained["column"]))
    if not order:
        return Section("")
    by_area = {code: rows[rows["area"] == code] for code in areas}
    title = say("{places}：各完成全年目标的百分之几", places=join("、", map(formatting.place, areas)))
    columns = {formatting.place(code): _attained(part, order) for code, part in by_area.items()}
    exhibit = Exhibit(
        title, pd.DataFrame({"指标": order, **columns}), progress.evidence(assessment.table, attained),
        note=sentences(say(COMPARED), say(wording.UNOFFICIAL)),
        panels=tuple(_bullets(part, code, order) for code, part in by_area.items()),
    )  # fmt: skip
    return Section(say("与区域和全省比"), (exhibit,))


def _attained(rows: pd.DataFrame, order: list[str]) -> list[str]:
    """Word what is attained in each column: without it the status, without a task a dash."""
    words = {
        row["column"]: wording.percent_done(row["attainment"])
        if pd.notna(row["attainment"])
        else settings.wording().statuses[row["status"]].word
        for row in rows.to_dict("records")
    }
    return [words.get(name, wording.NONE) for name in order]


def _bullets(rows: pd.DataFrame, area: str, order: list[str]) -> style.Chart:
    """Draw what is attained of each target as bars, with a tick at what was due."""
    colours, statuses = settings.palette(), settings.wording().statuses
    by_name, texts = rows.set_index("column").reindex(order), _attained(rows, order)
    fills = [statuses[id_].colour if isinstance(id_, str) else colours["rule"] for id_ in by_name["status"]]
    lengths, silent = by_name["attainment"].clip(upper=LONGEST).fillna(0), {"hoverinfo": "skip", "showlegend": False}
    traces = [
        bars.horizontal(order, lengths, fills, say("%{y}：%{text}<extra></extra>"), text=texts, textposition="none"),
        go.Scatter(
            x=list(by_name["elapsed"].where(by_name["kind"] != "level")), y=order, mode="markers", **silent,
            marker={"symbol": "line-ns-open", "size": 14, "line": {"width": 2}, "color": colours["ink"]},
        ),
        go.Scatter(
            x=[LONGEST + 0.06] * len(order), y=order, mode="text", text=texts, textposition="middle right",
            cliponaxis=False, **silent,
        ),
    ]  # fmt: skip
    axes = bars.axes(order, (0, 1.75))
    if i18n.is_english():
        # In one line, names would leave no room beside them.
        lines = ["<br>".join(textwrap.wrap(name, WIDEST_LABEL)) for name in order]
        axes["yaxis"] |= {"tickvals": order, "ticktext": lines, "tickfont": {"size": 11}}
    worded = [say("{name}{value}", name=name, value=text) for name, text in zip(order, texts, strict=True)]
    alt = say("条形图：{place}，{told}。", place=formatting.place(area), told=join("；", worded))
    return style.figure(
        traces, height=60 + 26 * len(order), alt=alt, panel="wide",
        annotations=[style.panel_heading(formatting.place(area), "")], margin={"l": 4, "r": 4, "t": 34, "b": 4}, **axes,
    )  # fmt: skip
