"""Small maps of progress, one a target, on one scale that breaks at the target."""

import textwrap
from collections.abc import Mapping
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
from ipanalytics.report.maps import outlines as maps_outlines

TOLERANCE_KM = maps_outlines.TOLERANCE_KM
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
    grounds = maps_outlines.unit_shapes(TOLERANCE_KM)
    apart = maps_outlines.insets(grounds)
    names = [
        {
            "text": formatting.place(code),
            "y": inset.name[1],
            "showarrow": False,
            "font": {"size": 11},
            **_anchored(inset),
        }
        for code, inset in apart.items()
    ]
    layout = {"showlegend": False, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "annotations": names}
    lines = [*maps_outlines.outlines(grounds, area), maps_outlines.frames(grounds)]
    return Ground(lines, maps_outlines.plane(grounds) | layout)


def _anchored(inset: maps_outlines.Inset) -> dict[str, Any]:
    """Put a name below the middle of its frame; in English, which is wider, flush with the map's edge."""
    west, _, east, _ = inset.frame.buffer(maps_outlines.MARGIN_KM - 2).bounds
    if not is_english():
        return {"x": inset.name[0]}
    return {"x": west, "xanchor": "left"} if east < 0 else {"x": east, "xanchor": "right"}


def by_target(made: Assessment) -> dict[str, pd.DataFrame]:
    """Return the units' rows of each target but milestones, by the target's heading, in the guide's order.

    Returns
    -------
    dict of DataFrame
        Indexed by unit; columns of the progress table, `achievement` (see `add_achievement`), `origin`, the
        publication in short, `cited`, where the figures stand, and `column`, the heading.
    """
    return _by_target(made, i18n.current())


@cached_for_project("data", most=4)
def _by_target(made: Assessment, language: str) -> dict[str, pd.DataFrame]:  # noqa: ARG001
    """Look once for each language that headings are in: every page and every target asks."""
    rows = add_achievement(made.rows_of(*places.codes("unit")), made.targets)
    cite = citations.citer(made.table)
    rows = rows.assign(
        column=rows["target"].map(wording.headings(made.targets)), origin=_origins(made, rows),
        cited=[cite(used) for used in rows[progress.USED]],
    )  # fmt: skip
    names = dict.fromkeys(wording.headings(made.targets).values())
    return {name: rows[rows["column"] == name].set_index("area") for name in names if (rows["column"] == name).any()}


def _origins(made: Assessment, rows: pd.DataFrame) -> list[str]:
    """Return the publication that the value of each row stands in, in short."""
    known = citations.origins(made.table)
    first = [known.get(used[0], ("", ""))[0] if used else "" for used in rows[progress.USED]]
    cited = {text: _cut(citations.cited_shortly(text)) for text in set(first)}
    return [cited[text] for text in first]


def _cut(text: str) -> str:
    """Cut a long text, in English between words."""
    if is_english():
        return textwrap.shorten(text, LONGEST_ENGLISH, placeholder="…")
    return text[:LONGEST_SOURCE] + ("…" if len(text) > LONGEST_SOURCE else "")


def draw_map(part: pd.DataFrame, on: Ground) -> go.Figure:
    """Draw the units of one target, from `by_target`."""
    traces, alt = _units(part)
    heading = style.panel_heading(say("各单元"), "<br>".join(counted(part))) | {"yanchor": "top", "yshift": 0}
    layout = on.layout | {"annotations": [*on.layout["annotations"], heading]}
    meta = {"breaks": list(settings.wording().reach_breaks)}
    return style.figure([*traces, *on.lines], height=HEIGHT, alt=alt, panel="pair", meta=meta, **layout)


@by_table
def _units(part: pd.DataFrame) -> tuple[list[Any], str]:
    """Return the shapes of the units and what they say, which are those of every page."""
    lines = outlines()
    classes = classify(part["achievement"]).reindex(list(lines), fill_value=NO_TARGET)
    rows = dict(zip(part.index, part.to_dict("records"), strict=True))
    ranks = part["achievement"].rank(ascending=False, method="min").to_dict()
    texts = {code: _text(code, rows.get(code), ranks) for code in classes.index}
    traces = [_unit(line, code, int(classes[code]), "<br>".join(texts[code])) for code, line in lines.items()]
    told = join("；", [join("，", lines[:2]) for lines in texts.values()])
    name, counts = str(part["column"].iloc[0]), join("，", counted(part))
    return traces, say("地图：{name}，{counts}。{told}。", name=name, counts=counts, told=told)


def outlines() -> dict[str, dict[str, maps_outlines.Line]]:
    """Return the units' outlines, by code."""
    return maps_outlines.drawn(maps_outlines.unit_shapes(TOLERANCE_KM))


@by_table
def counted(part: pd.DataFrame) -> list[str]:
    """Say how many units have reached their target, and how many can't be compared."""
    known, reached = int(part["achievement"].notna().sum()), int((part["achievement"] >= 1).sum())
    without = int(part["value"].isna().sum())
    lacking = {"{count}个单元无数据": without, "{count}个单元无法比较": len(part) - known - without}
    rest = [say(text, count=count) for text, count in lacking.items() if count]
    found = say("{known}个单元中{reached}个达到", known=known, reached=reached)
    return [found, join("、", rest)] if rest else [found]


def _text(code: str, row: dict[str, Any] | None, ranks: Mapping[Any, float]) -> list[str]:
    """Return the lines that stand where a unit is touched: value, target, rank, period and source."""
    if row is None:
        return [say("{name}：{what}", name=formatting.place(code), what=say(NO_TASK))]
    value = wording.amount(row["value"], str(row["indicator"]))
    share = row["achievement"]
    achieved = [say("达到要求的{share}", share=wording.percent(share))] if pd.notna(share) else []
    aim = join("，", [say("目标{aim}", aim=wording.marked_aim(row)), *achieved])
    lines = [say("{name}：{what}", name=formatting.place(code), what=value), aim]
    if pd.isna(share):
        return lines
    when = formatting.period(str(row["period"]), str(row["indicator"]))
    place = say("达到程度第{rank}位，共{count}个", rank=int(ranks[code]), count=sum(map(pd.notna, ranks.values())))
    return [*lines, place, say("{period}，来源：{source}", period=when, source=row["origin"])]


def _unit(line: dict[str, maps_outlines.Line], code: str, class_: int, text: str) -> go.Scatter:
    # Every map has the same outlines; plotly would look at each of their numbers again.
    return go.Scatter(
        _validate=False,
        **line, mode="lines", fill="toself", hoveron="fills", hoverinfo="text", text=text,
        name=formatting.place(code), showlegend=False, meta={"area": code},
        line={"color": settings.palette()["unit_line"], "width": 0.8}, **_fill(class_),
    )  # fmt: skip


def _fill(class_: int) -> dict[str, Any]:
    colours = settings.palette()
    if class_ == NO_CLASS:
        hatch = {"shape": "/", "fgcolor": colours["no_data_hatch"], "bgcolor": colours["no_data"], "size": 5}
        return {"fillcolor": colours["no_data"], "fillpattern": {**hatch, "solidity": 0.25}}
    if class_ == NO_TARGET:
        return {"fillcolor": colours["background"]}
    return {"fillcolor": settings.wording().reach_colours[class_]}


def key(part: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the legend of a map: every class with its number of units, the target marked between the classes."""
    words, colours = settings.wording(), settings.palette()
    counts = classify(part["achievement"]).value_counts()
    entries: list[dict[str, Any]] = [
        {"shade": shade, "word": word, "count": int(counts.get(class_, 0))}
        for class_, (shade, word) in enumerate(zip(words.reach_colours, words.reach_words, strict=True))
    ]
    entries.insert(list(words.reach_breaks).index(1) + 1, {"word": say("目标线")})
    hatch = f"repeating-linear-gradient(135deg, {colours['no_data_hatch']} 0 1px, {colours['no_data']} 1px 4px)"
    lacking = [
        {"shade": hatch, "word": say("无数据或无法比较"), "count": int(counts.get(NO_CLASS, 0))},
        {"shade": colours["background"], "word": say(NO_TASK), "count": len(places.codes("unit")) - len(part)},
    ]
    return [*entries, *(entry for entry in lacking if entry["count"])]


def in_order(part: pd.DataFrame) -> list[str]:
    """Return the units that a target has rows of, in the order of the divisions."""
    return [code for code in places.codes("unit") if code in part.index]


@by_table
def table(part: pd.DataFrame) -> pd.DataFrame:
    """Return the units' values, targets, achievement and status as printed."""
    units = in_order(part)
    rows = part.loc[units].to_dict("records")
    return pd.DataFrame(
        {
            "单元": [formatting.place(code) for code in units],
            "数值": [wording.amount(row["value"], row["indicator"]) for row in rows],
            "目标": [wording.marked_aim(row) for row in rows],
            "达到要求的": [wording.percent(row["achievement"]) for row in rows],
            "状态": [wording.status(row["status"]) for row in rows],
        }
    )
