import pytest

from ipanalytics.ingestion.text import addresses


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("陕西省西安市雁塔区科技路1号", "610113"),
        ("杨凌示范区", "610403"),
        ("韩城市、大荔县", "610000"),
        ("洛川县;富县", "610600"),
        ("雁塔区与某地", "610113"),
        ("北京市", "110000"),
        ("", ""),
        ("、", ""),
    ],
)
def test_an_address_lies_in_the_finest_place_that_holds_all_of_it(text, code):
    assert addresses.find(text) == code


def test_one_unknown_part_leaves_all_unknown_unless_some_will_do():
    assert addresses.find("洛川县、某镇") == ""
    assert addresses.find("洛川县、某镇", is_partial=True) == "610629"


def test_a_place_before_an_office_is_its_issuer_and_not_named():
    text = "西安市市场监督管理局关于宝鸡市、延安市的通报"
    assert addresses.named(text, before=["市场监督管理局"]) == {"610300", "610600"}
    assert addresses.named(text) == {"610100", "610300", "610600"}


@pytest.mark.parametrize(
    ("code", "unit", "province"),
    [("610116", "610100", "610000"), ("610581", "610581", "610000"), ("610000", "", "610000"), ("100000", "", "")],
)
def test_a_place_lies_in_one_unit_and_one_province(code, unit, province):
    assert (addresses.unit_of(code), addresses.province_of(code)) == (unit, province)
