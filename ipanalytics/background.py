"""What stands behind the targets: place, people, patents over the years, abroad, among the provinces."""

import pandas as pd

from ipanalytics import charts, maps, standing, tables
from ipanalytics.core.i18n import say
from ipanalytics.exhibits import Chapter, Section

WHERE = "陕西省知识产权局按十二个单元（十个设区市、韩城市、杨凌示范区）统计，分属关中、陕北、陕南。"


def draw_background(table: pd.DataFrame, area: str) -> Chapter:
    """Draw where an area lies and how many people live there, then its figures over the years."""
    where = Section(say("位置与人口"), (maps.draw_place(table, area), charts.draw_population(table, area)), say(WHERE))
    drawn = (
        charts.draw_patents(table, area),
        standing.draw_standing(table, area),
        charts.draw_rate(table, area),
        Section(
            say("各单元的每万人口有效发明专利"), (maps.draw_published(table, area, "inventions_in_force_per_10k"),)
        ),
        charts.draw_history(table, area),
        charts.draw_international(table, area),
    )
    return Chapter((where, *drawn))


def list_figures(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Chapter:
    """List the latest figures, what sources disagree on, and the sources."""
    lists = (tables.list_published, tables.list_disagreements, tables.list_sources)
    return Chapter(tuple(listed(table, every, area) for listed in lists))
