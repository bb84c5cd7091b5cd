import re

import pandas as pd
import pytest
from lxml import html

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.report import wording
from ipanalytics.report.sections.lights import status_table

UNITS = places.codes("unit")
AREAS = [places.province(), *places.codes("region"), *UNITS]
PEOPLE = [(code, "population", "2021", 1000 * number) for number, code in enumerate(UNITS, 1)]


@pytest.fixture(scope="module")
def four(aim):
    return [
        aim("T1", "gi_new", "flow", 3.0),
        aim("T2", "pledge_smes", "growth", 0.10),
        aim("T3", "inventions_in_force", "direction"),
        aim("M1", "milestone_m01", "milestone"),
    ]


FIGURES = [
    ("610000", "gi_new", "2022-01/2022-09", 2),
    ("610000", "pledge_smes", "2021-01/2021-09", 100),
    ("610000", "pledge_smes", "2022-01/2022-09", 108),
    ("610000", "inventions_in_force", "2021", 100),
    ("610000", "inventions_in_force", "2022-06", 90),
]
TABLE = pd.DataFrame(
    [
        ["▼ 滞后", "有效发明专利", "90件", "高于上年末100件", "–", "49.6%", "–", "10件", "–",
         "2022年6月末的数；比上年末少10件", "条款T3"],
        ["◆ 略低于序时", "新增地理标志", "2件", "3件", "66.7%", "74.8%", "比序时慢8.1个百分点", "1件", "3件", "",
         "条款T1"],
        ["◆ 略低于序时", "质押惠及企业", "108家", "增长10%", "80.0%", "74.8%", "–", "2.0个百分点", "–", "目前+8.0%",
         "条款T2"],
    ],
    columns=["状态", "指标", "数值", "目标", "完成", "序时", "快慢", "还差", "预计", "说明", "依据"],
)  # fmt: skip


@pytest.fixture(scope="module")
def lights():
    """Return a function that draws the lights of a place at a day, once for all tests."""
    drawn = {}

    def draw(made, area):
        if (made.as_of, area) not in drawn:
            drawn[made.as_of, area] = status_table.draw_lights(made, area)
        return drawn[made.as_of, area]

    return draw


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


def test_the_table_has_a_row_a_target_and_no_milestone(judge, four):
    exhibit = only(status_table.draw_lights(judge(FIGURES, four), "610000"))
    pd.testing.assert_frame_equal(exhibit.table, TABLE)
    assert exhibit.title == "陕西3项指标：2项略低于序时、1项滞后"


def test_the_evidence_is_what_the_rows_were_made_from(judge, four):
    exhibit = only(status_table.draw_lights(judge(FIGURES, four), "610000"))
    assert len(exhibit.evidence) == len(FIGURES)
    assert not exhibit.is_synthetic


@pytest.mark.parametrize("month", ["march", "september", "december"])
@pytest.mark.parametrize("area", ["610000", "shaanbei", "610100", "610403"])
def test_counts_of_the_title_are_those_of_the_rows(month, area, request, lights):
    made = request.getfixturevalue(month)
    exhibit = only(lights(made, area))
    rows = made.rows_of(area)
    whole, told = re.fullmatch(r".*?(\d+)项指标：(.*)", exhibit.title).groups()
    counts = {word: int(number) for number, word in re.findall(r"(\d+)项([^、]+)", told)}
    assert int(whole) == len(rows) == len(exhibit.table)
    assert counts == exhibit.table["状态"].str.partition(" ")[2].value_counts().to_dict()
    clauses = [next(target.clause for target in made.targets if target.id == id_) for id_ in rows["target"]]
    assert sorted(exhibit.table["依据"]) == sorted(clauses)
    assert exhibit.table["依据"].ne("").all()


@pytest.mark.parametrize("area", AREAS)
def test_each_row_has_the_status_of_the_table_with_shape_and_word(september, area, lights):
    rows = september.rows_of(area)
    shown = only(lights(september, area)).table
    names = [indicators.indicator(id_).label for id_ in rows["indicator"]]
    words = [wording.status(id_) for id_ in rows["status"]]
    assert dict(zip(shown["指标"], shown["状态"], strict=True)) == dict(zip(names, words, strict=True))


def test_what_is_behind_stands_first_the_worst_above_all(september, lights):
    shown = only(lights(september, "610000")).table["状态"].tolist()
    weak = {wording.status(id_) for id_ in wording.WEAK}
    assert [word in weak for word in shown] == sorted([word in weak for word in shown], reverse=True)
    assert shown[0] == "■ 严重滞后"


def test_a_place_without_targets_says_so(judge, aim):
    section = status_table.draw_lights(judge([], [aim("T1", "gi_new", "flow", 3.0, area="610800")]), "610000")
    assert section.exhibits == ()
    assert section.prose == "2022年没有陕西的目标。"


def test_own_targets_are_explained_and_not_called_unofficial(september, lights):
    section = lights(september, "610000")
    assert section.prose.startswith("数据截至2022年9月30日。数量类看完成")
    assert "非正式" not in section.prose
    assert not only(section).table["目标"].str.contains("（(?:份额|参照|只计数)）").any()


@pytest.mark.parametrize("area", AREAS[1:])
def test_what_is_no_official_target_is_said_in_prose_and_in_each_row(september, area, lights):
    section = lights(september, area)
    assert "没有公布过自己的目标" in section.prose
    assert "都**不是正式考核目标**" in section.prose
    assert only(section).table["目标"].str.contains("（(?:份额|参照|只计数)）").all()


def test_a_place_with_an_own_target_is_not_said_to_have_none(judge, four, aim):
    own = aim("U1", "gi_new", "flow", 2.0, area="610800")
    section = status_table.draw_lights(judge([("610800", "gi_new", "2022-01/2022-09", 2)], [*four, own]), "610800")
    assert "榆林自己公布的目标只有新增地理标志，其余比率类只与全省目标线比高低" in section.prose
    assert only(section).table["目标"].str.contains("（(?:份额|参照|只计数)）").tolist() == [True, True, False]


def test_the_weights_of_shares_are_named(judge, aim):
    baselines = [(code, "demonstration_places", "2021", number) for number, code in enumerate(UNITS, 1)]
    wanted = [
        aim("T1", "demonstration_places", "level", 100.0, allocate="baseline"),
        aim("T2", "gi_new", "flow", 50.0),
        aim("T3", "navigation_projects", "flow", 60.0, allocate="population"),
    ]
    note = only(status_table.draw_lights(judge([*PEOPLE, *baselines], wanted), "610800")).note
    assert note.endswith("分摊依据：示范试点按上年末存量；新增地理标志、专利导航按常住人口。")


def test_shares_without_known_weights_name_none(judge, aim):
    exhibit = only(status_table.draw_lights(judge([], [aim("T1", "gi_new", "flow", 3.0)]), "610800"))
    assert "分摊依据" not in exhibit.note


def test_flags_are_explained_under_the_table(judge, aim):
    wanted = [aim("T1", "inventions_in_force", "direction"), aim("T2", "gi_products", "direction")]
    rows = [("610000", "inventions_in_force", "2022-03", 9), ("610000", "gi_products", "2022-09", 5, "synthetic")]
    note = only(status_table.draw_lights(judge(rows, wanted), "610000")).note
    assert "数据较旧：有效发明专利。" in note
    assert "演示数据" not in note


def test_missing_members_and_reasons_are_remarked(judge, aim):
    wanted = [aim("T1", "trademark_windows", "coverage", members=("610100", "610200", "610300"))]
    rows = [("610100", "trademark_windows", "2022-09", 1)]
    shown = only(status_table.draw_lights(judge(rows, wanted), "610000")).table
    assert shown["说明"].tolist() == ["铜川、宝鸡情况不明"]
    assert shown["目标"].tolist() == ["3个"]


def cells(section):
    """Return the words of the HTML table by unit and column, and its cells."""
    (table,) = html.fromstring(str(only(section).drawing)).xpath("//table")
    heads = [head.text_content() for head in table.xpath("./thead/tr/th")[1:]]
    rows = {row[0].text_content(): row[1:] for row in table.xpath("./tbody/tr")}
    return {(unit, head): cell for unit, row in rows.items() for head, cell in zip(heads, row, strict=True)}


@pytest.mark.parametrize("month", ["march", "september", "december"])
@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800"])
def test_every_cell_of_the_heat_is_the_status_of_the_table(month, area, request):
    made = request.getfixturevalue(month)
    section = status_table.draw_heat(made, area)
    region = area if area == "610000" else hierarchy.region_of(area)
    rows = made.rows[made.rows["area"].isin(hierarchy.members(region)) & made.rows["kind"].ne("milestone")]
    wanted = {
        (places.name_of(row["area"], short=True), indicators.indicator(row["indicator"]).label): row["status"]
        for row in rows.to_dict("records")
    }
    shown = only(section).table.set_index("单元")
    assert {key: shown.loc[key] for key in wanted} == {key: wording.status(id_) for key, id_ in wanted.items()}
    assert shown.ne("").sum().sum() == len(wanted)
    found = cells(section)
    assert {key for key, cell in found.items() if cell.text_content()} == set(wanted)
    assert shown.size == len(found)
    for key, id_ in wanted.items():
        light = settings.wording().statuses[id_]
        (shape,), (word,) = found[key].xpath("./span[@aria-hidden='true']"), found[key].xpath("./span[@class='word']")
        assert (shape.text, word.text, found[key].get("title")) == (light.shape, light.word, light.word)
        assert shape.get("class") == f"light {id_}"


def test_weak_good_and_other_cells_have_another_ground(september):
    found = cells(status_table.draw_heat(september, "610000"))
    grounds = {(cell.get("title"), cell.get("class")) for cell in found.values() if cell.text_content()}
    words = settings.wording().statuses
    told = {words[id_].word: "bad" for id_ in wording.WEAK} | {words[id_].word: "good" for id_ in wording.GOOD}
    assert grounds == {(word, told.get(word, "none")) for word, _ in grounds}


@pytest.mark.parametrize("month", ["march", "september", "december"])
@pytest.mark.parametrize("area", ["610000", "guanzhong", "shaanbei", "shaannan"])
def test_the_heats_title_counts_the_units_below(month, area, request):
    made = request.getfixturevalue(month)
    exhibit = only(status_table.draw_heat(made, area))
    names, number = re.fullmatch(r".*低于要求的单元最多的是(.*)：各?(\d+)个单元", exhibit.title).groups()
    weak = {wording.status(id_) for id_ in wording.WEAK}
    below = exhibit.table.drop(columns="单元").isin(weak).sum()
    assert int(number) == below.max()
    first = [name for name in below.index if below[name] == below.max()]
    assert set(names.partition("等")[0].split("、")) <= set(first)
    assert len(first) == len(names.split("、")) or names.endswith(f"等{len(first)}项")


def test_the_heats_key_names_what_is_drawn_and_nothing_else(september):
    section = status_table.draw_heat(september, "shaanbei")
    key = html.fromstring(str(only(section).drawing)).xpath("//ul[@class='key']/li")
    drawn = {text for text in only(section).table.drop(columns="单元").to_numpy().ravel() if text}
    assert {item.text_content() for item in key} == drawn


def test_empty_cells_are_explained(september):
    exhibit = only(status_table.draw_heat(september, "610000"))
    assert exhibit.table.eq("").any(axis=None)
    assert exhibit.note.startswith("空格：没有分到任务，或不在目标要求的范围内。")
    assert "不是正式考核目标" in exhibit.note


def test_the_row_of_the_pages_unit_is_marked(september):
    rows = html.fromstring(str(only(status_table.draw_heat(september, "610800")).drawing)).xpath(
        "//tr[@class='here']/th"
    )
    assert [row.text_content() for row in rows] == ["榆林"]
    assert 'class="here"' not in str(only(status_table.draw_heat(september, "610000")).drawing)


def test_a_unit_is_shown_among_its_region(september):
    shown = only(status_table.draw_heat(september, "610800")).table
    assert shown["单元"].tolist() == ["延安", "榆林"]


def test_without_rows_there_is_no_heat(judge, aim):
    section = status_table.draw_heat(judge([], [aim("M1", "milestone_m01", "milestone")]), "610000")
    assert (section.exhibits, section.prose) == ((), "")


def test_a_units_own_target_stands_in_the_provinces_column(judge, aim):
    wanted = [
        aim("T1", "inventions_in_force", "direction"),
        aim("U1", "inventions_in_force", "level", 9.0, area="610800"),
    ]
    rows = [
        ("610600", "inventions_in_force", "2021", 5),
        ("610600", "inventions_in_force", "2022-09", 6),
        ("610800", "inventions_in_force", "2022-09", 9),
    ]
    shown = only(status_table.draw_heat(judge(rows, wanted), "shaanbei")).table
    expected = pd.DataFrame({"单元": ["延安", "榆林"], "有效发明专利": ["▲ 达到序时", "● 已完成"]})
    pd.testing.assert_frame_equal(shown, expected)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "陕北各单元还没有可以评价的数"),
        ([("610800", "inventions_in_force", "2022-09", 4)], "陕北各单元还没有可以评价的数"),
        (
            [("610800", "inventions_in_force", "2021", 4), ("610800", "inventions_in_force", "2022-09", 5)],
            "陕北各单元：可以评价的指标没有低于要求的",
        ),
    ],
)
def test_the_heats_title_claims_nothing_where_nothing_is_weak(judge, aim, rows, title):
    made = judge(rows, [aim("T1", "inventions_in_force", "direction")])
    assert only(status_table.draw_heat(made, "shaanbei")).title == title
