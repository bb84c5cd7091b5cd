"""The brief says what the page says and leads nowhere."""

import re

import pandas as pd
import pytest

from ipanalytics.catalogue import places
from ipanalytics.core.errors import ReportError
from ipanalytics.observations.table import empty
from ipanalytics.publishing import brief, document, payload
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import svg, unit_map

LIGHT = {"light": "▼", "status": "behind", "text": "滞后", "label": "专利导航", "anchor": "aim-T13", "stands": "8项"}
SUMMARY = {
    "behind": [{**LIGHT, "why": "拖后：西安−2项", "needed": "12月31日前还差12项"}],
    "changed": "与上月相比：没有变化。", "next": [], "lights": [LIGHT, LIGHT, LIGHT],
}  # fmt: skip
OPENING = {
    "kind": "opening", "title": "甲报告", "mark": "演示数据", "subtitle": "2022年度", "lead": "要点。", "cards": [],
    "summary": SUMMARY,
}  # fmt: skip


def exhibit():
    """Return the map at the top of a page, as it is kept in the page."""
    marks = {code: unit_map.Mark(f"{code}.html", 0, "1项", "1") for code in places.codes("unit")}
    drawn = unit_map.draw(marks, "610000", alt="地图", count=3)
    legend = [{"fill": "#0b3c6b", "hatch": "h", "word": "80%", "count": "1个单元"}]
    return Exhibit(
        "各单元", pd.DataFrame({"单元": ["西安"]}), empty(), drawing=svg.with_legend(drawn, legend)
    ).part() | {"figures": []}


def written(tmp_path, *parts):
    path = tmp_path / "610000.html"
    script = f'<script id="parts">{payload.pack_parts([list(parts)], "页脚")}</script>'
    path.write_text(f"<html>{script}</html>", encoding="utf-8")
    return path


@pytest.fixture
def html(tmp_path):
    return brief.make(written(tmp_path, OPENING, exhibit()))


def test_sentence_what_is_behind_why_and_what_next_stand_on_it(html):
    text = re.sub(r"<[^>]+>", "", html)
    assert all(words in text for words in ("甲报告", "演示数据", "要点。", "专利导航", "拖后：西安−2项", "没有变化"))
    assert "12月31日前还差12项" in text
    assert html.count('<svg class="province"') == 1


def test_it_leads_nowhere_and_needs_nothing(html):
    assert "href=" not in html
    assert "script-src" not in html
    assert html.count("<script") == html.count('type="application/octet-stream"') == 1


def test_it_is_a_page_that_other_files_are_made_of(tmp_path, html):
    path = brief.path_of(tmp_path / "610000.html")
    path.write_text(html, encoding="utf-8")
    kinds = [block.kind for block in document.read(path)]
    assert (kinds[0], kinds.count("figure"), kinds.count("table")) == ("heading", 1, 1)
    table = next(block for block in document.read(path) if block.rows)
    assert [len(row) for row in table.rows] == [6, 6, 6]


def test_a_page_without_a_summary_has_none(tmp_path):
    assert brief.make(written(tmp_path, {**OPENING, "summary": {}})) == ""


def test_what_is_no_page_is_refused(tmp_path):
    path = tmp_path / "x.html"
    path.write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(ReportError, match="found no page of a report"):
        brief.make(path)
