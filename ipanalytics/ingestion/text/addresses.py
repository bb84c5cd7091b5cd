"""The division in which an address, an applicant or a list lies: by the names of divisions in its text."""

import re
from collections.abc import Iterable

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.catalogue.places import code_of
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import normalise

NOT_GO_ON = "(?![省市区县州盟旗])"


@cached_for_project(*places.FILES, most=20_000)
def find(text: str, *, is_partial: bool = False) -> str:
    """Return the code of a cell's place, of an address its beginning; "" for none.

    Of several places in one cell it's the unit that holds them all, else the province. If one is unknown there is no
    code, unless `is_partial`: 洛川县、某镇.

    Examples
    --------
    >>> find("渭南市富平县"), find("洛川县、富县"), find("西乡县/石泉县"), find("西安高新区"), find("某地")
    ('610528', '610600', '610000', '610100', '')
    """
    codes = {_leading(part) for part in re.split(r"[、,;/\n]+", text) if part.strip()}
    codes -= {""} if is_partial else set()
    if not codes or "" in codes:
        return ""
    units, provinces = ({upward(code) for code in codes} for upward in (unit_of, province_of))
    together = units if len(units) == 1 and "" not in units else provinces
    return hierarchy.finest(codes) or (together.pop() if len(together) == 1 else "")


def _leading(text: str) -> str:
    """Return the finest of the places with which a text begins, each inside the one before."""
    rest, codes = _plain(text), set()
    while rest and not (whole := code_of(rest)) and (match := re.match(_names(), rest)):
        codes.add(code_of(match[0]))
        rest = rest[match.end() :].strip()
    return hierarchy.finest({*codes, whole} if rest and whole else codes)


def _plain(text: str) -> str:
    plain = normalise.strip_notes(text)[0]
    return normalise.split_bilingual(plain)[0] or plain


@cached_for_project(*places.FILES)
def _names() -> str:
    """Match the full name of any place, and the short one of any but a county: 西安, but not in 西安区."""
    table = places.table()
    levels = table["levels"].str.split()
    wide = table["short"][[not {"county"} & set(own) or "unit" in own for own in levels]]
    return f"{_either(table['name'])}|(?:{_either(wide)}){NOT_GO_ON}"


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


def named(text: str, *, before: Iterable[str] = ()) -> set[str]:
    """Return the places that a text names, of 陕西 and 榆林 the smaller one, but none that stands before an office.

    Examples
    --------
    >>> named("陕西省知识产权局关于公布榆林市企业名单的通知", before=["知识产权局"])
    {'610800'}
    """
    found = re.finditer(f"(?:{_names()})(?!{_either(before) or '$^'})", normalise.tidy(text))
    return hierarchy.smallest(code_of(match[0]) for match in found)


@cached_for_project(*places.FILES, most=4096)
def unit_of(code: str) -> str:
    """Return the reporting unit in which a place lies, else ""."""
    return hierarchy.chain_of(code, "unit")


@cached_for_project(*places.FILES, most=4096)
def province_of(code: str) -> str:
    """Return the province in which a place lies, else ""."""
    return hierarchy.chain_of(code, "province")
