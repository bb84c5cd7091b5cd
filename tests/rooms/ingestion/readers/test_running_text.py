import pytest

from ipanalytics.ingestion.readers import detect
from ipanalytics.ingestion.readers.running_text import of_text

TITLE = "西安市2025年国民经济和社会发展统计公报"
SENTENCE = "全年专利授权量45387件，其中，发明专利授权量24999件，比上年增长18.9%。"


def texts(grids):
    return [passage.text for grid in grids for passage in grid.prose]


def write(path, body):
    path.write_text(f"<html><body><ul><li>首页</li></ul>{body}</body></html>", encoding="utf-8")
    return path


def test_a_page_with_a_title_and_sentences_has_running_text(tmp_path):
    page = write(tmp_path / "a.html", f"<h1>{TITLE}</h1><p>{SENTENCE}</p>")
    assert texts(detect.read(page)) == ["首页", TITLE, SENTENCE]


def test_the_cells_of_a_layout_are_running_text_and_those_of_a_table_arent(tmp_path):
    rows = "<tr><td>地区</td><td>授权量(件)</td></tr><tr><td>西安</td><td>7</td></tr>"
    layout = f"<table><tr><td>{TITLE}</td></tr><tr><td>{SENTENCE}</td></tr></table>"
    page = write(tmp_path / "a.html", f"<h1>{TITLE}</h1>{layout}<table>{rows}</table>")
    grids = detect.read(page)
    assert texts(grids) == ["首页", TITLE, SENTENCE]
    assert grids[-2].rows[1] == ("西安", "7")


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{TITLE}</p><table><tr><td>西安</td><td>7</td></tr></table>",
        f"<p>2025年西安市政府工作报告</p><p>{SENTENCE}</p><table><tr><td>西安</td><td>7</td></tr></table>",
    ],
)
def test_a_page_without_a_communiques_title_or_sentences_has_none(tmp_path, body):
    assert texts(detect.read(write(tmp_path / "a.html", body))) == []


def test_a_text_file_is_running_text_and_its_tabs_are_tables():
    text = f"{TITLE}\n{SENTENCE}\n表1 专利\n地区\t授权量(件)\n西安\t7\n{SENTENCE}\n"
    grids = of_text("a.txt", text)
    assert grids[0].rows == (("地区", "授权量(件)"), ("西安", "7"))
    assert texts(grids) == [TITLE, SENTENCE, "表1 专利", SENTENCE]


def test_a_table_with_a_note_isnt_running_text():
    assert (
        of_text(
            "a.csv",
            f"{TITLE}\n地区,授权量(件)\n" + "西安,7\n" * 20 + "注：数据由西安市知识产权局按月提供给市统计局。\n",
        )
        == []
    )


def test_a_text_wrapped_at_a_width_is_running_text():
    lines = "\n".join(SENTENCE[at : at + 22] for at in range(0, len(SENTENCE), 22))
    assert texts(of_text("a.txt", f"{TITLE}\n{lines}\n"))[0] == TITLE
