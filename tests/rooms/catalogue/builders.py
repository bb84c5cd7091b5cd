"""What tests of the catalogue share."""

import pytest

from ipanalytics.core.errors import CatalogueError


def refusal(call):
    with pytest.raises(CatalogueError) as caught:
        call()
    return str(caught.value)


CITIES = ["610100", "610200", "610300", "610600", "610700", "610800", "610900", "611000"]
COMPOSITES = ["610400+610403", "610500+610581"]
UNITS = sorted([*CITIES, "610400", "610403", "610500", "610581"])
