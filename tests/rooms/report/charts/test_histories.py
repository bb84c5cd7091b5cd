import math

import pandas as pd
import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report import style
from ipanalytics.report.charts import histories
from ipanalytics.report.charts.static import drawing

STOCK = "inventions_in_force"


def table(*figures):
    rows = [[area, STOCK, period, value, "件", "made_up", "final", "表!B2"] for area, period, value in figures]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": float})


TWO = table(("610800", "2021", 498), ("610800", "2022", 619), ("610600", "2022", 500))
WIDE = table(("610100", "2022", 64000), ("610800", "2022", 619), ("610600", "2022", 500))


def test_each_place_has_a_line_with_its_name_at_the_end():
    exhibit = histories.draw_several(TWO, ["610800", "610600"], STOCK)
    lines = [(line.name, list(line.y), list(line.text)) for line in exhibit.figure.data]
    assert lines == [("榆林", [498, 619], ["", "榆林"]), ("延安", [500], ["延安"])]
    assert len({line.line.color for line in exhibit.figure.data}) == 2
    assert exhibit.figure.layout.yaxis.type is None
    assert exhibit.table.to_dict("list") == {
        "时点": ["2022年末", "2021年末"], "榆林": ["619件", "498件"], "延安": ["500件", ""]
    }  # fmt: skip


def test_one_place_far_above_the_others_has_a_logarithmic_axis_that_says_so():
    axis = histories.draw_several(WIDE, ["610100", "610800", "610600"], STOCK).figure.layout.yaxis
    assert (axis.type, axis.title.text) == ("log", "对数刻度")
    assert list(axis.tickvals) == [1000, 10000]


def test_a_page_draws_the_logarithmic_axis_too():
    exhibit = histories.draw_several(WIDE, ["610100", "610800", "610600"], STOCK)
    drawn = drawing.draw(style.plain(exhibit.figure))
    low, high = exhibit.figure.layout.yaxis.range
    dots = sorted(mark["y"] for group in drawn["groups"] for mark in group["marks"] if mark["kind"] == "dot")
    assert dots == pytest.approx(
        sorted(100 - 100 * (math.log10(value) - low) / (high - low) for value in WIDE["value"])
    )


def test_more_places_than_colours_are_refused():
    with pytest.raises(CatalogueError, match="9 places can't be told apart in one chart: expected 8 at most"):
        histories.draw_several(TWO, ["610800"] * 9, STOCK)
