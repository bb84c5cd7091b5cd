"""A part as JupyterLab shows it: as on a page, its charts drawn, and with the CSS that it needs.

JupyterLab sets the addresses of links itself, and can't do so in SVG; nor do the pages lie beside a notebook, so
nothing leads to them.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ipanalytics.report import markup, style
from ipanalytics.report.charts.static import drawing

# In CSS the element that the rules around it are for.
ROOT = "&"


def part_html(
    part: Mapping[str, Any], figures: Iterable[dict[str, Any]] = (), *, look: str = "whole", is_styled: bool = True
) -> str:
    """Return a part, see `report.exhibits`, as HTML.

    Parameters
    ----------
    part, figures
        As a notebook keeps them, in JSON types.
    look
        "whole"; "above" or "below": what stands there of a part whose figures are shown by themselves.
    is_styled
        Whether the CSS comes with it, which holds for what the same cell shows after it, too.
    """
    rows = [(panel, list(map(drawing.draw, beside))) for panel, beside in groupby(figures, _panel)]
    css = sheet() if is_styled else ""
    return markup.render("part.html.j2", "interactive", part=unlinked(part), rows=rows, look=look, sheet=css)


def sheet() -> str:
    """Return the CSS of parts, which holds inside of them only."""
    return markup.render("part.css", "interactive", sheet=style.sheet(ROOT), fonts=style.FONTS)


def chart_html(figure: dict[str, Any]) -> str:
    """Return a figure in JSON types as HTML, without its CSS."""
    return markup.render("chart.html.j2", "interactive", chart=drawing.draw(figure))


def _panel(figure: Mapping[str, Any]) -> str:
    return str(figure["layout"]["meta"].get("panel", ""))


def unlinked(value: Any) -> Any:  # noqa: ANN401
    """Return a part without links to other pages.

    Examples
    --------
    >>> unlinked({"links": [{"text": "榆林", "href": "610800.html"}, {"text": "3", "href": "#source-3"}]})
    {'links': [{'text': '榆林', 'href': ''}, {'text': '3', 'href': '#source-3'}]}
    """
    if isinstance(value, list | tuple):
        return [unlinked(inner) for inner in value]
    if not isinstance(value, Mapping):
        return value
    return {key: "" if key == "href" and not str(inner).startswith("#") else unlinked(inner)
            for key, inner in value.items()}  # fmt: skip
