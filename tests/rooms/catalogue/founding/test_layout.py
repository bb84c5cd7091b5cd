import pytest

from ipanalytics.catalogue.founding import layout
from ipanalytics.core import project
from ipanalytics.core.errors import ReportError, SourceError


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_project_has_the_files_of_this_one(tmp_path):
    made = layout.lay_out(tmp_path / "新项目" / "one")
    assert (made / project.MARK).read_bytes() == (project.CHECKOUT / project.MARK).read_bytes()
    assert {name.split("/")[0] for name in names(made)} == set(layout.FOLDERS)
    assert not [name for name in names(made) if "__pycache__" in name or "submissions/" in name]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    assert (layout.lay_out(tmp_path / "empty") / "maps" / "counties.geojson").is_file()


def test_a_folder_that_is_not_empty_is_refused_by_what_is_in_it(tmp_path):
    for number in range(7):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(SourceError) as caught:
        layout.lay_out(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "0.txt" in str(caught.value)
    assert "and 2 more" in str(caught.value)
    assert len(names(tmp_path)) == 7


@pytest.mark.parametrize("kind", ["file", "link", "broken link", "name"])
def test_what_is_no_folder_is_refused(tmp_path, kind):
    target, elsewhere = tmp_path / ("a\nb" if kind == "name" else "x"), tmp_path / "elsewhere"
    if kind == "file":
        target.touch()
    elif kind != "name":
        target.symlink_to(elsewhere)
        if kind == "link":
            elsewhere.mkdir()
    with pytest.raises(SourceError):
        layout.lay_out(target)
    assert names(tmp_path) <= {"x"}


def test_below_a_file_nothing_is_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match="can't be written"):
        layout.lay_out(tmp_path / "file" / "x")


def stop(_):
    raise KeyboardInterrupt


def test_what_is_broken_off_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        layout.lay_out(tmp_path / "x", stop)
    assert list(tmp_path.iterdir()) == []
