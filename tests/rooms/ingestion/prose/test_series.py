import pytest

from tests.rooms.ingestion.prose.builders import reasons, used

TYPES = {"invention_grants": 829, "utility_model_grants": 1651, "design_grants": 227}


@pytest.mark.parametrize(
    "text",
    [
        "发明、实用新型和外观设计专利授权量分别为829件、1651件、227件",
        "发明、实用新型、外观设计专利授权量分别达829、1651和227件",
        "全市发明专利授权量、实用新型专利授权量和外观设计专利授权量,分别为829件、1651件和227件",
        "全年授权专利2707件，其中发明、实用新型和外观设计专利授权分别为829件、1651件和227件，分别增长5%、6%和7%",
    ],
)
def test_figures_are_shared_out_in_the_order_of_their_names(text):
    assert {key: value for key, value in used(text).items() if key in TYPES} == TYPES


def test_more_figures_than_names_are_nobodys():
    assert used("发明、实用新型专利授权量分别为829件、1651件、227件") == {}


def test_bodies_that_share_figures_out_are_no_place_of_ours():
    text = "工矿企业、大专院校和科研单位专利申请量分别为48838件、12848件和762件"
    assert used(text) == {}
    assert [fate for fate, _ in reasons(text)] == ["left_out"] * 3


def test_changes_that_are_shared_out_are_no_levels():
    found = used("专利申请量和授权量分别为3000件和2000件，分别增加500件和300件")
    assert found == {"patent_applications": 3000, "patent_grants": 2000}
