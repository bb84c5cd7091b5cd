import ast
import re
from pathlib import Path

import pytest

from ipanalytics.core import i18n
from ipanalytics.report import markup

PACKAGE = Path(__file__).parents[3] / "ipanalytics"
TAG = re.compile(r"<[a-z/]")
# What plotly's labels understand, named groups of regular expressions, and entries of a PDF.
NO_HTML = re.compile(r"</?(?:br|b|extra)>|\(\?P?<!?[a-z_0-9]+>|\(\?<?[=!].*|<</Filter|/Length")
READS_HTML = {"ingestion/readers/documents.py", "ingestion/readers/text.py"}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
DOCUMENTED = (ast.Module, ast.FunctionDef, ast.ClassDef)


def written(source, **context):
    return markup.environment("report").from_string(source).render(context)


def test_what_a_template_is_given_is_escaped():
    assert written("<p>{{ text }}</p>", text="<b>&") == "<p>&lt;b&gt;&amp;</p>"


def test_a_template_speaks_the_language_in_use():
    texts = []
    for language in i18n.TAGS:
        with i18n.using(language):
            texts.append(written('{{ "数据表" | say }}'))
    assert texts[0] == "数据表"
    assert texts[1] != "数据表"


def test_quotations_are_elements_in_text_and_nothing_in_attributes():
    with i18n.using("en"):
        text = f"see {i18n.quote('《年鉴》<1>')}"
    html = written('<p title="{{ text }}">{{ text | quoted }}</p>', text=text)
    assert html == '<p title="see 《年鉴》&lt;1&gt;">see <span lang="zh-Hans">《年鉴》&lt;1&gt;</span></p>'


@pytest.mark.parametrize("address", ["610800.html", "guanzhong.html", "#source-3", "https://example.org/a?b=1"])
def test_a_link_leads_down_the_page_beside_it_or_to_the_web(address):
    assert markup.paragraph(f"[x]({address})") == [{"text": "x", "href": address}]


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "file:///etc", "//host/x", "../a.html"],
)
def test_no_other_link_is_made_of_a_stranger_s_text(address):
    assert markup.paragraph(f"[x]({address})") == [f"[x]({address})"]


def strings_of(module):
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and node.body]
    docstrings = {id(line.value) for line in first if isinstance(line, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings and isinstance(node.value, str | bytes):
            yield node.value if isinstance(node.value, str) else node.value.decode("latin-1")


def tags(module):
    return [text for text in strings_of(module) if TAG.search(NO_HTML.sub("", text))]


@pytest.mark.parametrize("module", [module for module in MODULES if module not in READS_HTML])
def test_no_tag_stands_in_a_string(module):
    assert tags(module) == []


@pytest.mark.parametrize("module", sorted(READS_HTML))
def test_modules_that_may_name_tags_read_files_of_others(module):
    assert tags(module)


def test_rows_are_chosen_only_by_what_differs():
    facets = {"behind": ["1", ""], "official": ["1", "1"], "region": ["关中|陕北", "陕北"]}
    assert markup.filters_of(facets) == [
        {"facet": "behind", "word": "只看低于要求的", "options": []},
        {"facet": "region", "word": "区域", "options": ["关中", "陕北"]},
    ]
    assert markup.joined([facets, {"behind": [""]}])["behind"] == ["1", "", ""]
