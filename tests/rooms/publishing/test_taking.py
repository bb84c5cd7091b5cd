"""An exhibit's id, and the codes of what its table names."""

import pandas as pd
import pytest

from ipanalytics.core import i18n
from ipanalytics.publishing import page, payload, taking
from ipanalytics.report import wording
from ipanalytics.report.markup import table_part
from tests.rooms.publishing.builders import exhibit, notebook, shown


def part(**given):
    return {"kind": "exhibit", "section": "background", "about": "", "anchor": "", **given}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("sections.draw_lights(year, place)", "lights"),
        ("sections.list_figures(year.known, every, place)", "figures"),
        ("year = 1\nsections.draw_lead_map(year, place)", "lead-map"),
        ("sections.counties(year)", "counties"),
        ("", "exhibit"),
        ("my_sections_draw(x)", "exhibit"),
    ],
)
def test_a_cell_names_its_exhibits_by_its_section(source, name):
    assert taking.section_of(source) == name


def test_ids_are_the_anchor_else_section_and_indicator_and_no_two_are_alike():
    parts = [part(), part(about="patent_grants"), part(anchor="aim-T01"), part(about="patent_grants"), part()]
    (cell,) = taking.identified([parts])
    ids = [one["id"] for one in cell]
    assert ids == [
        "background", "background-patent-grants", "aim-T01", "background-patent-grants-2", "background-2",
    ]  # fmt: skip


def test_what_is_no_exhibit_has_no_id():
    assert taking.identified([[{"kind": "section"}]]) == [[{"kind": "section"}]]


def test_places_and_indicators_of_tables_have_their_codes_and_others_none():
    rows = {"单元": ["西安市", "没有此地"], "指标": ["专利申请量", "甲"], "数值": ["1件", "2件"]}
    table = table_part(pd.DataFrame(rows))
    assert taking.codes([[part(tables=[table])]]) == {
        "单元": {"西安市": "610100"}, "指标": {"专利申请量": "patent_applications"},
    }  # fmt: skip
    assert taking.codes([[{"kind": "section"}]]) == {}


@pytest.mark.usefixtures("english")
def test_english_names_have_the_same_codes_under_english_heads():
    table = table_part(pd.DataFrame({"单元": ["Xi'an", "Shangluo"]}))
    assert taking.codes([[part(tables=[table])]]) == {"Unit": {"Xi'an": "610100", "Shangluo": "611000"}}


def test_a_page_has_the_ids_and_packs_the_codes():
    html = page.make_page(notebook(shown(exhibit())), footer="").html
    assert '<h3 id="exhibit-gi-new">发现' in html
    assert html.count('<button type="button" class="take"') == 1
    assert payload.unpack(html)["codes"] == {}


def test_every_word_of_the_menu_has_its_english():
    chinese = taking.words()
    with i18n.using("en"):
        english = taking.words()
    assert chinese.keys() == english.keys()
    assert not i18n.HAN.search(repr(english))


def test_what_falls_short_is_sorted_before_what_does_not():
    ranks = taking.ranks()
    in_order = sorted(ranks, key=ranks.__getitem__)
    assert set(in_order[: len(wording.WEAK)]) == set(wording.WEAK)
    assert in_order.index("missed") < in_order.index("slightly_behind") < in_order.index("achieved")
