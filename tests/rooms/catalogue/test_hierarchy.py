import pytest

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue.places import codes
from ipanalytics.core.errors import CatalogueError
from tests.rooms.catalogue.builders import CITIES, COMPOSITES, UNITS


@pytest.mark.parametrize("on", [None, "2016", "2019"])
def test_there_are_107_counties_at_any_time(on):
    assert len(codes("county", on=on)) == 107


@pytest.mark.parametrize(
    ("region", "units"),
    [
        ("guanzhong", ["610100", "610200", "610300", "610400", "610403", "610500", "610581"]),
        ("shaanbei", ["610600", "610800"]),
        ("shaannan", ["610700", "610900", "611000"]),
    ],
)
def test_each_region_has_its_units(region, units):
    assert sorted(hierarchy.members(region)) == units
    assert {hierarchy.region_of(unit) for unit in units} == {region}


@pytest.mark.parametrize("code", COMPOSITES)
def test_a_composite_has_its_parts_as_members(code):
    assert hierarchy.members(code) == code.split("+") == hierarchy.parts_of(code)


def test_a_place_outside_the_project_is_its_own_part():
    assert hierarchy.parts_of("320500") == ["320500"]
    with pytest.raises(CatalogueError, match="not a division code"):
        hierarchy.parts_of("999999")


def test_a_composite_lies_where_both_parts_lie():
    assert set(COMPOSITES) < set(hierarchy.members("guanzhong", "city"))
    assert hierarchy.members("610500", "city") == []


def test_weinan_with_hancheng_has_eleven_counties():
    assert len(hierarchy.members("610500+610581", "county")) == 11


@pytest.mark.parametrize(
    ("level", "count"), [("unit", 12), ("city", 10), ("region", 3), ("province", 1), ("county", 107)]
)
def test_every_county_belongs_to_one_place_of_a_level(level, count):
    found = hierarchy.membership(level)
    assert (len(found), found.nunique(), found.name, found.index.name) == (107, count, level, "county")


@pytest.mark.parametrize(("level", "code"), [("city", "610500+610581"), ("unit", "610581"), ("region", "guanzhong")])
def test_hancheng_belongs_to_its_city_its_unit_and_its_region(level, code):
    assert hierarchy.membership(level)["610581"] == code


@pytest.mark.parametrize(
    "areas",
    [
        ["610500+610581", "610581"],
        ["610500+610581", "610500"],
        ["610400+610403", "610403"],
        ["610000", "610800"],
        ["100000", "610000"],
        ["guanzhong", "610500+610581"],
        ["610100", "610102"],
        ["610100", "610100"],
    ],
)
def test_places_that_share_ground_are_refused(areas):
    with pytest.raises(CatalogueError, match=f"{areas[0]} and {areas[1]}".replace("+", r"\+")):
        hierarchy.refuse_overlap(areas)


@pytest.mark.parametrize(
    "areas", [UNITS, [*CITIES, *COMPOSITES], ["610500", "610581"], ["guanzhong", "shaanbei", "shaannan"]]
)
def test_places_that_tile_the_province_may_be_added(areas):
    hierarchy.refuse_overlap(areas)


def test_every_pair_that_overlaps_is_named():
    assert hierarchy.overlaps(["610000", "610800", "610900"]) == [("610000", "610800"), ("610000", "610900")]
