import pandas as pd
import pytest

from ipanalytics.catalogue import places
from ipanalytics.report.maps import plain_maps, target_maps

UNITS = places.codes("unit")


def part_of(judge, aim, target, values):
    period = "2022-01/2022-09" if target[1] == "flow" else "2022-09"
    rows = [(code, target[0], period, value) for code, value in values.items()]
    (part,) = target_maps.by_target(judge(rows, [aim("T1", *target)])).values()
    return part


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (("gi_new", "flow", 3.0), True),
        (("high_value_inventions_per_10k", "level", 6.8), True),
        (("trademark_windows", "coverage"), True),
        (("inventions_in_force", "direction"), False),
    ],
)
def test_what_is_not_asked_of_a_place_is_only_shown(judge, aim, target, shown):
    part = part_of(judge, aim, target, {"610800": 1})
    assert plain_maps.is_plain(part)["610800"] == shown
    assert not plain_maps.is_plain(part).drop("610800").any()


def test_each_of_a_few_values_is_a_class(judge, aim):
    values = dict(zip(UNITS, [0, 0, 1, 4, 0, 1, 0, 0, 0, 0, 0], strict=False))
    scale = plain_maps.scale(part_of(judge, aim, ("gi_new", "flow", 3.0), values))
    assert scale.words == ("0件", "1件", "4件")
    assert scale.classes.tolist() == [0, 0, 1, 2, 0, 1, 0, 0, 0, 0, 0, -1]
    assert len(set(scale.fills)) == 3


def test_who_has_a_thing_is_said_in_words(judge, aim):
    scale = plain_maps.scale(part_of(judge, aim, ("trademark_windows", "coverage"), {"610100": 1, "610200": 0}))
    assert scale.words == ("没有", "有")


def test_many_values_are_put_in_classes(judge, aim):
    scale = plain_maps.scale(part_of(judge, aim, ("gi_new", "flow", 3.0), dict(zip(UNITS, range(12), strict=True))))
    assert len(scale.words) == len(scale.fills) == 4
    assert scale.classes.is_monotonic_increasing
    frame = pd.DataFrame({"class": scale.classes})
    assert frame["class"].value_counts().tolist() == [3, 3, 3, 3]
