import pytest

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core.errors import CatalogueError
from tests.rooms.catalogue.builders import refusal

PROMISED = [
    "patent_applications", "invention_applications", "utility_model_applications", "design_applications",
    "patent_grants", "invention_grants", "utility_model_grants", "design_grants",
    "patents_in_force", "inventions_in_force", "utility_models_in_force", "designs_in_force",
    "inventions_in_force_per_10k", "high_value_inventions", "high_value_inventions_per_10k", "pct_applications",
    "trademark_applications", "trademark_registrations", "trademarks_in_force", "madrid_applications",
    "gi_products", "gi_marks", "gi_new", "gi_mark_users", "gi_mark_users_new", "pledge_amount", "pledge_smes",
    "demonstration_places", "advantage_enterprises_new", "demonstration_enterprises_new", "standard_adopters_new",
    "navigation_projects", "protection_satisfaction", "industrialisation_rate", "patent_intensive_gdp_share",
    "trademark_windows", "information_service_points", "annual_report_submitted", "pledge_enterprises",
    "population", "gdp",
]  # fmt: skip
INDICATORS, UNITS = "data/catalogue/indicators.yaml", "data/catalogue/units.csv"
GRANTS = "patent_grants:\n  name: 专利授权量\n"
RATE = "  numerator: inventions_in_force\n"
BREAKS = "breaks: [1000, 2000, 5000, 20000]"


@pytest.mark.parametrize("id_", PROMISED)
def test_every_promised_indicator_is_there(id_):
    assert indicators.indicator(id_).id == id_


@pytest.mark.parametrize("id_", [id_ for id_ in PROMISED if id_.endswith(("_applications", "_grants"))])
def test_applications_and_grants_are_never_ranked(id_):
    assert not indicators.indicator(id_).assessable
    assert "陕知发〔2022〕38号 二（一）" in refusal(lambda: settings.refuse_ranking(id_))


@pytest.mark.parametrize("id_", [id_ for id_ in PROMISED if "in_force" in id_ or id_.startswith("high_value")])
def test_stocks_in_force_and_their_rates_may_be_ranked(id_):
    settings.refuse_ranking(id_)


def test_only_applications_grants_registrations_and_background_are_not_assessable():
    found = {item.id for item in indicators.indicators().values() if not item.assessable}
    flows = {id_ for id_ in PROMISED if id_.endswith(("_applications", "_grants"))}
    of_grants = {rate.id for rate in indicators.rates() if rate.numerator.endswith("_grants")}
    economy = {id_ for id_ in indicators.indicators() if id_.startswith(("gdp", "rd_", "tech_", "hitech_"))}
    people = {"population", "registered_population"}
    kinds = ("strategic", "overseas_family", "long_maintained", "pledged", "awarded")
    high_value = {f"high_value_{kind}" for kind in kinds}
    assert found == {*flows, *of_grants, *economy, *people, *high_value, "trademark_registrations", "agri_gi"}


@pytest.mark.parametrize("id_", ["patent_grants_per_10k", "invention_grant_share", "patent_grants_per_gdp"])
def test_what_is_made_of_grants_is_never_ranked(id_):
    with pytest.raises(CatalogueError, match="must not be scored, targeted or ranked"):
        settings.refuse_ranking(id_)


def test_rates_are_of_a_stock_before_or_of_a_year_s_own():
    found = {(rate.numerator, rate.denominator, rate.per, rate.denominator_year) for rate in indicators.rates()}
    assert found == {
        ("inventions_in_force", "population", 10000, ""),
        ("high_value_inventions", "population", 10000, ""),
        ("patent_grants", "population", 10000, "same"),
        ("invention_grants", "population", 10000, "same"),
        ("invention_grants", "patent_grants", 100, "same"),
        ("patent_grants", "gdp", 1, "same"),
    }


def test_rates_and_yes_or_no_are_not_additive():
    found = {item.id for item in indicators.indicators().values() if not item.additive}
    rates = {item.id for item in indicators.indicators().values() if item.kind in ("rate", "event")}
    assert found == {*rates, "trademark_windows", "information_service_points", "annual_report_submitted"}


def test_the_guide_has_twenty_milestones():
    found = [item.id for item in indicators.indicators().values() if item.kind == "event"]
    assert found == [f"milestone_m{number:02d}" for number in range(1, 21)]
    assert not set(found) & set(indicators.measured())


def test_unknown_indicator_is_refused_by_name():
    assert "'gdpp' is not an indicator" in refusal(lambda: indicators.indicator("gdpp"))


@pytest.mark.parametrize(
    ("unit", "wanted", "factor"),
    [("万人", "人", 10000), ("个", "件", 1), ("万元", "亿元", 0.0001), ("件/百万人", "件/万人", 0.01), ("%", "%", 1)],
)
def test_units_of_one_quantity_convert(unit, wanted, factor):
    assert indicators.factor(unit, wanted) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("unit", "wanted", "fault"),
    [
        ("公里", "件", "unknown unit '公里'"),
        ("公里", "里", "unknown unit '公里', '里'"),
        ("", "件", "unknown unit ''"),
        ("亿元", "件", "亿元 can't be converted to 件"),
        ("件", "家", "件 can't be converted to 家"),
    ],
)
def test_other_units_are_refused(unit, wanted, fault):
    assert fault in refusal(lambda: indicators.factor(unit, wanted))


@pytest.mark.parametrize("factor", ["0", "-1", "inf", "nan", "1e400", "x", ""])
def test_a_factor_that_is_no_number_above_0_is_refused_with_its_line(spoil, factor):
    spoil(UNITS, "factor\n", f"factor\n万里,length,{factor}\n")
    assert f"line 2: 万里, length, {factor}" in refusal(indicators.units)


@pytest.mark.parametrize("row", ["件,things,10", ",things,1", "万里,,1"])
def test_a_unit_that_is_given_twice_or_not_described_is_refused_with_its_line(spoil, row):
    spoil(UNITS, "factor\n", f"factor\n{row}\n")
    assert f"line 2: {row.replace(',', ', ')}" in refusal(indicators.units)


def test_units_without_a_column_are_refused(spoil):
    spoil(UNITS, "unit,quantity,factor", "unit,factor,quantity")
    assert "units.csv, line 1" in refusal(indicators.units)


def test_missing_units_are_refused_by_name(home):
    (home / UNITS).unlink()
    assert "units.csv" in refusal(indicators.units)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (GRANTS, GRANTS + "  colour: red\n", "patent_grants: unknown key 'colour'"),
        (GRANTS, "patent_grants:\n", "patent_grants: key 'name' is missing"),
        (GRANTS, "patent_grants:\n  name:\n", "patent_grants: name is None"),
        (GRANTS, 'patent_grants:\n  name: ""\n', "patent_grants: name, english or definition is empty"),
        (GRANTS, GRANTS.replace("patent_grants", "2022"), "2022: id is 2022"),
        (GRANTS, f"empty:\n{GRANTS}", "empty: expected a mapping, found None"),
        (GRANTS, GRANTS + "  id: other\n", "patent_grants: the key is the id, 'other' is another"),
        (GRANTS, f"gdp: {{}}\n{GRANTS}", "key given twice: gdp"),
        ("kind: flow", "kind: flood", "kind 'flood'"),
        ("unit: 件", "unit: 公里", "unit '公里' is not in units.csv"),
        ("unit: 件", "unit: [件]", "unit is ['件']"),
        ("assessable: false", 'assessable: "no"', "assessable is 'no'"),
        ("additive: false", "additive: sometimes", "additive is 'sometimes'"),
        (RATE, "", "numerator, denominator and per (above 0) belong together"),
        (RATE, "  numerator: nothing\n", "refers to the unknown indicator nothing"),
        (RATE, "  numerator: [gdp]\n", "numerator is ['gdp']"),
        ("kind: rate", "kind: stock", "only a rate has a numerator"),
        ("kind: rate", "kind: rate\n  additive: true", "a rate can't be added"),
        ("per: 10000", "per: -1", "per (above 0)"),
        ("per: 10000", "per: many", "per is 'many'"),
        (BREAKS, "breaks: [2000, 1000]", "breaks must rise"),
        (BREAKS, "breaks: [1000, 1000]", "breaks must rise"),
        (BREAKS, "breaks: [1000, x]", "breaks is [1000, 'x']"),
        (BREAKS, "breaks: [.nan]", "breaks is [nan]"),
        (BREAKS, "breaks: 5", "breaks is 5"),
    ],
)
def test_a_fault_in_an_indicator_is_named(spoil, old, new, fault):
    spoil(INDICATORS, old, new)
    message = refusal(indicators.indicators)
    assert fault in message
    assert "indicators.yaml" in message


def test_faults_of_several_indicators_come_at_once(spoil):
    spoil(INDICATORS, "kind: flow", "kind: flood")
    spoil(INDICATORS, "unit: 亿元", "unit: 公里")
    assert len(refusal(indicators.indicators).split("\n  ")[1:]) == 2


def test_a_catalogue_without_indicators_is_refused(home):
    (home / INDICATORS).write_text("{}", encoding="utf-8")
    assert "it lists no indicator" in refusal(indicators.indicators)
