"""What a page is written from: templates that escape every text, so that no tag stands in strings, and JSON types."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, join, say
from ipanalytics.report import formatting

# A link leads down the page, to a page beside it, or to the web; what else a stranger's note writes so stays text.
INLINE = re.compile(r"\*\*(.+?)\*\*|\[([^\[\]]+)\]\((#[^()\s]+|[\w-]+\.html|https?://[^()\s]+)\)")
ITEM = re.compile(r"(?:[-*]|[0-9]+\.) +(.*)")
LONG, FEW = 24, 4
LIT, PROSE, MEASURED = ("状态", "原状态"), ("说明", "依据", "指标"), ("状态", "数值")
# What rows can be chosen by: "1" where it applies, else the names of places or offices, several with BAR between.
FACETS = {
    "behind": "只看低于要求的", "overdue": "只看到期未完成的",
    "official": "只看正式目标", "monitored": "只看有对应目标的",
    "region": "区域", "office": "责任处室",
}  # fmt: skip
APPLIES, BAR = "1", "|"
Facets = Mapping[str, Sequence[str]]
Strips = Sequence[Sequence[tuple[str, str]]]
Text = str | dict[str, Any]
Part = dict[str, Any]


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


def table_part(
    table: pd.DataFrame | Mapping[str, Sequence[str]],
    links: Mapping[str, str] | None = None,
    cited: Mapping[str, Sequence[str]] | None = None,
    *,
    facets: Facets | None = None,
    strips: Strips = (),
) -> Part:
    """Return a table in JSON types; `links`, `cited`, `facets` and `strips` as in `Exhibit`.

    A column has its Chinese `name`, its `head`, and a `look`: numbers stand right, and words wrap in a table of
    lights, whose figures stay on one line. A table that `stacks` has rows like cards on a telephone; one with a
    column a year shows its newest years there first.
    """
    printed = {name: list(map(str, column)) for name, column in table.items()}
    has_lights = set(MEASURED) <= printed.keys()
    columns = [{"name": name, "head": capital(say(name)), "look": _look(name, column, wraps=has_lights)}
               for name, column in printed.items()]  # fmt: skip
    texts = [_texts(name, column, links or {}, cited or {}) for name, column in printed.items()]
    stacks = not has_lights and any(name in LIT or max(map(len, column), default=0) > LONG
                                    for name, column in printed.items())  # fmt: skip
    is_by_year = len(columns) > FEW and all(map(str.isdigit, list(printed)[1:]))
    rows = _with_strips(list(map(list, zip(*texts, strict=True))), list(printed), strips)
    chosen = {"facets": rows_of(facets), "filters": filters_of(facets)} if facets else {}
    return {
        "has_lights": has_lights, "stacks": stacks, "is_by_year": is_by_year, "columns": columns, "rows": rows,
        **chosen,
    }  # fmt: skip


def with_cards(table: Part, cards: Sequence[Part]) -> Part:
    """Return a table of `table_part` with a card a row, which the name of its indicator opens."""
    if not cards:
        return table
    at = [column["name"] for column in table["columns"]].index("指标")
    rows = [[_opening(cell, card) if number == at else cell for number, cell in enumerate(row)]
            for row, card in zip(table["rows"], cards, strict=True)]  # fmt: skip
    return {**table, "rows": rows, "explained": list(cards)}


def _opening(cell: Text, card: Part) -> Text:
    return {**_as_dict(cell), "card": card["id"]}


def _as_dict(text: Text) -> dict[str, Any]:
    return {"text": text} if isinstance(text, str) else text


def _with_strips(rows: list[list[Text]], names: list[str], strips: Strips) -> list[list[Text]]:
    """Give the light of each row the months before it."""
    if not strips:
        return rows
    at = names.index(LIT[0])
    return [[_stripped(cell, strip) if number == at else cell for number, cell in enumerate(row)]
            for row, strip in zip(rows, strips, strict=True)]  # fmt: skip


def _stripped(cell: Text, strip: Sequence[tuple[str, str]]) -> Text:
    months = [{**light_of(status), "month": month} for month, status in strip]
    named = [say("{name}：{what}", name=one["month"], what=one["text"]) for one in months]
    return {**cell, "strip": months, "told": join("；", named)} if isinstance(cell, dict) else cell


def filters_of(facets: Facets) -> list[Part]:
    """Return what rows can be chosen by where rows differ in it: a box to tick, or the names to choose from."""
    return [
        {"facet": name, "word": say(FACETS[name]), "options": _options(values)}
        for name, values in facets.items()
        if len(set(values)) > 1
    ]


def _options(values: Sequence[str]) -> list[str]:
    return (
        [] if set(values) <= {"", APPLIES} else list(dict.fromkeys(one for text in values for one in text.split(BAR)))
    )


def rows_of(facets: Facets) -> list[dict[str, str]]:
    """Return the facets of each row that it has.

    Examples
    --------
    >>> rows_of({"behind": ["1", ""], "region": ["关中", "陕北"]})
    [{'behind': '1', 'region': '关中'}, {'region': '陕北'}]
    """
    each = zip(*facets.values(), strict=True)
    return [{name: text for name, text in zip(facets, texts, strict=True) if text} for texts in each]


def joined(several: Iterable[Facets]) -> Facets:
    """Return the facets of several tables as those of one."""
    whole: dict[str, list[str]] = {}
    for facets in several:
        for name, values in facets.items():
            whole.setdefault(name, []).extend(values)
    return whole


def _look(name: str, column: list[str], *, wraps: bool) -> str:
    shape = _number_shape(say("＞"), formatting.no_data(), tuple(indicators.units()))
    if name not in ("年份", "年末") and all(map(shape.fullmatch, column)):
        return "number"
    return "prose" if wraps and name in PROSE else ""


@lru_cache(maxsize=4)
def _number_shape(above: str, none: str, units: tuple[str, ...]) -> re.Pattern[str]:
    any_unit, above = "|".join(sorted(map(re.escape, units), key=len, reverse=True)), re.escape(above)
    return re.compile(
        rf"({above})?(RMB )?[+−-]?[\d,]+(\.\d+)?({any_unit}| million| billion| points)?[*]?|{none}|–|{above}|"
    )


def _texts(name: str, column: list[str], links: Mapping[str, str], cited: Mapping[str, Sequence[str]]) -> list[Text]:
    """Return a column's cells, figures with where they stand, names with what they lead to."""
    cells = [_cell(name, text) for text in column]
    if name in cited:
        return [where_cited(cell, where) for cell, where in zip(cells, cited[name], strict=True)]
    return [{"text": text, "href": links[text]} if text in links else cell
            for text, cell in zip(column, cells, strict=True)]  # fmt: skip


def _cell(column: str, text: str) -> Text:
    """Return a cell; [3] under 来源 leads to 编号 [3] of the list of sources."""
    if column in LIT and text:
        return _light(text)
    if column == "来源" and re.fullmatch(r"(\[\d+\])+", text):
        return {"text": text, "refs": re.findall(r"\d+", text)}
    if column == "编号" and re.fullmatch(r"\[\d+\]", text):
        return {"text": text, "id": f"source-{text[1:-1]}"}
    return {"text": text, "time": True} if re.fullmatch(r"\d{4}(-\d\d){1,2}", text) else text


def where_cited(text: Text, where: str) -> Text:
    """Return a figure that says where it stands when it is touched."""
    return {**_as_dict(text), "cited": where} if where else text


def light_of(id_: str) -> Part:
    """Return a status as its shape and word."""
    light = settings.wording().statuses[id_]
    return {"light": light.shape, "status": id_, "text": light.word}


def _light(text: str) -> Part:
    """Return "● 已完成" as shape and word, with the status whose colour the shape has."""
    shape, _, word = text.partition(" ")
    ids = {light.word: id_ for id_, light in settings.wording().statuses.items()}
    return {"light": shape, "status": ids.get(word, ""), "text": word}
