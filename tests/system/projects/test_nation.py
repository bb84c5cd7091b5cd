"""The simulated nation of the benchmark can be read, and every figure of it is called synthetic."""

import importlib.util
import sys
from pathlib import Path

import pytest

from ipanalytics.catalogue import places
from ipanalytics.ingestion import pipeline

HOME = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def nation():
    pytest.importorskip("psutil")
    sys.path.insert(0, str(HOME / "benchmarks"))
    try:
        spec = importlib.util.spec_from_file_location("nation", HOME / "benchmarks" / "nation.py")
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        return made
    finally:
        sys.path.remove(str(HOME / "benchmarks"))


def test_the_simulated_nation_has_its_places_only_synthetic_figures_and_pages(nation, small, monkeypatch):
    assert 31 + nation.CITIES + nation.COUNTIES == 3208
    monkeypatch.setattr(nation, "CITIES", 40)
    monkeypatch.setattr(nation, "COUNTIES", 100)
    home = small / "nation"
    areas = nation.simulate(home)
    assert len(areas) == len(set(areas)) == 31 + 40 + 100
    monkeypatch.setenv("IPANALYTICS_HOME", str(home))
    assert {places.level_of(area) for area in areas} == {"province", "city", "subprovincial"}
    made = pipeline.load_every()
    made = made[made["source"] == nation.SOURCE]
    assert len(made) == len(areas) * (len(nation.QUARTERS) + len(nation.YEARS))
    assert set(made["status"]) == {"synthetic"}
    seconds, memory, disk = nation.measure(small, areas[-2:])
    assert seconds > 0
    assert memory > 0
    assert 0.05 < disk < 6


def test_a_sample_has_all_levels(nation):
    assert nation.spread(list("abcdefgh"), 4) == list("aceg")


def test_the_whole_is_computed_from_what_one_more_report_costs(nation):
    found = [(10.0, 300.0, 16.0), (10.0 + 107, 310.0, 123.0)]
    assert nation.grown(1123, found) == (1117.0, 310.0, 1123.0)
