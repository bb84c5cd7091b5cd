from ipanalytics.ingestion.prose import paragraphs
from ipanalytics.ingestion.readers.grid import Passage

# As a PDF gives them: all lines but the last of a paragraph are of one width.
WRAPPED = [
    "一、科技",
    "全年专利授权量45387件，其中，发明专利授权量24",
    "999件，比上年增长18.9%。年末有效发明专利124675",
    "— 12 —",
    "件，比上年末增长17.5%。全年实施市级科技计划项目",
    "7820项。",
    "年末共有普通高等学校（本专科）63所，在校学生85",
    "万人，毕业生23.34万人。研究生培养单位43所，在校",
    "图3 2021—2025年专利授权量",
    "学生20.63万人。",
]


def texts(lines):
    return [(p.page, p.text, p.is_heading) for p in paragraphs.of([Passage("page 1", line) for line in lines])]


def test_wrapped_lines_are_joined_over_page_numbers():
    found = texts(WRAPPED)
    assert found[0] == ("page 1", "一、科技", True)
    assert found[1][1] == (
        "全年专利授权量45387件，其中，发明专利授权量24999件，比上年增长18.9%。"
        "年末有效发明专利124675件，比上年末增长17.5%。全年实施市级科技计划项目7820项。"
    )


def test_a_line_a_paragraph_stays_one():
    lines = ["一、综合", "全年地区生产总值2648.87亿元，比上年增长6.0%。", "年末常住人口321.56万人。"]
    assert [text for _, text, _ in texts(lines)] == lines


def test_notes_begin_at_their_word_or_mark():
    lines = ["年末常住人口321.56万人。", "注释：", "[1]本公报数据为初步统计数。", "资料来源：专利数据来自市局。"]
    found = paragraphs.of([Passage("", line) for line in lines])
    assert [p.is_note for p in found] == [False, True, True, True]


def test_a_mark_at_the_beginning_of_a_wrapped_line_is_no_note():
    lines = [
        "初步核算，全年全市生产总值3033.52亿元，按不变价格计算，比上年增长5.3%",
        "[2]。其中，第一产业增加值103.50亿元，增长4.9%；规模以上工业企业",
        "[3]中，煤炭开采和洗选业增长10.2%，化学原料和化学制品制造业增长15.5%，",
        "计算机、通信和其他电子设备制造业增长30.2%。",
        "注：",
        "[2]按现价计算。",
    ]
    found = paragraphs.of([Passage("", line) for line in lines])
    assert [p.is_note for p in found] == [False, True, True]
    assert found[0].text == "".join(lines[:4])


def test_a_line_at_the_head_of_every_page_is_left():
    lines = [Passage(f"page {page}", text) for page in (1, 2, 3) for text in ("西安统计公报", f"第{page}段。")]
    assert [p.text for p in paragraphs.of(lines)] == ["第1段。", "第2段。", "第3段。"]


def test_a_paragraph_is_named_by_page_and_number():
    first, second = paragraphs.of([Passage("page 3", "甲。"), Passage("page 3", "乙。")])
    assert (first.name, second.name) == ("page 3, paragraph 1", "page 3, paragraph 2")
