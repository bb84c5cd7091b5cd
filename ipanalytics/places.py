"""The label of a row: a division, a subtotal that is none, or neither; never by likeness."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from ipanalytics import cells, divisions, paths
from ipanalytics.errors import CleaningError


@dataclass(frozen=True)
class Place:
    """What a row's label names: `code` of a division, or why it is none; `correction` where the label was mended."""

    code: str = ""
    reason: str = ""
    correction: str = ""


@lru_cache(maxsize=20_000)
def code_of(name: str) -> str:
    """Return the code of a name known letter for letter, else ""."""
    try:
        return divisions.find(name) if name else ""
    except CleaningError:
        return ""


@lru_cache(maxsize=20_000)
def subtotal(name: str) -> str:
    """Return why a known label of a row is no division, else ""."""
    return _subtotals().get(cells.tidy(name).casefold(), "")


@lru_cache(maxsize=1)
def _subtotals() -> dict[str, str]:
    table = pd.read_csv(paths.data() / "divisions" / "not_places.csv", dtype=str)
    return {cells.tidy(label).casefold(): reason for label, reason in table.itertuples(index=False)}


def is_known(text: str) -> bool:
    """Say whether a cell's text, its Chinese or its English part, names a division or a subtotal."""
    return resolve(text) is not None


@lru_cache(maxsize=20_000)
def resolve(label: str, english: str = "", code: str = "") -> Place | None:
    """Return the place of a row.

    A code decides, then the English name where the Chinese one is unknown or differs from it
    (江两 | Jiangxi); what was mended is said. None where nothing is known.

    Examples
    --------
    >>> resolve("陕    西", "Shaanxi"), resolve("江两", "Jiangxi")
    (Place(code='610000', reason='', correction=''), \
Place(code='360000', reason='', correction="'江两' read as 江西, after 'Jiangxi'"))
    """
    plain = cells.strip_part(cells.strip_notes(label)[0])
    chinese, beside = cells.split_bilingual(plain)
    latin = cells.strip_notes(english)[0] or beside
    by_code, by_name, by_latin = code_of(code if code.isdecimal() else ""), code_of(chinese), code_of(latin)
    decided = by_code or by_latin or by_name
    if decided and (by_name or decided) != decided or (decided and chinese and not by_name):
        return Place(decided, correction=_correction(chinese, decided, code if by_code else latin))
    if decided:
        return Place(decided)
    reason = subtotal(chinese) or subtotal(latin) or subtotal(plain)
    return Place(reason=reason) if reason else None


def _correction(label: str, code: str, after: str) -> str:
    return f"{label!r} read as {divisions.name_of(code, short=True)}, after {after!r}"
