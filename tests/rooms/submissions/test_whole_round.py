"""A round from the first workbook to the judgement: made, filled in, wrong in every way, sent back, mended, merged."""

import io
from datetime import date

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from ipanalytics.batch import plan
from ipanalytics.catalogue import journal, places
from ipanalytics.cli import main
from ipanalytics.monitoring import assessment
from ipanalytics.report.sections.office import submissions
from ipanalytics.submissions import history, reporting
from ipanalytics.submissions.workbook import layout, marking, returned
from tests.rooms.submissions.builders import COUNTS, FLAGS, SOUND, fill, opened, put, saved

pytestmark = pytest.mark.slow
UNITS = places.codes("unit")
GAIN = 2


def answers(more):
    """Return sound answers, each higher by as much, a total by what its parts are."""
    raised = {name: value + more for name, value in SOUND.items()}
    parts = ("有效发明专利拥有量", "有效实用新型拥有量", "有效外观设计拥有量")
    return {**raised, "有效专利拥有量": sum(raised[part] for part in parts)}


def encrypted(data):
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", stream)
    return stream.getvalue()


def edited(change):
    def spoil(data):
        book = opened(data)
        change(book)
        return saved(book)

    return spoil


def outdated(data):
    text = opened(data)[layout.HIDDEN]["B2"].value
    book = opened(data)
    page = book[layout.HIDDEN]
    page["B2"].value = "0" * len(text)
    page["B4"].value = returned.template.seal(*(page[f"B{row}"].value for row in (1, 2, 3)))
    return saved(book)


# What is done to the workbook of each unit, and where that is to be noticed; "" is the whole file or sheet.
PLANTED = {
    "610100": (encrypted, {("", "")}),
    "610200": (outdated, {("", "")}),
    "610300": (edited(lambda book: book[COUNTS].delete_rows(6)), {(COUNTS, "B3")}),
    "610400": (edited(lambda book: book.remove(book[FLAGS])), {(FLAGS, "")}),
    "610403": (lambda data: put(data, C5="个", g_D6=date(2021, 5, 6)), {(COUNTS, "C5"), (FLAGS, "D6")}),
    "610500": (lambda data: put(data, F11=9, F15=999_999), {(COUNTS, "F11"), (COUNTS, "F15")}),
    "610581": (lambda data: put(data, F4="=SUM(F99:F100)", F5="=1/0"), {(COUNTS, "F4"), (COUNTS, "F5")}),
    "610600": (lambda data: put(data, F5="三", F6="1.2万"), {(COUNTS, "F5"), (COUNTS, "F6")}),
    "610700": (lambda data: put(data, E12=1, D12=2), {(COUNTS, "D12"), (COUNTS, "E12")}),
    "610800": (lambda data: put(data, g_C4="有"), {(FLAGS, "C4")}),
    "610900": (lambda data: put(data, F10=0), {(COUNTS, "F10")}),
}
TWICE, LATE = "611000", "2022-12-21"


@pytest.fixture
def run(small, tmp_path, capsys):
    def command(*arguments):
        code = main.main([str(argument) for argument in arguments])
        return code, capsys.readouterr()

    return command


def made(run, folder, period):
    """Make all workbooks of a period; return their paths by unit."""
    assert run("template", "--period", period, "--out", folder)[0] == 0
    return {code: folder / f"{places.name_of(code, short=True)}_{period}_报送表.xlsx" for code in UNITS}


def places_marked(data):
    pages = [page for page in opened(data).worksheets if page.title != layout.SUMMARY]
    cells = [(page.title, cell) for page in pages for row in page for cell in row]
    return {(title, cell.coordinate) for title, cell in cells if str(cell.fill.fgColor.rgb).endswith(marking.FAULTY)}


def places_listed(data):
    rows = opened(data)[layout.SUMMARY].iter_rows(min_row=4, values_only=True)
    return {(sheet.replace("整个文件", ""), cell or "") for _, sheet, cell, _ in rows}


def test_a_round_from_the_first_workbook_to_the_judgement(run, tmp_path):
    november = made(run, tmp_path / "november", "2022-11")
    for number, path in enumerate(november.values()):
        path.write_bytes(fill(path.read_bytes(), answers(number)))
    assert run("submit", *november.values(), "--received", "2022-12-05")[0] == 0

    december, sound = made(run, tmp_path / "december", "2022-12"), {}
    assert (
        opened(december["610800"].read_bytes())[COUNTS]["E12"].value
        == answers(UNITS.index("610800"))["有效发明专利拥有量"]
    )
    for number, (code, path) in enumerate(december.items()):
        sound[code] = fill(path.read_bytes(), answers(number + GAIN))
        spoil = PLANTED[code][0] if code in PLANTED else bytes
        path.write_bytes(spoil(sound[code]))
    second = december[TWICE].with_name("商洛（新）.xlsx")
    second.write_bytes(put(sound[TWICE], F5=5))

    code, told = run("submit", *december.values(), second, "--received", "2022-12-18")
    assert code == 1
    assert [entry.period for entry in journal.current()] == ["2022-11"] * len(UNITS)
    for unit, (_, expected) in PLANTED.items():
        copy = december[unit].with_name(f"{december[unit].stem}_退回.xlsx").read_bytes()
        assert places_listed(copy) == expected, unit
        assert places_marked(copy) == {place for place in expected if place[1]}, unit
    assert told.err.count("同时收到2份") == 2

    good = [code for code in UNITS if code in ("610800", TWICE)]
    for unit in good:
        december[unit].write_bytes(sound[unit])
    assert run("submit", *(december[unit] for unit in good), "--received", "2022-12-20")[0] == 0
    rest = [code for code in UNITS if code not in good]
    for unit in rest:
        december[unit].write_bytes(sound[unit])
    assert run("submit", *(december[unit] for unit in rest), "--received", LATE)[0] == 0

    entries = [entry for entry in journal.entries() if entry.period == "2022-12"]
    assert {entry.area for entry in journal.current() if entry.period == "2022-12" and entry.is_complete} == set(UNITS)
    # The one with a password doesn't say whose it is.
    assert sum(not entry.is_accepted for entry in entries) == len(PLANTED) + 2 - 1

    rows = assessment.load("2022-12").rows.set_index(["area", "target"])
    totals = {id_: rows.loc[("610000", id_), "value"] for id_ in ("T05", "T07", "T12")}
    named = {"T05": "新增知识产权优势企业", "T07": "新增贯标单位", "T12": "专利导航项目"}
    assert totals == {
        id_: sum(answers(number + GAIN)[name] for number in range(len(UNITS))) for id_, name in named.items()
    }
    assert [rows.loc[(unit, "T16"), "status"] for unit in UNITS] == [
        "achieved" if unit in good else "achieved_late" for unit in UNITS
    ]
    assert rows.loc[("610000", "T16"), "status"] == "achieved_late"
    before = assessment.load("2022-12-20").rows.set_index(["area", "target"])
    assert before.loc[("610000", "T16"), "value"] == len(good)
    assert set(history.follow("610800")["what"]) == {history.REPORTED}

    code, told = run("round", "2022-12", "--on", "2022-12-20")
    assert code == 0
    assert told.out.startswith("截至2022年12月20日，12个单元中2个已报送2022年12月的报送表，2个齐全；退回待改的：铜川、")
    code, told = run("round", "2022-12", "--on", LATE)
    assert code == 0
    assert told.out.startswith("截至2022年12月21日，12个单元中12个已报送2022年12月的报送表，其中10个逾期，12个齐全。")
    assert run("letters", "--as-of", "2022-12", "--area", "延安", "--out", tmp_path)[0] == 0
    letter = "\n".join(paragraph.text for paragraph in Document(tmp_path / "610600.docx").paragraphs)
    assert "2022年12月的报送表：2022年12月21日收到，逾期1天，退回1次。" in letter
    assert "书面报送：有，逾期完成" in letter
    # Three of twelve that can be judged are no ground for praise.
    assert "感谢" not in letter
    assert "演示数据" not in letter
    assert [job.area for job in plan.jobs_for([])][-1] == "submissions"
    pages = reporting.of_year("2022-12")
    assert [exhibit.title for exhibit in submissions.draw_submissions(pages).exhibits][:2] == [
        "12个单元齐全，0个有缺项，0个退回待改，0个没有收到", "收到12份，退回12份",
    ]  # fmt: skip
