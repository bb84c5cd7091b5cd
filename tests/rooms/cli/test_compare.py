"""Copies of one table of a yearbook, as two digitisations or editions have it: what compare says of them."""

import openpyxl
import pytest

from ipanalytics.cli import main

TITLE = "2-9 地区生产总值（2022年）"
HEADINGS = ["城市", "地区生产总值(当年价格)", "地区生产总值增长率(%)", "年末常住人口(万人)"]
FIRST = [
    [TITLE],
    ["单位：万元"],
    HEADINGS,
    ["西安市", 114866123, 4.4, 1299.59],
    ["宝鸡市", 27430300, 4.6, 326.47],
    ["榆林市", 65436500, 5.6, 361.61],
    ["玉林市", 21675900, 3.1, 579.8],
]
SCANNED = [
    *FIRST[:3],
    ["西安市", "1148661Z3", "4.4", "1299.59"],
    ["宝鸡市", "27430300", "4.6", "326.41"],
    ["榆林市", "65436500", "56", "—"],
    ["玉林市", "21675900", "3.1", "579.8"],
]
OTHER_UNITS = [
    [TITLE],
    ["地区", "常住人口（人）", "地区生产总值增长率（%）", "地区生产总值（亿元）"],
    ["西安市", 12995900, 4.4, 11486.61],
    ["榆林市", 3616100, 5.6, 6543.56],
    ["宝鸡市", 3264700, 4.6, 2743.03],
]
IN_ENGLISH = [
    ["2-9 Gross Regional Product (2022)"],
    [
        *("City", "Gross Regional Product\n(current prices)\n(10 000 yuan)", "Growth Rate of GRP\n(%)"),
        "Resident Population at Year-end\n(10 000 persons)",
    ],
    ["西安  Xi'an", 114866123, 4.4, 1299.59],
    ["宝鸡  Baoji", 27430300, 4.6, 326.47],
    ["榆林  Yulin", 65436500, 5.6, 361.61],
]


def save(path, rows, sheet="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


@pytest.mark.parametrize(
    ("rows", "said", "code"),
    [
        (
            SCANNED,
            [
                "西安 地区生产总值 2022: 11,486.6123 (Sheet1!B4) against '1148661Z3', not read (1-8!B4) 亿元",
                "宝鸡 常住人口 2022: 3,264,700 (Sheet1!D5) against 3,264,100 (1-8!D5) 人",
                "榆林 地区生产总值增长率 2022: 5.6 (Sheet1!C6) against 56 (1-8!C6) %",
                "榆林 常住人口 2022: 3,616,100 (Sheet1!D6) against no figure (1-8!D6) 人",
            ],
            1,
        ),
        (
            OTHER_UNITS,
            [
                "西安 地区生产总值 2022: 11,486.6123 (Sheet1!B4) against 11,486.61 (1-8!D3) 亿元, equal when rounded",
                "榆林 地区生产总值 2022: 6,543.65 (Sheet1!B6) against 6,543.56 (1-8!D4) 亿元",
            ],
            1,
        ),
        (IN_ENGLISH, [], 0),
        (FIRST, [], 0),
    ],
    ids=["letters", "units and order", "English", "the same"],
)
def test_each_cell_that_differs_is_named_with_both_cells_and_nothing_else(tmp_path, capsys, rows, said, code):
    first, second = save(tmp_path / "first.xlsx", FIRST), save(tmp_path / "second.xlsx", rows, "1-8")
    assert main.main(["compare", first, second]) == code
    assert sorted(capsys.readouterr().out.removeprefix("\ufeff").splitlines()) == sorted(said)
