"""Imports point down the list, and each heavy library has one home."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "ipanalytics"
LAYERS = [
    {"errors", "pdftexts", "outcomes"},
    {"paths", "periods", "grids", "records", "forks"},
    {"languages"},
    {"catalogue", "divisions", "archives", "texts", "numberformats", "browsers", "outlines"},
    {"sources", "boundaries", "labels", "packing", "cells", "documents", "pdfs", "xlsx", "targets", "wordstyles"},
    {
        "observations",
        "style",
        "classes",
        "dates",
        "words",
        "places",
        "addresses",
        "xls",
        "tasks",
        "elapsed",
        "shapes",
        "phrases",
        "names",
    },
    {
        "caches",
        "forkserver",
        "derive",
        "exhibits",
        "citations",
        "drawings",
        "layout",
        "rosters",
        "accounts",
        "checks",
        "corrections",
        "readers",
    },
    {"contexts", "entrants", "amounts", "overviewmap"},
    {"columns", "rows", "shares", "statuses"},
    {
        "interpret",
        "lists",
        "charts",
        "standing",
        "comparisons",
        "maps",
        "countymaps",
        "tables",
        "quality",
        "taskpages",
        "cases",
        "overview",
        "word",
    },
    {"export", "reading", "progress", "taskbriefs"},
    {"ingest"},
    {"assessment", "manifest", "kernels"},
    {"screens", "reach", "lights", "milestones", "changes", "downloads", "paces", "findings", "counties", "lookups"},
    {"reachmaps", "gaps", "background", "leadmap"},
    {"aims", "slices", "sketches", "questions", "whatif"},
    {"workbench", "making"},
    {"views", "panes"},
    {"explorer"},
    {"asking"},
    {"preload", "batches", "skipping", "folders", "assets"},
    {"stations"},
    {"clusters"},
    {"reports"},
    {"papers"},
    {"cli"},
]
HOMES = {
    "yaml": {"records"},
    "geopandas": {"boundaries", "countymaps", "maps", "shapes", "sketches", "workbench"},
    "shapely": {"boundaries", "shapes"},
    "plotly": {
        "style",
        "classes",
        "charts",
        "standing",
        "maps",
        "quality",
        "packing",
        "shapes",
        "reachmaps",
        "paces",
        "gaps",
        "comparisons",
        "panes",
    },
    "ipywidgets": {"asking", "explorer", "panes"},
    "IPython": {"exhibits"},
    "lxml": {"documents", "xlsx", "outlines"},
    "xlrd": {"xls"},
    "olefile": {"xls"},
    "msoffcrypto": {"xls"},
    "pdfplumber": {"pdfs"},
    "pdfminer": {"pdfs"},
    "papermill": {"making"},
    "nbclient": {"making"},
    "jupyter_client": {"kernels"},
    "ipykernel": {"kernels"},
    "nbconvert": {"export"},
    "nbformat": {"export"},
    "jinja2": {"export"},
    "tqdm": {"cli"},
    "playwright": {"browsers"},
    "docx": {"word", "wordstyles"},
    "xlsxwriter": {"downloads"},
    "deflate": {"packing"},
    "distributed": {"clusters", "stations"},
}
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(p.stem for p in PACKAGE.glob("*.py") if p.stem != "__init__")
LONGEST = 300


def imported(module):
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "ipanalytics" if node.level else ""
            parent = ".".join(filter(None, [base, node.module]))
            yield from (f"{parent}.{alias.name}" for alias in node.names)


def test_every_module_has_a_layer():
    assert set(MODULES) == set(RANK)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module):
    ours = {name.split(".")[1] for name in imported(module) if name.startswith("ipanalytics.")}
    upward = sorted(name for name in ours if RANK[name] >= RANK[module])
    assert not upward, f"{module} must not import {upward}"


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_have_a_home(module):
    tops = {name.split(".")[0] for name in imported(module)}
    astray = sorted(lib for lib in tops & set(HOMES) if module not in HOMES[lib])
    assert not astray, f"{module} must not import {astray}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_stay_short(module):
    assert len((PACKAGE / f"{module}.py").read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"paths"}))
def test_only_paths_knows_where_folders_are(module):
    code = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
    assert "__file__" not in code or module == "export", f"{module} must ask paths for folders"
