"""The parameters that a notebook declares, and whether what it's given fits; a notebook that can't be read says why."""

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ipanalytics.core import project
from ipanalytics.core.errors import ReportError, listed

TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


def fault_of(notebook: str) -> str:
    """Say why a notebook can't be read, "" where it can: its reports fail, those of others are made."""
    try:
        parameters_of(notebook)
    except ReportError as fault:
        return str(fault)
    return ""


def check_parameters(notebook: str, parameters: Mapping[str, Any]) -> None:
    """Refuse what papermill would only warn of: a parameter that is unknown or has another type.

    Raises
    ------
    ReportError
        Lists every fault.
    """
    declared = parameters_of(notebook)
    faults = [f"{name!r} is not a parameter" for name in parameters if name not in declared]
    for name, value in parameters.items():
        expected = declared.get(name, "None")
        if expected in TYPES and type(value) not in TYPES[expected]:
            faults.append(f"{name!r} is {value!r}, expected {expected}")
    if faults:
        takes = ", ".join(f"{name}: {kind}" for name, kind in declared.items())
        raise ReportError(listed(f"{notebook} takes {takes}; wrong are:", faults))


def parameters_of(notebook: str) -> dict[str, str]:
    """Return a notebook's parameters with their types as text, as `papermill.inspect_notebook` tells them.

    papermill and nbformat take two seconds to import, and a render with nothing to do needs neither.

    Raises
    ------
    ReportError
        When the notebook is damaged; names the file and the line.
    """
    path = project.notebooks() / notebook
    tagged = [cell for cell in _cells(path) if "parameters" in cell["metadata"].get("tags", [])]
    try:
        body = ast.parse("".join(tagged[0]["source"])).body if tagged else []
    except (SyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None) or 1
        msg = f"{path}: line {line} of the cell of parameters isn't Python: {getattr(fault, 'msg', fault)}"
        raise ReportError(msg) from fault
    typed = {ast.unparse(line.target): ast.unparse(line.annotation) for line in body if isinstance(line, ast.AnnAssign)}
    bare = {ast.unparse(line.targets[0]): "None" for line in body if isinstance(line, ast.Assign)}
    return typed | bare


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as fault:
        msg = f"{path}, line {fault.lineno}: isn't JSON: {fault.msg}"
        raise ReportError(msg) from fault
    except (OSError, ValueError, RecursionError) as fault:
        msg = f"{path} can't be read: {fault}"
        raise ReportError(msg) from fault
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        msg = f"{path} is no notebook of format 4: expected a list of cells with metadata and source"
        raise ReportError(msg)
    return cells


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
        return False
    source, tags = cell.get("source"), cell["metadata"].get("tags", [])
    lines = [source] if isinstance(source, str) else source
    return isinstance(lines, list) and isinstance(tags, list) and all(isinstance(line, str) for line in lines)
