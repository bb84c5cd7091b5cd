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
        assert shown.loc[places.name_of(code), ["可以评价的指标", "达标"]].tolist() == [str(judged), str(good)]


@pytest.mark.parametrize(
    ("rates", "title"),
    [
        ({"610100": 9, "610800": 1}, "达标比例最高的是西安（100%），最低的是榆林（0%）"),
        ({"610100": 9, "610800": 8}, "各单元达标的比例都是100%"),
        ({"610100": 1}, "各单元达标的比例都是0%"),
    ],
)
def test_the_title_names_the_best_and_the_worst(judge, aim, rates, title):
    rows = [(code, RATE, "2022-09", value) for code, value in rates.items()]
    assert only(lead_map.draw_lead_map(judge(rows, [aim("T1", RATE, "level", 6.8)]), "610000")).title == title


def test_without_anything_to_judge_it_says_so(judge, aim):
    section = lead_map.draw_lead_map(judge([], [aim("T1", RATE, "level", 6.8)]), "610000")
    assert section.exhibits == ()
    assert "没有图" in section.prose


@pytest.mark.parametrize(("area", "lines"), [("610000", 3), ("610800", 4), ("shaannan", 4)])
def test_the_area_of_the_page_is_outlined(september, area, lines):
    markup = str(only(lead_map.draw_lead_map(september, area)).drawing)
    borders = markup.partition('<g class="borders"')[2].partition("</g>")[0]
    assert borders.count("<path") == lines


def test_the_legend_counts_every_unit_once(september):
    markup = str(only(lead_map.draw_lead_map(september, "610000")).drawing)
    counts = pd.Series([markup]).str.extractall(r'<span class="units">(\d+)个单元</span>')[0].astype(int)
    assert counts.sum() == len(UNITS)
