"""Who holds a patent, by rules that are data; where, by address, with the postal code as second evidence."""

import pytest

from ipanalytics.records import holders
from tests.rooms.records.builders import number


def kind_of(judged, name):
    patents, _ = judged({"application_number": number(2015, "1", 1), "holders": name})
    return patents.loc[0, "holder_kind"]


@pytest.mark.parametrize(("_", "kind", "example"), holders.rules())
def test_each_rule_has_an_example(judged, _, kind, example):
    assert kind_of(judged, example) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("西安交通大学科技园有限责任公司", "enterprise"),
        ("西安电子科技大学;华为技术有限公司", "university"),
        ("西北农林科技大学", "university"),
        ("中国电子科技集团公司第二十研究所", "enterprise"),
        ("陕西省人民医院", "organisation"),
        ("榆林市农业科学研究院", "institute"),
        ("Siemens AG", "unknown"),
        ("", "unknown"),
        ("李四", "individual"),
        ("某某某某某", "unknown"),
    ],
)
def test_names_fall_into_their_kinds_and_the_unsure_are_unknown(judged, name, kind):
    assert kind_of(judged, name) == kind


CODE = number(2015, "1", 1)


@pytest.mark.parametrize(
    ("address", "postcode", "expected"),
    [
        ("陕西省西安市雁塔区长安路1号", "710049", ("610100", "610113")),
        ("西安市高新区科技路", "", ("610100", "")),
        ("陕西省渭南市韩城市金城区", "715400", ("610581", "610581")),
        ("陕西省咸阳市杨陵区康乐路", "", ("610403", "610403")),
        ("陕西省", "719000", ("610800", "")),
        ("广东省深圳市南山区", "518000", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_a_patent_lies_where_its_address_says(judged, address, postcode, expected):
    patents, _ = judged({"application_number": CODE, "address": address, "postcode": postcode})
    assert tuple(patents.loc[0, ["unit", "county"]]) == expected


def test_what_is_not_placed_or_doubtful_is_named(judged):
    rows = [
        ("陕西省西安市雁塔区", "719000"),
        ("陕西省", "719000"),
        ("广东省深圳市", ""),
        ("陕西省", ""),
        ("", ""),
        ("某地某路", ""),
    ]
    fields = [
        {"application_number": number(2015, "1", n), "address": a, "postcode": p} for n, (a, p) in enumerate(rows)
    ]
    _, ledger = judged(*fields)
    assert [line for line in ledger if line[0] not in ("no status",)] == [
        ("not placed", 5, "the address names no unit: 陕西省"),
        ("not placed", 6, "no address"),
        ("not placed", 7, "no known place: 某地某路"),
        ("outside", 4, "another province: 440300"),
        ("place disagrees", 2, "address and postal code differ: 610100, 719000 of 610800"),
        ("placed by postal code", 3, "the address names no unit: 陕西省"),
    ]
