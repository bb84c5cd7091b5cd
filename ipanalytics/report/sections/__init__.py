"""Sections of a page: what the cells of a notebook call, each registered where it is written.

A function of a module in this folder or one below under `@section(reads=…)` is a section, and nothing else has to
know of it: cells call it as `sections.draw_lights(year, place)`, a page with it is made anew only where
what it reads has changed, kernels start with it imported, and tests draw it. `reads` has what one can read.
"""

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from ipanalytics.report.sections.reads import Reading

Function = TypeVar("Function", bound=Callable[..., Any])
_functions: dict[str, Callable[..., Any]] = {}
_reads: "dict[Callable[..., Any], tuple[Reading, ...]]" = {}


def section(*, reads: "Iterable[Reading]") -> Callable[[Function], Function]:
    """Register a function as a section of pages, under its name.

    Parameters
    ----------
    reads
        Which figures decide what it shows: functions of `reads`, or of the same kind beside the section.

    Raises
    ------
    ValueError
        When a section of another module has the name.
    """

    def register(function: Function) -> Function:
        other = _functions.get(function.__name__, function)
        if other.__module__ != function.__module__:
            msg = f"{function.__module__} and {other.__module__} both have a section {function.__name__}"
            raise ValueError(msg)
        _functions[function.__name__], _reads[function] = function, tuple(reads)
        return function

    return register


def registered() -> dict[str, Callable[..., Any]]:
    """Import all modules of this folder and return the sections by name."""
    for name in _modules():
        import_module(f"{__name__}.{name}")
    return dict(_functions)


def read_by(function: Any) -> "tuple[Reading, ...] | None":  # noqa: ANN401
    """Return what a section reads; None where a function isn't one."""
    return _reads.get(function)


def _modules() -> list[str]:
    return [module.name.removeprefix(f"{__name__}.") for module in pkgutil.walk_packages(__path__, f"{__name__}.")]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Cells ask for functions that are registered; a module of this folder is asked for before Python imports it.
    if name in _functions:
        return _functions[name]
    if name.startswith("_") or name in _modules() or name not in registered():
        msg = f"there is no section {name!r}; there are: {', '.join(sorted(_functions))}"
        raise AttributeError(msg)
    return _functions[name]


def __dir__() -> list[str]:
    return sorted(registered())
