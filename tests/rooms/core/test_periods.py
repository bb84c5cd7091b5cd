from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.core import periods
from ipanalytics.core.errors import CleaningError

YEARS = st.integers(1900, 2099)
MONTHS = st.tuples(YEARS, st.integers(1, 12))
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def month(pair):
    return f"{pair[0]}-{pair[1]:02}"


TEXTS = st.one_of(
    YEARS.map(str),
    MONTHS.map(month),
    st.tuples(YEARS, st.integers(1, 4)).map(lambda pair: f"{pair[0]}-Q{pair[1]}"),
    st.tuples(MONTHS, MONTHS).map(lambda pairs: "/".join(map(month, sorted(pairs)))),
    DAYS.map(date.isoformat),
)


@pytest.mark.parametrize(
    ("text", "shape", "start", "end"),
    [
        ("2022", "year", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-Q3", "quarter", date(2022, 7, 1), date(2022, 9, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-01/2022-09", "span", date(2022, 1, 1), date(2022, 9, 30)),
        ("2021-11/2022-02", "span", date(2021, 11, 1), date(2022, 2, 28)),
        ("2020-11-01", "day", date(2020, 11, 1), date(2020, 11, 1)),
    ],
)
def test_each_shape_has_its_first_and_last_day(text, shape, start, end):
    assert periods.parse(text) == periods.Period(text, shape, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "0000",
        "0001",
        "2202",  # 2022, mistyped
        "２０２２",
        "2022 ",
        "2022\n",
        "2022-13",
        "2022-00",
        "2022-9",
        "2022-02-30",
        "2023-02-29",
        "2022-Q0",
        "2022-Q5",
        "2022-W01",
        "2022年",
        "2022-09/2022-01",
        "2022-01/2022-13",
        "2022/2023",
        "+2022",
        "nan",
    ],
)
def test_anything_else_is_refused_and_quoted(text):
    with pytest.raises(CleaningError) as caught:
        periods.parse(text)
    assert str(caught.value).startswith(f"{text!r} is not a period")


@pytest.mark.parametrize("value", [None, float("nan"), 2022, date(2022, 1, 1)])
def test_what_is_no_text_is_no_period(value):
    assert not periods.is_period(value)


def test_a_period_may_be_asked_for_its_shape():
    assert [periods.is_period("2022-09", shape=shape) for shape in ("month", "day")] == [True, False]


@given(TEXTS)
def test_text_survives_parsing(text):
    assert periods.parse(text).text == text


@given(TEXTS)
def test_no_period_ends_before_it_starts(text):
    parsed = periods.parse(text)
    assert parsed.start <= parsed.end


@settings(max_examples=25)
@given(YEARS)
@pytest.mark.parametrize("parts", [[f"-{n:02}" for n in range(1, 13)], [f"-Q{n}" for n in range(1, 5)]])
def test_months_and_quarters_tile_a_year(parts, year):
    tiles = [periods.parse(f"{year}{part}") for part in parts]
    whole = periods.parse(str(year))
    days = [tile.end + timedelta(days=1) for tile in tiles]
    assert [whole.start, *days[:-1]] == [tile.start for tile in tiles]
    assert days[-1] == whole.end + timedelta(days=1)


@given(MONTHS, MONTHS)
def test_a_span_runs_from_its_first_month_to_its_last(one, other):
    first, last = sorted([one, other])
    span = periods.parse(f"{month(first)}/{month(last)}")
    assert (span.start, span.end) == (periods.parse(month(first)).start, periods.parse(month(last)).end)


@given(DAYS)
def test_a_moment_is_a_period_that_ends_on_its_day(day):
    assert periods.parse(periods.moment(day)).end == day
