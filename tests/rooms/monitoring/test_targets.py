from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.core.errors import CatalogueError
from ipanalytics.monitoring import targets

CITIES = ("610100", "610200", "610300", "610400", "610500", "610600", "610700", "610800", "610900", "611000")
GUIDE = [
    ("T01", "high_value_inventions_per_10k", "level", 6.8),
    ("T02", "gi_new", "flow", 3),
    ("T03", "pledge_smes", "growth", 0.1),
    ("T04", "demonstration_places", "level", 40),
    ("T05", "advantage_enterprises_new", "flow", 20),
    ("T06", "demonstration_enterprises_new", "flow", 10),
    ("T07", "standard_adopters_new", "flow", 150),
    ("T08", "protection_satisfaction", "benchmark", None),
    ("T09", "industrialisation_rate", "direction", None),
    ("T10", "patent_intensive_gdp_share", "direction", None),
    ("T11a", "inventions_in_force", "direction", None),
    ("T11b", "trademarks_in_force", "direction", None),
    ("T12", "navigation_projects", "flow", 20),
    ("T13", "trademark_windows", "coverage", None),
    ("T14", "information_service_points", "coverage", None),
    ("T15", "gi_mark_users_new", "flow", 1),
    ("T16", "annual_report_submitted", "coverage", None),
    *((f"M{n:02}", f"milestone_m{n:02}", "milestone", None) for n in range(1, 21)),
]
HEAD = "year: 2022\nsource: 文\ntargets:\n"
SOUND = {"indicator": "gi_new", "area": '"610000"', "kind": "flow", "value": "3", "clause": "一", "quote": "文"}


def entry(id_="T", /, **changed):
    """Write a target on one line; a key set to None is left out."""
    keys = ", ".join(f"{key}: {value}" for key, value in {**SOUND, **changed}.items() if value is not None)
    return f"  {id_}: {{{keys}}}\n"


def written(folder, text, name="2022.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder, text, **options):
    with pytest.raises(CatalogueError) as caught:
        targets.read(written(folder, text), **options)
    return str(caught.value).split("\n  ")


@pytest.fixture(scope="module")
def loaded():
    return targets.load(2022)


def test_the_guide_of_2022_has_its_37_targets(loaded):
    found = pd.DataFrame([(one.id, one.indicator, one.kind, one.value) for one in loaded])
    assert_frame_equal(found, pd.DataFrame(GUIDE), check_dtype=False)
    assert {(one.area, one.year, one.better) for one in loaded} == {("610000", 2022, "higher")}


def test_the_satisfaction_is_compared_with_the_nation(loaded):
    assert {one.id: one.comparator for one in loaded if one.comparator} == {"T08": "100000"}


def test_windows_and_service_points_are_for_the_ten_cities_the_report_for_all_twelve_units(loaded):
    named = {one.id: one.members for one in loaded if one.kind == "coverage"}
    assert named == {"T13": CITIES, "T14": CITIES, "T16": ()}


def test_only_the_report_ends_before_the_year_and_waits_for_december(loaded):
    odd = {one.id: (one.end, one.profile) for one in loaded if one.end != date(2022, 12, 31) or one.profile}
    assert odd == {"T16": (date(2022, 12, 20), (0,) * 11 + (1,))}


def test_every_count_says_how_it_is_shared_out(loaded):
    counts = [one for one in loaded if one.kind == "flow" or one.id == "T04"]
    assert {one.id: one.allocate for one in counts if one.allocate != "population"} == {"T04": "baseline"}
    assert all(one.allocate for one in counts)


def test_the_limits_are_those_of_the_rules():
    assert targets.thresholds() == targets.Thresholds(10, 30, 2, 10, 92, 200, 0.0005)


def test_limits_beside_a_file_of_targets_are_taken_before_the_projects(tmp_path):
    mine = (targets.folder() / "thresholds.yaml").read_text(encoding="utf-8").replace("behind: 30", "behind: 40")
    written(tmp_path, mine, "thresholds.yaml")
    assert targets.thresholds(tmp_path / "2022.yaml").behind == 40
    (tmp_path / "thresholds.yaml").unlink()
    assert targets.thresholds(tmp_path / "2022.yaml").behind == 30


def test_a_file_becomes_targets(tmp_path):
    text = HEAD + entry("T01", better="higher", deadline="2022-06", baseline_period='"2020"')
    (one,) = targets.read(written(tmp_path, text))
    keys = {"indicator": "gi_new", "area": "610000", "kind": "flow", "clause": "一", "quote": "文", "value": 3}
    assert one == targets.Target("T01", **keys, deadline="2022-06", baseline_period="2020", year=2022)
    assert (one.start, one.end) == (date(2022, 1, 1), date(2022, 6, 30))


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "level", "indicator": "demonstration_places", "better": "lower", "value": "0"},
        {"kind": "level", "indicator": "protection_satisfaction", "value": "6.8"},
        {"kind": "growth", "value": "-0.1", "better": "lower"},
        {"kind": "growth", "indicator": "industrialisation_rate"},
        {"kind": "direction", "indicator": "inventions_in_force", "value": None, "better": "lower"},
        {
            "kind": "benchmark",
            "indicator": "protection_satisfaction",
            "value": None,
            "comparator": '"100000"',
            "better": "lower",
        },
        {"kind": "coverage", "indicator": "trademark_windows", "value": None, "members": '["610100", "610403"]'},
        {"kind": "milestone", "indicator": "milestone_m05", "value": None, "deadline": '"2022-12-20"'},
        {"area": '"610800"', "allocate": "baseline"},
        {"area": "shaanbei", "profile": "[0, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 1, 1]"},
        {"deadline": '"2023-03"'},
    ],
)
def test_sound_targets_are_taken(tmp_path, changed):
    assert len(targets.read(written(tmp_path, HEAD + entry(**changed)))) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"goal": "3"}, "unknown key 'goal'"),
        ({"id": "T"}, "unknown key 'id'"),
        ({"year": "2022"}, "unknown key 'year'"),
        ({"clause": None}, "key 'clause' is missing"),
        ({"indicator": None}, "key 'indicator' is missing"),
        ({"area": "610000"}, "area is 610000, expected text in quotes"),
        ({"area": '"610001"'}, "area '610001' is not a division code"),
        ({"area": "榆林"}, "area '榆林' is not a division code"),
        ({"indicator": "gi_news"}, "'gi_news' is not an indicator of the catalogue"),
        ({"kind": "total"}, f"kind 'total', expected one of {', '.join(targets.FITTING)}"),
        ({"value": None}, "a flow target needs a value"),
        ({"value": "0"}, "value is 0, expected a number above 0"),
        ({"value": "-3"}, "value is -3, expected a number above 0"),
        ({"value": "three"}, "value is 'three', expected a number"),
        ({"value": "true"}, "value is True, expected a number"),
        ({"value": ".nan"}, "value is nan, expected a number"),
        ({"value": ".inf"}, "value is inf, expected a number"),
        ({"better": "more"}, "better 'more', expected higher or lower"),
        ({"better": "lower"}, "lower is no aim of a flow target"),
        ({"comparator": '"100000"'}, "a flow target has no comparator"),
        ({"members": '["610100", "710100"]'}, "members ['710100'] are not division codes"),
        ({"members": '["610100", "610100"]'}, "a member is listed twice"),
        ({"members": "[610100]"}, "members is [610100], expected a list of texts"),
        ({"deadline": '"2022-13"'}, "deadline '2022-13' is not a period: expected"),
        ({"deadline": "2022"}, "deadline is 2022, expected text in quotes"),
        ({"deadline": '"2021-12"'}, "deadline '2021-12' lies before the year 2022"),
        ({"baseline_period": "last"}, "baseline_period 'last' is not a period: expected"),
        ({"profile": "[0, 1]"}, "profile is [0, 1], expected twelve shares from 0 to 1 that never fall"),
        ({"profile": "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0.9]"}, "profile is ["),
        ({"profile": "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.1]"}, "profile is ["),
        ({"profile": "[-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]"}, "profile is ["),
        ({"profile": "half"}, "profile is 'half', expected a list of numbers"),
        ({"allocate": "area"}, "allocate 'area', expected population or baseline"),
        ({"indicator": "inventions_in_force"}, "inventions_in_force is a stock, a flow target is for a flow"),
        ({"kind": "level"}, "gi_new is a flow, a level target is for a stock or a rate"),
        ({"kind": "direction", "value": None}, "gi_new is a flow, a direction target is for a stock or a rate"),
        (
            {"kind": "coverage", "indicator": "inventions_in_force"},
            "inventions_in_force is not a yes or no, so a coverage target can't judge it",
        ),
        ({"kind": "level", "indicator": "trademark_windows"}, "trademark_windows is a yes or no, so a level target"),
        ({"kind": "milestone"}, "gi_new is a flow, a milestone target is for a event"),
    ],
)
def test_a_wrong_target_is_named_with_its_line(tmp_path, changed, fault):
    (told,) = refusal(tmp_path, HEAD + entry(**changed))[1:]
    assert told.startswith(f"2022.yaml, line 4: T: {fault}")


@pytest.mark.parametrize(
    ("kind", "indicator"), [("coverage", "trademark_windows"), ("milestone", "milestone_m05"), ("flow", "gi_new")]
)
def test_lower_is_no_aim_where_more_has_to_be_done(tmp_path, kind, indicator):
    told = refusal(tmp_path, HEAD + entry(kind=kind, indicator=indicator, better="lower"))
    assert told[1:] == [f"2022.yaml, line 4: T: lower is no aim of a {kind} target"]


def test_a_benchmark_needs_a_comparator(tmp_path):
    text = HEAD + entry(kind="benchmark", indicator="protection_satisfaction", value=None)
    assert refusal(tmp_path, text)[1:] == ["2022.yaml, line 4: T: a benchmark target needs a comparator"]


BACKGROUND = [item.id for item in indicators.indicators().values() if not item.assessable]


@pytest.mark.parametrize("indicator", [id_ for id_ in BACKGROUND if "applications" in id_ or "grants" in id_])
def test_a_target_on_counts_of_applications_or_grants_cites_the_guide(tmp_path, indicator):
    told = refusal(tmp_path, HEAD + entry(indicator=indicator, value="1000"))
    assert told[-1] == (
        f"2022.yaml, line 4: T: {indicator} must not be scored, targeted or ranked (陕知发〔2022〕38号 二（一）："
        "避免将专利申请数量等单一指标作为工作考核衡量主要依据)"
    )


def test_applications_and_grants_of_every_sort_are_background():
    named = {id_ for id_ in indicators.indicators() if id_.endswith(("_applications", "_grants"))}
    assert named <= set(BACKGROUND)
    assert len(named) >= 11


def test_all_faults_of_a_file_come_at_once_each_with_its_line(tmp_path):
    text = (
        "year: 2022\nsource: 文\nauthor: 我\ntargets:\n"
        + "  T01:\n    indicator: gi_news\n    area: '610001'\n    kind: flow\n    value: 3\n    quote: 文\n"
        + entry("T02", goal="3", kind="total")
        + entry("T03", better="lower", profile="[0, 1]")
        + entry("T04", deadline='"2022-02-30"')
    )
    assert refusal(tmp_path, text) == [
        "9 fault(s) in targets:",
        "2022.yaml, line 11: T02: kind 'total', expected one of level, flow, growth, direction, benchmark, coverage,"
        " milestone",
        "2022.yaml, line 11: T02: unknown key 'goal'",
        "2022.yaml, line 12: T03: lower is no aim of a flow target",
        "2022.yaml, line 12: T03: profile is [0, 1], expected twelve shares from 0 to 1 that never fall",
        "2022.yaml, line 13: T04: deadline '2022-02-30' is not a period: expected"
        " 2022, 2022-Q3, 2022-09, 2022-01/2022-09 or 2022-12-20",
        "2022.yaml, line 3: unknown key 'author'",
        "2022.yaml, line 5: T01: key 'clause' is missing",
        "2022.yaml, line 6: T01: 'gi_news' is not an indicator of the catalogue",
        "2022.yaml, line 7: T01: area '610001' is not a division code",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("source: 文\ntargets:\n" + entry(), "line 1: key 'year' is missing"),
        ("year: 2022\ntargets:\n" + entry(), "line 1: key 'source' is missing"),
        ("year: 2022\nsource: 文\n", "line 1: key 'targets' is missing"),
        ("year: 22\nsource: 文\ntargets:\n" + entry(), "line 1: year is 22, expected a year such as 2022"),
        ("year: '2022'\nsource: 文\ntargets:\n" + entry(), "line 1: year is '2022', expected a year such as 2022"),
        ("year: 2022\nsource: 38\ntargets:\n" + entry(), "line 2: source is 38, expected text in quotes"),
        (HEAD, "line 3: targets is None, expected a mapping of ids to targets"),
        (HEAD + "  - T01\n", "line 3: targets is ['T01'], expected a mapping of ids to targets"),
        (HEAD + "  T01: 3\n", "line 4: T01: expected a mapping, found 3"),
        (HEAD + "  T01:\n", "line 4: T01: expected a mapping, found None"),
        (HEAD + entry("T 1"), "line 4: T 1: an id is made of letters, digits, _ . + and -"),
    ],
)
def test_a_file_of_another_shape_says_what_it_should_hold(tmp_path, text, fault):
    assert refusal(tmp_path, text)[1:] == [f"2022.yaml, {fault}"]


def test_a_target_that_stands_twice_is_refused(tmp_path):
    assert "key given twice: T01" in refusal(tmp_path, HEAD + entry("T01") + entry("T01"))[0]


def test_a_file_of_another_year_is_refused(tmp_path):
    assert refusal(tmp_path, HEAD + entry(), year=2023)[1:] == ["2022.yaml, line 1: year 2022, expected 2023"]


def test_files_of_a_year_are_read_together(home):
    written(targets.folder(), HEAD + entry("U01", area='"610800"'), "2022-610800.yaml")
    assert [(one.id, one.area) for one in targets.load(2022)][-1] == ("U01", "610800")
    assert targets.years() == [2022]


def test_one_id_in_two_files_and_two_years_are_refused(home):
    written(targets.folder(), HEAD.replace("2022", "2023") + entry("T02"), "2022-610800.yaml")
    with pytest.raises(CatalogueError) as caught:
        targets.load(2022)
    assert str(caught.value).split("\n  ")[1:] == [
        "2022-610800.yaml, line 1: year 2023, expected 2022",
        "2022-610800.yaml, line 4: target T02 stands in another file",
    ]


def test_a_year_without_targets_says_which_years_have_some():
    with pytest.raises(CatalogueError, match="has no targets of 1999: it has 2022"):
        targets.load(1999)


def test_every_kind_fits_an_indicator_of_the_catalogue():
    kinds = {item.kind for item in indicators.indicators().values()}
    assert {kind for fitting in targets.FITTING.values() for kind in fitting} == kinds


def test_the_members_of_the_province_share_no_ground():
    hierarchy.refuse_overlap(hierarchy.members("610000"))


def test_only_the_number_of_a_flow_can_be_left_open(tmp_path):
    (sound,) = targets.read(written(tmp_path, HEAD + entry(open_ended="true")))
    assert sound.open_ended
    faults = refusal(tmp_path, HEAD + entry(kind="level", indicator="demonstration_places", open_ended="true"))
    assert faults[1].endswith("T: a level target can't be open_ended: only the number of a flow can be left open")
