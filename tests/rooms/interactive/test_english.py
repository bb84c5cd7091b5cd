"""The Lab in English: widgets, tables and drawings, searched for Chinese."""

import re

import pandas as pd
import pytest

import ipanalytics as ip
from ipanalytics.interactive import parts
from tests.rooms.report.english import unquoted

# What a reader sees of a widget; names of publications stand in 《》, and they and their cells stay as they are.
SEEN = ("description", "_options_labels", "titles", "html")
CITED = re.compile(r"(?:ipanalytics 生成器)?《[^》]*》[^<\n]*")
ASIDE = re.compile(r"<style>.*?</style>|<span lang=\"zh-Hans\">.*?</span>", re.DOTALL)


@pytest.fixture(autouse=True)
def _in_english():
    before = ip.language()
    assert ip.language("en") == "en"
    yield
    ip.language(before)


def texts(widget):
    """Yield every text that a widget shows, with those in it."""
    for shown in widgets_in(widget):
        values = [getattr(shown, name, ()) for name in (*SEEN, *(["value"] if hasattr(shown, "placeholder") else []))]
        yield from (text for value in values for text in ([value] if isinstance(value, str) else value))


def chinese(shown):
    told = (CITED.sub("", unquoted(ASIDE.sub("", text))) for text in shown)
    return [found for text in told for found in re.findall(r"[^<>\n]*[\u2e80-\u9fff\uff00-\uffef][^<>\n]*", text)]


def widgets_in(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets_in(child)


def press(box, label):
    """Choose an option of the first control that has it."""
    control = next(widget for widget in widgets_in(box) if label in getattr(widget, "_options_labels", ()))
    control.index = control._options_labels.index(label)


@pytest.mark.parametrize("options", [[], ["County"], ["Region"], ["Another period"], ["Another indicator"]])
def test_the_explorer_is_english(options):
    box = ip.explore("2022-09", area="Yulin")
    for option in options:
        press(box, option)
    assert chinese(texts(box)) == []
    assert "figures.map(&#39;2022-09&#39;)" in " ".join(texts(box))


@pytest.mark.parametrize(
    "question", ["Who is furthest short", "How much is needed each month", "What has changed between two days"]
)
def test_quick_questions_are_english(question):
    box = ip.ask("2022-09")
    press(box, question)
    assert chinese(texts(box)) == []


def test_what_if_is_english():
    assert chinese(texts(ip.try_out("2022-09"))) == []


def drawn():
    figures, own = ip.load("2022-09").level("unit"), pd.DataFrame({"area": ["Xi'an", "Baoji"], "score": [1.5, 2]})
    stock = figures.indicator("Invention patents in force")
    yield from (stock.map(), stock.chart(), stock.compare("2021", period="2022-09"), ip.draw_map(own))
    yield from (figures.area("Xi'an", "Yulin").indicator("gi_new").history(), ip.draw_progress("T01", as_of="2022-09"))
    yield stock.compare(("gdp", "2021"), period="2021")
    yield figures.indicator("patent_grants").chart()


def test_drawings_by_hand_are_english():
    shown = [text for exhibit in drawn() for text in (parts.part_html(exhibit.part(), exhibit.drawn()), exhibit.title)]
    assert chinese(shown) == []


def test_tables_by_hand_are_english():
    figures = ip.load("2022-09").area("Yulin").indicator("inventions_in_force")
    cited = figures.cited()
    assert list(cited) == ["Place", "Indicator", "Period", "Value", "Kind", "Publication"]
    assert chinese([*cited["Place"], *cited["Value"], repr(figures)]) == []


def test_the_language_is_told_and_another_refused():
    with pytest.raises(ValueError, match="'fr' is not a language of pages: expected zh or en"):
        ip.language("fr")
    assert ip.language() == "en"
