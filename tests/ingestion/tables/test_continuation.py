import pytest

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import continuation
from tests.ingestion.builders import docx, drawn, paragraph, pdf, word_table

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
