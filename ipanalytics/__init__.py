"""Judge intellectual-property statistics against yearly targets, and draw them.

By hand, `import ipanalytics as ip`: `ip.load()` returns figures that are filtered by name, as in
`ip.load("2022-09").area("榆林").indicator("有效发明专利").history()`; dir(ip) names what else there is.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipanalytics import questions
    from ipanalytics.asking import ask, try_out
    from ipanalytics.explorer import explore
    from ipanalytics.lookups import areas, cite, indicators, judge, list_sources
    from ipanalytics.sketches import add_shapes, draw_chart, draw_history, draw_map, draw_progress
    from ipanalytics.whatif import what_if
    from ipanalytics.workbench import Figures, load, read

# Read only when they are asked for, so that the command line starts without pandas and plotly.
_HOMES = {
    "load": "workbench",
    "read": "workbench",
    "areas": "lookups",
    "indicators": "lookups",
    "judge": "lookups",
    "cite": "lookups",
    "list_sources": "lookups",
    "add_shapes": "sketches",
    "draw_map": "sketches",
    "draw_chart": "sketches",
    "draw_history": "sketches",
    "draw_progress": "sketches",
    "Figures": "workbench",
    "what_if": "whatif",
    "explore": "explorer",
    "ask": "asking",
    "try_out": "asking",
    "questions": "questions",
}
__all__ = [
    "Figures",
    "add_shapes",
    "areas",
    "ask",
    "cite",
    "draw_chart",
    "draw_history",
    "draw_map",
    "draw_progress",
    "explore",
    "indicators",
    "judge",
    "list_sources",
    "load",
    "questions",
    "read",
    "try_out",
    "what_if",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        msg = f"module 'ipanalytics' has no attribute {name!r}; by hand it offers {', '.join(sorted(_HOMES))}"
        raise AttributeError(msg)
    home = import_module(f"ipanalytics.{_HOMES[name]}")
    return home if name == "questions" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
