"""The page of who has reported in a browser: workbooks of three units, at a desk and on a telephone."""

import pytest

from ipanalytics.catalogue import places
from ipanalytics.cli import main
from tests.rooms.ingestion.builders import keep_nation
from tests.rooms.submissions.builders import fill, put

UNITS = {"610200": "2022-12-22", "610300": "2022-12-18", "610800": "2022-12-19"}


@pytest.fixture(scope="module")
def path(tmp_path_factory, copy_project):
    """Render the page after one workbook came in time, one late; one is sent back."""
    home = copy_project(tmp_path_factory.mktemp("round"))
    keep_nation(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPANALYTICS_HOME", str(home))
        named = [part for code in UNITS for part in ("--area", code)]
        assert main.main(["template", "--period", "2022-12", *named, "--out", str(home / "forms")]) == 0
        for code, day in UNITS.items():
            book = home / "forms" / f"{places.name_of(code, short=True)}_2022-12_报送表.xlsx"
            filled = fill(book.read_bytes())
            book.write_bytes(put(filled, F5="三") if code == "610800" else filled)
            assert main.main(["submit", str(book), "--received", day]) == (code == "610800")
        assert main.main(["render", "submissions", "--as-of", "2022-12", "--out", str(home / "pages")]) == 0
    return home / "pages" / "submissions.html"


@pytest.mark.parametrize("width", [1280, 390])
def test_each_unit_is_seen_with_how_it_has_reported(open_tab, path, width):
    page = open_tab(path.as_uri(), width)
    assert page.locator("h1").inner_text() == "报送情况"
    text = page.locator("main").inner_text()
    assert "12个单元中2个已报送2022年12月的报送表，其中1个逾期，" in text
    rows = {row.locator("th, td").nth(1).inner_text(): row.inner_text() for row in page.locator("tbody tr").all()}
    assert {places.name_of(code, short=True) for code in places.codes("unit")} <= set(rows)
    told = {"铜川": "逾期收到", "宝鸡": "已收到", "榆林": "退回待改", "商洛": "逾期没有收到"}
    assert {name: word for name, word in told.items() if word in rows[name]} == told
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Names of files may hold those of persons.
    assert (page.faults, ".xlsx" in text) == ([], False)
