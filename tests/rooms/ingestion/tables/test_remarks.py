import pytest

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid

HEAD = ("地区", "有效发明专利量(件)", "备注")


def read(*rows, above=("2021年各市有效发明专利量",), below=(), head=HEAD):
    return extract.extract_grids(
        [Grid("", "", (head, *rows), above=above, below=below)], source="a", status="submitted"
    )


def areas(extraction):
    return dict(zip(extraction.observations["area"], extraction.observations["value"], strict=True))


def reasons(extraction):
    left = extraction.account[extraction.account["fate"].eq("left_out")]
    return dict(zip(left["text"], left["reason"], strict=True))


@pytest.mark.parametrize(
    ("place", "remark", "area"),
    [
        ("咸阳市", "含杨凌", "610400+610403"),
        ("咸阳市", "（含杨凌示范区）", "610400+610403"),
        ("咸阳市", "数据包括杨陵区。", "610400+610403"),
        ("咸阳市", "注：包含了杨凌", "610400+610403"),
        ("咸阳市（含杨凌）", "含杨凌", "610400+610403"),
        ("渭南市", "含韩城市", "610500+610581"),
        ("渭南市", "其中：含韩城", "610500+610581"),
        ("渭南市", "不含韩城", "610500"),
        ("渭南市", "未包括韩城市", "610500"),
        ("渭南市", "剔除韩城", "610500"),
        ("榆林市", "含神木、府谷", "610800"),
        ("陕西省", "含杨凌和韩城", "610000"),
        ("榆林市", "初步数", "610800"),
        ("榆林市", "咸阳含杨凌", "610800"),
    ],
)
def test_a_remark_in_a_row_says_which_place_its_figures_are_of(place, remark, area):
    assert areas(read(("西安市", "500", ""), (place, "31", remark))) == {"610100": 500.0, area: 31.0}


@pytest.mark.parametrize(
    ("place", "remark", "told"),
    [
        ("宝鸡市", "不含陇县", "makes another place of 宝鸡"),
        ("宝鸡市", "含汉中", "makes another place of 宝鸡"),
        ("咸阳市", "含杨凌、韩城", "makes another place of 咸阳"),
        ("咸阳市（含杨凌）", "不含杨凌", "makes another place of 咸阳"),
        ("西安市", "不含西咸新区", "makes another place of 西安"),
        ("西安市", "不含个人", "read with --know 不含个人"),
        ("西安市", "仅统计规上企业", "read with --know 仅统计规上企业"),
        ("西安市", "含国防专利", "read with --know 含国防专利"),
    ],
)
def test_a_row_whose_remark_makes_no_known_place_of_it_is_refused_by_name(place, remark, told):
    found = read(("榆林市", "500", ""), (place, "31", remark))
    assert areas(found) == {"610800": 500.0}
    assert told in reasons(found)["31"]


@pytest.mark.parametrize(
    "note", ["注：咸阳市含杨凌。", "说明：咸阳数据均含杨凌示范区，其他市不变。", "*咸阳包括杨陵区"]
)
@pytest.mark.parametrize("where", ["below", "above"])
def test_a_note_of_the_table_says_so_of_the_place_that_it_names(note, where):
    around = {"below": (note,)} if where == "below" else {"above": ("2021年各市有效发明专利量", note)}
    found = read(("西安市", "500", ""), ("咸阳市", "31", ""), **around)
    assert areas(found) == {"610100": 500.0, "610400+610403": 31.0}
    [used] = found.account["reason"][found.account["text"].eq("31")]
    assert "'咸阳' read as 咸阳（含杨凌）" in used


def test_a_remark_beside_a_row_of_many_places_is_of_the_one_that_it_fits():
    head = ("年份", "西安市", "咸阳市", "备注")
    found = read(("2021年", "500", "31", "含杨凌"), above=("有效发明专利量(件)",), head=head)
    assert areas(found) == {"610100": 500.0, "610400+610403": 31.0}


def statuses(extraction):
    return dict(zip(extraction.observations["area"], extraction.observations["status"], strict=True))


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("初步数", "provisional"),
        ("（快报数）", "provisional"),
        ("预计数", "provisional"),
        ("为初步统计数。", "provisional"),
        ("初步数，最终数以年报为准", "provisional"),
        ("最终数", "final"),
        ("审定数", "final"),
        ("含神木、府谷", "submitted"),
    ],
)
def test_a_remark_in_a_row_says_how_final_its_figures_are(remark, status):
    assert statuses(read(("西安市", "500", ""), ("榆林市", "31", remark))) == {"610100": "submitted", "610800": status}


@pytest.mark.parametrize(
    "words",
    [
        {"above": ("2021年各市有效发明专利量（初步数）",)},
        {"below": ("注：本表为快报数。",)},
        {"below": ("注：2021年为初步数。",)},
        {"below": ("注：西安市数据为初步数。",)},
    ],
)
def test_a_remark_on_the_table_says_it_of_all_that_it_speaks_of(words):
    assert statuses(read(("西安市", "500", ""), **words)) == {"610100": "provisional"}


@pytest.mark.parametrize("below", ["注：2020年为初步数。", "注：榆林市为初步数。"])
def test_a_remark_on_another_year_or_place_changes_nothing(below):
    assert statuses(read(("西安市", "500", ""), below=(below,))) == {"610100": "submitted"}


def test_a_period_that_calls_its_figures_preliminary_makes_them_so():
    head, rows = ("年份", "有效发明专利量(件)"), (("2020年", "30"), ("2021年（快报）", "31"))
    found = read(*rows, head=head, above=("榆林市有效发明专利量",)).observations
    assert found["status"].tolist() == ["submitted", "provisional"]


def test_what_is_made_up_stays_so_and_a_remark_that_is_not_understood_is_named():
    grid = Grid(
        "", "", (HEAD, ("榆林市", "31", "最终数"), ("西安市", "5", "修订数")), above=("2021年各市有效发明专利量",)
    )
    made_up = extract.extract_grids([grid], source="a", status="synthetic")
    assert set(made_up.observations["status"]) == {"synthetic"}
    assert any("the remark '修订数' isn't understood" in line for line in extract.corrections(made_up))
