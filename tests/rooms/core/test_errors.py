import pytest

from ipanalytics.core import errors

REFUSALS = ("SourceError", "CleaningError", "CatalogueError", "BoundaryError", "ReportError")


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_caught_as_one_of_ours_and_as_a_wrong_value(name):
    assert issubclass(getattr(errors, name), errors.IPAnalyticsError)
    assert issubclass(errors.IPAnalyticsError, ValueError)


def test_no_refusal_stands_apart():
    assert {kind.__name__ for kind in errors.IPAnalyticsError.__subclasses__()} == set(REFUSALS)
