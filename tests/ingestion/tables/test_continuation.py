import pytest

from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import continuation

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
