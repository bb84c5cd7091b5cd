import ast

import click
import pytest

from ipanalytics.cli import main
from ipanalytics.core import messages, project

PACKAGE = project.package()
SAID = sorted(
    path.relative_to(PACKAGE).as_posix()
    for shape in ("cli/*.py", "catalogue/s[io]*.py", "catalogue/founding/*.py", "submissions/additions.py",
                  "ingestion/transcriptions.py", "ingestion/pipeline.py", "core/project.py", "core/periods.py")
    for path in PACKAGE.glob(shape)
)  # fmt: skip
SPEAKS = {"echo", "ask", "confirm", "Fault"}


def template(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(value.value if isinstance(value, ast.Constant) else "Q" for value in node.values)
    return ""


def spoken(name):
    """Yield what a module says: arguments of what speaks, messages and the faults that are yielded."""
    for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
        parts = []
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            is_spoken = called in SPEAKS and getattr(getattr(node.func, "value", None), "id", "") != "click"
            parts = node.args if is_spoken else []
        elif isinstance(node, ast.Assign):
            is_message = {getattr(target, "id", "") for target in node.targets} & {"msg", "heading"}
            parts = [node.value] if is_message else []
        elif isinstance(node, ast.Yield):
            parts = filter(None, [node.value])
        for part in parts:
            for text in map(template, ast.walk(part) if isinstance(part, ast.IfExp) else [part]):
                if " " in text.replace("Q", "").strip(" :,;"):
                    yield text


def is_known(text):
    """Say whether a text is a template's, or the first part of one: a message may be put together."""
    return bool(messages._known(text.strip())) or any(
        row.replace("{}", "Q").startswith(text.rstrip("Q")) for row in messages.rows()
    )


@pytest.mark.parametrize("name", SAID)
def test_what_a_clerk_is_told_has_its_chinese(name):
    assert [text for text in spoken(name) if not is_known(text)] == []


def helps(command):
    yield (command.help or "").split("\n")[0]
    yield from (option.help for option in command.params if isinstance(option, click.Option))
    for inner in getattr(command, "commands", {}).values():
        yield from helps(inner)


def test_all_help_has_its_chinese():
    assert [text for text in helps(main.commands) if not messages._known(text)] == []


@pytest.mark.parametrize(("line", "chinese"), [
    ("a.csv: left out: Sheet!C6, Sheet!E6: '火星' is not a known place",
     "a.csv：没有用上：Sheet!C6, Sheet!E6：'火星'不是认识的地名"),
    ("ipanalytics: data/sources and the files that it describes don't fit together:",
     "ipanalytics：data/sources与它说明的文件对不上："),
    ("  x.yaml: key 'sha256' is missing", "  x.yaml：缺少键'sha256'"),
    ("2 of 3 reports are in out; open out/index.html", "3份报告中2份在out；请打开out/index.html"),
    ("{0} {x}.csv", "{0} {x}.csv"),
    ("{0}: source {9} is described twice", "{0}：来源{9}说明了两次"),
    ("", ""), ("\n", "\n"),
])  # fmt: skip
def test_a_line_is_known_again_by_its_template(line, chinese):
    assert messages.chinese(line) == chinese


def test_templates_of_both_languages_have_the_same_places():
    assert [e for e, c in messages.rows().items() if e.count("{") != c.count("{")] == []
