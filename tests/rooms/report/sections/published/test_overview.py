import pytest

from ipanalytics.core import i18n
from ipanalytics.report import sections
from ipanalytics.report.sections.published import overview


@pytest.mark.parametrize(
    ("area", "title"),
    [
        ("610000", "陕西2023年发明专利授权22,020件，占专利授权的30.8%，比上年+16.1%"),
        ("610100", "西安2025年发明专利授权24,999件，占专利授权的55.1%"),
        ("610800", "榆林2023年发明专利授权303件，占专利授权的8.5%"),
        ("610500+610581", "渭南（含韩城）2023年发明专利授权156件，占专利授权的10.1%，比上年+57.6%"),
        ("610403", "杨凌没有公布的专利授权数；最新公布的是常住人口（2021年末）：25.4万人"),
        ("610581", "韩城没有公布的专利授权数；最新公布的是户籍人口（2023年末）：39.0万人"),
    ],
)
def test_the_newest_sound_figures_are_the_title(figures_of_units, area, title):
    assert overview.draw_years(figures_of_units, area)[0].title == title


def test_a_region_without_sums_lists_its_units_only(figures_of_units):
    assert overview.draw_years(figures_of_units, "guanzhong") == ()
    section = sections.draw_published_figures(figures_of_units, "guanzhong")
    assert section.exhibits[1].table["地区"].tolist() == [
        "西安",
        "铜川",
        "宝鸡",
        "咸阳",
        "杨凌",
        "渭南（含韩城）",
        "韩城",
    ]


def test_suspect_figures_are_marked_and_their_reason_is_told(figures_of_units):
    drawn, exhibit = overview.draw_years(figures_of_units, "610800")
    told = "*发明专利授权量（2017、2019、2020、2022年）：疑误：远离按专利记录的计数"
    assert drawn.note.startswith(
        f"疑误的数印在公布的表里，但与其他公布数明显不合，可能印错：照列，不用来比较和合计。{told}"
    )
    row = exhibit.table.set_index("指标").loc["发明专利授权量"]
    assert row.loc["2017":"2023"].tolist() == ["763*", "52", "1,063*", "356*", "161", "601*", "303"]
    assert told in exhibit.note
    assert "地区生产总值" not in exhibit.note


def test_columns_without_a_suspect_year_explain_none(figures_of_units):
    assert overview.draw_years(figures_of_units, "610000")[0].note == ""


def test_西安_s_page_says_that_its_people_are_counted_otherwise(figures_of_units):
    assert "2021年起西安、咸阳换了统计范围" in overview.draw_years(figures_of_units, "610100")[1].note


def test_every_figure_of_the_table_says_where_it_stands(figures_of_units):
    exhibit = overview.draw_years(figures_of_units, "610800")[1]
    for year, cited in exhibit.cited.items():
        shown = exhibit.table[year]
        assert [bool(text) for text in cited] == [text != "–" for text in shown]
    assert any("表2-17 科技创新情况(全市)" in text for text in exhibit.cited["2023"])


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800", "610403"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_made_up_is_in_it_and_no_word_of_a_rank(synthetic_figures, area, language):
    with i18n.using(language):
        section = sections.draw_published_figures(synthetic_figures, area)
    assert section.exhibits
    assert not any(exhibit.is_synthetic for exhibit in section.exhibits)
    for exhibit in section.exhibits:
        told = exhibit.title + exhibit.note + exhibit.table.to_string()
        assert "第1位" not in told
        assert "最高" not in told
