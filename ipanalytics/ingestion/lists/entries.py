"""The rows of a list of names: where they stand in a grid, and what they and the lines above them say.

data/catalogue/lists.csv is the vocabulary: `text` words count wherever they stand, `cell` and `column` words as the
whole text of a kind's cell or of a heading.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.catalogue.places import FILES, code_of, province
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.text import addresses, dates, normalise, numbers
from ipanalytics.ingestion.text.places import subtotal

READ = ("data/catalogue/lists.csv", *indicators.FILES)
GI, AGRICULTURAL = ("gi_products", "gi_marks"), "agricultural"
GROUPS = (
    "list",
    "kind",
    "new",
    "conversion",
    "whole",
    "scope",
    "refusal",
    "office",
    "system",
    "other",
    "cell",
    "column",
)
FREE_SUFFIX, LONGEST_NAME, LONGEST_HEADING = 3, 40, 200
# Lists have a dozen columns, and a few lists may stand side by side.
MOST_HEADINGS = 300
# Every large table of figures is looked at too: where no heading of names stands by then, none will.
HEADED_BY = 60
NOTE = re.compile(r"(?:备?注|说明|(?:数据|资料)?来源)\s*[:1-9]")
NUMBERING = re.compile(r"^附件?\s*[0-9]*[:.]?|^[(]?[一二三四五六七八九十0-9]{1,3}[)、.]|[(][^()]*[)]$|:$")


@project.cached_for_project(*READ, most=4)
def _load(folder: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Return group and meaning of the words of texts, of a kind's cells and of headings."""
    table = files.read_csv(folder / "lists.csv", ["word", "group", "meaning"], CatalogueError)
    found: dict[str, dict[str, tuple[str, str]]] = {"text": {}, "cell": {}, "column": {}}
    known, faults = {AGRICULTURAL, *indicators.indicators()}, []
    for line, word, group, meaning in table.itertuples():
        lexicon = found.get(group, found["text"])
        faults += [f"line {line}: unknown group {group!r}"] if group not in GROUPS else []
        faults += [f"line {line}: {word!r} is listed twice"] if _key(word) in lexicon else []
        is_kind = group in ("kind", "cell")
        faults += [f"line {line}: {meaning!r} is no kind"] if is_kind and set(meaning.split()) - known else []
        lexicon[_key(word)] = (group, meaning)
    if faults:
        raise CatalogueError(listed("lists.csv has faults:", faults))
    return found


def _key(text: str) -> str:
    return normalise.tidy(text).casefold().replace(" ", "")


def _words(lexicon: str) -> dict[str, tuple[str, str]]:
    return _load(project.data("catalogue"))[lexicon]


@lru_cache(maxsize=8)
def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@project.cached_for_project(*READ, most=20_000)
def said(text: str) -> Mapping[str, set[str]]:
    """Return the meanings of a text's words by group; of words that overlap the longer one counts."""
    known = _words("text")
    found = [known[match[0]] for match in re.finditer(_either(tuple(known)), _key(text))]
    return {group: {meaning for g, meaning in found if g == group} for group, _ in found}


def kinds(text: str) -> set[str]:
    """Return what a text says is listed: indicators, or AGRICULTURAL.

    Examples
    --------
    >>> kinds("地理标志产品专用标志使用企业名单"), kinds("农产品地理标志")
    ({'gi_mark_users'}, {'agricultural'})
    """
    found = {kind for meaning in said(text).get("kind", ()) for kind in meaning.split()}
    return found - {*GI, AGRICULTURAL} or found


def cell_kinds(text: str) -> set[str]:
    """Return what a kind's cell, a section or the heading of the names says, 商标名称 included."""
    _, meaning = _words("cell").get(_key(text), ("", ""))
    return set(meaning.split()) or kinds(text)


@project.cached_for_project(*READ, most=20_000)
def _role(text: str) -> str:
    """Return what a heading's column holds, by the whole heading or by a long word at its end."""
    if text.isascii() or len(text) > LONGEST_HEADING:
        return ""
    known, plain = _words("column"), _key(normalise.split_bilingual(text)[0])
    longest = max(map(len, known), default=0)
    ends = (plain[n:] for n in range(max(1, len(plain) - longest), len(plain) - FREE_SUFFIX + 1))
    tried = (plain, re.sub(r"\(.*", "", plain), *ends)
    return next((known[word][1] for word in tried if word in known), "")


@dataclass(frozen=True)
class Head:
    """The headings of one list: their row, the columns and their roles, and the column of the names that count."""

    row: int
    columns: range
    roles: Mapping[int, str]
    name: int


@dataclass(frozen=True)
class Entry:
    """A row with a name, the lines above its list, and the sections in which it stands."""

    grid: Grid
    row: int
    head: Head
    lines: tuple[str, ...]
    sections: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name as a key: it's compared, never shown."""
        return _key(self.grid.rows[self.row][self.head.name])

    def texts(self, *roles: str) -> dict[int, str]:
        """Return the texts of the columns with one of the roles, merged cells too, that aren't blank."""
        found = {c: _expanded(self.grid, self.row, c) for c, role in sorted(self.head.roles.items()) if role in roles}
        return {c: text for c, text in found.items() if text.strip()}


def _expanded(grid: Grid, row: int, column: int) -> str:
    over = (m for m in grid.merges if m[0] <= row <= m[2] and m[1] <= column <= m[3])
    top, left, *_ = next(over, (row, column))
    return grid.rows[row][column] or grid.rows[top][left]


@project.cached_for_project(*READ, *FILES, most=8)
def entries(grid: Grid) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """Return the names of a grid, and the rows of titles, sections and headings."""
    lines = tuple(line for line in (grid.name, *grid.above) if line.strip())
    sections: dict[str, str] = {}
    heads: list[Head] = []
    found: list[Entry] = []
    headings = set(range(len(grid.rows)))
    for number, row in enumerate(grid.rows):
        if number > HEADED_BY and not heads:
            break
        texts = tuple(text for text in row if text.strip())
        section = _section(texts[0], is_below=bool(heads)) if len(texts) == 1 else ""
        if here := _heads(grid, number, lines) or _lower(grid, number, heads):
            heads = here
        elif not heads and not section:
            lines += texts
        elif section == "list":
            lines, sections = (grid.name, *texts), {}
        elif section:
            sections = {**(sections if section == "place" else {}), section: texts[0]}
        else:
            headings.discard(number)
            found += [Entry(grid, number, head, lines, sections) for head in heads if _is_name(row, head)]
    return tuple(found), frozenset(headings if heads else ())


def _heads(grid: Grid, row: int, lines: tuple[str, ...]) -> list[Head]:
    """Return the lists that a row heads: none, or as many as stand side by side."""
    width = len(grid.rows[row])
    own = {c: normalise.tidy(text) for c, text in enumerate(grid.rows[row]) if text.strip()}
    if len(own) > MOST_HEADINGS:
        return []
    if sum(bool(_role(text)) for text in own.values()) < min(2, width):
        return []
    roles = {c: role for c in range(width) if (role := _role(_expanded(grid, row, c)))}
    again = [c for c, text in own.items() if text == next(iter(own.values()))][1:]
    wanted = ("item", "firm") if title(lines).kinds <= {*GI, AGRICULTURAL} else ("firm", "item")
    found = []
    for start, end in pairwise([0, *again, width]):
        names = [c for role in wanted for c in range(start, end) if roles.get(c) == role]
        here = {c: role for c, role in roles.items() if start <= c < end}
        found += [Head(row, range(start, end), here, names[0])] if names else []
    return found


def _lower(grid: Grid, row: int, heads: Sequence[Head]) -> list[Head]:
    """Return the heads with a second row of headings (所在地 over 市 and 县); none if the row is no such one."""
    if any(head.row != row - 1 or grid.rows[row][head.name].strip() for head in heads):
        return []
    roles = {c: role for c, text in enumerate(grid.rows[row]) if (role := _role(text))}
    if not roles:
        return []
    return [replace(h, roles={**h.roles, **{c: roles[c] for c in h.columns if c in roles}}) for h in heads]


def _section(text: str, *, is_below: bool) -> str:
    """Return what a row of one text says about the rows below: list, place or kind; "" for nothing.

    Above the first headings only a numbered one is a section (一、优势企业), all others are lines of the title.
    """
    plain, is_list = without_number(text), "list" in said(text)
    if not is_below and (is_list or plain == normalise.tidy(text)):
        return ""
    if is_list and dates.find_period(text):
        return "list"
    if code_of(plain):
        return "place"
    ends = tuple(word for word, (group, _) in _words("text").items() if group in ("list", "kind"))
    return "kind" if kinds(plain) and _key(plain).endswith(ends) else ""


def without_number(text: str) -> str:
    """Return a section's text without its number and count.

    Examples
    --------
    >>> without_number("一、西安市（12家）")
    '西安市'
    """
    return NUMBERING.sub("", NUMBERING.sub("", normalise.tidy(text))).strip()


def _is_name(row: Sequence[str], head: Head) -> bool:
    """Say whether a row of a list holds a name: no total, no note."""
    name = normalise.tidy(row[head.name])
    is_total = any(subtotal(row[c]) for c in head.columns if c <= head.name)
    is_text = numbers.read_number(name) is None and len(name) <= LONGEST_NAME
    return is_text and not is_total and not NOTE.match(name)


@dataclass(frozen=True)
class Title:
    """What the lines above a list say: kinds, groups of words, places, the period, and the periods if they differ."""

    kinds: frozenset[str]
    groups: frozenset[str]
    scope: frozenset[str]
    stated: dates.When | None
    conflict: str
    is_stand: bool

    @property
    def is_new(self) -> bool:
        """Whether only what is new is listed, not all that there is."""
        return bool(self.groups & {"new", "conversion"}) and not self.is_stand


@project.cached_for_project(*READ, *FILES, most=4096)
def title(lines: tuple[str, ...]) -> Title:
    """Read the lines above a list; those that name a list or a kind count before the others."""
    own = [line for line in lines if said(line).keys() & {"list", "kind"}] or list(lines)
    stands = [line for line in lines if dates.AS_OF.search(line)]
    read = ([when for line in some if (when := dates.find_period(line))] for some in (stands, own, lines))
    whens = next(
        (found for some in read if (found := [w for w in some if w.period and w.kind not in ("growth", "plan")])), []
    )
    named = list(dict.fromkeys(str(when.period) for when in whens))
    return Title(
        frozenset(kinds(" ".join(own))),
        frozenset(group for line in own for group in said(line)),
        frozenset(_scope(own, lines)),
        whens[0] if whens else None,
        f"the lines above the list name the periods {', '.join(named)}" if len(named) > 1 else "",
        bool(whens and (stands or whens[0].kind == "all_time")),
    )


def _scope(own: Iterable[str], lines: Iterable[str]) -> set[str]:
    """Return the places that the lines name; who issued the list doesn't count."""
    offices = [word for word, (group, _) in _words("text").items() if group == "office"]
    codes = {*addresses.named(" ".join(own), before=offices), *(code_of(without_number(line)) for line in lines)}
    whole = {province() for line in own if said(line).keys() & {"whole", "scope"}}
    return hierarchy.smallest(codes | whole)
