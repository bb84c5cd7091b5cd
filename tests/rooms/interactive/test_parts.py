import re

from ipanalytics.interactive import parts
from ipanalytics.report import sections
from ipanalytics.report.exhibits import Section


def html_of(section, **look):
    return [parts.part_html(exhibit.part(), exhibit.drawn(), **look) for exhibit in section.exhibits]


def test_no_svg_has_a_link_and_nothing_leads_to_a_page(september):
    (mapped,) = html_of(sections.draw_lead_map(september, "610000"))
    assert 'data-area="610800"' in mapped
    assert "<a " not in mapped
    part = Section("头", prose="见[榆林](610800.html)和[下文](#T01)").part()
    assert re.findall("<a [^>]*>", parts.part_html(part)) == ['<a href="#T01">']


def test_what_is_behind_leads_to_its_target_in_the_notebook(september):
    opening = parts.part_html(sections.open_report(september, "610000", "").part())
    led = set(re.findall('href="#([^"]+)"', opening))
    ids = re.findall('class="ip-part" id="([^"]+)"', "".join(html_of(sections.draw_targets(september, "610000"))))
    assert led
    assert led <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_mark_says_by_itself_what_it_is(september):
    drawn = html_of(sections.draw_targets(september, "610800"), is_styled=False)
    assert "<title>" in drawn[0]
    assert "data-words" not in "".join(drawn)


def test_charts_of_a_row_stand_side_by_side(september):
    drawn = html_of(sections.draw_targets(september, "610000"))
    assert ['<div class="panels pair">' in html for html in drawn] == [html.count("<figure>") > 0 for html in drawn]


def test_every_rule_is_for_the_part_alone():
    """Braces are counted: nothing of the sheet stands outside the rule for parts."""
    sheet = re.search("<style>(.*?)</style>", parts.part_html(Section("头", prose="句").part()), re.DOTALL)[1].strip()
    depths, depth = [], 0
    for sign in sheet:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        depths.append(depth)
    assert sheet.startswith(":is(#ip-part, .ip-part) {")
    assert depths.index(0, sheet.index("{")) == len(sheet) - 1
    assert "--ink: #" in sheet
