import ast
import base64
import csv
import io
import json
import re
from functools import lru_cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from lxml import html

from ipanalytics.batch import render
from ipanalytics.batch.plan import jobs_for, plans
from ipanalytics.catalogue import indicators, settings, sources
from ipanalytics.core import errors, i18n
from ipanalytics.observations.table import FORMULA
from ipanalytics.publishing import document, payload, word, word_styles
from ipanalytics.report import citations, exhibits, formatting, wording
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit, Opening, Section
from ipanalytics.report.maps import classes
from ipanalytics.report.sections import appendix, background, headline, status_table

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).parents[2] / "ipanalytics"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
TEMPLATES = [path for path in sorted(PACKAGE.rglob("templates/*")) if path.suffix in (".j2", ".js", ".css")]
# Rooms and a module whose Chinese is what tables hold, or what is said by hand and in the terminal.
NO_PAGES = ("ingestion", "interactive", "cli", "report.charts.pairs")
# Texts of other modules that aren't translated.
AS_THEY_ARE = {
    "report.charts.bars": {bars.UNRANKED},
    "observations.table": {FORMULA.pattern},
    "report.maps.classes": {"万"},
    "report.formatting": {formatting.NUMERALS, "十"},
    "observations.derivation": {" （含初步数）"},
    "report.citations": {citations.EDITION},
    "catalogue.sources": {"（", "，", "转载"},
    "publishing.word_styles": {word_styles.SONG, word_styles.HEI},
}
# Texts with parts that only a Chinese page shows, that quote, stand in the cell of a figure or are drawn by hand.
CHINESE_ONLY = {
    "observations.corrections": 1,
    "report.charts.bars": 5,
    "report.formatting": 1,
    "catalogue.sources": 2,
}
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)")
DOCUMENTED = (ast.Module, ast.FunctionDef, ast.ClassDef)


@pytest.fixture
def english():
    with i18n.using("en"):
        yield


@lru_cache
def tree_of(module):
    return ast.parse(PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))


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


MODULES = sorted(".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py"))
CHECKED = [name for name in MODULES if not name.startswith(NO_PAGES)]


def said(module):
    """Return each call of say with a literal text: the text, the names of its parts, whether all of them are named."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name == "say" and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, {k.arg for k in node.keywords if k.arg}, all(k.arg for k in node.keywords)


def template_texts():
    for path in TEMPLATES:
        for inner in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", path.read_text(encoding="utf-8")):
            yield from (text for text in re.findall(r'"([^"]*)"', inner) if i18n.HAN.search(text))


def narration():
    """Return headings and paragraphs of the prose of notebooks that pages are made of."""
    for path in sorted({NOTEBOOKS / plan.notebook for plan in plans().values()}):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "markdown":
                yield from (re.sub(r"^#+ *", "", part) for part in re.split(r"\n{2,}", "".join(cell["source"]).strip()))


def catalogue_texts():
    words, chosen = settings.wording(), settings.settings()
    yield from (chosen.unranked_by, chosen.every_unit, chosen.units_described, chosen.units_note, chosen.census_note)
    yield from (text for light in words.statuses.values() for text in (light.word, light.shape))
    for part in (words.reasons, words.flags, words.scopes, words.marks):
        yield from part.values()
    yield from (*words.reach_words, *words.good_words)
    for item in indicators.indicators().values():
        yield from (item.scope, item.definition, item.unit)


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
    assert sorted(set(template_texts()) - set(i18n.english())) == []


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


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "indicator", "expected"),
    [
        ("2021", "inventions_in_force", "end of 2021"),
        ("2021", "patent_grants", "2021"),
        ("2022-09", "inventions_in_force", "end of September 2022"),
        ("2022-09", None, "September 2022"),
        ("2022-Q3", None, "Q3 2022"),
        ("2022-01/2022-09", None, "January–September 2022"),
        ("2021-10/2022-03", None, "October 2021–March 2022"),
        ("2022-09-30", None, "30 September 2022"),
    ],
)
def test_periods_in_english(text, indicator, expected):
    assert formatting.period(text, indicator) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("value", "indicator", "expected"),
    [
        (23713, "high_value_inventions", "23,713"),
        (39528999, "population", "39.53 million"),
        (253871, "population", "253,871"),
        (32772.68, "gdp", "RMB 3,277.27 billion"),
        (3.456, "pledge_amount", "RMB 345.6 million"),
        (20.757, "inventions_in_force_per_10k", "20.76"),
        (42.6, "industrialisation_rate", "42.6%"),
        (81.25, "protection_satisfaction", "81.25 points"),
        (None, "gi_new", "no data"),
    ],
)
def test_quantities_in_english(value, indicator, expected):
    assert formatting.quantity(value, indicator) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("code", "name"),
    [("610000", "Shaanxi"), ("610100", "Xi'an"), ("610403", "Yangling"), ("shaanbei", "Northern Shaanxi")],
)
def test_places_in_english(code, name):
    assert formatting.place(code) == formatting.place(code, short=False) == name


@pytest.mark.usefixtures("english")
def test_a_cell_is_quoted_and_its_remark_translated():
    assert i18n.plain(formatting.origin("台账, M1（演示数据）")) == "台账, M1 (demo data)"
    assert formatting.origin("610500+610581 − 610581") == "Weinan (with Hancheng) − Hancheng"


@pytest.mark.usefixtures("english")
def test_a_publication_is_called_by_its_english_title_else_quoted_or_by_its_id():
    assert sources.cite("cstat_yearbook_2011") == "China Statistical Yearbook on Science and Technology 2011"
    assert i18n.plain(sources.cite("yulin_gi_2021_reprint")).startswith("榆林市国家地理标志产品")
    assert sources.cite("yulin_gi_2021_reprint", plain=True) == "yulin_gi_2021_reprint"


def unquoted(text):
    return re.sub(f"{i18n.OPEN}.*?{i18n.CLOSE}", "", text, flags=re.DOTALL)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in strings(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in strings(inner))


def shown(thing):
    """Return every text that a section, an exhibit or an opening shows; heads of columns as a page writes them."""
    match thing:
        case Section():
            yield from (thing.heading, thing.prose)
            yield from (text for exhibit in thing.exhibits for text in shown(exhibit))
        case Exhibit():
            yield from (thing.title, thing.note, *map(i18n.say, thing.table.columns))
            yield from (str(cell) for column in thing.table for cell in thing.table[column])
            if thing.figure is not None:
                yield from strings(json.loads(thing.figure.to_json()))
        case Opening():
            yield from strings([thing.title, thing.subtitle, thing.lead, thing.figures])


def leaks(texts):
    return [text for text in map(unquoted, texts) if i18n.HAN.search(text)]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("area", ["610000", "610800", "guanzhong"])
def test_sections_of_a_report_are_english(area, synthetic_figures, synthetic_every, september):
    figures, every = synthetic_figures, synthetic_every
    sections = [
        appendix.list_published(figures, every, area),
        appendix.list_disagreements(figures, every, area),
        appendix.list_sources(figures, every, area),
        Section(i18n.say(settings.settings().units_described), (bars.draw_population(figures, area),)),
        background.patents_by_type(figures, area),
        background.rate_over_years(figures, area),
        background.applications_abroad(figures, area),
        background.history(figures, area),
        background.rank_among_provinces(figures, area),
        status_table.draw_changes(september, area),
        status_table.draw_milestones(september, area),
        appendix.offer_data(september, area),
    ]
    assert leaks(text for section in sections for text in shown(section)) == []


@pytest.mark.usefixtures("english")
def test_downloads_are_english(september):
    rows = september.rows[september.rows["area"] == "610000"]
    used = september.table[september.table["area"] == "610000"]
    made = appendix._named(used).drop(columns="cell")
    assert not [text for column in made for text in map(str, made[column]) if i18n.HAN.search(text)]
    told = appendix._download_publications(used).drop(columns="url")
    assert not [text for column in told for text in map(str, told[column]) if i18n.HAN.search(text)]
    assert appendix.as_workbook(rows, used)


@pytest.mark.usefixtures("english")
def test_the_short_list_of_tasks_is_english():
    def row(*cells):
        return dict(zip(word.HEADS, cells, strict=True))

    late = row("R1", "任务", "办公室", "all twelve units", {"light": "×", "status": "", "text": "overdue"})
    done = row("R2", "任务", "办公室", "Yulin", {"light": "●", "status": "achieved", "text": "achieved"})
    columns = [{"name": name} for name in word.HEADS]
    tables = [{"columns": columns, "rows": [list(late.values()), list(done.values())]}]
    assert list(word._open_tasks(tables, ["Yulin"])) == [late]
    heading, table = word._listed([late], "610800", marked=False)
    assert heading.text == "Tasks that concern Yulin: 1 overdue or in progress"
    assert [document.worded(cell) for cell in table.rows[0]] == [
        "No.", "Tasks", "Responsible offices", "Responsible units", "Status",
    ]  # fmt: skip
    assert document.worded(table.rows[1][-1]) == "× overdue"


PAGES = ("610000", "610800", "guanzhong", "tasks", "data_quality")


@pytest.fixture(scope="session")
def english_pages(tmp_path_factory):
    """Render a page of every kind in English, and the index of all areas."""
    out = tmp_path_factory.mktemp("english")
    with i18n.using("en"):
        jobs = [job for job in jobs_for([], as_of="2022-09", lang="en") if job.area in PAGES]
        outcomes = render.render(jobs, out, workers=2, tell=lambda _: None)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return out


def visible(element):
    """Yield the texts and the attributes of a page that aren't said to be Chinese, with where they stand."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    if not (element.get("lang") or "").startswith("zh"):
        yield from ((f"@{name}", value) for name, value in element.attrib.items() if name != "data-search")
        yield element.tag, element.text or ""
        for child in element:
            yield from visible(child)
            yield element.tag, child.tail or ""


def chinese(found):
    return [(where, text.strip()) for where, text in found if i18n.HAN.search(text)]


@pytest.mark.parametrize("name", [*PAGES, "index"])
def test_english_pages_hold_no_other_chinese(english_pages, name):
    text = (english_pages / f"{name}.html").read_text(encoding="utf-8")
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    apart = payload.unpack(text)
    assert chinese(visible(page)) == []
    assert chinese(("figure", words) for part in ("figures", "arrays") for words in strings(apart[part])) == []
    assert chinese(("citation", unquoted(words)) for words in apart["cited"]) == []
    assert chinese(("style", style.text) for style in page.iter("style")) == []
    assert page.get("lang") == "en"
    assert not {i18n.OPEN, i18n.CLOSE} & set(text)


@pytest.mark.parametrize("name", ["610000", "610800", "guanzhong"])
def test_english_pages_offer_english_files(english_pages, name):
    """Only where a figure stands stays as it is there: its cell, the address of its publication."""
    listed, book = payload.unpack((english_pages / f"{name}.html").read_text(encoding="utf-8"))["files"]
    rows = csv.DictReader(io.StringIO(listed["text"].removeprefix("\ufeff")))
    assert chinese((head, text) for row in rows for head, text in row.items() if head != "cell") == []
    sheets = openpyxl.load_workbook(io.BytesIO(base64.b64decode(book["base64"]))).worksheets
    columns = [column for sheet in sheets for column in sheet.iter_cols(values_only=True)]
    assert chinese((c[0], str(text)) for c in columns if c[0] not in ("cell", "url") for text in c) == []
    assert [sheet.title for sheet in sheets] == ["Progress", "Data", "Sources"]


def test_an_english_page_is_stamped_as_demonstration(english_pages):
    text = (english_pages / "610000.html").read_text(encoding="utf-8")
    assert '<span class="synthetic">demo data</span>' in text
    layouts = [figure["layout"] for figure in payload.unpack(text)["figures"]]
    assert any(note["text"] == "demo data" for layout in layouts for note in layout.get("annotations", []))


def test_where_a_figure_stands_is_quoted_in_a_box(english_pages, browser):
    """The words of a source are marked as Chinese there too."""
    page = browser.new_page()
    page.goto((english_pages / "610000.html").as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    page.locator("button.cited[title*='\u2068']").first.click()
    box = page.locator("#citation")
    assert chinese([("box", box.locator("span[lang=zh-Hans]").first.inner_text())])
    rest = "() => [...document.querySelector('#citation').childNodes].filter(n => n.nodeType === 3).map(n => n.data)"
    assert chinese(("box", words) for words in page.evaluate(rest)) == []
    page.close()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("cells", "numeric"),
    [(["> 1,234", "no data"], True), (["RMB 32.7 billion", "1.1 points"], True), (["target 5", "6"], False)],
)
def test_columns_of_english_numbers_stand_right(cells, numeric):
    (column,) = exhibits.table_part(pd.DataFrame({"数值": cells}))["columns"]
    assert (column["look"] == "number") is numeric


@pytest.mark.usefixtures("english")
def test_a_light_is_found_by_its_english_word():
    ((light,),) = exhibits.table_part(pd.DataFrame({"状态": [wording.status("on_pace")]}))["rows"]
    assert light == {"light": "▲", "status": "on_pace", "text": "on pace"}


@pytest.mark.usefixtures("english")
def test_editions_of_a_yearbook_become_one_english_citation():
    titles = [f"China Statistical Yearbook on Science and Technology {year}" for year in (2011, 2012, 2013)]
    assert citations.shortened(titles) == ["China Statistical Yearbook on Science and Technology 2011–2013"]
    assert citations.shortened(titles[::2]) == ["China Statistical Yearbook on Science and Technology 2011, 2013"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("indicator", "breaks", "expected"),
    [
        ("population", (500000, 1000000), ["up to 500,000", "500,000–1 million", "above 1 million"]),
        ("industrialisation_rate", (20, 40), ["up to 20%", "20–40%", "above 40%"]),
        ("inventions_in_force", (1000, 2000), ["up to 1,000", "1,000–2,000", "above 2,000"]),
    ],
)
def test_classes_of_maps_in_english(indicator, breaks, expected):
    assert classes.class_words(breaks, indicator) == expected


@pytest.mark.usefixtures("english")
def test_the_lead_is_english(september):
    told = headline.lead(september, "610000")
    assert told.startswith("As of 30 September 2022, Shaanxi has 17 targets: 1 achieved, 5 on pace")
    assert told.endswith("; the weakest spot is Patent navigation: 8, target 20, 34.8 percentage points behind pace.")
