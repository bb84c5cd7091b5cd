import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.observations import comparison
from tests.rooms.observations.builders import observations

FIRST = comparison.Copy(
    observations(
        ("610100", "patent_grants", "2021", 64131, "S!B4"),
        ("610300", "patent_grants", "2021", 3342, "S!B5"),
        ("610400", "patent_grants", "2021", 6406, "S!B6"),
    )
)
NONE = observations()
SECOND = comparison.Copy(
    observations(
        ("610300", "patent_grants", "2021", 3324, "row 4, column 3"),
        ("610100", "patent_grants", "2021", 64131, "row 3, column 3"),
        ("610200", "patent_grants", "2021", 468, "row 5, column 3"),
    )
)


def test_what_differs_and_what_only_one_copy_has_is_named_with_both_cells():
    found = comparison.differences(FIRST, SECOND)
    head = {"indicator": "patent_grants", "name": "专利授权量", "period": "2021"}
    rows = [
        {"what": "only_second", "area": "610200", "place": "铜川", "second": 468.0, "second_cell": "row 5, column 3"},
        {
            **{"what": "differs", "area": "610300", "place": "宝鸡", "first": 3342.0, "second": 3324.0},
            **{"first_cell": "S!B5", "second_cell": "row 4, column 3"},
        },
        {"what": "only_first", "area": "610400", "place": "咸阳", "first": 6406.0, "first_cell": "S!B6"},
    ]
    texts = {f"{side}_text": "" for side in comparison.SIDES}
    made = [{**row, **head, "unit": "件"} for row in rows]
    wanted = pd.DataFrame([row | {k: v for k, v in texts.items() if k.replace("text", "cell") in row} for row in made])
    wanted = wanted[comparison.COLUMNS]
    assert_frame_equal(found, wanted, check_dtype=False)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("text", "宝鸡 专利授权量 2021: 3,342 (S!B5) against 3,324 (row 4, column 3) 件\n"),
        ("text", "铜川 专利授权量 2021: only the second has 468 (row 5, column 3) 件\n"),
        ("csv", 'differs,610300,宝鸡,patent_grants,专利授权量,2021,3342.0,3324.0,件,S!B5,"row 4, column 3",,\n'),
        ("json", '"first":3342.0,\n  "second":3324.0'),
    ],
)
def test_a_difference_reads_as_text_csv_and_json(form, wanted):
    assert wanted in comparison.as_text(comparison.differences(FIRST, SECOND), form)


def test_a_copy_in_another_unit_and_order_is_the_same():
    table = FIRST.observations
    noisy = table.assign(value=table["value"] * 0.0001 * 10000).iloc[::-1]
    assert comparison.differences(FIRST, comparison.Copy(noisy)).empty


def unread(cell, text):
    return pd.DataFrame([["610300", "patent_grants", "2021", cell, text]], columns=comparison.UNREAD)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (None, "33A2", "3,342 (S!B5) against '33A2', not read (T!B9) 件"),
        (None, "", "3,342 (S!B5) against no figure (T!B9) 件"),
        ("33A2", "334Z", "'33A2', not read (S!B5) against '334Z', not read (T!B9) 件"),
        ("33A2", "33A2", ""),
        ("", "", ""),
    ],
)
def test_a_cell_that_only_one_copy_can_be_read_in_is_named_with_what_stands_there(first, second, wanted):
    figure = ("610300", "patent_grants", "2021", 3342, "S!B5")
    left = comparison.Copy(observations(figure)) if first is None else comparison.Copy(NONE, unread("S!B5", first))
    told = comparison.as_text(comparison.differences(left, comparison.Copy(NONE, unread("T!B9", second))), "text")
    assert told == (f"宝鸡 专利授权量 2021: {wanted}\n" if wanted else "")


def test_a_copy_that_prints_fewer_digits_is_equal_when_rounded():
    first, second = (
        comparison.Copy(observations(("610300", "gdp", "2021", value, "S!B5"))) for value in (2548.7134, 2548.71)
    )
    told = comparison.as_text(comparison.differences(first, second), "text")
    assert told == "宝鸡 地区生产总值 2021: 2,548.7134 (S!B5) against 2,548.71 (S!B5) 亿元, equal when rounded\n"


@given(st.dictionaries(st.sampled_from(["610100", "610300", "610400"]), st.integers(0, 9)), st.data())
def test_only_what_was_changed_differs(values, data):
    changed = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    rows = [(area, "patent_grants", "2021", value) for area, value in values.items()]
    other = [(*row[:3], row[3] + (row[0] in changed)) for row in rows]
    found = comparison.differences(comparison.Copy(observations(*rows)), comparison.Copy(observations(*other)))
    assert set(found["area"]) == changed
