import errno
import os
import re
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core import files, project
from ipanalytics.core.errors import CleaningError, ReportError, SourceError

HEADER = ["code", "name"]


def written(folder, content):
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_csv_is_read_as_text_with_the_line_as_index(tmp_path):
    path = written(tmp_path, 'code,name\n007,NA\n"1,5",\n')
    index = pd.Index([2, 3], name="line")
    expected = pd.DataFrame([["007", "NA"], ["1,5", ""]], columns=HEADER, index=index, dtype="str")
    assert_frame_equal(files.read_csv(path, HEADER, SourceError), expected)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfcode,name\n1,a\n", b"code,name\r\n1,a\r\n", b"code,name\n1,a"])
def test_bom_crlf_and_an_open_last_line_change_nothing(tmp_path, content):
    plain = files.read_csv(written(tmp_path, "code,name\n1,a\n"), HEADER, SourceError)
    assert_frame_equal(files.read_csv(written(tmp_path, content), HEADER, SourceError), plain)


def test_empty_lines_are_left_out_and_counted(tmp_path):
    path = written(tmp_path, "code,name\n\n1,a\n \n2,b\n\n")
    assert list(files.read_csv(path, HEADER, SourceError).index) == [3, 5]


def test_header_alone_is_an_empty_table(tmp_path):
    assert files.read_csv(written(tmp_path, "code,name\n"), HEADER, SourceError).empty


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "line 1"),
        (b"\ncode,name\n1,a\n", "line 1"),
        (b"code\n1\n", "line 1"),
        (b"name,code\na,1\n", "line 1"),
        (b"code,name,note\n1,a,b\n", "line 1"),
        (b"code,name\n1\n", "line 2"),
        (b"code,name\n1,a,b\n", "line 2"),  # pandas would take the first field for an index
        (b'code,name\n1,"a\n2,b"\n', "line 2"),  # pandas would read one row, and lose the other
        (b'code,name\n1,"a"b\n', "line 2"),
        ("code,name\n1,西安\n".encode("gb18030"), "UTF-8"),
        ("code,name\n1,西安\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_broken_csv_is_refused_with_its_place(tmp_path, content, place):
    path = written(tmp_path, content)
    with pytest.raises(SourceError, match=place) as caught:
        files.read_csv(path, HEADER, SourceError)
    assert str(path) in str(caught.value)


def test_every_broken_line_is_listed(tmp_path):
    path = written(tmp_path, 'code,name\n1\n2,b\n3,"c\n')
    with pytest.raises(CleaningError) as caught:
        files.read_csv(path, HEADER, CleaningError)
    assert [line.split(":")[0] for line in str(caught.value).split("\n  ")[1:]] == ["line 2", "line 4"]


def test_missing_csv_is_refused_by_name(tmp_path):
    with pytest.raises(SourceError, match="gone.csv"):
        files.read_csv(tmp_path / "gone.csv", HEADER, SourceError)


@pytest.mark.parametrize("content", ["新\n", b"\x00\r\n"])
def test_a_file_is_written_whole_in_a_folder_that_is_made(tmp_path, content):
    path = files.write_atomically(tmp_path / "new" / "a.json", content)
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert list(path.parent.iterdir()) == [path]


def test_of_two_files_one_that_cannot_be_written_keeps_the_other_as_it_was(tmp_path):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text("before")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ReportError, match="b.json can't be written"):
        files.write_together({first: "after", tmp_path / "file" / second.name: "after"})
    assert first.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "file"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_of_three_files_those_that_were_moved_get_back_what_they_held(tmp_path, monkeypatch, number):
    """The second is new; the disk is full at one of the moves."""
    paths, move, made = [tmp_path / name for name in "abc"], Path.replace, []

    def fail(path, target):
        made.append(target)
        if len(made) == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return move(path, target)

    for path in (paths[0], paths[2]):
        path.write_text("before")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ReportError, match="No space left on device"):
        files.write_together(dict.fromkeys(paths, "after"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "before", "c": "before"}


def test_a_cache_drops_only_what_was_made_of_other_files(tmp_path):
    for name in ("figures-1.json", "figures-1.parquet", "rows-1.json", "figures-2.json"):
        files.write_cache(tmp_path / name, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures-1.parquet", "figures-2.json", "rows-1.json"]


@pytest.mark.parametrize("damaged", [b"", b"garbage", b"\n", b"\xff\xfe\nrows", None])
def test_a_cache_gives_what_was_written_or_nothing(tmp_path, damaged):
    path = tmp_path / "figures-1.json"
    files.write_cache(path, "rows\n新")
    assert files.read_cache(path) == "rows\n新".encode()
    path.unlink() if damaged is None else path.write_bytes(damaged)
    assert files.read_cache(path) is None


def test_a_cache_in_which_anything_was_changed_gives_nothing(tmp_path):
    path = tmp_path / "figures-1.json"
    files.write_cache(path, "value 12")
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert files.read_cache(path) is None


def test_the_newest_of_a_kind_are_kept(tmp_path):
    for number in range(5):
        files.write_cache(tmp_path / f"figures-{number}.json", "", most=3)
        os.utime(tmp_path / f"figures-{number}.json", (number, number))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"figures-{number}.json" for number in (2, 3, 4)]


def test_a_file_bytes_and_a_text_have_one_hash(tmp_path):
    path = files.write_atomically(tmp_path / "a", "新")
    assert files.sha256_of(path) == files.sha256_of("新") == files.sha256_of("新".encode())
    assert files.sha256_of("新").startswith(files.fingerprint("新"))


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_calculate_is_made_harmless(text):
    assert files.FORMULA.match(text)
    assert re.search("^" + files.FORMULA.pattern, text)
    assert not files.FORMULA.match(files.harmless(text))


@pytest.mark.parametrize("text", ["新增=3", "a-b", "1 + 1", "'=1", "件/万人", "2022-12"])
def test_other_texts_stay_as_they_are(text):
    assert not files.FORMULA.match(text)


# What writes for spreadsheets: each by FORMULA, or as text that its library never calculates.
WRITERS = {
    "observations/table.py": "FORMULA.match",
    "catalogue/journal.py": "harmless",
    "submissions/filing.py": "harmless",
    "records/pipeline.py": "harmless",
    "records/counting/quality.py": "harmless",
    "records/counting/chains.py": "harmless",
    "report/exhibits.py": "ip.to_csv",
    "report/sections/appendix/listing.py": '"strings_to_formulas": False',
}
WRITES = re.compile(r"\.to_csv\(|csv\.writer\(|\bCOPY \(|ExcelWriter\(|\.to_excel\(")


def test_nothing_else_writes_for_spreadsheets():
    package = project.package()
    texts = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    assert {name for name, text in texts.items() if WRITES.search(text)} == set(WRITERS)
    assert [name for name, guard in WRITERS.items() if guard not in texts[name]] == []
