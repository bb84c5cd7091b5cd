"""The fixed project is Shaanxi's: twelve units."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import ipanalytics as ip
from ipanalytics.catalogue import places
from ipanalytics.core import errors
from ipanalytics.interactive import own_maps

SCORES = {"西安": 90.5, "宝鸡": 80, "咸阳": 70, "渭南": 60, "延安": 50, "榆林": 40}


@pytest.fixture
def scores():
    return pd.DataFrame({"area": list(SCORES), "score": list(SCORES.values())})


def filled(exhibit):
    """Return by code what each place says, and whether it is hatched."""
    traces = [trace for trace in exhibit.figure.data if trace.type == "scatter" and trace.fill == "toself"]
    return {trace.meta["area"]: (trace.text, trace.fillpattern.shape == "/") for trace in traces}


def legend(exhibit):
    return [trace.name for trace in exhibit.figure.data if trace.type == "bar"]


def test_a_column_of_ones_own_is_mapped_with_its_name_and_its_own_classes(scores):
    drawn = ip.draw_map(scores, value="score")
    assert drawn.title == "score（自有数据）：6个地方有数，6个无数据"
    assert filled(drawn)["610100"] == ("西安：90.5<br>自有数据", False)
    assert filled(drawn)["610700"] == ("汉中：无数据<br>自有数据", True)
    assert legend(drawn) == ["52及以下（2）", "52—65（1）", "65—78（1）", "78以上（2）", "无数据（6）"]
    assert drawn.table["score"].tolist().count("无数据") == 6


def test_a_column_without_a_number_of_the_places_asked_for_is_refused(scores):
    with pytest.raises(errors.CleaningError, match="no number of the column 'score' is of a county in 陕西"):
        ip.draw_map(scores, value="score", level="county")


def test_it_is_marked_as_ones_own_and_no_source_is_invented(scores):
    part = ip.draw_map(scores, value="score").part()
    assert "使用者自己的数据，不在本项目的数据表里，没有出处" in part["note"]
    assert (part["source"], part["cites"], part["mark"]) == ("", [], "")


def test_what_was_synthetic_stays_so(scores):
    mixed = scores.assign(status=["synthetic", *["final"] * 5])
    assert ip.draw_map(mixed, value="score").is_synthetic


@pytest.mark.parametrize(
    "areas",
    [
        ["610100", "610800"],
        [610100, 610800],
        [610100.0, 610800.0],
        ["西安市", "Yulin"],
        [" 西 安 ", "榆林市"],
        pd.Categorical(["西安", "榆林"]),
    ],
)
def test_places_are_named_or_coded(areas):
    drawn = ip.draw_map(pd.DataFrame({"area": areas, "n": [1, 2]}), value="n")
    assert {code for code, (_, is_hatched) in filled(drawn).items() if not is_hatched} == {"610100", "610800"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda own: own.rename(columns={"area": "地区"}), {}),
        (lambda own: own.rename(columns={"area": "市"}), {"area": "市"}),
        (lambda own: own.set_index("area"), {}),
        (lambda own: own.set_index("area").rename_axis("市"), {"area": "市"}),
        (lambda own: own.set_axis([0] * 6), {}),
        (lambda own: own.rename(columns={"area": "市"}).assign(area=1.5), {"area": "市"}),
        (lambda own: own.assign(other="x").sample(frac=1, random_state=1), {}),
    ],
)
def test_the_shape_of_the_table_does_not_matter(scores, change, named):
    drawn = ip.draw_map(change(scores), value="score", **named)
    assert filled(drawn) == filled(ip.draw_map(scores, value="score"))


def test_the_only_other_column_need_not_be_named(scores):
    assert ip.draw_map(scores).title == ip.draw_map(scores, value="score").title
    with pytest.raises(errors.CleaningError, match=r"name the column .* value=…; beside 'area' .*\['score', 'more'\]"):
        ip.draw_map(scores.assign(more=1))


def test_unknown_and_double_places_are_named_all_at_once(scores):
    wrong = pd.DataFrame({"area": ["榆木", "西咸新区", "榆林市", 610100, None], "score": 1})
    with pytest.raises(errors.CleaningError) as fault:
        ip.draw_map(pd.concat([scores, wrong], ignore_index=True), value="score")
    told = str(fault.value)
    assert told.startswith("5 fault(s) in the column 'area':")
    assert "row 6: '榆木' is not a known place; these come near: 榆林 (610800), " in told
    assert "row 7: '西咸新区'" in told
    assert "row 10: no place is named" in told
    assert "榆林 (610800) stands in 2 rows: 5 (榆林), 8 (榆林市)" in told
    assert "西安 (610100) stands in 2 rows: 0 (西安), 9 (610100)" in told


def test_cells_that_are_no_numbers_are_named_all_at_once(scores):
    cells = ["约20000", "1,200", np.inf, pd.Timestamp("2022-09-30"), "5", ""]
    with pytest.raises(errors.CleaningError) as fault:
        ip.draw_map(scores.assign(score=cells), value="score")
    assert str(fault.value).startswith("4 cell(s) of the column 'score' are no numbers:")
    assert all(f"row {row}: {cell!r}" in str(fault.value) for row, cell in enumerate(cells[:4]))


@pytest.mark.parametrize("cells", [["1", "2", "3", "4", "5", None], [*map(Decimal, range(1, 6)), float("nan")]])
def test_numbers_may_be_text_and_an_empty_cell_is_no_data(scores, cells):
    drawn = ip.draw_map(scores.assign(score=cells), value="score")
    assert filled(drawn)["610800"] == ("榆林：无数据<br>自有数据", True)
    assert filled(drawn)["610600"] == ("延安：5<br>自有数据", False)


@pytest.mark.parametrize("value", ["nothing", "", 3])
def test_a_column_that_is_not_there_names_those_that_are(scores, value):
    with pytest.raises(errors.CleaningError, match=r"expected one column .*, found 0 among \['area', 'score'\]"):
        ip.draw_map(scores, value=value)


def test_a_table_without_places_says_how_they_are_named(scores):
    with pytest.raises(errors.CleaningError, match=r"expected one column of places, area or 地区, or area=…; found 6"):
        ip.draw_map(scores.rename(columns={"area": "市"}), value="score")


def test_rows_that_are_not_on_the_map_are_told(scores):
    more = pd.concat([scores, pd.DataFrame({"area": ["陕西", "北京"], "score": 1})], ignore_index=True)
    assert "表中另有2行不在这张图上：陕西、北京。" in ip.draw_map(more, value="score").note


def test_counties_and_regions_have_maps_too():
    counties = pd.DataFrame({"area": ["神木市", "府谷县", "靖边县", "定边县", "米脂县"], "n": range(5)})
    assert set(filled(ip.draw_map(counties, value="n"))) == set(own_maps.hierarchy.members("shaanbei", "county"))
    regions = pd.DataFrame({"area": places.codes("region"), "n": range(3)})
    assert legend(ip.draw_map(regions, value="n")) == ["0（1）", "1（1）", "2（1）"]
    assert len(filled(ip.draw_map(counties, value="n", level="区县", within="榆林"))) == 12


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([1, 1, 1, 1, 1, 1], ["1（6）"]),
        ([0, 1, 0, 1, 0, 1], ["0（3）", "1（3）"]),
        ([-2, -1, 0, 1, 2, 3], ["−0.75及以下（2）", "−0.75—0.5（1）", "0.5—1.8（1）", "1.8以上（2）"]),
        (
            [1001, 1002, 1003, 1004, 1005, 1006],
            ["1,002及以下（2）", "1,002—1,004（2）", "1,004—1,005（1）", "1,005以上（1）"],
        ),
        ([0.00011, 0.00012, 0.00013, 0.00014, 0.00015, 0.00016], None),
    ],
)
def test_classes_are_rounded_but_none_is_lost(scores, values, names):
    drawn = legend(ip.draw_map(scores.assign(score=values), value="score"))[:-1]
    assert names is None or drawn == names
    assert not any("（0）" in name for name in drawn)
    assert len(set(drawn)) == len(drawn)


def test_shapes_of_ones_own_table_keep_its_columns(scores):
    shapes = ip.add_shapes(scores)
    assert list(shapes.columns) == ["area", "place", "score", "geometry"]
    assert shapes["place"].tolist() == list(SCORES)


def test_a_period_is_refused(scores):
    with pytest.raises(errors.CleaningError, match="a column of your own has no period"):
        ip.draw_map(scores, value="score", period="2022")
