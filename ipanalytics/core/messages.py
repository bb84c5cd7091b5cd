"""What the program says to whom runs it: English in the code, Chinese in cli/chinese.csv, a template a row.

A line that is about to be shown is known again by its template, and so are its parts. What has no row, such as a name
of a file or a sentence that is Chinese already, stays as it is. Pages have their own texts: `i18n`.
"""

import csv
import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ipanalytics.core import project

FILE = project.package() / "cli" / "chinese.csv"
LANGUAGES = ("zh", "en")
PLACE = re.compile(r"\{\d*\}")
CELL = re.compile(r"(?:table (\d+), )?row (\d+), column (\d+)")
# In this order they say which language a system's messages have.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
# What a Windows that says nothing else calls its language; the lower ten bits are it, whatever the country.
CHINESE_WINDOWS, LANGUAGE_BITS = 0x04, 0x3FF
# What moves a terminal's cursor, colours it or turns what stands beside it; a line's end and a tab stay. Our own marks
# around words of a source (first strong isolate, pop) turn nothing.
ACTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066\u2067]|\r(?!\n)")
_chosen = {"language": ""}


def use(language: str) -> None:
    """Speak this language from here on; "" is that of the system."""
    _chosen["language"] = language


def current() -> str:
    """Return the language in use, zh or en."""
    return _chosen["language"] or of_system(os.environ)


def of_system(environment: Mapping[str, str]) -> str:
    """Return the language of a system's messages, as gettext finds it.

    Examples
    --------
    >>> of_system({"LANG": "zh_CN.UTF-8"}), of_system({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    ('zh', 'en')
    >>> of_system({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}), of_system({"LANG": "de_DE"})
    ('en', 'en')
    """
    locale = next(filter(None, (environment.get(name, "") for name in VARIABLES)), "")
    if not locale:
        return _of_windows()
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = (environment.get("LANGUAGE") or locale).split(":")[0]
    return "zh" if wanted.lower().startswith("zh") else "en"


def _of_windows() -> str:
    if sys.platform != "win32":
        return "en"
    import ctypes

    language = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return "zh" if language & LANGUAGE_BITS == CHINESE_WINDOWS else "en"


def told(text: str) -> str:
    """Return what is said in the language in use, line by line, for a terminal."""
    return visible(chinese(text) if current() == "zh" else text)


def visible(text: str) -> str:
    r"""Return a text that does nothing to the terminal that shows it: what would act is written as its code.

    Examples
    --------
    >>> print(visible("\x1b[2J a\u202eb"))
    \x1b[2J a\u202eb
    """
    return ACTS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def chinese(text: str) -> str:
    """Return the Chinese of what is said, as far as it's known.

    Examples
    --------
    >>> chinese("not used: data/raw/a.xlsx has no sidecar"), chinese("a.xlsx")
    ('没有使用：data/raw/a.xlsx没有来源说明', 'a.xlsx')
    """
    return "\n".join(_line(line) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _line(line: str) -> str:
    bare = line.strip()
    if not bare:
        return line
    said = _known(bare) or _known(line) or _by_parts(bare)
    return line.replace(bare, CELL.sub(lambda match: "".join(_cell(match)), said), 1)


def _cell(match: re.Match[str]) -> Iterator[str]:
    """Yield the parts of a cell's name that are there."""
    for word, number in zip(("表{}", "第{}行", "第{}列"), match.groups(), strict=True):
        if number:
            yield word.format(number)


def _known(text: str) -> str:
    """Return the Chinese of a text that a template gives, "" where none does."""
    whole, templates = _templates()
    if text in whole:
        return whole[text]
    for pattern, longest, meaning in templates:
        if longest in text and (match := pattern.fullmatch(text)):
            return _filled(meaning, [_line(part) for part in match.groups()])
    return ""


def _filled(meaning: str, parts: list[str]) -> str:
    """Put parts into a template; what they hold, braces too, stays as it is."""
    rest = iter(parts)
    return PLACE.sub(lambda match: parts[int(match[0][1:-1])] if match[0] != "{}" else next(rest), meaning)


def _by_parts(text: str) -> str:
    """Return a text whose beginning or rest is known, the other a name."""
    head, mark, tail = text.partition(": ")
    known = _known(head)
    return f"{known or head}：{_line(tail)}" if mark and (known or _line(tail) != tail) else text


@lru_cache(maxsize=1)
def _templates() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str, str]]]:
    """Return whole texts, and templates with the longest of their words, in the order in which they are tried."""
    every = rows()
    # What begins with words of its own is around the rest: "doubtful: {}".
    held = sorted(filter(PLACE.search, every), key=lambda text: (text.startswith("{"), -len(PLACE.sub("", text))))
    whole = {text: meaning for text, meaning in every.items() if text not in set(held)}
    return whole, [(_pattern(text), max(PLACE.split(text), key=len), every[text]) for text in held]


def rows() -> dict[str, str]:
    """Return the Chinese of every text and template."""
    with FILE.open(encoding="utf-8", newline="") as opened:
        return {row["english"]: row["chinese"] for row in csv.DictReader(opened)}


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, PLACE.split(template))), re.DOTALL)
