"""Within one process each project has its own words, places, lists and figures, and so has a changed file."""

import shutil
from pathlib import Path

import pytest

from ipanalytics.catalogue import hierarchy, indicators, places, settings, sources
from ipanalytics.core import i18n
from ipanalytics.core.errors import IPAnalyticsError
from ipanalytics.ingestion import pipeline
from ipanalytics.ingestion.lists import entries
from ipanalytics.ingestion.tables import context, structure
from ipanalytics.ingestion.text import addresses, numbers, vocabulary
from ipanalytics.ingestion.text import places as labels
from ipanalytics.monitoring import assessment
from ipanalytics.report.maps import boundaries, outlines

HOME = Path(__file__).parents[3]
# What is asked, and the change after which it is answered otherwise.
PLACES = "data/divisions/divisions.csv"
GUCHENG = (PLACES, "610800,city unit,榆林市,榆林,", "610800,city unit,古城市,古城,")
MOVED = (PLACES, "610600,city unit,延安市,延安,Yan'an,shaanbei", "610600,city unit,延安市,延安,Yan'an,guanzhong")
NOWHERE = ("data/divisions/not_places.csv", "label,reason\n", "label,reason\n新小计,没有这个地方\n")
BASKET = ("data/catalogue/units.csv", "unit,quantity,factor\n", "unit,quantity,factor\n箩,things,100\n")
WORD = ("data/catalogue/words.csv", "role\n", "role\n新造词,,,,,population,\n")
LIST = ("data/catalogue/lists.csv", "meaning\n", "meaning\n新造,kind,gi_mark_users\n")
RENAMED = ("data/catalogue/indicators.yaml", "name: 新增地理标志", "name: 新的地理标志")
QUESTIONS = {
    "a name": (lambda: places.find("古城"), GUCHENG),
    "a name of a code": (lambda: places.name_of("610800"), GUCHENG),
    "a label": (lambda: labels.resolve("古城市"), GUCHENG),
    "a title": (lambda: context.title_place("古城市专利情况"), GUCHENG),
    "a subtotal": (lambda: labels.subtotal("新小计"), NOWHERE),
    "an address": (lambda: addresses.find("古城市某路"), GUCHENG),
    "members": (lambda: hierarchy.members("shaanbei"), MOVED),
    "what lies inside": (lambda: hierarchy.is_inside("610600", "shaanbei"), MOVED),
    "the unit of an address": (lambda: addresses.unit_of(labels.code_of("古城市")), GUCHENG),
    "a region's shape": (lambda: boundaries.load("region").get_coordinates()["x"].sum(), MOVED),
    "a unit of measure": (lambda: indicators.factor("箩", "件"), BASKET),
    "a unit in brackets": (lambda: numbers.find_unit("(箩)"), BASKET),
    "a figure with a unit": (lambda: structure.kind("3箩"), BASKET),
    "a word": (lambda: dict(vocabulary.heading("新造词")), WORD),
    "a list": (lambda: entries.kinds("新造"), LIST),
    "an indicator": (lambda: indicators.indicator("gi_new").name, RENAMED),
    "insets": (lambda: outlines.map_note(), ("data/divisions/map_insets.csv", "610403", "610800")),
}


def answer(question):
    try:
        return question()
    except IPAnalyticsError as refusal:
        return type(refusal)


@pytest.fixture
def ask(monkeypatch):
    """Return a function that asks a question in a project."""

    def asked(project, question):
        monkeypatch.setenv("IPANALYTICS_HOME", str(project))
        return answer(question)

    return asked


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_project_answers_for_itself_and_a_changed_file_at_once(name, home, spoil, ask):
    question, change = QUESTIONS[name]
    first = ask(HOME, question)
    assert ask(home, question) == first
    spoil(*change)
    assert ask(home, question) != first
    assert ask(HOME, question) == first


@pytest.mark.parametrize("load", [pipeline.load_every, lambda: assessment.load().table], ids=["figures", "statuses"])
def test_another_project_has_figures_of_its_own_and_a_changed_one_at_once(load, small, spoil, ask, tmp_path_factory):
    other = shutil.copytree(small, tmp_path_factory.mktemp("other") / "home")
    first = ask(small, lambda: load()["value"].sum())
    spoil("data/raw/nation_figures.csv", ",132.4,", ",132.5,")
    assert ask(small, lambda: load()["value"].sum()) > first
    assert ask(other, lambda: load()["value"].sum()) == first


def test_sources_colours_and_english_are_each_project_s_own(home, spoil):
    before = sources.load(), settings.palette(), i18n.english()
    spoil("data/sources/census_2020.yaml", "publisher: ", "publisher: 新")
    palette = home / "data" / "catalogue" / "palette.yaml"
    palette.write_text(palette.read_text("utf-8").replace(settings.palette()["accent"], "#123456"), "utf-8")
    english = home / "data" / "catalogue" / "english.yaml"
    english.write_text(english.read_text("utf-8") + "新造词: new word\n", "utf-8")
    after = sources.load(), settings.palette(), i18n.english()
    assert all(now != then for now, then in zip(after, before, strict=True))
