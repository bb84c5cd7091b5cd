"""The page of the quality of applications, from filed measures."""

import pandas as pd
import pytest

from ipanalytics.records.filing import COLUMNS
from ipanalytics.report.sections.office import patent_quality as page

DAY = "2022-12-31"


def filed(*rows):
    return pd.DataFrame([[DAY, *row] for row in rows], columns=COLUMNS)


def fates(by, group, withdrawn, rejected, of):
    return [
        [by, group, "invention", "filings", float(of), float(of), float("nan")],
        [by, group, "invention", "withdrawn", withdrawn, float(of), float("nan")],
        [by, group, "invention", "rejected", rejected, float(of), float("nan")],
    ]


def test_nothing_is_claimed_where_no_list_was_counted():
    opening = page.open_patent_quality(filed())
    assert (opening.lead, opening.figures) == ("没有清点过专利清单。", ())
    for exhibit in (page.list_fates(filed(), "unit"), page.list_kept(filed()), page.draw_fates_by_year(filed())):
        assert exhibit.table.empty
        assert exhibit.figure is None


def test_the_lead_says_the_shares_that_are_known():
    rows = fates("province", "610000", 0.2, 0.1, 1000)
    rows.append(["province", "610000", "invention", "kept_5", 0.694, 300.0, 0.01])
    opening = page.open_patent_quality(filed(*rows))
    assert opening.lead == "截至2022年12月31日，全省发明专利申请：撤回20.0%，驳回10.0%，授权后维持5年69.4%。"
    assert [(card.value, card.details) for card in opening.figures] == [
        ("20.0%", ("1,000件中",)),
        ("10.0%", ("1,000件中",)),
    ]


@pytest.mark.parametrize(
    ("xian", "title"),
    [
        ((0.30, 0.1), "各单元的发明专利申请：撤回和驳回合计，西安最高，40.0%"),
        ((0.11, 0.1), "各单元的发明专利申请：撤回和驳回合计20.0%—21.0%，差别不大"),
    ],
)
def test_the_unit_that_lost_most_is_named_only_where_it_is_no_chance(xian, title):
    exhibit = page.list_fates(
        filed(*fates("unit", "610100", *xian, 1000), *fates("unit", "610800", 0.1, 0.1, 1000)), "unit"
    )
    assert exhibit.title == title
    assert exhibit.table["单元"].tolist() == ["西安", "榆林"]
    assert exhibit.note == "没有给出非正常申请的号单，不计非正常。"


def test_a_share_of_few_has_a_star_and_is_never_the_worst():
    exhibit = page.list_fates(
        filed(*fates("unit", "610100", 0.1, 0.0, 1000), *fates("unit", "610200", 1.0, 0.0, 3)), "unit"
    )
    assert exhibit.table["撤回"].tolist() == ["10.0%", "100.0%*"]
    assert (exhibit.title, exhibit.note[:7]) == ("各单元的发明专利申请", "*不足30件。")


def test_what_is_kept_stands_with_its_error_and_what_is_unknown_is_empty():
    rows = [
        ["province", "610000", "invention", f"kept_{years}", share, 50.0, 0.02] for years, share in ((3, 0.9), (5, 0.7))
    ]
    exhibit = page.list_kept(filed(*rows))
    assert exhibit.title == "发明专利授权后，70.0%维持到第5年"
    assert exhibit.table.to_dict("records") == [
        {"全省专利": "发明", "3年": "90.0% ±2.0", "5年": "70.0% ±2.0", "10年": ""}
    ]


def test_years_are_drawn_in_their_order():
    rows = [
        ["year", year, "invention", "withdrawn", share, 99.0, float("nan")]
        for year, share in (("2021", 0.2), ("2020", 0.1))
    ]
    exhibit = page.draw_fates_by_year(filed(*rows))
    (line,) = exhibit.figure.data
    assert (list(line.x), list(line.y), line.name) == ([2020, 2021], [10.0, 20.0], "撤回")


def test_kinds_of_high_value_and_agencies_are_told_without_names():
    rows = [["province", "610000", "invention", "high_value", 0.4, 100.0, float("nan")]]
    rows += [["province", "610000", "invention", "awarded", 0.05, 40.0, float("nan")]]
    agencies = {"agencies": 12.0, "largest_agencies": 0.6, "without_agency": 0.1}
    rows += [["province", "610000", "", name, value, 500.0, float("nan")] for name, value in agencies.items()]
    exhibit = page.list_high_value_kinds(filed(*rows))
    assert exhibit.title == "有效发明专利中40.0%为高价值"
    assert exhibit.table.to_dict("records") == [{"类别": "获国家级奖励", "占高价值发明专利": "5.0%"}]
    assert exhibit.note.endswith("12家代理机构代理；申请最多的几家合计60.0%，未委托代理的10.0%。")
