"""The brief: the top of a rendered page on one A4 page that stands alone, and as a picture for telephones.

It is made of what the page holds, so it says what the page says, and nothing is judged again. It leads nowhere.
"""

from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipanalytics.core import i18n
from ipanalytics.core.i18n import say

if TYPE_CHECKING:
    from ipanalytics.report.markup import Part

ENDING = "-brief"
HEADS = ("状态", "指标", "数值")
BESIDE = 2


def path_of(rendered: Path, suffix: str = ".html") -> Path:
    """Return where the brief of a page lies, or its picture, PDF or Word file.

    Examples
    --------
    >>> path_of(Path("610800.html"), ".png").name
    '610800-brief.png'
    """
    return rendered.with_name(f"{rendered.stem}{ENDING}{suffix}")


def make(rendered: Path) -> str:
    """Return the brief of a rendered page as HTML; "" where the page has no summary, as that of the tasks.

    Raises
    ------
    ReportError
        When the file isn't a page of a report.
    """
    # A render with nothing to do asks only for names of files.
    from ipanalytics.publishing import document, page, payload
    from ipanalytics.report import markup

    kept = document.parts_of(rendered)
    parts = [part for cell in kept["cells"] for part in cell]
    opening = _alone(next(part for part in parts if part["kind"] == "opening"))
    if not opening.get("summary"):
        return ""
    mapped = next((part for part in parts if page.is_gateway(part)), None)
    held = [[opening, *([mapped] if mapped else []), _table_of_lights(opening["summary"]["lights"])]]
    return markup.render(
        "brief.html.j2", "publishing",
        language=i18n.tag(), style=page.stylesheet(), opening=opening, footer=kept["footer"], mapped=mapped,
        map=_leading_nowhere(mapped["drawing"]["context"]["map"]) if mapped else None,
        packed_parts=payload.pack_parts(held, kept["footer"]),
    )  # fmt: skip


def _alone(opening: "Part") -> "Part":
    """Return the top of a page without what leads to other parts of it."""
    summary = opening.get("summary") or {}
    lists: dict[str, Any] = {
        name: [{**target, "anchor": ""} for target in summary[name]] for name in ("behind", "lights") if name in summary
    }
    return {**opening, "summary": {**summary, **lists}}


def _leading_nowhere(drawn: "Part") -> "Part":
    """Return a map whose places are no links."""
    return {**drawn, **{kind: [{**place, "href": ""} for place in drawn[kind]] for kind in ("regions", "units")}}


def _table_of_lights(lights: "Iterable[Part]") -> "Part":
    """Return how all targets stand as a table, two beside one another, so that a page of a Word file holds it."""
    cells = [[{key: light[key] for key in ("light", "status", "text")}, light["label"], light["stands"]]
             for light in lights]  # fmt: skip
    half = -(-len(cells) // BESIDE)
    rows = [[*left, *(right or [""] * len(HEADS))] for left, right in zip_longest(cells[:half], cells[half:])]
    columns = [{"name": name, "head": say(name), "look": ""} for name in HEADS * BESIDE]
    table = {"has_lights": False, "stacks": False, "columns": columns, "rows": rows}
    return {
        "kind": "exhibit", "title": say("全部指标"), "mark": "", "light": None, "drawing": None, "is_drawn": False,
        "note": "", "source": "", "tables": [table] if rows else [], "figures": [],
    }  # fmt: skip
