"""HTML and SVG, written by templates that escape every text they're given; no tag stands in the package's strings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ipanalytics.catalogue import settings
from ipanalytics.core import i18n

# A link leads down the page, to a page beside it, or to the web; what else a stranger's note writes so stays text.
INLINE = re.compile(r"\*\*(.+?)\*\*|\[([^\[\]]+)\]\((#[^()\s]+|[\w-]+\.html|https?://[^()\s]+)\)")
ITEM = re.compile(r"(?:[-*]|[0-9]+\.) +(.*)")


@dataclass(frozen=True)
class Drawing:
    """A template of this room and what fills it: JSON types only, so that a structure can hold a drawing.

    Examples
    --------
    >>> print(Drawing("downloads.html.j2", {"files": [{"name": "A&B", "type": "t/x", "content": "AA==", "size": ""}]}))
    <ul class="downloads">
    <li><a download="A&amp;B" href="data:t/x;base64,AA==">A&amp;B</a></li>
    </ul>
    """

    template: str
    context: Mapping[str, Any]

    def __html__(self) -> str:
        """Return the HTML, which templates take in without escaping it again."""
        return str(render(self.template, **self.context))

    __str__ = __html__


def render(template: str, room: str = "report", /, **context: Any) -> Markup:  # noqa: ANN401
    """Return what a template of a room makes of a context."""
    return Markup(environment(room).get_template(template).render(context))  # noqa: S704


@lru_cache(maxsize=4)
def environment(room: str) -> Environment:
    """Return the environment of the templates of a room, which can import those of this one.

    Its filter `say` words a text in the language in use; `quoted` shows which words of a text are quotations from a
    source. Without it a text is written without their marks, as attributes and titles need it.
    """
    jinja = Environment(
        loader=ChoiceLoader([PackageLoader(f"ipanalytics.{name}") for name in (room, "report")]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_plain,
    )  # fmt: skip
    jinja.filters |= {"say": _say, "quoted": _quoted, "css_string": css_string}
    jinja.globals |= {"palette": settings.palette, "render": render}
    return jinja


@pass_context
def _say(_: Context, text: str, /, **parts: object) -> str:
    """Say it when a page is made: without the context, a template kept would keep its first language's words."""
    return i18n.say(text, **parts)


def _plain(value: object) -> object:
    return i18n.plain(value) if type(value) is str else value


def _quoted(text: str) -> str:
    parts = re.split(f"{i18n.OPEN}(.*?){i18n.CLOSE}", text, flags=re.DOTALL)
    return render("quoted.html.j2", parts=parts) if len(parts) > 1 else text


def css_string(text: str) -> Markup:
    r"""Return a text as CSS writes it between quotes: nothing in it ends the string or the style sheet.

    Examples
    --------
    >>> print(css_string('a"</style>'))
    "a\22 \3c \2f style\3e "
    """
    letters = "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in text)
    return Markup(f'"{letters}"')  # noqa: S704


def paragraph(text: str) -> Any:  # noqa: ANN401
    r"""Return a paragraph of prose in pieces; lines that all begin with - or a number are a list of such.

    Examples
    --------
    >>> paragraph("a **b** [c](d.html)")
    ['a ', {'text': 'b', 'bold': True}, ' ', {'text': 'c', 'href': 'd.html'}]
    >>> paragraph("1. a\n2. **b**")
    {'items': [['a'], [{'text': 'b', 'bold': True}]], 'is_numbered': True}
    """
    items = [ITEM.fullmatch(line.strip()) for line in text.splitlines()]
    if items and all(items):
        return {"items": [_pieces(item[1]) for item in items if item], "is_numbered": text.lstrip()[0].isdecimal()}
    return _pieces(text)


def _pieces(text: str) -> list[str | dict[str, Any]]:
    first, *rest = INLINE.split(text)
    pieces: list[str | dict[str, Any]] = [first]
    for bold, linked, address, plain in zip(*[iter(rest)] * 4, strict=True):
        pieces += [{"text": bold, "bold": True} if bold else {"text": linked, "href": address}, plain]
    return [piece for piece in pieces if piece]
