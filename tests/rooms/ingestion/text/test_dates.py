import csv
import math
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core import periods, project
from ipanalytics.ingestion.text import dates, normalise, numbers
from ipanalytics.ingestion.text.dates import When
from ipanalytics.ingestion.text.numbers import Number
from ipanalytics.report import formatting
from tests.rooms.ingestion.builders import messy

MOST_SECONDS = 2
PERIODS = {
    "2022年": ("2022", "whole"),
    "２０２２年": ("2022", "whole"),
    "2022 年": ("2022", "whole"),
    "(2022年)": ("2022", "whole"),
    "2022": ("2022", "whole"),
    "(2022)": ("2022", "whole"),
    "2022(件)": ("2022", "whole"),
    "2022*": ("2022", "whole"),
    "2022年度": ("2022", "whole"),
    "2022年全年": ("2022", "whole"),
    "in 2022": ("2022", "whole"),
    "Three Kinds of Domestic Patents Granted by Region(2011)": ("2011", "whole"),
    "7-8国内三种专利申请授权数按地区分布(2011年)": ("2011", "whole"),
    "8-9 国内三种专利有效数按地区分布(2020年)\n": ("2020", "whole"),
    "7-7  国内三种专利申请受理数按地区分布(2010年)": ("2010", "whole"),
    "2021年完成": ("2021", "whole"),
    "2022年计划": ("2022", "plan"),
    "2022年9月": ("2022-09", "whole"),
    "2022 年 9 月份": ("2022-09", "whole"),
    "2022年09月": ("2022-09", "whole"),
    "2022-09": ("2022-09", "whole"),
    "2022/9": ("2022-09", "whole"),
    "2022年1-9月": ("2022-01/2022-09", "cumulated"),
    "2022年1—9月": ("2022-01/2022-09", "cumulated"),
    "2022年1－9月": ("2022-01/2022-09", "cumulated"),
    "2022年1~9月": ("2022-01/2022-09", "cumulated"),
    "2022年1 - 9 月": ("2022-01/2022-09", "cumulated"),
    "2022年1月至9月": ("2022-01/2022-09", "cumulated"),
    "2022年1-9月份": ("2022-01/2022-09", "cumulated"),
    "2022年1月至9月底": ("2022-01/2022-09", "cumulated"),
    "2022年1月—2022年9月": ("2022-01/2022-09", "cumulated"),
    "2022.1-2022.9": ("2022-01/2022-09", "cumulated"),
    "2022.01-2022.09": ("2022-01/2022-09", "cumulated"),
    "2022.1-2022.12": ("2022-01/2022-12", "cumulated"),
    "2022.1-9月": ("2022-01/2022-09", "cumulated"),
    "2022-01/2022-09": ("2022-01/2022-09", "cumulated"),
    "2022年4-6月": ("2022-04/2022-06", "cumulated"),
    "2022年1月1日至9月30日": ("2022-01/2022-09", "cumulated"),
    "2022.1.1-2022.9.30": ("2022-01/2022-09", "cumulated"),
    "2022年前9个月": ("2022-01/2022-09", "cumulated"),
    "2022年上半年": ("2022-01/2022-06", "cumulated"),
    "2022年(1-9月)": ("2022-01/2022-09", "cumulated"),
    "2022（1-9月）": ("2022-01/2022-09", "cumulated"),
    "2022年全省1—9月专利授权情况": ("2022-01/2022-09", "cumulated"),
    "2022年陕西省专利(截至9月底)": ("2022-09", "point"),
    "2022年9月当月": ("2022-09", "whole"),
    "2022年1-1月": ("2022-01", "whole"),
    "2022上半年": ("2022-01/2022-06", "cumulated"),
    "2022年1-9月份（累计）": ("2022-01/2022-09", "cumulated"),
    "2022H1": ("2022-01/2022-06", "cumulated"),
    "2022年下半年": ("2022-07/2022-12", "cumulated"),
    "2022年前三季度": ("2022-01/2022-09", "cumulated"),
    "2022年一至三季度": ("2022-01/2022-09", "cumulated"),
    "2022年1-3季度": ("2022-01/2022-09", "cumulated"),
    "2018-2022年": ("2018-01/2022-12", "cumulated"),
    "2022年三季度": ("2022-Q3", "whole"),
    "2022年第三季度": ("2022-Q3", "whole"),
    "2022年第3季度": ("2022-Q3", "whole"),
    "2022Q3": ("2022-Q3", "whole"),
    "2022-Q3": ("2022-Q3", "whole"),
    "2022年 Q3": ("2022-Q3", "whole"),
    "截至2022年9月底": ("2022-09", "point"),
    "截止2022年9月末": ("2022-09", "point"),
    "截止到2022年9月": ("2022-09", "point"),
    "累计至2022年9月": ("2022-09", "point"),
    "截至2022.11": ("2022-11", "point"),
    "截至2022年9月30日": ("2022-09", "point"),
    "截至 2022年三季度末": ("2022-09", "point"),
    "2022年上半年末": ("2022-06", "point"),
    "2022年末": ("2022", "point"),
    "2022年年底": ("2022", "point"),
    "2022年底": ("2022", "point"),
    "2022年末常住人口": ("2022", "point"),
    "end of 2022": ("2022", "point"),
    "2022-12-31": ("2022", "point"),
    "2022-12-31 00:00:00": ("2022", "point"),
    "2022年12月31日": ("2022", "point"),
    "2022.12.31": ("2022", "point"),
    "2020年11月1日": ("2020-11-01", "point"),
    "1985.12-2015.12": ("2015", "all_time"),
    "总累计(1985.12-2015.12)": ("2015", "all_time"),
    "1985年4月-2022年9月": ("2022-09", "all_time"),
    "2021.12.16-2022.12.15": ("2022", "trademark_year"),
    "2023.12.16-2024.9.15": ("2024-01/2024-09", "trademark_year"),
    "2022.12.16-2023.1.15": ("2023-01", "trademark_year"),
    "2023年12月16日至2024年9月15日": ("2024-01/2024-09", "trademark_year"),
    "2022年1-9月同比增长(%)": ("2022-01/2022-09", "growth"),
    "2022年比2021年增长%": ("2022", "growth"),
}


IN_SEPTEMBER_2022 = {
    "当月": ("2022-09", "whole"),
    "本月": ("2022-09", "whole"),
    "当月累计": ("2022-09", "whole"),
    "当年累计": ("2022-01/2022-09", "cumulated"),
    "本年累计": ("2022-01/2022-09", "cumulated"),
    "当年": ("2022-01/2022-09", "cumulated"),
    "上年同期": ("2021-01/2021-09", "cumulated"),
    "去年同期累计": ("2021-01/2021-09", "cumulated"),
    "上年同月": ("2021-09", "whole"),
    "上年": ("2021", "whole"),
    "上年末": ("2021", "point"),
    "上年1-6月": ("2021-01/2021-06", "cumulated"),
    "2021年同期": ("2021-01/2021-09", "cumulated"),
    "2022年累计": ("2022-01/2022-09", "cumulated"),
    "1-9月": ("2022-01/2022-09", "cumulated"),
    "1—9月累计": ("2022-01/2022-09", "cumulated"),
    "9月": ("2022-09", "whole"),
    "12月": ("2022-12", "whole"),
    "截至9月底": ("2022-09", "point"),
    "截至9月30日": ("2022-09", "point"),
    "一季度": ("2022-Q1", "whole"),
    "第三季度": ("2022-Q3", "whole"),
    "上半年": ("2022-01/2022-06", "cumulated"),
    "前三季度": ("2022-01/2022-09", "cumulated"),
    "全年": ("2022", "whole"),
    "年末": ("2022-09", "point"),
    "期末": ("2022-09", "point"),
    "月末": ("2022-09", "point"),
    "总累计": ("2022-09", "all_time"),
    "2021年": ("2021", "whole"),
    "同比": (None, "growth"),
    "比上年同期增长%": (None, "growth"),
}


NO_PERIODS = [
    "",
    "陕西",
    "8-9",
    "7-4",
    "8-9 国内三种专利有效数按地区分布",
    "2022.1",
    "2022.1%",
    "12022",
    "2,022",
    "2010件",
    "共2010件",
    "总量 2010",
    "20220402",
    "22年9月",
    "22年",
    "10年",
    "维持年限超过10年的发明专利",
    "9月",
    "1-9月",
    "当月",
    "当年累计",
    "累计",
    "中国科技统计年鉴—2014",  # the book's year; its figures are of the year before
    "备案文号:国统办函字[2015]83号 有效期至:2018年12月",
    "陕知发〔2022〕38号",
    "发布时间:2023-01-15",
    "2021年和2022年",
    "2022年初",
    "2022年1、2月",
    "2022年1月—9月30日",
    "2022年一季度至三季度",
    "2020.12.16-2022.12.15",
    "2022年至今",
    "2022年Ⅲ季度",
    "2022年9月20日印发",
    "2022年陕西省12月20日前",
    "2012年以来",
    "2022年12月20日前",
    "2022年13月",
    "2022-02-30",
    "2022年1-9",
    "2022年9月1-15日",
    "2022年9-1月",
    "2022.1.1-2022.9.20",
    "Jan-Sep 2022",
    "September 2022",
    "1886年",
    "2022年1-9月(上年同期)",
]
DAYS = {
    "2022年4月2日": "2022-04-02",
    "2022 年 4 月 2 日": "2022-04-02",
    "2022年04月02号": "2022-04-02",
    "2022-04-02": "2022-04-02",
    "2022-4-2": "2022-04-02",
    "2022/4/2": "2022-04-02",
    "2022.04.02": "2022-04-02",
    "20220402": "2022-04-02",
    "２０２２-４-２": "2022-04-02",
    "2022-04-02 00:00:00": "2022-04-02",
    "2022-4-2 0:00": "2022-04-02",
    "2022-04-02T00:00:00": "2022-04-02",
    "2024-02-29": "2024-02-29",
    "2022-02-29": None,
    "2022-13-01": None,
    "22-04-02": None,
    "44653": None,  # a day as Excel counts it
    "2022年4月": None,
    "2022/4-2": None,
    "2022年4月2日公告": None,
    "": None,
}


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 5000 + "件", "(" * 100_000, "2022" * 20_000, " (" * 50_000])
def test_long_cells_are_told_at_once(text):
    begin = time.process_time()
    numbers.read_number(text), numbers.find_unit(text), normalise.split_bilingual(text), dates.find_period(text)
    normalise.strip_notes(text), normalise.strip_part(text), dates.read_day(text)
    assert time.process_time() - begin < MOST_SECONDS


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods_are_found(text, expected):
    assert dates.find_period(text) == When(*expected)


@pytest.mark.parametrize(("text", "expected"), IN_SEPTEMBER_2022.items())
def test_context_completes_periods(text, expected):
    assert dates.find_period(text, year=2022, month=9) == When(*expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    {"当年累计": "2022", "上年同期": "2021", "2021年同期": "2021", "年末": "2022", "1-9月": "2022-01/2022-09"}.items(),
)
def test_a_year_alone_completes_periods(text, expected):
    assert dates.find_period(text, year=2022).period == expected


@pytest.mark.parametrize("text", ["当月", "上年同月", "2021年同月", "月末", "22年9月", "8-9", "2022.1", "陕西"])
def test_a_year_alone_does_not_make_a_month(text):
    assert dates.find_period(text, year=2022) in (None, When(None, "unread"))


@pytest.mark.parametrize("text", NO_PERIODS)
def test_no_period_is_found(text):
    assert dates.find_period(text) in (None, When(None, "unread"))


@pytest.mark.parametrize("text", ["同比", "同比增长", "比上年增长%", "增长率", "±%", "增幅(%)", "Growth rate"])
def test_changes_are_recognised(text):
    assert dates.find_period(text) == When(None, "growth")


@pytest.mark.parametrize("text", ["专利密集型产业增加值", "占GDP比重", "新增地理标志"])
def test_indicators_are_no_changes(text):
    assert dates.find_period(text) is None


PARTS_OF_YEAR = list(csv.DictReader((project.data("catalogue") / "parts_of_year.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", PARTS_OF_YEAR, ids=lambda row: row["wording"])
@pytest.mark.parametrize(("column", "month"), [("in_september_2022", 9), ("in_2022", None)])
def test_a_part_of_the_year_is_the_period_that_its_row_says(row, column, month):
    for text in (row["wording"], f"{row['wording']}授权量", f"授权量（{row['wording']}）"):
        when = dates.find_period(text, year=2022, month=month)
        assert f"{when.period or ''} {when.kind}".strip() == row[column]


@pytest.mark.parametrize(
    ("text", "month", "period"),
    [
        ("上月", 1, "2021-12"),
        ("上月止累计", 1, "2021-01/2021-12"),
        ("上月止累计", 2, "2022-01"),
        ("上季度", 3, "2021-Q4"),
        ("本季度", 8, None),
        ("上季度累计", 9, None),
        ("9月累计", 9, None),
        ("2022年本季度", 9, None),
        ("2022年9月上旬", 9, None),
        ("近三年", 9, None),
        ("第二周", 9, None),
    ],
)
def test_parts_of_the_year_at_their_edges(text, month, period):
    when = dates.find_period(text, year=2022, month=month)
    assert when.period == period
    assert (when.kind == "unread") == (period is None)


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_days_are_read(text, expected):
    assert dates.read_day(text) == expected


printed = st.one_of(
    st.integers(1950, 2049).map(str),
    st.builds("{}-{:02}".format, st.integers(1950, 2049), st.integers(1, 12)),
    st.builds("{}-Q{}".format, st.integers(1950, 2049), st.integers(1, 4)),
    st.builds("{0}-01/{0}-{1:02}".format, st.integers(1990, 2049), st.integers(2, 12)),
)


@given(printed, st.sampled_from(["{}", "({})", "8-9 专利授权数({})", "{}陕西省专利授权数", " {} "]), st.booleans())
def test_a_period_as_printed_reads_back(period, shape, is_own):
    text = period if is_own else shape.format(formatting.period(period))
    assert dates.find_period(text).period == period


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
)
def test_a_day_as_printed_reads_back(day, shape):
    text = day.strftime(shape)
    assert dates.read_day(text) == day.isoformat()
    assert dates.find_period(text) == When(periods.moment(day), "point")
    assert dates.find_period(f"截至{text}") == When(periods.moment(day), "point")


@given(st.integers(1987, 2049), st.integers(1, 12))
def test_months_follow_one_another(year, month):
    def of(text):
        return periods.parse(dates.find_period(text, year=year, month=month).period)

    assert (of("本月").end, of("本年累计").start) == (of("本月止累计").end, date(year, 1, 1))
    assert (of("本月").start - of("上月").end).days == 1
    assert of("上月").end == of("上月止累计").end
    assert (of("本年累计").start - of("上年").end).days == 1


@given(st.integers(1987, 2049), st.sampled_from([3, 6, 9, 12]))
def test_quarters_follow_one_another(year, month):
    here, before = (periods.parse(dates.find_period(t, year=year, month=month).period) for t in ("本季度", "上季度"))
    assert (here.end.month, (here.start - before.end).days) == (month, 1)


@given(messy, st.integers() | st.none(), st.integers() | st.none())
def test_no_text_raises(text, year, month):
    found = dates.find_period(text, year=year, month=month)
    assert found is None or found.period is None or periods.is_period(found.period)
    number = numbers.read_number(text)
    assert not isinstance(number, Number) or math.isfinite(number.value)
    assert dates.read_day(text) is None or periods.is_period(dates.read_day(text))
    numbers.find_unit(text), normalise.strip_part(text), normalise.strip_notes(text), normalise.split_bilingual(text)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("form", ["{name} {year}", "Patents granted, {name}, {year}", "Granted in {short}. {year}"])
def test_an_english_month_is_that_month(form, month):
    name = date(2022, month, 1).strftime("%B")
    assert dates.period(form.format(name=name, short=name[:3], year=2022)) == When(f"2022-{month:02}", "whole")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Granted, 2019", When("2019", "whole")),
        ("Patents Granted 2019", When("2019", "whole")),
        ("January - March, 2021", When("2021-01/2021-03", "cumulated")),
        ("Granted, Jan. to Sep. 2022", When("2022-01/2022-09", "cumulated")),
    ],
)
def test_an_english_title_that_ends_in_its_period_is_of_it(text, period):
    assert dates.period(text) == period
