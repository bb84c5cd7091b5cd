import pandas as pd
import pytest

from ipanalytics.catalogue import lookup
from ipanalytics.core import i18n
from ipanalytics.core.errors import CatalogueError


@pytest.mark.parametrize("name", ["gi_new", "新增地理标志", "New GIs", "new gis"])
def test_an_indicator_is_found_by_any_of_its_names(name):
    assert lookup.find_indicator(name) == "gi_new"


def test_an_unknown_indicator_is_answered_with_those_that_come_near():
    with pytest.raises(CatalogueError, match="these come near:") as caught:
        lookup.find_indicator("发明专利授权")
    assert "(invention_grants)" in str(caught.value)


def test_nothing_comes_near_a_word_of_another_world():
    with pytest.raises(CatalogueError, match="nothing comes near"):
        lookup.find_indicator("火星")


@pytest.mark.parametrize(("language", "place", "name"), [("zh", "榆林", "新增地理标志"), ("en", "Yulin", "New GIs")])
def test_names_stand_beside_codes_in_the_language_in_use(language, place, name):
    table = pd.DataFrame({"area": ["610800"], "indicator": ["gi_new"], "value": [1.0]})
    with i18n.using(language):
        named = lookup.add_names(table)
    assert list(named.columns) == ["area", "place", "indicator", "name", "value"]
    assert named.loc[0, ["place", "name"]].tolist() == [place, name]
