"""Small maps of progress, one a target, on one scale that breaks at the target."""

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import is_english, join, say
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.progress import NO_CLASS, NO_TARGET, add_achievement, classify
from ipanalytics.observations.table import by_table
from ipanalytics.report import citations, formatting, style, wording
from ipanalytics.report.maps import boundaries, outlines, plain_maps
from ipanalytics.report.maps.classes import hatch

HEIGHT = 360
LONGEST_SOURCE, LONGEST_ENGLISH = 24, 60
NO_TASK = "没有分到任务"


@dataclass(frozen=True)
class Ground:
    """What all maps of a page have alike: lines, layout, names of the insets."""

    lines: list[Any]
    layout: dict[str, Any]


def ground(area: str) -> Ground:
    """Return the ground of the maps of a page, on which its area is outlined."""
    shapes = outlines.unit_shapes()
    names = [
        {"text": formatting.place(code), "y": inset.name[1], "showarrow": False, "font": {"size": 11}, **_at(inset)}
        for code, inset in outlines.insets(shapes).items()
    ]
    layout = {"showlegend": False, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "annotations": names}
    return Ground([*outlines.outlines(shapes, area), outlines.frames(shapes)], outlines.plane(shapes) | layout)


def _at(inset: outlines.Inset) -> dict[str, Any]:
    """Put a name below the middle of its frame; in English, which is wider, flush with the map's edge."""
    west, _, east, _ = inset.frame.buffer(outlines.MARGIN_KM - 2).bounds
    if not is_english():
        return {"x": inset.name[0]}
    return {"x": west, "xanchor": "left"} if east < 0 else {"x": east, "xanchor": "right"}


def by_target(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """Return the units' rows of each target but milestones, by the target's heading, in the guide's order.

    Returns
    -------
    dict of DataFrame
        Indexed by unit; columns of the progress table, `achievement` (see `progress.add_achievement`), `origin`, the
        publication in short, `cited`, where the figures stand, and `column`, the heading.
    """
    return _by_target(assessment, i18n.current())


@cached_for_project("data", most=32)
def _by_target(assessment: Assessment, language: str) -> dict[str, pd.DataFrame]:  # noqa: ARG001
    """Look once for each language that headings are in: every page and every target asks."""
    targets, cite = assessment.targets, citations.citer(assessment.table)
    rows = add_achievement(assessment.rows_of(*places.codes("unit")), targets)
    rows = rows.assign(
        column=rows["target"].map(wording.headings(targets)), origin=_origins(assessment, rows),
        cited=[cite(used) for used in rows[progress.USED]],
    )  # fmt: skip
    names = wording.headings_in_order(targets, set(rows["column"]))
    return {name: rows[rows["column"] == name].set_index("area") for name in names}


def _origins(assessment: Assessment, rows: pd.DataFrame) -> list[str]:
    """Return the publication that the value of each row stands in, in short."""
    by_key = citations.origins(assessment.table)
    sources = [by_key.get(used[0], ("", ""))[0] if used else "" for used in rows[progress.USED]]
    short = {text: _cut(citations.cited_shortly(text)) for text in set(sources)}
    return [short[text] for text in sources]


def _cut(text: str) -> str:
    """Cut a long text, in English between words."""
    if is_english():
        return textwrap.shorten(text, LONGEST_ENGLISH, placeholder="…")
    return text[:LONGEST_SOURCE] + ("…" if len(text) > LONGEST_SOURCE else "")


def draw_map(part: pd.DataFrame, on: Ground) -> style.Chart:
    """Draw the units of one target, from `by_target`."""
    traces, alt = _units(part)
    heading = style.panel_heading(say("各单元"), "<br>".join(counted(part))) | {"yanchor": "top", "yshift": 0}
    layout = on.layout | {"annotations": [*on.layout["annotations"], heading]}
    meta = {} if _is_plain_map(part) else {"breaks": list(settings.wording().reach_breaks)}
    return style.figure([*traces, *on.lines], height=HEIGHT, alt=alt, panel="pair", meta=meta, **layout)


@by_table
def _units(part: pd.DataFrame) -> tuple[list[Any], str]:
    """Return the shapes of the units and what they say, which those of every page are."""
    lines = unit_lines()
    classes, fills = _classes(part)
    classes = classes.reindex(list(lines), fill_value=NO_TARGET)
    rows = dict(zip(part.index, _records(part), strict=True))
    texts = {code: _text(code, rows.get(code), ranks(part)) for code in classes.index}
    look = {"color": settings.palette()["unit_line"], "width": 0.8}
    traces = [
        # Every map has the same outlines; plotly would look at each of their numbers again.
        go.Scatter(
            _validate=False,
            **line, mode="lines", fill="toself", hoveron="fills", hoverinfo="text", text="<br>".join(texts[code]),
            name=formatting.place(code), showlegend=False, meta={"area": code}, line=look,
            **_fill(int(classes[code]), fills),
        )
        for code, line in lines.items()
    ]  # fmt: skip
    words = join("；", [join("，", text[:2]) for text in texts.values()])
    name, counts = str(part["column"].iloc[0]), join("，", counted(part))
    return traces, say("地图：{name}，{counts}。{told}。", name=name, counts=counts, told=words)


@by_table
def looks(part: pd.DataFrame) -> dict[str, list[str]]:
    """Return the fill of each unit, "" where it is hatched, and what it says, line by line."""
    classes, fills = _classes(part)
    rows = dict(zip(part.index, _records(part), strict=True))
    codes = list(unit_lines())
    classes = classes.reindex(codes, fill_value=NO_TARGET)
    return {
        code: [
            "" if class_ == NO_CLASS else _fill(class_, fills)["fillcolor"],
            "\n".join(_text(code, rows.get(code), ranks(part))),
        ]
        for code, class_ in zip(codes, map(int, classes), strict=True)
    }


@by_table
def is_mapped(part: pd.DataFrame) -> bool:
    """Say whether a unit can be compared with its target, or has a figure where nothing is compared."""
    return bool(len(part) and (part["achievement"].notna() | plain_maps.is_plain(part)).any())


@by_table
def has_units(part: pd.DataFrame) -> bool:
    """Say whether a unit has a figure."""
    return bool(len(part) and part["value"].notna().any())


def has_map(part: pd.DataFrame) -> bool:
    """Say whether there are borders and a unit's target or a figure other than 0 where nothing is compared."""
    return boundaries.has_map() and is_mapped(part) and not is_nil(part)


@by_table
def is_nil(part: pd.DataFrame) -> bool:
    """Say whether a map would show nothing but noughts."""
    is_counted = has_units(part) and _is_plain_map(part) and bool(part["scope"].eq("count").any())
    return is_counted and not part["value"].fillna(0).any()


@by_table
def _is_plain_map(part: pd.DataFrame) -> bool:
    return bool(plain_maps.is_plain(part).any())


@by_table
def ranks(part: pd.DataFrame) -> pd.Series:
    """Return the rank of each unit that can be compared; what only the arithmetic of floats tells apart is alike."""
    return part["achievement"].round(9).rank(ascending=False, method="min").dropna()


@by_table
def used_by(part: pd.DataFrame) -> list[Any]:
    """Return the keys of the figures behind the rows of a target."""
    return list(part[progress.USED].explode().dropna()) if len(part) else []


def _records(part: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows with their places, which are the index."""
    return part.reset_index().to_dict("records")


def _classes(part: pd.DataFrame) -> tuple[pd.Series, tuple[str, ...]]:
    """Return the class of each unit, and the fill of each class."""
    if not _is_plain_map(part):
        return classify(part["achievement"]), settings.wording().reach_colours
    scale = plain_maps.scale(part)
    return scale.classes, scale.fills


def unit_lines() -> dict[str, dict[str, outlines.Line]]:
    """Return the units' outlines, by code."""
    return outlines.drawn(outlines.unit_shapes())


@by_table
def counted(part: pd.DataFrame) -> list[str]:
    """Say how many units have reached what is required, and how many can't be compared."""
    if _is_plain_map(part):
        return _counted_plainly(part)
    compared, reached = int(part["achievement"].notna().sum()), int((part["achievement"] >= 1).sum())
    without = int(part["value"].isna().sum())
    lacking = {"{count}个单元无数据": without, "{count}个单元无法比较": len(part) - compared - without}
    rest = join("、", [say(text, count=count) for text, count in lacking.items() if count])
    return [say("{known}个单元中{reached}个达到", known=compared, reached=reached), *([rest] if rest else [])]


def _counted_plainly(part: pd.DataFrame) -> list[str]:
    """Say how many units lie above the province's line or have a thing, which is no verdict."""
    rows, known = part[plain_maps.is_plain(part)], int(part["value"].notna().sum())
    lacking = [say("{count}个单元无数据", count=len(part) - known)] if known < len(part) else []
    if rows["kind"].eq("coverage").any():
        return [say("{known}个单元有数，其中{some}个有", known=known, some=int(part["value"].gt(0).sum())), *lacking]
    if rows["scope"].eq("count").any():
        return [say("{known}个单元有数，{some}个不为0", known=known, some=int(part["value"].gt(0).sum())), *lacking]
    above = int(rows["status"].eq("above_line").sum())
    return [say("{known}个单元中{above}个高于全省目标线", known=len(rows), above=above), *lacking]


def _text(code: str, row: dict[str, Any] | None, among: pd.Series) -> list[str]:
    """Return the lines that stand where a unit is touched: value, target, rank, period and source."""
    name = formatting.place(code)
    if row is None:
        return [say("{name}：{what}", name=name, what=say(NO_TASK))]
    indicator, aim = row["indicator"], wording.aim(row)
    share = wording.percent(row["achievement"])
    reached = [say("达到要求的{share}", share=share)] if share != wording.NONE else []
    second = join("，", [*filter(None, [aim]), *reached]) or settings.wording().statuses[row["status"]].word
    lines = [say("{name}：{what}", name=name, what=wording.value_of(row)), second]
    if not row["period"]:
        return lines
    is_shared = code in among.index and int(among.eq(among[code]).sum()) > 1
    text = "达到程度并列第{rank}位，共{count}个" if is_shared else "达到程度第{rank}位，共{count}个"
    rank = [say(text, rank=int(among[code]), count=len(among))] if code in among.index else []
    when = formatting.period(row["period"], indicator)
    return [*lines, *rank, say("{period}，来源：{source}", period=when, source=row["origin"])]


def _fill(class_: int, fills: tuple[str, ...]) -> dict[str, Any]:
    colours = settings.palette()
    if class_ == NO_CLASS:
        return {"fillcolor": colours["no_data"], "fillpattern": {**hatch(), "size": 5, "solidity": 0.25}}
    if class_ == NO_TARGET:
        return {"fillcolor": colours["background"]}
    return {"fillcolor": fills[class_]}


@by_table
def key(part: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the legend of a map: every class with its number of units, the target marked between the classes."""
    words, colours = settings.wording(), settings.palette()
    classes, fills = _classes(part)
    counts, is_plain_map = classes.value_counts(), _is_plain_map(part)
    entries: list[dict[str, Any]] = [
        {"shade": shade, "word": word, "count": int(counts.get(class_, 0))}
        for class_, (shade, word) in enumerate(
            zip(fills, plain_maps.scale(part).words if is_plain_map else words.reach_words, strict=True)
        )
    ]
    if not is_plain_map:
        entries.insert(list(words.reach_breaks).index(1) + 1, {"word": say("要求")})
    hatch = f"repeating-linear-gradient(135deg, {colours['no_data_hatch']} 0 1px, {colours['no_data']} 1px 4px)"
    lacking = [
        {
            "shade": hatch,
            "word": say("无数据" if is_plain_map else "无数据或无法比较"),
            "count": int(counts.get(NO_CLASS, 0)),
        },
        {"shade": colours["background"], "word": say(NO_TASK), "count": len(places.codes("unit")) - len(part)},
    ]
    return [*entries, *(entry for entry in lacking if entry["count"])]


@by_table
def in_order(part: pd.DataFrame) -> list[str]:
    """Return the units that a target has rows of, in the order of the divisions."""
    return [code for code in places.codes("unit") if code in part.index]


@by_table
def table(part: pd.DataFrame) -> pd.DataFrame:
    """Return the units' values, targets, achievement and status as printed."""
    units = in_order(part)
    rows = _records(part.loc[units])
    return pd.DataFrame(
        {
            "单元": [formatting.place(code) for code in units],
            "数值": list(map(wording.value_of, rows)),
            "目标": [wording.marked_target_value(row) for row in rows],
            "完成": [wording.attained(row) for row in rows],
            "达到要求的": [wording.percent(row["achievement"]) for row in rows],
            "状态": [wording.status(row["status"]) for row in rows],
        }
    )
