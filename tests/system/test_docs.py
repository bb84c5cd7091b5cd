import ast
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from ipanalytics.cli import main

HOME = Path(__file__).parents[2]
CONTRIBUTING = HOME / "CONTRIBUTING.md"
READMES = [HOME / "README.md", HOME / "README.zh-CN.md"]
MAIN = "python -m pip install -c constraints.txt -e . && ipanalytics render"
TEST = 'python -m pip install -c constraints.txt -e ".[test]" && python -m pytest'


def text(path):
    return path.read_text(encoding="utf-8")


def blocks(path):
    return re.findall(r"```\n(.*?)```", text(path), flags=re.DOTALL)


def commands(path):
    return [*blocks(path), *re.findall(r"^\| `(.+?)` \|", text(path), flags=re.MULTILINE)]


def project():
    return tomllib.loads(text(HOME / "pyproject.toml"))["project"]


def test_both_readmes_give_the_same_commands():
    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_readme_gives_the_two_commands(path):
    assert blocks(path)[:2] == [MAIN + "\n", TEST + "\n"]


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_readme_helps_where_a_shell_has_no_double_ampersand(path):
    assert "PowerShell" in text(path)


def test_ci_runs_the_readme_command_with_a_required_browser():
    lines = text(HOME / ".ci" / "run").splitlines()
    assert TEST in lines
    assert lines.index("export IPANALYTICS_REQUIRE_BROWSER=1") < lines.index(TEST)
    assert lines.index(TEST) < lines.index("ruff check .") < lines.index("mypy")


def test_every_command_is_documented():
    for path in READMES:
        assert all(f"`ipanalytics {name}" in text(path) for name in main.commands.commands)


def test_every_option_of_render_is_documented():
    options = [o for param in main.commands.commands["render"].params for o in param.opts if o.startswith("--")]
    assert options
    for path in READMES:
        assert all(option in text(path) for option in options)


def test_the_picture_of_the_rooms_is_the_one_that_the_imports_draw():
    drawn = subprocess.run([sys.executable, HOME / "docs" / "rooms.py"], capture_output=True, text=True, check=True)
    assert drawn.stdout in text(CONTRIBUTING)


@pytest.mark.parametrize(("path", "name"), re.findall(r"\| `(\S+\.py)` `(\w+)` \|", text(CONTRIBUTING)))
def test_what_one_looks_for_is_there(path, name):
    tree = ast.parse(text(HOME / "ipanalytics" / path))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


SCRIPTS = sorted(
    path for folder in ("docs", "benchmarks", "maps", "data/synthetic") for path in HOME.glob(f"{folder}/**/*.py")
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_scripts_import_of_the_library_is_there(path):
    froms = [node for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.ImportFrom)]
    for node in froms:
        if node.module and node.module.startswith("ipanalytics"):
            module = importlib.import_module(node.module)
            for name in node.names:
                assert hasattr(module, name.name) or importlib.util.find_spec(f"{node.module}.{name.name}"), name.name


def test_paths_that_are_named_exist():
    named = re.findall(r"`((?:data|docs|notebooks|report|ingestion|tests|cli)/[^`… <>]+)`", text(CONTRIBUTING))
    assert len(named) > 20
    homes = (HOME, HOME / "ipanalytics")
    assert [path for path in named if not any(list(home.glob(path)) for home in homes)] == []


GUIDES = sorted((HOME / "docs").rglob("*.md"))
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
# Blocks of these pages are run by tests of their own.
RUN = {
    "add-a-table.md": "projects/test_add_a_table.py",
    "add-a-table.zh-CN.md": "projects/test_add_a_table.py",
    "another-province.md": "projects/test_another_province.py",
    "another-province.zh-CN.md": "projects/test_another_province.py",
    "methodology.md": "test_methodology.py",
    "next-year.md": "projects/test_next_year.py",
    "next-year.zh-CN.md": "projects/test_next_year.py",
}


def lines_of(path, *languages):
    found = [body for language, body in BLOCK.findall(text(path)) if language in languages]
    joined = "".join(found).replace("\\\n", " ")
    return [line.partition(" #")[0].strip() for line in joined.splitlines() if line.strip()]


@pytest.mark.parametrize("path", [*GUIDES, *READMES], ids=lambda path: path.name)
def test_every_command_in_a_block_is_one_that_the_command_line_understands(path):
    shell = [part.strip() for line in lines_of(path, "", "sh", "bash") for part in line.split("&&")]
    for name, *arguments in map(shlex.split, shell):
        if name == "ipanalytics":
            command = main.commands
            while isinstance(command, click.Group):
                command, *arguments = command.commands[arguments[0]], *arguments[1:]
            command.make_context(command.name, arguments)
        elif name == "python" and arguments[0] != "-m":
            assert (HOME / arguments[0]).is_file()
        else:
            assert name in {"python", "papermill", "jupyter", "dask", "cd"}


@pytest.mark.parametrize("path", [path for path in GUIDES if lines_of(path, "python")], ids=lambda path: path.name)
def test_every_block_of_python_runs(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPANALYTICS_HOME", str(HOME))
    own = {}
    for language, body in BLOCK.findall(text(path)):
        if language == "python":
            exec(compile(body, path.name, "exec"), own)


def test_blocks_of_other_languages_are_run_by_a_test_that_reads_the_page():
    pages = {path.name for path in GUIDES for language, _ in BLOCK.findall(text(path)) if language in ("yaml", "csv")}
    assert pages == set(RUN)
    assert all(f'"{page}"' in text(HOME / "tests" / "system" / test) for page, test in RUN.items())


def test_the_site_has_an_entry_for_every_guide_and_no_path_that_never_was():
    spec = importlib.util.spec_from_file_location("build_site", HOME / "docs" / "build_site.py")
    monkey = sys.path[:]
    sys.path.insert(0, str(HOME / "docs"))
    try:
        site = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(site)
    finally:
        sys.path[:] = monkey
    entries = {file for files in site.NAV.values() for file in files.values()}
    assert {path.relative_to(HOME / "docs").as_posix() for path in GUIDES} <= entries


def test_every_test_that_a_promise_names_is_there():
    rows = [line for line in text(HOME / "docs" / "reliability.md").splitlines() if "`tests/" in line]
    assert len(rows) > 8
    for path, name in re.findall(r"`(tests/\S+\.py)` `(\w+)`", "\n".join(rows)):
        names = {node.name for node in ast.parse(text(HOME / path)).body if isinstance(node, ast.FunctionDef)}
        assert name in names, path
    assert all(re.search(r"\| `tests/\S+\.py` `test_\w+`", row) for row in rows)


def test_the_licence_of_every_pinned_package_is_listed():
    listed = re.findall(r"^\| (\S+) \| \S+ \| (.+) \|$", text(HOME / "docs" / "licences.md"), re.MULTILINE)
    pinned = [line.split("==")[0] for line in text(HOME / "constraints.txt").split()]
    assert [name for name, _ in listed if name not in ("package", "---")] == pinned
    assert all(licence.strip() for _, licence in listed)


def test_version_and_licence_are_the_same_wherever_they_are_told():
    citation = yaml.safe_load(text(HOME / "CITATION.cff"))
    assert (citation["version"], citation["license"]) == (project()["version"], project()["license"])
    assert re.findall(r"^## (\S+)", text(HOME / "CHANGELOG.md"), re.MULTILINE)[0] == project()["version"]


def test_environment_has_the_ranges_of_pyproject():
    environment = yaml.safe_load(text(HOME / "environment.yml"))["dependencies"]
    conda = {entry for entry in environment if isinstance(entry, str)} - {"pip"}
    conda |= {entry for part in environment if isinstance(part, dict) for entry in part["pip"]} - {"--no-deps -e ."}
    ranges = {*project()["dependencies"], *project()["optional-dependencies"]["lab"]}
    assert conda == {*ranges, f"python{project()['requires-python']}"}


def test_constraints_pin_every_dependency_exactly():
    pins = [line for line in text(HOME / "constraints.txt").splitlines() if line]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins)
    pinned = {re.split("==", line)[0].lower().replace("_", "-") for line in pins}
    wanted = {*project()["dependencies"], *(d for extra in project()["optional-dependencies"].values() for d in extra)}
    names = {re.split(r"[<>=\[]", entry)[0].lower().replace("_", "-") for entry in wanted}
    assert names <= pinned


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_linked_files_exist(path):
    links = re.findall(r"\]\(([^)#]+)\)", text(path))
    assert links
    assert all((HOME / link).exists() for link in links)
