import pytest

from ipanalytics.catalogue import places
from ipanalytics.report.sections import reads
from ipanalytics.report.sections.reads import Page

YULIN = Page(area="榆林", as_of="2022-09")


def areas_of(reading, page):
    return {area for part in reading(page) if not isinstance(part, str) for area in part["area"]}


def test_a_page_finds_its_place_by_name():
    assert YULIN.place == "610800"
    assert set(YULIN.around) == {"shaanbei", places.province(), "610800"}


def test_a_unit_reads_its_own_figures_alone():
    assert areas_of(reads.own, YULIN) == {"610800"}


def test_a_region_reads_those_of_its_units_too():
    assert areas_of(reads.own, Page(area="陕北", as_of="2022-09")) == {"shaanbei", "610600", "610800"}


@pytest.mark.parametrize("reading", [reads.provinces, reads.curves])
def test_only_the_province_reads_other_provinces_and_its_units_curves(reading):
    assert list(reading(YULIN)) == []
    assert list(reading(Page(area="陕西", as_of="2022-09")))


def test_a_county_reads_the_map_of_its_unit():
    assert areas_of(reads.county_maps, Page(area="神木", as_of="2022-12")) == areas_of(
        reads.county_maps, Page(area="榆林", as_of="2022-12")
    )
