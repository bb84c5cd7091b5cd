"""One cell of a published table as a label: tidied, without notes and marks, its languages apart."""

import re
import unicodedata
from functools import lru_cache

from ipanalytics.ingestion.text.cell_forms import ABOUT, ERRORS, HAN, MARKS, NOTES, PARTS, either

# A note of pages is no label, heading or unit line; patterns would look at it again and again.
LONGEST, LONGEST_FIGURE = 2000, 60
PLAIN = {"things": "件", "bodies": "家", "people": "人", "money": "元"}
BETWEEN, UNMARKED = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])"), re.compile(f"[^{MARKS}]+")
BLANKS = re.compile(r"(?:\s|_x000[dD]_)+")
HIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
LATIN = rf"(?=[^{HAN}]*[a-z]{{2}})[A-Za-z][^{HAN}]*|(?<=[\s/|])[A-Z]{{4,}}[^{HAN}]*"
BILINGUAL = re.compile(rf"(.*[{HAN}][^A-Za-z{HAN}]*?)({LATIN})")
NOTE, EDGE = re.compile(either(NOTES, "mark")), re.compile(either(NOTES, "edge"))
ERROR = re.compile(f"(?i){either(ERRORS)}")
PART = re.compile(rf"(?i)(?:{either(PARTS)})[\s:,]*")
AFTER, STARS = re.compile(either(ABOUT, "after")), re.compile("[*†‡§]")
# Excel keeps all digits of ="1200" and '1200.
EXPORTED = re.compile('="([^"]*)"|\'([^\']*)')
# Radicals that have no compatibility mapping, each before the character that it looks like.
PAIRS = (
    "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻐钅⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻯竜⻰龙⻳龟"
)
LOOKS = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
RADICALS = range(0x2E80, 0x2FE0)


def tidy(text: str) -> str:
    """Return a text in NFKC with single blanks, none between Chinese characters; ① and ² stay what they are.

    Examples
    --------
    >>> tidy("陕   西"), tidy("１２％ "), tidy("1234²")
    ('陕西', '12%', '1234²')
    """
    return _tidied(text) if len(text) <= LONGEST_FIGURE else _tidied.__wrapped__(text)


@lru_cache(maxsize=20_000)
def _tidied(text: str) -> str:
    # Most cells are figures, and tidy already.
    if text.isascii() and text.replace(".", "", 1).isdecimal():
        return text
    return BETWEEN.sub("", flattened(text))


def flattened(text: str) -> str:
    """Return a text in NFKC on one line, without what no reader sees; marks of notes stay as they are."""
    runs = UNMARKED.sub(lambda run: unicodedata.normalize("NFKC", run[0]), HIDDEN.sub("", text))
    plain = BLANKS.sub(" ", runs).strip()
    while match := EXPORTED.fullmatch(plain):
        plain = (match[1] or match[2] or "").strip()
    return plain


def split_bilingual(text: str) -> tuple[str, str]:
    """Return the Chinese and the English part; figures alone count as Chinese, 占GDP stays whole.

    Examples
    --------
    >>> split_bilingual("北 京  Beijing"), split_bilingual("新疆兵团/XPCC"), split_bilingual("Region")
    (('北京', 'Beijing'), ('新疆兵团', 'XPCC'), ('', 'Region'))
    """
    plain = tidy(text)
    if len(plain) > LONGEST:
        return plain, ""
    if match := BILINGUAL.fullmatch(plain):
        english = match[2].removesuffix(")") if "(" not in match[2] else match[2]
        return match[1].rstrip(" /|("), english
    is_english = re.search("[A-Za-z]", plain) and not re.search(f"[{HAN}]", plain)
    return ("", plain) if is_english else (plain, "")


def strip_notes(text: str) -> tuple[str, str]:
    """Return the tidy text without footnote marks, and the marks; *** alone is none.

    Examples
    --------
    >>> strip_notes("西安市[註 1]"), strip_notes("A*"), strip_notes("专利②(件)"), strip_notes("铜川注1)")
    (('西安市', '[註 1]'), ('A', '*'), ('专利(件)', '②'), ('铜川', '注1)'))
    """
    plain = tidy(text)
    if len(plain) > LONGEST:
        return plain, ""
    inner = NOTE.sub("", plain).strip()
    if not plain.strip("*") or (inner.endswith(")") and inner.count("(") >= inner.count(")")):
        return (tidy(inner), "".join(NOTE.findall(plain)))
    return tidy(EDGE.sub("", inner)), "".join(map(str.strip, NOTE.findall(plain) + EDGE.findall(inner)))


def strip_part(text: str) -> str:
    """Return a tidy label without its # or 其中.

    Examples
    --------
    >>> strip_part("#其中：发明"), strip_part("＃ 发 明"), strip_part("#REF!")
    ('发明', '发明', '#REF!')
    """
    plain = tidy(text)
    match = PART.match(plain)
    return plain[match.end() :] if match and not ERROR.fullmatch(plain) else plain


def mended(text: str) -> str:
    """Return a character for a radical.

    Examples
    --------
    >>> mended("⽬"), mended("⻚"), mended("目")
    ('目', '页', '目')
    """
    if ord(text) not in RADICALS:
        return text
    return LOOKS.get(text) or unicodedata.normalize("NFKC", text)
