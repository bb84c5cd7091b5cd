import pandas as pd
import pytest

from ipanalytics.catalogue import places
from ipanalytics.report import wording
from ipanalytics.report.sections import lead_map

UNITS = places.codes("unit")
RATE = "high_value_inventions_per_10k"


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


def test_the_parts_are_those_of_the_progress_table(september):
    shown = only(lead_map.draw_lead_map(september, "610000")).table.set_index("单元")
    rows = september.rows[september.rows["area"].isin(UNITS) & september.rows["kind"].ne("milestone")]
    for code in UNITS:
        statuses = rows.loc[rows["area"] == code, "status"]
        good = int(statuses.isin(wording.GOOD).sum())
        judged = good + int(statuses.isin(wording.WEAK).sum())
        assert shown.loc[places.name_of(code), ["可以评价的指标", "低于要求"]].tolist() == [
            str(judged),
            str(judged - good),
        ]


UNIT_PAGE, NORTH = "610800", "shaanbei"


@pytest.mark.parametrize(
    ("area", "changes", "title"),
    [
        ("610000", {"610100": -1, "610800": -2}, "陕西低于要求的单元最多的是有效发明专利：2个单元"),
        ("610000", {"610100": 1}, "陕西各单元：可以评价的指标没有低于要求的"),
        (NORTH, {"610100": -1, "610800": 1}, "陕北各单元：可以评价的指标没有低于要求的"),
        (NORTH, {"610100": -1}, "陕北还没有可以评价的指标"),
        (UNIT_PAGE, {"610800": -2}, "榆林可以评价的1项指标中1项低于要求：有效发明专利"),
        (UNIT_PAGE, {"610800": 3, "610100": -1}, "榆林可以评价的1项指标中0项低于要求"),
    ],
)
def test_the_title_is_the_pages_own_answer_and_ranks_nobody(judge, aim, area, changes, title):
    rows = [(code, "inventions_in_force", "2021", 9) for code in changes]
    rows += [(code, "inventions_in_force", "2022-09", 9 + change) for code, change in changes.items()]
    made = judge(rows, [aim("T1", "inventions_in_force", "direction")])
    assert only(lead_map.draw_lead_map(made, area)).title == title


def test_without_anything_to_judge_there_is_no_map_nor_a_heading(judge, aim):
    section = lead_map.draw_lead_map(judge([], [aim("T1", RATE, "level", 6.8)]), "610000")
    assert (section.exhibits, section.prose) == ((), "")


@pytest.mark.parametrize(("area", "lines"), [("610000", 3), ("610800", 4), ("shaannan", 4)])
def test_the_area_of_the_page_is_outlined(september, area, lines):
    markup = str(only(lead_map.draw_lead_map(september, area)).drawing)
    borders = markup.partition('<g class="borders"')[2].partition("</g>")[0]
    assert borders.count("<path") == lines


def test_the_legend_counts_every_unit_once(september):
    markup = str(only(lead_map.draw_lead_map(september, "610000")).drawing)
    counts = pd.Series([markup]).str.extractall(r'<span class="units">(\d+)个单元</span>')[0].astype(int)
    assert counts.sum() == len(UNITS)
