import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations import checks
from ipanalytics.observations.checks import Failure


@pytest.mark.parametrize("kind", [*checks.WORDS, *checks.FOLLOWS, "parts", "missing"])
def test_every_kind_of_failed_check_names_place_period_and_cells(kind):
    words = checks.worded(Failure(kind, "610100", "gdp", "2022", (5.0, 6.0), ("a S!B1", "b S!C2")))
    assert words.startswith("西安 gdp 2022: ")
    assert "a S!B1" in words


def test_a_limit_that_is_missing_is_named(home):
    (home / "data" / "catalogue" / "checks.yaml").write_text("stock_jump_factor: 3\n")
    with pytest.raises(CatalogueError, match="rate_tolerance"):
        checks.limits()
