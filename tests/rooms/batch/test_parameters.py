"""Notebooks that can't be read: named with their line, and no traceback."""

import json

import pytest

from ipanalytics.batch import parameters, plan
from ipanalytics.core.errors import ReportError

CELL = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'area: str = "610000"\n'}
BROKEN = {
    '{"cells": [nonsense': "line 1: isn't JSON",
    '{\n<<<<<<< HEAD\n"cells": []}': "line 2: isn't JSON",
    "": "line 1: isn't JSON",
    "[]": "is no notebook of format 4",
    "null": "is no notebook of format 4",
    '{"nbformat": 3, "worksheets": []}': "is no notebook of format 4",
    '{"cells": {}}': "is no notebook of format 4",
    '{"cells": [5]}': "is no notebook of format 4",
    '{"cells": [{"metadata": {}, "source": 5}]}': "is no notebook of format 4",
    '{"cells": [{"metadata": {"tags": 5}, "source": ""}]}': "is no notebook of format 4",
    json.dumps({"cells": [{**CELL, "source": ["a = 1\n", "area: str = = 2"]}]}): "line 2 of the cell of parameters",
    json.dumps({"cells": [{**CELL, "source": "a = 1\0"}]}): "of the cell of parameters isn't Python",
    "[" * 100_000: "can't be read",
}


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:30])
def test_a_broken_notebook_is_named_with_what_is_wrong(home, text):
    (home / "notebooks" / "area_report.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"area_report\.ipynb") as refusal:
        parameters.parameters_of("area_report.ipynb")
    assert BROKEN[text] in str(refusal.value)


def test_a_notebook_that_is_no_text_is_named(home):
    (home / "notebooks" / "area_report.ipynb").write_bytes(b"\xff\xfe\x00")
    assert "area_report.ipynb can't be read" in parameters.fault_of("area_report.ipynb")


def test_check_names_every_broken_notebook(home):
    for name in ("tasks.ipynb", "area_report.ipynb"):
        (home / "notebooks" / name).write_text("[]", encoding="utf-8")
    with pytest.raises(ReportError) as refusal:
        plan.check()
    assert "tasks.ipynb" in str(refusal.value)
    assert "area_report.ipynb" in str(refusal.value)


def test_a_broken_notebook_keeps_no_other_report_from_being_planned(home):
    (home / "notebooks" / "tasks.ipynb").write_text("[]", encoding="utf-8")
    assert {"610800", "tasks"} <= {job.area for job in plan.jobs_for([])}


def test_every_unknown_or_ill_typed_parameter_is_named():
    wrong = {"aera": "610800", "area": 610800, "real_only": "yes", "as_of": "2022"}
    with pytest.raises(ReportError) as refusal:
        parameters.check_parameters("area_report.ipynb", wrong)
    message = str(refusal.value)
    assert "'aera' is not a parameter" in message
    assert "'area' is 610800, expected str" in message
    assert "'real_only' is 'yes', expected bool" in message
    assert "'as_of' is" not in message
