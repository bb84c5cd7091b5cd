"""The words of titles and headings: what they say about object, type, measure or indicator.

data/catalogue/words.csv is the vocabulary, word_indicators.csv the indicator that an
object, a type and a measure make together. A word counts where it stands letter for
letter in the tidied text; of two that overlap the longer one counts. What is left
over makes a heading unknown, unless it is a filler, a unit or a period.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import indicators as catalogue_indicators
from ipanalytics.core import project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import normalise, numbers
from ipanalytics.ingestion.text.dates import MONTH

READ = ("data/catalogue/words.csv", "data/catalogue/word_indicators.csv")
PARTS = ("object", "type", "measure", "per")
# Words that head a column of labels: 单位 is one only where it is the whole heading, 申请单位数 counts bodies.
LABELS = ("area", "areas", "code", "period", "number", "unit", "item", "topic", "chapter")
# The labels that may stand in a title too: 主要指标, 各市县, 年度.
IN_TITLES = ("areas", "topic", "period")
# Words that say nothing; beside a label those that count (个数) make it one that is counted.
SILENT = ("filler", "count", "scope")
BESIDE_LABELS = (*LABELS, "filler")
# What a role says of a figure outweighs that it is a value, cumulated or what was done.
WEAK = ("value", "cumulated", "actual")
# Words that only lines above a table may hold (月报, 知识产权局): inside a heading they are unknown.
ABOVE = ("title", "issuer", "group")
# Measures that an indicator named outright can't have: 地理标志产品申请量 is another thing.
UNCLEAR = "unclear"
FLOWS = ("applications", "grants", "registrations")
# Applications for patents granted are grants.
GRANTED = re.compile(r"\bapplications?\b(?=[ a-z,]*\bgranted\b)")
# Signs, and the letters of periods, that say nothing more once the period is known.
SIGNS = re.compile(r"[\s()\[\]【】〔〕<>《》“”\"'’#%‰*+&/|\\,.;:·、。~_—–-]+")
# A number of a heading (1, 2022) and a letter; more digits than a code has are neither.
NUMBER = re.compile("(?<![0-9])[0-9]{1,6}(?![0-9])|(?<![a-z])[a-z](?![a-z])")
PERIOD = re.compile(
    "[0-9年月日季度末底初截止至到上下半前第一二三四五六七八九十同期本当去今自从起以来内]+|(?:19|20)[0-9]{2}"
    f"|(?i:(?<![a-z]){MONTH}(?![a-z]))"
)
Meaning = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What a text says.

    `clash` are the things that it says twice and differently, which count for
    nothing; `scope` is a word that narrows its figures to something uncommon
    (职务, 国外); `rest` is what no word of the vocabulary covers.
    """

    meaning: Meaning
    clash: tuple[str, ...] = ()
    scope: str = ""
    rest: str = ""


@cached_for_project(*READ, most=4)
def _load(folder: Path) -> tuple[re.Pattern[str], dict[str, dict[str, str]], dict[tuple[str, ...], str]]:
    words = pd.read_csv(folder / "words.csv", dtype=str, keep_default_na=False)
    made = pd.read_csv(folder / "word_indicators.csv", dtype=str, keep_default_na=False)
    _check(words, made)
    meanings = {
        _key(str(entry.pop("word"))): {str(key): str(value) for key, value in entry.items() if value}
        for entry in words.to_dict("records")
    }
    indicators = {tuple(row[:3]): str(row[3]) for row in made.itertuples(index=False)}
    within = [word for word, entry in meanings.items() if entry.get("role") not in ABOVE]
    return any_of(within), meanings, indicators


def vocabulary() -> Mapping[str, Meaning]:
    """Return every word of words.csv, tidied, and what it means."""
    return _load(project.data("catalogue"))[1]


def _key(text: str) -> str:
    return normalise.tidy(text).casefold()


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match the longest word first; a Latin one only as a whole word."""
    ordered = sorted(words, key=len, reverse=True)
    whole = r"(?<![a-z0-9]){}(?![a-z0-9])"
    return re.compile("|".join(whole.format(re.escape(w)) if w.isascii() else re.escape(w) for w in ordered))


def _check(words: pd.DataFrame, made: pd.DataFrame) -> None:
    known = {"", *catalogue_indicators.indicators()}
    named = pd.concat([words.set_index("word")["indicator"], made.set_index("object")["indicator"]])
    faults = [f"{word}: unknown indicator {id_!r}" for word, id_ in named.items() if id_ not in known]
    faults += [f"{word}: listed twice" for word in words["word"][words["word"].map(_key).duplicated()]]
    if faults:
        raise CatalogueError(listed("words.csv and word_indicators.csv have faults:", faults))


def meaning(text: str) -> Meaning:
    """Return what a text says: some of object, type, measure, per, indicator, role and part.

    Examples
    --------
    >>> meaning("8-9 国内三种专利有效数按地区分布(2022年)")
    {'object': 'patent', 'type': 'total', 'measure': 'in_force'}
    >>> meaning("同比增长")
    {'role': 'change'}
    """
    return said(text).meaning


def heading(text: str) -> Meaning:
    """Return what a heading or a label says; 万人 as its unit says nothing.

    Examples
    --------
    >>> heading("常住人口（万人）")
    {'indicator': 'population'}
    """
    plain = without_units(normalise.strip_part(normalise.strip_notes(text)[0]))
    chinese, english = normalise.split_bilingual(plain)
    # Its English only repeats a heading whose Chinese is understood.
    is_told = bool(chinese and english) and (meaning(chinese) or not said(chinese).rest)
    return meaning(chinese if is_told else plain)


@cached_for_project(*READ, most=20_000)
def said(text: str) -> Said:
    """Return all that a text says.

    Examples
    --------
    >>> said("专利申请、授权情况").clash, said("职务发明(件)").scope, said("授权企业数").rest
    (('measure',), '职务', '')
    """
    pattern, meanings, _ = _load(project.data("catalogue"))
    plain = GRANTED.sub("", _key(text))
    matched = [match[0] for match in pattern.finditer(plain)]
    is_label = _is_label([meanings[word] for word in matched]) and not SIGNS.sub("", pattern.sub(" ", plain))
    skipped = {word for word in matched if not is_label and meanings[word].get("role") in LABELS}
    # 年度 inside a heading says when; 季度数 counts quarters.
    unread = {word for word in skipped if not PERIOD.fullmatch(word) or f"{word}数" in plain}
    rest = pattern.sub(lambda match: match[0] if match[0] in unread else " ", plain)
    entries = [(word, meanings[word]) for word in matched if word not in skipped]
    scope = next((word for word, entry in entries if entry.get("role") == "scope"), "")
    merged, clash = _merged(entries)
    return Said(merged, clash, scope, SIGNS.sub(" ", rest).strip())


def _is_label(entries: Sequence[Meaning]) -> bool:
    """Say whether words make a label together: 地区 (单位), but not 申请单位 nor 地区数."""
    roles = [entry.get("role", "") for entry in entries]
    return any(role in LABELS for role in roles) and all(role in BESIDE_LABELS for role in roles)


def is_label(text: str) -> bool:
    """Say whether a whole heading is a label: what stands below it are labels, whatever they look like."""
    return heading(text).get("role") in LABELS


def _merged(found: Iterable[tuple[str, Meaning]]) -> tuple[Meaning, tuple[str, ...]]:
    """Put the words of one text together; what two of them say differently is dropped."""
    values: dict[str, dict[str, None]] = {}
    entries = list(found)
    for word, entry in entries:
        for key, value in _entry(word, entry).items():
            values.setdefault(key, {})[value] = None
    if len(values.get("type", {})) > 1:
        values["type"].pop("total", None)
    if values.get("type", {}).keys() - {"total"} and any(_is_untyped(entry) for _, entry in entries):
        values["type"][UNCLEAR] = None
    roles = [role for role in values.pop("role", {}) if role not in SILENT]
    single = {key: next(iter(named)) for key, named in values.items() if len(named) == 1}
    if len(values.get("measure", {})) > 1:
        single.pop("per", None)
    clash = [key for key, named in values.items() if len(named) > 1 and key != "part"]
    if "indicator" in single and ({"object", "per"} & values.keys() or single.get("measure") in FLOWS):
        clash.append("indicator")
        single = {}
    strong = [role for role in roles if role not in WEAK] or roles
    return single | ({"role": strong[0]} if strong else {}), tuple(clash)


def _is_untyped(entry: Meaning) -> bool:
    """Say whether a word speaks of patents of any type: 专利 beside 有效发明专利."""
    return "object" in entry and not {"type", "per"} & entry.keys()


def _entry(word: str, entry: Meaning) -> Meaning:
    """Return a word's meaning; one that names a part of its indicator says which."""
    if entry.get("role") not in ("part", "minor"):
        return entry
    mark = "*" if entry["role"] == "minor" else ""
    return {**{key: value for key, value in entry.items() if key != "role"}, "part": mark + word}


def unknown(text: str, *, has_period: bool) -> str:
    """Return what of a heading isn't understood, else ""; its Chinese counts where it has both.

    Examples
    --------
    >>> unknown("发明 Invention(件)", has_period=False), unknown("高校有效发明专利", has_period=False)
    ('', '高校')
    >>> unknown("2022年", has_period=True), unknown("上年", has_period=False)
    ('', '上')
    """
    chinese, english = normalise.split_bilingual(without_units(normalise.strip_part(normalise.strip_notes(text)[0])))
    found = said(chinese or english)
    if found.scope or found.clash:
        return found.scope or normalise.tidy(text)
    rest = PERIOD.sub("", found.rest) if has_period else NUMBER.sub("", found.rest)
    return normalise.tidy(rest)


def without(text: str, know: Iterable[str]) -> str:
    """Drop words that are said to be harmless from a text, in capital or small letters."""
    return reduce(lambda rest, word: re.sub(f"(?i){re.escape(word)}", " ", rest), know, text)


def without_units(text: str) -> str:
    """Drop (件), (万件) and /件 from a heading."""
    text = re.sub(r"\(([^()]*)\)", lambda part: "" if _is_unit(part[0]) else part[0], text)
    return re.sub(r"/([^/]+)$", lambda part: "" if _is_unit(f"({part[1]})") else part[0], text)


def _is_unit(text: str) -> bool:
    return isinstance(numbers.find_unit(text), str)


def overlay(*path: Meaning) -> Meaning:
    """Put meanings over one another, the later and more special one on top.

    An indicator named outright replaces object, type and measure from further out,
    and the other way round; an object replaces what belongs to another.
    """
    found: dict[str, str] = {}
    for step in path:
        if "indicator" in step:
            found = {key: value for key, value in found.items() if key not in (*PARTS, "part")}
        elif "measure" in step or "object" in step:
            found = {key: value for key, value in found.items() if key not in ("indicator", "part")}
        if step.get("object", found.get("object")) != found.get("object"):
            found = {key: value for key, value in found.items() if key not in ("type", "per")}
        if found.get("type", "total") != "total" and _is_total(step):
            step = {**step, "type": found["type"] if "object" not in step else UNCLEAR}
        if "role" in found and step.get("role") in WEAK:
            step = {**step, "role": found["role"]}
        found |= step
    return found


def share_object(whole: Meaning, part: Meaning) -> bool:
    """Say whether a type may belong to what stands before it: 发明 to patents, not to trademarks."""
    return part.get("object", whole.get("object")) == whole.get("object", part.get("object"))


def _is_total(step: Meaning) -> bool:
    """Say whether a step speaks of all types: 合计 of 发明 is 发明 still, 专利 under 发明 is unclear."""
    return step.get("type") == "total" or ("object" in step and "type" not in step)


def indicator(said: Meaning) -> str | None:
    """Return the indicator that a meaning names; a type that isn't said is the total.

    Examples
    --------
    >>> indicator({"object": "patent", "type": "invention", "measure": "grants"})
    'invention_grants'
    """
    if "indicator" in said:
        return said["indicator"]
    _, _, indicators = _load(project.data("catalogue"))
    measure = said.get("measure", "") + ("_per" if "per" in said else "")
    return indicators.get((said.get("object", ""), said.get("type", "total"), measure))
