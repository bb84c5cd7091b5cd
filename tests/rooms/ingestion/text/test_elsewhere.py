import pytest

from ipanalytics.catalogue import nation
from ipanalytics.ingestion.text import elsewhere, places


def outside(label, english="", code="", *, province="", year=None):
    place = places.settled(places.resolve(label, english, code), province=province, year=year)
    return place.fate, [one.code for one in place.elsewhere]


@pytest.mark.parametrize(
    ("label", "english", "code"),
    [
        ("玉林市", "Yulin", "450900"),
        ("山西", "Shanxi", "140000"),
        ("台州市", "Taizhou", "331000"),
        ("泰州市", "Taizhou", "321200"),
        ("宿州市", "Suzhou", "341300"),
        ("苏 州 市", "Suzhou", "320500"),
        ("宿迁市", "Suqian", "321300"),
        ("伊春市", "Yichun", "230700"),
        ("宜春市", "Yichun", "360900"),
        ("抚州市", "Fuzhou", "361000"),
        ("福州市", "Fuzhou", "350100"),
        ("西安市", "Xi'an", "610100"),
        ("榆林市", "Yulin", "610800"),
    ],
)
def test_places_of_one_english_name_are_told_apart_by_their_own(label, english, code):
    place = places.settled(places.resolve(label, english), province="", year=2020)
    assert [place.code or place.elsewhere[0].code, place.correction] == [code, ""]


def test_every_city_is_found_by_its_name_with_the_english_beside_it():
    cities = [one for one in nation._nation().by_code.values() if one.level == "city" and not one.valid_to]
    found = [places.settled(places.resolve(one.name, one.english), province="", year=None) for one in cities]
    codes = {(place.code or place.elsewhere[0].code)[:6]: one for place, one in zip(found, cities, strict=True)}
    assert sorted(codes) == sorted(one.code for one in cities)


@pytest.mark.parametrize(
    ("label", "english", "province", "code"),
    [
        ("呼和浩特币", "Hohhot", "", "150100"),
        ("五林市", "Yulin", "450000", "450900"),
        ("乌鲁木齐布", "Urumqi", "", "650100"),
    ],
)
def test_a_misread_letter_is_mended_by_the_english_name(label, english, province, code):
    place = places.settled(places.resolve(label, english), province=province, year=None)
    assert (place.elsewhere[0].code, place.fate) == (code, "outside")
    assert label in place.correction


def test_a_misread_letter_that_two_places_of_the_english_name_explain_mends_nothing():
    place = places.settled(places.resolve("五林市", "Yulin"), province="", year=None)
    assert (place.code, place.fate) == ("", "left_out")
    assert "榆林市 (610800)" in place.reason
    assert "玉林市 (450900)" in place.reason


def test_another_place_than_the_english_or_the_code_beside_it_is_named():
    for place in (places.resolve("玉林市", "", "610800"), places.resolve("玉林市", "Xi'an", "610100")):
        assert (place.code, place.fate) == ("", "left_out")
        assert "'玉林市' is another place" in place.reason


def test_a_name_in_several_provinces_is_ambiguous_until_one_of_them_stands_above():
    assert outside("西安区") == ("outside", [])
    assert outside("西安区", province="230000") == ("outside", ["231005"])
    assert outside("鼓楼区", province="410000") == ("outside", ["410204"])
    assert outside("新城区", province="150000") == ("outside", ["150102"])
    assert outside("新城区") == ("left_out", [])


def test_the_year_tells_a_city_from_the_county_that_it_was():
    assert outside("吐鲁番市", year=2014) == ("outside", ["652101"])
    assert outside("吐鲁番市", year=2015) == ("outside", ["650400"])


@pytest.mark.parametrize("label", ["山两", "太州市", "西安区市", "玉林", "临安"])
def test_likeness_alone_is_no_place_of_the_project(label):
    place = places.resolve(label)
    assert place is None or place.code == ""


@pytest.mark.parametrize(("label", "code"), [("吉林", "220000"), ("海南", "460000"), ("Jilin", "220000")])
def test_a_province_of_the_name_of_a_city_is_the_province(label, code):
    assert places.resolve(label) == places.Place(code)


def test_places_are_described_by_what_they_lie_in():
    both = elsewhere.described(["150102", "610102"])
    assert both == "内蒙古自治区呼和浩特市新城区 (150102), 陕西省西安市新城区 (610102)"
    assert elsewhere.described(one.code for one in nation.named("鼓楼区")).count("(") == 4


@pytest.mark.parametrize("name", ["甘肃省", "甘肃", "内蒙古自治区"])
def test_a_province_is_no_place_of_another_one(name):
    assert elsewhere.named(name) == ()


@pytest.mark.parametrize(("label", "province"), [("雁塔区", ""), ("新城区", ""), ("甘肃省", "620000"), ("国外", "")])
def test_only_a_city_or_a_province_says_where_the_rows_below_it_lie(label, province):
    assert places.stands_in(label, places.resolve(label)) == province
