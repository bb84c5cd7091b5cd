import pytest

from ipanalytics.report.maps import unit_map
from tests.publishing.builders import LEAD, lights, row


@pytest.mark.parametrize(
    ("statuses", "good", "assessable", "class_"),
    [
        ({"achieved": 1, "achieved_late": 1, "on_pace": 1, "above_line": 1}, 4, 4, 4),
        ({"achieved": 4, "missed": 1}, 4, 5, 4),
        ({"achieved": 3, "behind": 2}, 3, 5, 3),
        ({"achieved": 2, "not_started": 3, "pending": 9, "no_data": 9, "not_assessable": 9}, 2, 5, 2),
        ({"below_line": 1}, 0, 1, 0),
        ({"no_data": 3, "pending": 1}, 0, 0, unit_map.NOTHING),
    ],
)
def test_the_measure_is_the_part_of_the_assessable_targets_that_is_good(statuses, good, assessable, class_):
    found = row(lights=lights(**statuses))
    assert (found.good, found.assessable, found.class_) == (good, assessable, class_)


def test_the_lead_in_short_names_the_weakest_target():
    assert row().short == "最大短板是每万人高价值专利：0.63件/万人"
    assert row(lights=[], as_of="").short == LEAD
