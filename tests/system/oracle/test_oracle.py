"""The engine against a second reading of the rules, on tables that nobody thought of."""

import importlib.util
import json
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.catalogue import places as catalogue_places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.cli import main
from ipanalytics.core import periods
from ipanalytics.monitoring import progress, targets
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.table import COLUMNS, until
from tests.rooms.monitoring.rows import opened

pytestmark = pytest.mark.slow
SPEC = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(SPEC)


SPEC.loader.exec_module(oracle)


PROVINCE = "610000"
RULES = progress.Rules(targets.thresholds(), catalogue_settings.settings())
PLACES = st.sampled_from([PROVINCE, "shaannan", "610700", "610900", "611000", "610100"])
STOCKS = ["2020", "2021", "2022-03", "2022-Q2", "2022-06", "2022-06-30", "2022-09", "2022"]
FLOWS = ["2021", "2021-01/2021-06", "2021-Q1", "2021-Q2", "2022-01", "2022-02", "2022-03", "2022-Q1", "2022-Q2",
         "2022-Q3", "2022-01/2022-06", "2022-01/2022-09", "2022"]  # fmt: skip
DAYS = st.sampled_from(["2022-03", "2022-06", "2022-07-15", "2022-09", "2022-10-01", "2022-12-20", "2022", "2023"])
DEADLINES = st.sampled_from(["", "2022-09", "2022-12-20"])
BETTER = st.sampled_from(["higher", "lower"])
PROFILES = st.sampled_from([(), (0,) * 11 + (1,), tuple(month / 12 for month in range(1, 13))])
TEXTS = ["status", "reason", "flags", "scope", "period", "missing"]
NUMBERS = ["value", "baseline", "target_value", "attainment", "progress", "elapsed", "lag_points", "gap", "projected"]


def rows(indicator, at, most, *, places=PLACES, least=2):
    """Return rows of one indicator: single ones, a place over time, a region's three units at one time."""
    one = st.tuples(places, st.sampled_from(at)).map(lambda key: [key])
    series = st.tuples(places, st.sets(st.sampled_from(at), min_size=2)).map(lambda two: [(two[0], p) for p in two[1]])
    region = st.sampled_from(at).map(lambda period: [(code, period) for code in oracle.INSIDE["shaannan"]])
    keys = st.lists(st.one_of(one, series, region), min_size=least, max_size=4)
    figures = st.tuples(st.integers(0, most), st.sampled_from([False, False, False, True]))
    return keys.map(lambda some: sorted({key for few in some for key in few})).flatmap(
        lambda found: st.lists(figures, min_size=len(found), max_size=len(found)).map(
            lambda given: [[area, indicator, period, *one] for (area, period), one in zip(found, given, strict=True)]
        )
    )


TABLES = st.tuples(
    rows("demonstration_places", STOCKS, 60),
    rows("gi_new", FLOWS, 6),
    rows("pledge_smes", FLOWS, 30),
    rows("high_value_inventions", ["2020", "2021", "2022-06", "2022"], 900),
    rows("high_value_inventions_per_10k", ["2021", "2022-06"], 9, least=0),
    rows("inventions_in_force", STOCKS, 40),
    rows("protection_satisfaction", STOCKS, 90, places=st.sampled_from(["100000", PROVINCE, "610100", "shaannan"])),
    rows("trademark_windows", STOCKS, 1),
    rows("milestone_m05", ["2022-03-01", "2022-06", "2022-12-21"], 1, places=st.just(PROVINCE), least=0),
    st.integers(1, 10**6).flatmap(
        lambda some: st.sampled_from(
            [
                [[code, "population", "2021", some + number, False] for number, code in enumerate(oracle.UNITS)],
                [[code, "population", "2020-11-01", some * number + 9, False]
                 for number, code in enumerate(oracle.UNITS)],
                [[code, "population", "2021", 9999, code == "610700"] for code in oracle.INSIDE["shaannan"]],
            ]
        )
    ),
).map(lambda parts: [row for part in parts for row in part])  # fmt: skip


@st.composite
def wanted(draw):
    """Return a target of every kind, some for a unit of its own."""
    deadline, profile = draw(DEADLINES), draw(PROFILES)
    area = st.sampled_from([PROVINCE, PROVINCE, "shaannan", "610700"])

    def one(id_, indicator, kind, value=None, **changed):
        place = changed.pop("area", None) or draw(area)
        return Target(id_, indicator, place, kind, "一", "文", value, year=2022, **changed)

    timed = {"deadline": deadline, "profile": profile}
    return [
        one("L", "demonstration_places", "level", float(draw(st.integers(1, 60))), better=draw(BETTER),
            baseline_period=draw(st.sampled_from(["", "2020", "2021"])), **timed),
        one("F", "gi_new", "flow", float(draw(st.sampled_from([1, 5, 6, 20, 23, 24, 40]))), area=PROVINCE, **timed),
        one("U", "gi_new", "flow", 3.0, area="610900"),
        one("G", "pledge_smes", "growth", draw(st.sampled_from([-0.2, 0.0, 0.1])), better=draw(BETTER), **timed),
        one("R", "high_value_inventions_per_10k", "level", 6.8, **timed),
        one("D", "inventions_in_force", "direction", better=draw(BETTER), deadline=deadline),
        one("B", "protection_satisfaction", "benchmark", better=draw(BETTER), comparator="100000", deadline=deadline),
        one("C", "trademark_windows", "coverage", members=draw(st.sampled_from([(), ("610700", "610900", "610100")])),
            area=PROVINCE, **timed),
        one("M", "milestone_m05", "milestone", area=PROVINCE, deadline=deadline),
    ]  # fmt: skip


def table(given_rows):
    found = [
        [area, indicator, period, float(value), indicators.indicator(indicator).unit, "paper",
         "synthetic" if fake else "final", "c"]
        for area, indicator, period, value, fake in given_rows
    ]  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


# Shrinking such tables takes minutes and hides the first one that differs.
@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(TABLES, wanted(), DAYS)
def test_the_engine_says_what_the_oracle_says(given_rows, some, as_of):
    book = opened(until(table(given_rows), as_of), some, RULES)
    made = progress.assess(book, some, as_of, RULES).set_index(["area", "target"])
    said = pd.DataFrame.from_dict(oracle.judge(given_rows, some, periods.parse(as_of).end), orient="index")
    said = said.reindex(columns=[*TEXTS, *NUMBERS]).reindex(made.index)
    assert len(said) == len(made)
    texts = said[TEXTS].astype(object).fillna("").astype(str)
    pd.testing.assert_frame_equal(made[TEXTS].astype(str), texts, check_dtype=False)
    pd.testing.assert_frame_equal(made[NUMBERS], said[NUMBERS].astype(float), rtol=1e-9, atol=1e-9, check_names=False)


def test_the_oracle_knows_the_same_places():
    assert catalogue_places.codes("unit") == oracle.UNITS
    assert {area: set(codes) for area, codes in oracle.INSIDE.items()} == {
        area: set(hierarchy.members(area)) for area in [*catalogue_places.codes("region"), PROVINCE]
    }


FILE_TARGETS = {
    "L": {"indicator": "demonstration_places", "kind": "level", "value": 40},
    "F": {"indicator": "gi_new", "kind": "flow", "value": 30},
    "S": {"indicator": "gi_new", "kind": "flow", "value": 3, "area": "610800"},
    "G": {"indicator": "pledge_smes", "kind": "growth", "value": 0.1},
    "R": {"indicator": "high_value_inventions_per_10k", "kind": "level", "value": 6.8},
    "D": {"indicator": "inventions_in_force", "kind": "direction"},
    "B": {"indicator": "protection_satisfaction", "kind": "benchmark", "comparator": "100000"},
    "C": {"indicator": "trademark_windows", "kind": "coverage", "deadline": "2022-12-20"},
    "M": {"indicator": "milestone_m05", "kind": "milestone", "deadline": "2022-06-30"},
}


def figures_of_a_year():
    """Return what twelve units hand in, each a little otherwise; one of them no figure of September."""
    for number, unit in enumerate(oracle.UNITS, start=1):
        yield from (
            (unit, "population", "2021", 200_000 * number, False),
            (unit, "trademark_windows", "2022-11-30", 1, False),
        )
        yield from ((unit, "gi_new", f"2022-{month:02}", (number + month) % 3, number == 4) for month in range(1, 13))
        for period, factor in (("2021", 3), ("2022-01", 3), ("2022-06", 4), ("2022-09", 4), ("2022", 5)):
            if (number, period) != (7, "2022-09"):
                yield unit, "demonstration_places", period, number % 4 + factor, False
                yield unit, "inventions_in_force", period, 90 * number + (factor - 3) * (6 - number), False
                yield unit, "high_value_inventions", period, 20 * number + factor, False
        for period, many in (("2021-01/2021-01", 4), ("2021-01/2021-09", 40), ("2021", 60)):
            yield unit, "pledge_smes", period, many + number, False
            yield unit, "pledge_smes", period.replace("2021", "2022"), many + 2 * number - 3, False
        yield unit, "protection_satisfaction", "2022", 75 + number, number == 2
    yield "100000", "protection_satisfaction", "2022", 81, False
    yield "610000", "protection_satisfaction", "2022", 81, False
    yield "610000", "milestone_m05", "2022-03-31", 0, False
    yield "610000", "milestone_m05", "2022-07-02", 1, False


@pytest.mark.parametrize("as_of", ["2021", "2022-01", "2022-07-15", "2022-09", "2022-12-30", "2022", "2023-03"])
def test_the_command_says_of_files_what_the_oracle_says(tmp_path, capsys, as_of):
    wanted_ = {id_: {"area": "610000", "clause": "一", "quote": "文", **target} for id_, target in FILE_TARGETS.items()}
    document = {"year": 2022, "source": "试", "targets": wanted_}
    (tmp_path / "aims.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    given_rows = list(figures_of_a_year())
    frame = pd.DataFrame(given_rows, columns=["area", "indicator", "period", "value", "status"])
    frame["status"] = frame["status"].map({True: "synthetic", False: "final"})
    frame.to_csv(tmp_path / "figures.csv", index=False)
    options = ["--targets", str(tmp_path / "aims.yaml"), "--observations", str(tmp_path / "figures.csv")]
    assert main.main(["progress", *options, "--as-of", as_of, "--format", "json"]) == 0
    made = pd.DataFrame(json.loads(capsys.readouterr().out)).set_index(["area", "target"])
    some = targets.read(tmp_path / "aims.yaml")
    said = pd.DataFrame.from_dict(oracle.judge(given_rows, some, periods.parse(as_of).end), orient="index")
    said = said.reindex(columns=[*TEXTS, *NUMBERS]).reindex(made.index)
    assert len(said) == len(made) > 100
    pd.testing.assert_frame_equal(made[TEXTS].astype(str), said[TEXTS].astype(object).fillna("").astype(str))
    pd.testing.assert_frame_equal(made[NUMBERS].astype(float), said[NUMBERS].astype(float), rtol=1e-9, atol=1e-9)
