"""Which periods and places are counted."""

import re
from datetime import date

import pytest

from ipanalytics.records import database, exports, pipeline
from ipanalytics.records.cleaning import legal_statuses
from ipanalytics.records.counting import counts
from tests.rooms.records.builders import number


def count(as_of, *rows):
    with database.connect() as connection:
        columns = ", ".join(f"{field} VARCHAR" for field in exports.fields())
        connection.execute(f"CREATE TABLE rows (export INTEGER, file VARCHAR, row BIGINT, {columns})")
        for place, (filed, status, address) in enumerate(rows):
            connection.execute(
                "INSERT INTO rows (export, file, row, application_number, application_date, legal_status, address) "
                "VALUES (0, 'a.csv', ?, ?, ?, ?, ?)",
                [place + 2, number(int(filed[:4]), "1", place), filed, status, address],
            )
        pipeline.prepare(connection, as_of)
        return counts.count(connection, as_of, source="a.csv", status="submitted")


ROWS = [
    ("2021-02-03", "公开", "陕西省西安市雁塔区"),
    ("2022-01-15", "公开", "陕西省西安市雁塔区"),
    ("2022-09-30", "撤回", "陕西省榆林市榆阳区"),
    ("2022-10-01", "公开", "陕西省榆林市榆阳区"),
    ("2022-03-01", "公开", ""),
]


@pytest.mark.parametrize(
    ("as_of", "periods"),
    [
        (
            date(2022, 9, 30),
            {"2021": 1, "2021-02": 1, "2021-01/2021-09": 1, "2022-01": 1, "2022-09": 1, "2022-01/2022-09": 2},
        ),
        (date(2022, 12, 31), {"2021": 1, "2021-02": 1, "2022-01": 1, "2022-09": 1, "2022-10": 1, "2022": 3}),
        (date(2022, 9, 15), {"2021": 1, "2021-02": 1, "2021-01/2021-08": 1, "2022-01": 1, "2022-01/2022-08": 1}),
    ],
)
def test_flows_are_counted_by_year_month_and_from_january_on(as_of, periods):
    table = count(as_of, *ROWS)
    province = table[table["area"].eq("610000") & table["indicator"].eq("invention_applications")]
    assert dict(zip(province["period"], province["value"], strict=True)) == periods


def test_what_lies_in_no_known_unit_is_told_beside_each_figure():
    cells = set(count(date(2022, 12, 31), *ROWS)["cell"])
    assert all(cell.endswith("; 1 of 5 lie in no known unit") for cell in cells)


def test_a_place_with_patents_has_its_stocks_even_of_none_and_others_have_no_figure():
    table = count(date(2022, 12, 31), *ROWS)
    stocks = table[table["indicator"].eq("inventions_in_force")]
    assert dict(zip(stocks["area"], stocks["value"], strict=True)) == dict.fromkeys(
        ["610000", "610100", "610113", "610800", "610802"], 0.0
    )


def test_a_place_of_whose_patents_nothing_is_known_has_no_0_and_others_say_of_how_many_it_is_not():
    unknown = [("2021-05-05", "某状态", "陕西省榆林市榆阳区"), ("2021-05-06", "某状态", "陕西省西安市雁塔区")]
    table = count(date(2022, 12, 31), *ROWS[:2], *unknown)
    stocks = table[table["indicator"].eq("inventions_in_force")].set_index("area")
    assert stocks["cell"].to_dict() == {
        "610000": "0 patents; of 2 more it isn't known whether they are in force",
        "610100": "0 patents; of 1 more it isn't known whether they are in force",
        "610113": "0 patents; of 1 more it isn't known whether they are in force",
    }
    assert table[table["indicator"].eq("designs_in_force")]["cell"].eq("0 patents").all()


@pytest.mark.parametrize("word", ["有权", "有效", "授权"])
def test_words_of_databases_are_in_force_where_the_day_of_grant_is_known(word):
    assert [status for pattern, status, _ in legal_statuses() if re.search(pattern, word)] == ["in_force"]
