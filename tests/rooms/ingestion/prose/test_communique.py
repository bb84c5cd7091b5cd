from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import indicators
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.audit import Asked
from ipanalytics.ingestion.prose import communique
from ipanalytics.ingestion.readers import read
from ipanalytics.ingestion.text.numbers import conversion
from tests.rooms.ingestion.prose import builders

SHARED = Path(__file__).parents[5] / "shared"
SAMPLES = sorted((SHARED / "samples" / "communiques").glob("*"))
with_samples = pytest.mark.skipif(not SAMPLES, reason="no folder of real communiqués beside the repository")


def test_an_observation_has_its_sentence_as_evidence():
    found = builders.read("全年授权专利2707件，其中发明829件。").observations
    cell = "paragraph 3, sentence 1, figure {}（全年授权专利2707件，其中发明829件。）"
    wanted = pd.DataFrame({
        "area": ["610100"] * 2, "indicator": ["patent_grants", "invention_grants"], "period": ["2025"] * 2,
        "value": [2707.0, 829.0], "unit": ["件"] * 2, "source": ["a"] * 2, "status": ["final"] * 2,
        "cell": [cell.format(1), cell.format(2)],
    })  # fmt: skip
    assert_frame_equal(found, wanted)


def test_what_the_text_calls_preliminary_is_provisional():
    lines = ["初步核算，全年地区生产总值100亿元。其中，第一产业增加值5亿元。", "专利授权量7件。"]
    assert builders.read(*lines).observations["status"].tolist() == ["provisional", "provisional", "final"]
    assert set(builders.read(*lines, status="synthetic").observations["status"]) == {"synthetic"}


def test_figures_that_contradict_one_another_are_all_left_out():
    assert builders.used("专利授权量7件。", "专利授权量8件。") == {}
    assert builders.used("专利授权量7件。", "全年专利授权量7件。") == {"patent_grants": 7}


def test_a_part_stands_for_its_whole_only_alone():
    assert builders.used("专利质押融资额5亿元。") == {"pledge_amount": 5}
    assert builders.used("专利质押融资额5亿元，商标质押融资额3亿元。") == {}
    assert builders.used("知识产权质押融资额8亿元，其中专利质押融资额5亿元。") == {"pledge_amount": 8}


def test_a_place_outside_is_counted_apart():
    title = "2025年苏州市国民经济和社会发展统计公报"
    found = builders.read("全年专利授权量7件。", title=title)
    assert found.observations.empty
    assert found.account["fate"].tolist() == ["outside"]
    assert builders.read("专利授权量7件。", title=title, everywhere=True).observations["area"].tolist() == ["320500"]


def test_an_outside_places_checks_arent_told_as_problems():
    found = builders.read("全年专利授权量7件，增长5%。", title="2025年苏州市国民经济和社会发展统计公报")
    assert found.account["fate"].tolist() == ["outside", "check"]
    assert extract.problems(found) == []
    assert len(extract.outside(found)) == 1


def test_an_unknown_place_refuses_the_text_by_name():
    account = builders.read("专利授权量7件。", title="西安高新区2025年国民经济和社会发展统计公报").account
    assert account["fate"].tolist() == ["left_out"]
    assert "西安高新区" in account["reason"][0]


PLACELESS = "2025年国民经济和社会发展统计公报"


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("宝鸡市统计局", "610300"),
        ("宝鸡市统计局  国家统计局宝鸡调查队", "610300"),
        ("国家统计局榆林调查队", "610800"),
        ("苏州市统计局 2026年3月20日", "320500"),
    ],
)
def test_a_title_without_a_place_has_that_of_its_issuer(line, area):
    found = builders.read(line, "全年专利授权量7件，全省800件。", title=PLACELESS, everywhere=True).observations
    assert found[["area", "indicator", "value"]].to_numpy().tolist() == [[area, "patent_grants", 7.0]]


@pytest.mark.parametrize("lines", [[], ["宝鸡市统计局", "陕西省统计局"], ["火星市统计局"], ["宝鸡市高新区管委会"]])
def test_a_title_whose_place_is_not_certain_is_refused_and_the_way_out_is_said(lines):
    found = builders.read(*lines, "全年专利授权量7件。", title=PLACELESS)
    assert found.observations.empty
    assert found.account["fate"].tolist() == ["left_out"]
    assert "--area" in found.account["reason"][0]


def test_a_place_that_is_given_is_that_of_a_title_without_one_only():
    assert builders.read("专利授权量7件。", title=PLACELESS, area="610300").observations["area"].tolist() == ["610300"]
    assert builders.read("专利授权量7件。", area="610300").observations["area"].tolist() == ["610100"]


def test_a_text_without_a_whole_years_title_says_that_it_isnt_read():
    found = builders.read("专利授权量7件。", title="西安市2025年上半年国民经济和社会发展统计公报")
    assert found.account["fate"].tolist() == ["check"]
    assert "sentences aren't read" in found.account["reason"][0]


def test_a_censuss_day_is_the_end_of_its_year():
    text = "按第七次全国人口普查数据，{}年11月1日零时，全市常住人口为1295.29万人。"
    assert builders.used(text.format(2020), title="西安市2020年国民经济和社会发展统计公报") == {"population": 12952900}
    assert builders.used(text.format(2020)) == {}


def test_the_words_of_a_place_follow_its_title():
    zone = "杨凌示范区2022年国民经济和社会发展统计公报"
    assert builders.used("示范区专利授权量7件，全区有效发明专利8件。", title=zone) == {
        "patent_grants": 7,
        "inventions_in_force": 8,
    }
    assert builders.used("全省专利授权量7件。", title=zone) == {}


def test_a_part_of_a_piece_is_left_out():
    assert builders.used("专利授权量0.12345万件。") == {}


@with_samples
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_value_of_a_real_communique_is_found(path):
    wanted = pd.read_csv(SHARED / "data" / "communiques.csv").query("file == @path.name")
    text = next(grid for grid in read(path) if grid.prose)
    found = communique.read(text, source="a", status="final", asked=Asked(everywhere=True)).observations
    values = found.set_index("indicator")["value"]
    for row in wanted.itertuples():
        unit = indicators.indicator(row.indicator).unit
        assert values[row.indicator] == pytest.approx(row.value * conversion(row.unit, unit)), row.indicator
