"""Every template of a sentence that holds a figure is counted again, or says which test proves it instead.

A new sentence with a figure fails here until test_recounts.py counts it again.
"""

import ast
import re
from pathlib import Path

from tests.rooms.report.sections.recounts.checks import CHECKS

HOME = Path(__file__).parents[5]
# What pages, the brief and the index are made of.
MODULES = ("report/**/*.py", "publishing/*.py")
HOLE, HAN = re.compile(r"(?<!\{)\{(\w+)\}(?!\})"), re.compile("[一-鿿]")
# Parts that are no figures: names and days, and words that are said with parts of their own.
WORDS = {
    "around", "base", "cited", "clause", "counts", "day", "days", "detail", "distance", "empty", "end", "ends",
    "finding", "flag", "guide", "high", "judged", "kind", "large", "late", "low", "mark", "month", "name", "names",
    "number", "office", "open", "own", "parts", "period", "place", "places", "reason", "region", "regions", "scope",
    "source", "targets", "text", "title", "told", "unit", "units", "weight", "weights", "what", "when", "which",
    "whose", "word", "words", "worst", "year", "years",
}  # fmt: skip
# The office's own papers, of which only tasks are a page: a test module of its own counts what each says.
OFFICE = "report/sections/office"
# Which test proves a template that pages aren't searched for.
ELSEWHERE = {
    "tests/rooms/publishing/test_index.py::test_days_that_differ_are_named": ["{day}（{count}个单元）"],
    "tests/rooms/publishing/test_index.py::test_the_legend_counts_all_units": ["{count}个单元"],
    "tests/rooms/report/charts/test_pairs.py::test_two_periods_are_pairs_of_bars_and_the_table_says_the_growth": [
        "{one}与{other}：{count}个地方两个数都有"
    ],
    "tests/rooms/report/charts/test_bars.py::test_a_title_says_who_is_highest": [
        "{count}个地方有数", "{first}最高，{last}最低"
    ],
    "tests/rooms/report/charts/test_pace.py::test_every_curve_says_what_it_shows": ["{month}月{value}"],
    "tests/rooms/report/charts/static/test_words.py::test_hover_templates_are_filled_in_line_by_line": [
        "%{y}：%{x:,.1f}万人<extra></extra>", "%{y}：%{x:,}件<extra></extra>", "%{x}年：第%{y}位<extra></extra>",
        "%{{x}}年 {kind}：%{{y:,}}件<extra></extra>", "%{{x}}月 {name}：%{{y:,.6~g}}<extra></extra>",
        "%{x}年末：%{text}件/万人<br>人口：%{customdata}<extra></extra>",
    ],
    "tests/rooms/report/test_citations.py::test_many_tables_of_demonstration_data_are_cited_once": [
        "演示数据（生成器，{count}份表）"
    ],
    "tests/rooms/report/test_citations.py::test_many_places_are_counted": ["等{count}处"],
    "tests/rooms/report/test_citations.py::test_editions_of_a_yearbook_become_one_citation": [
        r"(.*年鉴|.*Yearbook.* )(\d{4})(》?)"
    ],
    "tests/rooms/report/test_formatting.py::test_where_a_figure_stands_is_worded_with_names": [
        "逐件清点{count}件（清单共{rows}行）", "；{all}件中{lost}件归不到单元",
        "表{table}", "第{row}行第{column}列", "第{column}列第{rows}行", "（{count}行中没有）", "（共{count}行）",
    ],
    "tests/rooms/report/test_formatting.py::test_a_period_is_worded_by_shape_and_kind": [
        "{year}年{quarter}", "{year}年{first}—{month}月", "{start}年{first}月—{year}年{month}月"
    ],
    # Said within `ranked` and `county`, which count them.
    "tests/rooms/report/sections/recounts/test_recounts.py::test_every_sentence_of_every_page_is_counted_again": [
        "（{count}个并列）"
    ],
    "tests/rooms/report/maps/test_choropleth.py::test_title_of_the_province_is_made_from_the_figures": [
        "{whole}个单元分属{regions}"
    ],
    "tests/rooms/report/maps/test_choropleth.py::test_map_without_any_figure_says_so_instead_of_drawing": [
        "{name}：{whole}个单元都无数据"
    ],
    "tests/rooms/report/maps/test_county_map.py::test_the_legend_counts_every_county_once": [
        "{count}个区县", "{word}的{count}个"
    ],
    "tests/pages/test_tables.py::test_a_filter_says_how_many_rows_are_left": ["显示{shown}行，共{count}行"],
    "tests/rooms/report/maps/test_unit_map.py::test_a_map_says_what_it_shows": ["{place}{whole}个单元的地图"],
    "tests/rooms/report/sections/test_contributions.py::test_less_than_is_printed_is_not_nothing": [
        "各单元比要求少的都不到{least}", "+不到{least}", "−不到{least}"
    ],
    "tests/rooms/report/sections/office/test_data_quality.py::test_a_failed_check_says_both_figures": [
        "由其他数推得{value}", "部分相加{total}", "所列各项相加{total}"
    ],
    "tests/rooms/report/sections/office/test_data_quality.py::test_every_cell_not_used_is_listed_with_its_reason": [
        "{count}处没有用上", "第{line}行",
        "逐格读取，没有用上的都在这里：认不出的不猜，空缺不补，不按0计。另有{count}格是增长率、小计之类，只供核对。",
    ],
    "tests/rooms/report/sections/test_headline.py::test_a_place_with_some_own_targets_says_how_many_are_not": [
        "（其中{count}项参照全省目标，非正式）"
    ],
    "tests/rooms/report/sections/office/test_tasks.py::test_lead_claims_only_what_can_be_checked": [
        "截至{day}，指引第二部分{count}项任务都没有可核对的数据。"
    ],
    "tests/rooms/report/sections/published/test_drawings.py::test_growth_is_told_of_a_place_beside_all": [
        "{count}市合计{change}", "{place}{count}市合计{change}"
    ],
    "tests/rooms/report/test_wording.py::test_an_amount_has_its_unit_and_yes_or_no_counts_places": ["{count}个"],
    "tests/rooms/report/test_wording.py::test_an_aim_says_at_least_more_than_or_growth": ["要求{value}", "目标{value}"],
}  # fmt: skip


def texts_in(path):
    """Return the Chinese texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return {node.value for node in texts if isinstance(node.value, str) and HAN.search(node.value)}


def papers():
    """Return the modules of the office's papers but those of the tasks and of the data's quality, which are pages."""
    return [path for path in (HOME / "ipanalytics" / OFFICE).glob("[a-z]*.py")
            if path.stem not in ("tasks", "data_quality")]  # fmt: skip


def with_figures():
    """Return the templates that hold a figure, each with its module."""
    rooms = HOME / "ipanalytics"
    paths = {path for pattern in MODULES for path in rooms.glob(pattern)} - set(papers())
    return {text: path.stem for path in sorted(paths) for text in texts_in(path)
            if set(HOLE.findall(text)) - WORDS or "%{" in text}  # fmt: skip


def test_every_template_with_a_figure_is_counted_again_or_proved_elsewhere():
    elsewhere = {text for texts in ELSEWHERE.values() for text in texts}
    assert {text: module for text, module in with_figures().items() if text not in {*CHECKS, *elsewhere}} == {}


def test_every_test_that_proves_a_template_exists():
    lacking = [name for name in ELSEWHERE for path, _, test in [name.partition("::")]
               if f"def {test}(" not in (HOME / path).read_text(encoding="utf-8")]  # fmt: skip
    assert lacking == []
    assert [path for path in papers() if not (HOME / "tests" / "rooms" / OFFICE / f"test_{path.name}").is_file()] == []


def test_no_template_is_listed_that_nobody_says():
    said = with_figures()
    assert [text for texts in ELSEWHERE.values() for text in texts if text not in said] == []
