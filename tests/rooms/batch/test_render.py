import json

import pytest

from ipanalytics.batch import manifest, plan, render
from ipanalytics.cli import main
from ipanalytics.core.errors import ReportError

AREAS = ("610000", "610800")
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]


@pytest.fixture
def broken_tasks(quick):
    """Break a notebook, and mend it for the other tests."""
    path = quick / "notebooks" / "tasks.ipynb"
    sound = path.read_bytes()
    path.write_text('{"cells": [\n<<<<<<< HEAD', encoding="utf-8")
    yield
    path.write_bytes(sound)


def test_a_failed_report_is_named_and_leaves_the_earlier_page_alone(quick, tmp_path, capsys):
    out = tmp_path / "pages"
    assert main.main(["render", "榆林", "延安", "--out", str(out)]) == 0
    before = (out / "610800.html").read_bytes()
    other = (out / "610600.html").read_bytes()

    assert main.main(["render", "榆林", "延安", "--out", str(out), "--as-of", "2022"]) == 1
    assert (out / "610800.html").read_bytes() == before
    assert (out / "610600.html").read_bytes() != other
    told = capsys.readouterr()
    assert "1 of 2 reports" in told.out
    assert (
        "610800 榆林: cell 2 (from ipanalytics.report.exhibits import Opening): AssertionError: no figures for 榆林"
        in told.err
    )
    entries = {entry["area"]: entry for entry in json.loads((out / "manifest.json").read_text("utf-8"))["reports"]}
    assert entries["610800"]["outcome"] == "failed"
    assert "no figures for 榆林" in entries["610800"]["error"]
    assert entries["610600"]["outcome"] == "published"
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "榆林市：制作时出错，未发布有误的页面" in index
    assert "no figures for" not in index
    assert "上次生成的页面" in index
    assert not list(out.glob("*.tmp"))


def test_rendering_a_few_keeps_the_others_in_the_index(quick, tmp_path):
    out = tmp_path / "pages"
    main.main(["render", "延安", "--out", str(out)])
    main.main(["render", "安康", "--out", str(out)])
    assert list(manifest.read(out)) == ["610600", "610900"]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "610600.html" in index
    assert "610900.html" in index


def test_the_closing_lines_say_what_differs_from_the_run_before(quick, tmp_path, capsys):
    out = tmp_path / "pages"
    main.main(["render", "延安", "安康", "--out", str(out)])
    assert "since the last run" not in capsys.readouterr().out
    main.main(["render", "延安", "榆林", "--out", str(out), "--as-of", "2021"])
    told = capsys.readouterr().out
    assert "since the last run: 1 changed (延安), 0 the same, 1 new" in told
    assert "延安 said: 这里是610600。\n  now: 2021这里是610600。" in told
    main.main(["render", "延安", "--out", str(out), "--as-of", "2021"])
    assert "since the last run: 0 changed, 1 the same, 0 new" in capsys.readouterr().out


def test_a_broken_notebook_fails_its_own_reports_by_name_and_no_other(broken_tasks, tmp_path):
    jobs = [job for job in plan.jobs_for([]) if job.area in ("610600", "tasks")]
    (tmp_path / "pages").mkdir()
    outcomes = render.render(jobs, tmp_path / "pages", workers=1, tell=lambda _: None)
    errors = {outcome.area: outcome.error for outcome in outcomes}
    assert errors["610600"] == ""
    assert "tasks.ipynb, line 2: isn't JSON" in errors["tasks"]
    assert (tmp_path / "pages" / "610600.html").is_file()
    assert manifest.read(tmp_path / "pages")["tasks"]["outcome"] == "failed"


def test_a_damaged_manifest_is_refused_and_left_alone(home, tmp_path):
    out = tmp_path / "pages"
    out.mkdir()
    (out / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="damaged"):
        render.render(plan.jobs_for(["榆林"]), out, workers=1, tell=print)
    assert (out / "manifest.json").read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("content", ["{", "[]", '{"reports": [{"area": "610600", "file": "../x"}]}', "\x00\xff"])
def test_a_damaged_manifest_costs_the_command_only_itself(quick, tmp_path, capsys, content):
    (tmp_path / "manifest.json").write_text(content, encoding="latin-1")
    assert main.main(["render", "延安", "--out", str(tmp_path)]) == 0
    assert "manifest.json was damaged and is manifest.damaged.json now" in capsys.readouterr().err
    assert (tmp_path / "manifest.damaged.json").read_text(encoding="latin-1") == content
    assert list(manifest.read(tmp_path)) == ["610600"]


def test_manifest_holds_inputs_versions_parameters_and_outcomes(rendered):
    made = rendered.manifest()
    assert {"data/raw/census_2020.csv", "maps/counties.geojson", "notebooks/area_report.ipynb"} <= set(made["inputs"])
    assert {"python", "ipanalytics", "papermill", "plotly"} <= set(made["versions"])
    entry = made["reports"][0]
    assert entry["parameters"] == {"area": "610000", "as_of": "", "real_only": False, "since": ""}
    assert entry["outcome"] == "published"
    assert entry["seconds"] > 0
    assert len(entry["sha256"]) == 64


def test_all_reports_are_made(rendered):
    assert rendered.code == 0
    assert [e["outcome"] for e in rendered.manifest()["reports"]] == ["published"] * 18
    pages = {path.name for path in rendered.folder.glob("*.html")}
    assert pages == {*(entry["file"] for entry in rendered.manifest()["reports"]), "index.html"}


def test_pages_stay_under_their_limit(rendered):
    assert max(path.stat().st_size for path in rendered.folder.glob("*.html")) <= 2_300_000


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("610000", '<td>2022</td><td class="number">82,069</td>'),
        ("610100", "49,982"),
        ("610800", '<td>榆林</td><td class="number">362.48</td>'),
        ("guanzhong", "65.5%"),
        ("610403", "无数据"),
    ],
)  # fmt: skip
def test_a_published_figure_stands_on_its_page(rendered, area, text):
    assert text in (rendered.folder / f"{area}.html").read_text(encoding="utf-8")


def test_every_page_of_an_area_shows_the_year_s_end_of_the_guide(rendered):
    for entry in rendered.manifest()["reports"][:16]:
        page = (rendered.folder / entry["file"]).read_text(encoding="utf-8")
        assert entry["lead"].startswith("2022年度（数据截至2022年12月31日），")
        assert "2022年目标进度" in page


def test_pages_of_an_earlier_day_and_of_real_figures_alone_say_so(rendered, tmp_path):
    command = ["render", "陕西", "榆林", "--as-of", "2022-03", "--real-only", "--out", str(tmp_path)]
    assert main.main(command) == 0
    for path in tmp_path.glob("*.html"):
        assert "演示数据" not in path.read_text(encoding="utf-8")
    leads = [read[area]["lead"] for read in (manifest.read(tmp_path), manifest.read(rendered.folder)) for area in AREAS]
    assert len(set(leads)) == len(leads)
    assert leads[0].startswith("陕西2022年度的17项指标没有公布的数字，不能评价")


def test_a_folder_that_cannot_be_written_is_refused_before_rendering(tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main.main(["render", "榆林", "--out", str(tmp_path / "file" / "pages")]) == 1
    told = capsys.readouterr()
    assert "can't be written into" in told.err
    assert "榆林" not in told.out
