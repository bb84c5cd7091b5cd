from collections import Counter

import pytest

from ipanalytics.catalogue import nation, places


def codes(name, **told):
    return [place.code for place in nation.narrowed(nation.named(name), **told)]


def test_every_city_of_the_country_has_a_name_of_its_own_in_each_year():
    for year in range(2015, 2025):
        names = {name for name in nation._nation().by_name if name.endswith("市")}
        in_force = {name: [one for one in nation.named(name) if one.in_force(year)] for name in names}
        assert [name for name, found in in_force.items() if len(found) > 1] == []


def test_the_country_has_its_provinces_cities_and_counties():
    current = Counter(place.level for place in nation._nation().by_code.values() if not place.valid_to)
    assert current == {"province": 34, "city": 333, "county": 2846}


def test_places_of_the_province_have_the_codes_of_the_register():
    own = {place.code: place.name for place in nation._nation().by_code.values() if place.code.startswith("61")}
    levels = ("city", "county")
    listed = {code: places.name_of(code) for level in levels for code in places.codes(level) if "+" not in code}
    # The reporting unit and its district have one code and two names.
    assert {code for code, name in listed.items() if own[code] != name} == {"610403"}


@pytest.mark.parametrize(
    ("name", "told", "code"),
    [
        ("莱芜市", {"year": 2017}, "371200"),
        ("襄阳市", {}, "420600"),
        ("襄樊市", {}, "420600"),
        ("普洱市", {}, "530800"),
        ("那曲地区", {"year": 2016}, "542400"),
        ("那曲市", {}, "540600"),
        ("山南市", {"year": 2016}, "540500"),
        ("哈密市", {"year": 2015}, "652201"),
        ("哈密市", {"year": 2016}, "650500"),
        ("三沙市", {}, "460300"),
        ("儋州市", {"year": 2014}, "469003"),
        ("儋州市", {"year": 2015}, "460400"),
        ("巢湖市", {"year": 2010}, "341400"),
        ("巢湖市", {"year": 2015}, "340181"),
        ("城关区", {"province": "620000"}, "620102"),
        ("西安区", {"province": "220000"}, "220403"),
        ("恩施州", {}, "422800"),
        ("泰州", {}, "321200"),
        ("台州", {}, "331000"),
    ],
)
def test_a_name_at_its_time_and_in_its_province_is_one_place(name, told, code):
    assert codes(name, **told) == [code]


@pytest.mark.parametrize("name", ["西安区", "城关区", "鼓楼区"])
def test_a_name_that_occurs_twice_stays_so_without_its_province(name):
    assert len(codes(name)) > 1


def test_no_name_is_taken_for_one_that_looks_like_it():
    assert nation.named("山两") == nation.named("太州市") == nation.named("") == nation.called("") == ()


def test_a_project_without_the_file_knows_no_other_place(tmp_path, monkeypatch):
    (tmp_path / "data" / "catalogue").mkdir(parents=True)
    (tmp_path / "data" / "catalogue" / "indicators.yaml").touch()
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    assert nation.named("泰州市") == ()


def test_without_a_list_of_them_no_place_means_another_one_in_tables_of_the_country(home):
    assert nation.nationwide()
    (home / "data" / "divisions" / "nationwide.csv").unlink()
    assert nation.nationwide() == {}
