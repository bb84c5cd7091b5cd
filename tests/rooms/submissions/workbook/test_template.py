import re
import shutil
import subprocess

import pytest

from ipanalytics.submissions.workbook import layout, template
from tests.rooms.submissions.builders import COUNTS, FLAGS, a_form, before, blank, check, fill, opened, sound


@pytest.fixture(scope="module")
def book():
    return opened(blank())


def open_cells(book):
    return {(page.title, cell.coordinate) for page in book.worksheets for row in page for cell in row
            if not cell.protection.locked}  # fmt: skip


def validations(book):
    return {
        (page.title, str(each.sqref)): (each.type, each.operator, each.formula1, each.formula2, each.errorStyle)
        for page in book.worksheets
        for each in page.data_validations.dataValidation
    }


def notes(book):
    return {(page.title, cell.coordinate): cell.comment.text for page in book.worksheets for row in page
            for cell in row if cell.comment}  # fmt: skip


def test_only_what_is_answered_is_open_and_all_sheets_are_locked(book):
    assert all(page.protection.sheet for page in book.worksheets)
    assert (COUNTS, "F4") in open_cells(book)
    assert not {(COUNTS, at) for at in ("C4", "D4", "E4", "H4")} & open_cells(book)


def test_excel_refuses_what_is_no_whole_number_and_asks_about_a_stock_far_from_the_last(book):
    found = validations(book)
    assert found[COUNTS, "F5"] == ("whole", "greaterThanOrEqual", "0", None, "stop")
    row = next(cell.row for cell in book[COUNTS]["B"] if cell.value == "有效发明专利拥有量")
    assert found[COUNTS, f"F{row}"] == ("whole", "between", "217", "1953", "warning")


def test_lists_are_chosen_from_names_that_lead_to_the_hidden_sheet(book):
    assert validations(book)[FLAGS, "C4"][:3] == ("list", None, "yes_no")
    assert validations(book)[FLAGS, "E4"][:3] == ("list", None, "counties")
    area = book.defined_names["counties"].attr_text
    first, last = (int(number) for number in re.findall(r"\$E\$(\d+)", area))
    listed = [book[layout.HIDDEN][f"E{row}"].value for row in range(first, last + 1)]
    assert (listed[0], len(listed)) == ("榆阳区", 12)


def test_the_hidden_sheet_keeps_version_and_fingerprint(book):
    page = book[layout.HIDDEN]
    assert page.sheet_state == "veryHidden"
    assert page["B1"].value == template.mark()
    assert re.fullmatch("[0-9a-f]{20}", page["B2"].value)


def test_pages_fit_on_a4(book):
    for page in book.worksheets[:-1]:
        assert (page.page_setup.paperSize, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (9, 1, 0)
        assert page.print_title_rows == "$3:$3"


def test_no_cell_is_a_formula(book):
    assert not [cell for page in book.worksheets for row in page for cell in row if cell.data_type == "f"]


def test_a_text_of_a_source_is_no_formula():
    form = a_form()
    told = {**form.behind, "T06": "=HYPERLINK(1)"}
    page = opened(blank(type(form)(form.area, form.period, form.year_before, form.before, told)))[layout.EXPLAINED]
    cell = next(cell for row in page for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


def test_a_stock_that_was_never_known_is_any_number_from_0():
    form = a_form()
    form.before["inventions_in_force"] = before(0.0, "2022-11")
    assert template.likely(form, "inventions_in_force") is None
    assert template.likely(form, "trademarks_in_force") is None


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which opens the workbook, is not installed")
def test_validation_locks_and_notes_survive_libreoffice_and_its_file_is_accepted(tmp_path):
    path = tmp_path / "in" / "sheet.xlsx"
    path.parent.mkdir()
    path.write_bytes(sound())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path),
    ]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False, timeout=180)
    if not (tmp_path / "sheet.xlsx").is_file():
        pytest.skip(f"LibreOffice has no spreadsheets here: {done.stderr}")
    data = (tmp_path / "sheet.xlsx").read_bytes()
    ours, theirs = opened(fill(blank())), opened(data)
    assert open_cells(theirs) == open_cells(ours)
    assert all(theirs[page.title].protection.sheet for page in ours.worksheets)
    assert notes(theirs) == notes(ours)
    kinds = {at: (kind, style) for at, (kind, *_, style) in validations(theirs).items()}
    assert kinds == {at: (kind, style) for at, (kind, *_, style) in validations(ours).items()}
    assert theirs[layout.HIDDEN].sheet_state != "visible"
    checked = check(data)
    assert (checked.faults, checked.answer("standard_adopters_new", "number")) == ([], 12)
