"""How good the applications are, counted one by one: what became of them, and how long patents are kept."""

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import places, settings
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import empty
from ipanalytics.report import formatting, style
from ipanalytics.report.exhibits import Card, Exhibit, Opening
from ipanalytics.report.sections import reads, section

FEW, LEAST_COMPARED = 30, 2
# Standard errors by which two shares must differ to be told apart, of the most distant of about twelve.
CHANCE = 3
TYPES = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
FATES = {
    **{"withdrawn": "撤回", "rejected": "驳回", "abnormal": "非正常", "pending": "在审"},
    "granted_within_3": "3年内授权",
}
LINES = {"withdrawn": "invention", "rejected": "utility_model", "abnormal": "design"}
KEPT = {"kept_3": "3年", "kept_5": "5年", "kept_10": "10年"}
HOLDERS = {
    **{"enterprise": "企业", "university": "高校", "institute": "科研院所", "organisation": "机关团体"},
    **{"individual": "个人", "unknown": "不明"},
}
KINDS = {
    **{"strategic": "战略性新兴产业", "overseas_family": "有海外同族专利权", "long_maintained": "维持超过十年"},
    **{"pledged": "实现较高质押融资金额", "awarded": "获国家级奖励"},
}
HEADS = {"unit": "单元", "holder": "申请人"}


@section(reads=[reads.filed_quality])
def open_patent_quality(filed: pd.DataFrame) -> Opening:
    """Return title, lead and key figures of the page."""
    title = say("专利申请质量")
    if filed.empty:
        return Opening(title, "", say("没有清点过专利清单。"))
    whole = _of(filed, "province", places.province(), "invention")
    as_of = formatting.day(str(filed["as_of"].iloc[0]))
    told = [
        say("{name}{share}", name=say(word), share=_share(whole, name))
        for name, word in {**FATES, "kept_5": "授权后维持5年"}.items()
        if name in whole.index and name != "pending"
    ]
    lead = say("截至{day}，全省发明专利申请：{told}。", day=as_of, told=join("，", told))
    cards = tuple(
        Card(say(word), _share(whole, name), (say("{count}件中", count=formatting.number(whole.loc[name, "of"])),))
        for name, word in FATES.items()
        if name in whole.index and name != "pending"
    )
    return Opening(title, say("逐件清点，截至{day}", day=as_of), lead, cards, as_of=str(filed["as_of"].iloc[0]))


@section(reads=[reads.filed_quality])
def list_fates(filed: pd.DataFrame, by: str) -> Exhibit:
    """List for each unit, or each kind of holder, what became of its applications for inventions.

    Parameters
    ----------
    by
        "unit" or "holder".
    """
    names = {code: formatting.place(code) for code in places.codes("unit")} if by == "unit" else _said(HOLDERS)
    rows = {name: _of(filed, by, group, "invention") for group, name in names.items()}
    present = {name: part for name, part in rows.items() if "filings" in part.index}
    shown = pd.DataFrame(
        [
            {HEADS[by]: name, "发明申请": formatting.number(part.loc["filings", "value"])}
            | {word: _share(part, id_) for id_, word in FATES.items()}
            for name, part in present.items()
        ]
    )
    title = {"unit": "各单元的发明专利申请", "holder": "各类申请人的发明专利申请"}[by]
    return Exhibit(
        _worst(say(title), present), shown, empty(), note=_note(filed, present.values()), has_source_line=False
    )


def _worst(title: str, parts: dict[str, pd.DataFrame]) -> str:
    """Say which of those with enough applications lost most, or that they differ no more than by chance."""
    lost = {
        name: (part.loc[["withdrawn", "rejected"], "value"].sum(), part.loc["withdrawn", "of"])
        for name, part in parts.items()
        if {"withdrawn", "rejected"} <= set(part.index) and part.loc["withdrawn", "of"] >= FEW
    }
    if len(lost) < LEAST_COMPARED:
        return title
    name = max(lost, key=lambda each: lost[each])
    (least, _), (most, _) = (choose(lost.values()) for choose in (min, max))
    error = sum(share * (1 - share) / count for share, count in (lost[name], min(lost.values()))) ** 0.5
    if most - least <= CHANCE * error:
        return say(
            "{title}：撤回和驳回合计{least}—{most}，差别不大", title=title, least=f"{least:.1%}", most=f"{most:.1%}"
        )
    return say("{title}：撤回和驳回合计，{name}最高，{share}", title=title, name=name, share=f"{most:.1%}")


@section(reads=[reads.filed_quality])
def draw_fates_by_year(filed: pd.DataFrame) -> Exhibit:
    """Draw by year of filing which shares of the applications for inventions were withdrawn, rejected, abnormal."""
    rows = filed[filed["by"].eq("year") & filed["type"].eq("invention") & filed["measure"].isin(list(LINES))]
    wide = rows.pivot_table(index="group", columns="measure", values="value")
    colours = settings.palette()["series"]
    traces = [
        go.Scatter(
            x=style.years(wide.index), y=[None if pd.isna(value) else value * 100 for value in wide[name]],
            name=say(FATES[name]), mode="lines+markers", marker={"color": colours[colour]},
            line={"color": colours[colour]},
            hovertemplate=say("%{{x}}年 {kind}：%{{y:.1f}}%<extra></extra>", kind=say(FATES[name])),
        )
        for name, colour in LINES.items() if name in wide.columns
    ]  # fmt: skip
    title = say("按申请年份，发明专利申请中撤回、驳回、非正常的比例（%）")
    figure = style.figure(traces, height=320, alt=title, xaxis=style.year_axis(wide.index)) if traces else None
    shown = pd.DataFrame(
        {"申请年份": list(wide.index)}
        | {FATES[name]: [_percent(v) for v in wide[name]] for name in LINES if name in wide}
    )
    note = sentences(say("近几年的申请多数还在审查，比例会升。"), _note(filed))
    return Exhibit(title, shown, empty(), figure, note, has_source_line=False)


@section(reads=[reads.filed_quality])
def list_kept(filed: pd.DataFrame) -> Exhibit:
    """List which share of patents is kept in force 3, 5 and 10 years after grant, by type, unit and holder."""
    province = {say(word): _of(filed, "province", places.province(), type_) for type_, word in TYPES.items()}
    units = {formatting.place(code): _of(filed, "unit", code, "invention") for code in places.codes("unit")}
    holders = {word: _of(filed, "holder", id_, "invention") for id_, word in _said(HOLDERS).items()}
    tables = [
        pd.DataFrame([{head: name} | _kept(part) for name, part in parts.items() if set(KEPT) & set(part.index)])
        for head, parts in (("全省专利", province), ("发明专利权人", holders), ("单元（发明）", units))
    ]
    whole = province[say("发明")]
    title = say("授权后维持有效的比例")
    if "kept_5" in whole.index:
        title = say("发明专利授权后，{share}维持到第5年", share=_share(whole, "kept_5"))
    first, *more = tables
    return Exhibit(
        title,
        first,
        empty(),
        note=say("±为标准误；没有观察到那么久的不估计。"),
        has_source_line=False,
        more=tuple(more),
    )


def _kept(part: pd.DataFrame) -> dict[str, str]:
    return {
        word: f"{part.loc[name, 'value']:.1%} ±{part.loc[name, 'error'] * 100:.1f}" if name in part.index else ""
        for name, word in KEPT.items()
    }


@section(reads=[reads.filed_quality])
def list_high_value_kinds(filed: pd.DataFrame) -> Exhibit:
    """List the share of each of the five kinds among high-value inventions, and how concentrated agencies are."""
    part = _of(filed, "province", places.province(), "invention")
    shown = pd.DataFrame(
        [{"类别": say(word), "占高价值发明专利": _share(part, id_)} for id_, word in KINDS.items() if id_ in part.index]
    )
    title = say("高价值发明专利的类别")
    if "high_value" in part.index:
        title = say("有效发明专利中{share}为高价值", share=_share(part, "high_value"))
    return Exhibit(title, shown, empty(), note=_agencies(filed), has_source_line=False)


def _agencies(filed: pd.DataFrame) -> str:
    overlap = say("同时符合几类的，每类都计，合计可超过100%。")
    part = _of(filed, "province", places.province(), "")
    if "agencies" not in part.index:
        return overlap
    told = say(
        "{count}家代理机构代理；申请最多的几家合计{largest}，未委托代理的{without}。",
        count=formatting.number(part.loc["agencies", "value"]), largest=_share(part, "largest_agencies"),
        without=_share(part, "without_agency"),
    )  # fmt: skip
    return sentences(overlap, told)


def _of(filed: pd.DataFrame, by: str, group: str, type_: str) -> pd.DataFrame:
    """Return the measures of a group by name."""
    rows = filed[filed["by"].eq(by) & filed["group"].eq(group) & filed["type"].eq(type_)]
    return rows.set_index("measure")[["value", "of", "error"]]


def _share(part: pd.DataFrame, name: str) -> str:
    """Word a share; one of few patents has a star."""
    if name not in part.index:
        return ""
    return _percent(part.loc[name, "value"]) + ("*" if part.loc[name, "of"] < FEW else "")


def _percent(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.1%}"


def _said(words: dict[str, str]) -> dict[str, str]:
    return {id_: say(word) for id_, word in words.items()}


def _note(filed: pd.DataFrame, parts: Iterable[pd.DataFrame] = ()) -> str:
    starred = any(part["of"].lt(FEW).any() for part in parts)
    stars = [say("*不足{count}件。", count=FEW)] if starred else []
    absent = [] if filed["measure"].eq("abnormal").any() else [say("没有给出非正常申请的号单，不计非正常。")]
    return sentences(*stars, *absent)
