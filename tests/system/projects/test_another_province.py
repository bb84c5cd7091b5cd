"""The commands and files of docs/another-province.md, and nothing else, make a province's pages."""

import io
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest

from ipanalytics.catalogue import hierarchy
from ipanalytics.cli import main
from ipanalytics.core import project
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment
from ipanalytics.observations.table import select
from ipanalytics.report.maps import source

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "another-province.md").read_text(encoding="utf-8")
CHINESE = (DOCS / "another-province.zh-CN.md").read_text(encoding="utf-8")
DIVISIONS, GUIDE = "data/divisions/divisions.csv", "data/catalogue/targets/2023.yaml"
SHOWN = ["area", "target", "value", "status", "scope"]


def blocks(text, language=""):
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    return [body for name, body in found if name == language]


def commands(text):
    return "".join(blocks(text)).splitlines()


def rows_of(text):
    lines = [line for line in text.splitlines() if re.match(r"\| \d{6} \|", line)]
    return pd.DataFrame([[cell.strip() for cell in line.strip("|").split("|")] for line in lines], columns=SHOWN)


INIT, _, CHECK, ADD, PROGRESS, RENDER = commands(TEXT)
REGIONS, STOCK = blocks(TEXT, "csv")
(TARGETS,) = blocks(TEXT, "yaml")


def run(line):
    return main.main(shlex.split(line)[1:])


def name_regions(home):
    """Put the lines of the document in the place of those with their codes, or below them."""
    path, lines = home / DIVISIONS, REGIONS.splitlines()[1:]
    codes = {line.split(",")[0] for line in lines}
    kept = [line for line in path.read_text("utf-8").splitlines() if line.split(",")[0] not in codes]
    path.write_text("\n".join([*kept, *lines, ""]), "utf-8")


@pytest.fixture(scope="module")
def gansu(tmp_path_factory):
    """Follow the document up to the pages, without the map's source."""
    folder = tmp_path_factory.mktemp("afternoon")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "PACKAGE", "no-such-package-here")
        patch.chdir(folder)
        assert run(INIT) == 0
        patch.setenv("IPANALYTICS_HOME", str(folder / "gansu"))
        patch.chdir("gansu")
        assert run(CHECK) == 0
        name_regions(folder / "gansu")
        Path(GUIDE).write_text(TARGETS, "utf-8")
        Path("../stock.csv").write_text(STOCK, "utf-8")
        assert run(ADD) == 0
        assert run(CHECK) == 0
        assert run(f"{RENDER} 甘肃") == 0
    return folder / "gansu"


@pytest.fixture
def there(gansu, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", str(gansu))
    return gansu


def test_both_languages_have_the_same_commands_files_and_table():
    assert commands(CHINESE) == commands(TEXT)
    for language in ("csv", "yaml"):
        assert blocks(CHINESE, language) == blocks(TEXT, language)
    pd.testing.assert_frame_equal(rows_of(CHINESE), rows_of(TEXT))


@pytest.mark.usefixtures("there")
def test_the_target_is_judged_by_what_was_published(capsys):
    assert run(f"{PROGRESS} --format csv") == 0
    told = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype={"area": str})[SHOWN]
    pd.testing.assert_frame_equal(told, rows_of(TEXT).astype({"value": float}), check_dtype=False)


@pytest.mark.usefixtures("there")
def test_a_region_is_the_sum_of_its_units_and_the_others_lie_below_the_province():
    assert [hierarchy.region_of(code) for code in ("620200", "620100")] == ["hexi", "620000"]
    sums = select(assessment.load().table, area="hexi", indicator="inventions_in_force", period="2023")
    assert sums["value"].tolist() == [300 + 500 + 400 + 450 + 600]


@pytest.mark.usefixtures("there")
def test_every_figure_of_the_table_is_read():
    added = select(pipeline.load_every(), indicator="inventions_in_force", period="2023")
    assert added.loc[added["status"] == "submitted", "value"].tolist() == [9000, 300, 500, 400, 450, 600]


def test_the_page_says_what_was_reached(there):
    page = (there / "build" / "reports" / "620000.html").read_text("utf-8")
    assert "目标还没有录入" not in page
    assert "已完成" in page
    assert project.home() == there
