"""Tables of the shapes of 《中国城市统计年鉴》: written by hand, and at random and read back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.catalogue import nation
from ipanalytics.ingestion.audit import Asked
from ipanalytics.ingestion.readers.grid import make
from ipanalytics.ingestion.tables.figures import interpret

FILE = "中国城市统计年鉴2024.xlsx"
GDP = "地区生产总值(当年价格)\n(亿元)\nGross Regional Product\n(Current Prices)\n(100 000 yuan)"
WHOLE, DISTRICTS = "全 市\nTotal City", "市辖区\nDistricts\nunder City"
CITIES = [nation.named(name)[0] for name in ("石家庄市", "玉林市", "抚州市", "宿州市", "苏州市", "台州市")]
SHAANXI = {"西安市": "610100", "咸阳市": "610400", "渭南市": "610500+610581", "榆林市": "610800", "商洛市": "611000"}


def read(rows, *, file=FILE, **asked):
    return interpret([make(file, "1-7", rows, is_workbook=True)], source="s", status="final", asked=Asked(**asked))


def figures(rows, **given):
    table = read(rows, **given).observations
    return dict(zip(zip(table["area"], table["indicator"], table["period"], strict=True), table["value"], strict=True))


def fates(rows, **given):
    return read(rows, **given).account.set_index("cell")["fate"].to_dict()


GDP_ROWS = [
    ["2-6 地区生产总值"],
    ["Gross Regional Product"],
    ["城 市", "City", GDP, ""],
    ["", "", WHOLE, DISTRICTS],
    ["广西壮族自治区", "Guangxi", "", ""],
    ["  玉林市", "  Yulin", "2167", "900"],
    ["陕西省", "Shaanxi", "", ""],
    ["  榆 林 市", "  Yulin", "7091.44", "1400"],
]


def test_only_the_whole_city_is_the_city_and_its_period_is_the_edition_s():
    assert figures(GDP_ROWS) == {("610800", "gdp", "2023"): 7091.44}
    fate = fates(GDP_ROWS)
    assert [fate[f"1-7!{cell}"] for cell in ("C6", "D6", "C8", "D8")] == ["outside", "check", "used", "check"]
    account = read(GDP_ROWS).account.set_index("cell")["reason"]
    assert account["1-7!C8"].startswith("the period 2023 after the file's name: 《中国城市统计年鉴》2024")


def test_everywhere_reads_the_other_cities_too():
    assert figures(GDP_ROWS, everywhere=True)["450900", "gdp", "2023"] == 2167


def test_without_a_period_the_error_says_how_to_give_it():
    assert figures(GDP_ROWS, file="table.xlsx") == {}
    reasons = read(GDP_ROWS, file="table.xlsx").account.set_index("cell")["reason"]
    assert "--period 2023" in reasons["1-7!C8"]
    assert figures(GDP_ROWS, file="table.xlsx", period="2022") == {("610800", "gdp", "2022"): 7091.44}


def test_a_title_of_districts_makes_no_figure_a_city_s_overleaf_either():
    page = [["城市", "City", GDP], ["  西安市", "  Xi'an", "9000"], ["  咸阳市", "  Xianyang", "800"]]
    rows = [["2-9 地区生产总值(市辖区)"], *page, ["2-9 续表 1 continued 1"], *page]
    assert figures(rows) == {}


def test_people_are_residents_or_registered_by_the_edition():
    rows = [["2-1 人口数"], ["单位:万人"], ["城 市", "City", "人口数", ""], ["", "", WHOLE, DISTRICTS]]
    rows += [["  西安市", "  Xi'an", "1000", "900"], ["  玉林市", "  Yulin", "700", "100"]]
    registered = ("610100", "registered_population", "2022")
    assert figures(rows, file="中国城市统计年鉴2023.xlsx") == {registered: 10_000_000}
    assert figures(rows, file="cyb2021_t2-1.xlsx") == {("610100", "population", "2020"): 10_000_000}
    assert figures(rows, file="table.xlsx", period="2022") == {}


def test_titles_side_by_side_speak_for_their_own_columns():
    rows = [
        [
            "中国2022年地级以上城市数据",
            "",
            "2-7 地区生产总值",
            "",
            "2-9 公共预算(市辖区)(万元)",
            "2-17 科技创新情况(全市)",
            "",
        ],
        ["城 市", "City", "地区生产总值(亿元)", "", "公共预算收入", "专利授权数(件)", ""],
        ["", "", WHOLE, DISTRICTS, "", "", "发明 Invention"],
        ["  西安市", "  Xi'an", "11486", "11000", "5", "58045", "17136"],
        ["  泰州市", "  Taizhou", "6401", "3000", "6", "20000", "2000"],
    ]
    assert figures(rows, file="wide.xlsx") == {
        ("610100", "gdp", "2022"): 11486,
        ("610100", "patent_grants", "2022"): 58045,
        ("610100", "invention_grants", "2022"): 17136,
    }


def test_letters_in_a_number_are_left_out_and_named():
    rows = [*GDP_ROWS[:-1], ["  榆林市", "  Yulin", "2604G40", "135OOO"]]
    assert figures(rows) == {}
    assert fates(rows)["1-7!C8"] == "left_out"


rows_of_places = st.lists(
    st.tuples(st.sampled_from([*SHAANXI, *(place.name for place in CITIES)]), st.integers(1, 99_999), st.booleans()),
    min_size=2, max_size=11, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows_of_places, st.integers(2018, 2024), st.booleans())
def test_what_is_written_at_random_is_read_back(rows, edition, everywhere):
    codes = SHAANXI | {place.name: place.code for place in CITIES}
    printed = [[f"  {' '.join(name) if wide else name}", "", str(value), "1"] for name, value, wide in rows]
    table = [["2-6 地区生产总值"], ["城市", "City", GDP, ""], ["", "", WHOLE, DISTRICTS], *printed]
    wanted = {(codes[name], "gdp", str(edition - 1)): value for name, value, _ in rows if everywhere or name in SHAANXI}
    assert figures(table, file=f"cyb{edition}_t2-6.xlsx", everywhere=everywhere) == wanted
