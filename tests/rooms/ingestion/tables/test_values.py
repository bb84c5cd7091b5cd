import pytest

from ipanalytics.catalogue import indicators
from ipanalytics.ingestion.tables import values
from ipanalytics.ingestion.text.dates import When


def test_what_is_counted_is_whole_and_not_negative():
    item = indicators.indicator("patent_grants")
    assert values.impossible(-1.0, item)
    assert values.impossible(1.5, item)
    assert values.impossible(2.0, item) == ""


@pytest.mark.parametrize(
    ("id_", "when", "stored"),
    [
        ("patent_grants", When("2022", "whole"), "2022"),
        ("inventions_in_force", When("2022-12-31", "point"), "2022"),
        ("patent_grants", When("2022-09", "point"), "2022-01/2022-09"),
    ],
)
def test_a_stock_stands_at_the_end_and_a_flow_counts_the_time(id_, when, stored):
    assert values.stored(when, indicators.indicator(id_), {}) == stored
