"""Entries of a manifest, and notebooks as papermill leaves them."""

import nbformat
import pandas as pd

from ipanalytics.observations.table import COLUMNS
from ipanalytics.publishing import index as publishing_index
from ipanalytics.publishing.document import Block, Piece
from ipanalytics.report.exhibits import EXHIBIT, PLOTLY, Exhibit, Opening

LIGHTS = [["每万人高价值专利", "behind"], ["示范试点", "achieved"], ["专利导航", "no_data"]]
LEAD = "截至2022年9月30日，榆林3项指标中1项已完成；最大短板是每万人高价值专利：0.63件/万人。"


def entry(area="610800", **changed):
    base = {"area": area, "file": f"{area}.html", "error": "", "title": "", "lead": LEAD, "synthetic": False}
    return base | {"lights": LIGHTS, "as_of": "2022-09-30", "newest": "2022-08-31"} | changed


def old(area):
    """Return an entry as manifests had it before the index knew of lights."""
    return {key: entry(area)[key] for key in ("area", "file", "error", "title", "lead")}


def row(*, published=True, **changed):
    return publishing_index.areas([entry(**changed)], ["610800.html"] if published else [])[0]


def lights(**counts):
    return [[f"{status}{n}", status] for status, count in counts.items() for n in range(count)]


BORDER = [float(n) for n in range(100)]


def figure(alt="一张图", x=BORDER):
    return {"data": [{"type": "scatter", "x": x, "y": x}], "layout": {"height": 300, "meta": {"alt": alt}}}


def outlined(alt="地图"):
    """Return a map of one place, its border long."""
    axis = {"range": [0, 100]}
    trace = {"type": "scatter", "x": BORDER, "y": BORDER, "fill": "toself", "hoverinfo": "text", "text": "榆林：1件"}
    layout = {"xaxis": axis, "yaxis": {**axis, "scaleanchor": "x"}, "meta": {"alt": alt}}
    return output({PLOTLY: {"data": [trace], "layout": layout}, "text/plain": "图"})


def output(data):
    return nbformat.v4.new_output("display_data", data=data)


def notebook(*outputs, opening=True):
    made = nbformat.v4.new_notebook()
    first = output({EXHIBIT: Opening("题", "", "一句话。", ()).part(), "text/html": "<h1>x</h1>", "text/plain": "x"})
    shown = [first, *outputs] if opening else list(outputs)
    made.cells = [
        nbformat.v4.new_markdown_cell("## 一节\n\n正文"),
        nbformat.v4.new_code_cell("secret_code()", outputs=shown),
    ]
    return made


def plotly(**given):
    return output({PLOTLY: figure(**given), "text/plain": "图"})


def shown(thing):
    return output({EXHIBIT: thing.part(), "text/html": "<b>JupyterLab</b>", "text/plain": "x"})


def exhibit(title="发现", **given):
    rows = pd.DataFrame([["610800", "gi_new", "2022", 1.0, "件", "cnipa_2022_c3", "final", "表1"]], columns=COLUMNS)
    return Exhibit(title, pd.DataFrame({"指标": ["甲", "乙"], "数值": ["1件", "2件"]}), rows, **given)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
TITLE = Block("heading", (Piece("甲报告"),), 1, marked=True)
