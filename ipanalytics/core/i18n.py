"""The language that pages are written in: Chinese texts are the keys, English ones stand in english.yaml.

A Chinese text that isn't translated is an error, so that no page mixes the two. Words quoted from
a source stay Chinese; they're kept between two marks that a reader doesn't see, and a page says of
them that they're Chinese.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ipanalytics.core import project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.yaml_schema import read_yaml

TAGS = {"zh": "zh-CN", "en": "en"}
HAN = re.compile(r"[\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff00-\uffef]")
PLURAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
# First strong isolate, pop directional isolate: Unicode's own marks around a piece in another script.
OPEN, CLOSE = "\u2068", "\u2069"
# Marks with which a text would turn round what stands beside it.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), 0x2066, 0x2067])
_chosen = {"language": "zh"}


def use(language: str) -> None:
    """Write everything from here on in `zh` or `en`, in the whole process.

    Raises
    ------
    CatalogueError
        When it's another language.
    """
    if language not in TAGS:
        msg = f"{language!r} is not a language of pages: expected {' or '.join(TAGS)}"
        raise CatalogueError(msg)
    _chosen["language"] = language


def current() -> str:
    """Return the language in use."""
    return _chosen["language"]


def is_english() -> bool:
    """Say whether pages are written in English now."""
    return current() == "en"


def tag() -> str:
    """Return the language as HTML names it."""
    return TAGS[current()]


@contextmanager
def using(language: str) -> Iterator[None]:
    """Write in a language for a while."""
    before = current()
    use(language)
    try:
        yield
    finally:
        use(before)


@project.cached_for_project("data/catalogue/english.yaml")
def english() -> dict[str, str]:
    """Return the English of every Chinese text."""
    return {str(key): str(text) for key, text in read_yaml(project.data("catalogue", "english.yaml")).items()}


@project.cached_for_project("data/catalogue/chinese.yaml")
def own_words() -> dict[str, str]:
    """Return what a project calls what the texts call otherwise: 全市 for 全省; nothing without the file."""
    path = project.data("catalogue", "chinese.yaml")
    return {str(word): str(own) for word, own in read_yaml(path).items()} if path.is_file() else {}


def say(chinese: str, /, **parts: object) -> str:
    """Return a text in the language in use, with its parts filled in as str.format does.

    `{count:unit|units}` in the English is "unit" where count is 1. A text without Chinese, such as
    a name that is English already, stays as it is.

    Raises
    ------
    CatalogueError
        Names a text that has no English.

    Examples
    --------
    >>> say("{count}个单元", count=2)
    '2个单元'
    """
    text = _translated(chinese) if is_english() else _in_own_words(chinese)
    if not parts:
        return text
    return PLURAL.sub(lambda match: match[2 if str(parts[match[1]]) == "1" else 3], text).format(**parts)


def _in_own_words(chinese: str) -> str:
    # Few texts speak of the province, and many are said.
    if "省" in chinese:
        for word, own in own_words().items():
            chinese = chinese.replace(word, own)
    return chinese


def _translated(chinese: str) -> str:
    translations = english()
    if chinese in translations or not HAN.search(chinese):
        return translations.get(chinese, chinese)
    msg = f"{chinese!r} has no English in data/catalogue/english.yaml"
    raise CatalogueError(msg)


def join(mark: str, texts: Iterable[str]) -> str:
    """Join texts by a Chinese mark (、，；), in English by what stands in its place."""
    return say(mark).join(texts)


def sentences(*texts: str) -> str:
    """Write whole sentences one after the other; empty ones are left out."""
    return (" " if is_english() else "").join(filter(None, texts))


def capital(text: str) -> str:
    """Return a text that begins a line; Chinese has no capitals."""
    return text[:1].upper() + text[1:]


def quote(text: str) -> str:
    """Return words of a source, which stay Chinese in an English page; its templates show which they are."""
    return f"{OPEN}{text}{CLOSE}" if is_english() and HAN.search(text) else text


def plain(text: str) -> str:
    """Return a text without the marks of quotations and of direction, for files and drawings."""
    return upright(text).replace(OPEN, "").replace(CLOSE, "")


def upright(text: str) -> str:
    """Return a text without marks that turn its direction, and what stands beside it."""
    return text if text.isascii() else text.translate(TURNING)
