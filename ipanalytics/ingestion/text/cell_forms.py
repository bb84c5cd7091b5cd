"""How offices write marks, signs and numbers: tables of example, pattern and meaning, whose examples run as tests."""

from collections.abc import Iterable
from typing import NamedTuple

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# NFKC would make 12341 of 1234① and 122 of 12²: these characters are left as they are.
MARKS = "²³¹\u2070-\u208e\u2460-\u24ff\u3251-\u325f\u32b1-\u32bf"


class Face(NamedTuple):
    """A way in which cells are written: the pattern finds, or for whole cells is, the example."""

    example: str
    pattern: str
    meaning: str


# A reader of the table knows no more of a number so marked than that it isn't exact.
ABOUT = [
    Face("约20000", "大?约为?", "before"),
    Face("近2万", "接?近|将近", "before"),
    Face("超1.2万", "超过?|逾|突破", "before"),
    Face("不足100", "不[足到]|至少|[最至][多少]", "before"),
    Face("≥100", "[<>≤≥≈~]", "before"),
    Face("120余件", "[余多]", "after"),
    Face("20000左右", "左右|上下", "after"),
    Face("100件以上", "以[上下内]", "after"),
    Face("100+", r"\+$", "after"),
]
NOTES = [
    Face("1234①", f"[{MARKS}]+", "mark"),
    Face("西安(注1)", r"[\[(〔【]\s*[註注]\s*[0-9]{0,2}\s*[\])〕】]", "mark"),
    Face("西安市[2]", r"\[[0-9a-z]{1,2}\]", "mark"),
    Face("*西安", r"^\*+", "edge"),
    Face("A*", r"\s*[*†‡§]+$", "edge"),
    Face("铜川注1)", r"\s*[註注]\s*[0-9]{1,2}\)?$", "edge"),
    Face("1234 1)", r"\s*(?<![0-9(.,-])[0-9]{1,2}\)$", "edge"),
]
ERRORS = [
    Face("#REF!", "#(?:REF|DIV/0|N/A|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?", "error"),
    Face("########", "#{2,}", "too narrow"),
    Face("Err:502", "Err:[0-9]+", "error"),
    Face("=SUM(A1:A3)", "=.+", "formula"),
]
PARTS = [
    Face("#其中:发明", r"#\s*其中", "part"),
    Face("#发明", rf"#\s*(?=[{HAN}A-Z])", "part"),
    Face("(其中)发明", r"\(?其中\)?", "part"),
    Face("Of which: inventions", r"(?:of which|including)\b", "part"),
]
SIGNS = [
    Face("", "", "blank"),
    Face("—", "[-–—―─−ー_‐‒ ]+", "dash"),
    Face("...", r"\.{3,}|⋯+|·{3,}", "below_unit"),
    Face("/", r"[/\\]+", "slash"),
    Face("***", r"\*+", "stars"),
    Face("无数据", "暂?无(?:数据)?|不详|未知|缺失?|空[缺白]?", "word"),
    Face("尚未公布", "未统计|尚?未公布|待公布|不适用|保密", "word"),
    Face("n/a", r"n\.?a\.?|n/a|nan|null|none", "word"),
]


def either(faces: Iterable[Face], meaning: str = "") -> str:
    """Return a pattern of all faces, or of those with one meaning."""
    return "|".join(face.pattern for face in faces if meaning in ("", face.meaning))
