"""Several reports at once: none touches the others, whatever it does, and nothing is left behind."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipanalytics.batch import LIMITS, manifest, output_folder, plan, render
from ipanalytics.batch.plan import Job
from ipanalytics.batch.warm import fork_client
from ipanalytics.batch.workers import local
from ipanalytics.cli import main
from ipanalytics.core.errors import ReportError

pytestmark = pytest.mark.slow

needs_forks = pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here")
# 西安 raises, 延安 crashes, 榆林 hangs, 安康 eats memory, the others are well.
CELLS = [
    "import os, time\nfrom ipanalytics.report.exhibits import Opening",
    'assert area != "610100", "no figures for 西安"',
    'if area == "610600":\n    os._exit(7)',
    'if area == "610800":\n    time.sleep(float(os.environ.get("NAP", "0")))',
    'eaten = [bytearray(64 * 2**20) for _ in range(100 if area == "610900" else 0)]',
    'Opening(f"{area}报告", "", f"{as_of}这里是{area}。", ())',
]


@pytest.fixture(scope="module")
def behaving(tmp_path_factory, write_project):
    """Copy the project with a report that behaves badly for some areas."""
    return write_project(tmp_path_factory.mktemp("home"), CELLS)


@pytest.fixture
def here(behaving, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", str(behaving))
    return behaving


@pytest.fixture
def begin(here, tmp_path):
    """Return a function that starts `ipanalytics render` in a process of its own; its heirs carry a mark."""
    begun = []

    def start(*arguments, nap="0"):
        environment = {**os.environ, "NAP": nap, "MARK": str(tmp_path)}
        command = [sys.executable, "-m", "ipanalytics.cli.main", "render", *arguments, "--out", str(tmp_path / "pages")]
        begun.append(
            subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        )
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def entries(out):
    return {entry["area"]: entry for entry in json.loads((out / "manifest.json").read_text("utf-8"))["reports"]}


@needs_forks
def test_a_report_that_raises_crashes_hangs_or_eats_memory_is_named_and_the_others_are_made(
    here, tmp_path, capfd, monkeypatch
):
    monkeypatch.setenv("NAP", "600")
    areas = ["西安", "延安", "榆林", "安康", "汉中", "商洛"]
    limits = ["--time-limit", "3", "--memory-limit", "400"]
    assert main.main(["render", *areas, *limits, "--jobs", "3", "--out", str(tmp_path)]) == 1
    found = entries(tmp_path)
    assert {area: entry["outcome"] for area, entry in found.items()} == {
        "610100": "failed", "610600": "failed", "610700": "published",
        "610800": "failed", "610900": "failed", "611000": "published",
    }  # fmt: skip
    assert found["610100"]["error"].startswith("cell 3 (assert area")
    assert "AssertionError: no figures for 西安" in found["610100"]["error"]
    assert found["610600"]["error"].startswith(
        'cell 4 (if area == "610600":): its process ended with exit code 7; a crash'
    )
    assert "cell 5" in found["610800"]["error"]
    assert "took longer than the 3 s of --time-limit" in found["610800"]["error"]
    assert found["610900"]["error"].startswith("cell 6 (eaten = ")
    assert "MemoryError" in found["610900"]["error"]
    assert "--memory-limit is 400 MiB" in found["610900"]["error"]
    assert "2 of 6 reports" in capfd.readouterr().out


@needs_forks
def test_after_kill_9_nothing_runs_on_and_the_next_render_goes_on_from_there(begin, tmp_path, heirs, wait_until):
    out = tmp_path / "pages"
    first = begin("汉中", "榆林", "--jobs", "2", nap="600")
    wait_until((out / "610700.html").is_file)
    first.kill()
    first.communicate()
    wait_until(lambda: not heirs())
    (out / "610800.html.tmp").write_text("half", encoding="utf-8")

    second = begin("汉中", "榆林", "--jobs", "2")
    told = second.communicate(timeout=60)
    assert second.returncode == 0, told
    assert not list(out.glob("*.tmp"))
    assert {entry["outcome"] for entry in entries(out).values()} == {"published"}
    assert not heirs()


@needs_forks
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_render_leaves_no_process_and_no_half_written_file(begin, tmp_path, how, heirs, wait_until):
    out = tmp_path / "pages"
    process = begin("汉中", "榆林", "--jobs", "2", nap="600")
    wait_until((out / "610700.html").is_file)
    process.send_signal(how)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told.endswith("ipanalytics: stopped\n")
    wait_until(lambda: not heirs())
    assert not list(out.glob("*.tmp"))
    assert not (out / "manifest.json").exists()


@needs_forks
def test_a_second_render_into_the_folder_waits_for_the_first(begin, tmp_path, wait_until):
    first = begin("榆林", nap="4")
    wait_until((tmp_path / "pages" / output_folder.LOCK).is_file)
    time.sleep(0.5)
    second = begin("榆林", nap="4")
    told = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "another render writes into" in told[1]
    assert "1 unchanged" in told[0]
    first.communicate(timeout=60)
    assert first.returncode == 0


def test_a_full_disk_is_named_and_leaves_the_earlier_page_alone(tmp_path, monkeypatch):
    (tmp_path / "610800.html").write_text("earlier", encoding="utf-8")
    monkeypatch.setattr(Path, "write_bytes", full)
    made = (local.failed(Job("610800", "a.ipynb", {}), ""), "<html>")
    outcome = local.published(lambda _: made, Job("610800", "a.ipynb", {}), tmp_path)
    assert outcome.error == f"{tmp_path / '610800.html'} can't be written: No space left on device"
    assert (tmp_path / "610800.html").read_bytes() == b"earlier"
    assert not list(tmp_path.glob("*.tmp"))


def full(path, *_, **__):
    path.touch()
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_where_the_manifest_cannot_be_written_the_pages_that_failed_are_named_too(here, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "write_bytes", full)
    failed = local.failed(Job("610800", "a.ipynb", {}), "no kernel")
    with pytest.raises(ReportError, match=r"(?s)can't be written: No space left on device.*610800: no kernel"):
        render._account(tmp_path, [failed], "")


def test_a_read_only_folder_is_refused_in_words(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "open", refuse)
    with (
        pytest.raises(ReportError, match="pages can't be written into .*: Read-only file system"),
        output_folder.held(tmp_path / "pages", print),
    ):
        pytest.fail("the folder was taken")


def test_drafts_of_others_stay(tmp_path):
    for name in ("610800.html.tmp", "manifest.json.tmp", "a.pdf.tmp", "mine.tmp"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    output_folder.sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.tmp"]


def test_without_forks_reports_are_made_in_threads(here, tmp_path, monkeypatch):
    monkeypatch.setattr(fork_client, "available", lambda: False)
    jobs = plan.jobs_for(["汉中", "西安"])
    outcomes = local.run(jobs, tmp_path, workers=2, pool=local.ReportPool({}, LIMITS, footer=""))
    assert {outcome.area: bool(outcome.error) for outcome in outcomes} == {"610100": True, "610700": False}
    assert "这里是610700" in (tmp_path / "610700.html").read_text(encoding="utf-8")
    assert manifest.read(tmp_path) == {}
