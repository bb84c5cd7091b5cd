import json

from ipanalytics.cli import main


def test_a_county_is_rendered_and_read_in_a_browser(tmp_path, browser):
    assert main.main(["render", "神木", "--out", str(tmp_path)]) == 0
    [entry] = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["reports"]
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((tmp_path / "610881.html").as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.get_attribute("html", "data-drawn") == str(entry["figures"]) == "2"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()
