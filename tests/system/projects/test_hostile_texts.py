"""Texts of strangers that would run or break a page, one at each door of a made-up project, are shown as they are."""

import csv
import io
import json
import shutil
from base64 import b64decode
from datetime import date

import openpyxl
import pytest
import yaml
from docx import Document

from ipanalytics.cli import main
from ipanalytics.core import files, i18n
from ipanalytics.publishing import payload
from ipanalytics.submissions.workbook import layout
from tests.system.projects import shanhai

pytestmark = pytest.mark.slow
RUNS = "</script><img src=x onerror=window.trapped=1>\"'`+(window.trapped=1)+`\\[x](javascript:window.trapped=1)"
# In braces what templates fill in; the last two turn the direction of what follows, and of nothing.
TRAP = RUNS + "{{7*7}}${window.trapped=1}<!--&lt;\u202e\u200f"
FORMULA = '=HYPERLINK("http://192.0.2.1","x")'
FILE = "bulletin<img src=x onerror=window.trapped=1>.csv"
WORKBOOK = "=1+1<img src=x onerror=window.trapped=1>\u202e.xlsx"
OWN = '{indicator: new_signs, area: "900100", kind: flow, value: 40, clause: 四, quote: 四十}'
NOTEBOOKS, AREAS = ("tasks", "data_quality", "submissions"), ("900000", "900100")


SHOWN = (
    *("东山市", "东山", "Dongshan", "新增标识", "New signs", "第一条", "新增40件", "山海局", "GS", "界线", "工作方案"),
    *("附注", "四个市", "起草", "处", "二", "出版者", "月报", "网址", "误印", "缺人", "备注"),
)


def door(name):
    """Return the trap at a door, which it names."""
    return f"{name}{TRAP}"


def text(value):
    return json.dumps(value, ensure_ascii=False)


def row(*values):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()


def change(path, *pairs):
    content = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in content, old
        content = content.replace(old, new)
    files.write_atomically(path, content)


def spoil_catalogue(home):
    catalogue = home / "data" / "catalogue"
    names = [door(name) for name in ("东山市", "东山", "Dongshan")]
    formulas = [f"{FORMULA}{name}" for name in ("西山市", "西山", "Xishan")]
    change(
        home / "data" / "divisions" / "divisions.csv",
        ("东山市,东山,Dongshan", row(*names).strip()), ("西山市,西山,Xishan", row(*formulas).strip()),
    )  # fmt: skip
    change(
        catalogue / "indicators.yaml", ("新增标识,", text(door("新增标识")) + ","),
        ("New signs,", text(door("New signs")) + ","), ("年内新增的标识件数。", text(door("年内"))),
    )  # fmt: skip
    change(
        catalogue / "targets" / "2031.yaml", ("第一条,", text(door("第一条")) + ","),
        ("新增标识40件}", text(door("新增40件")) + "}"), ("山海标发〔2031〕1号", text(door("山海标发"))),
        ("  S3:", f"  S4: {OWN}\n  S3:"),
    )  # fmt: skip
    braced = door("工作方案").replace("{", "{{").replace("}", "}}")
    change(
        catalogue / "settings.yaml", ('office: ""', f"office: {text(door('山海局'))}"),
        ('review_number: ""', f"review_number: {text(door('GS'))}"), ("界线为示意", text(door("界线"))),
        ("《山海省标识工作方案（{year}年）》", text(f"{braced}{{year}}")), ('note: ""', f"note: {text(door('附注'))}"),
        ("山海省按四个市统计。", text(door("四个市"))),
    )  # fmt: skip
    task = {"clause": door("二"), "task": door("起草"), "offices": [door("处")], "units": "all", "monitored_by": []}
    content = {"year": 2031, "source": door("来文"), "offices": [door("处")], "tasks": {"T1": task}}
    files.write_atomically(catalogue / "tasks" / "2031.yaml", yaml.safe_dump(content, allow_unicode=True))


def spoil_figures(home):
    bulletin = shanhai.BULLETIN.replace("东山市,12\n", row(door("东山市"), 12)) + row(f"注：{door('脚注')}", "")
    bulletin = bulletin.replace("西山市,3\n", row(f"{FORMULA}西山市", 3))
    (home / "data" / "raw" / "bulletin.csv").unlink()
    files.write_atomically(home / "data" / "raw" / FILE, bulletin)
    files.write_atomically(
        home / "data" / "sources" / "bulletin.yaml",
        shanhai.SIDECAR.format(hash=files.sha256_of(bulletin)).replace("bulletin.csv", text(FILE))
        .replace("山海省标识局", text(door("出版者"))).replace("标识月报", text(door("月报")))
        .replace("url: null", f"url: {text('javascript:window.trapped=1//' + door('网址'))}"),
    )  # fmt: skip
    correction = {
        "source": "bulletin_2031_09", "area": "900400", "indicator": "new_signs", "period": "2031-01/2031-09",
        "was": 1, "value": 2, "reason": door("误印"),
    }  # fmt: skip
    files.write_atomically(home / "data" / "corrections.yaml", yaml.safe_dump({"x": correction}, allow_unicode=True))


def hand_in(home, period, received, held):
    """Fill in the workbook of 东山 as a stranger would, with what it asks to be explained, and submit it."""
    inbox = home / period
    assert main.main(["template", "--area", "900100", "--period", period, "--out", str(inbox)]) == 0
    (path,) = inbox.iterdir()
    book = openpyxl.load_workbook(path)
    counts, explained = book[layout.COUNTS], book[layout.EXPLAINED]
    counts["F4"], counts["F5"], counts["G4"] = 1, held, door("备注")
    if explained["A4"].value:
        explained["D4"], explained["E4"], explained["F4"] = door("缺人"), FORMULA, date(2031, 12, 1)
        explained["E4"].data_type = "s"
    book.save(inbox / WORKBOOK)
    assert main.main(["submit", str(inbox / WORKBOOK), "--received", received]) == 0
    return bool(explained["A4"].value)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Lay out the project with its traps, and render it: every kind of page in Chinese, a unit's in English."""
    home = shanhai.lay_out(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPANALYTICS_HOME", str(home))
        spoil_catalogue(home)
        spoil_figures(home)
        # What is behind at the first is asked about in the second.
        asked = [hand_in(home, "2031-09", "2031-10-08", 9), hand_in(home, "2031-10", "2031-11-08", 9)]
        assert asked == [False, True]
        for name in NOTEBOOKS:
            shutil.copy(shanhai.PROJECT / "notebooks" / f"{name}.ipynb", home / "notebooks")
        plans = {name: {"notebook": f"{name}.ipynb", "levels": [], "parameters": {}} for name in NOTEBOOKS}
        areas = {"notebook": "area_report.ipynb", "levels": ["province", "unit"], "parameters": {}, "on_request": True}
        files.write_atomically(home / "notebooks" / "reports.yaml", yaml.safe_dump({**plans, "area_report": areas}))
        assert main.main(["render", "--out", str(home / "zh")]) == 0
        assert main.main(["render", *AREAS, "--brief", "--word", "--bundle", "--out", str(home / "zh")]) == 0
        settings = yaml.safe_load((home / "data" / "catalogue" / "settings.yaml").read_text(encoding="utf-8"))
        own = {value: f"E {number}{RUNS}" for number, value in enumerate(settings.values()) if isinstance(value, str)}
        english = {chinese: f"{said}{RUNS}" for chinese, said in i18n.english().items()} | own
        path = home / "data" / "catalogue" / "english.yaml"
        files.write_atomically(path, yaml.safe_dump(english, allow_unicode=True))
        assert main.main(["render", "900100", "--lang", "en", "--out", str(home / "en")]) == 0
    return home


LOOK = """() => [
  window.trapped ?? null, document.querySelectorAll("img[src='x'], [onerror]").length,
  [...document.querySelectorAll("a[href]")].filter((link) => /^\\s*javascript/i.test(link.getAttribute("href"))).length,
  document.documentElement.textContent,
]"""


@pytest.fixture(scope="module")
def looked_at(browser, hostile):
    """Open every page: what was set off in it, and its text; the bundle page by page."""
    seen = {}
    for path in sorted(hostile.glob("??/*.html")):
        page, faults = browser.new_page(), []
        page.on("pageerror", lambda fault, faults=faults: faults.append(str(fault)))
        page.goto(f"{path.as_uri()}?beside")
        for choice in page.evaluate("() => [...document.querySelectorAll('select#choice option')].map((o) => o.value)"):
            page.select_option("#choice", choice)
            page.frame_locator("#page").locator("footer").wait_for()
        looks = [frame.evaluate(LOOK) for frame in page.frames]
        seen[f"{path.parent.name}/{path.name}"] = (faults, looks)
        page.close()
    return seen


def test_nothing_runs_on_any_page(looked_at):
    # Two areas and three others in Chinese, the areas' briefs, one in English; two indices, one bundle.
    assert len(looked_at) == 5 + 2 + 1 + 2 + 1
    assert {name: (faults, [look[:3] for look in looks]) for name, (faults, looks) in looked_at.items()} == {
        name: ([], [[None, 0, 0]] * len(looks)) for name, (_, looks) in looked_at.items()
    }


def test_texts_are_seen_as_they_are_but_for_what_turns_their_direction(looked_at):
    pages = "\n".join(look[3] for _, looks in looked_at.values() for look in looks)
    assert [place for place in SHOWN if i18n.plain(door(place)) not in pages] == []
    assert "\u202e" not in pages


def test_texts_of_the_translations_are_seen_in_english_pages(looked_at):
    _, [(*_, page)] = looked_at["en/900100.html"]
    assert page.count(RUNS) > 50


def test_no_download_of_a_page_holds_a_formula(hostile):
    saved = [file for path in hostile.glob("??/9*.html") for file in payload.unpack(path.read_text("utf-8"))["files"]]
    tables = [file["text"] for file in saved if "text" in file]
    books = [openpyxl.load_workbook(io.BytesIO(b64decode(file["base64"]))) for file in saved if "base64" in file]
    assert len(tables) == len(books) == 3
    cells = [cell for table in tables for line in csv.reader(io.StringIO(table.lstrip("\ufeff"))) for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if files.FORMULA.match(cell)] == []
    kinds = [cell.data_type for book in books for sheet in book for line in sheet.iter_rows() for cell in line]
    assert set(kinds) <= {"s", "n"}


def test_a_word_file_shows_the_texts_and_has_no_link_out(hostile):
    document = Document(hostile / "zh" / "900100.docx")
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    words = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    for place in ("东山市", "新增标识", "出版者"):
        assert i18n.plain(door(place)) in words
    assert [link.target_ref for link in document.part.rels.values() if link.is_external] == []
