import pytest

from ipanalytics.core import project as core_project
from ipanalytics.core.errors import SourceError
from ipanalytics.core.project import MARK, home


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("IPANALYTICS_HOME", raising=False)
    (tmp_path / MARK).parent.mkdir(parents=True)
    (tmp_path / MARK).touch()
    (tmp_path / "notebooks").mkdir()
    return tmp_path


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
    assert getattr(core_project, name)() == project / name


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return the folder of a project with two files, in which the test works."""
    (tmp_path / MARK).parent.mkdir(parents=True)
    (tmp_path / MARK).write_text("first")
    (tmp_path / "data" / "words.csv").write_text("words")
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def counted():
    """Return a function whose result is kept, and the arguments that it was called with."""
    calls = []

    @core_project.cached_for_project(MARK.as_posix())
    def read(word, *, end=""):
        calls.append(word)
        return f"{(home() / MARK).read_text()} {word}{end}"

    return read, calls


def test_what_was_read_is_kept_for_each_argument(elsewhere, counted):
    read, calls = counted
    assert [read("a"), read("a"), read("b"), read("b", end="!")] == ["first a", "first a", "first b", "first b!"]
    assert calls == ["a", "b", "b"]


def test_a_changed_file_is_read_again_and_another_file_is_not_looked_at(elsewhere, counted):
    read, calls = counted
    read("a")
    (elsewhere / "data" / "words.csv").write_text("other words")
    read("a")
    assert calls == ["a"]
    (elsewhere / MARK).write_text("second")
    assert read("a") == "second a"


def test_another_project_is_another_result(elsewhere, counted, tmp_path_factory, monkeypatch):
    read, _ = counted
    read("a")
    other = tmp_path_factory.mktemp("other")
    (other / MARK).parent.mkdir(parents=True)
    (other / MARK).write_text("other")
    monkeypatch.setenv("IPANALYTICS_HOME", str(other))
    assert read("a") == "other a"


def test_a_folder_stands_for_all_that_it_holds(elsewhere):
    before = core_project.state_of("data")
    (elsewhere / "data" / "raw").mkdir()
    assert core_project.state_of("data") == before
    (elsewhere / "data" / "raw" / "new.csv").write_text("new")
    assert core_project.state_of("data") != before


def test_files_are_looked_at_once_while_they_are_held(elsewhere, counted):
    read, _ = counted
    with core_project.held():
        read("a")
        (elsewhere / MARK).write_text("second")
        with core_project.held():
            assert read("a") == "first a"
        assert read("a") == "first a"
    assert read("a") == "second a"


def test_links_out_of_a_folder_and_to_folders_are_refused_all_at_once(project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.csv").write_text("x", encoding="utf-8")
    raw, catalogue = project / "data" / "raw", project / "data" / "catalogue"
    raw.mkdir()
    (raw / "a.csv").symlink_to(outside / "secret.csv")
    (raw / ".hidden").symlink_to(outside)
    (catalogue / "loop").symlink_to(project / "data")
    (project / "x.csv").touch()
    (catalogue / "home.csv").symlink_to("../../x.csv")
    with pytest.raises(SourceError) as caught:
        core_project.stamps(project, "data")
    told = str(caught.value).split("\n  ")
    assert told[0].startswith("links are followed to files of the same folder only")
    assert [line.partition(" leads to ")[0] for line in told[1:]] == [
        "data/catalogue/home.csv", "data/catalogue/loop", "data/raw/.hidden", "data/raw/a.csv",
    ]  # fmt: skip


def test_links_to_files_inside_count_and_those_to_nowhere_are_nothing(project):
    data = project / "data"
    (data / "a.csv").write_text("four", encoding="utf-8")
    (data / "b.csv").symlink_to("a.csv")
    (data / ".#a.csv").symlink_to("somebody@somewhere.1")
    (data / "itself").symlink_to("itself")
    assert [(name, size) for name, _, size in core_project.stamps(project, "data") if name.endswith(".csv")] == [
        ("data/a.csv", 4), ("data/b.csv", 4),
    ]  # fmt: skip


def test_a_project_may_have_its_whole_data_elsewhere(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / "data").rename(elsewhere / "data")
    (project / "data").symlink_to(elsewhere / "data")
    assert [name for name, _, _ in core_project.stamps(project, "data")] == [MARK.as_posix()]
