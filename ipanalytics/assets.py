"""What pages share: plotly.js in a file beside them, whose name tells its content.

Files of other versions stay as long as a page needs them; files that aren't ours are left alone.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ipanalytics import manifest
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError
from ipanalytics.outcomes import Job

FOLDER = "assets"
OURS = re.compile(r"plotly-([0-9a-f]{20})\.js")


def put(out: Path, jobs: Sequence[Job]) -> None:
    """Write the shared file before the first page that needs it, where such pages are made.

    Raises
    ------
    ReportError
        When it can't be written.
    """
    if not any(job.shared_assets for job in jobs):
        return
    from ipanalytics.publishing import payload

    path = out / payload.shared_library()
    if _is_ours(path):
        return
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as fault:
        msg = f"{path.parent} can't be made: {fault.strerror}"
        raise ReportError(msg) from fault
    files.replace_text(path, payload.plotly_source())


def clear(out: Path) -> None:
    """Remove shared files of ours that no page needs any more, and the folder when it is empty."""
    folder = out / FOLDER
    if not folder.is_dir():
        return
    needed = {entry.get("asset") for entry in manifest.read(out).values()}
    for path in folder.glob("plotly-*.js"):
        if f"{FOLDER}/{path.name}" not in needed and _is_ours(path):
            path.unlink(missing_ok=True)
    for draft in folder.glob(f"plotly-*.js{files.DRAFT}"):
        draft.unlink(missing_ok=True)
    # A folder that holds files of others stays.
    with suppress(OSError):
        folder.rmdir()


def _is_ours(path: Path) -> bool:
    """Say whether a file has the name that its content asks for."""
    named = OURS.fullmatch(path.name)
    return bool(named) and path.is_file() and files.hash_of(path).startswith(named[1] if named else "")
