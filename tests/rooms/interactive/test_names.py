import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.core import errors
from ipanalytics.interactive import names

BOTH = ["610800", "610600"]


@pytest.mark.parametrize(
    "areas",
    [
        [["榆林", "延安"]],
        [("Yulin", 610600)],
        ["榆林", ["延安"]],
        [pd.Series(["榆林市", "延安市"])],
        [np.array([610800, 610600])],
        [pd.Index(BOTH)],
        [{"榆林": 1, "延安": 2, "榆林市": 3}],
    ],
)
def test_places_may_stand_in_a_list(few, areas):
    assert few.area(*areas).codes == tuple(BOTH)
    assert_frame_equal(few.area(*areas).table, few.area(*BOTH).table)


def test_indicators_and_periods_may_stand_in_a_list(few):
    kept = few.indicator(["有效发明专利", "gdp"]).period([2021, "2022年9月"])
    assert kept.table["period"].tolist() == ["2021", *["2022-09"] * 3]


def test_all_names_of_a_list_that_nobody_knows_are_told_at_once(few):
    with pytest.raises(errors.CleaningError, match=r"(?s)'榆木' is not.*榆林 \(610800\).*'延庵' is not"):
        few.area(["榆木", "西安", "延庵"])


@pytest.mark.parametrize("word", ["单元", "unit", " 单元 "])
def test_a_level_is_kept_by_the_word_of_the_widgets(few, word):
    assert set(few.level(word).table["area"]) == {"610800", "610600", "610100"}
    assert few.level(word).ground == ("unit", "610000")


@pytest.mark.parametrize(("word", "count"), [("区域", 3), ("区县", 107), ("省", 34), ("全国", 1)])
def test_areas_are_listed_by_the_word_of_a_level(word, count):
    assert len(ip.areas(word)) == count


@pytest.mark.parametrize("call", [lambda few: few.level("单位"), lambda _: ip.areas("units")])
def test_a_level_that_there_is_not_names_what_there_is(few, call):
    with pytest.raises(errors.CatalogueError, match=r"is not a level: expected 单元 \(unit\), 区域 \(region\)"):
        call(few)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022年9月", "2022-09"),
        ("2022年9月末", "2022-09"),
        ("2022年9月末（12个）", "2022-09"),  # as the explorer offers it
        ("2021年末", "2021"),
        ("2022年1—9月", "2022-01/2022-09"),
        ("2022年三季度", "2022-Q3"),
        ("2022年12月20日", "2022-12-20"),
        ("2022", "2022"),
        (" 2022-09 ", "2022-09"),
        (np.int64(2022), "2022"),
        (pd.Period("2022-09", freq="M"), "2022-09"),
    ],
)
def test_a_period_is_read_in_words(text, period):
    assert names.find_period(text) == period


@pytest.mark.parametrize("text", ["9月", "去年", "2022-13", "2022年13月", "2022年比上年增长", "", "September"])
def test_a_period_that_is_not_clear_names_what_is_possible(text):
    with pytest.raises(errors.CleaningError, match=r"is not a period: expected 2022, .* 2022年9月"):
        names.find_period(text)


def test_a_day_may_be_asked_for_in_words(loaded):
    assert ip.load("2022年9月").as_of == loaded.as_of == "2022-09-30"


@pytest.mark.parametrize(
    "call",
    [
        lambda: ip.questions.single_source("2022-09"),
        lambda: ip.draw_map("2022-09"),
        lambda: ip.draw_history(["榆林"]),
        lambda: ip.cite(None),
        lambda: ip.list_sources(202209),
        lambda: ip.add_shapes("榆林"),
    ],
)
def test_what_is_no_table_of_figures_is_refused_in_words(call):
    with pytest.raises(errors.CleaningError, match=r"expected figures, as ip.load\(…\) or a DataFrame has them; found"):
        call()
