import pytest

from ipanalytics.core import project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.lists import entries
from ipanalytics.ingestion.readers.grid import Grid
from tests.rooms.ingestion.lists.builders import fates, figures, grid


def test_sections_of_a_list_say_kind_and_place():
    rows = [
        ["陕西省知识产权局关于公布2022年知识产权示范企业和优势企业名单的通知"],
        ["一、知识产权示范企业（2家）"],
        ["序号", "企业名称"],
        ["西安市（1家）"],
        ["1", "甲公司"],
        ["韩城市"],
        ["1", "乙公司"],
        ["二、优势企业"],
        ["序号", "企业名称", "地市"],
        ["1", "甲公司", "杨凌示范区"],
    ]
    assert figures(grid(rows)) == {
        ("610100", "demonstration_enterprises_new", "2022"): 1,
        ("610581", "demonstration_enterprises_new", "2022"): 1,
        ("610403", "advantage_enterprises_new", "2022"): 1,
    }


def test_lists_side_by_side_are_both_counted():
    rows = [
        ["2022年知识产权优势企业名单"],
        ["序号", "企业名称", "地市", "序号", "企业名称", "地市"],
        ["1", "甲公司", "西安", "2", "乙公司", "宝鸡"],
        ["3", "丙公司", "西安", "", "", ""],
    ]
    indicator = "advantage_enterprises_new"
    assert figures(grid(rows)) == {("610100", indicator, "2022"): 2, ("610300", indicator, "2022"): 1}


def test_a_place_of_two_levels_of_headings_and_merged_cells():
    rows = [
        ["2022年陕西省地理标志产品一览表", "", "", ""],
        ["序号", "产品名称", "产地", ""],
        ["", "", "市", "县"],
        ["1", "甲枣", "榆林市", "佳县"],
        ["2", "乙豆", "", ""],
    ]
    merges = [(0, 0, 0, 3), (1, 2, 1, 3), (3, 2, 4, 2)]
    assert figures(grid(rows, merges=merges))[("610800", "gi_products", "2022")] == 2


def test_totals_and_notes_of_a_list_are_no_names():
    rows = [
        ["2022年知识产权优势企业名单"],
        ["序号", "企业名称", "地市"],
        ["1", "甲公司", "西安"],
        ["2", "", ""],
        ["合计", "共1家", ""],
        ["", "注：排名不分先后", ""],
    ]
    assert figures(grid(rows)) == {("610100", "advantage_enterprises_new", "2022"): 1}
    assert "left_out" not in {fate for fate, _ in fates(grid(rows)).values()}


def test_faults_of_the_vocabulary_are_listed(tmp_path, monkeypatch):
    (tmp_path / "catalogue").mkdir()
    for name in ("indicators.yaml", "units.csv"):
        (tmp_path / "catalogue" / name).write_bytes((project.data() / "catalogue" / name).read_bytes())
    text = "word,group,meaning\n名单,list,\n名单,list,\n甲,kind,gold\n乙,sort,\n"
    (tmp_path / "catalogue" / "lists.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(project, "data", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(CatalogueError, match=r"(?s)'名单' is listed twice.*'gold' is no kind.*unknown group 'sort'"):
        entries._words("text")


def test_a_heading_s_role_is_told_by_its_end_and_a_long_text_is_no_heading():
    assert entries._role("西安市知识产权优势企业名称") == entries._role("企业名称") != ""
    assert entries._role("甲" * 100_000 + "企业名称") == ""


def test_a_row_of_hundreds_of_headings_is_no_list():
    heads = ("企业名称", "县区") * 200
    assert entries.entries(Grid("a.xlsx", "S", (heads, heads)))[0] == ()
