import pytest

from ipanalytics import divisions, findings, observations

AREAS = [divisions.PROVINCE, *divisions.codes("region"), *divisions.codes("unit")]


def test_province_leads_with_stock_rank_and_rate(figures):
    assert findings.lead(figures, "610000") == (
        "2023年末，陕西有效发明专利102,176件，居31个省（区、市）第11位；每万人口25.83件。"
    )


def test_a_unit_without_figures_says_so(figures):
    assert findings.lead(figures, "610581").startswith("没有找到韩城公布的知识产权数字")


def test_a_unit_counts_what_was_published_and_not_what_was_computed(figures):
    own = figures[(figures["area"] == "610100") & (figures["status"] != "derived")]
    count = own.loc[~own["indicator"].isin(["population", "gdp"]), "indicator"].nunique()
    assert f"指标{count}项" in findings.lead(figures, "610100")


def test_region_names_the_units_with_figures(figures):
    assert "其中2个（安康、商洛）" in findings.lead(figures, "shaannan")


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_a_sentence_and_key_figures(figures, area):
    opening = findings.open_report(figures, area)
    assert opening.lead.endswith("。")
    assert len(opening.figures) == 5
    assert divisions.name_of(area) in opening.title


def test_what_is_not_known_is_无数据(figures):
    values = {name: value for name, value, _ in findings.open_report(figures, "610403").figures}
    assert values == {
        "常住人口": "25.4万人",
        "有效发明专利拥有量": "无数据",
        "每万人口有效发明专利拥有量": "无数据",
        "每万人口高价值发明专利拥有量": "无数据",
        "地理标志保护产品": "无数据",
    }


def test_key_figures_give_year_on_year_change_and_population_year(figures):
    details = {name: detail for name, _, detail in findings.open_report(figures, "610000").figures}
    assert details["每万人口有效发明专利拥有量"] == "2023年末，人口：2022年末，同比+24.4%"


def test_subtitle_gives_the_date_of_the_data(figures):
    assert findings.open_report(figures, "610000", "2022-09").subtitle == "数据截至2022年9月30日"
    assert findings.open_report(figures, "610000").subtitle == "最新数字：2025年4月16日"


def test_without_figures_nothing_is_claimed():
    nothing = observations.empty()
    for area in AREAS:
        assert "无数据" in str(findings.open_report(nothing, area, "2022").figures)


def test_a_synthetic_figure_marks_the_opening(figures):
    mixed = figures.assign(status=figures["status"].mask(figures["area"] == "610800", "synthetic"))
    assert findings.open_report(mixed, "610800").is_synthetic
    assert not findings.open_report(mixed, "610100").is_synthetic
