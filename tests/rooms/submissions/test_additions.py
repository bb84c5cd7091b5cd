import os
import shutil

import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core import files
from ipanalytics.core.errors import CleaningError, IPAnalyticsError, SourceError
from ipanalytics.core.yaml_schema import read_yaml
from ipanalytics.ingestion import pipeline
from ipanalytics.submissions import additions
from ipanalytics.submissions.additions import Facts
from tests.rooms.ingestion.builders import HEADER, row

TABLE = "2021年各市专利授权量,\n单位：件,\n地区,授权量\n西安,64131\n宝鸡,约3342\n"


@pytest.fixture
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "授权.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def stands(home):
    return {path: path.read_bytes() for folder in ("raw", "sources") for path in (home / "data" / folder).iterdir()}


def put(path, **facts):
    return additions.add(additions.prepare(path, Facts(**facts)))


def test_a_table_lies_in_the_project_with_its_sidecar(small, table):
    change = put(table, title="通报", publisher="省局", published="2022-01")
    assert (small / "data" / "raw" / "授权.csv").read_bytes() == table.read_bytes()
    described = read_yaml(small / "data" / "sources" / "授权.yaml")
    assert (described["sha256"], described["status"]) == (files.sha256_of(table), "submitted")
    assert described["sources"]["授权"]["publisher"] == "省局"
    rows = change.figures
    assert rows[["area", "indicator", "period", "value_after"]].to_numpy().tolist() == [
        ["610100", "patent_grants", "2021", 64131.0]
    ]
    assert rows["value_before"].isna().all()


def test_what_was_added_goes_again_and_is_kept_aside(small, table):
    before, figures = stands(small), pipeline.load_every()
    put(table)
    change, kept = additions.remove("授权.csv")
    assert stands(small) == before
    assert_frame_equal(pipeline.load_every(), figures)
    assert change.figures["value_after"].isna().all()
    assert (kept / "授权.csv").read_bytes() == table.read_bytes()


@pytest.mark.parametrize("name", ["授权", "data/raw/授权.csv", "授权.csv"])
def test_a_table_is_removed_by_file_stem_or_path(small, table, name):
    put(table)
    additions.remove(name)
    assert not (small / "data" / "raw" / "授权.csv").exists()


@pytest.mark.parametrize(("name", "told"), [
    ("nothing.csv", "is not in the project"),
    ("../../授权.csv", "is not in the project"),
    ("nation_figures.csv", "came with the project"),
])  # fmt: skip
def test_what_was_not_added_is_not_removed(small, name, told):
    before = stands(small)
    with pytest.raises(SourceError, match=told):
        additions.remove(name)
    assert stands(small) == before


def test_a_table_that_a_correction_needs_is_not_removed(small, table):
    put(table)
    entry = (
        "x: {source: 授权, area: '610100', indicator: patent_grants, period: '2021', was: 64131, value: 6, reason: 试}"
    )
    (small / "data" / "corrections.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(SourceError, match="corrections.yaml mends it"):
        additions.remove("授权.csv")
    assert pipeline.clean().observations["value"].eq(6).any()


@pytest.mark.parametrize("name", [
    "../x.csv", "a/b.csv", "..", ".x.csv", "~$x.xlsx", "x\n.csv", "x\x1b[31m.csv", "con<1>.csv", "README.md", "长" * 50,
])  # fmt: skip
def test_a_name_that_can_not_be_one_is_refused(small, table, name):
    before = stands(small)
    with pytest.raises(SourceError, match="--name"):
        additions.prepare(table, Facts(name=name))
    assert stands(small) == before


@pytest.mark.parametrize(("facts", "told"), [
    ({"status": "final"}, "--publisher and --published missing"),
    ({"status": "final", "publisher": "省局"}, "an official publication has an office and a day: --published missing"),
    ({"published": "soon"}, "--published 'soon': expected"),
    ({"means": ("渭南",)}, "--means: expected a place"),
    ({"name": "nation_figures.xlsx"}, "nation_figures.yaml is there already in data/sources"),
    ({"name": "NATION_figures.csv"}, "nation_figures.csv is there already in data/raw"),
])  # fmt: skip
def test_facts_that_can_not_be_are_named(small, table, facts, told):
    with pytest.raises(SourceError) as caught:
        additions.prepare(table, Facts(**facts))
    assert told in str(caught.value)


def test_a_file_that_is_there_under_another_name_is_refused(small, table):
    put(table)
    with pytest.raises(SourceError, match="data/raw/授权.csv is the same file, byte for byte"):
        additions.prepare(table, Facts(name="again.csv"))


def test_a_file_that_was_dropped_in_place_gets_its_sidecar(small, table):
    dropped = small / "data" / "raw" / table.name
    shutil.copy(table, dropped)
    assert "授权.csv has no sidecar: run `ipanalytics add data/raw/授权.csv`" in pipeline.refused()[0]
    put(dropped)
    assert pipeline.refused() == []


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x89PNG\r\n", "地区,火星\n西安,1\n".encode(), b"area,value\n610100,1\n"]
)
def test_a_file_without_a_figure_is_refused(small, table, content):
    before = stands(small)
    table.write_bytes(content)
    with pytest.raises(SourceError):
        additions.prepare(table, Facts())
    assert stands(small) == before


def test_a_link_is_followed_and_a_folder_refused(small, table):
    link = table.with_name("link.csv")
    link.symlink_to(table)
    put(link)
    assert not (small / "data" / "raw" / "link.csv").is_symlink()
    with pytest.raises(SourceError):
        additions.prepare(table.parent, Facts())


def test_rows_of_our_own_name_their_sources(small, table):
    table.write_text(f"{HEADER}{row(area='610800', source='own', status='submitted')}\n", encoding="utf-8")
    change = put(table, title="手抄")
    assert list(read_yaml(small / "data" / "sources" / "授权.yaml")["sources"]) == ["own"]
    assert change.figures["value_after"].tolist() == [15]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, CleaningError, OSError])
def test_what_is_broken_off_leaves_the_project_as_it_was(small, table, monkeypatch, stop):
    addition, before = additions.prepare(table, Facts()), stands(small)
    states = iter([additions._state()])

    def state():
        try:
            return next(states)
        except StopIteration:
            raise stop from None

    monkeypatch.setattr(additions, "_state", state)
    with pytest.raises(stop):
        additions.add(addition)
    assert stands(small) == before


def test_a_removal_that_is_broken_off_leaves_the_table(small, table, monkeypatch):
    put(table)
    before, states = stands(small), [additions._state()]
    monkeypatch.setattr(additions, "_state", lambda: states.pop())
    with pytest.raises(IndexError):
        additions.remove("授权.csv")
    assert stands(small) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_is_named(small, table):
    folder, before = small / "data" / "sources", stands(small)
    folder.chmod(0o500)
    try:
        with pytest.raises(IPAnalyticsError, match="can't be written"):
            put(table)
    finally:
        folder.chmod(0o700)
    assert stands(small) == before


def test_rows_that_call_themselves_published_are_refused_where_the_file_is_no_publication(small, table):
    table.write_text(f"{HEADER}{row(source='own')}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"授权\.csv, line 2: status final is for publications: add it with"):
        put(table)
    change = put(table, status="final", publisher="省局", published="2022-01")
    assert change.figures["status_after"].tolist()[:1] == ["final"]
