import openpyxl
import pytest

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import continuation
from tests.rooms.ingestion.builders import docx, drawn, paragraph, pdf, word_table

HEAD = ("地区", "专利授权量", "发明")
FIRST = [HEAD, ("西安市", "1200", "350"), ("宝鸡市", "340", "50")]
SECOND = [("咸阳市", "900", "40"), ("渭南市", "800", "30")]
TITLE = ["2022年陕西省各市专利授权情况", "单位:件"]


@pytest.mark.parametrize(
    "above",
    # A title of its own, be it half of one or of unknown words.
    ["2021年陕西省各市专利授权情况", "有效发明专利", "单位:万件", "规模以上企业", "表2"],
)
def test_a_table_with_a_title_of_its_own_goes_on_nothing(above):
    first = Grid("a.pdf", "page 1, table 1", tuple(FIRST), above=tuple(TITLE))
    second = Grid("a.pdf", "page 2, table 1", tuple(SECOND), above=(above,))
    assert list(continuation.linked([first, second])) == [first, second]


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("page 3, table 1", SECOND),  # a page lies between
        ("page 2, table 2", SECOND),  # another table stands between
        ("page 2, table 1", [("咸阳市", "900"), ("渭南市", "800")]),  # another width
        ("page 2, table 1", [("地区", "商标申请量", "商标注册量"), *SECOND]),  # headings of its own
    ],
)
def test_what_is_not_overleaf_goes_on_nothing(sheet, rows):
    first = Grid("a.pdf", "page 1, table 1", tuple(FIRST), above=tuple(TITLE))
    second = Grid("a.pdf", sheet, tuple(rows))
    assert list(continuation.linked([first, second])) == [first, second]


def test_sheets_of_a_workbook_go_on_nothing():
    first = Grid("a.xlsx", "A", tuple(FIRST), is_workbook=True)
    second = Grid("a.xlsx", "B", (HEAD, *SECOND), is_workbook=True)
    assert list(continuation.linked([first, second])) == [first, second]


@pytest.mark.parametrize(("below", "is_linked"), [("— 12 —", True), ("接下页", True), ("2022年商标注册情况", False)])
def test_a_title_at_a_page_s_foot_is_that_of_the_next_table(below, is_linked):
    first = Grid("a.pdf", "page 1, table 1", tuple(FIRST), above=tuple(TITLE), below=(below,))
    second = Grid("a.pdf", "page 2, table 1", (HEAD, *SECOND), above=("13",))
    assert (list(continuation.linked([first, second]))[1] != second) == is_linked


@pytest.mark.parametrize("line", ["续表", "续表1", "续 表 一", "(续)", "(续表)", "续上表", "接上页", "Continued"])
def test_a_table_that_says_that_it_goes_on_is_linked(line):
    first = Grid("a.docx", "table 1", tuple(FIRST), above=tuple(TITLE), below=("注:初步数据",))
    second = Grid("a.docx", "table 2", tuple(SECOND), above=(line,))
    linked = list(continuation.linked([first, second]))[1]
    assert linked.rows == (HEAD, *SECOND)
    assert (linked.carried, linked.above) == (1, (*TITLE, line))


EXPECTED = {
    ("610100", "patent_grants", "2022", 1200.0),
    ("610300", "patent_grants", "2022", 340.0),
    ("610400", "patent_grants", "2022", 900.0),
    ("610500", "patent_grants", "2022", 800.0),
}


def grants(path):
    found = extract.extract(path).observations
    keys = found[found["indicator"] == "patent_grants"][["area", "indicator", "period", "value"]]
    return set(keys.itertuples(index=False, name=None))


@pytest.mark.parametrize("lines", [[], ["续表"], ["续表 1"], ["(续)"]])
@pytest.mark.parametrize("rows", [[HEAD, *SECOND], SECOND])
def test_a_pdf_goes_on_overleaf_with_or_without_its_headings(tmp_path, lines, rows):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(drawn(TITLE, FIRST), drawn(lines, rows)))
    assert grants(path) == EXPECTED


def test_three_pages_go_on(tmp_path):
    path = tmp_path / "a.pdf"
    pages = [drawn(TITLE, FIRST), drawn([], SECOND[:1]), drawn([], SECOND[1:])]
    path.write_bytes(pdf(*pages))
    assert grants(path) == EXPECTED


def test_cells_are_named_by_where_they_stand_on_their_own_page(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(drawn(TITLE, FIRST), drawn([], SECOND)))
    made = extract.extract(path)
    cells = made.observations.set_index(["area", "indicator"])["cell"]
    assert cells["610400", "patent_grants"] == "page 2, table 1, row 1, column 2"
    assert not made.account["cell"].duplicated().any()


def test_a_word_table_goes_on_under_its_repeated_headings(tmp_path):
    path = tmp_path / "a.docx"
    lines = "".join(map(paragraph, TITLE))
    path.write_bytes(docx(lines + word_table(*FIRST) + paragraph("续表") + word_table(HEAD, *SECOND)))
    assert grants(path) == EXPECTED


YEARBOOK = [("2-17 科技创新情况（2022年）", "", ""), ("单位:件", "", ""), HEAD]


def sheets(tmp_path, *pages, names="12345"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in zip(names, pages, strict=False):
        page = book.create_sheet(name)
        for row in rows:
            page.append([int(text) if text.isdecimal() else text for text in row])
    book.save(tmp_path / "table.xlsx")
    return extract.extract(tmp_path / "table.xlsx")


def figures(reading):
    columns = ["area", "indicator", "period", "value", "cell"]
    return {tuple(row) for row in reading.observations[columns].itertuples(index=False)}


PAGE_1 = {
    ("610100", "patent_grants", "2022", 1200.0, "1!B4"),
    ("610100", "invention_grants", "2022", 350.0, "1!C4"),
    ("610300", "patent_grants", "2022", 340.0, "1!B5"),
    ("610300", "invention_grants", "2022", 50.0, "1!C5"),
}


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([HEAD, *SECOND], 2),
        (SECOND, 1),
        ([("2-17 续表1 continued", "", ""), HEAD, *SECOND], 3),
        ([("陕西省", "", ""), *SECOND], 2),
    ],
    ids=["headings", "nothing", "a word", "a province"],
)
def test_a_sheet_that_is_the_next_page_has_the_title_of_the_first(tmp_path, rows, first):
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], rows)
    assert figures(reading) == PAGE_1 | {
        ("610400", "patent_grants", "2022", 900.0, f"2!B{first}"),
        ("610400", "invention_grants", "2022", 40.0, f"2!C{first}"),
        ("610500", "patent_grants", "2022", 800.0, f"2!B{first + 1}"),
        ("610500", "invention_grants", "2022", 30.0, f"2!C{first + 1}"),
    }
    assert not reading.account["fate"].eq("left_out").any()
    assert len(reading.account) == len(set(reading.account["cell"]))


def test_a_third_page_goes_on_the_second(tmp_path):
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], SECOND, [HEAD, ("安康市", "70", "7")])
    assert ("610900", "patent_grants", "2022", 70.0, "3!B2") in figures(reading)


def test_a_wide_table_goes_on_to_the_right_on_the_next_page(tmp_path):
    right = [("地区", "地区生产总值(亿元)"), ("西安市", "11486"), ("宝鸡市", "2743")]
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], right)
    assert figures(reading) == PAGE_1 | {
        ("610100", "gdp", "2022", 11486.0, "2!B2"),
        ("610300", "gdp", "2022", 2743.0, "2!B3"),
    }


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([HEAD, *SECOND], ["1", "3"]),  # a page is missing
        ([HEAD, *SECOND], ["1月", "2月"]),  # months
        ([HEAD, ("西安市", "9", "4"), ("宝鸡市", "3", "1")], "12"),  # the same places, of another time
        ([HEAD, ("西安市", "9", "4"), ("咸阳市", "3", "1")], "12"),
        ([("地区", "商标申请量", "商标注册量"), *SECOND], ["Sheet1", "Sheet2"]),  # another table
        ([("地区", "地区生产总值(亿元)"), ("西安市", "11486"), ("宝鸡市", "2743")], ["Sheet1", "Sheet2"]),
    ],
)
def test_a_sheet_of_which_it_is_not_certain_keeps_its_figures_out_by_name(tmp_path, rows, names):
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], rows, names=names)
    out = reading.account[reading.account["fate"].eq("left_out")]
    assert {cell.split("!")[0] for cell in out["cell"]} == {names[1]}
    assert out["reason"].str.contains("no period is named").all()
    assert not reading.observations["cell"].str.startswith(f"{names[1]}!").any()


def test_a_title_that_narrows_is_not_lost_on_the_next_page(tmp_path):
    narrow = [("规模以上工业企业专利情况（2022年）", "", ""), HEAD, *FIRST[1:]]
    other = [("地区", "2022年专利申请量", "2022年商标申请量"), *SECOND]
    reading = sheets(tmp_path, narrow, other)
    assert reading.observations.empty
    assert reading.account["reason"].str.contains("规模以上").sum() == 8


@pytest.mark.parametrize("names", ["12", ["Sheet1", "Sheet2"]])
def test_a_title_of_districts_holds_for_the_next_page(tmp_path, names):
    first = [("2-9 地区生产总值(市辖区)(2022年)", "", ""), ("城市", "地区生产总值(亿元)", ""), ("西安市", "11000", "")]
    second = [("城市", "地区生产总值(亿元)", ""), ("宝鸡市", "900", ""), ("西安市", "11000", "")]
    assert sheets(tmp_path, first, second, names=names).observations.empty


def test_a_sheet_with_a_title_of_its_own_is_another_table(tmp_path):
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], [("2021年各市专利授权情况", "", ""), HEAD, *SECOND])
    assert ("610400", "patent_grants", "2021", 900.0, "2!B3") in figures(reading)


def test_a_sheet_named_by_another_year_is_of_that_year(tmp_path):
    reading = sheets(tmp_path, [*YEARBOOK, *FIRST[1:]], [HEAD, *SECOND], names=["2022", "2023"])
    assert set(reading.observations["period"]) == {"2022", "2023"}
    assert ("610400", "patent_grants", "2023", 900.0, "2023!B2") in figures(reading)
