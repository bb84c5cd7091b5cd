"""`init --province` lays out provinces of different shape, and their pages are made with no target and no Shaanxi."""

import csv
import struct

import pytest

from ipanalytics.batch import plan
from ipanalytics.catalogue import places
from ipanalytics.catalogue.founding import provinces
from ipanalytics.cli import main
from ipanalytics.core import project
from ipanalytics.report.maps import source

pytestmark = pytest.mark.slow
# What no page may say of a province without targets: what only a judged one has.
JUDGED = ("低于要求", "达到序时", "滞后", "未完成", "已完成", 'class="light')
SHAANXI = ("关中", "陕北", "西安", "渭南", "610000", "陕知发", "Shaanxi")


def container(*items):
    return struct.pack(f"<{len(items) + 1}I", len(items), *map(len, items)) + b"".join(items)


def square(number):
    """Return a square degree as the source has it, in steps of 2e-6 degree from 180 W 90 S."""
    west, south = 142_000_000 + 250_000 * (number % 10), 60_000_000 + 250_000 * (number // 10)
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    points = [value for x, y in corners for value in (west + 250_000 * x, south + 250_000 * y)]
    return struct.pack("<I", 5) + container(struct.pack("<I10I", 0, *points))


@pytest.fixture(scope="module")
def layer(tmp_path_factory):
    """Write the map's source with 甘肃 as squares, a place that lies in no county among them."""
    whole = provinces.read(provinces.find("甘肃", project.CHECKOUT), project.CHECKOUT)
    cities = {place.parent for place in whole.parts}
    codes = [*(place.code for place in whole.parts if place.code not in cities), "629700"]
    path = tmp_path_factory.mktemp("source") / "cn_district"
    path.with_suffix(".bin").write_bytes(container(*map(square, range(len(codes)))))
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["province_adcode", "district_adcode"], *(["620000", code] for code in codes)])
    return path


@pytest.fixture(scope="module")
def gansu(layer, tmp_path_factory):
    """Lay out 甘肃, whose cities have counties, with a map."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "find_layer", lambda: layer)
        return made(tmp_path_factory.mktemp("甘肃"), "甘肃", ["620000", "620200"])


@pytest.fixture(scope="module")
def hainan(tmp_path_factory):
    """Lay out 海南, most of whose counties lie in no city, without the map's source."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "PACKAGE", "no-such-package-here")
        return made(tmp_path_factory.mktemp("海南"), "460000", ["460000"])


def made(folder, province, areas):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main.main(["init", "home", "--province", province]) == 0
        patch.setenv("IPANALYTICS_HOME", str(folder / "home"))
        assert main.main(["check"]) == 0
        assert main.main(["render", *areas, "--out", str(folder / "pages")]) == 0
    return folder


def pages(folder):
    return {path.stem: path.read_text("utf-8") for path in (folder / "pages").glob("*.html")}


@pytest.mark.parametrize("name", ["gansu", "hainan"])
def test_pages_without_targets_say_so_and_judge_nothing(name, request):
    shown = pages(request.getfixturevalue(name))
    for page in shown.values():
        assert "2023年度的目标还没有录入，不评价进度。" in page
        body = page[page.index("<body") : page.index("怎样看图")] if "怎样看图" in page else page[page.index("<main") :]
        assert [word for word in JUDGED if word in body] == []


def test_what_was_published_of_the_province_stands_first(gansu, hainan):
    assert "2023年末甘肃有效发明专利15,252件。" in pages(gansu)["620000"]
    assert "没有找到嘉峪关公布的有效发明专利数。" in pages(gansu)["620200"]
    assert "2023年末海南有效发明专利" in pages(hainan)["460000"]


def test_shaanxi_is_one_of_the_provinces_that_the_province_is_compared_with_and_nothing_else(gansu, hainan):
    for page in [*pages(gansu).values(), *pages(hainan).values()]:
        assert [word for word in SHAANXI if word in page] == []
        assert page.count("陕西") == page.count("青海")
    assert "陕西" not in pages(gansu)["620200"]
    assert "陕西" not in pages(gansu)["index"]


def test_the_map_of_a_province_has_its_units_and_says_what_is_left_blank(gansu):
    index = pages(gansu)["index"]
    assert index.count('href="620200.html"') == 2
    assert "空白处是中农发山丹马场" in index
    assert "边界数据：天地图，经简化，仅供示意；公开使用前须送审" in index


def test_without_the_source_there_is_no_map_and_pages_say_so(hainan):
    for page in pages(hainan).values():
        assert "没有边界数据，所以没有地图。" in page
        assert "天地图" not in page
    assert not (hainan / "home" / "maps" / "counties.geojson").exists()


def test_all_pages_are_of_what_the_province_has(gansu, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", str(gansu / "home"))
    areas = [job.area for job in plan.jobs_for([])]
    assert sorted(areas) == sorted(["620000", *places.codes("unit"), "data_quality"])


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path, capsys):
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    assert main.main(["init", str(tmp_path), "--province", "甘肃"]) == 1
    assert "note.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("name", ["香港", "兰州", "999999"])
def test_what_is_no_province_is_refused_and_nothing_is_laid_out(name, tmp_path, capsys):
    assert main.main(["init", str(tmp_path / "x"), "--province", name]) == 1
    assert "620000 甘肃 Gansu" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_province_of_this_project_comes_with_its_guide(tmp_path):
    assert main.main(["init", str(tmp_path / "x"), "--province", "陕西"]) == 0
    assert (tmp_path / "x" / "data" / "catalogue" / "targets" / "2022.yaml").is_file()
