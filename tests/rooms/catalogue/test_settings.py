import pytest

import ipanalytics
from ipanalytics.catalogue import settings
from tests.rooms.catalogue.builders import refusal

SETTINGS, PALETTE = "data/catalogue/settings.yaml", "data/catalogue/palette.yaml"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("population_lag_years: 1", 'population_lag_years: "x"', "population_lag_years is 'x'"),
        ("population_lag_years: 1", "population_lag_years: 1.5", "population_lag_years is 1.5"),
        ("population_lag_years: 1", "population_lag_years: true", "population_lag_years is True"),
        ("population_lag_years: 1", "population_lag_years: -1", "population of a later year"),
        ("population_lag_years: 1", "lag: 1", "unknown key 'lag'"),
        ("population_lag_years: 1", "", "key 'population_lag_years' is missing"),
        ('"2020-11-01"', "2020-11-31", "census_days: '2020-11-31' is not a day"),
        ('"2020-11-01"', '"2020"', "census_days: '2020' is not a day"),
        ('  - "2010-11-01"\n  - "2020-11-01"', '  "2020-11-01"', "census_days is '2020-11-01'"),
        ('\n  - "2010-11-01"\n  - "2020-11-01"', " []", "census_days: expected at least one"),
        ('issuing_office: ""', "issuing_office:", "issuing_office is None"),
    ],
)
def test_a_fault_in_the_settings_is_named(spoil, old, new, fault):
    if new == " []":
        spoil(
            SETTINGS,
            "census_days:                # in these years the census day's figure is the population",
            "census_days:",
        )
    spoil(SETTINGS, old, new)
    message = refusal(settings.settings)
    assert fault in message
    assert "settings.yaml" in message


def test_a_changed_setting_shows_at_once(spoil):
    assert settings.settings().population_lag_years == 1
    spoil(SETTINGS, "population_lag_years: 1", "population_lag_years: 2")
    assert settings.settings().population_lag_years == 2


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('ink: "#1f2933"', 'ink: "red;}"', "ink: 'red;}'"),
        ('ink: "#1f2933"', "", "ink: None"),
        ('ink: "#1f2933"', 'ink: ["#1f2933"]', "ink: ['#1f2933']"),
        ('sequence: ["#dfebf5", "#9cc3de", "#4a8fbd", "#0b3c6b"]', "sequence: []", "sequence: []"),
        ('design: "#1b8a6b"', "design: green", "series: {"),
    ],
)
def test_what_is_no_colour_is_refused_with_its_role(spoil, old, new, fault):
    spoil(PALETTE, old, new)
    assert fault in refusal(settings.palette)


@pytest.mark.parametrize("content", ["- 1", "{}", ""])
def test_a_palette_without_roles_is_refused(home, content):
    (home / PALETTE).write_text(content, encoding="utf-8")
    assert "palette.yaml" in refusal(settings.palette)


def test_a_page_says_which_version_made_it():
    assert settings.maker() == f"本页由 ipanalytics {ipanalytics.__version__} 生成，不联网也能阅读。"
