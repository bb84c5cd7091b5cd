import pytest

from ipanalytics.catalogue import indicators
from ipanalytics.core import i18n
from ipanalytics.report.sections.lights import cards, status_table
from tests.rooms.report.english import strings, unquoted


def facts_of(card):
    return {fact["name"]: fact["text"] for fact in card["facts"]}


@pytest.fixture(scope="module")
def by_target(september):
    rows = september.records["610000"]
    return dict(zip(rows, map(facts_of, cards.cards(september, rows.values())), strict=True))


def test_a_card_says_what_is_counted_where_it_stands_when_it_came_and_when_the_next_comes(september, by_target):
    (id_,) = [target.id for target in september.targets if target.indicator == "gi_new" and target.area == "610000"]
    assert by_target[id_] == {
        "定义": "年内新批准的地理标志产品与地理标志商标之和；由其他体系转换而来的不计。",
        "单位": "件",
        "最近一期数的来源": "2022年1—9月：ipanalytics 生成器《演示数据：2022年9月知识产权主要指标月报》"
        "（bulletin_2022-09.xlsx），9月!M6",
        "最近公布或报送": "2022年10月15日",
        "下次公布": "预计2022年11月15日",
    }


def test_a_rate_comes_when_what_it_counts_does(september, by_target):
    (id_,) = [target.id for target in september.targets if target.indicator == "high_value_inventions_per_10k"]
    assert by_target[id_]["下次公布"] == "预计2022年11月15日"


def test_what_nobody_states_is_not_guessed(judge, aim):
    rows = [("610000", "gi_new", "2022-01/2022-09", 2), ("610000", "population", "2021", 9)]
    made = judge(rows, [aim("T1", "gi_new", "flow", 3.0), aim("T2", "protection_satisfaction", "level", 80.0)])
    first, second = map(facts_of, cards.cards(made, made.records["610000"].values()))
    assert [first["最近公布或报送"], first["下次公布"]] == ["未载明", "未载明"]
    assert second["最近一期数的来源"] == "无数据"
    assert [second["最近公布或报送"], second["下次公布"]] == ["未载明", "每年一次，日期未载明"]


def test_of_several_figures_the_first_and_their_number_are_named(by_target, september):
    (id_,) = [target.id for target in september.targets if target.indicator == "trademark_windows"]
    assert "；等" in by_target[id_]["最近一期数的来源"]
    assert by_target[id_]["单位"] == "1为是，0为否"


@pytest.mark.usefixtures("english")
def test_cards_are_english(september):
    made = cards.cards(september, september.records["610800"].values())
    assert not [text for text in map(unquoted, strings(made)) if i18n.HAN.search(text)]
    assert {facts_of(card)["definition"] for card in made} == {
        i18n.say(indicators.indicator(id_).definition) for id_ in september.rows_of("610800")["indicator"]
    }


def test_each_row_of_the_table_opens_its_own_card(september):
    (exhibit,) = status_table.draw_lights(september, "610800").exhibits
    (table,) = exhibit.part()["tables"]
    names = [next(cell for cell in row if isinstance(cell, dict) and "card" in cell) for row in table["rows"]]
    assert [name["card"] for name in names] == [card["id"] for card in table["explained"]]
    assert len({name["card"] for name in names}) == len(names)
