"""The folder of pages: what lies in it, who may write into it."""

import pytest

from ipanalytics.batch import output_folder
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]


def test_by_default_a_page_is_complete_and_says_what_it_may_load(rendered):
    html = (rendered.folder / "610800.html").read_text("utf-8")
    assert "assets/" not in html
    assert "file:;" not in html
    assert {entry["asset"] for entry in rendered.manifest()["reports"]} == {""}


def test_only_our_own_files_that_no_page_needs_are_removed(tmp_path):
    files.write_atomically(tmp_path / "manifest.json", '{"reports": []}')
    folder = tmp_path / "assets"
    folder.mkdir()
    old = "var old"
    ours = folder / f"plotly-{files.fingerprint(old)}.js"
    edited, foreign = folder / f"plotly-{'0' * 20}.js", folder / "logo.svg"
    for path in (ours, edited, foreign, folder / f"{ours.name}.tmp"):
        path.write_text(old, encoding="utf-8")
    output_folder.clear(tmp_path)
    assert sorted(folder.iterdir()) == sorted([edited, foreign])
    edited.unlink()
    foreign.unlink()
    output_folder.clear(tmp_path)
    assert not folder.exists()


def test_a_lock_that_is_a_link_is_refused_and_its_file_kept(tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("kept", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / output_folder.LOCK).symlink_to(precious)
    with pytest.raises(ReportError, match="pages can't be written into"), output_folder.held(out, print):
        pytest.fail("the folder was held through a link")
    assert precious.read_text(encoding="utf-8") == "kept"


def test_a_lock_that_is_another_file_too_keeps_what_it_holds(tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("kept", encoding="utf-8")
    (tmp_path / output_folder.LOCK).hardlink_to(precious)
    with output_folder.held(tmp_path, print):
        pass
    assert precious.read_text(encoding="utf-8") == "kept"
