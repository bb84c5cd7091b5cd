import pytest

from ipanalytics.report.maps import unit_map
from tests.rooms.publishing.builders import LEAD, lights, row


@pytest.mark.parametrize(
    ("statuses", "weak", "assessable", "class_"),
    [
        ({"achieved": 2, "achieved_late": 1, "on_pace": 1, "above_line": 1, "count_only": 3}, 0, 4, 0),
        ({"achieved": 4, "missed": 1}, 1, 5, 1),
        ({"achieved": 3, "behind": 2}, 2, 5, 2),
        ({"achieved": 2, "not_started": 3, "pending": 9, "no_data": 9, "not_assessable": 9}, 3, 5, 3),
        ({"overdue": 1, "slightly_behind": 3, "far_behind": 1, "below_line": 9}, 5, 5, 4),
        ({"below_line": 1, "no_record": 2, "not_due": 1}, 0, 0, unit_map.NOTHING),
        ({"no_data": 3, "pending": 1}, 0, 0, unit_map.NOTHING),
    ],
)
def test_the_measure_is_the_number_of_targets_that_fall_short(statuses, weak, assessable, class_):
    found = row(lights=lights(**statuses))
    assert (len(found.weak), found.assessable, found.class_) == (weak, assessable, class_)


def test_the_lead_in_short_names_the_weakest_target():
    assert row().short == "最大短板是每万人高价值专利：0.63件/万人"
    assert row(lights=[], as_of="").short == LEAD
