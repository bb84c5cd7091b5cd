"""What a process reads and imports once, before kernels and reports are forked from it."""

import sys
from importlib import import_module

import pandas as pd

from ipanalytics.batch.warm import kernels
from ipanalytics.catalogue import places
from ipanalytics.core import project
from ipanalytics.core.errors import IPAnalyticsError
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, contributions, trajectory
from ipanalytics.report import sections, style
from ipanalytics.report.charts import bars
from ipanalytics.report.maps import boundaries, outlines
from ipanalytics.report.sections import lead_map, standing, targets

# Imported for those who come after, when the grammar is settled.
LATE = ("ipanalytics.publishing.page", "ipanalytics.batch.workers.execute")
GRAMMAR = "rfc3987_syntax"
LIBRARIES = ("plotly.io", "xlsxwriter")
KERNEL = ("ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.zmqshell", "psutil")


def warm(  # noqa: PLR0913
    as_of: str = "", since: str = "", *, guide: int = 0, real_only: bool = False, held: bool = False, draws: bool = True
) -> None:
    """Import libraries, read figures and geometry, judge the targets, draw what nobody sees.

    For one report nothing is drawn (`draws`): what it needs is drawn once anyway.

    Data that can't be used is named here and fails in the kernel that reads it. Where kernels are
    `held` to the state of the files now, they don't look for changes.
    """
    if held:
        # Its grammar takes a second to build; jsonschema does without it, and nbformat's schema has no addresses.
        sys.modules[GRAMMAR] = None  # type: ignore[assignment]
        # Tables of reports are small and asked a thousand times: Python's texts answer sooner than Arrow's.
        pd.options.mode.string_storage = "python"
    for name in (*LATE, *LIBRARIES, *(() if held else KERNEL)):
        import_module(name)
    sections.registered()
    sys.modules.pop(GRAMMAR, None)
    if not held:
        kernels.warm()
    import_module("ipanalytics.batch.workers.execute").warm()
    try:
        with project.held():
            year = assessment.load(as_of, guide, real_only=real_only)
            pipeline.load_every(as_of, real_only=real_only)
            if draws:
                _draw(year, since, real_only=real_only)
        if held:
            project.hold()
    except IPAnalyticsError as fault:
        # A render tells of it itself.
        if not held:
            print(f"ipanalytics: not preloaded: {fault}", file=sys.stderr)  # noqa: T201


def _draw(year: assessment.Assessment, since: str, *, real_only: bool) -> None:
    """Ask for what all pages ask for, by what the province's asks."""
    standing.draw_changes(year, places.province(), since, real_only=real_only)
    trajectory.follow(year, places.province())
    contributions.decompose(year, places.province())
    targets.draw_targets(year, places.province())
    lead_map.draw_lead_map(year, places.province())
    if boundaries.has_map():
        outlines.unit_shapes()
        boundaries.load("county")
    if figure := bars.draw_population(year.known, places.province()).figure:
        style.plain(figure)
