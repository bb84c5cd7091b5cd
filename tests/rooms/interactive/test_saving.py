import io
import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.core import errors
from ipanalytics.interactive import saving
from ipanalytics.publishing import browser

HEADS = ["area", "area_name", "indicator", "indicator_name", "period", "value", "unit", "status"]


@pytest.fixture
def drawn(few):
    return few.indicator("inventions_in_force").map("2022-09")


@pytest.fixture
def own():
    return ip.draw_map(pd.DataFrame({"area": ["西安", "榆林"], "score": [2, 1]}))


def test_a_page_of_one_exhibit_is_read_alone_and_without_network(drawn, tmp_path):
    text = drawn.save(tmp_path / "new" / "map.html").read_text(encoding="utf-8")
    assert f"<title>{drawn.title}</title>" in text
    assert "演示数据" in text
    assert "69,000" not in text
    assert "64,000件" in text
    assert not re.search(r'(src|href)="(?!#)[^"]', text), "something is loaded, or a link leads elsewhere"


def test_a_page_of_ones_own_data_says_so(own, tmp_path):
    text = own.save(tmp_path / "own.html").read_text(encoding="utf-8")
    assert "score（自有数据）：2个地方有数，10个无数据" in text
    assert "没有出处" in text
    assert "来源：" not in text


@pytest.mark.parametrize("draw", [lambda few: few.chart("2022-09"), lambda few: few.area("榆林").history()])
def test_every_drawing_by_hand_can_be_a_page(few, draw, tmp_path):
    exhibit = draw(few.indicator("inventions_in_force"))
    assert exhibit.save(tmp_path / "page.html").stat().st_size > 10_000


def test_a_csv_has_the_mark_and_names_beside_codes(drawn, tmp_path):
    written = drawn.save(str(tmp_path / "map.CSV")).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == drawn.to_csv()
    read = pd.read_csv(io.StringIO(drawn.to_csv()), dtype={"area": str})
    assert list(read.columns) == [*HEADS, "publication", "cell", "source"]
    expected = pd.DataFrame({"area": ["610100", "610600", "610800"], "area_name": ["西安市", "延安市", "榆林市"]})
    assert_frame_equal(read[["area", "area_name"]], expected)
    assert read["value"].tolist() == [64000.0, 500.0, 619.0]
    assert read["status"].tolist() == ["final", "synthetic", "final"]


def test_to_csv_writes_the_same_file(drawn, tmp_path):
    assert drawn.to_csv(tmp_path / "a.csv") == drawn.to_csv()
    assert (tmp_path / "a.csv").read_bytes() == drawn.save(tmp_path / "b.csv").read_bytes()


def test_a_csv_of_ones_own_data_is_its_table(own):
    assert own.to_csv().splitlines()[:2] == ["地区,单元,score", "关中,西安,2"]


def test_a_workbook_has_the_table_as_shown_and_the_figures_behind(drawn, own, tmp_path):
    sheets = pd.read_excel(drawn.save(tmp_path / "map.xlsx"), sheet_name=None, dtype={"area": str})
    assert list(sheets) == ["数据表", "数字"]
    assert_frame_equal(sheets["数据表"], drawn.table, check_dtype=False)
    assert sheets["数字"]["value"].tolist() == [64000.0, 500.0, 619.0]
    assert list(pd.read_excel(own.save(tmp_path / "own.xlsx"), sheet_name=None)) == ["数据表"]


def test_text_in_a_workbook_is_never_a_formula(tmp_path):
    own = ip.draw_map(pd.DataFrame({"area": ["西安", "榆林"], "=1+1": [2, 1]}), value="=1+1")
    assert pd.read_excel(own.save(tmp_path / "own.xlsx")).columns[-1] == "=1+1"


@pytest.mark.parametrize("name", ["map.pdf", "map", "map.html.bak", ".csv"])
def test_another_ending_names_those_that_there_are(drawn, tmp_path, name):
    with pytest.raises(errors.ReportError, match=r"expected a name that ends in \.html, \.png, \.xlsx, \.csv"):
        drawn.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not browser.is_there(), reason="no browser to take a picture with")
def test_a_picture_is_taken_where_a_browser_is(drawn, tmp_path):
    assert drawn.save(tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_browser_a_picture_says_what_to_install(drawn, tmp_path, monkeypatch):
    monkeypatch.setenv(browser.VARIABLE, "no-such-browser")
    with pytest.raises(errors.ReportError, match="no browser found"):
        drawn.save(tmp_path / "map.png")


def test_in_a_console_an_exhibit_is_one_line(drawn, own):
    assert repr(drawn) == f"Exhibit: {drawn.title} 演示数据"
    assert repr(own) == "Exhibit: score（自有数据）：2个地方有数，10个无数据"


def test_figures_of_a_source_that_nobody_described_are_saved_too(few):
    assert set(saving._data(few.area("榆林").indicator("inventions_in_force").history())["publication"]) == {"made_up"}
