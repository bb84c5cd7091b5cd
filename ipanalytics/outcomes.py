"""A report to make, and what became of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Job:
    """One report to make: an area, or the name of an entry without one, its notebook and the parameters.

    With `shared_assets` its page loads plotly.js from beside it.
    """

    area: str
    notebook: str
    parameters: dict[str, Any]
    shared_assets: bool = False


@dataclass(frozen=True)
class Limits:
    """What each report may use: seconds, and MiB beyond what was preloaded."""

    seconds: int = 300
    memory: int = 2048


@dataclass(frozen=True)
class Outcome:
    """What became of one job; `error` is empty for a published page.

    `reason` says why the page was made, `skipped` that it was kept; `key` is that of `skipping`.
    `asset` is the file beside the page that it needs; "" for a page that is complete.
    """

    area: str
    notebook: str
    parameters: dict[str, Any]
    seconds: float
    error: str = ""
    title: str = ""
    subtitle: str = ""
    lead: str = ""
    figures: int = 0
    sha256: str = ""
    file: str = field(default="")
    synthetic: bool | None = None
    lights: list[list[str]] = field(default_factory=list)
    as_of: str = ""
    newest: str = ""
    key: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    skipped: bool = False
    shared_assets: bool = False
    asset: str = ""
