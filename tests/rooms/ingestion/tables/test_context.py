import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.ingestion.audit import Asked
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import context
from ipanalytics.ingestion.tables.figures import interpret


def read(text, *, know=(), sheet="Sheet1", above=()):
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    width = max(map(len, rows))
    padded = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    grid = Grid("table.xlsx", sheet, padded, (), is_workbook=True, above=tuple(above))
    return interpret([grid], source="s", status="final", asked=Asked(know=tuple(know)))


def figures(text, **given):
    table = read(text, **given).observations
    return {tuple(row[:3]): row[3] for row in table[["area", "indicator", "period", "value"]].itertuples(index=False)}


def reasons(text, **given):
    account = read(text, **given).account
    return set(account["reason"][account["fate"].isin(["left_out", "check"])])


@pytest.mark.parametrize(
    "title",
    [
        "中国统计年鉴2023 20-15 国内三种专利申请授权数",
        "20-15 按地区分国内专利申请受理数和授权数（2022年）",
        "续表 2-9",
        "表 8-12 分地区三种专利申请受理数、授权数和有效数(2020)",
        "7-7 国内三种专利申请受理数按地区分布(2010年)",
        "表一 2009年7月份全国专利申请受理状况表 单位:件",
        "主要年份三种专利申请受理及授权数",
        "历年国内外专利申请受理量和授权量",
        "陕西省2022年国民经济和社会发展统计公报",
        "2022年1-9月各市（区）万人发明专利拥有量",
        "截止2022年9月30日陕西省有效发明专利拥有量",
        "2022年陕西省专利统计月报（9月）",
        "附件1：2022年各市知识产权主要指标",
        "2022年第三季度各省、自治区、直辖市商标有效注册量统计表",
        "陕西省各市、县（市、区）有效注册商标量（演示数据）",
        "2022年1-10月地理标志业务统计表",
        "2022年关中、陕北、陕南专利授权情况",
        "杨凌农业高新技术产业示范区2022年专利情况",
        "2022年各市专利授权量（不含港澳台）",
        "陕西省“十四五”以来专利授权情况",
        "指标：年末常住人口(万人)",
        "时间：最近20年",
        "数据库：分省年度数据",
        "七、科技活动成果",
        "Table 8 Distribution of Valid Inventions from Home, September 2014",
        "Three Kinds of Domestic Patent Applications Accepted by Region (2010)",
        "(Unit: 10 000 persons)",
    ],
)
def test_what_official_titles_hold_is_understood(title):
    assert context.unknown(title) == ()


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("5-4 各地区高技术产业R&D活动及相关情况(2020年)", "高技术产业"),
        ("2022年各市第三产业专利授权情况", "第三产业"),
        ("指标：65岁及以上人口数(人口抽样调查)(人)", "人口抽样调查"),
        ("2022年各市规上企业专利授权情况", "企业"),
        ("2022年各市专利授权情况：高校", "高校"),
        ("2022年各市专利授权情况（医药）", "医药"),
        ("2022年部分市专利授权情况", "部"),
        ("2022年各市市区专利授权情况", "市区"),
        ("2022年各市贯标企业专利授权量", "贯标企业"),
        ("2022年各市申请单位情况", "单位"),
        ("陕西省知识产权局2022年高校专利授权情况", "高校"),
    ],
)
def test_a_word_that_narrows_a_title_is_named(title, word):
    assert word in " ".join(context.unknown(title))
    table = f"{title}\n地区 | 专利授权量（件）\n西安 | 1200\n宝鸡 | 340"
    assert figures(table) == {}


@pytest.mark.parametrize(
    "place",
    [
        "西安浐灞生态区",
        "榆林市榆神工业区",
        "西安国际港务区",
        "陕西自贸试验区",
        "西安航天城",
        "西安城区",
        "西安市区",
        "西安煤研究所",
        "西安电子集团",
        "西安市莲湖区北院门街道",
        "西安都市圈",
        "西安等5市",
        "大西安",
        "西安市本级",
        "西安新城",
        "西安以外",
    ],
)
def test_a_zone_or_firm_in_a_title_is_no_place(place):
    assert figures(f"{place}2022年专利情况\n指标 | 2022年\n专利授权量（件） | 1120") == {}


@settings(deadline=None)
@given(
    st.text(st.sampled_from("浐灞曲江镇厂港乡村校院团带湾谷塬坊"), min_size=1, max_size=4),
    st.sampled_from(["西安", "榆林市"]),
)
def test_whatever_goes_on_after_a_name_makes_it_another_s(ending, place):
    assert figures(f"{place}{ending}2022年专利情况\n指标 | 2022年\n专利授权量（件） | 1120") == {}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("陕西省西安市2022年专利情况", "610100"),
        ("陕西省宝鸡市陈仓区2022年专利情况", "610304"),
        ("渭南市韩城市专利情况", "610581"),
        ("西安市各区县专利情况", "610100"),
        ("安康专利情况", "610900"),
        ("西安、咸阳专利情况", ""),
        ("西安市区县专利", "610100"),
        ("陕西省副省级城市专利情况", ""),
    ],
)
def test_a_title_names_the_innermost_place_where_its_name_ends(title, code):
    assert context.title_place(title) == code


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2022年各市有效发明专利目标任务分解表", "a plan, not a figure"),
        ("2022年各市有效发明专利计划", "a plan, not a figure"),
        ("2022年各市有效发明专利量排名", "a rank, kept as a check"),
        ("2022年各市有效发明专利占比", "a share, kept as a check"),
        ("2022年各市有效发明专利考核得分", "a score, kept as a check"),
        ("2022年各市有效发明专利增量", "a rate of change, kept as a check"),
    ],
)
def test_a_role_in_a_title_acts_as_in_a_heading(title, reason):
    table = f"{title}\n地区 | 有效发明专利\n西安 | 1200\n宝鸡 | 340"
    assert figures(table) == {}
    assert reasons(table) == {reason}


def test_a_role_in_a_title_is_the_column_s_that_is_headed_so():
    table = "2022年各市专利授权量排名\n地区 | 专利授权量 | 排名\n西安 | 1200 | 1\n宝鸡 | 340 | 2"
    assert figures(table) == {("610100", "patent_grants", "2022"): 1200, ("610300", "patent_grants", "2022"): 340}


def test_what_was_done_is_no_plan_under_a_title_on_targets():
    table = "2022年目标任务完成情况\n地区 | 专利授权量目标数 | 专利授权量完成数\n西安 | 1200 | 1100\n宝鸡 | 340 | 350"
    assert figures(table) == {("610100", "patent_grants", "2022"): 1100, ("610300", "patent_grants", "2022"): 350}
    alone = "2022年各市目标任务完成情况\n地区 | 专利授权量完成数\n西安 | 1200\n宝鸡 | 340"
    assert figures(alone)[("610100", "patent_grants", "2022")] == 1200


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ("二、计划数", "a plan, not a figure"),
        ("三、排名", "a rank, kept as a check"),
        ("二、高校", "the section line speaks of 高校"),
        ("其中：规上企业", "speaks of 规上、企业"),
        ("重点产业", "the section line speaks of 产业"),
    ],
)
def test_a_section_line_is_understood_like_a_title(section, reason):
    table = f"2022年各市专利授权情况\n单位：件 |\n地区 | 授权量\n{section} |\n西安 | 1200\n宝鸡 | 340"
    assert figures(table) == {}
    assert all(reason in why for why in reasons(table))


def test_a_word_to_know_lets_a_title_a_section_and_a_heading_pass():
    title = "2022年各市重点产业专利授权情况\n地区 | 授权量\n西安 | 1200\n宝鸡 | 340"
    assert figures(title, know=["产业"])[("610100", "patent_grants", "2022")] == 1200
    section = "2022年各市专利授权情况\n地区 | 授权量\n二、高校 |\n西安 | 1200\n宝鸡 | 340"
    assert figures(section, know=["高校"])[("610300", "patent_grants", "2022")] == 340
    heading = "2022年各市专利授权情况\n地区 | 热门授权量\n西安 | 1200\n宝鸡 | 340"
    assert figures(heading, know=["热门"])[("610300", "patent_grants", "2022")] == 340


def test_a_zone_stays_no_place_when_its_name_is_known():
    table = "西安浐灞生态区2022年专利情况\n指标 | 2022年\n专利授权量（件） | 5"
    assert figures(table, know=["浐灞生态区"]) == {}


@pytest.mark.parametrize(
    "line",
    [
        "注：本表由某某整理。",
        "注1：个别数据有舍入。",
        "数据来源：某某高校统计处",
        "填报单位：某某高新区管理局",
        "本表数据为初步核对结果",
        "以下数据由某某提供。",
        "发布日期：2023-01-05 浏览次数：12",
    ],
)
def test_a_remark_or_an_issuer_s_line_may_say_what_it_likes(line):
    table = f"2022年各市专利授权情况\n{line}\n地区 | 授权量\n西安 | 1200\n宝鸡 | 340"
    assert figures(table)[("610100", "patent_grants", "2022")] == 1200


def test_a_sheet_s_name_narrows_too_unless_the_title_says_it_in_full():
    table = "2022年各市商标受理窗口设立情况\n地区 | 窗口\n西安 | 1\n宝鸡 | 0"
    assert context.unknown("窗口") == ("窗口",)
    assert not any("speaks of" in reason for reason in reasons(table, sheet="窗口"))
    grants = "2022年各市专利授权情况\n地区 | 授权量\n西安 | 1200\n宝鸡 | 340"
    assert figures(grants, sheet="第三产业") == {}
    assert len(figures(grants, sheet="Grants of Wang")) == 2


NUMBERS = ["", "8-9 ", "表2-9 ", "附件1：", "20-5 续表 ", "（一）", "七、"]
TIMES = ["2022年", "2022年度", "截至2022年底", "2022年末"]
PLACES = ["", "陕西省", "全国", "全省", "国内", "我省"]
BREAKDOWNS = ["", "各市", "各市（区）", "分地区", "各县（市、区）", "各省、自治区、直辖市", "按地区分"]
THINGS = ["有效发明专利", "三种专利有效数", "发明专利拥有量", "有效注册商标量"]
ENDS = ["", "情况", "统计表", "一览表", "按地区分布", "情况统计表", "月报", "（演示数据）", "(单位：件)", "（续）"]
NARROWING = [
    "高技术产业",
    "高校",
    "生态区",
    "集团",
    "规上企业",
    "军工",
    "抽样",
    "女性",
    "国外",
    "三资",
    "老字号",
    "独角兽",
]


@settings(deadline=None, max_examples=200)
@given(
    known=st.tuples(*map(st.sampled_from, (NUMBERS, TIMES, PLACES, BREAKDOWNS, THINGS, ENDS))),
    word=st.sampled_from(NARROWING),
    at=st.integers(1, 5),
)
def test_titles_made_of_known_parts_are_understood_until_one_is_not(known, word, at):
    assert context.unknown("".join(known)) == ()
    narrowed = "".join([*known[:at], word, *known[at:]])
    assert context.unknown(narrowed) != ()


@pytest.mark.parametrize("piece", ["西安", "开发区(", "(", "各市", "专利", "["])
def test_time_grows_with_the_length_of_a_line_only(piece):
    line = piece * 3_000
    # What is read from the catalogue is read once.
    context.title_place(piece)
    context.unknown(piece)
    start = time.process_time()
    context.title_place(line)
    context.unknown(line)
    assert time.process_time() - start < 2


def test_the_number_of_a_table_on_a_page_is_no_year():
    rows = (("各市专利授权量", ""), ("地区", "授权量"), ("西安市", "12"))
    result = interpret([Grid("page.html", "table 2022", rows)], source="s", status="final")
    assert result.observations.empty
    assert result.account["reason"].str.startswith("no period is named").sum() == 1


@pytest.mark.parametrize("note", ["注：本表数据仅统计规模以上企业。", "注：1. 只包括高校专利"])
def test_a_note_that_the_figures_are_of_some_only_narrows_them(note):
    table = "2022年各市专利授权量\n{}\n地区|授权量\n西安|12\n{}"
    for text in (table.format(note, ""), table.format("", note)):
        assert figures(text) == {}
        assert "speaks of" in next(iter(reasons(text)))
        assert figures(text, know=[note.removeprefix("注：")]) != {}


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("注：口径为规上企业。", "企业"),
        ("口径：规模以上工业", "工业"),
        ("注：1. 统计范围为大中型工业企业，2022年起调整", "工业"),
        ("备注：按规模以上工业企业口径统计", "工业"),
        ("说明：统计对象是高校", "高校"),
    ],
)
def test_a_note_on_what_is_counted_narrows_the_figures(note, word):
    table = "2022年各市专利授权量\n{}\n地区|授权量\n西安|12\n{}"
    for text in (table.format(note, ""), table.format("", note)):
        assert figures(text) == {}
        assert word in next(iter(reasons(text)))


@pytest.mark.parametrize(
    "note", ["注：统计口径为常住人口。", "注：口径与上年一致", "注：按可比口径计算。", "注：统计口径：授权公告日"]
)
def test_a_note_on_how_it_is_counted_narrows_nothing(note):
    assert figures(f"2022年各市专利授权量\n地区|授权量\n西安|12\n{note}") != {}


@pytest.mark.parametrize(
    "note", ["注：数据仅供参考。", "注：地区数据不含港澳台。", "注：专利指发明、实用新型和外观设计。"]
)
def test_other_notes_may_say_what_they_like(note):
    assert len(figures(f"2022年各市专利授权量\n{note}\n地区|授权量\n西安|12\n{note}")) == 1
