import pytest

from ipanalytics.catalogue import nation, places
from ipanalytics.catalogue.founding import provinces
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError

HOME = project.CHECKOUT
NAMES = ("name", "short", "english")


@pytest.fixture(scope="module")
def given():
    path = HOME / "data" / "divisions" / "divisions.csv"
    return list(files.read_rows(path, places.COLUMNS, CatalogueError).values())


def laid_out(code, given):
    province = provinces.read(provinces.find(code, HOME), HOME)
    return province, provinces.rows_of(province, provinces.levels_above(given, province.whole))


@pytest.mark.parametrize("name", ["620000", "甘肃", "甘肃省", "Gansu", "gansu", " 甘肃 "])
def test_a_province_is_found_by_code_and_by_name(name):
    assert provinces.find(name, HOME).code == "620000"


@pytest.mark.parametrize(
    ("name", "fault"),
    [("620100", "is no province"), ("兰州", "is no province"), ("", "is no province"), ("99", "is no province"),
     ("香港", "has no cities or districts"), ("820000", "has no cities or districts"), ("台湾省", "has no cities")],
)  # fmt: skip
def test_what_is_no_province_with_parts_is_refused_with_all_that_are(name, fault):
    with pytest.raises(CatalogueError) as caught:
        provinces.find(name, HOME)
    heading, *known = str(caught.value).splitlines()
    assert fault in heading
    assert len(known) == 31
    assert "  620000 甘肃 Gansu" in known


def test_cities_and_counties_in_no_city_are_units_and_places_without_parts_are_counties(given):
    _, rows = laid_out("海南", given)
    levels = {row["short"]: row["levels"] for row in rows if row["code"].startswith("46")}
    assert [levels[name] for name in ("海口", "儋州", "定安", "美兰")] == [
        "city unit", "city unit county", "city unit county", "county",
    ]  # fmt: skip
    assert {row["parent"] for row in rows if "unit" in row["levels"].split()} == {"460000"}


def test_the_parts_of_a_city_under_the_nation_are_its_districts(given):
    province, rows = laid_out("北京", given)
    assert len(province.units) == 16
    assert {row["english"] for row in rows if row["code"] in ("110101", "110102")} == {
        "Dongcheng District", "Xicheng District",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("province", "code", "names"),
    [
        ("吉林", "220200", ("吉林市", "吉林市", "Jilin City")),
        ("青海", "632500", ("海南藏族自治州", "海南藏族自治州", "Hainan Prefecture")),
        ("河北", "130104", ("石家庄市桥西区", "石家庄市桥西区", "Qiaoxi District (Shijiazhuang)")),
        ("甘肃", "620402", ("白银区", "白银区", "Baiyin District")),
    ],
)
def test_a_name_that_two_places_have_goes_to_the_larger_or_to_neither(given, province, code, names):
    _, rows = laid_out(province, given)
    (row,) = (row for row in rows if row["code"] == code)
    assert tuple(row[name] for name in NAMES) == names


@pytest.mark.parametrize("code", sorted(one.code for one in provinces.every(HOME) if provinces.has_parts(one)))
def test_every_name_of_every_province_means_one_place(given, code):
    province, rows = laid_out(code, given)
    names = {}
    for row in rows:
        for name in NAMES:
            assert names.setdefault(row[name].replace(" ", "").casefold(), row["code"]) == row["code"], row[name]
    aliases = provinces.aliases_of(province, rows, [])
    codes = {row["code"] for row in rows}
    assert [row for row in aliases if row["code"] not in codes or row["alias"] in names] == []


def test_where_the_source_has_another_code_the_place_has_that_of_the_list(given):
    _, rows = laid_out("西藏", given)
    assert {row["short"] for row in rows} >= {"米林", "错那"}
    province, rows = laid_out("甘肃", given)
    assert province.blank == ("中农发山丹马场", "莲花山风景林自然保护区", "太子山天然林保护区")
    assert not {row["code"] for row in rows} & {"629700", "629800", "629900"}
    _, rows = laid_out("青海", given)
    assert [row["parent"] for row in rows if row["code"] == "632857"] == ["632800"]


def test_what_the_source_has_no_border_of_is_no_place_of_the_project(given):
    _, rows = laid_out("新疆", given)
    assert not {row["code"] for row in rows} & {"653228", "653229"}


def test_former_names_and_codes_lead_to_their_successors(given):
    province, rows = laid_out("湖北", given)
    aliases = {row["alias"]: row["code"] for row in provinces.aliases_of(province, rows, [])}
    assert (aliases["襄樊市"], aliases["全省"]) == ("420600", "420000")
    assert nation.division("420600").name == "襄阳市"
