"""The five kinds of high-value inventions."""

import pytest

from ipanalytics.records.counting.high_value import KINDS
from tests.rooms.records.builders import number

ONE = {
    "application_number": number(2015, "1", 1),
    "application_date": "2015-03-01",
    "grant_date": "2017-01-01",
    "legal_status": "有效",
    "address": "陕西省西安市雁塔区",
}


@pytest.mark.parametrize(
    ("row", "met"),
    [
        ({}, []),
        ({"strategic_industry": "是"}, ["strategic"]),
        ({"strategic_industry": "新材料产业"}, ["strategic"]),
        ({"strategic_industry": "否"}, []),
        ({"ipc": "G06F40/30"}, ["strategic"]),
        ({"ipc": "G06F40/30", "strategic_industry": "否"}, []),
        ({"ipc": "B64C1/00"}, []),
        ({"family": "US10000001B2"}, ["overseas_family"]),
        ({"family": "CN101A; EP 3000001 B1"}, ["overseas_family"]),
        ({"family": "US20200123456A1; WO2020123456A1; CN101B"}, []),
        ({"family": "US; EP"}, []),
        ({"application_number": number(2012, "1", 1), "application_date": "2012-12-30"}, ["long_maintained"]),
        ({"application_number": number(2012, "1", 1), "application_date": "2012-12-31"}, []),
        ({"pledge": "1,200万元"}, ["pledged"]),
        ({"pledge": "0"}, []),
        ({"pledge": "否"}, []),
        ({"pledge_yuan": "3000000"}, ["pledged"]),
        ({"pledge": "是"}, ["pledged"]),
        ({"award": "第二十三届中国专利优秀奖"}, ["awarded"]),
        ({"award": "陕西省专利奖一等奖"}, []),
        ({"award": "中国专利银奖", "strategic_industry": "是"}, ["strategic", "awarded"]),
        ({"award": "中国专利银奖", "legal_status": "驳回"}, []),
        ({"award": "中国专利银奖", "application_number": number(2015, "2", 1)}, []),
    ],
)
def test_an_invention_in_force_is_of_the_kinds_that_it_meets(judged, row, met):
    patents, _ = judged({**ONE, **row})
    assert [kind for kind in KINDS if patents.loc[0, kind]] == met
    assert patents.loc[0, "high_value"] == bool(met)


def test_a_family_of_countries_without_kind_codes_is_named(judged):
    _, ledger = judged({**ONE, "family": "US; EP"})
    assert ledger == [("family not judged", 2, "no member of the family has a kind code: US; EP")]
