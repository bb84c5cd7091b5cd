import pytest

from ipanalytics.report.sections.published import figures as published


@pytest.fixture(scope="session")
def figures_of_units(figures):
    return published.real(figures)
