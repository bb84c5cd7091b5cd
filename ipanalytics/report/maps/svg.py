"""Places as SVG draws them: paths in km whose y runs downwards, and the entries of a legend."""

from collections.abc import Iterable, Mapping
from typing import Any

from ipanalytics.report.maps.classes import NO_CLASS, fill
from ipanalytics.report.markup import Drawing


def path(rings: Mapping[str, Iterable[float | None]], *, digits: int = 0) -> str:
    """Return rings as SVG writes them: y runs downwards there, and None stands between two rings.

    x and y are those of `outlines.path`, `digits` decimals of a km.
    """
    steps, letter = [], "M"
    for east, north in zip(rings["x"], rings["y"], strict=True):
        steps.append("Z" if east is None or north is None else f"{letter}{east:.{digits}f} {-north:.{digits}f}")
        letter = "M" if east is None else "L"
    return "".join([*steps, "Z"])


def colour(class_: int, count: int) -> str:
    """Return the fill of a class of `count` classes; "" where there is none, which the templates hatch."""
    return "" if class_ == NO_CLASS else str(fill(class_, count)["fillcolor"])


def with_legend(drawing: Drawing, legend: list[dict[str, Any]], **beside: Any) -> Drawing:  # noqa: ANN401
    """Return a map with what stands beside it.

    Parameters
    ----------
    legend
        Of each class the `fill`, "" where it has the pattern `hatch`, the `word`, and the `count` in words.
    **beside
        `hint`, how the map is used; `weakest`, targets with a `label` and how many fall short in words.
    """
    map_ = {"template": drawing.template, **drawing.context["map"]}
    return Drawing("map_with_legend.html.j2", {"map": map_, "legend": legend, "hint": "", "weakest": [], **beside})
