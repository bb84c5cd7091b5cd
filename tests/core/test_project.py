import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core import files
from ipanalytics.core import project as project_folders
from ipanalytics.core.errors import CleaningError, SourceError
from ipanalytics.core.project import MARK, home

HEADER = ["code", "name"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("IPANALYTICS_HOME", raising=False)
    (tmp_path / MARK).parent.mkdir(parents=True)
    (tmp_path / MARK).touch()
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def written(folder, content):
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_home_is_the_folder_that_the_environment_names(project, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", str(project))
    assert home() == project


def test_home_is_found_upwards_from_the_working_directory(project, monkeypatch):
    monkeypatch.chdir(project / "notebooks")
    assert home() == project


def test_home_outside_of_any_project_is_the_checkout(tmp_path, monkeypatch):
    monkeypatch.delenv("IPANALYTICS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert (home() / "ipanalytics" / "core" / "project.py").is_file()


def test_empty_home_counts_as_none(project, monkeypatch):
    monkeypatch.setenv("IPANALYTICS_HOME", "")
    monkeypatch.chdir(project)
    assert home() == project


@pytest.mark.parametrize("name", ["", "nowhere"], ids=["folder without a project", "no folder"])
def test_home_without_a_project_is_refused_and_never_replaced(tmp_path, monkeypatch, name):
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path / name))
    with pytest.raises(SourceError, match="data/catalogue/indicators.yaml") as caught:
        home()
    assert str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize("name", ["data", "maps", "notebooks", "build"])
def test_every_folder_stands_in_home(project, monkeypatch, name):
    monkeypatch.chdir(project)
    assert getattr(project_folders, name)() == project / name


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
