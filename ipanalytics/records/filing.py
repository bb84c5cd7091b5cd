"""What was counted, filed in the project as any other source: data/raw/NAME.csv and data/sources/NAME.yaml.

Both hold counts only. From there the figures are cleaned, judged and drawn like those of a publication. How good what
was filed is, which is no observation, lies in data/quality/NAME.csv.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import SourceError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import as_yaml, read_yaml
from ipanalytics.ingestion.transcriptions import HEADER
from ipanalytics.observations.table import as_csv

if TYPE_CHECKING:
    # A page that shows what was filed needs no database.
    from ipanalytics.records.pipeline import Counted

QUALITY = "quality"
COLUMNS = ["as_of", "by", "group", "type", "measure", "value", "of", "error"]
NAME = "[a-z0-9][a-z0-9_.-]*"
# What the sidecars that this module writes say of where their figures were seen, and no other does.
SEEN_AT = "ipanalytics patents"


def file_figures(counted: "Counted", name: str, *, paths: Sequence[Path], as_of: date) -> list[Path]:
    """Write the counted figures and their sidecar, both or neither; what was filed under the name before is replaced.

    Raises
    ------
    SourceError
        When the name can't be one of a file, or another source has it.
    """
    table, sidecar = project.data("raw", f"{name}.csv"), project.data("sources", f"{name}.yaml")
    if not re.fullmatch(NAME, name):
        msg = f"{name!r} can't be the name of a source: expected small letters, digits, _ . and -"
        raise SourceError(msg)
    if (sidecar.exists() and not _is_own(sidecar)) or (table.exists() and not sidecar.exists()):
        msg = f"{name} is the name of another source already: {sidecar if sidecar.exists() else table}"
        raise SourceError(msg)
    observations = counted.observations
    rows = observations.assign(area_name=[places.name_of(area) for area in observations["area"]], source=name, note="")
    content = as_csv(rows[HEADER])
    described = {
        "file": table.name,
        "sha256": files.sha256_of(content),
        "transcribed": f"{date.today():%Y-%m-%d}",
        "areas": "按地址归到县区和填报单位，地址没有写明的以邮编为据",
        "sources": {name: _publication(counted, paths, as_of)},
    }
    contents = {table: content, sidecar: as_yaml(described)}
    if len(counted.quality):
        contents[project.data(QUALITY, f"{name}.csv")] = as_csv(counted.quality)
    return files.write_together(contents)


def quality(as_of: str = "") -> pd.DataFrame:
    """Return the newest filed measures of quality that end by a period, all where it's empty; see `quality.measure`."""
    every = _qualities()
    if as_of:
        every = every[every["as_of"] <= periods.parse(as_of).end.isoformat()]
    return every[every["as_of"].eq(every["as_of"].max())].reset_index(drop=True)


@cached_for_project(f"data/{QUALITY}")
def _qualities() -> pd.DataFrame:
    tables = [files.read_csv(path, COLUMNS, SourceError) for path in sorted(project.data(QUALITY).glob("*.csv"))]
    whole = pd.concat([pd.DataFrame(columns=COLUMNS, dtype=str), *tables], ignore_index=True)
    numbers = whole[["value", "of", "error"]].apply(pd.to_numeric, errors="coerce").astype(float)
    if (wrong := numbers.isna() & whole[numbers.columns].ne("")).any(axis=None):
        rows = whole[wrong.any(axis=1)].itertuples(index=False)
        raise SourceError(listed(f"data/{QUALITY} holds what is no number:", [", ".join(row) for row in rows]))
    return whole.assign(**{name: numbers[name] for name in numbers})


def _is_own(sidecar: Path) -> bool:
    return any(source.get("seen_at") == SEEN_AT for source in read_yaml(sidecar)["sources"].values())


def _publication(counted: "Counted", paths: Sequence[Path], as_of: date) -> dict[str, str | None]:
    names = "、".join(path.name for path in paths)
    return {
        "publisher": None,
        "title": f"专利清单逐件统计（截至{as_of:%Y-%m-%d}，{len(paths)}份导出文件，{counted.rows}行）",
        "published": f"{as_of:%Y-%m-%d}",
        "url": None,
        "seen": "original",
        "seen_at": SEEN_AT,
        "licence": None,
        "note": f"由{names}逐件清点；清单本身不入库。",
        "english": f"patents counted one by one up to {as_of:%Y-%m-%d} ({len(paths)} files, {counted.rows} rows)",
    }
