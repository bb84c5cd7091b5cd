"""The label of a row: a division, a subtotal that is none, or neither; never by likeness."""

import re
from dataclasses import dataclass, replace

from ipanalytics.catalogue import hierarchy, nation, places
from ipanalytics.catalogue.nation import Division
from ipanalytics.catalogue.places import code_of
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import elsewhere, normalise

# 陕西省合计 is the province, in a table where 合计 alone is no place.
TOTAL = re.compile("(?<=..)(?:合计|总计|小计|共计|汇总|总数|总量)$")
LATIN_FIRST = re.compile(r"([A-Za-z][A-Za-z' -]+) ([\u4e00-\u9fff]+)$")
WITHOUT = ("不", "未", "扣", "剔", "除")
INCLUDING = "[不未](?:包含|包括|含|计入)|扣除|剔除|除去|包含|包括|含"
INSIDE = re.compile(rf"(.+?)\(({INCLUDING})(.+?)\)$")
TWICE = re.compile(r"(.+?)\((.+)\)$")
# 全市 is the place that the title names.
OWN = ("全省", "全市", "全区", "全县", "本省", "本市", "本区", "本县", "全州")
# The longest name of a place that others may follow.
LONGEST = 16
# What is another place's name outside the province: a row such as these ends the places before it.
UNKNOWN_CITY = "abroad"
ABROAD = re.compile(r".+(?:省|市|自治区|自治州|州|盟|地区)$")


@dataclass(frozen=True)
class Place:
    """What a row's label names.

    `code` of a division; or why it is none, and the `fate` of its figures; `correction` where the label was mended;
    `elsewhere` are the places outside the project that the label may mean instead.
    """

    code: str = ""
    reason: str = ""
    correction: str = ""
    fate: str = "check"
    elsewhere: tuple[Division, ...] = ()

    @property
    def is_division(self) -> bool:
        """Whether it is a division, of the project or elsewhere, rather than a subtotal."""
        return self.code != "" or self.elsewhere != ()


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


@cached_for_project(*elsewhere.FILES, most=20_000)
def resolve(label: str, english: str = "", code: str = "") -> Place | None:
    """Return the place of a row.

    A code decides, then the English name, where the Chinese one was misread by a letter (江两 | Jiangxi); what was
    mended is said. Two names of different places are neither. None where nothing is known.

    Examples
    --------
    >>> resolve("陕    西", "Shaanxi").code, resolve("江两", "Jiangxi").correction
    ('610000', "'江两' read as 江西, after 'Jiangxi'")
    >>> resolve("玉林市", "Yulin").elsewhere[0].code, resolve("榆林市", "Yulin").code
    ('450900', '610800')
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
    others = elsewhere.named(chinese)
    if others and not named and not by_code:
        return Place(reason=elsewhere.OUTSIDE, fate="outside", elsewhere=others)
    decided = by_code or by_latin or named
    if decided and chinese and named != decided:
        return _mended(chinese, decided, code if by_code else latin)
    if decided and not by_code:
        # 吉林 is the province, whatever city has its name.
        is_small = decided[-4:] not in ("", "0000")
        return Place(decided, elsewhere=() if not is_small else others if chinese else elsewhere.called(latin))
    return Place(decided) if decided else _outside(chinese, latin, code) or _nothing(chinese, latin, plain)


def _mended(label: str, code: str, after: str) -> Place:
    """Believe a code or an English name where the label is the place's own, but for some letters."""
    names = (places.name_of(code), places.name_of(code, short=True))
    is_other = elsewhere.named(label) and not named_code(label)
    if not is_other and (named_code(label) or any(_is_misread(label, name) for name in names)):
        alike = _alike(label, after)
        return Place(code, correction=f"{label!r} read as {names[1]}, after {after!r}", elsewhere=alike)
    what = "another place" if is_other else "not a known place"
    return Place(reason=f"{label!r} is {what}, but {after!r} is {names[1]}", fate="left_out")


def _outside(label: str, latin: str, code: str) -> Place | None:
    """Return the place outside the project that a code or an English name tells beside a label."""
    by_code = nation.division(code) if code.isdecimal() else None
    alike = _alike(label, latin) if label else elsewhere.called(latin)
    if by_code and (not label or label in (by_code.name, by_code.short) or _is_misread(label, by_code.name)):
        alike = (by_code,)
    if not alike:
        return None
    correction = f"{label!r} read as {alike[0].name}, after {latin or code!r}" if label else ""
    return Place(reason=elsewhere.OUTSIDE, fate="outside", elsewhere=alike, correction=correction)


def _alike(label: str, english: str) -> tuple[Division, ...]:
    """Return the places outside the project of an English name whose Chinese name a label is, but for some letters."""
    found = elsewhere.called(english) if english else ()
    return tuple(one for one in found if _is_misread(label, one.name) or _is_misread(label, one.short))


def settled(place: Place, *, province: str, year: int | None) -> Place:
    """Return the one place that a label means in a province and a year, or why it isn't one.

    Examples
    --------
    >>> settled(resolve("新城区"), province="610000", year=None).code
    '610102'
    >>> settled(resolve("西安区"), province="230000", year=None).elsewhere[0].code
    '231005'
    """
    if not place.elsewhere:
        return place
    codes = elsewhere.options(place.code, place.elsewhere, province=province, year=year)
    if codes == (place.code,):
        return replace(place, elsewhere=())
    if len(codes) > 1:
        reason = f"the name of several places, {elsewhere.described(codes)}; expected its province above or beside it"
        return replace(place, code="", reason=reason, fate="left_out" if place.code else "outside", elsewhere=())
    one = tuple(other for other in place.elsewhere if other.code == codes[0])
    return replace(place, code="", reason=elsewhere.OUTSIDE, fate="outside", elsewhere=one)


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
        return _with(code_of(match[1]), code_of(match[3]), is_inside=not match[2].startswith(WITHOUT))
    twice = TWICE.match(name)
    both = {code_of(twice[1]), code_of(twice[2])} if twice else set()
    return both.pop() if len(both) == 1 else ""


def _inner(name: str) -> str:
    """Return the last of several places that a name is made of, each inside the one before: 陕西省西安市."""
    for end in range(2, min(len(name), LONGEST) - 1):
        if (outer := code_of(name[:end])) and (inner := code_of(name[end:]) or _inner(name[end:])):
            is_full = not is_county(inner) or name[end:] not in short_names()
            if is_full and inner != outer and hierarchy.is_inside(inner, outer):
                return inner
    return ""


@cached_for_project(*places.FILES)
def short_names() -> frozenset[str]:
    """Return the names of places without what kind they are."""
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
    return places.is_place(code) and places.level_of(code) == "county"


def stands_in(label: str, place: Place | None) -> str:
    """Return the province that the rows under a label lie in: its code, "abroad", or "" where nothing is said.

    Examples
    --------
    >>> stands_in("西安市", resolve("西安市")), stands_in("玉林市", resolve("玉林市")), stands_in("火星市", None)
    ('610000', '450000', 'abroad')
    """
    if place is None:
        return UNKNOWN_CITY if ABROAD.match(normalise.tidy(label)) else ""
    if place.code:
        return "" if is_county(place.code) or place.elsewhere else elsewhere.province_of(place.code)
    cities = {one.province for one in place.elsewhere if one.level == "city"}
    return cities.pop() if len(cities) == 1 else ""
