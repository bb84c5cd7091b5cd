"""A unit's workbook as a file: colours, locks, notes, lists to choose from, and what Excel itself refuses."""

import io
import math
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ipanalytics.catalogue import indicators
from ipanalytics.core import files
from ipanalytics.observations import checks
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook import layout
from ipanalytics.submissions.workbook.form import Form
from ipanalytics.submissions.workbook.layout import Cell, Sheet

FONT, INK, MUTED, ACCENT = "微软雅黑", "1F2933", "5B6770", "1F4E79"
OPEN_FILL, LOCKED_FILL, HEAD_FILL = (PatternFill("solid", fgColor=shade) for shade in ("FFF8DC", "F1F3F5", ACCENT))
WRONG = PatternFill("solid", bgColor="F4B6AE")
THIN = Side(style="thin", color="B8C2CC")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FIRST_OF_LIST = 2
LISTS = {"yes_no": "D", "counties": "E"}
CHINESE, POINTS_A_LINE = 2.1, 17
WIDER = {"small": 1.15}
A4 = 9


def make(form: Form) -> bytes:
    """Return the workbook of a form as bytes; the same form gives the same sheets."""
    book = Workbook()
    book.remove(book.active)
    for sheet in layout.sheets(form):
        _draw(book.create_sheet(sheet.name), sheet, form)
    _hide(book.create_sheet(layout.HIDDEN), form)
    book.active = 0
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def mark() -> str:
    """Return what the hidden sheet says of the layout's version."""
    return f"ipanalytics {forms.VERSION}"


def seal(*texts: str) -> str:
    """Return what tells that the hidden sheet holds what was written there."""
    return files.fingerprint("|".join(texts))


def _draw(page: Worksheet, sheet: Sheet, form: Form) -> None:
    lay_out(page, [row.cells for row in sheet.rows], sheet.widths, head=sheet.head)
    for validation in _validations(sheet, form):
        page.add_data_validation(validation)
    _warn(page, sheet)
    _lock(page)


def lay_out(page: Worksheet, rows: Sequence[tuple[Cell, ...]], widths: tuple[float, ...], *, head: int) -> None:
    """Write rows of cells onto a sheet and get it ready for A4 paper; lines of text run over all columns."""
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for number, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            _write(page.cell(number, column), cell)
        if cells[0].role in ("title", "note"):
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(widths))
        page.row_dimensions[number].height = _height(cells, widths)
    _print(page, head)


def _write(target: ExcelCell, cell: Cell) -> None:
    target.value = cell.value
    if isinstance(cell.value, str):
        # A text is never a formula, whatever it begins with.
        target.data_type = "s"
    _style(target, cell)
    if cell.note:
        target.comment = note(cell.note)


def _style(target: ExcelCell, cell: Cell) -> None:
    role, is_head = cell.role, cell.role == "head"
    size, colour = {"title": (15, ACCENT), "head": (10.5, "FFFFFF"), "note": (9.5, MUTED), "small": (9, MUTED)}.get(
        role, (10.5, INK)
    )
    target.font = Font(FONT, size, bold=role in ("title", "head"), color=colour)
    middle = role in ("title", "head", "middle", "unit", "flag", "day", "by", "place")
    side = "center" if middle else "right" if role in ("number", "figure") else "left"
    indent = 0 if middle or role == "note" else 3 if role == "part" else 1
    target.alignment = Alignment(side, "center", wrap_text=True, indent=indent)
    target.protection = Protection(locked=not cell.is_open)
    if role in ("title", "note"):
        return
    target.border = BORDER
    target.fill = HEAD_FILL if is_head else fill_of(is_open=cell.is_open)
    formats = {"number": "#,##0", "figure": "#,##0", "day": "yyyy-mm-dd", "by": "yyyy-mm-dd"}
    target.number_format = formats.get(role, "@" if cell.is_open else "General")


def fill_of(*, is_open: bool) -> PatternFill:
    """Return the colour of a cell that is typed into, or locked."""
    return OPEN_FILL if is_open else LOCKED_FILL


def note(text: str) -> Comment:
    """Return a text as the note of a cell, large enough to be read."""
    lines = sum(math.ceil(CHINESE * len(line) / 40) or 1 for line in text.splitlines())
    return Comment(text, layout.GUIDE, height=24 + 20 * lines, width=300)


def _height(cells: tuple[Cell, ...], widths: tuple[float, ...]) -> float:
    if cells[0].role in ("title", "note"):
        return 30 if cells[0].role == "title" else 22
    texts = [
        (str(cell.value or ""), width * WIDER.get(cell.role, 1)) for cell, width in zip(cells, widths, strict=True)
    ]
    lines = max(math.ceil(CHINESE * len(text) / width) for text, width in texts)
    least = 3 if any(cell.role == "why" for cell in cells) else 1
    return 8 + POINTS_A_LINE * max(lines, least)


def _validations(sheet: Sheet, form: Form) -> Iterator[DataValidation]:
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row.cells, 1):
            if validation := _validation(cell, form):
                validation.add(f"{get_column_letter(column)}{number}")
                yield validation


def _validation(cell: Cell, form: Form) -> DataValidation | None:
    """Return what a spreadsheet is to refuse in a cell, or to ask about."""
    match cell.role:
        case "number":
            return _whole_number(cell, form)
        case "flag":
            return _refusing("list", "yes_no", message="请选“是”或“否”。")
        case "place":
            return _refusing("list", "counties", message="请从下拉列表中选择。")
        case "day":
            first, last = date(form.year, 1, 1), form.end
            return _refusing("date", _serial(first), _serial(last), message=f"请填{first}至{last}之间的日期。")
        case "by":
            return _refusing("date", _serial(form.end), message=f"请填{form.end}以后的日期。", operator="greaterThan")
        case _:
            return None


def _refusing(kind: str, *bounds: object, message: str, operator: str | None = None) -> DataValidation:
    first, second = (*map(str, bounds), None)[:2]
    made = DataValidation(
        type=kind, formula1=first, formula2=second, operator=operator, allow_blank=True, errorStyle="stop",
        showErrorMessage=True, showInputMessage=True,
    )  # fmt: skip
    made.errorTitle, made.error, made.promptTitle, made.prompt = "不能这样填", message, "填法", message
    return made


def _whole_number(cell: Cell, form: Form) -> DataValidation:
    """Refuse what is no whole number from 0; where a stock was known before, ask about what is far from it."""
    item = indicators.indicator(cell.asks)
    bounds = likely(form, cell.asks) if item.kind == "stock" else None
    if bounds is None:
        return _refusing("whole", 0, message=f"请填0或正整数，单位：{item.unit}。", operator="greaterThanOrEqual")
    message = f"请填整数，单位：{item.unit}。与上次相比应在{bounds[0]}到{bounds[1]}之间；属实的请在备注栏写明原因。"
    made = _refusing("whole", *bounds, message=message, operator="between")
    made.errorStyle, made.errorTitle = "warning", "与上次相差很大"
    return made


def likely(form: Form, indicator: str) -> tuple[int, int] | None:
    """Return between what a stock is likely to lie: within a factor of the last figure; None where none is known."""
    last = form.before.get(indicator) or form.year_before.get(indicator)
    if last is None or last.value <= 0:
        return None
    factor = checks.limits().stock_jump_factor
    return math.ceil(last.value / factor), math.floor(last.value * factor)


def _serial(day: date) -> int:
    """Return a day as a spreadsheet counts it."""
    return (day - date(1899, 12, 30)).days


def _warn(page: Worksheet, sheet: Sheet) -> None:
    """Colour what is no whole number from 0 where it's typed, whatever was pasted over the refusal."""
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row.cells, 1):
            if cell.role == "number":
                at = f"{get_column_letter(column)}{number}"
                rule = f"AND(LEN({at})>0,OR(NOT(ISNUMBER({at})),N({at})<0,N({at})<>INT(N({at}))))"
                page.conditional_formatting.add(at, FormulaRule([rule], fill=WRONG))


def _lock(page: Worksheet) -> None:
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False


def _print(page: Worksheet, head: int) -> None:
    page.freeze_panes = f"A{head + 1}"
    page.sheet_view.showGridLines = False
    page.page_setup.paperSize, page.page_setup.orientation = A4, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.8, 0.4
    page.oddFooter.center.text = "&A　第&P页，共&N页"


def _hide(page: Worksheet, form: Form) -> None:
    """Write the marks by which the workbook is known again, and the lists that cells choose from."""
    texts = (mark(), forms.fingerprint(form.area, form.year), forms.as_text(form))
    for row, text in enumerate((*texts, seal(*texts)), 1):
        page.cell(row, 2, text)
    choices = {"yes_no": [layout.YES, layout.NO], "counties": forms.places_in(form.area)}
    for name, column in LISTS.items():
        last = FIRST_OF_LIST + len(choices[name]) - 1
        for row, text in enumerate(choices[name], FIRST_OF_LIST):
            page[f"{column}{row}"] = text
        area = f"'{layout.HIDDEN}'!${column}${FIRST_OF_LIST}:${column}${last}"
        page.parent.defined_names[name] = DefinedName(name, attr_text=area)
    page.protection.sheet = True
    page.sheet_state = "veryHidden"
