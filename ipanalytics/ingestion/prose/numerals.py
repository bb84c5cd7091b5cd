"""The figures of a sentence: number, unit of measure, and why one isn't exact; dates, ordinals and names are none."""

import re
from dataclasses import dataclass

from ipanalytics.catalogue import indicators
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.prose import rules
from ipanalytics.ingestion.text import normalise
from ipanalytics.ingestion.text.cell_forms import ABOUT, MARKS, either

# Blanks that typesetters put between thousands, and no one else.
THIN = "[\u2006\u2008\u2009\u200a\u202f]"
THOUSANDS = re.compile(rf"(?<![0-9.])[0-9]{{1,3}}(?:{THIN}[0-9]{{3}})+(?![0-9])")
# NFKC makes the comma of a clause that of a number: these stay what they are.
KEPT = {"，": "\ue000", "；": "\ue001", "：": "\ue002"}
# Some fonts draw both with one glyph, and a PDF made with them gives the other character.
ALIKE = str.maketrans("戶戸", "户户")
SEPARATORS = str.maketrans({";": "；", ":": "：", "!": "！", "?": "？", "[": "[", "﹝": "[", "〔": "[", "〕": "]"})
COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
BLANK = re.compile(r"(?<![0-9A-Za-z]) +| +(?![0-9A-Za-z])|(?<=[0-9]) +(?=[A-Za-z])|(?<=[A-Za-z]) +(?=[0-9])")
MARK = re.compile(rf"\[(?:[註注])?([0-9]{{1,2}})\]|\((?:[註注])([0-9]{{1,2}})\)|[{MARKS}]+")
NUMBER = re.compile(r"[-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# What follows or stands before numbers that count nothing: dates, ordinals, names of things, footnotes.
NO_FIGURE_AFTER = re.compile(
    r"(?:个?(?:月|季度|年度?|周年)|[日时届号期岁条款章]|次(?!元)|多?年|[-—–~～至到]+[0-9]+(?:年|月|个月)|[A-Za-z])"
)
NO_FIGURE_BEFORE = re.compile(r"(?:(?<!GD)(?<!PC)(?<!R&)[A-Za-z]|[第〔\[]|十|编号：?)$")
RANGE_AFTER = re.compile(r"[-—–~～至到]+[-−]?[0-9]")
RANGE_BEFORE = re.compile(r"[0-9][件个项家户人元亿万%‰]{0,3}[-—–~～至到]+$")
RATIO = re.compile("[：:/][0-9]")
BROKEN_BEFORE, BROKEN_AFTER = re.compile(r"[0-9] $"), re.compile(r" [0-9]")
ABOUT_BEFORE = re.compile(f"(?:{either(ABOUT, 'before')})$")
ABOUT_INSIDE = re.compile("[余多几]")
END = re.compile("[，、；。！？()]|$")
# 一千二百件, 三千余件, 突破万件; 万人 of 每万人 and 三个 of 三个方面 are none.
WORDS = re.compile("[一二两三四五六七八九十百千万亿零〇]+(?P<about>[余多来几])?")
ROUND_BEFORE = re.compile("(?:突破|超过|达到|[近约达超逾过上数几])$")
AFTER_WORDS = re.compile(f"{END.pattern}|[和及与]|左右|上下|以[上下]|大关")
DIGITS, STEPS = "零一二三四五六七八九", ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
LARGE = ((10**8, "亿"), (10**4, "万"), (1, ""))


@dataclass(frozen=True)
class Numeral:
    """A figure at its place in a sentence; `unit` as units.csv has it, "" for none; `fault`: why it isn't exact."""

    start: int
    end: int
    value: float
    unit: str
    fault: str = ""


def normal(text: str) -> str:
    """Return a sentence with plain digits, one comma for clauses, no blanks that say nothing.

    Examples
    --------
    >>> normal("专利授权 １,２００ 件,其中， 发 明 ８２９件")
    '专利授权1200件，其中，发明829件'
    >>> normal("申请829，165和227件，共 1\u2009221 件"), normal("共 12 34 件")
    ('申请829，165和227件，共1221件', '共12 34件')
    """
    text = text.translate(ALIKE)
    for sign, stand_in in KEPT.items():
        text = text.replace(sign, stand_in)
    text = THOUSANDS.sub(lambda found: re.sub(THIN, "", found[0]), text)
    plain = normalise.tidy(text)
    for sign, stand_in in KEPT.items():
        plain = plain.replace(stand_in, "，" if sign == "，" else sign)
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", COMMA.sub("，", plain.translate(SEPARATORS)))
    return BLANK.sub("", plain)


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a sentence without marks of footnotes, and their numbers.

    Examples
    --------
    >>> without_marks("地区生产总值[2]13902.67亿元")
    ('地区生产总值13902.67亿元', ('2',))
    """
    return MARK.sub("", text), tuple(one or other for one, other in MARK.findall(text) if one or other)


@cached_for_project("data/catalogue/units.csv")
def _units() -> re.Pattern[str]:
    names = sorted((name for name in indicators.units() if not name.isascii() or name in "%‰"), key=len)
    every = "|".join(map(re.escape, reversed(names)))
    return re.compile(f"(?:(?P<about>[余多几])|[十百千万亿]+(?P<more>[余多]))?(?P<unit>{every})(?!公里|/)")


def find(text: str) -> list[Numeral]:
    """Return the figures of a normal sentence in their order.

    Examples
    --------
    >>> [(n.value, n.unit, n.fault) for n in find("2025年末有效注册商标42.40万件，居第3位，约20家")]
    [(42.4, '万件', ''), (20.0, '家', "isn't exact")]
    """
    found = [_numeral(text, match) for match in NUMBER.finditer(text)]
    found += [_in_words(text, match) for match in WORDS.finditer(text)]
    return sorted((numeral for numeral in found if numeral), key=lambda numeral: numeral.start)


def _numeral(text: str, match: re.Match[str]) -> Numeral | None:
    before, after = text[max(match.start() - 8, 0) : match.start()], text[match.end() :]
    is_signed = match[0][0] in "-−" and re.search("[0-9%‰件项个家人元]$", before)
    if is_signed:
        before, digits = before + match[0][0], match[0][1:]
    else:
        digits = match[0].replace("−", "-")
    unit = _units().match(after)
    if NO_FIGURE_BEFORE.search(before) or (not unit and NO_FIGURE_AFTER.match(after)):
        return None
    if unit and unit["unit"] == "个" and re.match("月|季度|年", after[unit.end() :]):
        return None
    rest = after[unit.end() :] if unit else after
    faults = {
        "is broken by a blank": BROKEN_BEFORE.search(before) or BROKEN_AFTER.match(after),
        "is one of a range": RANGE_AFTER.match(after) or RANGE_AFTER.match(rest) or RANGE_BEFORE.search(before),
        "isn't exact": ABOUT_BEFORE.search(before)
        or (unit and (unit["about"] or unit["more"]))
        or _is_about_after(rest, unit),
        "is one of a ratio": not unit and (RATIO.match(after) or re.search("[0-9][：:/]$", before)),
    }
    fault = next((reason for reason, is_so in faults.items() if is_so), "")
    end = match.end() + (unit.end() if unit else 0)
    return Numeral(match.start(), end, float(digits.replace(",", "")), unit["unit"] if unit else "", fault)


def _is_about_after(rest: str, unit: re.Match[str] | None) -> bool:
    tail = rest[: END.search(rest).start()]  # type: ignore[union-attr]
    return bool(rules.words("about_after").match(tail) or (not unit and ABOUT_INSIDE.match(tail)))


def _in_words(text: str, match: re.Match[str]) -> Numeral | None:
    """Return a number that is written in Chinese characters, where a unit and the end of a phrase follow."""
    before = text[max(match.start() - 8, 0) : match.start()]
    unit = _units().match(text, match.end())
    if not unit or not AFTER_WORDS.match(text, unit.end()) or re.search("[0-9第每.]$", before):
        return None
    digits = match[0].removesuffix(match["about"] or "")
    value = from_words(digits)
    is_round = not set(digits) & set(DIGITS[1:] + "十两")
    if is_round and not match["about"] and not ROUND_BEFORE.search(before):
        return None
    is_about = is_round or match["about"] or ABOUT_BEFORE.search(before) or _is_about_after(text[unit.end() :], unit)
    fault = (
        "isn't exact" if is_about or re.search("[数几上]$", before) else "" if value else "isn't written as a number"
    )
    return Numeral(match.start(), unit.end(), float(value or 0), unit["unit"], fault)


def from_words(text: str) -> int | None:
    """Return a whole number that is written in Chinese characters, in full; None of others.

    Examples
    --------
    >>> from_words("一千二百"), from_words("两万三千零五"), from_words("十二"), from_words("三百零五万")
    (1200, 23005, 12, 3050000)
    >>> from_words("一千二"), from_words("二五"), from_words("万")
    (None, None, None)
    """
    plain = text.replace("〇", "零").replace("两", "二")
    total, rest = 0, plain
    for size, sign in LARGE:
        head, found, tail = rest.partition(sign) if sign else (rest, "", "")
        if not sign or found:
            total, rest = total + size * _below_wan(head), tail
    return total if total and in_words(total) in (plain, f"一{plain}") else None


def _below_wan(text: str) -> int:
    value, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS.index(char)
        else:
            value, digit = value + (digit or 1) * next(step for step, sign in STEPS if sign == char), 0
    return value + digit


def in_words(number: int) -> str:
    """Return a whole number below 10^12 in Chinese characters.

    Examples
    --------
    >>> in_words(1200), in_words(23005), in_words(12), in_words(100010)
    ('一千二百', '二万三千零五', '一十二', '一十万零一十')
    """
    words, is_gap = "", False
    for size, sign in LARGE:
        section = number // size % 10**4
        for step, name in STEPS:
            digit = section // step % 10
            if digit:
                words += ("零" if is_gap and words else "") + DIGITS[digit] + name
            is_gap = not digit
        words += sign if section else ""
    return words
