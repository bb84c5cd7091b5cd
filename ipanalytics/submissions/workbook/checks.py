"""A workbook that came back, held against what was sent: every fault with its sheet and cell, and the answers."""

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from ipanalytics.submissions.workbook import answers, layout, rules
from ipanalytics.submissions.workbook.form import Form
from ipanalytics.submissions.workbook.layout import Cell, Row, Sheet
from ipanalytics.submissions.workbook.returned import Cells, Returned, Typed
from ipanalytics.submissions.workbook.rules import Checked, Fault


def check(returned: Returned) -> Checked:
    """Return all faults of a workbook at once, and its answers."""
    if returned.fault or returned.form is None:
        return Checked(returned.form, [Fault("", "", returned.fault)])
    form, checked = returned.form, Checked(returned.form)
    expected = {sheet.name: sheet for sheet in layout.sheets(form)}
    for name, sheet in expected.items():
        if name not in returned.sheets:
            checked.faults.append(Fault(name, "", "这张工作表被删去或改名，请用发给本单位的表填写。"))
        elif name != layout.GUIDE:
            _check_sheet(checked, sheet, returned.sheets[name], form)
    extra = [name for name, cells in returned.sheets.items() if name not in expected and cells]
    checked.faults += [Fault(name, "", "不是报送表的工作表，里面的内容不会被读取，请删去。") for name in extra]
    for rule in rules.ALL:
        checked.faults += rule(checked, form)
    if not checked.faults and not any(value is not None for value, _ in checked.given.values()):
        checked.faults.append(Fault(layout.COUNTS, "", "没有填写任何内容。"))
    checked.missing = rules.missing(checked, form)
    checked.faults.sort(key=lambda fault: _order(fault, list(expected)))
    return checked


def _order(fault: Fault, sheets: list[str]) -> tuple[int, int, int]:
    """Return the place of a fault in the order of sheets, rows and columns."""
    sheet = sheets.index(fault.sheet) if fault.sheet in sheets else len(sheets) * bool(fault.sheet)
    row, column = coordinate_to_tuple(fault.cell) if fault.cell else (0, 0)
    return sheet, row, column


def at(row: int, column: int) -> str:
    """Return the name of a cell."""
    return f"{get_column_letter(column)}{row}"


def _check_sheet(checked: Checked, sheet: Sheet, cells: Cells, form: Form) -> None:
    head = sheet.rows[sheet.head - 1]
    if changed := [
        number for number, cell in enumerate(head.cells, 1) if _differs(cell, cells.get((sheet.head, number)))
    ]:
        words = f"表头应为“{head.cells[changed[0] - 1].value}”：表头被改动，或有行、列被增删。请用发给本单位的表填写。"
        checked.faults.append(Fault(sheet.name, at(sheet.head, changed[0]), words))
        return
    rows = _aligned(checked, sheet, cells)
    for number, row in rows.items():
        for column, cell in enumerate(row.cells, 1):
            _check_cell(checked, Fault(sheet.name, at(number, column), ""), cell, cells.get((number, column)), form)
    for number in sorted({row for row, column in cells if row not in rows or column > len(sheet.widths)}):
        first = min(
            column for row, column in cells if row == number and (row not in rows or column > len(sheet.widths))
        )
        words = f"“{_quoted(cells[number, first])}”写在表外，不会被读取，请删去。"
        checked.faults.append(Fault(sheet.name, at(number, first), words))


def _aligned(checked: Checked, sheet: Sheet, cells: Cells) -> dict[int, Row]:
    """Return the expected rows by where they stand now; what is asked is found again by its name."""
    rows = dict(enumerate(sheet.rows[: sheet.head], 1))
    found: dict[str, list[int]] = {}
    for (number, column), typed in sorted(cells.items()):
        if column == sheet.key_column and number > sheet.head:
            found.setdefault(typed.shown.strip(), []).append(number)
    for row in sheet.rows[sheet.head :]:
        first, *again = found.get(row.key, [0])
        if not first:
            words = f"“{row.key}”这一行被删去，或名称被改动。请用发给本单位的表填写。"
            checked.faults.append(Fault(sheet.name, at(sheet.head, sheet.key_column), words))
            continue
        rows |= dict.fromkeys((first, *again), row)
        for number in again:
            words = f"“{row.key}”这一行重复。请只留一行。"
            checked.faults.append(Fault(sheet.name, at(number, sheet.key_column), words))
    return rows


def _check_cell(checked: Checked, place: Fault, cell: Cell, typed: Typed | None, form: Form) -> None:
    if not cell.is_open:
        if _differs(cell, typed):
            checked.faults.append(Fault(place.sheet, place.cell, _changed(cell, typed)))
        return
    value, words = answers.read(cell, typed, form)
    if words:
        checked.faults.append(Fault(place.sheet, place.cell, words))
    checked.given.setdefault((cell.asks, cell.role), (value, place))


def _differs(cell: Cell, typed: Typed | None) -> bool:
    if cell.value in (None, "") or typed is None:
        return (cell.value in (None, "")) != (typed is None)
    if isinstance(cell.value, str) or isinstance(typed.value, str):
        return typed.shown.strip() != str(cell.value).strip()
    return typed.kind != "number" or abs(float(typed.shown) - cell.value) > 1e-9 * max(1.0, abs(cell.value))


def _changed(cell: Cell, typed: Typed | None) -> str:
    if cell.role == "unit":
        return (
            f"缺计量单位，应为“{cell.value}”。"
            if typed is None
            else f"计量单位“{_quoted(typed)}”不对，应为“{cell.value}”。"
        )
    before = Typed("", f"{cell.value:.15g}" if isinstance(cell.value, float) else str(cell.value or "空"))
    return f"锁定的内容被改动：原为“{before.quoted}”，现为“{_quoted(typed)}”，请改回。"


def _quoted(typed: Typed | None) -> str:
    return typed.quoted if typed else "空"
