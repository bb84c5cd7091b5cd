import pytest
from hypothesis import given

from ipanalytics.ingestion.text import normalise
from tests.rooms.ingestion.builders import messy

TIDY = {
    "陕西": "陕西",
    "陕 西": "陕西",
    "陕    西": "陕西",
    "陕\u3000\u3000西": "陕西",
    "陕\u00a0西": "陕西",
    "陕\u200b西": "陕西",
    "\ufeff陕西\u200e": "陕西",
    "内蒙 古": "内蒙古",
    "黑 龙 江": "黑龙江",
    "合\n计": "合计",
    "合 计\r\nTotal": "合计 Total",
    "发明\n\nInvention": "发明 Invention",
    "发明_x000D_\nInvention": "发明 Invention",  # a line break as some writers leave it in the XML
    " Shaanxi": "Shaanxi",
    "1825403        ": "1825403",
    "单位：件": "单位:件",
    "单位∶件": "单位∶件",  # U+2236, a ratio: no letter of the Latin colon's family in NFKC
    "１２．５％": "12.5%",
    "（件／万人）": "(件/万人)",
    "…": "...",
    "1234①": "1234①",  # NFKC would make 12341 of it
    "m²": "m²",
    "": "",
    " \n ": "",
}
BILINGUAL = {
    "合 计\nTotal": ("合计", "Total"),
    "合计\r\n\r\nTotal": ("合计", "Total"),
    "北京  Beijing": ("北京", "Beijing"),
    "北\n京 Beijing": ("北京", "Beijing"),
    "北京(Beijing)": ("北京", "Beijing"),
    "国内总计Total": ("国内总计", "Total"),
    "新疆兵团/XPCC": ("新疆兵团", "XPCC"),
    "内蒙古 Inner Mongolia": ("内蒙古", "Inner Mongolia"),
    "实用新型\nUtility Model": ("实用新型", "Utility Model"),
    "单位:件 (Unit: piece)": ("单位:件", "Unit: piece"),
    "专利申请数(件)\nPatent Applications (piece)": ("专利申请数(件)", "Patent Applications (piece)"),
    "8-7 国内专利申请数(2021年) Domestic Patents(2021)": ("8-7 国内专利申请数(2021年)", "Domestic Patents(2021)"),
    "PCT国际专利申请量": ("PCT国际专利申请量", ""),
    "PCT专利 PCT Applications": ("PCT专利", "PCT Applications"),
    "占GDP": ("占GDP", ""),
    "地理标志(GI)": ("地理标志(GI)", ""),
    "西安A*": ("西安A*", ""),
    "陕西": ("陕西", ""),
    "Region": ("", "Region"),
    " shaanxi": ("", "shaanxi"),
    "2022": ("2022", ""),
    "": ("", ""),
}
NOTES = {
    "A*": ("A", "*"),
    "*西安": ("西安", "*"),
    "西安市[註 1]": ("西安市", "[註 1]"),
    "西安市[2]": ("西安市", "[2]"),
    "西安市［２］": ("西安市", "[2]"),
    "西安市①": ("西安市", "①"),
    "西安市²": ("西安市", "²"),
    "西安市⁽¹⁾": ("西安市", "⁽¹⁾"),
    "西安注1)": ("西安", "注1)"),
    "西安 1)": ("西安", "1)"),
    "西安(注1)": ("西安", "(注1)"),
    "西安〔注〕": ("西安", "〔注〕"),
    "有效量[1](件)": ("有效量(件)", "[1]"),
    "1,234*[2]": ("1,234", "[2]*"),
    "[2]": ("", "[2]"),
    "***": ("***", ""),
    "国统办函字[2015]83号": ("国统办函字[2015]83号", ""),  # a year, no footnote
    "专利(表 2)": ("专利(表 2)", ""),
    "(2022年)": ("(2022年)", ""),
    "注:本表不含港澳台": ("注:本表不含港澳台", ""),
    "": ("", ""),
}
PARTS = {
    "#其中": "",
    "＃其中": "",
    "#发明": "发明",
    "＃ 发 明": "发明",
    "#Invention": "Invention",
    "其中：发明": "发明",
    "其中发明": "发明",
    "(其中)发明": "发明",
    "#其中：发明": "发明",
    "Of which: inventions": "inventions",
}


@pytest.mark.parametrize(("text", "expected"), TIDY.items())
def test_text_is_tidied(text, expected):
    assert normalise.tidy(text) == expected


@pytest.mark.parametrize(("text", "expected"), BILINGUAL.items())
def test_languages_are_split(text, expected):
    assert normalise.split_bilingual(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOTES.items())
def test_footnote_marks_are_split_off(text, expected):
    assert normalise.strip_notes(text) == expected


@pytest.mark.parametrize(("text", "expected"), PARTS.items())
def test_parts_are_recognised(text, expected):
    assert normalise.strip_part(text) == expected != normalise.tidy(text)


@pytest.mark.parametrize("text", ["发明", "#REF!", "#", "###", "其他", "集中", ""])
def test_others_are_no_parts(text):
    assert normalise.strip_part(text) == text


@pytest.mark.parametrize("text", ['="西安市"', "'西安市"])
def test_labels_that_exports_wrap_are_read(text):
    assert normalise.tidy(text) == "西安市"


@given(messy)
def test_tidying_twice_changes_nothing(text):
    once = normalise.tidy(text)
    assert normalise.tidy(once) == once
