"""Places that a label may name outside the project: which, in which province and year, and what becomes of them."""

from collections.abc import Iterable, Sequence

from ipanalytics.catalogue import nation, places
from ipanalytics.catalogue.nation import Division
from ipanalytics.core.project import cached_for_project

FILES = (nation.FILE, *places.FILES)
OUTSIDE = "a place outside the project's areas"
MOST_NAMED = 4


@cached_for_project(*FILES, most=20_000)
def named(name: str) -> tuple[Division, ...]:
    """Return the places of a name that the project doesn't have.

    Examples
    --------
    >>> [place.code for place in named("新城区")], named("榆林市")
    (['150102'], ())
    """
    return _foreign(nation.named(name))


def called(english: str) -> tuple[Division, ...]:
    """Return the cities of a name in English that the project doesn't have.

    Examples
    --------
    >>> [place.name for place in called("Yulin")]
    ['玉林市']
    """
    return tuple(one for one in _foreign(nation.called(english)) if one.level == "city")


def _foreign(found: Iterable[Division]) -> tuple[Division, ...]:
    return tuple(one for one in found if not places.is_place(one.code) and one.level != "province")


def province_of(code: str) -> str:
    """Return the province of a place of the project or of the country; "" of none (全国, 港澳台).

    Examples
    --------
    >>> province_of("guanzhong"), province_of("450900"), province_of("100000")
    ('610000', '450000', '')
    """
    if code in ("", places.NATION):
        return ""
    return f"{code[:2]}0000" if code[:2].isdecimal() else places.province()


def options(code: str, others: Sequence[Division], *, province: str, year: int | None) -> tuple[str, ...]:
    """Return the codes that a label may mean: of the project's place and of others, those of a province and a year.

    Examples
    --------
    >>> options("610102", named("新城区"), province="150000", year=None)
    ('150102',)
    >>> options("610102", named("新城区"), province="", year=None)
    ('610102', '150102')
    """
    near = tuple(one for one in others if one.province == province)
    is_own = bool(code) and (province_of(code) == province or not (province and near))
    if province and code and is_own and province_of(code) == province:
        return (code,)
    kept = nation.narrowed(near or others, year=year)
    codes = dict.fromkeys(one.code for one in kept)
    return (code, *codes) if is_own else tuple(codes)


def described(codes: Iterable[str]) -> str:
    """Name places with the province or city that they lie in: 内蒙古自治区呼和浩特市新城区 (150102)."""
    shown = list(codes)
    rest = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
    return ", ".join(f"{_path(code)} ({code})" for code in shown[:MOST_NAMED]) + rest


def _path(code: str) -> str:
    upward = [code]
    while (one := nation.division(upward[-1])) and one.parent != places.NATION:
        upward.append(one.parent)
    return "".join(places.name_of(each) for each in reversed(upward))
