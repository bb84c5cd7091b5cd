"""Pages that nothing has changed for are kept; each of the others says why it was made."""

import json
import subprocess
import sys

import pytest

from ipanalytics.batch import freshness, manifest
from ipanalytics.batch.parameters import parameters_of
from ipanalytics.batch.plan import Job, entries
from ipanalytics.cli import main
from ipanalytics.core import files, project
from ipanalytics.ingestion import pipeline

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]
ENTRY = {"outcome": "published", "file": "a.html", "error": "", "area": "a"}
KEY = dict.fromkeys(freshness.REASONS, "1")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("page", encoding="utf-8")
    return {**ENTRY, "sha256": files.sha256_of(path), "key": KEY}


def test_a_page_of_the_same_key_is_kept(page, tmp_path):
    assert freshness.reason(KEY, page, tmp_path) == ""


@pytest.mark.parametrize("part", freshness.REASONS)
def test_each_part_of_the_key_is_named(page, tmp_path, part):
    assert freshness.reason({**KEY, part: "2"}, page, tmp_path) == freshness.REASONS[part]


def test_several_parts_are_named_together(page, tmp_path):
    other = {**KEY, "library": "2", "figures": "2"}
    assert freshness.reason(other, page, tmp_path) == "library changed, figures changed"


def test_figures_that_cannot_be_told_never_count_as_the_same(page, tmp_path):
    unknown = {**KEY, "figures": ""}
    assert freshness.reason(unknown, {**page, "key": unknown}, tmp_path) == "figures changed"


def test_a_page_that_was_never_made_failed_is_missing_or_was_edited_is_made(page, tmp_path):
    assert freshness.reason(KEY, None, tmp_path) == "never rendered"
    assert freshness.reason(KEY, {**page, "outcome": "failed"}, tmp_path) == "failed last time"
    (tmp_path / "a.html").write_text("edited", encoding="utf-8")
    assert freshness.reason(KEY, page, tmp_path) == "page is missing or was changed"
    (tmp_path / "a.html").unlink()
    assert freshness.reason(KEY, page, tmp_path) == "page is missing or was changed"


def test_a_manifest_without_keys_makes_all_pages_again(page, tmp_path):
    old = {name: value for name, value in page.items() if name != "key"}
    assert freshness.reason(KEY, old, tmp_path).startswith("library changed")


def test_render_says_what_it_kept_and_why_it_made_the_rest(quick, tmp_path, capfd):
    out = tmp_path / "pages"
    assert main.main(["render", "榆林", "延安", "--out", str(out)]) == 0
    assert "610800 榆林:" in (told := capfd.readouterr().out)
    assert told.count("(never rendered)") == 2
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.glob("*.html")}

    assert main.main(["render", "榆林", "延安", "--out", str(out)]) == 0
    told = capfd.readouterr().out
    assert "2 unchanged: not rendered again; --force does" in told
    assert "2 of 2 reports" in told
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.glob("*.html")} == before
    assert [entry["outcome"] for entry in manifest.read(out).values()] == ["published"] * 2

    (out / "610600.html").unlink()
    assert main.main(["render", "榆林", "延安", "--out", str(out)]) == 0
    told = capfd.readouterr().out
    assert "(page is missing or was changed)" in told
    assert "1 unchanged" in told
    assert (out / "610600.html").read_bytes() == before["610600.html"][0]

    assert main.main(["render", "榆林", "--force", "--out", str(out)]) == 0
    told = capfd.readouterr().out
    assert "(forced)" in told
    assert "unchanged" not in told
    assert (out / "610800.html").read_bytes() == before["610800.html"][0]


def test_a_render_with_nothing_to_do_imports_none_of_what_makes_pages():
    code = (
        "import sys\nfrom ipanalytics.cli import main\n"
        "heavy = {'papermill', 'nbconvert', 'nbformat', 'plotly', 'geopandas', 'jupyter_client'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_parameters_are_read_as_papermill_reads_them():
    papermill = pytest.importorskip("papermill")
    for plan in entries().values():
        declared = papermill.inspect_notebook(str(project.notebooks() / plan.notebook))
        expected = {name: entry["inferred_type_name"] for name, entry in declared.items()}
        assert parameters_of(plan.notebook) == expected


def test_another_parameter_makes_another_key():
    jobs = [Job("610800", "area_report.ipynb", {"area": "610800", "as_of": as_of}) for as_of in ("2022-09", "2022-10")]
    first, second = freshness.page_keys(jobs, {}, list)
    assert first["parameters"] != second["parameters"]
    assert {name: first[name] for name in ("library", "catalogue", "notebook")} == {
        name: second[name] for name in ("library", "catalogue", "notebook")
    }


def test_targets_words_and_the_map_belong_to_the_key(home, spoil):
    before = freshness._catalogue()
    spoil("data/catalogue/palette.yaml", "#", "# ")
    assert freshness._catalogue() != before


def test_figures_are_looked_at_only_where_nothing_else_makes_a_page_anew(home):
    jobs = [Job(area, "area_report.ipynb", {"area": area}) for area in ("610800", "610600", "610700")]
    fresh, _, other = freshness.page_keys(jobs, {}, list)
    before = {
        "610800": {**ENTRY, "sha256": "1", "key": fresh},
        "610700": {**ENTRY, "sha256": "1", "key": {**other, "library": "another"}},
    }
    asked = []
    keys = freshness.page_keys(jobs, before, lambda wanted: asked.extend(wanted) or ["a digest"])
    assert [job.area for job in asked] == ["610800"]
    assert [key["figures"] for key in keys] == ["a digest", freshness.UNREAD, freshness.UNREAD]


def test_what_is_known_of_the_slices_is_kept_for_the_next_process(home):
    jobs = [Job(area, "area_report.ipynb", {"area": area}) for area in ("610800", "610600")]
    first, second = freshness.page_keys(jobs, {}, list)
    freshness.keep(jobs, [{**first, "figures": "a digest"}, second])
    [kept] = (home / "build" / "cache").glob("slices-*.json")
    assert list(json.loads(files.read_cache(kept)).values()) == ["a digest"]
    assert [key["figures"] for key in freshness.page_keys(jobs, {}, list)] == ["a digest", freshness.UNREAD]


@pytest.mark.parametrize("content", ["garbage", "", "[1, 2]", "5", '{"a": 5}', "[" * 100_000])
def test_a_damaged_cache_of_slices_knows_nothing(home, content):
    path = freshness._path("slices")
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert freshness._kept_digests() == {}


@pytest.mark.parametrize("content", ["", "[1]", '{"a": 1}', "garbage", "[" * 100_000])
def test_refused_files_are_named_from_the_cache_and_again_where_it_is_damaged(home, monkeypatch, content):
    monkeypatch.setattr(pipeline, "refused", lambda: ["new.csv has no sidecar"])
    assert freshness.refused() == ["new.csv has no sidecar"]
    monkeypatch.setattr(pipeline, "refused", lambda: ["another"])
    assert freshness.refused() == ["new.csv has no sidecar"]
    [path] = (home / "build" / "cache").glob("refused-*.json")
    path.write_text(content, encoding="utf-8")
    assert freshness.refused() == ["another"]
    assert json.loads(files.read_cache(path)) == ["another"]
