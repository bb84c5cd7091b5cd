import base64
import io
import re

import openpyxl
import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, places, sources
from ipanalytics.monitoring import assessment, progress
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report.sections.appendix import listing


def test_title_counts_what_is_published_computed_and_lacking(figures, every):
    shown = {"610100": (19, 6), "610800": (12, 4), "610581": (4, 0)}
    whole = len([id_ for id_ in indicators.measured() if id_ not in listing.BACKGROUND])
    for area, (published, computed) in shown.items():
        parts = [f"{published}项指标有公布数", f"{computed}项由公布数计算", f"{whole - published - computed}项无数据"]
        title = listing.list_published(figures, every, area).exhibits[0].title
        assert title.partition("：")[2] == "，".join(part for part in parts if not part.startswith("0"))


def test_every_indicator_is_shown_or_named_as_lacking(figures, every):
    exhibit = listing.list_published(figures, every, "610800").exhibits[0]
    names = {indicators.indicator(id_).name for id_ in indicators.measured() if id_ not in listing.BACKGROUND}
    shown = names & set(exhibit.table["指标"])
    assert all(f"{name}" in exhibit.note for name in names - shown)


def test_a_remark_of_the_transcription_reaches_the_page(figures, every):
    table = listing.list_published(figures, every, "610000").exhibits[0].table.set_index("指标")
    assert "只含专利权质押" in table.loc["知识产权质押融资额", "出处与说明"]


def test_a_figure_computed_from_a_provisional_one_says_so(figures, every):
    table = listing.list_published(figures, every, "shaannan").exhibits[0].table
    row = table[(table["地区"] == "陕南") & (table["指标"] == "常住人口")].iloc[0]
    assert (row["性质"], row["出处与说明"]) == ("计算数", "汉中 + 安康 + 商洛 （含初步数）")


def test_one_page_seen_for_two_figures_is_listed_once(figures, every):
    table = listing.list_sources(figures, every, "610100").exhibits[0].table
    assert not table[table["网址"] != ""].duplicated(["网址", "出版物"]).any()
    assert table["网址"].str.contains("031039644").sum() == 1


def test_西安_shows_its_published_figures(figures, every):
    table = listing.list_published(figures, every, "610100").exhibits[0].table.set_index("指标")
    assert table.loc["高价值发明专利拥有量", "数值"] == "49,982件"
    assert table.loc["高价值发明专利拥有量", "性质"] == "公布数"


def test_渭南_shows_figures_of_the_whole_city_under_that_name(figures, every):
    table = listing.list_published(figures, every, "610500").exhibits[0].table
    assert set(table["地区"]) == {"渭南", "渭南（含韩城）"}


def test_a_region_lists_its_units(figures, every):
    table = listing.list_published(figures, every, "shaanbei").exhibits[0].table
    assert {"陕北", "延安", "榆林"} == set(table["地区"])


def test_every_number_leads_to_a_listed_source(figures, every):
    for area in [places.province(), *places.codes("region"), *places.codes("unit")]:
        listed = set(listing.list_sources(figures, every, area).exhibits[0].table["编号"])
        shown = listing.list_published(figures, every, area).exhibits[0].table["来源"]
        assert set(re.findall(r"\[\d+\]", "".join(shown))) <= listed


def test_contradictions_are_shown_with_the_one_taken(figures, every):
    table = listing.list_disagreements(figures, every, "610100").exhibits[0].table
    taken = table[table["采用"] == "采用"]
    assert {"1,287.3万人", "1,235.0万人"} == set(taken["数值"])
    assert {"1,316.3万人", "1,020.4万人"} < set(table["数值"])


def test_without_contradictions_there_is_no_section(figures, every):
    assert listing.list_disagreements(figures, every, "610800").exhibits == ()


def test_sources_say_whether_the_original_was_seen(figures, every):
    table = listing.list_sources(figures, every, "610100").exhibits[0].table
    assert set(table["所见版本"]) == {"原件", "转载"}
    assert len(table) == len(set(listing.page_sources(figures, every, "610100").values()))
    assert set(listing.page_sources(figures, every, "610100")) <= set(sources.load())


def test_a_region_says_whose_figures_disagree(figures, every):
    table = listing.list_disagreements(figures, every, "guanzhong").exhibits[0].table
    assert set(table["地区"]) == {"西安", "咸阳"}


@pytest.fixture(scope="module")
def made():
    return assessment.load("2022-09")


def used(made, area):
    return progress.evidence(made.table, made.rows[made.rows["area"] == area])


def test_the_csv_holds_every_figure_with_its_place_in_the_source(made):
    rows = used(made, "610800")
    read = pd.read_csv(io.BytesIO(listing.as_csv(rows)), encoding="utf-8-sig", dtype={"area": str, "period": str})
    pd.testing.assert_frame_equal(
        read[["area", "indicator", "period", "value", "unit"]], rows[["area", "indicator", "period", "value", "unit"]]
    )
    assert read["publication"].notna().all()
    assert read["cell"].notna().all()
    assert listing.as_csv(rows).startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_progress_data_and_sources(made):
    rows = made.rows[made.rows["area"] == "610800"]
    book = openpyxl.load_workbook(io.BytesIO(listing.as_workbook(rows, used(made, "610800"))))
    assert book.sheetnames == ["进度", "数据", "来源"]
    sheet = book["进度"]
    heads = [cell.value for cell in sheet[1]]
    statuses = [sheet.cell(row, heads.index("status") + 1).value for row in range(2, sheet.max_row + 1)]
    assert statuses == list(rows["status"])
    assert sheet.cell(2, heads.index("value") + 1).value == pytest.approx(rows["value"].iloc[0])


def test_the_same_data_gives_the_same_bytes(made):
    rows = made.rows[made.rows["area"] == "610800"]
    one, other = (listing.as_workbook(rows, used(made, "610800")) for _ in range(2))
    assert one == other


def test_text_that_looks_like_a_formula_stays_text():
    row = ["610800", "gi_new", "2022", 1.0, "件", "census_2020", "final", "=1+1"]
    table = pd.DataFrame([row], columns=COLUMNS)
    source = next(iter(sources.load()))
    content = listing.as_workbook(pd.DataFrame(columns=progress.COLUMNS), table.assign(source=source))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["数据"]
    cell = sheet.cell(2, [head.value for head in sheet[1]].index("cell") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_links_of_a_notebook_carry_the_files_themselves(made):
    markup = str(listing.offer_data(made, "610800").exhibits[0].drawing)
    links = re.findall(r'download="([^"]+)" href="data:([^;"]+);base64,([^"]+)"', markup)
    assert [name for name, *_ in links] == ["610800_2022-09-30.csv", "610800_2022-09-30.xlsx"]
    assert base64.b64decode(links[0][2]).decode("utf-8-sig").startswith("area,area_name,indicator")


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("a[b]:c*?/\\d", "a b c d"), ("x" * 40, "x" * 31), ("'进度'", "进度"), ("***", "-"), ("来\n源", "来 源")],
)
def test_a_sheet_is_called_as_excel_allows(name, sheet):
    content = listing.workbook({name: pd.DataFrame({"a": [1]})})
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [sheet]
