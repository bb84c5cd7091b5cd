"""What stands behind the targets: place, people, patents over the years, abroad, among the provinces."""

import pandas as pd

from ipanalytics.catalogue import indicators, settings
from ipanalytics.catalogue.places import level_of, province
from ipanalytics.core.i18n import say, sentences
from ipanalytics.observations import derivation
from ipanalytics.observations.table import select, yearly
from ipanalytics.report import formatting
from ipanalytics.report.charts import bars, time_series
from ipanalytics.report.exhibits import Chapter, Section
from ipanalytics.report.maps import boundaries, choropleth
from ipanalytics.report.sections import reads, section
from ipanalytics.report.sections.appendix import listing

POPULATION, RANKED = "population", "inventions_in_force"
ABROAD = ("pct_applications", "madrid_applications")
IN_FORCE = ("inventions_in_force", "utility_models_in_force", "designs_in_force")
BACKGROUND = "以下只作背景，各注日期，也有目标年以后的数，不用于评价目标。"
# Fewer dates than that are no history.
FEWEST_DATES = 3


@section(reads=[reads.own, reads.units, reads.provinces])
def draw_background(table: pd.DataFrame, area: str) -> Chapter:
    """Draw where an area lies and how many people live there, then its figures over the years."""
    listed = indicators.indicators()
    drawable = set(listed) if boundaries.has_map() else set()
    place = (choropleth.draw_place(table, area),) if POPULATION in drawable else ()
    people = (bars.draw_population(table, area),) if POPULATION in listed else ()
    rates = (choropleth.draw_published(table, area, time_series.RATE),) if time_series.RATE in drawable else ()
    return Chapter(
        (
            Section(
                say("位置与人口"),
                (*place, *people),
                sentences(say(BACKGROUND), say(settings.settings().units_described)),
            ),
            patents_by_type(table, area),
            rank_among_provinces(table, area),
            rate_over_years(table, area),
            Section(say("各单元的每万人口有效发明专利"), rates),
            history(table, area),
            applications_abroad(table, area),
        )
    )


def patents_by_type(table: pd.DataFrame, area: str) -> Section:
    """Draw applications, grants and patents in force by type and year, where all three types are known."""
    drawn = tuple(
        time_series.draw_by_type(table, area, group)
        for group in time_series.GROUPS
        if time_series.has_types(table, area, group)
    )
    prose = say(
        "申请量、授权量只作背景，不用于考核或排名（{guide}）。三种专利相加等于合计。",
        guide=say(settings.settings().unranked_by),
    )
    return Section(say("专利：申请、授权与有效"), drawn, prose if drawn else "")


def rank_among_provinces(table: pd.DataFrame, area: str) -> Section:
    """Draw the province among the others: ordered bars, and its rank over time; for the province only."""
    if area != province() or RANKED not in indicators.indicators() or derivation.rank_provinces(table, RANKED).empty:
        return Section("")
    prose = say(
        "只按发明专利有效量这一存量比较；申请量和授权量不排名（{guide}）。", guide=say(settings.settings().unranked_by)
    )
    drawn = (bars.draw_provinces(table, RANKED), bars.draw_rank(table, RANKED))
    count, place = len(derivation.mainland()), formatting.place(province())
    return Section(say("{place}在{count}个省（区、市）中的位置", place=place, count=count), drawn, prose)


def rate_over_years(table: pd.DataFrame, area: str) -> Section:
    """Draw inventions in force per 10,000 people, where more than one year is known."""
    if len(yearly(select(table, area=area, indicator=time_series.RATE))) <= 1:
        return Section("")
    prose = say(
        "计算数的分母是上一年的常住人口：上一年是普查年的用普查数，否则用年末数。每个数用的是哪年人口，见数据表。"
    )
    return Section(say("每万人口有效发明专利"), (time_series.draw_rate(table, area),), prose)


def history(table: pd.DataFrame, area: str) -> Section:
    """Draw every figure in force of a unit that was published at three dates or more."""
    if level_of(area) != "unit":
        return Section("")
    drawn = tuple(
        time_series.draw_dated(table, area, id_)
        for id_ in IN_FORCE
        if len(select(table, area=area, indicator=id_)) >= FEWEST_DATES
    )
    prose = say("点是公布过数字的日期，之间的连线只帮助辨认先后，不代表中间年份的数。")
    return Section(say("{place}的有效专利", place=formatting.place(area)), drawn, prose if drawn else "")


def applications_abroad(table: pd.DataFrame, area: str) -> Section:
    """Draw PCT and Madrid applications of the years that are known, where there is more than one."""
    drawn = tuple(
        time_series.draw_few_years(table, area, id_)
        for id_ in ABROAD
        if len(yearly(select(table, area=area, indicator=id_))) > 1
    )
    prose = say("专利通过《专利合作条约》（PCT）、商标通过马德里体系在境外申请。只画找到数字的年份，缺的年份不补。")
    return Section(say("海外布局：PCT与马德里"), drawn, prose if drawn else "")


@section(reads=[reads.own])
def list_figures(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Chapter:
    """List the latest figures, what sources disagree on, and the sources."""
    lists = (listing.list_published, listing.list_disagreements, listing.list_sources)
    return Chapter(tuple(listed(table, every, area) for listed in lists))
