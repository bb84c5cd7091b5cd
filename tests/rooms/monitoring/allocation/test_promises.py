import pytest

from ipanalytics.monitoring.allocation import promises
from tests.rooms.monitoring.allocation.test_shares import target

WHOLE = target("standard_adopters_new", "flow", 10.0, id="T07", members=("610100", "610200", "610300"))


def own(area, value, kind="flow", id_=""):
    return target("standard_adopters_new", kind, value, id=id_ or f"Y{area}", area=area)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((5.0, 3.0, 2.0), "add up to 10, the province's is 10: exactly that"),
        ((5.0, 3.0, 4.0), "add up to 12, the province's is 10: 2 more"),
        ((5.0, 3.0), "add up to 8, the province's is 10: 2 less; none of its own: 610300 宝鸡市"),
        ((0.1, 0.2, 9.7), "add up to 10, the province's is 10: exactly that"),
    ],
)
def test_promises_are_compared_with_the_province(values, said):
    targets = [WHOLE, *(own(area, value) for area, value in zip(WHOLE.members, values, strict=False))]
    assert promises.as_lines(targets) == [f"2022 T07 standard_adopters_new: the units' own targets {said}"]


def test_what_is_no_part_of_the_number_is_named_and_not_added():
    halves = [own("610200", 1.0, id_="a"), own("610200", 2.0, id_="b")]
    line = promises.as_lines([WHOLE, own("610100", 0.1, "growth"), *halves, own("610300", 4.0)])[0]
    assert "add up to 4, the province's is 10: 6 less" in line
    assert line.endswith("not added, of another kind or several: 610100 西安市, 610200 铜川市")


def test_nothing_is_said_where_no_unit_has_its_own_or_nothing_can_be_added():
    rate = "high_value_inventions_per_10k"
    levels = [target(rate, "level", 6.8), target(rate, "level", 1.0, id="Y", area="610800")]
    assert promises.as_lines([WHOLE, *levels]) == []
