import pytest

from tests.rooms.ingestion.prose.builders import reasons, used


def test_a_note_that_changes_what_is_counted_leaves_its_figures_out():
    lines = ["全年专利授权量2707件。年末常住人口321万人。", "注：专利数据为1-11月数。"]
    assert used(*lines) == {"population": 3210000}
    assert "a note may change what it counts" in dict(reasons(*lines))["left_out"]


def test_a_note_that_a_mark_points_to_leaves_its_sentence_out():
    lines = ["年末常住人口[3]321万人。", "注释：", "[2]按现价计算。", "[3]不含韩城市。"]
    assert used(*lines) == {}


def test_a_note_that_says_how_prices_are_taken_changes_nothing():
    lines = ["全年地区生产总值[2]100亿元。", "注释：", "[2]地区生产总值绝对数按现价计算，增长速度按不变价格计算。"]
    assert used(*lines) == {"gdp": 100}


def test_a_figure_in_a_note_is_left_out():
    assert used("注：", "[1]上年专利授权量修订为2500件，全市专利授权量2600件。") == {}


@pytest.mark.parametrize("heading", ["（三）高新区", "十二、县域经济", "（二）规模以上工业企业"])
def test_a_heading_of_another_scope_holds_for_its_section(heading):
    assert used(heading, "全年专利授权量300件。") == {}
    assert used(heading, "全年专利授权量300件。", "十三、科技", "专利授权量2707件。") == {"patent_grants": 2707}
