"""The title of a communiqué: what kind of text it is, of which place, of which year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ipanalytics.catalogue import nation
from ipanalytics.catalogue import places as register
from ipanalytics.ingestion.prose import numerals, rules
from ipanalytics.ingestion.text import places

YEAR = r"(?P<year>(?:19|20)[0-9]{2})年?度?"
PLACE = "(?P<{}>[\u4e00-\u9fff]{{2,24}}?)??"
# A site's name after the title, and what stands in brackets behind it.
BEHIND = re.compile(r"(?:[-_|—–](?:.*)$)|\((?:[^()]{0,12})\)$|\[[0-9]+\]")
# 二〇一二年, and the year behind the title: 陕西省知识产权保护状况白皮书（2022年）.
CHINESE_YEAR = re.compile("[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR_BEHIND = re.compile(r"^([^0-9]+)\(((?:19|20)[0-9]{2})年?度?\)$")
OFFICE = re.compile("(?:政府|统计局|网站?|局|中心|调查队|公开)$")
# Who issues a communiqué; its place is the text's.
ISSUER = re.compile(
    "(?:国家统计局)?(?P<place>[\u4e00-\u9fff]{2,12}?)(?:人民政府)?(?:统计局|知识产权局|市场监督管理局|调查队)"
)
LONGEST = 60
OWN = {last: f"全{last} 我{last} 本{last}" for last in "省市县区州盟旗"}
NATION = ("中华人民共和国", "全国", "我国", "中国")


@dataclass(frozen=True)
class Title:
    """What a title says; `area` is "" where its place has no code, `names` are what the text calls the place."""

    text: str
    place: str
    area: str
    year: int
    names: tuple[str, ...] = ()


def find(lines: Sequence[str], area: str = "") -> Title | None:
    """Return the title of a text: the last line of its kind before the first sentence; None where there's none.

    Parameters
    ----------
    area
        Of a title that names no place; else the one place whose office stands by itself in a line is its own.

    Examples
    --------
    >>> find(["统计公报", "宝鸡市2024年国民经济和社会发展统计公报[1]", "2024年，全市上下坚持稳中求进。"]).area
    '610300'
    >>> find(["2024年国民经济和社会发展统计公报", "宝鸡市统计局  国家统计局宝鸡调查队"]).area
    '610300'
    """
    head = list(_head(lines))
    pairs = [one + other for one, other in zip(head, head[1:], strict=False)]
    for is_placed, every in ((True, head), (True, pairs), (False, head), (False, pairs)):
        if titles := [title for line in every if (title := read(line, is_placed=is_placed))]:
            return titles[-1] if is_placed else _placed(titles[-1], area or _issuer(lines, titles[-1].year))
    return None


def _placed(title: Title, area: str) -> Title:
    name = register.name_of(area) if area else ""
    return replace(title, place=name, area=area, names=_names(name, area) if area else ())


def _issuer(lines: Sequence[str], year: int) -> str:
    """Return the one place whose offices stand in lines of their own (宝鸡市统计局), "" of none or several."""
    words = {word for line in lines if len(line) <= LONGEST for word in line.split()}
    places_ = {area_of(match["place"], year) for word in words if (match := ISSUER.fullmatch(word))}
    return places_.pop() if len(places_) == 1 else ""


def _head(lines: Sequence[str]) -> Iterable[str]:
    for line in lines:
        if "。" in line and len(line) > LONGEST:
            return
        yield line


def read(line: str, *, is_placed: bool = True) -> Title | None:
    """Return what a line says as a title, with the name of a site or an office behind it or not; None for others.

    Parameters
    ----------
    is_placed
        Whether it has to name a place; else it is one that names none.
    """
    first, *rest = line.split()
    shorter = [" ".join([first, *rest[:end]]) for end in range(len(rest)) if OFFICE.search(rest[-1])]
    return next((title for text in (line, *reversed(shorter)) if (title := _read(text, is_placed))), None)


def _read(line: str, is_placed: bool) -> Title | None:  # noqa: FBT001
    plain = CHINESE_YEAR.sub(lambda found: found[0].translate(DIGITS), numerals.normal(line)).strip("《》“”")
    plain = YEAR_BEHIND.sub(r"\2年\1", plain)
    for _ in range(2):
        plain = BEHIND.sub("", plain).strip("《》“”")
    if len(plain) > LONGEST or not (match := _pattern().fullmatch(plain)):
        return None
    name = (match["place"] or match["behind"] or "").strip("的")
    if bool(name) != is_placed or (match["place"] and match["behind"]):
        return None
    year = int(match["year"])
    if not name:
        return Title(plain, "", "", year)
    name = office["place"] if (office := ISSUER.fullmatch(name)) else name
    area = area_of(name, year)
    return Title(plain, name, area, year, _names(name, area))


def _pattern() -> re.Pattern[str]:
    kinds = rules.words("title").pattern
    return re.compile(rf"(?:关于)?{PLACE.format('place')}{YEAR}{PLACE.format('behind')}(?:{kinds})")


def area_of(name: str, year: int | None = None) -> str:
    """Return the code of a title's place, of the whole country; "" where nobody knows it, or two places have the name.

    Examples
    --------
    >>> area_of("陕西省西安市"), area_of("苏州市"), area_of("江苏省苏州市"), area_of("西安区")
    ('610100', '320500', '320500', '')
    """
    if name in NATION or (code := places.named_code(name)):
        return register.NATION if name in NATION else code
    found = {one.code for one in nation.narrowed(nation.named(name), year=year)}
    outer = next((one for end in range(2, len(name) - 1) for one in nation.named(name[:end])), None)
    if not found and outer is not None:
        inner = nation.named(name[len(outer.name) :])
        found = {one.code for one in nation.narrowed(inner, year=year) if one.province == outer.province}
    return found.pop() if len(found) == 1 else ""


def _names(name: str, area: str) -> tuple[str, ...]:
    """Return what a text calls its own place: its names and 全市."""
    if area == register.NATION:
        return (*NATION, "境内")
    own = [*OWN.get(name[-1], "").split(), *(["示范区"] if name.endswith("示范区") else [])]
    known = [register.name_of(area), register.name_of(area, short=True)] if register.is_place(area) else []
    return tuple(dict.fromkeys([name, *known, name[:-1] if len(name) > 2 and own else name, *own]))
