"""Counted figures beside published ones."""

import pandas as pd

from ipanalytics.observations.table import COLUMNS
from ipanalytics.records import pipeline, published
from tests.rooms.records.builders import AS_OF, number
from tests.rooms.records.test_pipeline import write

HEADINGS = ["申请号", "申请日", "授权公告日", "失效日", "法律状态", "地址"]
SOURCE = "city_yearbook_2023"


def row(serial, granted, address="陕西省西安市雁塔区", status="有效", end=""):
    return [number(2018, "1", serial), "2018-01-05", granted, end, status, address]


ROWS = [
    row(1, "2021-03-01"),
    row(2, "2021-04-01", "陕西省渭南市富平县"),
    row(3, "2021-05-01", "陕西省渭南市韩城市"),
    row(4, "2021-05-01", ""),
    row(5, "2021-05-01", status="未缴年费专利权终止", end="2022-11-30"),
]


def published_figures(*rows):
    return pd.DataFrame(
        [
            [area, "patent_grants", period, float(value), "件", SOURCE, status, "表"]
            for area, period, value, status in rows
        ],
        columns=COLUMNS,
    )


def test_differences_are_named_with_what_can_be_seen_of_their_reasons(tmp_path):
    counted = pipeline.run([write(tmp_path / "a.csv", ROWS, HEADINGS)], as_of=AS_OF)
    table = published.compare(
        counted,
        published_figures(
            ("610000", "2021", 5, "final"),
            ("610100", "2021", 3, "provisional"),
            ("610500+610581", "2021", 2, "final"),
            ("610800", "2021", 9, "final"),
            ("610100", "2021-03", 1, "synthetic"),
        ),
    ).set_index("area")
    assert table[["counted", "published", "difference"]].to_numpy().tolist() == [[4, 5, -1], [2, 3, -1], [2, 2, 0]]
    assert table.index.tolist() == ["610000", "610100", "610500+610581"]
    assert table["reasons"].tolist() == [
        "1 patents in no known unit",
        "1 patents in no known unit; the published figure is provisional",
        "",
    ]


def test_an_export_that_ends_before_the_period_does_is_named(tmp_path):
    counted = pipeline.run([write(tmp_path / "a.csv", ROWS, HEADINGS)], as_of=AS_OF)
    assert counted.newest == "2022-11-30"
    figures = published_figures(("610100", "2022", 9, "final"))
    figures = pd.concat([figures, figures.assign(indicator="inventions_in_force")])
    (told,) = published.compare(counted, figures)["reasons"]
    assert "the newest day in the exports is 2022-11-30, the period ends on 2022-12-31" in told
