"""Which pages needn't be made again, because all that they are made of is as it was, and why others are.

A page's key has a hash each of its notebook, the library, the parameters, the catalogues and the
figures; the manifest keeps it. Importing and reading are left out where the files' times and
sizes say that nothing changed: a render with nothing to do is done in a second.
"""

import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ipanalytics import caches, paths, sources
from ipanalytics.outcomes import Job, Outcome

Key = dict[str, str]
LIBRARIES = (
    *("geopandas", "ipykernel", "ipython", "jinja2", "mistune", "nbconvert", "nbformat", "numpy", "pandas"),
    *("papermill", "plotly", "pyarrow", "pyyaml", "shapely", "xlsxwriter"),
)
# The parts of a key, the widest first, and what is said where one has changed.
REASONS = {
    "library": "library changed",
    "parameters": "other parameters",
    "notebook": "notebook changed",
    "catalogue": "catalogue or map changed",
    "figures": "figures changed",
}
FORCED, NEVER, FAILED, GONE = "forced", "never rendered", "failed last time", "page is missing or was changed"


def keys(jobs: Sequence[Job]) -> list[Key]:
    """Return the key of each job's page."""
    shared = {"library": library(), "catalogue": _catalogue()}
    return [
        {
            **shared,
            "parameters": _short(json.dumps(job.parameters, sort_keys=True)),
            "notebook": _short((paths.notebooks() / job.notebook).read_bytes()),
            "figures": figures,
        }
        for job, figures in zip(jobs, _figures(jobs), strict=True)
    ]


def reason(key: Key, entry: Mapping[str, Any] | None, out: Path) -> str:
    """Say why a page is made again; "" where the one that lies in the folder is of the same key.

    Parameters
    ----------
    key
        From `keys`.
    entry
        Of the manifest; None where it has none.
    out
        Folder of the pages.
    """
    if entry is None or not entry.get("sha256"):
        return NEVER
    if entry["outcome"] != "published":
        return FAILED
    before = entry.get("key", {})
    if changed := [word for part, word in REASONS.items() if not key[part] or before.get(part) != key[part]]:
        return ", ".join(changed)
    page = out / entry["file"]
    return "" if page.is_file() and sources.hash_of(page) == entry["sha256"] else GONE


def kept(job: Job, entry: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a job whose page is kept, as the manifest tells it."""
    known = {name: entry[name] for name in Outcome.__dataclass_fields__ if name in entry}
    return Outcome(**{**known, "parameters": job.parameters, "skipped": True, "reason": ""})


def _short(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:20]


def _joined(files: Iterable[Path], root: Path) -> str:
    told = [f"{path.relative_to(root).as_posix()} {sources.hash_of(path)}" for path in sorted(files) if path.is_file()]
    return "\n".join(told)


@lru_cache(maxsize=1)
def library() -> str:
    """Return a hash of the library's files and of the versions that it works with."""
    files = [path for path in paths.package().rglob("*.*") if path.parent.name != "__pycache__"]
    versions = [platform.python_version(), version("ipanalytics"), *map(version, LIBRARIES)]
    return _short("\n".join([_joined(files, paths.package()), *versions]))


def state() -> str:
    """Return a hash of what every page depends on besides its own figures."""
    return library() + _catalogue()


def _catalogue() -> str:
    """Return a hash of what pages read besides figures: targets, words, colours, places, the map."""
    home = paths.home()
    files = [*(home / "data" / "catalogue").rglob("*.*"), *(home / "data" / "divisions").rglob("*.*")]
    return _short(_joined([*files, *(home / "maps").glob("*.geojson")], home))


def _figures(jobs: Sequence[Job]) -> list[str]:
    """Return the digest of each job's slice, from build/cache where the files are those of a run before."""
    path = paths.build() / "cache" / f"slices-{caches.state()}.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    names = [_slice_name(job) for job in jobs]
    if fresh := {name: job for name, job in zip(names, jobs, strict=True) if name not in known}:
        known |= {name: digest for name, job in fresh.items() if (digest := _digest(job))}
        # A cache that can't be written costs only time.
        with suppress(OSError):
            _keep(known, path)
    return [known.get(name, "") for name in names]


def _slice_name(job: Job) -> str:
    notebook = _short((paths.notebooks() / job.notebook).read_bytes())
    return f"{notebook} {json.dumps(job.parameters, sort_keys=True)}"


def _digest(job: Job) -> str:
    """Return the digest of a job's slice; "" where it can't be told, so that the report is made and says why."""
    from ipanalytics import slices

    try:
        return slices.of(job).digest()
    except ValueError as fault:
        print(f"ipanalytics: {job.area}: {fault}", file=sys.stderr)  # noqa: T201
        return ""


def _keep(known: Mapping[str, str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(known, ensure_ascii=False, indent=0), encoding="utf-8")
    draft.replace(path)
    for other in path.parent.glob("slices-*.json"):
        if other != path:
            other.unlink(missing_ok=True)
