"""Small maps of progress side by side, one a target, on one scale that breaks at the target."""

from html import escape
from typing import Any

import geopandas as gpd
import pandas as pd
import plotly.graph_objects as go

from ipanalytics import catalogue, divisions, exhibits, labels, observations, phrases, progress, style
from ipanalytics.assessment import Assessment
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.reach import NO_CLASS, NO_TARGET, add_reach, classify
from ipanalytics.shapes import outlines, path, plane, unit_shapes

TOLERANCE_KM = 1.5
HEIGHT = 370
LONGEST_SOURCE = 24
PROSE = (
    "颜色表示各单元达到要求的程度：蓝色已达到目标，橙色还没有，越深差得越远。各页、各月用同一把尺子。"
    "数量类与全年目标的份额比，比率类与全省目标线比，增长类与要求的增长比，方向类与上年末比，满意度与全国比。"
    f"{phrases.UNOFFICIAL}"
)


def draw_reach_maps(made: Assessment, area: str) -> Section:
    """Draw a map of the units for each target that units have figures for; name the targets without."""
    rows = add_reach(made.rows[made.rows["area"].isin(divisions.codes("unit"))], made.targets)
    rows = rows[rows["kind"] != "milestone"]
    rows = rows.assign(column=rows["target"].map(phrases.headings(made.targets)), origin=_origins(made, rows))
    groups = {name: rows[rows["column"] == name].set_index("area") for name in _in_order(rows, made)}
    parts = [part for part in groups.values() if part["reach"].notna().any()]
    if not parts:
        return Section("各项指标的地图", prose="各单元都没有可以与目标相比的数，所以没有图。")
    shapes = unit_shapes(TOLERANCE_KM)
    panels = tuple(_panel(part, shapes, area) for part in parts)
    lacking = [name for name, part in groups.items() if part["reach"].isna().all()]
    drawn = rows[~rows["column"].isin(lacking)]
    exhibit = Exhibit(
        _title(parts), _shown(parts), progress.evidence(made.table, drawn), None, _note(lacking),
        panels=panels, markup=_key(),
    )  # fmt: skip
    return Section("各项指标的地图", (exhibit,), PROSE)


def _title(parts: list[pd.DataFrame]) -> str:
    """Name the target that the largest part of the units with a figure have reached, and the one of the smallest."""
    reached = {_label(part): (part["reach"] >= 1).sum() / part["reach"].notna().sum() for part in parts}
    counts = {_label(part): f"{(part['reach'] >= 1).sum()}/{part['reach'].notna().sum()}" for part in parts}
    best, worst = max(reached, key=lambda name: reached[name]), min(reached, key=lambda name: reached[name])
    if len(set(counts.values())) == 1:
        return f"{len(parts)}项指标：达到要求的单元都是{counts[best]}"
    if reached[best] == reached[worst]:
        return f"{len(parts)}项指标：有数的单元中达到要求的都占{phrases.percent(reached[best])}"
    return f"达到要求的单元所占比例：{best}最高（{counts[best]}），{worst}最低（{counts[worst]}）"


def _in_order(rows: pd.DataFrame, made: Assessment) -> list[str]:
    return [name for name in dict.fromkeys(phrases.headings(made.targets).values()) if name in set(rows["column"])]


def _origins(made: Assessment, rows: pd.DataFrame) -> list[str]:
    """Return the publication that the value of each row stands in, in short."""
    known = made.table.set_index(observations.KEY)["source"].to_dict()
    first = [known.get(used[0], "") if used else "" for used in rows[progress.USED]]
    cited = {text: exhibits.cited_shortly(text) for text in set(first)}
    return [cited[text][:LONGEST_SOURCE] + ("…" if len(cited[text]) > LONGEST_SOURCE else "") for text in first]


def _label(part: pd.DataFrame) -> str:
    return str(part["column"].iloc[0])


def _panel(part: pd.DataFrame, shapes: gpd.GeoDataFrame, area: str) -> go.Figure:
    classes = classify(part["reach"]).reindex(shapes.index, fill_value=NO_TARGET)
    texts = {code: _text(code, part) for code in shapes.index}
    traces = [_unit(shapes, code, int(classes[code]), "<br>".join(texts[code])) for code in shapes.index]
    told = "；".join("，".join(lines[:2]) for lines in texts.values())
    alt = f"地图：{_label(part)}，{_count(part).replace('<br>', '，')}。{told}。"
    layout = plane(shapes) | {"showlegend": False, "margin": {"l": 0, "r": 0, "t": 66, "b": 0}}
    heading = style.panel_heading(_label(part), _count(part))
    figure = style.figure(
        [*traces, *outlines(shapes, area)], height=HEIGHT, alt=alt, panel="small", annotations=[heading], **layout
    )
    figure.update_layout(meta={**figure.layout.meta, "breaks": list(catalogue.wording().reach_breaks)})
    return figure


def _count(part: pd.DataFrame) -> str:
    known, reached = int(part["reach"].notna().sum()), int((part["reach"] >= 1).sum())
    without = int(part["value"].isna().sum())
    parts = {"无数据": without, "无法比较": len(part) - known - without}
    rest = "、".join(f"{count}个单元{word}" for word, count in parts.items() if count)
    return f"{known}个单元中{reached}个达到" + (f"<br>{rest}" if rest else "")


def _text(code: str, part: pd.DataFrame) -> list[str]:
    """Return the lines that stand where a unit is touched: value, target, rank, period and source."""
    if code not in part.index:
        return [f"{labels.place(code)}：没有分到任务"]
    row = part.loc[code].to_dict()
    value = f"{labels.place(code)}：{phrases.amount(row['value'], str(row['indicator']))}"
    reach = f"，达到要求的{phrases.percent(row['reach'])}" if pd.notna(row["reach"]) else ""
    lines = [value, f"目标{phrases.marked_aim(row)}{reach}"]
    if pd.isna(row["reach"]):
        return lines
    rank = int(part["reach"].rank(ascending=False, method="min")[code])
    when = labels.period(str(row["period"]), str(row["indicator"]))
    return [*lines, f"达到程度第{rank}位，共{int(part['reach'].notna().sum())}个", f"{when}，来源：{row['origin']}"]


def _unit(shapes: gpd.GeoDataFrame, code: str, class_: int, text: str) -> go.Scatter:
    return go.Scatter(
        **path(shapes.geometry[code]), mode="lines", fill="toself", hoveron="fills", hoverinfo="text", text=text,
        name=labels.place(code), showlegend=False, meta={"area": code},
        line={"color": catalogue.palette()["unit_line"], "width": 0.8}, **_fill(class_),
    )  # fmt: skip


def _fill(class_: int) -> dict[str, Any]:
    colours = catalogue.palette()
    if class_ == NO_CLASS:
        hatch = {"shape": "/", "fgcolor": colours["no_data_hatch"], "bgcolor": colours["no_data"], "size": 5}
        return {"fillcolor": colours["no_data"], "fillpattern": {**hatch, "solidity": 0.25}}
    if class_ == NO_TARGET:
        return {"fillcolor": colours["background"]}
    return {"fillcolor": catalogue.wording().reach_colours[class_]}


def _key() -> str:
    """Return the legend of all the small maps; the target is marked between the classes."""
    words, colours = catalogue.wording(), catalogue.palette()
    hatch = f"repeating-linear-gradient(135deg, {colours['no_data_hatch']} 0 1px, {colours['no_data']} 1px 4px)"
    shades = [*words.reach_colours, hatch, colours["background"]]
    texts = [*words.reach_words, f"{labels.NO_DATA}或无法比较", "没有分到任务"]
    items = [
        f'<li><span class="swatch" style="background:{shade}"></span>{escape(text)}</li>'
        for shade, text in zip(shades, texts, strict=True)
    ]
    return f'<ul class="key">{"".join(items)}</ul>'


def _shown(parts: list[pd.DataFrame]) -> pd.DataFrame:
    units = divisions.codes("unit")
    columns = {_label(part): [_cell(code, part) for code in units] for part in parts}
    return pd.DataFrame({"单元": [labels.place(code) for code in units], **columns})


def _cell(code: str, part: pd.DataFrame) -> str:
    if code not in part.index:
        return phrases.NONE
    row = part.loc[code]
    value = phrases.amount(row["value"], row["indicator"])
    return f"{value}（{phrases.percent(row['reach'])}）" if pd.notna(row["reach"]) else value


def _note(lacking: list[str]) -> str:
    settings = catalogue.settings()
    number = f"；审图号：{settings.map_review_number}" if settings.map_review_number else ""
    without = f"没有画图（各单元都无数据或无法比较）：{'、'.join(lacking)}。" if lacking else ""
    return f"{without}粗线为关中、陕北、陕南的界线。渭南不含韩城，咸阳不含杨凌。{settings.boundary_credit}{number}。"
