import pandas as pd
import pytest

from ipanalytics.observations import validation
from ipanalytics.observations.table import COLUMNS
from tests.rooms.observations.builders import refusal, row, rows


def test_a_sound_table_is_returned_as_it_is():
    table = rows(row(), row("610500+610581"), row("guanzhong", "2022-01/2022-09"), row(value=0.0, source="new"))
    assert validation.check(table) is table


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"area": "610001"}, "unknown area"),
        ({"area": "西安"}, "unknown area"),
        ({"area": None}, "unknown area"),
        ({"indicator": "gdpp"}, "unknown indicator"),
        ({"period": "2022-13"}, "not a period"),
        ({"period": None}, "not a period"),
        ({"period": float("nan")}, "not a period"),
        ({"value": None}, "value is not a number from 0"),
        ({"value": float("nan")}, "value is not a number from 0"),
        ({"value": float("inf")}, "value is not a number from 0"),
        ({"value": -1.0}, "value is not a number from 0"),
        ({"indicator": "gdp_growth", "unit": "%", "value": float("inf")}, "value is not a number:"),
        ({"value": "12"}, "value is not a number from 0"),
        ({"unit": "万人"}, "unit is not the catalogue's"),
        ({"source": ""}, "no source"),
        ({"source": None}, "no source"),
        ({"status": "ok"}, "unknown status"),
        ({"indicator": "trademark_windows", "unit": "是否", "value": 7.0}, "value is more than its unit can be"),
        ({"indicator": "industrialisation_rate", "unit": "%", "value": 900.0}, "value is more than its unit can be"),
        ({"indicator": "protection_satisfaction", "unit": "分", "value": 101.0}, "value is more than its unit can be"),
    ],
)
def test_a_fault_is_named_with_its_row(change, fault):
    spoilt = dict(zip(COLUMNS, row(), strict=True)) | change
    message = refusal(lambda: validation.check(rows(list(spoilt.values()))))
    assert fault in message
    assert "正文" in message


def test_all_faults_come_at_once():
    message = refusal(lambda: validation.check(rows(row(), row(), row("x"), row(period="x"))))
    named = [line.split(":")[0] for line in message.split("\n  ")[1:]]
    assert named == ["key and source stand twice", "key and source stand twice", "not a period", "unknown area"]


@pytest.mark.parametrize("columns", [COLUMNS[:-1], [*COLUMNS, "note"], ["area"]])
def test_other_columns_are_refused(columns):
    assert "expected ['area'" in refusal(lambda: validation.check(pd.DataFrame(columns=columns)))


@pytest.mark.parametrize("value", [-11.2, 0.0, 330.0])
def test_growth_may_be_below_zero_and_above_a_hundred(value):
    table = rows(row(indicator="gdp_growth", period="2020", value=value, unit="%"))
    assert validation.check(table) is table
    assert (
        validation.row_faults({"area": "611000", "indicator": "gdp_growth", "period": "2020", "value": f"{value}"})
        == []
    )
