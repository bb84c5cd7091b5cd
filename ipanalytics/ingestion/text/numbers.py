"""What the text of a cell says as a number or a unit of measure."""

import re
import reprlib
from dataclasses import dataclass

from ipanalytics.catalogue import indicators
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import normalise
from ipanalytics.ingestion.text.cell_forms import ABOUT, HAN, SIGNS, either
from ipanalytics.ingestion.text.normalise import AFTER, ERROR, LONGEST, LONGEST_FIGURE, PLAIN, STARS

LARGEST = 1e15
DIGITS = r"[-+−–]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
MISSING = re.compile(
    "(?i)" + "|".join(f"(?P<{kind}>{either(SIGNS, kind)})" for kind in dict.fromkeys(s.meaning for s in SIGNS))
)
SIMPLE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
FIGURE = re.compile(rf"({either(ABOUT, 'before')})?\s*({DIGITS})(?![0-9])\s*(.*)")
UNIT_LINE = re.compile(r"(?i)(?:^|[\s(,;])(?:计量|数量|金额)?(?:单 ?位|units?\b)\s*(:?)\s*(.+)")
BRACKETED = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]+)")
MULTIPLIED = re.compile("[0-9][0-9 ,OoIl]*[a-z]")
GAP = re.compile(r" |(?=件/)|(?<![件个项家户人元])/|(?<=[^0-9. ])(?=[%‰]$)")
# A reader sees 1200 where 0021 stands behind this sign.
TURNED = "\u202e"
LISTED = rf"\s*[、,;/]\s*|(?<=[{HAN}])[和及与或](?=[{HAN}])"


@dataclass(frozen=True)
class Number:
    """An exact number as printed, in its unit, and its footnote marks."""

    value: float
    unit: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Missing:
    """A sign that there is no figure: blank, dash, below_unit, slash, stars or word; never 0."""

    kind: str


@dataclass(frozen=True)
class Fault:
    """A cell that can't be used, and why."""

    reason: str


def read_number(text: str) -> Number | Missing | Fault | None:
    """Read a cell of figures: a Fault where they aren't one number, None where the cell holds words.

    Examples
    --------
    >>> read_number("1.5万家")
    Number(value=1.5, unit='万家', note='')
    >>> read_number("…"), read_number("100/79.6"), read_number("2022年")
    (Missing(kind='below_unit'), Fault(reason="'100/79.6' holds 2 numbers, expected one"), None)
    >>> read_number('="1200"'), read_number("约2万")
    (Number(value=1200.0, unit=None, note=''), Fault(reason="'约2万' isn't exact ('约'), expected an exact figure"))
    """
    plain = normalise.tidy(text)
    if TURNED in text and re.search("[0-9]", plain):
        return Fault(f"{plain!r} is written to be shown from right to left, expected digits in their order")
    if SIMPLE.fullmatch(plain):
        return Number(float(plain) + 0.0)
    if match := MISSING.fullmatch(plain):
        return Missing(str(match.lastgroup))
    if ERROR.fullmatch(plain):
        return Fault(f"{plain!r} is an error or a formula of the spreadsheet, expected a value")
    if len(plain) > LONGEST_FIGURE:
        return _unreadable(plain)
    return _figure(plain) or _unreadable(plain)


def _figure(plain: str) -> Number | Fault | None:
    text, note = normalise.strip_notes(plain)
    if not (match := FIGURE.fullmatch(text)):
        return None
    about, digits, tail = match.groups(default="")
    value = float(re.sub("[−–]", "-", digits.replace(",", ""))) + 0.0
    words, name = "".join([about, *AFTER.findall(tail), *STARS.findall(note)]), _key(AFTER.sub("", tail))
    unit = _units().get(name, ("",))[0] if name else None
    if unit == "" or abs(value) >= LARGEST:
        return None
    if words:
        return Fault(f"{plain!r} isn't exact ({words!r}), expected an exact figure")
    return Number(value, unit, note)


def _unreadable(plain: str) -> Fault | None:
    numbers = re.findall(DIGITS, plain)
    if not numbers or any(letter.isalpha() for letter in re.sub(DIGITS, "", plain)):
        return None
    found = f"holds {len(numbers)} numbers" if len(numbers) > 1 else "isn't a number below 10^15"
    return Fault(f"{reprlib.repr(plain)} {found}, expected one")


@cached_for_project(*indicators.FILES, most=4)
def _units() -> dict[str, tuple[str, str, float]]:
    return {_key(name): (name, *unit) for name, unit in indicators.units().items()}


def _key(text: str) -> str:
    text = re.sub("(?<=[0-9])[ ,](?=[0-9]{3})", "", normalise.tidy(text).lower())
    return text[1:-1] if re.fullmatch(r"\([^()]*\)", text) else text


def conversion(unit: str, wanted: str) -> float:
    """Return `catalogue.factor`, where bare 万 or million count what is wanted.

    Examples
    --------
    >>> conversion("million", "人"), conversion("万", "万件"), conversion("万元", "亿元")
    (1000000.0, 1.0, 0.0001)
    """
    kind, wanted_kind = indicators.quantity_of(unit), indicators.quantity_of(wanted)
    if kind == "multiple" and (plain := PLAIN.get(wanted_kind)):
        return indicators.units()[unit].factor * indicators.factor(plain, wanted)
    return indicators.factor(unit, wanted)


@cached_for_project(*indicators.FILES, most=20_000)
def find_unit(text: str) -> str | Fault | None:
    """Return the unit of a unit line or heading; % beside one other unit is left to the headings.

    Examples
    --------
    >>> find_unit("拥有量(件/万人)"), find_unit("单位:万元、%"), find_unit("(2022年)")
    ('件/万人', '万元', None)
    >>> find_unit("单位：个、家"), find_unit("单位:吨")
    (Fault(reason='个、家 are different units, expected one'), Fault(reason='吨 is not in units.csv'))
    """
    plain = normalise.tidy(text)
    if len(plain) > LONGEST:
        return None
    line = UNIT_LINE.search(normalise.flattened(text))
    chunks = BRACKETED.findall(f"({line[2]}") if line else []
    first = chunks[0].strip() if line and line[1] and chunks and not _is_unit(chunks[0]) else ""
    if unknown := [word for word in re.split(LISTED, first.split(" ")[0]) if word and not _is_unit(word)]:
        return Fault(f"{'、'.join(unknown)} is not in units.csv")
    names = _units_of(chunks) or _units_of(BRACKETED.findall(plain)) or _last_unit(text)
    counted = [name for name in names if _units()[_key(name)][1] != "share"] or names
    if len(counted) > 1:
        return Fault(f"{'、'.join(counted)} are different units, expected one")
    return counted[0] if counted else None


def _is_unit(text: str) -> bool:
    return _key(text) in _units()


def _units_of(chunks: list[str]) -> list[str]:
    """Return the units among the words of all chunks, of synonyms the first."""
    found: dict[tuple, str] = {}
    for chunk in chunks:
        if MULTIPLIED.match(chunk) and not _is_unit(chunk):
            # (100 000 yuan): its last word alone would be another unit.
            continue
        for word in [chunk] if _is_unit(chunk) else re.split(rf"[\s:]+|{LISTED}", chunk):
            name, *meaning = _units().get(_key(word), ("",))
            found.setdefault(tuple(meaning), name)
    return [name for name in found.values() if name]


def _last_unit(text: str) -> list[str]:
    """Find the longest unit at the end, in small letters but for Per million people: People is a heading."""
    plain = re.sub(f"(?<=[{HAN}])(?<![{HAN}]{{3}}) (?=[{HAN}])", "", normalise.flattened(text))
    ends = [plain, *(plain[gap.end() :] for gap in GAP.finditer(plain))]
    written = (end for end in ends if end == end.lower() or end.lower().startswith("per "))
    return [_units()[_key(end)][0] for end in written if _is_unit(end)][:1]
