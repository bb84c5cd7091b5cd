"""Pages that share plotly.js, and one of a county, each rendered once for all tests."""

import pytest

from ipanalytics.batch import freshness, manifest, output_folder
from ipanalytics.batch.plan import Job
from ipanalytics.cli import main
from ipanalytics.publishing import payload

AREAS, COUNTY = ["610800", "610600"], "610881"
LOCAL = ("file:", "data:", "blob:")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    out = tmp_path_factory.mktemp("shared")
    assert main.main(["render", *AREAS, COUNTY, "--shared-assets", "--out", str(out)]) == 0
    return out


def test_plotly_stands_once_beside_the_pages_which_are_small(shared):
    [asset] = (shared / "assets").iterdir()
    assert f"assets/{asset.name}" == payload.shared_library()
    assert asset.read_text("utf-8") == payload.plotly_source()
    for area in AREAS:
        html = (shared / f"{area}.html").read_text("utf-8")
        assert len(html.encode()) < 500_000
        assert payload.library()[:80] not in html
        assert f'data-source="assets/{asset.name}"' in html
    assert {entry["asset"] for entry in manifest.read(shared).values()} == {f"assets/{asset.name}"}


def test_a_shared_page_draws_its_figures_from_a_file_without_network(shared, browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda request: None if request.url.startswith(LOCAL) else faults.append(request.url))
    page.goto((shared / "610800.html").as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.get_attribute("html", "data-drawn") == str(manifest.read(shared)["610800"]["figures"])
    assert faults == []
    context.close()


def test_the_other_form_is_another_page(shared):
    one, other = (Job("610800", "area_report.ipynb", {"area": "610800"}, shared_assets=is_so) for is_so in (0, 1))
    first, second = freshness.page_keys([one, other], {}, list)
    assert {part for part in first if first[part] != second[part]} == {"parameters"}
    assert first["figures"]


def test_a_page_whose_shared_file_is_gone_is_made_again(shared):
    entry = manifest.read(shared)["610800"]
    assert freshness.reason(entry["key"], entry, shared) == ""
    lost = {**entry, "asset": "assets/plotly-0.js"}
    assert freshness.reason(entry["key"], lost, shared) == freshness.GONE


def test_a_shared_file_that_a_page_needs_stays(shared):
    output_folder.clear(shared)
    assert (shared / payload.shared_library()).is_file()


def test_a_county_is_rendered_and_read_in_a_browser(shared, browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((shared / f"{COUNTY}.html").as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.get_attribute("html", "data-drawn") == str(manifest.read(shared)[COUNTY]["figures"]) == "2"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()
