import os
import zipfile
from io import BytesIO

import pytest

from ipanalytics.batch.workers import dask_worker
from ipanalytics.core.errors import ReportError, SourceError


def test_the_same_files_make_the_same_archive(home):
    first = dask_worker.packed(home)
    (home / "data" / "__pycache__").mkdir(exist_ok=True)
    (home / "data" / "__pycache__" / "a.pyc").write_bytes(b"x")
    os.utime(home / "data" / "corrections.yaml", (1, 1))
    assert dask_worker.packed(home) == first
    names = zipfile.ZipFile(BytesIO(first)).namelist()
    assert {name.split("/")[0] for name in names} == {"data", "maps", "notebooks"}
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize("name", ["data/raw/.key", "maps/key.geojson", "notebooks/key.ipynb"])
def test_what_a_link_leads_to_outside_of_the_project_does_not_travel(home, tmp_path_factory, name):
    secret = tmp_path_factory.mktemp("outside") / "key"
    secret.write_text("secret", encoding="utf-8")
    (home / name).symlink_to(secret)
    with pytest.raises(SourceError, match=f"{name} leads to {secret}"):
        dask_worker.packed(home)


def test_an_answer_without_a_page_says_why():
    with pytest.raises(ReportError, match="took too long"):
        dask_worker.RenderResult("tcp://a", error="took too long").page(None)
