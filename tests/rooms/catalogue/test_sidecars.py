import re
import shutil

import pytest

from ipanalytics.catalogue import sources
from ipanalytics.core import project
from ipanalytics.core.errors import SourceError
from ipanalytics.core.files import sha256_of

SIDECAR, RAW = "data/sources/population.yaml", "data/raw/population.csv"
FIRST = "sources:\n"
SOURCE = """  new_source:
    publisher: null
    title: 某公报
    published: "2022-05"
    url: null
    seen: original
    seen_at: null
    licence: null
"""


def refusal():
    with pytest.raises(SourceError) as caught:
        sources.check()
    return str(caught.value)


@pytest.mark.parametrize("sidecar", sources.sidecars(), ids=lambda sidecar: sidecar.file)
def test_every_sidecar_has_the_sha256_of_its_file(sidecar):
    assert sha256_of(sidecar.path) == sidecar.sha256


@pytest.mark.parametrize(("folder", "others"), [("raw", {".md"}), ("synthetic", {".md", ".py"})])
def test_every_file_has_one_sidecar(folder, others):
    present = (path for path in (project.data() / folder).iterdir() if path.is_file())
    files = sorted(path.name for path in present if path.suffix not in others)
    assert [sidecar.file for sidecar in sources.sidecars() if sidecar.folder == folder] == files


def test_a_changed_file_is_named_with_both_hashes(home):
    before = sha256_of(home / RAW)
    with (home / RAW).open("a", encoding="utf-8") as file:
        file.write("\n")
    after = sha256_of(home / RAW)
    assert f"data/raw/population.csv was changed: its sha256 is {after}, its sidecar says {before}" in refusal()


def test_a_file_that_changes_while_running_is_noticed(home):
    sources.check()
    (home / RAW).write_text("", encoding="utf-8")
    assert "data/raw/population.csv was changed" in refusal()


@pytest.mark.parametrize("name", ["new.csv", "new.CSV", "new.xlsx", "new"])
def test_a_file_without_a_sidecar_is_named_whatever_its_ending(home, name):
    (home / "data" / "raw" / name).write_text("x", encoding="utf-8")
    assert f"data/raw/{name} has no sidecar" in refusal()


@pytest.mark.parametrize("name", [".DS_Store", "~$population.xlsx", "Thumbs.db", "desktop.ini", ".~lock.x.xlsx#"])
def test_a_hidden_file_needs_no_sidecar(home, name):
    (home / "data" / "raw" / name).write_text("x", encoding="utf-8")
    sources.check()


def test_a_sidecar_without_a_file_is_named(home):
    (home / RAW).unlink()
    assert "data/raw/population.csv is missing, but has a sidecar" in refusal()


def test_two_sidecars_for_one_file_are_refused(home):
    shutil.copy(home / SIDECAR, home / "data" / "sources" / "again.yaml")
    assert "data/raw/population.csv has more than one sidecar" in refusal()
    assert "source xian_bulletin_2022_population is described twice" in refusal()
    # The one that is named after its file counts.
    assert RAW in {sidecar.shown for sidecar in sources.sidecars()}


def test_all_files_out_of_order_come_at_once(home):
    (home / RAW).unlink()
    (home / "data" / "raw" / "new.csv").touch()
    (home / "data" / "raw" / "census_2020.csv").write_text("", encoding="utf-8")
    named = [re.search(r"[a-z0-9_]+\.csv", line)[0] for line in refusal().split("\n  ")[1:]]
    assert named == ["census_2020.csv", "new.csv", "population.csv"]


def test_a_project_without_sources_is_refused(home):
    shutil.rmtree(home / "data" / "sources")
    shutil.rmtree(home / "data" / "raw")
    assert "data/sources describes no file" in refusal()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("file: population.csv", "file: 12", "population.yaml: file is 12"),
        ("file: population.csv\n", "", "population.yaml: key 'file' is missing"),
        (FIRST, "colour: red\nsources:\n", "population.yaml: unknown key 'colour'"),
        (FIRST, "sources: []\nother:\n", "population.yaml: sources is []"),
        (FIRST, "sources:\nother:\n", "population.yaml: sources is None"),
        (FIRST, f"{FIRST}  new_source: text\n", "new_source: expected a mapping, found 'text'"),
        (FIRST, f"{FIRST}{SOURCE}    by: me\n", "new_source: unknown key 'by'"),
        (FIRST, FIRST + SOURCE.replace("    url: null\n", ""), "new_source: key 'url' is missing"),
        (FIRST, FIRST + SOURCE.replace("某公报", "null"), "new_source: title is None"),
    ],
)
def test_wrong_keys_and_values_are_named(spoil, old, new, fault):
    spoil(SIDECAR, old, new)
    assert fault in refusal()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("transcribed: 2026-11-22", "transcribed: 2026-02-30", "transcribed '2026-02-30', expected a day"),
        (FIRST, FIRST + SOURCE.replace("original", "copy"), "source new_source: seen 'copy'"),
        (FIRST, FIRST + SOURCE.replace("2022-05", "May 2022"), "source new_source: published 'May 2022'"),
        (FIRST, FIRST + SOURCE.replace("new_source", "a; b"), "source 'a; b': an id is made of"),
    ],
)
def test_what_a_sidecar_may_not_say_is_named(spoil, old, new, fault):
    spoil(SIDECAR, old, new)
    assert fault in refusal()


def test_faults_of_all_sidecars_come_at_once(spoil):
    spoil(SIDECAR, "file: population.csv\n", "")
    spoil("data/sources/census_2020.yaml", "areas:", "places:")
    assert {line.split(":")[0] for line in refusal().split("\n  ")[1:]} == {"population.yaml", "census_2020.yaml"}


@pytest.mark.parametrize("content", [b"- a\n", bytes(range(256)), b""])
def test_a_sidecar_that_is_no_mapping_is_refused_by_name(home, content):
    (home / SIDECAR).write_bytes(content)
    assert "population.yaml" in refusal()


BATCH = "data/sources/synthetic.yaml"
SYNTHETIC = "data/synthetic/milestones_2022.csv"


def test_a_batch_gives_each_of_its_files_a_publication():
    found = {sidecar.file: sidecar for sidecar in sources.sidecars()}["milestones_2022.csv"]
    assert (found.folder, found.status, found.shown) == ("synthetic", "synthetic", SYNTHETIC)
    (source,) = found.sources.values()
    assert (source.publisher, source.seen, source.published) == ("ipanalytics 生成器", "generated", "2023-03-01")


def test_a_changed_file_of_a_batch_is_named(home):
    (home / SYNTHETIC).write_text("x", encoding="utf-8")
    assert f"{SYNTHETIC} was changed" in refusal()


def test_missing_and_unlisted_files_of_a_batch_are_named(home):
    (home / SYNTHETIC).rename(home / "data" / "synthetic" / "other.csv")
    message = refusal()
    assert f"{SYNTHETIC} is missing, but has a sidecar" in message
    assert "data/synthetic/other.csv has no sidecar" in message


@pytest.mark.parametrize(("folder", "is_named"), [("raw", True), ("synthetic", False)])
def test_code_lies_only_beside_what_it_generates(home, folder, is_named):
    (home / "data" / folder / "more.py").write_text("", encoding="utf-8")
    assert (f"data/{folder}/more.py has no sidecar" in refusal()) if is_named else sources.check() is None


def test_one_name_in_two_folders_is_refused(home):
    shutil.copy(home / RAW, home / "data" / "synthetic")
    assert "data/synthetic/population.csv has no sidecar, and a file of its name lies in another folder" in refusal()
    assert RAW in {sidecar.shown for sidecar in sources.sidecars()}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("folder: synthetic", "folder: elsewhere", "folder 'elsewhere', expected one of raw, synthetic"),
        ("status: synthetic", "status: final", f"{SYNTHETIC}: status 'final', expected synthetic"),
        (
            'source: "synthetic_milestones_2022"',
            'source: "synthetic_survey_2022"',
            "synthetic_survey_2022 is described twice",
        ),
        ('transcribed: "', 'transcribed: "1', "milestones_2022.csv: transcribed '12026"),
    ],
)
def test_what_a_batch_may_not_say_is_named(spoil, old, new, fault):
    spoil(BATCH, old, new)
    assert fault in refusal()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("publisher: ", "publishers: ", "synthetic.yaml: unknown key 'publishers'"),
        ("    published: ", "    printed: ", "annual_reports_2022.html: key 'published' is missing"),
        ("files:\n", "files: []\nothers:\n", "synthetic.yaml: files is [], expected a mapping of files"),
    ],
)
def test_wrong_keys_of_a_batch_are_named(spoil, old, new, fault):
    spoil(BATCH, old, new)
    assert fault in refusal()
