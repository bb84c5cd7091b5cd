"""The section of real figures: a place's over the years, the units' map, how much grants grew. Nothing is ranked."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ipanalytics.catalogue import breaks, hierarchy, indicators, places, settings
from ipanalytics.core.i18n import join, quote, say, sentences
from ipanalytics.observations.derivation import is_provisional
from ipanalytics.report import citations, formatting
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.sections import section
from ipanalytics.report.sections.published import drawings, figures
from ipanalytics.report.sections.published.figures import GRANTS, INVENTIONS, SHARE
from ipanalytics.report.sections.reads import Page, Part, own

SUSPECT = "*"


def of_units(page: Page) -> Iterator[Part]:
    """Give the published figures of all units, which every page maps and compares."""
    rows = figures.real(page.year.known)
    shown = [places.province(), *places.codes("unit"), *hierarchy.composites()]
    yield rows[rows["area"].isin(shown) & rows["indicator"].isin(figures.SHOWN)]


@section(reads=[own, of_units])
def draw_published_figures(table: pd.DataFrame, area: str) -> Section:
    """Show what was really published of a place and of the units, before anything that is made up."""
    real = figures.real(table)
    year = figures.newest_year(real)
    beside = drawings.draw_beside(real, area, year) if year else ()
    drawn = (*draw_years(real, figures.counted_as(real, area)), *beside)
    if len(real) < len(table):
        # Where targets are judged too, what is drawn says enough at first sight.
        drawn = tuple(replace(it, folded=it is not drawn[0] and not it.is_drawn) for it in drawn)
    prose = say(
        "以下只有公布的数字和由它们算出的比率。授权量只作背景，按单元的次序列出，不排名，不考核（{guide}）。",
        guide=say(settings.settings().unranked_by),
    )
    prose = sentences(prose, say("晚于截至日的数也列出，不作评价。"))
    return Section(say("公布过的数字"), drawn, prose if drawn else "")


def draw_years(table: pd.DataFrame, area: str) -> tuple[Exhibit, ...]:
    """Draw inventions granted over the years as columns, and list all figures of a place."""
    rows = figures.by_years(table, area)
    if rows.empty or (places.level_of(area) == "region" and INVENTIONS not in set(rows["indicator"])):
        return ()
    shown, cited = _by_years(table, rows)
    title = _title(rows, area)
    if (rows["indicator"] == INVENTIONS).sum() <= 1:
        return (Exhibit(title, shown, rows.drop(columns="year"), note=_note(rows, area), cited=cited),)
    whole = say("{place}各年公布过的数字", place=formatting.place(area))
    listed = Exhibit(whole, shown, rows.drop(columns="year"), note=_note(rows, area), cited=cited)
    return (drawings.draw_columns(rows, title, note=_suspects(rows)), listed)


def _by_years(table: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Return indicators by year as printed, and where each figure stands."""
    years = [str(year) for year in sorted(set(rows["year"]))]
    ids = [id_ for id_ in figures.SHOWN if id_ in set(rows["indicator"])]
    by_key = {(row.indicator, str(row.year)): row for row in rows.assign(mark=is_provisional(rows)).itertuples()}
    cite = citations.citer(table)
    shown, cited = {"指标": list(map(_label, ids))}, {}
    for year in years:
        found = [by_key.get((id_, year)) for id_ in ids]
        shown[year] = [printed(row.value, row.indicator, is_suspect=row.mark) if row else "–" for row in found]
        cited[year] = [cite([(row.area, row.indicator, row.period)]) if row else "" for row in found]
    return pd.DataFrame(shown), cited


def _label(id_: str) -> str:
    item = indicators.indicator(id_)
    unit = "万人" if item.unit == "人" else item.unit
    return item.name + say("（{text}）", text=say(unit)) if unit != "件" else item.name


def printed(value: float, id_: str, *, is_suspect: bool = False) -> str:
    """Return a figure as tables print it, people in 万人, with a mark where it is suspect or first."""
    item = indicators.indicator(id_)
    text = formatting.number(value / 10_000 if item.unit == "人" else value, digits=figures.digits(id_))
    return text + SUSPECT if is_suspect else text


def _title(rows: pd.DataFrame, area: str) -> str:
    """Return the newest sound figures in a sentence; without grants what was published last."""
    place, sound = formatting.place(area), rows[~is_provisional(rows)]
    newest = sound[sound["indicator"] == INVENTIONS]["year"].max()
    if pd.isna(newest):
        last = (sound if len(sound) else rows).iloc[-1]
        return say(
            "{place}没有公布的专利授权数；最新公布的是{name}（{when}）：{value}", place=place,
            name=indicators.indicator(last["indicator"]).name,
            when=formatting.period(last["period"], last["indicator"]),
            value=formatting.quantity(last["value"], last["indicator"]),
        )  # fmt: skip
    year = str(newest)
    told = sound[sound["year"] == newest].set_index("indicator")["value"]
    parts = [
        say("{place}{year}年发明专利授权{count}件", place=place, year=year, count=formatting.number(told[INVENTIONS])),
        say("占专利授权的{share}%", share=f"{told[SHARE]:.1f}") if SHARE in told else "",
        _change(rows, area, year),
    ]
    return join("，", filter(None, parts))


def _change(rows: pd.DataFrame, area: str, year: str) -> str:
    grown = figures.growth(rows, [area], INVENTIONS, year)
    if grown.empty:
        return ""
    return say("比上年{change}", change=drawings.percent(grown["growth"].iloc[0]))


def _note(rows: pd.DataFrame, area: str) -> str:
    """Say what suspect figures are suspect of, what rates are made with, and where the way of counting changed."""
    has_more = (is_provisional(rows) & rows["status"].ne("provisional")).any()
    rest = say("其他带*的由疑误或初步的数算出。") if has_more else ""
    rates = say("每万人口和每亿元GDP的比率用同一年的常住人口和GDP，普查年用普查数。")
    is_rated = rows["indicator"].isin(figures.RATES).any()
    return sentences(rates if is_rated else "", breaks.note(GRANTS, area) if is_rated else "", *_reasons(rows), rest)


def _suspects(rows: pd.DataFrame) -> str:
    """Say beside the columns what makes a figure suspect, and why these are; nothing where none is."""
    reasons = _reasons(rows[rows["indicator"].eq(INVENTIONS)])
    return sentences(say(drawings.SUSPECT), *reasons) if reasons else ""


def _reasons(rows: pd.DataFrame) -> list[str]:
    """Return what the suspect figures are suspect of, indicator by indicator."""
    marked = rows[rows["status"].eq("provisional")]
    alike = marked.assign(reason=list(map(_reason, marked["cell"]))).groupby(["indicator", "reason"], sort=False)
    return [
        say("{mark}{name}（{years}年）：{reason}。", mark=SUSPECT, name=indicators.indicator(id_).name,
            years=join("、", part["period"].str[:4]), reason=quote(reason))
        for (id_, reason), part in alike
    ]  # fmt: skip


def _reason(cell: str) -> str:
    """Return the remark of a transcribed figure: what stands in the last brackets of its cell."""
    return cell.rpartition("（")[2].rstrip("）") if cell.endswith("）") else formatting.no_data()
