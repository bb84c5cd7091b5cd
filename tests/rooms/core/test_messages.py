import ast
import re

import click
import pytest

from ipanalytics.cli import main
from ipanalytics.core import i18n, messages, project

PACKAGE = project.package()
SAID = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
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


def test_what_any_module_refuses_or_asks_has_its_chinese():
    unknown = {name: [text for text in spoken(name) if text not in NO_WORDS and not is_known(text)] for name in SAID}
    assert {name: texts for name, texts in unknown.items() if texts} == {}


# What else ends before who sits at the terminal: whole modules, whatever holds their words.
WHOLE = sorted(
    path.relative_to(PACKAGE).as_posix()
    for shape in ("monitoring/ta[rs]*.py", "batch/*.py", "batch/workers/*.py", "core/yaml_schema.py",
                  "ingestion/extract.py", "core/confinement.py", "ingestion/readers/**/*.py", "ingestion/tables/*.py",
                  "records/published.py", "ingestion/text/p[lu]*.py")
    for path in PACKAGE.glob(shape)
)  # fmt: skip
# No words, or parts of texts that have their Chinese as a whole.
NO_WORDS = {
    "yyyy-mm-dd hh:mm", "#ERROR Q!", "row Q, column Q", "dict[Future, Job]", "Future | None", "ipanalytics's files",
    'python -m pip install -c constraints.txt -e ".[cluster]"', " (--memory-limit is Q MiB)", "Q changedQ, Q the same",
    "Qits process ended with Q; a crash, or more than the ", "Q MiB of --memory-limit", " or a ",
    "Q Q of the year, expected one of:", "the (?:period|place|status|remark) |read as ", "--know Q",
}  # fmt: skip
WORDED = re.compile(r"[a-z’']{2,},? [a-z0-9Q]", re.IGNORECASE)
CODE = re.compile(r"[\\\[%]|\(\?")


def worded(name):
    """Yield every text of a module that looks like words, but its docstrings and the pieces of f-strings."""
    nodes = list(ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))))
    aside = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    aside |= {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}  # noqa: PD011
    texts = {template(node) for node in nodes if id(node) not in aside}
    yield from sorted(text for text in texts - NO_WORDS if WORDED.search(text) and not i18n.HAN.search(text + " "))


@pytest.mark.parametrize("name", WHOLE)
def test_what_readers_targets_and_clusters_say_has_its_chinese(name):
    assert [text for text in worded(name) if not CODE.search(text) and not is_known(text)] == []


REASON = re.compile(r"'([a-z0-9][^'|]*(?:''[^'|]*)* [^'|]*?)(?:: )?'")


@pytest.mark.parametrize("name", ["application_numbers", "cleaning", "holders"])
def test_reasons_in_the_ledger_of_patents_have_their_chinese(name):
    tree = ast.parse((PACKAGE / "records" / f"{name}.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    reasons = [found.replace("''", "'") for text in texts if text.startswith("'") for found in REASON.findall(text)]
    assert len(reasons) > 2
    assert [reason for reason in reasons if not is_known(reason)] == []


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
    ("a.xlsx: found an RTF document; save it as .docx, expected a table as .xlsx, .xlsm, .xls, .csv, .tsv, .txt, "
     ".html, .docx or .pdf",
     "a.xlsx：现为RTF文档，请另存为.docx，"
     "应为.xlsx、.xlsm、.xls、.csv、.tsv、.txt、.html、.docx或.pdf表格"),
    ("f.csv: left out: row 4, column 2: '2 3' holds 2 numbers, expected one",
     "f.csv：没有用上：第4行第2列：'2 3'有2个数，应为一个"),
    ("cell 3 (x): took longer than the 5 s of --time-limit", "第3格（x）：超过了--time-limit的5秒"),
    ("no status: no legal status", "状态不明：没有法律状态"),
    ("no scheduler answers at tls://h:1 within 15 s: refused", "tls://h:1处在15秒内没有调度器应答：refused"),
    ("  T01: a flow target needs a value", "  T01：flow类目标要有数值"),
    ("'T99' is no target of the year, expected one of:", "'T99'不是这一年的目标，应为其中之一："),
    ("none of the places lies in 陕西, so there is no map of them: provinces are compared in charts only",
     "这些地方都不在陕西，没有它们的地图：各省只用图表比较"),
    ("no place has gdp of 2022 and both populations; populations are known for 2020, 2021",
     "没有一个地方既有2022的gdp又有两个年份的人口；有人口的年份：2020, 2021"),
    ("a.docx: took 2 pictures of 3 figures", "a.docx：3张图只拍到2张"),
    ("{0} {x}.csv", "{0} {x}.csv"),
    ("{0}: source {9} is described twice", "{0}：来源{9}说明了两次"),
    ("", ""), ("\n", "\n"),
])  # fmt: skip
def test_a_line_is_known_again_by_its_template(line, chinese):
    assert messages.chinese(line) == chinese


def test_templates_of_both_languages_have_the_same_places():
    assert [e for e, c in messages.rows().items() if e.count("{") != c.count("{")] == []
