from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook import layout
from tests.rooms.submissions.builders import a_form


def sheet(name):
    return next(each for each in layout.sheets(a_form()) if each.name == name)


def test_rows_are_as_wide_as_their_sheet():
    for each in layout.sheets(a_form()):
        assert {len(row.cells) for row in each.rows} == {len(each.widths)}


def test_names_of_rows_are_unique_in_their_sheet():
    for each in layout.sheets(a_form()):
        keys = [row.key for row in each.rows if row.key]
        assert len(keys) == len(set(keys))
        assert all(row.cells[each.key_column - 1].value == row.key for row in each.rows if row.key)


def test_a_figure_before_says_what_it_is_from_and_that_it_is_a_demonstration():
    row = next(row for row in sheet(layout.COUNTS).rows if row.key == "有效发明专利拥有量")
    year_before, last = row.cells[3], row.cells[4]
    assert (year_before.value, last.value) == (498, 651)
    assert last.note.startswith("2022-11；来源：")
    assert "演示数据" in last.note
    assert "演示数据" in sheet(layout.COUNTS).rows[1].cells[0].value


def test_a_definition_and_a_unit_stand_beside_the_cell_and_in_its_note():
    row = next(row for row in sheet(layout.COUNTS).rows if row.key == "新增贯标单位")
    assert row.cells[2].value == "家"
    assert "年内新通过知识产权管理规范认证的单位数" in row.cells[5].note
    assert "年内新通过知识产权管理规范认证的单位数" in row.cells[7].value


def test_each_target_that_is_behind_has_a_row_to_explain():
    rows = [row for row in sheet(layout.EXPLAINED).rows if row.key]
    assert [(row.key, [cell.role for cell in row.cells if cell.is_open]) for row in rows] == [
        ("T07", ["why", "next_step", "by"])
    ]


def test_the_deadline_stands_on_the_first_page_of_a_years_last_workbook():
    assert "请于2022年12月20日前报送" in layout.sheets(a_form())[0].rows[1].cells[0].value
    assert "前报送" not in layout.sheets(a_form(period="2022-09"))[0].rows[1].cells[0].value


def test_nothing_is_asked_twice():
    asked = [
        (cell.asks, cell.role)
        for each in layout.sheets(a_form())
        for row in each.rows
        for cell in row.cells
        if cell.asks
    ]
    assert len(asked) == len(set(asked))
    assert {question.indicator for question in forms.counts(2022)} <= {asks for asks, _ in asked}


def test_a_place_called_as_a_folder_would_be_leads_to_none(monkeypatch):
    monkeypatch.setattr(layout.places, "name_of", lambda *_, **__: '../榆\u202e林:"<a>"')
    assert layout.file_name(a_form()) == ".._榆_林___a___2022-12_报送表.xlsx"
