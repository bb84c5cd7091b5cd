"""Pages that share plotly.js: small, complete together with one file, without network."""

import pytest

from ipanalytics.batch import freshness, manifest, output_folder
from ipanalytics.batch.plan import Job
from ipanalytics.cli import main
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import payload

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]
AREAS = ["610800", "610600"]
LOCAL = ("file:", "data:", "blob:")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    out = tmp_path_factory.mktemp("shared")
    assert main.main(["render", *AREAS, "--shared-assets", "--out", str(out)]) == 0
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


def test_by_default_a_page_is_complete_and_says_what_it_may_load(rendered):
    html = (rendered.folder / "610800.html").read_text("utf-8")
    assert "assets/" not in html
    assert "file:;" not in html
    assert {entry["asset"] for entry in rendered.manifest()["reports"]} == {""}


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


def test_a_shared_file_that_a_page_needs_stays(shared):
    output_folder.clear(shared)
    assert (shared / payload.shared_library()).is_file()


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
