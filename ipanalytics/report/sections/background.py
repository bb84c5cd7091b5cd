"""What stands behind the targets: place, people, patents over the years, abroad, among the provinces."""

import pandas as pd

from ipanalytics.core.i18n import say
from ipanalytics.report.charts import bars, time_series
from ipanalytics.report.exhibits import Chapter, Section
from ipanalytics.report.maps import choropleth
from ipanalytics.report.sections import appendix, reads, section

WHERE = "陕西省知识产权局按十二个单元（十个设区市、韩城市、杨凌示范区）统计，分属关中、陕北、陕南。"


@section(reads=[reads.own, reads.units, reads.provinces])
def draw_background(table: pd.DataFrame, area: str) -> Chapter:
    """Draw where an area lies and how many people live there, then its figures over the years."""
    where = Section(
        say("位置与人口"), (choropleth.draw_place(table, area), time_series.draw_population(table, area)), say(WHERE)
    )
    drawn = (
        time_series.draw_patents(table, area),
        bars.draw_standing(table, area),
        time_series.draw_rate(table, area),
        Section(
            say("各单元的每万人口有效发明专利"),
            (choropleth.draw_published(table, area, "inventions_in_force_per_10k"),),
        ),
        time_series.draw_history(table, area),
        time_series.draw_international(table, area),
    )
    return Chapter((where, *drawn))


@section(reads=[reads.own])
def list_figures(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Chapter:
    """List the latest figures, what sources disagree on, and the sources."""
    lists = (appendix.list_published, appendix.list_disagreements, appendix.list_sources)
    return Chapter(tuple(listed(table, every, area) for listed in lists))
