"""The copy of a workbook that goes back: each faulty cell coloured and noted, a summary first, no formula alive.

A copy can be mended and handed in; marks of an earlier return are taken off before new ones are set.
"""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ipanalytics.catalogue import settings
from ipanalytics.core import confinement
from ipanalytics.core.errors import SourceError
from ipanalytics.core.files import FORMULA
from ipanalytics.submissions.workbook import layout, returned, template
from ipanalytics.submissions.workbook.layout import Cell
from ipanalytics.submissions.workbook.rules import Fault

FAULTY = "FFC7BE"
MARK, NOTED = "【退回】", "\n\n"
TITLE = "报送表退回说明"
ASKED = "共有{count}处需要修改，已在各表中用红色标出，批注写明了原因。请在本文件上改好后，存盘重报；本页不必删去。"
HEADS, WIDTHS, HEAD_ROW = ("序号", "工作表", "单元格", "需要修改之处"), (8, 18, 12, 92), 3


def mark(name: str, data: bytes, faults: Sequence[Fault]) -> bytes:
    """Return a workbook with its faults marked; of one that can't be opened the summary alone."""
    chosen = settings.settings()
    limits = confinement.Limits(chosen.read_memory_mib, chosen.read_seconds)
    if not any(fault.sheet for fault in faults) and not data.startswith(returned.ZIP):
        return _saved(_summed_up(Workbook(), faults))
    try:
        marked: bytes = confinement.call(_mark, data, faults, what=name, limits=limits)
    except SourceError:
        return _saved(_summed_up(Workbook(), faults))
    return marked


def _mark(data: bytes, faults: Sequence[Fault]) -> bytes:
    book, computed = returned.opened(data), returned.opened(data, values=True)
    if layout.SUMMARY in book.sheetnames:
        book.remove(book[layout.SUMMARY])
    for page in book.worksheets:
        for at, cell in list(page._cells.items()):
            _disarm(cell, computed[page.title]._cells.get(at))
            _clean(cell)
    by_cell: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        if fault.sheet in book.sheetnames and fault.cell:
            by_cell.setdefault((fault.sheet, fault.cell), []).append(fault.text)
    for (sheet, at), texts in by_cell.items():
        _colour(_whole(book[sheet], at), texts)
    return _saved(_summed_up(book, faults, keep=True))


def _disarm(cell: ExcelCell, computed: ExcelCell | None) -> None:
    """Put what a formula came to in its place, its text where it came to nothing; no text turns into a formula."""
    if cell.data_type == "f":
        known = computed.value if computed is not None else None
        # A formula that fills several cells is an object with a text.
        cell.value = known if known is not None else str(getattr(cell.value, "text", cell.value))
    if isinstance(cell.value, str):
        cell.data_type = "s"
        if FORMULA.match(cell.value):
            cell.quotePrefix = True


def _clean(cell: ExcelCell) -> None:
    """Take a mark of an earlier return off a cell; notes get their size again, which files don't keep."""
    if cell.comment is None:
        return
    was_marked = cell.comment.text.startswith(MARK)
    text = cell.comment.text.partition(NOTED)[2] if was_marked else cell.comment.text
    cell.comment = template.note(text) if text else None
    if was_marked:
        is_head = cell.font.color is not None and str(cell.font.color.rgb).endswith("FFFFFF")
        cell.fill = template.HEAD_FILL if is_head else template.fill_of(is_open=not cell.protection.locked)


def _whole(page: Worksheet, at: str) -> ExcelCell:
    """Return a cell, of one that was merged into another that one."""
    around = [area for area in page.merged_cells.ranges if at in area]
    return page.cell(around[0].min_row, around[0].min_col) if around else page[at]


def _colour(cell: ExcelCell, texts: Iterable[str]) -> None:
    before = NOTED + cell.comment.text if cell.comment else ""
    cell.comment = template.note(MARK + "；".join(texts) + before)
    cell.fill = PatternFill("solid", fgColor=FAULTY)


def _summed_up(book: Workbook, faults: Sequence[Fault], *, keep: bool = False) -> Workbook:
    """Add the sheet that lists all faults, as the first one; a new workbook has no other."""
    if not keep:
        book.remove(book.active)
    page = book.create_sheet(layout.SUMMARY, 0)
    rows: list[tuple[Cell, ...]] = [
        (Cell(TITLE, "title"),),
        (Cell(ASKED.format(count=len(faults)), "note"),),
        tuple(Cell(text, "head") for text in HEADS),
    ]
    rows += [
        (
            Cell(number, "middle"),
            Cell(fault.sheet or "整个文件", "label"),
            Cell(fault.cell, "unit"),
            Cell(fault.text, "label"),
        )
        for number, fault in enumerate(faults, 1)
    ]
    template.lay_out(page, rows, WIDTHS, head=HEAD_ROW)
    for number, fault in enumerate(faults, HEAD_ROW + 1):
        if fault.cell and fault.sheet in book.sheetnames:
            _link(page, f"C{number}", fault)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
    book.active = 0
    return book


def _link(page: Worksheet, at: str, fault: Fault) -> None:
    page[at].hyperlink = Hyperlink(ref=at, location=f"'{fault.sheet}'!{fault.cell}", display=fault.cell)


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
