"""Which pages needn't be made again, because all that they are made of is as it was, and why others are.

A page's key has a hash each of its notebook, the library, the parameters, the catalogues and the
figures; the manifest keeps it. Importing and reading are left out where the files' times and
sizes say that nothing changed: a render with nothing to do is done in a second.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipanalytics.batch import manifest
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.core import files as core_files
from ipanalytics.core import project

Key = dict[str, str]
Ask = Callable[[Sequence[Job]], Sequence[str]]
# The parts of a key, the widest first, and what is said where one has changed.
REASONS = {
    "library": "library changed",
    "parameters": "other parameters",
    "notebook": "notebook changed",
    "catalogue": "catalogue or map changed",
    "figures": "figures changed",
}
UNREAD = "unread"
FORCED, NEVER, FAILED, GONE = "forced", "never rendered", "failed last time", "page is missing or was changed"


def page_keys(jobs: Sequence[Job], before: Mapping[str, Mapping[str, Any]], ask: Ask) -> list[Key]:
    """Return the key of each job's page; its figures are looked at only where nothing else tells that it is made anew.

    `ask` returns the digests of jobs' slices; "" where one can't be told.
    """
    shared, digests = {"library": library(), "catalogue": _catalogue()}, _kept_digests()
    keys = [
        {
            **shared,
            "parameters": core_files.fingerprint(json.dumps(job.parameters, sort_keys=True)),
            "notebook": core_files.fingerprint(project.notebooks() / job.notebook),
            "figures": digests.get(_slice_name(job), UNREAD),
        }
        for job in jobs
    ]
    open_ = [
        n for n, job in enumerate(jobs) if keys[n]["figures"] == UNREAD and not _changed(keys[n], before.get(job.area))
    ]
    for n, digest in zip(open_, ask([jobs[n] for n in open_]) if open_ else [], strict=True):
        keys[n]["figures"] = digest
    return keys


def _changed(key: Key, entry: Mapping[str, Any] | None) -> str:
    """Say what tells, without a look at the page itself, that it is made again."""
    if entry is None or not entry.get("sha256"):
        return NEVER
    if entry["outcome"] != "published":
        return FAILED
    old = entry.get("key", {})
    changed = [
        word for part, word in REASONS.items() if key[part] != UNREAD and (not key[part] or old.get(part) != key[part])
    ]
    return ", ".join(changed)


def reason(key: Key, entry: Mapping[str, Any] | None, out: Path) -> str:
    """Say why a page is made again; "" where the one that lies in the folder is of the same key."""
    if (changed := _changed(key, entry)) or entry is None:
        return changed
    page = out / entry["file"]
    return "" if page.is_file() and core_files.sha256_of(page) == entry["sha256"] else GONE


def kept_outcome(job: Job, entry: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a job whose page is kept, as the manifest tells it."""
    fields = {name: entry[name] for name in Outcome.__dataclass_fields__ if name in entry}
    return Outcome(**{**fields, "parameters": job.parameters, "skipped": True, "reason": ""})


def _joined(files: Iterable[Path], root: Path) -> str:
    paths = [path for path in sorted(files) if path.is_file()]
    return "\n".join(f"{path.relative_to(root).as_posix()} {core_files.sha256_of(path)}" for path in paths)


@lru_cache(maxsize=1)
def library() -> str:
    """Return a hash of the library's files and of the versions that it works with."""
    return core_files.fingerprint(json.dumps(versions(), sort_keys=True))


def versions() -> dict[str, str]:
    """Return the versions of what pages are made with, and a hash of the library's files."""
    files = [path for path in project.package().rglob("*.*") if path.parent.name != "__pycache__"]
    return {**manifest.versions(), "ipanalytics's files": core_files.fingerprint(_joined(files, project.package()))}


def state() -> str:
    """Return a hash of what every page depends on besides its own figures."""
    return library() + _catalogue()


def _catalogue() -> str:
    """Return a hash of what pages read besides figures: targets, words, colours, places, the map."""
    home = project.home()
    files = [*(home / "data" / "catalogue").rglob("*.*"), *(home / "data" / "divisions").rglob("*.*")]
    return core_files.fingerprint(_joined([*files, *(home / "maps").glob("*.geojson")], home))


def _kept_digests() -> dict[str, str]:
    """Return the digests of slices that were told when the files were as they are now; none from a damaged cache."""
    kept = _kept("slices")
    is_sound = isinstance(kept, dict) and all(isinstance(digest, str) for digest in kept.values())
    return kept if is_sound else {}


def _kept(name: str) -> Any:  # noqa: ANN401
    """Return what was kept in JSON when the files were as they are now; None from a cache that is damaged."""
    content = core_files.read_cache(_path(name))
    return None if content is None else json.loads(content)


def _path(name: str) -> Path:
    return project.build() / "cache" / f"{name}-{core_files.state()}.json"


def refused() -> list[str]:
    """Return what is wrong with files that can't be used, without pandas where it was told before."""
    kept = _kept("refused")
    if isinstance(kept, list) and all(isinstance(text, str) for text in kept):
        return kept
    from ipanalytics.ingestion import pipeline

    told = pipeline.refused()
    core_files.write_cache(_path("refused"), json.dumps(told, ensure_ascii=False))
    return told


def keep(jobs: Iterable[Job], keys: Iterable[Key]) -> None:
    """Keep what was told of the jobs' slices for the next process."""
    digests = {_slice_name(job): key["figures"] for job, key in zip(jobs, keys, strict=True)}
    kept = _kept_digests()
    if fresh := {name: digest for name, digest in digests.items() if digest not in ("", UNREAD, kept.get(name))}:
        core_files.write_cache(_path("slices"), json.dumps(kept | fresh, ensure_ascii=False, indent=0))


def _slice_name(job: Job) -> str:
    notebook = core_files.fingerprint(project.notebooks() / job.notebook)
    return f"{notebook} {json.dumps(job.parameters, sort_keys=True)}"
