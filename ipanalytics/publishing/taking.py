"""What a reader who takes an exhibit away needs: an id that links lead to, and the codes of the names in its table."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, say
from ipanalytics.report import wording
from ipanalytics.report.markup import Part
from ipanalytics.report.sections import months

Cells = list[list[Part]]
# The name of a section, in its cell: what it's called in the notebook is what a link calls it.
CALLED = re.compile(r"\bsections\.(?:[a-z]+_)?(\w+)\(")
PLACES, INDICATORS = ("单元", "地区", "区域", "区县"), ("指标",)
ANY = "exhibit"


def section_of(source: str) -> str:
    """Return what a cell's exhibits are called in links: the name of the section that it shows.

    Examples
    --------
    >>> section_of("sections.draw_lead_map(year, place)"), section_of("own_drawing(year)")
    ('lead-map', 'exhibit')
    """
    called = CALLED.search(source)
    return called[1].replace("_", "-") if called else ANY


def identified(cells: Cells) -> Cells:
    """Return a page's parts, each exhibit with an `id`: its anchor, else of its section and of what it's about.

    The same page of another month or in another language has the same ids. Of several with one name all but the
    first are numbered.
    """
    seen = Counter(part["anchor"] for cell in cells for part in cell if part.get("anchor"))
    return [[_identified(part, seen) for part in cell] for cell in cells]


def _identified(part: Part, seen: Counter[str]) -> Part:
    if part["kind"] != "exhibit":
        return part
    if part.get("anchor"):
        return {**part, "id": part["anchor"]}
    name = "-".join(filter(None, [part.get("section", ANY), part.get("about", "").replace("_", "-")]))
    seen[name] += 1
    return {**part, "id": name if seen[name] == 1 else f"{name}-{seen[name]}"}


def codes(cells: Cells) -> dict[str, dict[str, str]]:
    """Return the codes of places and ids of indicators in the page's tables, by head of the column and by name."""
    found: dict[str, dict[str, str]] = {}
    for table in (table for cell in cells for part in cell for table in part.get("tables", ())):
        for head, names in _named(table):
            found.setdefault(head, {}).update(names)
    return {head: names for head, names in found.items() if names}


def _named(table: Part) -> Iterator[tuple[str, dict[str, str]]]:
    for number, column in enumerate(table["columns"]):
        texts = {_text(row[number]) for row in table["rows"]}
        if column["name"] in PLACES:
            yield column["head"], _kept((text, places.code_of(text)) for text in sorted(texts))
        elif column["name"] in INDICATORS:
            ids = {name: id_ for id_, item in indicators.indicators().items() for name in (item.name, item.label)}
            yield column["head"], _kept((text, ids.get(text, "")) for text in sorted(texts))


def _kept(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {text: code for text, code in pairs if code}


def _text(cell: Any) -> str:  # noqa: ANN401
    return i18n.plain(cell if isinstance(cell, str) else cell["text"])


def apart(cells: Cells) -> tuple[Cells, dict[str, Any]]:
    """Return a page's parts without the months of their exhibits, and these by the exhibits' ids, with all lights."""
    every = {part["id"]: part["months"] for cell in cells for part in cell if part.get("months")}
    if not every:
        return cells, {}
    rest = [[{key: value for key, value in part.items() if key != "months"} for part in cell] for cell in cells]
    days = next(iter(every.values()))["days"]
    slots, alike = ({id_: one[name] for id_, one in every.items() if name in one} for name in ("slots", "alike"))
    return rest, {"days": days, "parts": slots, "alike": alike, "lights": _lights()}


def _lights() -> dict[str, list[str]]:
    """Return the sign, the word and the ground of each status."""
    return {id_: [light.shape, light.word, months.ground(id_)] for id_, light in settings.wording().statuses.items()}


def words() -> dict[str, Any]:
    """Return what the script of a page says of what is taken away; @ stands for a name, # for a unit."""
    name = {"name": "@"}
    return {
        "headed": say("{name}（{unit}）", **name, unit="#"), "unit": say("{name}的单位", **name),
        "remark": say("{name}的说明", **name), "code": say("{name}代码", **name),
        "cited": say("{name}的出处", **name), "nature": say("性质"), "source": say("来源：{cited}", cited="@"),
        "title": capital(say("标题")), "publications": capital(say("来源")), "page": say("页面"), "link": say("链接"),
        "data": say("数据"), "about": say("说明"), "picture": say("图片"), "copy": say("复制链接"),
        "copied": say("链接已复制"), "saved": say("已保存"), "apart": say("；"), "months": say("逐月"),
        "shown": say("显示{shown}行，共{count}行", shown="@", count="#"),
        "sorted": {
            "ascending": say("按{name}从低到高", **name), "descending": say("按{name}从高到低", **name),
            "none": say("原来的次序"),
        }, "play": say("逐月播放"), "pause": say("暂停"), "comma": say("，"),
        "ownMonth": say("这是报告的月份"), "otherMonth": say("表和地图是{day}的；其余不随月份变化", day="@"),
        "colon": say("{name}：", name=""),
    }  # fmt: skip


def ranks() -> dict[str, int]:
    """Return what tables sort statuses by: what falls short first, the worst of it before, then the others."""
    ranks = {id_: light.rank for id_, light in settings.wording().statuses.items()}
    return {id_: -rank if id_ in wording.WEAK else rank for id_, rank in ranks.items()}
