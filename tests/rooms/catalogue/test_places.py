import pytest

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue.places import codes, find, find_all, level_of, name_of, not_places, table
from ipanalytics.core.errors import CatalogueError, CleaningError
from tests.rooms.catalogue.builders import CITIES, COMPOSITES, UNITS

FORMER = {"610623": "610681", "610322": "610305", "610928": "610981", "610821": "610881", "610427": "610482"}
PLACES = "data/divisions/divisions.csv"
ALIASES = "data/divisions/aliases.csv"
STRANGERS = "data/divisions/not_places.csv"
GUANZHONG = "guanzhong,region,关中,关中,Guanzhong,610000,"


def refusal(call=table):
    with pytest.raises(CatalogueError) as caught:
        call()
    return str(caught.value)


def test_china_has_34_provinces_and_one_nation():
    assert len(codes("province")) == 34
    assert codes("nation") == ["100000"]


def test_shaanxi_has_three_regions():
    assert codes("region") == ["guanzhong", "shaanbei", "shaannan"]


def test_two_of_the_ten_cities_are_composites():
    assert sorted(codes("city")) == sorted([*CITIES, *COMPOSITES])


def test_twelve_units_report():
    assert sorted(codes("unit")) == UNITS


def test_counties_of_2016_have_the_five_former_codes():
    then, now = set(codes("county", on="2016")), set(codes("county"))
    assert (then - now, now - then) == (set(FORMER), set(FORMER.values()))


@pytest.mark.parametrize(("day", "code"), [("2021-02-06", "610928"), ("2021-02-07", "610981")])
def test_a_county_changes_its_code_on_a_day(day, code):
    counties = codes("county", on=day)
    assert [found for found in ("610928", "610981") if found in counties] == [code]


@pytest.mark.parametrize(("former", "successor"), FORMER.items())
def test_a_former_county_is_found_under_its_successor(former, successor):
    assert find(name_of(former)) == find(former) == successor


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("610000", ["陕西", "陕西省", "Shaanxi", "shaanxi", "陕 西", "陕    西", "陕\n西", "陕　西", "610000", 610000]),
        ("140000", ["山西", "山西省", "Shanxi", "山 西"]),
        ("610403", ["杨凌", "杨凌示范区", "杨陵区", "杨凌区", "Yangling"]),
        ("610100", ["西安", "西安市", "Xi'an", "Xi’an", "ＸＩ＇ＡＮ", "６１０１００"]),
        ("610500", ["渭南", "渭南市", "渭南市（不含韩城）", "渭南市(不含韩城)"]),
        ("610500+610581", ["渭南市（含韩城）", "渭南市（含韩城市）"]),
        ("shaanbei", ["陕北", "陕北地区", "Shaanbei"]),
        ("100000", ["全国", "全国总计", "China"]),
        ("540000", ["西藏", "Xizang", "Tibet"]),
        ("150000", ["内蒙 古", "Inner  Mongolia"]),
    ],
)
def test_spellings_of_one_place_agree(code, names):
    assert {find(name) for name in names} == {code}


@pytest.mark.parametrize("name", ["山两", "西安区", "江两", "两藏", "Shan-xi", "西", "安", "", " ", "6101", "nan"])
def test_no_name_is_matched_by_likeness(name):
    with pytest.raises(CleaningError, match="is not a known place"):
        find(name)


@pytest.mark.parametrize("name", ["西咸新区", "西咸", "西 咸 新 区"])
def test_xixian_is_refused_with_its_reason(name):
    with pytest.raises(CleaningError, match="it lies across 西安 and 咸阳"):
        find(name)


def test_unknown_name_lists_every_place():
    with pytest.raises(CleaningError) as caught:
        find_all({"Sheet1!A3": "山两", "Sheet1!A4": "陕西", "Sheet1!A5": "江两", "Sheet1!A6": float("nan")})
    lines = [line.partition(";")[0] for line in str(caught.value).split("\n  ")[1:]]
    assert lines == [
        f"Sheet1!A{row}: {name} is not a known place" for row, name in ((3, "'山两'"), (5, "'江两'"), (6, "nan"))
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [("榆木", "榆林 (610800)"), ("渝林", "榆林 (610800)"), ("榆林地区", "榆林 (610800)"), ("Yulim", "Yulin (610800)")],
)
def test_a_name_that_nobody_knows_is_answered_with_those_that_come_near(name, near):
    with pytest.raises(CleaningError, match=f"'{name}' is not a known place; these come near: ") as caught:
        find(name)
    assert near in str(caught.value)
    with pytest.raises(CleaningError, match=f"--area {name}: '{name}' is not a known place; these come near: "):
        find_all({f"--area {name}": name})


def test_each_name_keeps_its_place():
    assert find_all({"A1": "榆林", "A2": "榆林市", "A3": "延安"}) == {"A1": "610800", "A2": "610800", "A3": "610600"}


def test_every_code_and_name_finds_its_own_place():
    places = table()
    for column in ("name", "short", "english"):
        found = find_all(places[column])
        assert {code: places.loc[code, "successor"] or code for code in places.index} == found


@pytest.mark.parametrize(
    ("options", "name"), [({}, "西安市"), ({"short": True}, "西安"), ({"language": "en"}, "Xi'an")]
)
def test_a_place_has_three_names(options, name):
    assert name_of("610100", **options) == name


@pytest.mark.parametrize(
    ("code", "level"), [("610403", "unit"), ("610100", "unit"), ("610000", "province"), ("610500+610581", "city")]
)
def test_a_report_calls_a_place_by_one_level(code, level):
    assert level_of(code) == level


@pytest.mark.parametrize(
    "ask",
    [
        lambda: name_of("61010"),
        lambda: name_of("610100", language="fr"),
        lambda: hierarchy.members("61010"),
        lambda: hierarchy.ancestors("西安"),
        lambda: hierarchy.region_of("100000"),
        lambda: hierarchy.membership("subprovincial"),
        lambda: codes("town"),
        lambda: hierarchy.refuse_overlap(["610100", "nowhere"]),
    ],
)
def test_a_wrong_question_is_refused(ask):
    with pytest.raises(CatalogueError):
        ask()


def test_what_is_no_place_has_a_reason():
    assert {"合计", "国内小计", "国外小计", "新疆兵团", "其他"} <= set(not_places().index)
    assert not_places().str.len().min() > 0


def test_a_changed_table_changes_nothing_for_others():
    places = table()
    places["name"] = ""
    assert name_of("610000") == "陕西省"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (GUANZHONG, GUANZHONG.replace("610000", "610100"), "610100: lies inside itself"),
        (GUANZHONG, GUANZHONG.replace("610000", "guanzhong"), "guanzhong: lies inside itself"),
        (GUANZHONG, GUANZHONG.replace("610000", "61"), "guanzhong: refers to 61, which is not listed"),
        (GUANZHONG, GUANZHONG.replace("610000", ""), "guanzhong: no parent"),
        (GUANZHONG, GUANZHONG.replace("region", "zone"), "guanzhong: level 'zone'"),
        (GUANZHONG, GUANZHONG.replace("region", ""), "guanzhong: level ''"),
        (GUANZHONG, GUANZHONG.replace("Guanzhong", " "), "guanzhong: a name is empty"),
        (GUANZHONG, f"610100,county,甲,乙,C,610000,,,,\n{GUANZHONG}", "610100: listed twice"),
        (GUANZHONG, f"../x,county,甲,乙,C,610000,,,,\n{GUANZHONG}", "../x: a code is made of a-z, 0-9 and +"),
        ("610500 610581", "610500", "610500+610581: parts ['610500']"),
        ("610500 610581", "610500 610581 610502", "610500+610581: parts"),
        ("2021-01-29,610305", "2021-01-29,", "610322: valid_to without a successor in force"),
        ("2021-01-29,610305", "2021-01-29,610322", "610322: valid_to without a successor in force"),
        ("2021-01-29,610305", "soon,610305", "610322: in force ['', 'soon'], expected periods"),
        ("610000,province", "610001,province", "the regions lie in 610000, expected one province"),
    ],
)
def test_a_fault_in_the_list_of_places_is_named(spoil, old, new, fault):
    spoil(PLACES, old, new)
    assert fault in refusal()


def test_a_loop_names_the_places_in_it_and_no_others(spoil):
    spoil(PLACES, GUANZHONG, GUANZHONG.replace("610000", "610100"))
    assert refusal().split("\n  ")[1:] == ["610100: lies inside itself", "guanzhong: lies inside itself"]


def test_all_faults_of_places_and_aliases_come_at_once(spoil):
    spoil(PLACES, GUANZHONG, GUANZHONG.replace("region", "zone"))
    spoil(ALIASES, "中国,100000,", "中国,1,\n古都,,")
    spoil(STRANGERS, "合计,a total", "合计,\n合计,a total")
    assert refusal().split("\n  ")[1:] == [
        "aliases.csv, line 2: code 1 is not listed",
        "aliases.csv, line 3: expected an alias, and a code or a reason",
        "guanzhong: level 'zone'",
        "not_places.csv, line 2: expected a new label and a reason",
        "not_places.csv, line 3: expected a new label and a reason",
    ]


@pytest.mark.parametrize(
    ("path", "row", "clash"),
    [
        (ALIASES, "西安,610200,\n", "西安: 610100 and 610200"),
        (ALIASES, "西安,,is nowhere\n", "西安: 610100 and nowhere"),
        (STRANGERS, "陕西,no place\n", "陕西: 610000 and nowhere"),
    ],
)
def test_one_name_for_two_places_is_refused(spoil, path, row, clash):
    header = "alias,code,reason\n" if path == ALIASES else "label,reason\n"
    spoil(path, header, header + row)
    assert clash in refusal()


def test_an_empty_alias_is_refused(spoil):
    spoil(ALIASES, "中国,100000", ",100000")
    assert "aliases.csv, line 2" in refusal()


def test_an_alias_of_a_former_code_leads_to_its_successor(spoil):
    spoil(ALIASES, "中国,100000,", "中国,100000,\n老凤翔,610322,")
    assert find("老凤翔") == "610305"


@pytest.mark.parametrize("path", [PLACES, ALIASES, STRANGERS])
def test_a_missing_file_is_refused_by_name(home, path):
    (home / path).unlink()
    assert path.rsplit("/", 1)[1] in refusal()


@pytest.mark.parametrize("path", [PLACES, ALIASES, STRANGERS])
def test_a_file_in_another_encoding_is_refused_by_name(home, path):
    (home / path).write_bytes((home / path).read_text(encoding="utf-8").encode("gb18030"))
    assert path.rsplit("/", 1)[1] in refusal()
