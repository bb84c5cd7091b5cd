"""Shared by all tests: the real figures, all with the synthetic ones, one render of all pages, one browser."""

import gc
import json
import os
import shutil
import sys
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import settings

from ipanalytics.batch import manifest
from ipanalytics.batch.warm import fork_client, kernels
from ipanalytics.catalogue import indicators, journal
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.cli import main
from ipanalytics.core import files, i18n, periods, project
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, progress, targets
from ipanalytics.observations import validation
from ipanalytics.observations.table import COLUMNS, until
from ipanalytics.publishing import browser as publishing_browser
from tests.rooms.ingestion.builders import GRANTS, keep_nation

# Its grammar takes two seconds to build when notebooks are checked, whose schema has no addresses.
sys.modules["rfc3987_syntax"] = None
# What is imported and read stays.
gc.set_threshold(50_000, 20, 100)

# The same examples in every run of CI, new ones on a developer's machine; a busy machine is no fault.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)


settings.load_profile("ci" if os.environ.get("CI") else "here")


# Messages are tested in English, whatever the system speaks.
os.environ["LC_ALL"] = "C.UTF-8"
HOME = Path(__file__).parent
RENDER_SECONDS = 600
MOST_SERVERS = 3
AT_REST = {"report", "monitoring"}


def pytest_xdist_auto_num_workers():
    """Return one more than there are processors: nearly half the time tests wait for browsers, servers and children."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser):
    parser.addoption("--by-file", action="store_true", help="tell the seconds of each file, and when each worker ended")


def pytest_terminal_summary(terminalreporter, config):
    """Tell where the seconds of the suite go."""
    if not config.getoption("--by-file"):
        return
    reports = [one for some in terminalreporter.stats.values() for one in some if hasattr(one, "duration")]
    seconds, ends = Counter(), Counter()
    for one in reports:
        seconds[one.nodeid.partition("::")[0]] += one.duration
        ends[getattr(one, "worker_id", "")] = max(ends[getattr(one, "worker_id", "")], one.stop)
    for name, took in seconds.most_common():
        terminalreporter.write_line(f"{took:7.1f} s  {name}")
    for name, end in ends.items():
        terminalreporter.write_line(f"{end - min(one.start for one in reports):7.1f} s  until {name or 'all'} ended")


def pytest_collection_modifyitems(items):
    """Begin with the slow: with one of them left for the end, the other cores would wait for it."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def files_at_rest(request):
    """Look at each file of the project once a test, in rooms whose tests change none but where they make some."""
    rooms = {part.name for part in request.path.parents}
    is_at_rest = AT_REST & rooms and not {"home", "tmp_path"} & set(request.fixturenames)
    with project.held() if is_at_rest else nullcontext():
        yield


@pytest.fixture(scope="session")
def every():
    return pipeline.load_every(real_only=True)


@pytest.fixture(scope="session")
def figures():
    return pipeline.load(real_only=True)


@pytest.fixture(scope="session")
def synthetic_every():
    return pipeline.load_every()


@pytest.fixture(scope="session")
def synthetic_figures():
    return pipeline.load()


@pytest.fixture(scope="session")
def march():
    return assessment.load("2022-03")


@pytest.fixture(scope="session")
def september():
    return assessment.load("2022-09")


@pytest.fixture(scope="session")
def december():
    return assessment.load("2022-12")


@pytest.fixture(scope="session")
def real_year():
    return assessment.load(real_only=True)


@pytest.fixture(scope="session")
def aim():
    """Return a function that makes a target of the province, or of another area."""

    def make(id_, indicator, kind, value=None, *, area="610000", **given):
        clause, quote = f"条款{id_}", f"原文{id_}"
        return targets.Target(id_, indicator, area, kind, clause, quote, value, year=2022, **given)

    return make


@pytest.fixture(scope="session")
def judge():
    """Return a function that judges hand-written figures (area, indicator, period, value, status if not final)."""

    def made(rows, wanted, as_of="2022-09"):
        whole = [[*row, "final"][:5] for row in rows]
        table = pd.DataFrame(
            [[a, i, p, float(v), indicators.indicator(i).unit, "cnipa_2022_c3", s, "表"] for a, i, p, v, s in whole],
            columns=COLUMNS,
        )
        known = until(validation.check(table.astype({"value": float})), as_of)
        rules = progress.Rules(targets.thresholds(), catalogue_settings.settings())
        return assessment.judge(known, wanted, periods.parse(as_of).end.isoformat(), rules)

    return made


@pytest.fixture
def keep_journal(monkeypatch):
    """Return a function that puts entries in the place of those of the journal."""
    return lambda *entries: monkeypatch.setattr(journal, "entries", lambda: entries)


@pytest.fixture(scope="session")
def copy_project():
    """Return a function that copies the project's data, map and notebooks."""

    def copy(home):
        for folder in ("data", "maps", "notebooks"):
            shutil.copytree(HOME / folder, home / folder)
        return home

    return copy


@pytest.fixture
def home(tmp_path, monkeypatch, copy_project):
    """Return a copy of the project that a test may spoil."""
    copy_project(tmp_path)
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def small(home):
    """Leave only the figures of the nation, so that a test is quick."""
    keep_nation(home)
    return home


@pytest.fixture
def rewrite(home):
    """Return a function that replaces a file of the copy; the sidecar of a raw file follows."""

    def put(path, content):
        before, after = files.sha256_of(home / path), sha256(content).hexdigest()
        (home / path).write_bytes(content)
        sidecar = home / "data" / "sources" / f"{Path(path).stem}.yaml"
        if path.startswith("data/raw/"):
            sidecar.write_text(sidecar.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    return put


@pytest.fixture
def spoil(home, rewrite):
    """Return a function that changes a text in a file of the copy, once."""

    def change(path, old, new):
        text = (home / path).read_text(encoding="utf-8")
        assert old in text, f"{path} doesn't hold {old!r}"
        rewrite(path, text.replace(old, new, 1).encode())

    return change


@pytest.fixture
def grants_workbook(tmp_path):
    """Write a workbook of the patents that two places were granted, one of them unknown."""
    book = openpyxl.Workbook()
    for row in GRANTS:
        book.active.append(row)
    book.save(tmp_path / "grants.xlsx")
    return tmp_path / "grants.xlsx"


@dataclass(frozen=True)
class Rendered:
    folder: Path
    code: int

    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory, worker_id):
    """Render all pages once; slow, so every test of pages shares it, also those that another process runs."""
    if worker_id == "master":
        folder = tmp_path_factory.mktemp("reports")
        return Rendered(folder, main.main(["render", "--out", str(folder)]))
    folder = tmp_path_factory.getbasetemp().parent / "reports"
    told = folder.with_suffix(".code")
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(told)
    else:
        code = main.main(["render", "--out", str(folder)])
        files.write_atomically(told, str(code))
    return Rendered(folder, int(told.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def servers():
    """Hold the servers that `kept` renders share, by what they were started for."""
    held = {}
    yield held
    for server in held.values():
        server.close()


class Lent(fork_client.Server):
    """A server that others need too."""

    def close(self):
        """Leave it running."""


@pytest.fixture
def kept(monkeypatch, servers):
    """Let renders share their servers, each of which takes seconds to start, while no file changes."""
    start = fork_client.start

    def get(preload, **settings):
        wanted = repr((kernels._state(), preload, settings))
        if wanted not in servers or servers[wanted].process.poll() is not None:
            for oldest in list(servers)[: 1 - MOST_SERVERS]:
                servers.pop(oldest).close()
            servers[wanted] = start(preload, **settings)
        return Lent(servers[wanted].process, servers[wanted].folder)

    monkeypatch.setattr(fork_client, "start", get)


@pytest.fixture
def heirs(tmp_path):
    """Return a function that finds the processes whose environment has MARK set to the test's folder."""

    def find():
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if mark in _told(path)]

    mark = f"MARK={tmp_path}".encode()
    return find


@pytest.fixture(scope="session")
def has_ended(wait_until):
    """Return a function that waits for the end of a process that isn't ours."""

    def wait(pid):
        status = Path(f"/proc/{pid}/status")
        wait_until(lambda: (told := _told(status)) == [] or b"\nState:\tZ" in told[0], seconds=5)
        return True

    return wait


def _told(path):
    try:
        return path.read_bytes().split(b"\0")
    except OSError:
        # It has ended meanwhile.
        return []


@pytest.fixture(scope="session")
def wait_until():
    """Return a function that waits until something is so, and fails when it never is."""

    def wait(is_so, seconds=60):
        for _ in range(seconds * 20):
            if is_so():
                return
            time.sleep(0.05)
        pytest.fail("waited in vain")

    return wait


def _wait_for(path):
    for _ in range(RENDER_SECONDS):
        if path.is_file():
            return
        time.sleep(1)
    pytest.fail(f"another process has not rendered the pages within {RENDER_SECONDS} s")


@pytest.fixture(scope="session")
def browser():
    """Start an installed Chromium; without one, skip, or fail where a browser is required."""
    if not publishing_browser.find():
        message = publishing_browser.missing()
        if os.environ.get("IPANALYTICS_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=publishing_browser.find(), args=publishing_browser.SWITCHES)
        yield started
        started.close()


@pytest.fixture
def write_index(tmp_path):
    """Return a function that writes the index of entries, of which some files are there."""

    def make(entries, lacking=(), planned=()):
        for one in entries:
            if one["area"] not in lacking:
                (tmp_path / one["file"]).write_text("<title>x</title>", encoding="utf-8")
        document = {"reports": [{**one, "outcome": "published"} for one in entries]}
        (tmp_path / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
        manifest.write(tmp_path, [], planned=planned)
        return tmp_path / "index.html"

    return make


@pytest.fixture
def english():
    with i18n.using("en"):
        yield
