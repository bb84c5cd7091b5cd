import json

import pandas as pd
import pytest

from ipanalytics.catalogue import settings, sources
from ipanalytics.core import i18n
from ipanalytics.publishing import document
from ipanalytics.publishing.word import pages as word
from ipanalytics.report import citations, formatting, markup, wording
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit, Opening, Section
from ipanalytics.report.maps import classes
from ipanalytics.report.sections import headline, standing
from ipanalytics.report.sections.appendix import background, listing
from ipanalytics.report.sections.lights import status_table
from tests.rooms.report.english import strings, unquoted


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "indicator", "expected"),
    [
        ("2021", "inventions_in_force", "end of 2021"),
        ("2021", "patent_grants", "2021"),
        ("2022-09", "inventions_in_force", "end of September 2022"),
        ("2022-09", None, "September 2022"),
        ("2022-Q3", None, "Q3 2022"),
        ("2022-01/2022-09", None, "January–September 2022"),
        ("2021-10/2022-03", None, "October 2021–March 2022"),
        ("2022-09-30", None, "30 September 2022"),
    ],
)
def test_periods_in_english(text, indicator, expected):
    assert formatting.period(text, indicator) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("value", "indicator", "expected"),
    [
        (23713, "high_value_inventions", "23,713"),
        (39528999, "population", "39.53 million"),
        (253871, "population", "253,871"),
        (32772.68, "gdp", "RMB 3,277.27 billion"),
        (3.456, "pledge_amount", "RMB 345.6 million"),
        (20.757, "inventions_in_force_per_10k", "20.76"),
        (42.6, "industrialisation_rate", "42.6%"),
        (81.25, "protection_satisfaction", "81.25 points"),
        (None, "gi_new", "no data"),
    ],
)
def test_quantities_in_english(value, indicator, expected):
    assert formatting.quantity(value, indicator) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("code", "name"),
    [("610000", "Shaanxi"), ("610100", "Xi'an"), ("610403", "Yangling"), ("shaanbei", "Northern Shaanxi")],
)
def test_places_in_english(code, name):
    assert formatting.place(code) == formatting.place(code, short=False) == name


@pytest.mark.usefixtures("english")
def test_a_cell_is_quoted_and_its_remark_translated():
    assert i18n.plain(formatting.origin("台账, M1（演示数据）")) == "台账, M1 (demo data)"
    assert formatting.origin("610500+610581 − 610581") == "Weinan (with Hancheng) − Hancheng"


@pytest.mark.usefixtures("english")
def test_a_publication_is_called_by_its_english_title_else_quoted_or_by_its_id():
    assert sources.cite("cstat_yearbook_2011") == "China Statistical Yearbook on Science and Technology 2011"
    assert i18n.plain(sources.cite("yulin_gi_2021_reprint")).startswith("榆林市国家地理标志产品")
    assert sources.cite("yulin_gi_2021_reprint", plain=True) == "yulin_gi_2021_reprint"


def shown(thing):
    """Return every text that a section, an exhibit or an opening shows; heads of columns as a page writes them."""
    match thing:
        case Section():
            yield from (thing.heading, thing.prose)
            yield from (text for exhibit in thing.exhibits for text in shown(exhibit))
        case Exhibit():
            yield from (thing.title, thing.note, *map(i18n.say, thing.table.columns))
            yield from (str(cell) for column in thing.table for cell in thing.table[column])
            if thing.figure is not None:
                yield from strings(json.loads(thing.figure.to_json()))
        case Opening():
            yield from strings([thing.title, thing.subtitle, thing.lead, thing.figures])


def leaks(texts):
    return [text for text in map(unquoted, texts) if i18n.HAN.search(text)]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("area", ["610000", "610800", "guanzhong"])
def test_sections_of_a_report_are_english(area, synthetic_figures, synthetic_every, september):
    figures, every = synthetic_figures, synthetic_every
    sections = [
        listing.list_published(figures, every, area),
        listing.list_disagreements(figures, every, area),
        listing.list_sources(figures, every, area),
        Section(i18n.say(settings.settings().units_described), (bars.draw_population(figures, area),)),
        background.patents_by_type(figures, area),
        background.rate_over_years(figures, area),
        background.applications_abroad(figures, area),
        background.history(figures, area),
        background.rank_among_provinces(figures, area),
        standing.draw_changes(september, area),
        status_table.draw_milestones(september, area),
        listing.offer_data(september, area),
    ]
    assert leaks(text for section in sections for text in shown(section)) == []


@pytest.mark.usefixtures("english")
def test_downloads_are_english(september):
    rows = september.rows[september.rows["area"] == "610000"]
    used = september.table[september.table["area"] == "610000"]
    made = listing.with_names(used).drop(columns="cell")
    assert not [text for column in made for text in map(str, made[column]) if i18n.HAN.search(text)]
    assert listing.as_workbook(rows, used)


@pytest.mark.usefixtures("english")
def test_the_short_list_of_tasks_is_english():
    def row(*cells):
        return dict(zip(word.HEADS, cells, strict=True))

    late = row(
        "R1", "任务", "办公室", "all twelve units", {"light": "×", "status": "", "text": "not done by the deadline"}
    )
    done = row("R2", "任务", "办公室", "Yulin", {"light": "●", "status": "achieved", "text": "achieved"})
    columns = [{"name": name} for name in word.HEADS]
    tables = [{"columns": columns, "rows": [list(late.values()), list(done.values())]}]
    assert list(word._open_tasks(tables, ["Yulin"])) == [late]
    heading, table = word._listed([late], "610800", marked=False)
    assert heading.text == "Tasks that concern Yulin: 1 not all done"
    assert [document.worded(cell) for cell in table.rows[0]] == [
        "No.", "Tasks", "Responsible offices", "Responsible units", "Status",
    ]  # fmt: skip
    assert document.worded(table.rows[1][-1]) == "× not done by the deadline"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("cells", "numeric"),
    [(["> 1,234", "no data"], True), (["RMB 32.7 billion", "1.1 points"], True), (["target 5", "6"], False)],
)
def test_columns_of_english_numbers_stand_right(cells, numeric):
    (column,) = markup.table_part(pd.DataFrame({"数值": cells}))["columns"]
    assert (column["look"] == "number") is numeric


@pytest.mark.usefixtures("english")
def test_a_light_is_found_by_its_english_word():
    ((light,),) = markup.table_part(pd.DataFrame({"状态": [wording.status("on_pace")]}))["rows"]
    assert light == {"light": "▲", "status": "on_pace", "text": "on pace"}


@pytest.mark.usefixtures("english")
def test_editions_of_a_yearbook_become_one_english_citation():
    titles = [f"China Statistical Yearbook on Science and Technology {year}" for year in (2011, 2012, 2013)]
    assert citations.shortened(titles) == ["China Statistical Yearbook on Science and Technology 2011–2013"]
    assert citations.shortened(titles[::2]) == ["China Statistical Yearbook on Science and Technology 2011, 2013"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("indicator", "breaks", "expected"),
    [
        ("population", (500000, 1000000), ["up to 500,000", "500,000–1 million", "above 1 million"]),
        ("industrialisation_rate", (20, 40), ["up to 20%", "20–40%", "above 40%"]),
        ("inventions_in_force", (1000, 2000), ["up to 1,000", "1,000–2,000", "above 2,000"]),
    ],
)
def test_classes_of_maps_in_english(indicator, breaks, expected):
    assert classes.class_words(breaks, indicator) == expected


@pytest.mark.usefixtures("english")
def test_the_lead_is_english(september):
    told = headline.lead(september, "610000")
    assert told.startswith("As of 30 September 2022, Shaanxi has 17 targets: 1 achieved, 5 on pace")
    assert told.endswith("; the weakest spot is Patent navigation: 8, target 20, 34.8 percentage points behind pace.")
