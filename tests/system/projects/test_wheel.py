"""The wheel alone, in a fresh environment and an empty folder: a project is laid out and judged there."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).parents[3]
NEEDED = ["ipanalytics", "data", "maps", "notebooks", "share"]
FILES = ["pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "NOTICE", "constraints.txt"]
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_{}(sys.argv[1]))"
UNCOPIED = shutil.ignore_patterns("__pycache__", "*.egg-info")


def run(*command, folder, **environment):
    kept = {name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "IPANALYTICS_HOME")}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    for name in NEEDED:
        shutil.copytree(HOME / name, folder / name, ignore=UNCOPIED)
    for name in FILES:
        shutil.copy(HOME / name, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    """Build the wheel from what the sdist holds."""
    out = tmp_path_factory.mktemp("dist")
    made = run(sys.executable, "-c", BUILD.format("sdist"), out, folder=sources).splitlines()[-1]
    shutil.unpack_archive(out / made, out, filter="data")
    (unpacked,) = (path for path in out.iterdir() if path.is_dir())
    return out / run(sys.executable, "-c", BUILD.format("wheel"), out, folder=unpacked).splitlines()[-1]


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory):
    """Install the wheel alone into a fresh environment that sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python.with_name("ipanalytics")


@pytest.mark.slow
def test_the_wheel_lays_out_a_project_that_works_outside_the_checkout(program, wheel, tmp_path):
    assert sum(entry.file_size for entry in zipfile.ZipFile(wheel).infolist()) < 5_000_000
    run(program, "init", "x", folder=tmp_path)
    told = run(program, "progress", "陕西", folder=tmp_path / "x")
    assert "T01" in told
    assert "13 of 13 checks passed" in run(program, "check", folder=tmp_path / "x")
    where = "import ipanalytics; print(ipanalytics.__file__)"
    assert str(HOME) not in run(program.with_name("python"), "-c", where, folder=tmp_path)
