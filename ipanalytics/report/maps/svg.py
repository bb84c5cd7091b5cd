"""Places as SVG draws them: paths in km whose y runs downwards, and the entries of a legend."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ipanalytics.report.maps.classes import NO_CLASS, fill
from ipanalytics.report.markup import Drawing


def path(rings: Mapping[str, Iterable[float | None]], *, digits: int = 0) -> str:
    """Return rings as SVG writes them: y runs downwards there, and None stands between two rings.

    A ring begins where it stands and goes on in steps, which are shorter to write; a step to where one stands is none.
    Of an island smaller than a step its place is left.
    x and y are those of `outlines.path`, `digits` decimals of a km.
    """
    written, here, scale = list[str](), None, 10**digits
    for east, north in zip(rings["x"], rings["y"], strict=True):
        if east is None or north is None:
            here = None
            continue
        point = (round(east * scale), round(-north * scale))
        if here is None:
            written.append(f"{'Z' if written else ''}M{_steps(point, digits)}l")
        elif point != here:
            written.append(_steps((point[0] - here[0], point[1] - here[1]), digits))
        here = point
    return re.sub(r" (?=[-Z])|(?<=l) |l ?(?=Z)", "", f"{' '.join(written)}Z")


def _steps(step: tuple[int, int], digits: int) -> str:
    return " ".join(f"{part / 10**digits:g}" for part in step)


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
        `hint`, what the map shows; `touch`, how it is used, for whoever can touch it; `weakest`, targets with a `label`
        and how many fall short in words; `look`, charted for a map that isn't the one that leads to pages.
    """
    map_ = {"template": drawing.template, **drawing.context["map"]}
    return Drawing(
        "map_with_legend.html.j2",
        {"map": map_, "legend": legend, "hint": "", "touch": "", "weakest": [], "look": "gateway", **beside},
    )
