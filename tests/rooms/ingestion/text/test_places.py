import pytest

from ipanalytics.ingestion.text import places


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("陕西省合计", "610000"),
        ("全省合计", "610000"),
        ("#西安", "610100"),
        ("其中：西安市", "610100"),
        ("西安市（含西咸）", "610100"),
        ("杨凌示范区（杨陵区）", "610403"),
        ("渭南市（含韩城）", "610500+610581"),
        ("渭南市(不含韩城市)", "610500"),
        ("西安 Xi'an", "610100"),
        ("Shaanxi 陕西", "610000"),
        ("香港特别行政区", "810000"),
        ("中国香港", "810000"),
        ("台湾省", "710000"),
    ],
)
def test_places_are_known_in_all_wordings(label, code):
    assert places.resolve(label).code == code


@pytest.mark.parametrize(
    "label", ["省直", "省本级", "其他 Others", "新疆兵团/XPCC", "国内总计Total", "港澳台地区", "Subtotal"]
)
def test_rows_that_are_no_division_say_why(label):
    place = places.resolve(label)
    assert (place.code, place.fate) == ("", "check")
    assert place.reason


@pytest.mark.parametrize(
    ("label", "english", "code"),
    [("西安高新区", "", "610100"), ("陕西", "Shanxi", ""), ("西咸新区", "", ""), ("西安市(不含西咸新区)", "", "")],
)
def test_what_only_seems_to_be_a_place_is_left_out(label, english, code):
    place = places.resolve(label, english, code)
    assert (place.code, place.fate) == ("", "left_out")


def test_a_misread_letter_is_mended_by_code_or_english():
    assert places.resolve("山两", "Shanxi").code == "140000"
    assert places.resolve("江两", "", "360000").correction == "'江两' read as 江西, after '360000'"
    assert places.resolve("山两") is None


def test_全市_is_the_place_of_the_title():
    assert places.own("全市", "610900") == "610900"
    assert places.own("全省", "510000") == "510000"
    assert places.own("全市", "") == ""


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("陕西省西安市", "610100"),
        ("陕西省宝鸡市陈仓区", "610304"),
        ("宝鸡市陈仓区", "610304"),
        ("渭南市韩城市", "610581"),
        ("陕西西安", "610100"),
        ("西安市合计", "610100"),
    ],
)
def test_a_name_made_of_a_place_and_one_inside_it_is_the_inner_one(label, code):
    assert places.resolve(label).code == code


@pytest.mark.parametrize("label", ["陕西省太原市", "宝鸡市碑林区", "西安新城", "西安市高新区", "西安市" * 9])
def test_a_place_that_is_not_inside_the_one_before_is_not_known(label):
    assert places.resolve(label) is None
