"""Text files as strangers write them: names that are patterns, mixed line ends, lost characters, unclosed quotes."""

import gzip
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ipanalytics.core.errors import SourceError
from ipanalytics.records import pipeline, text_files
from tests.rooms.records.builders import AS_OF, number

HEAD = "申请号,申请日,授权公告日,失效日,法律状态,地址"
LINES = [f"{number(2018, '1', n)},2018-01-05,2020-01-05,-,有效,陕西省西安市雁塔区" for n in range(5)]


def count(path):
    counted = pipeline.run([path], as_of=AS_OF)
    stocks = counted.observations.query("indicator == 'patents_in_force' and area == '610100'")["value"]
    told = [(row.step, row.reason) for row in counted.summary.itertuples() if row.step != "not counted"]
    return counted.rows, stocks.sum(), told


def test_a_name_with_signs_of_a_pattern_is_one_file(tmp_path):
    for name, lines in {"a*.csv": LINES[:1], "ab.csv": LINES[1:], "a[b].csv": LINES[:2]}.items():
        (tmp_path / name).write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    assert count(tmp_path / "a*.csv") == (1, 1, [])
    assert count(tmp_path / "a[b].csv") == (2, 2, [])


@pytest.mark.parametrize("ends", [["\n"] * 6, ["\r\n"] * 6, ["\r"] * 6, ["\n", "\r\n", "\r\n", "\n", "\r\n", "\n"]])
def test_any_line_ends_and_mixed_ones_are_read(tmp_path, ends):
    path = tmp_path / "a.csv"
    path.write_bytes("".join(line + end for line, end in zip([HEAD, *LINES], ends, strict=True)).encode())
    assert count(path) == (5, 5, [])


def test_characters_that_are_in_no_encoding_are_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join([HEAD, *LINES]).encode("gb18030") + b"\xff\xff")
    rows, stock, told = count(path)
    assert (rows, stock, told) == (5, 5, [("not read", "characters that aren't in GB18030")])


def test_a_quote_that_is_never_closed_tells_how_many_lines_it_swallows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD, LINES[0], '"' + LINES[1], *LINES[2:]]) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    pipeline.run([path], as_of=AS_OF, out=out)
    told = (out / "refused.csv").read_text(encoding="utf-8")
    assert "the line has unquoted value; lines that it swallows: " in told


@pytest.mark.parametrize("content", [gzip.compress(b"x", mtime=0), b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_an_archive_or_a_workbook_that_is_called_a_text_is_none(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.csv: (?!no headings in the first 20 rows; found '\x1f)"):
        pipeline.run([path], as_of=AS_OF)


PIECES = [b"a", b",", b"\r", b"\n", b"\r\n", "西".encode(), "西".encode("gb18030"), "𠀀".encode(), b"\xff", b"\x80" * 5]


@example([b"\r"] * 3)
@example(["西".encode()] * 9)
@example([b"a\r", b"\n"] * 4)
@given(st.lists(st.sampled_from(PIECES)))
def test_encoding_and_line_ends_are_those_of_the_whole_however_it_is_cut(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("text") / "a.csv"
    path.write_bytes(whole := b"".join(pieces))
    try:
        encoding = whole.decode() and "utf-8"
    except UnicodeDecodeError:
        encoding = "gb18030"
    ends = set(re.findall(rb"\r\n|\r|\n", whole))
    for chunk in (1, 2, 3, 7):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text_files, "CHUNK", chunk)
            form = text_files._form(path)
        assert (form.encoding, form.has_mixed_ends) == (encoding or "utf-8", len(ends) > 1)
