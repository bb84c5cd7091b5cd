"""Application numbers: read, refused by name, and the check digit computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.records import application_numbers, database


@pytest.fixture(scope="module")
def read():
    """Return a function that reads numbers, in one database for all: what it makes there is rolled back."""
    with database.connect() as connection:

        def read_all(texts):
            connection.execute("BEGIN; CREATE TABLE dated (file VARCHAR, row BIGINT, application_number VARCHAR)")
            connection.executemany("INSERT INTO dated VALUES ('a', ?, ?)", list(enumerate(texts)))
            application_numbers.read(connection, newest=2022)
            numbers = dict(connection.execute("SELECT row, number || ' ' || type FROM numbered").fetchall())
            faults = dict(connection.execute("SELECT row, reason FROM ledger").fetchall())
            connection.execute("ROLLBACK")
            assert {*numbers, *faults} == set(range(len(texts)))
            assert not {*numbers} & {*faults}
            return [numbers.get(row) or faults[row] for row in range(len(texts))]

        yield read_all


# Worked out at dfrtw.com/zhuanlichaxun/31487.html (…862.3) and chengju.com/wenhua/33720.html (…608.X, …765.4); the
# others stand on patents, as their holders print them.
PRINTED = (
    *("201710601862.3", "95115608.X", "97101765.4", "200510096239.4", "201510958772.0"),
    *("201811564288.X", "202010566088.9", "202322865413.3", "201080063196.9"),
)


@pytest.mark.parametrize("printed", PRINTED)
def test_the_check_digit_is_the_printed_one(printed):
    digits, expected = printed.split(".")
    assert application_numbers.check_digit(digits) == expected


def test_printed_numbers_are_read(read):
    assert [text.split(" ")[0] for text in read([f"ZL{printed}" for printed in PRINTED[:7]])] == list(PRINTED[:7])


@given(st.integers(2003, 2022), st.sampled_from("12389"), st.integers(0, 9_999_999))
def test_every_valid_number_is_read_however_it_is_written(read, year, kind, serial):
    digits = f"{year}{kind}{serial:07}"
    check = application_numbers.check_digit(digits)
    wide = str.maketrans("0123456789X.", "０１２３４５６７８９Ｘ．")
    texts = [f"{digits}.{check}", f"ZL{digits}.{check}", f"{digits}{check}", f"CN {digits}.{check.lower()}"]
    texts += [f"ＺＬ{digits}.{check}".translate(wide), f'="{digits}.{check}"', f"'{digits}{check}"]
    expected = {"1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model", "3": "design"}[kind]
    assert set(read(texts)) == {f"{digits}.{check} {expected}"}


@given(
    st.integers(2003, 2022), st.sampled_from("123"), st.integers(0, 9_999_999), st.integers(0, 11), st.integers(1, 9)
)
def test_one_wrong_digit_is_always_found(read, year, kind, serial, place, by):
    digits = f"{year}{kind}{serial:07}"
    check = application_numbers.check_digit(digits)
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    (told,) = read([f"{wrong}.{check}"])
    assert any(reason in told for reason in ("the check digit is wrong", "the year can't be", "the type digit is none"))


def test_what_cannot_be_a_number_is_refused_by_name(read):
    table = {
        "": "the cell is empty",
        "2.02E+11": "a power of ten, as spreadsheets write long numbers; its last digits are lost",
        "2.0221E12": "a power of ten, as spreadsheets write long numbers; its last digits are lost",
        "202210123456": "12 digits, the check digit is missing",
        "99102345": "8 digits, the check digit or a leading zero is missing",
        "1123456.7": "7 digits and a check digit, a leading zero is missing",
        "CN114123456A": "a publication number, not an application number",
        "CN202210123456B": "no application number, which has 12 digits, or 8 until 2003, and a check digit",
        "PCT/CN2021/123456": "no application number, which has 12 digits, or 8 until 2003, and a check digit",
        "203010123456.0": "the year can't be: 2030",
        "200210123456.0": "the year can't be: 2002",
        "202240123456.0": "the type digit is none of 1, 8 (invention), 2, 9 (utility model), 3 (design): 4",
        "200310102344.6": "the check digit is wrong: 6, by the other digits 5",
    }
    assert dict(zip(table, read(list(table)), strict=True)) == table
