import importlib.util
from pathlib import Path

import pytest

from ipanalytics.core.errors import BoundaryError

SCRIPT = Path(__file__).parents[3] / "maps" / "build_nation.py"
SPEC = importlib.util.spec_from_file_location("build_nation", SCRIPT)
build_nation = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(build_nation)


def row(code, name, level="县级", *, city="", since="1981", until="", new=""):
    return {
        "代码": code, "一级行政区": "山东省", "二级行政区": city, "名称": name, "级别": level,
        "启用时间": since, "变更/弃用时间": until, "新代码": new,
    }  # fmt: skip


LISTING = [
    row("371200", "莱芜市", "地级", city="莱芜市", since="1992", until="2018"),
    row("371202", "莱城区", city="莱芜市", since="1992", until="2018", new="371203[2006];370116"),
    row("370116", "莱芜区", city="济南市", since="2018"),
    row("370100", "济南市", "地级", city="济南市"),
    row("370999", "旧县", until="2009"),
]


def test_places_that_were_gone_before_the_yearbooks_are_left_out(monkeypatch):
    monkeypatch.setattr(build_nation, "english", lambda name, _: name)
    made = build_nation.rows_of(LISTING, {})
    shown = [(one["code"], one["parent"], one["valid_from"], one["valid_to"], one["successor"]) for one in made]
    assert shown == [
        ("370100", "370000", "", "", ""),
        ("370116", "370100", "2018", "", ""),
        ("371200", "370000", "", "2018", ""),
        ("371202", "371200", "", "2018", "370116"),
    ]


@pytest.mark.parametrize(
    ("name", "english"), [("西安市", "Xi'an"), ("长兴县", "Changxing"), ("拉萨市", "Lhasa"), ("都江堰市", "Dujiangyan")]
)
def test_english_names_are_pinyin_unless_another_is_given(name, english):
    pytest.importorskip("pypinyin")
    assert build_nation.english(name, {"拉萨": "Lhasa"}) == english


def test_another_list_than_the_measured_one_is_refused(tmp_path):
    (tmp_path / "result.csv").write_text("代码\n", encoding="utf-8")
    with pytest.raises(BoundaryError, match="expected result.csv of commit"):
        build_nation.read(tmp_path / "result.csv")


def test_names_that_the_layers_give_otherwise_are_named():
    rows = [
        {"code": "370100", "name": "济南市", "valid_to": ""},
        {"code": "371200", "name": "莱芜市", "valid_to": "2018"},
    ]
    assert build_nation.differing(rows, {"370100": "济北市", "371200": "另市"}) == ["370100: 济南市, 济北市"]
