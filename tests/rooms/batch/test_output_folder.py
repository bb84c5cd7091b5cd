"""The folder of pages: what lies in it, who may write into it."""

import pytest

from ipanalytics.batch import output_folder
from ipanalytics.core.errors import ReportError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]


def test_a_page_is_complete_and_says_that_it_loads_nothing(rendered):
    html = (rendered.folder / "610800.html").read_text("utf-8")
    assert "src=" not in html
    assert "default-src 'none'" in html


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
