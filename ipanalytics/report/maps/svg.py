"""Places as SVG draws them: paths in whole km, the hatch of what has no figure, squares of a legend."""

from collections.abc import Iterable, Mapping
from typing import Any

from ipanalytics.catalogue import settings
from ipanalytics.report.maps.classes import NO_CLASS, fill


def path(rings: Mapping[str, Iterable[float | None]], *, digits: int = 0) -> str:
    """Return rings as SVG writes them: y runs downwards there, and None stands between two rings.

    Parameters
    ----------
    rings
        x and y, as `shapes.path` returns them.
    digits
        Decimals of a km.
    """
    steps, letter = [], "M"
    for east, north in zip(rings["x"], rings["y"], strict=True):
        steps.append(
            "Z" if east is None or north is None else f"{letter}{east:.{digits}f} {-north:.{digits}f}",
        )
        letter = "M" if east is None else "L"
    return "".join([*steps, "Z"])


def border(line: Any, *, times: float = 1.6, digits: int = 0) -> str:  # noqa: ANN401
    """Return a plotly line as a path of the same colour, `times` as wide."""
    look = f' stroke="{line.line.color}" stroke-width="{times * line.line.width:.1f}"'
    return f'<path d="{path({"x": line.x, "y": line.y}, digits=digits)}"{look}/>'


def ground(class_: int, count: int, hatch: str) -> str:
    """Return the fill of a class of `count` classes; where there is none the pattern of the id `hatch`."""
    return f"url(#{hatch})" if class_ == NO_CLASS else str(fill(class_, count)["fillcolor"])


def hatch(id_: str, size: float) -> str:
    """Return the pattern of what has no figure, its lines `size` apart."""
    colours = settings.palette()
    return (
        f'<defs><pattern id="{id_}" width="{size:g}" height="{size:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size:g}" height="{size:g}" fill="{colours["no_data"]}"/>'
        f'<rect width="{size / 6:.1f}" height="{size:g}" fill="{colours["no_data_hatch"]}"/></pattern></defs>'
    )


def swatch(fill_: str, pattern: str = "") -> str:
    """Return a small square of a legend, drawn so that it's printed too; `pattern` defines its hatch."""
    return (
        f'<svg class="patch" viewBox="0 0 16 16" aria-hidden="true">{pattern}'
        f'<rect x=".5" y=".5" width="15" height="15" fill="{fill_}"/></svg>'
    )
