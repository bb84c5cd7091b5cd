"""Who holds an area back, and the pace of a region's or province's units side by side."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, join, say, sentences
from ipanalytics.monitoring import contributions, progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.contributions import SMALLEST
from ipanalytics.observations.table import COLUMNS, KEY
from ipanalytics.report import formatting, style, wording
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.sections import reads, section

NAMED = 3
OF_UNIT = "＋为快于要求，−为慢于要求；次序从拖后最多的排起。"
REST = "＋为快于要求，−为慢于要求。未能分解：缺同期数据的单元、没有分到任务的单元，以及公布的合计与各单元之和的差。"
PROSE = (
    "与要求的差＝数值减去按序时应达到的值（比率类减目标线，增长类减要求的增幅，方向类减上年末）；"
    "各单元的贡献相加，再加未能分解的部分，等于全省（区域）的差。"
)
WIDEST_LABEL = 18
LONGEST = 1.2
COMPARED = (
    "竖线为序时（只用于年内累计和覆盖类）；条形到100%即完成全年目标，超过的画到120%为止，–为没有任务。"
    "比率类为相当于全省目标线的百分之几。"
)


def _evidence(parts: pd.DataFrame, assessment: Assessment, area: str) -> pd.DataFrame:
    """Return the observations behind the parts: those of the rows, and the people that rates were weighted with."""
    areas = [area, *parts["unit"]]
    rows = assessment.rows[assessment.rows["target"].isin(parts["target"]) & assessment.rows["area"].isin(areas)]
    rated = rows[rows["area"].eq(area) & rows["kind"].eq("level")]
    rated = rated[[bool(indicators.indicator(id_).numerator) for id_ in rated["indicator"]]]
    people = [contributions.population_of(row, assessment) for row in rated.to_dict("records")]
    weights = [figures.loc[figures["area"].isin(areas), COLUMNS] for figures in people]
    every = pd.concat([progress.evidence(assessment.table, rows), *weights], ignore_index=True)
    return every.drop_duplicates(KEY, ignore_index=True)


@section(reads=[reads.judged])
def draw_contributions(assessment: Assessment, area: str) -> Section:
    """Say who holds back and who carries: a table of all targets, bars for the weakest; a unit's own part."""
    is_unit = places.level_of(area) == "unit"
    whole = places.province() if is_unit else area
    parts = contributions.decompose(assessment, whole)
    if parts.empty:
        return Section("")
    evidence, prose = _evidence(parts, assessment, whole), sentences(say(PROSE), say(wording.UNOFFICIAL))
    if is_unit:
        return Section(say("对全省的影响"), tuple(_own(parts, area, evidence)), prose)
    shown = pd.DataFrame([_line(part) for _, part in parts.groupby("target", sort=False)])
    table = Exhibit(_title(parts, whole), shown, evidence, note=say(REST))
    return Section(say("谁拖了后腿，谁撑了起来"), (table, *_weakest(parts, assessment, whole)), prose)


def _title(parts: pd.DataFrame, area: str) -> str:
    low = parts[parts["contribution"] <= parts.groupby("target")["contribution"].transform("min") + SMALLEST]
    behind = low[low["contribution"] < -SMALLEST]["unit"].value_counts()
    if behind.empty:
        return say("{place}没有单元拖后", place=formatting.place(area))
    first = [formatting.place(code) for code in behind.index if behind[code] == behind.iloc[0]]
    names = join("、", first[:NAMED]) + (say("等") if len(first) > NAMED else "")
    return say("拖后最多的次数：{names}，在{count}项指标上居首", names=names, count=behind.iloc[0])


def _line(part: pd.DataFrame) -> dict[str, str]:
    total, rest = part["total"].iloc[0], part["total"].iloc[0] - part["contribution"].sum()
    ordered = part.sort_values("contribution")
    return {
        "指标": indicators.indicator(part["indicator"].iloc[0]).label,
        "与要求的差": _signed(total, part),
        "拖后最多": _named(ordered[ordered["contribution"] < -SMALLEST], part),
        "支撑最多": _named(ordered[::-1][ordered[::-1]["contribution"] > SMALLEST], part),
        "未能分解": _signed(rest, part) if abs(rest) > SMALLEST else wording.NONE,
    }


def sentence_on(part: pd.DataFrame) -> list[str]:
    """Say in a sentence who holds an area back most on a target, and who carries it, from rows of `decompose`."""
    if part.empty:
        return []
    line, texts = _line(part), {"拖后最多": "拖后最多的是{units}", "支撑最多": "支撑最多的是{units}"}
    clauses = [say(text, units=line[name]) for name, text in texts.items() if line[name] != wording.NONE]
    return [capital(join("；", clauses)) + say("。")] if clauses else []


def sentence_on_unit(part: pd.DataFrame, unit: str) -> list[str]:
    """Say what a unit adds to the province's distance from what was due, from rows of `decompose`."""
    own = part.loc[part["unit"] == unit, "contribution"]
    if own.empty or abs(own.iloc[0]) <= SMALLEST:
        return []
    text = "对全省：拖后{amount}。" if own.iloc[0] < 0 else "对全省：支撑{amount}。"
    return [say(text, amount=_signed(own.iloc[0], part).lstrip("+−"))]


def _named(ordered: pd.DataFrame, part: pd.DataFrame) -> str:
    pairs = zip(ordered["unit"][:NAMED], ordered["contribution"][:NAMED], strict=True)
    named = [say("{place}{amount}", place=formatting.place(code), amount=_signed(value, part)) for code, value in pairs]
    return join("、", named) or wording.NONE


def _signed(value: float, part: pd.DataFrame) -> str:
    item = indicators.indicator(part["indicator"].iloc[0])
    number = f"{value:+,.{2 if item.kind == 'rate' else 1}f}".replace("-", "−")
    return number + (say("点") if part["kind"].iloc[0] == "growth" else formatting.unit(item.unit))


def _weakest(parts: pd.DataFrame, assessment: Assessment, area: str) -> list[Exhibit]:
    """Draw the units' parts of the target that is furthest behind, if one is."""
    rows = assessment.rows[assessment.rows["area"].eq(area) & assessment.rows["target"].isin(parts["target"])]
    behind = rows[rows["status"].isin(wording.WEAK)].sort_values("lag_points", ascending=False, na_position="last")
    if behind.empty:
        return []
    part = parts[parts["target"] == behind["target"].iloc[0]].sort_values("contribution", ascending=False)
    return [_bars(part, assessment, area)]


def _bars(part: pd.DataFrame, assessment: Assessment, area: str) -> Exhibit:
    names, values = [formatting.place(code) for code in part["unit"]], list(part["contribution"])
    texts = [_signed(value, part) for value in values]
    shades, item = settings.wording().reach_colours, indicators.indicator(part["indicator"].iloc[0])
    title = say("{name}：{what}", name=item.label, what=_extremes(part, names, texts))
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


def _extremes(part: pd.DataFrame, names: list[str], texts: list[str]) -> str:
    """Name who holds back most and who least; nobody where all are up to what was due."""
    best = say("{place}{amount}", place=names[0], amount=texts[0])
    if part["contribution"].iloc[-1] >= -SMALLEST:
        return join("，", [say("没有单元拖后"), best])
    worst = say("{place}拖后最多（{amount}）", place=names[-1], amount=texts[-1])
    return join("，", [worst, best]) if len(names) > 1 else worst


def _own(parts: pd.DataFrame, area: str, evidence: pd.DataFrame) -> list[Exhibit]:
    ranked = parts.assign(rank=parts.groupby("target")["contribution"].rank(method="min").astype(int))
    own = ranked[ranked["unit"] == area]
    if own.empty:
        return []
    shown = pd.DataFrame([_own_line(row, ranked) for _, row in own.iterrows()])
    behind = int((own["contribution"] < -SMALLEST).sum())
    title = say(
        "{place}在{count}项指标中，{behind}项拖后全省，{rest}项没有",
        place=formatting.place(area), count=len(own), behind=behind, rest=len(own) - behind,
    )  # fmt: skip
    return [Exhibit(title, shown, evidence, note=say(OF_UNIT))]


def _own_line(row: pd.Series, ranked: pd.DataFrame) -> dict[str, str]:
    part = ranked[ranked["target"] == row["target"]]
    return {
        "指标": indicators.indicator(row["indicator"]).label,
        "本单元的贡献": _signed(row["contribution"], part),
        "全省与要求的差": _signed(row["total"], part),
        "拖后次序": f"{row['rank']}/{len(part)}" if row["contribution"] < -SMALLEST else wording.NONE,
    }


@section(reads=[reads.judged, reads.own, reads.curves])
def draw_compared(assessment: Assessment, area: str) -> Section:
    """Draw shares of targets beside one another: the three regions, or a unit, its region and the province."""
    is_unit = places.level_of(area) == "unit"
    areas = [area, hierarchy.region_of(area), places.province()] if is_unit else places.codes("region")
    rows = assessment.rows
    rows = rows[rows["area"].isin(areas) & rows["kind"].isin(["flow", "coverage", "level"])]
    rows = rows.assign(column=rows["target"].map(wording.headings(assessment.targets)))
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
        row["column"]: wording.percent(row["attainment"])
        if pd.notna(row["attainment"])
        else settings.wording().statuses[row["status"]].word
        for row in rows.to_dict("records")
    }
    return [words.get(name, wording.NONE) for name in order]


def _bullets(rows: pd.DataFrame, area: str, order: list[str]) -> go.Figure:
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
