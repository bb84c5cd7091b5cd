"""A workbook that came back, as plain values: opened within limits, its hidden sheet told apart from the rest."""

import io
import json
import math
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ipanalytics.catalogue import settings
from ipanalytics.core import confinement
from ipanalytics.core.errors import IPAnalyticsError, SourceError
from ipanalytics.ingestion.readers import containers
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook import layout, template
from ipanalytics.submissions.workbook.form import Form

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage"
MOST_QUOTED = 30
LOCKED = "文件设了打开密码，无法读取。请取消密码，另存后重报。"
OLD_FORMAT = "这是旧版格式（.xls）。请另存为 .xlsx 后重报。"
DAMAGED = "文件打不开：可能已损坏或过大，或者不是 .xlsx 工作簿。请在原表上填写后重报。"
STRANGE = "没有报送表的版本标记：不是发给本单位的报送表，或隐藏的工作表《版本》被删。请用发给本单位的表填写。"
ALTERED = "隐藏的工作表《版本》被改动，无法核对。请用发给本单位的表重新填写。"
OUTDATED = "这是旧版报送表，所问内容已经变化。请用新发的表填写。"


@dataclass(frozen=True)
class Typed:
    """What stands in a cell: `kind` is number, text, bool, day, error, or unknown for a formula without a value."""

    kind: str
    value: float | str | bool | date
    is_formula: bool = False

    @property
    def quoted(self) -> str:
        """The beginning of the value, as a message quotes it."""
        text = self.shown.strip()
        return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "……"

    @property
    def shown(self) -> str:
        """The value as text."""
        if isinstance(self.value, bool):
            return str(self.value).upper()
        return f"{self.value:.15g}" if isinstance(self.value, float) else str(self.value)


Cells = dict[tuple[int, int], Typed]


@dataclass(frozen=True)
class Returned:
    """A workbook's form and the cells of its sheets; `fault` says why there is nothing of it."""

    form: Form | None = None
    sheets: dict[str, Cells] = field(default_factory=dict)
    fault: str = ""


def read(name: str, data: bytes) -> Returned:
    """Return what a workbook holds; nothing that a stranger put into it costs more than settings.yaml allows."""
    chosen = settings.settings()
    limits = confinement.Limits(chosen.read_memory_mib, chosen.read_seconds)
    try:
        returned: Returned = confinement.call(_read, name, data, what=name, limits=limits)
    except SourceError:
        return Returned(fault=DAMAGED)
    return returned


def _read(name: str, data: bytes) -> Returned:
    if data.startswith(OLE):
        if ENCRYPTED not in containers.stream_names(name, data):
            return Returned(fault=OLD_FORMAT)
        try:
            # With the password that Excel tries by itself it opens without asking.
            data = containers.unlock(name, data)
        except SourceError:
            return Returned(fault=LOCKED)
    if not data.startswith(ZIP):
        return Returned(fault=DAMAGED)
    containers.unpack(name, data)
    typed, computed = opened(data), opened(data, values=True)
    if layout.HIDDEN not in typed.sheetnames:
        return Returned(fault=STRANGE)
    form, fault = _form([typed[layout.HIDDEN].cell(row, 2).value for row in (1, 2, 3, 4)])
    names = [page.title for page in typed.worksheets if page.title not in (layout.HIDDEN, layout.SUMMARY)]
    return Returned(form, {title: _cells(typed, computed, title) for title in names}, fault)


def opened(data: bytes, *, values: bool = False) -> Workbook:
    """Return a workbook as openpyxl has it: its formulas, or what they came to."""
    with warnings.catch_warnings():
        # It warns of what it doesn't keep, such as a picture that somebody put in.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _form(held: list[object]) -> tuple[Form | None, str]:
    """Return the form that a hidden sheet keeps, and what is wrong with it."""
    mark, known, text, sealed = (str(each or "") for each in held)
    if not mark.startswith("ipanalytics "):
        return None, STRANGE
    if sealed != template.seal(mark, known, text):
        return None, ALTERED
    try:
        form = forms.from_text(text)
        is_current = mark == template.mark() and known == forms.fingerprint(form.area, form.year)
    except (IPAnalyticsError, json.JSONDecodeError, KeyError, TypeError):
        return None, OUTDATED
    return form, "" if is_current else OUTDATED


def _cells(typed: Workbook, computed: Workbook, title: str) -> Cells:
    # Only cells that are there: a sheet may claim to be a million rows long.
    values = computed[title]._cells
    pairs = {at: _typed(cell, values.get(at)) for at, cell in typed[title]._cells.items()}
    return {at: pair for at, pair in pairs.items() if pair is not None}


def _typed(cell: object, computed: object) -> Typed | None:
    is_formula = getattr(cell, "data_type", "") == "f"
    value = getattr(computed, "value", None) if is_formula else getattr(cell, "value", None)
    source = computed if is_formula else cell
    match value:
        case None if is_formula:
            return Typed("unknown", "", is_formula)
        case None:
            return None
        case bool():
            return Typed("bool", value, is_formula)
        case int() | float():
            return Typed("number", value, is_formula) if math.isfinite(value) else Typed("error", str(value))
        case datetime():
            whole = value.replace(hour=0, minute=0, second=0, microsecond=0) == value
            return Typed("day", value.date(), is_formula) if whole else Typed("text", str(value), is_formula)
        case _ if getattr(source, "data_type", "") == "e":
            return Typed("error", str(value), is_formula)
        case _:
            text = str(value)
            return Typed("text", text, is_formula) if text.strip() else None
