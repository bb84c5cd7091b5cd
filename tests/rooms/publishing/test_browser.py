import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import browser
from ipanalytics.publishing.browser import VARIABLE, require


def test_a_named_browser_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv(VARIABLE, "netscape-4")
    with pytest.raises(ReportError, match=r"\$IPANALYTICS_BROWSER is 'netscape-4'"):
        require()


def test_missing_playwright_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(browser, "find_spec", lambda _: None)
    with pytest.raises(ReportError, match=r"playwright is not installed.*\.\[print\]"):
        require()
