"""The rooms: what is in them, how large they are, and that imports run one way."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

HOME = Path(__file__).parents[2]
PACKAGE, TESTS = HOME / "ipanalytics", HOME / "tests"
ROOMS = (
    *("core", "catalogue", "observations", "ingestion", "records", "monitoring", "submissions", "report"),
    *("publishing", "batch", "interactive", "cli"),
)
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
WRITTEN = [name for name in MODULES if not name.endswith("__init__.py")]
FOLDERS = sorted(
    {path for root in (PACKAGE, TESTS) for path in root.rglob("*") if path.is_dir()}
    - {path for root in (PACKAGE, TESTS) for path in root.rglob("__pycache__")}
    | {PACKAGE, TESTS}
)
LONGEST, SHORTEST, MOST_ENTRIES = 300, 40, 12
# A module of fewer lines has a reason.
SHORT: dict[str, str] = {"cli/declared/options.py": "what several commands share, and nothing else"}


def code(name):
    return (PACKAGE / name).read_text(encoding="utf-8")


def test_the_package_holds_the_rooms_and_nothing_else():
    assert {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"} == {*ROOMS, "__init__.py"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(HOME).as_posix())
def test_no_folder_holds_more_than_twelve_entries(folder):
    entries = {path.name for path in folder.iterdir()} - {"__pycache__"}
    if folder == PACKAGE:
        # It holds the twelve rooms.
        entries -= {"__init__.py"}
    assert len(entries) <= MOST_ENTRIES, entries


@pytest.mark.parametrize("name", MODULES)
def test_modules_have_at_most_300_lines(name):
    assert len(code(name).splitlines()) <= LONGEST


def test_modules_of_fewer_than_40_lines_have_a_reason():
    short = {name for name in WRITTEN if len(code(name).splitlines()) < SHORTEST}
    assert short == set(SHORT)


@pytest.mark.parametrize("name", [name for name in MODULES if name.endswith("__init__.py")])
def test_each_room_says_what_is_in_it(name):
    assert ast.get_docstring(ast.parse(code(name)))


@pytest.mark.parametrize("name", WRITTEN)
def test_every_module_has_a_test_of_its_name(name):
    path = Path(name)
    assert (TESTS / "rooms" / path.parent / f"test_{path.name}").is_file()


@pytest.mark.parametrize("name", [name for name in WRITTEN if name != "core/project.py"])
def test_only_project_knows_where_folders_are(name):
    assert "__file__" not in code(name), f"{name} must ask core.project for folders"


def test_imports_run_one_way_and_heavy_libraries_have_a_home():
    assert lint_imports(config_filename=str(HOME / "pyproject.toml"), no_cache=True) == 0
