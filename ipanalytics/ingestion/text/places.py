"""The label of a row: a division, a subtotal that is none, or neither; never by likeness."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.catalogue.places import code_of
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import normalise

# 陕西省合计 is the province, in a table where 合计 alone is no place.
TOTAL = re.compile("(?<=..)(?:合计|总计|小计|共计|汇总|总数|总量)$")
LATIN_FIRST = re.compile(r"([A-Za-z][A-Za-z' -]+) ([\u4e00-\u9fff]+)$")
INSIDE = re.compile(r"(.+?)\((不含|不包括|扣除|含|包括|包含)(.+?)\)$")
TWICE = re.compile(r"(.+?)\((.+)\)$")
# 全市 is the place that the title names.
OWN = ("全省", "全市", "全区", "全县", "本省", "本市", "本区", "本县", "全州")
# The longest name of a place that others may follow.
LONGEST = 16
# What is another place's name outside the province: a row such as these ends the places before it.
ABROAD = re.compile(r".+(?:省|市|自治区|自治州|州|盟|地区)$")


@dataclass(frozen=True)
class Place:
    """What a row's label names.

    `code` of a division; or why it is none, and the `fate` of its figures; `correction` where the label was mended.
    """

    code: str = ""
    reason: str = ""
    correction: str = ""
    fate: str = "check"


@cached_for_project(*places.FILES, most=20_000)
def subtotal(name: str) -> str:
    """Return why a known label of a row is no division, else ""."""
    return _subtotals().get(_plain(name), "")


@cached_for_project(*places.FILES)
def _subtotals() -> dict[str, str]:
    return {_plain(str(label)): reason for label, reason in places.not_places().items()}


@cached_for_project(*places.FILES)
def _nowhere() -> dict[str, str]:
    return {_plain(name): reason for name, reason in places.register().nowhere.items()}


def _plain(name: str) -> str:
    return normalise.tidy(name).casefold()


def is_known(text: str) -> bool:
    """Say whether a cell's text, its Chinese or its English part, names a division or a subtotal."""
    return resolve(text) is not None


@cached_for_project(*places.FILES, most=20_000)
def resolve(label: str, english: str = "", code: str = "") -> Place | None:
    """Return the place of a row.

    A code decides, then the English name, where the Chinese one was misread by a letter (江两 | Jiangxi); what was
    mended is said. Two names of different places are neither. None where nothing is known.

    Examples
    --------
    >>> resolve("陕    西", "Shaanxi"), resolve("江两", "Jiangxi")
    (Place(code='610000', reason='', correction='', fate='check'), \
Place(code='360000', reason='', correction="'江两' read as 江西, after 'Jiangxi'", fate='check'))
    >>> resolve("陕西", "Shanxi").reason
    "'陕西' and 'Shanxi' are different places"
    >>> resolve("陕西省合计").code, resolve("渭南市（含韩城）").code
    ('610000', '610500+610581')
    """
    plain = normalise.strip_part(normalise.strip_notes(label)[0])
    chinese, beside = normalise.split_bilingual(LATIN_FIRST.sub(r"\2 \1", plain))
    latin = normalise.strip_notes(english)[0] or beside
    named, by_latin = named_code(chinese), named_code(latin)
    by_code = code_of(code) if code.isdecimal() else ""
    if named and not by_code and by_latin not in ("", named):
        return Place(reason=f"{chinese!r} and {latin!r} are different places", fate="left_out")
    decided = by_code or by_latin or named
    if decided and chinese and named != decided:
        return _mended(chinese, decided, code if by_code else latin)
    return Place(decided) if decided else _nothing(chinese, latin, plain)


def _mended(label: str, code: str, after: str) -> Place:
    """Believe a code or an English name where the label is the place's own, but for some letters."""
    names = (places.name_of(code), places.name_of(code, short=True))
    if named_code(label) or any(_is_misread(label, name) for name in names):
        return Place(code, correction=f"{label!r} read as {names[1]}, after {after!r}")
    return Place(reason=f"{label!r} is not a known place, but {after!r} is {names[1]}", fate="left_out")


def _is_misread(label: str, name: str) -> bool:
    same = sum(a == b for a, b in zip(label, name, strict=False))
    return len(label) == len(name) and same * 2 >= len(name)


def _nothing(chinese: str, latin: str, plain: str) -> Place | None:
    if reason := subtotal(chinese) or subtotal(latin) or subtotal(plain):
        return Place(reason=reason)
    if reason := _nowhere().get(_plain(chinese), ""):
        return Place(reason=f"{chinese!r} {reason}", fate="left_out")
    match = INSIDE.match(chinese)
    if match and code_of(match[1]):
        return Place(reason=f"{chinese!r} is no division of data/divisions", fate="left_out")
    return None


@cached_for_project(*places.FILES, most=20_000)
def named_code(name: str) -> str:
    """Return the code of a name that may say 合计, what it includes, or another name in brackets.

    Examples
    --------
    >>> named_code("西安市小计"), named_code("杨凌示范区(杨陵区)"), named_code("渭南市(不含韩城市)")
    ('610100', '610403', '610500')
    """
    if found := code_of(name) or code_of(TOTAL.sub("", name)) or _inner(TOTAL.sub("", name)):
        return found
    if match := INSIDE.match(name):
        return _with(code_of(match[1]), code_of(match[3]), is_inside=not match[2].startswith(("不", "扣")))
    twice = TWICE.match(name)
    both = {code_of(twice[1]), code_of(twice[2])} if twice else set()
    return both.pop() if len(both) == 1 else ""


def _inner(name: str) -> str:
    """Return the last of several places that a name is made of, each inside the one before: 陕西省西安市."""
    for end in range(2, min(len(name), LONGEST) - 1):
        if (outer := code_of(name[:end])) and (inner := code_of(name[end:]) or _inner(name[end:])):
            is_full = not is_county(inner) or name[end:] not in _shorts()
            if is_full and inner != outer and hierarchy.is_inside(inner, outer):
                return inner
    return ""


@cached_for_project(*places.FILES)
def _shorts() -> frozenset[str]:
    return frozenset(places.table()["short"])


def _with(whole: str, part: str, *, is_inside: bool) -> str:
    """Return the place that another one is said to belong to, or to be left out of."""
    if not whole or not part:
        return ""
    joined = f"{whole}+{part}"
    if joined in hierarchy.composites():
        return joined if is_inside else whole
    return whole if is_inside and whole in hierarchy.ancestors(part) else ""


def own(label: str, area: str) -> str:
    """Return the code of 全市 and its like in a table on one place, else "".

    Examples
    --------
    >>> own("全市", "610900"), own("全省", "510000"), own("全省", "610100")
    ('610900', '510000', '610000')
    """
    plain = TOTAL.sub("", normalise.strip_part(normalise.strip_notes(label)[0]))
    if plain not in OWN:
        return ""
    if plain in ("全省", "本省"):
        return area if _is_province(area) else places.province() if not area or _is_inside(area) else ""
    return "" if area in ("", places.NATION) or _is_province(area) else area


def is_ambiguous(label: str, area: str) -> bool:
    """Say whether a row of a province's table has its bare name, which is one of its cities' too (吉林)."""
    plain = normalise.tidy(label)
    return bool(area) and code_of(plain) == area and _plain(f"{plain}市") in _nowhere()


def _is_province(code: str) -> bool:
    return code.endswith("0000") and code not in ("", places.NATION)


def _is_inside(code: str) -> bool:
    return places.province() in (code, *hierarchy.ancestors(code)) or code == places.NATION


def is_county(code: str) -> bool:
    """Say whether a code is a county, whose name other provinces have too."""
    return code != "" and places.level_of(code) == "county"


def is_abroad(label: str, place: Place | None) -> bool | None:
    """Say whether the rows under a label lie outside the province; None where the label says nothing of it."""
    if place and place.code:
        return None if is_county(place.code) else not _is_inside(place.code)
    return True if place is None and ABROAD.match(normalise.tidy(label)) else None


@dataclass(frozen=True)
class Chain:
    """Names of places that stand one after the other in a text, each inside the one before: the code of the last."""

    code: str
    end: int


def chains(text: str) -> list[Chain]:
    """Return the places that a text names letter for letter; 陕西省西安市 is one.

    Examples
    --------
    >>> chains("陕西省西安市和咸阳")
    [Chain(code='610100', end=6), Chain(code='610400', end=9)]
    """
    made: list[Chain] = []
    for match in _pattern().finditer(text):
        code = names()[match[0]]
        is_short = is_county(code) and match[0] in _shorts()
        is_next = made and not is_short and not text[made[-1].end : match.start()].strip()
        if is_next and hierarchy.is_inside(code, made[-1].code) and code != made[-1].code:
            made.pop()
        made.append(Chain(code, match.end()))
    return made


@cached_for_project(*places.FILES)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names(), key=len, reverse=True))))


@cached_for_project(*places.FILES)
def names() -> dict[str, str]:
    """Return the names of all places that a title may have, and their codes."""
    table = places.table()
    columns: Iterable[str] = ("short", "name")
    named = {name: code_of(name) for column in columns for name in table[column] if name}
    aliases = places.register().aliases
    longer = {alias: code for alias, code in aliases.items() if alias.startswith(tuple(named))}
    return {name: code for name, code in {**longer, **named}.items() if name not in OWN}
