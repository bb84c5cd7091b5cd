from pathlib import Path

import pytest

from ipanalytics.batch.plan import Outcome
from ipanalytics.cli import main, render
from ipanalytics.publishing import browser
from ipanalytics.publishing.browser import VARIABLE


def test_unknown_area_ends_with_one_and_a_sentence(capsys):
    assert main.main(["render", "榆木"]) == 1
    assert "榆木" in capsys.readouterr().err


def test_the_closing_line_counts_pages_that_are_good_and_pages_that_were_kept():
    outcomes = [
        Outcome("610000", "a.ipynb", {}, 1.0),
        Outcome("610100", "a.ipynb", {}, 0.0, skipped=True),
        Outcome("610800", "a.ipynb", {}, 1.0, error="cell 1: ValueError"),
    ]
    said = render._summary(outcomes, Path("pages"))
    assert said.startswith("2 of 3 reports are in pages (1 unchanged: not rendered again; --force does); open ")


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)


@pytest.mark.parametrize("flag", ["--pdf", "--word"])
def test_render_refuses_before_it_renders_where_no_browser_is_found(no_browser, tmp_path, capsys, flag):
    assert main.main(["render", "榆林", flag, "--out", str(tmp_path / "pages")]) == 1
    told = capsys.readouterr().err
    assert "no browser found: tried chromium" in told
    assert "install" in told
    assert not (tmp_path / "pages").exists()


def test_certificates_come_all_three_and_for_a_cluster(tmp_path, capsys):
    (tmp_path / "ca.pem").touch()
    given = ["--tls-ca", str(tmp_path / "ca.pem"), "--tls-key", str(tmp_path / "key.pem")]
    assert main.main(["render", "榆林", *given, "--out", str(tmp_path / "pages")]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  --scheduler is missing: they are for a cluster",
        "  --tls-cert is missing: all three go together",
        f"  --tls-key {tmp_path / 'key.pem'} isn't there",
    ]
