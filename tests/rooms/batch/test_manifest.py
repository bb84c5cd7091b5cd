"""A manifest that something else has written: refused by name before anything is rendered."""

import json

import pytest

from ipanalytics.batch import manifest
from ipanalytics.core.errors import ReportError

ENTRY = {"area": "610800", "outcome": "published", "file": "610800.html", "sha256": "x", "lead": ""}


def put(folder, **changed):
    entry = {name: value for name, value in {**ENTRY, **changed}.items() if value is not ...}
    (folder / "manifest.json").write_text(json.dumps({"reports": [entry]}), encoding="utf-8")


def test_an_entry_of_an_older_manifest_is_read(tmp_path):
    put(tmp_path)
    assert manifest.read(tmp_path)["610800"] == ENTRY


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"lead": ...}, "lead is missing"),
        ({"key": 5}, "key is 5"),
        ({"as_of": 7}, "as_of is 7"),
        ({"lights": [5]}, "lights are [5]"),
        ({"lights": [["a"]]}, "lights are"),
        ({"seconds": "long"}, "seconds is 'long'"),
        ({"file": 5}, "file is 5"),
        ({"file": "javascript:alert(1)"}, "file is no file of the folder: 'javascript:alert(1)'"),
        ({"file": "../other.html"}, "file is no file of the folder"),
        ({"file": "/etc/passwd"}, "file is no file of the folder"),
        ({"file": "https://example.org"}, "file is no file of the folder"),
        ({"file": ".lock"}, "file is no file of the folder"),
    ],
)
def test_an_odd_entry_is_refused_with_what_is_odd(tmp_path, changed, reason):
    put(tmp_path, **changed)
    with pytest.raises(ReportError, match="is damaged: delete it and render again") as refusal:
        manifest.read(tmp_path)
    assert f"610800': {reason}" in str(refusal.value)


@pytest.mark.parametrize("text", ["[]", "5", '{"reports": 5}', '{"reports": [5]}', '{"reports": [{}]}', "[" * 100_000])
def test_what_is_no_manifest_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="is damaged"):
        manifest.read(tmp_path)
