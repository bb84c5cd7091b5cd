import ast
import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from ipanalytics.batch import plan
from ipanalytics.catalogue import breaks, indicators, settings
from ipanalytics.core import errors, i18n
from ipanalytics.core.files import FORMULA
from ipanalytics.publishing.word import styles
from ipanalytics.report import citations, formatting

pytestmark = pytest.mark.slow
PACKAGE = Path(__file__).parents[3] / "ipanalytics"
NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
# Texts of other modules that aren't translated.
AS_THEY_ARE = {
    # Words that somebody types.
    "interactive.names": {"市", "城市", "县", "副省级市"},
    "observations.consistency": {"个"},
    "core.files": {FORMULA.pattern},
    "core.periods": {"(?i)q|季", "[一二三四](?=季)", "一二三四", "日", "月"},
    "core.messages": {"表{}", "第{}行", "第{}列"},
    "report.maps.classes": {"万"},
    "report.formatting": {formatting.NUMERALS, "十"},
    "observations.derivation": {" （含初步数）", " （含报送数）"},
    "report.citations": {citations.EDITION},
    "catalogue.nation": {"自治州"},
    "cli.declared.options": {"Of figures for which the table or text names no place: 宝鸡市."},
    "cli.declared.tables": {
        "What a name stands for: 渭南=610500+610581.",
        "Who published or sent it: 陕西省统计局.",
        "Of another province, by name or code: 甘肃, 620000.",
    },
    "catalogue.sources": {"（", "，", "转载"},
    "publishing.word.styles": {styles.SONG, styles.HEI},
    "publishing.word.pages": {" 一二三四五六七八九", "十"},
}
# Texts with parts that only a Chinese page shows, that quote, or stand in the cell of a figure.
CHINESE_ONLY = {
    "observations.corrections": 1,
    "interactive.names": 1,
    "report.formatting": 1,
    "catalogue.nation": 1,
    "catalogue.sidecars": 1,
    "catalogue.sources": 2,
    "core.messages": 1,
}
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)")
DOCUMENTED = (ast.Module, ast.FunctionDef, ast.ClassDef)


def source_of(module):
    return PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")


@lru_cache
def tree_of(module):
    return ast.parse(source_of(module))


def texts_of(module):
    """Return the Chinese texts of a module, without docstrings and the pieces of f-strings, and its f-strings."""
    tree = tree_of(module)
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and node.body]
    aside = {id(line.value) for line in first if isinstance(line, ast.Expr)}
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    aside |= {id(piece) for node in joined for piece in node.values}  # noqa: PD011
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in aside]
    plain = {node.value for node in nodes if isinstance(node.value, str)}
    named = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    pieces = ["".join(str(p.value) for p in node.values if isinstance(p, ast.Constant)) for node in joined]  # noqa: PD011
    return {text for text in plain | named if i18n.HAN.search(text)}, list(filter(i18n.HAN.search, pieces))


def said(module):
    """Return each call of say with a literal text: the text, the names of its parts, whether all of them are named."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name == "say" and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, {k.arg for k in node.keywords if k.arg}, all(k.arg for k in node.keywords)


MODULES = sorted(".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py"))
# A room that says something in both languages says all so; elsewhere Chinese is what tables hold, or for the terminal.
SPEAKS = re.compile(r"\bsay\(")
SPEAKING = {name.partition(".")[0] for name in MODULES if SPEAKS.search(source_of(name))}
# What `init` writes for another project stands in that project, with its English.
FOUNDING = "catalogue.founding."
CHECKED = [name for name in MODULES if name.partition(".")[0] in SPEAKING and not name.startswith(FOUNDING)]
TEMPLATES = [
    path
    for path in sorted(PACKAGE.rglob("templates/**/*"))
    if path.suffix in (".j2", ".js", ".css") and path.relative_to(PACKAGE).parts[0] in SPEAKING
]


def template_texts():
    for path in TEMPLATES:
        for inner in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", path.read_text(encoding="utf-8")):
            yield from (text for text in re.findall(r'"([^"]*)"', inner) if i18n.HAN.search(text))


def narration():
    """Return headings and paragraphs of the prose of notebooks that pages are made of."""
    for path in sorted({NOTEBOOKS / entry.notebook for entry in plan.entries().values()}):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "markdown":
                yield from (re.sub(r"^#+ *", "", part) for part in re.split(r"\n{2,}", "".join(cell["source"]).strip()))


def catalogue_texts():
    words, chosen = settings.wording(), settings.settings()
    yield from (
        chosen.unranked_by,
        chosen.every_unit,
        chosen.unit_office,
        chosen.units_described,
        chosen.units_note,
        chosen.census_note,
    )
    yield from (text for light in words.statuses.values() for text in (light.word, light.shape))
    for part in (words.reasons, words.flags, words.scopes, words.marks):
        yield from part.values()
    yield from (*words.reach_words, *words.weak_words)
    for item in indicators.indicators().values():
        yield from (item.definition, item.unit)
    yield from (each.reason for each in breaks.breaks())


@pytest.mark.parametrize("module", CHECKED)
def test_every_chinese_text_has_its_english(module):
    plain, joined = texts_of(module)
    missing = sorted(plain - set(i18n.english()) - AS_THEY_ARE.get(module, set()))
    assert not missing, f"{module}: without an entry in english.yaml: {missing}"
    assert len(joined) == CHINESE_ONLY.get(module, 0), f"{module}: write with say(), not as f-strings: {joined}"


@pytest.mark.parametrize("module", MODULES)
def test_texts_are_said_with_the_parts_that_they_name(module):
    wrong = [
        (text, names)
        for text, names, complete in said(module)
        if (complete and names and names != set(PLACEHOLDER.findall(text)))
        or (not names and complete and re.search(r"(?<![%$]){\w", text))
    ]
    assert not wrong


def test_both_languages_name_the_same_parts():
    wrong = [key for key, text in i18n.english().items() if parts(key) != parts(text)]
    assert not wrong


def parts(text):
    return set(PLACEHOLDER.findall(text))


def test_english_is_english():
    assert not [text for text in i18n.english().values() if i18n.HAN.search(text)]


def test_no_english_is_unused():
    nodes = [node for module in MODULES for node in ast.walk(tree_of(module))]
    used = {node.value for node in nodes if isinstance(node, ast.Constant)}
    used |= {node.arg for node in nodes if isinstance(node, ast.keyword)}
    used |= {*template_texts(), *narration(), *catalogue_texts()}
    assert sorted(set(i18n.english()) - used) == []


def test_templates_hold_no_other_chinese():
    for path in TEMPLATES:
        rest = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"))
        assert not i18n.HAN.search(rest), path.name
    # A switch names each language in its own words.
    assert sorted(set(template_texts()) - set(i18n.english())) == ["中文"]


def test_prose_of_notebooks_is_translated():
    assert sorted(set(narration()) - set(i18n.english())) == []


def test_every_indicator_has_its_english_names():
    for item in indicators.indicators().values():
        assert bool(item.short) == bool(item.english_short), item.id
        assert not i18n.HAN.search(item.english + item.english_short), item.id


@pytest.mark.usefixtures("english")
def test_catalogues_are_english():
    assert indicators.indicator("gi_new").name == "New geographical indications"
    assert indicators.indicator("gi_new").label == "New GIs"
    assert settings.wording().statuses["on_pace"].word == "on pace"
    assert not [text for text in map(repr, settings.wording().statuses.values()) if i18n.HAN.search(text)]


def test_an_unknown_language_is_refused():
    with pytest.raises(errors.CatalogueError, match="'fr' is not a language of pages: expected zh or en"):
        i18n.use("fr")


@pytest.mark.usefixtures("english")
def test_a_text_without_english_is_an_error():
    with pytest.raises(errors.CatalogueError, match="'没有译文' has no English"):
        i18n.say("没有译文")


def test_the_language_before_comes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), i18n.using("en"):
        raise ZeroDivisionError
    assert i18n.current() == "zh"


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("zh", 1, "1个单元"),
        ("en", 1, "1 unit"),
        ("en", 2, "2 units"),
        ("en", "1", "1 unit"),
        ("en", "1,000", "1,000 units"),
    ],
)
def test_english_has_plurals(language, count, expected):
    with i18n.using(language):
        assert i18n.say("{count}个单元", count=count) == expected


@pytest.mark.parametrize(
    ("language", "listed", "sentences"), [("zh", "甲、乙", "甲。乙。"), ("en", "甲, 乙", "甲。 乙。")]
)
def test_texts_are_joined_as_the_language_does(language, listed, sentences):
    with i18n.using(language):
        assert i18n.join("、", ["甲", "乙"]) == listed
        assert i18n.sentences("甲。", "", "乙。") == sentences


def test_a_quotation_is_marked_in_english_only():
    assert i18n.quote("《指引》") == "《指引》"
    with i18n.using("en"):
        assert i18n.plain(i18n.quote("《指引》")) == "《指引》" != i18n.quote("《指引》")
        assert i18n.quote("T01") == "T01"


def test_what_turns_the_direction_of_its_neighbours_goes_and_right_to_left_letters_stay():
    turning = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
    assert i18n.plain(f"西{turning}安 שלום\u200f") == "西安 שלום\u200f"


def test_a_project_says_in_its_own_words_what_it_calls_the_whole(home):
    assert i18n.say("全省报告") == "全省报告"
    (home / "data" / "catalogue" / "chinese.yaml").write_text("全省: 全市\n", "utf-8")
    assert i18n.say("全省报告") == "全市报告"
    assert i18n.say("{place}在31个省（区、市）中", place="全省") == "全省在31个省（区、市）中"
    with i18n.using("en"):
        assert "全" not in i18n.say("全省报告")
