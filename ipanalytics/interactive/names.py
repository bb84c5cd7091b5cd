"""What somebody types by hand, to what the tables say: one name or a list, levels and periods in the widgets' words."""

from collections.abc import Callable, Iterable
from typing import Any

from ipanalytics.catalogue import places
from ipanalytics.core import i18n, periods
from ipanalytics.core.errors import CatalogueError, CleaningError, IPAnalyticsError
from ipanalytics.ingestion.text import dates
from ipanalytics.monitoring.assessment import Assessment, load

LEVELS = {"单元": "unit", "区域": "region", "区县": "county", "省": "province"}
LESS_USED = {"市": "city", "城市": "city", "县": "county", "副省级市": "subprovincial", "全国": "nation"}
CERTAIN = ("whole", "cumulated", "point")
PERIODS = f"{periods.EXPECTED}, or in words: 2022年9月, 2022年1—9月, 2022年三季度, 2021年末"


def language(name: str = "") -> str:
    """Write drawings, tables and widgets in `zh` or `en` from here on, if one is given; return the language in use.

    Raises
    ------
    CatalogueError
        When it's another language.
    """
    if name:
        i18n.use(name)
    return i18n.current()


def flat(names: Iterable[Any]) -> list[Any]:
    """Return names out of any lists that they lie in.

    Examples
    --------
    >>> flat(["榆林", ("延安", 610100), ["西安"]])
    ['榆林', '延安', 610100, '西安']
    """
    parts = [name if isinstance(name, Iterable) and not isinstance(name, str) else [name] for name in names]
    return [name for part in parts for name in part]


def find_each(names: Iterable[Any], find: Callable[[Any], str]) -> list[str]:
    """Return what each name stands for, names in lists too.

    Raises
    ------
    IPAnalyticsError
        Of the kind that `find` raises; words every name that can't be found.
    """
    answers, faults = [], []
    for name in flat(names):
        try:
            answers.append(find(name))
        except IPAnalyticsError as fault:
            faults.append(fault)
    if faults:
        raise type(faults[0])("\n".join(dict.fromkeys(map(str, faults)))) from faults[0]
    return list(dict.fromkeys(answers))


def find_level(name: str) -> str:
    """Return a level given by its id or by the widgets' word for it.

    Raises
    ------
    CatalogueError
        Names what is possible.

    Examples
    --------
    >>> find_level("单元"), find_level("county")
    ('unit', 'county')
    """
    words = LEVELS | LESS_USED
    if (level := words.get(str(name).strip(), name)) not in places.LEVELS:
        msg = f"{name!r} is not a level: expected {', '.join(f'{word} ({id_})' for word, id_ in words.items())}"
        raise CatalogueError(msg)
    return level


def find_period(text: str | int) -> str:
    """Return a period given as the tables write it, or in words.

    Raises
    ------
    CleaningError
        Names what is possible.

    Examples
    --------
    >>> find_period(2022), find_period("2022年1—9月"), find_period("2022年9月末（12个）")
    ('2022', '2022-01/2022-09', '2022-09')
    """
    written = str(text).strip()
    if periods.is_period(written):
        return written
    when = dates.period(written)
    if when is None or not when.period or when.kind not in CERTAIN:
        msg = f"{text!r} is not a period: expected {PERIODS}"
        raise CleaningError(msg)
    return when.period


def assess(as_of: str | int = "", year: int = 0, *, real_only: bool = False) -> Assessment:
    """Judge a year's targets at the end of a period, which may be in words; see `monitoring.assessment.load`."""
    return load(find_period(as_of) if as_of else "", year, real_only=real_only)
