"""Judge intellectual-property statistics against yearly targets, and draw them.

By hand, `import ipanalytics as ip`: `ip.load()` returns figures that are filtered by name, as in
`ip.load("2022-09").area("榆林").indicator("有效发明专利").history()`; dir(ip) names what else there is.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipanalytics.interactive import questions
    from ipanalytics.interactive.drawings import add_shapes, draw_chart, draw_history, draw_map, draw_progress
    from ipanalytics.interactive.figures import Figures, load, read
    from ipanalytics.interactive.names import language
    from ipanalytics.interactive.parts import part_html as part_html  # noqa: PLC0414
    from ipanalytics.interactive.questions import what_if
    from ipanalytics.interactive.saving import save, to_csv
    from ipanalytics.interactive.tables import areas, cite, indicators, judge, list_sources
    from ipanalytics.interactive.widgets.explorer import explore
    from ipanalytics.interactive.widgets.forms import ask, try_out

# Read only when they are asked for, so that the command line starts without pandas and plotly.
_HOMES = {
    "load": "interactive.figures",
    "read": "interactive.figures",
    "areas": "interactive.tables",
    "indicators": "interactive.tables",
    "judge": "interactive.tables",
    "cite": "interactive.tables",
    "list_sources": "interactive.tables",
    "language": "interactive.names",
    "add_shapes": "interactive.drawings",
    "draw_map": "interactive.drawings",
    "draw_chart": "interactive.drawings",
    "draw_history": "interactive.drawings",
    "draw_progress": "interactive.drawings",
    "Figures": "interactive.figures",
    "what_if": "interactive.questions",
    "save": "interactive.saving",
    "to_csv": "interactive.saving",
    "explore": "interactive.widgets.explorer",
    "ask": "interactive.widgets.forms",
    "try_out": "interactive.widgets.forms",
    "questions": "interactive.questions",
}
# What exhibits need to show themselves, which lies in a room above theirs.
_BEHIND = {"part_html": "interactive.parts"}
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
    "language",
    "list_sources",
    "load",
    "questions",
    "read",
    "save",
    "to_csv",
    "try_out",
    "what_if",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "__version__":
        return import_module("importlib.metadata").version("ipanalytics")
    homes = _HOMES | _BEHIND
    if name not in homes:
        msg = f"module 'ipanalytics' has no attribute {name!r}; by hand it offers {', '.join(sorted(_HOMES))}"
        raise AttributeError(msg)
    home = import_module(f"ipanalytics.{homes[name]}")
    return home if name == "questions" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
