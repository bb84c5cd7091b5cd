"""A made-up province of four units on a square map, with its own guide, words and year."""

import json
import shutil
from pathlib import Path

from ipanalytics.core import files

PROJECT = Path(__file__).parents[3]
SHARED = (
    *("checks.yaml", "english.yaml", "palette.yaml", "parts_of_year.csv", "remark_statuses.csv"),
    *("statuses.yaml", "units.csv"),
    "targets/thresholds.yaml",
)
UNITS = {"900100": "东山市", "900200": "西山市", "900300": "东海市", "900400": "西海市"}
AREAS = ["900000", "shan", "hai", *UNITS]
DIVISIONS = """code,levels,name,short,english,parent,parts,valid_from,valid_to,successor
100000,nation,全国,全国,Nation,,,,,
900000,province,山海省,山海,Shanhai,100000,,,,
shan,region,山区,山区,Mountains,900000,,,,
hai,region,海区,海区,Coast,900000,,,,
900100,city unit county,东山市,东山,Dongshan,shan,,,,
900200,city unit county,西山市,西山,Xishan,shan,,,,
900300,city unit county,东海市,东海,Donghai,hai,,,,
900400,city unit county,西海市,西海,Xihai,hai,,,,
"""
INDICATORS = """
new_signs:
  {name: 新增标识, english: New signs, unit: 件, kind: flow, definition: 年内新增的标识件数。, assessable: true}
signs_held:
  {name: 标识保有量, english: Signs held, unit: 件, kind: stock, definition: 期末的标识件数。, assessable: true}
sign_rules:
  {name: 印发标识办法, english: Rules issued, unit: 是否, kind: event, definition: 印发标识办法。, assessable: true}
"""
SETTINGS = """
issuing_office: ""
issue_date: ""
map_review_number: ""
boundary_credit: 界线为示意
boundary_credit_english: Borders are made up
map_plane: "+proj=aea +lat_0=1 +lon_0=1 +lat_1=0.5 +lat_2=1.5 +datum=WGS84 +units=km"
map_km2: 49216
map_view: []
map_view_english: []
guide: 《山海省标识工作方案（{year}年）》
unranked_by: 标识工作方案第一条
unranked_because: 标识工作方案第一条：不以申请数量排名
every_unit: 各市
units_described: 山海省按四个市统计。
units_note: ""
census_note: 2030年人口普查。
population_lag_years: 1
census_days: ["2030-11-01"]
"""
TARGETS = """
year: 2031
source: 山海标发〔2031〕1号
targets:
  S1: {indicator: new_signs, area: "900000", kind: flow, value: 40, clause: 第一条, quote: 新增标识40件}
  S2: {indicator: signs_held, area: "900100", kind: level, value: 9, clause: 第二条, quote: 东山市标识达到9件}
  S3: {indicator: sign_rules, area: "900000", kind: milestone, clause: 第三条, quote: 印发标识办法}
"""
BULLETIN = """2031年1-9月山海省新签标识情况,
地区,新签标识（件）
全省,36
东山市,12
西山市,3
东海市,20
西海市,1
"""
SIDECAR = """
file: bulletin.csv
sha256: {hash}
transcribed: "2031-10-20"
areas: 各市。
status: final
sources:
  bulletin_2031_09:
    {{publisher: 山海省标识局, title: 标识月报, published: "2031-10-15", url: null, seen: original, seen_at: null,
      licence: null}}
"""
WORDS = "word,object,type,measure,per,indicator,role\n新签标识,,,,,new_signs,\n地区,,,,,,area\n情况,,,,,,filler\n"


def square(code, west, south):
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def lay_out(folder):
    """Write the province's project into a folder, and return it."""
    shapes = [square(code, number % 2, number // 2) for number, code in enumerate(UNITS)]
    labels = "area,x_km,y_km\n" + "".join(f"{code},0,0\n" for code in [*UNITS, "shan", "hai"])
    words, catalogue, divisions = "word,group,meaning\n名单,list,\n", "data/catalogue", "data/divisions"
    contents = {
        f"{catalogue}/indicators.yaml": INDICATORS,
        f"{catalogue}/settings.yaml": SETTINGS,
        f"{catalogue}/targets/2031.yaml": TARGETS,
        f"{catalogue}/words.csv": WORDS,
        f"{catalogue}/word_indicators.csv": "object,type,measure,indicator\n",
        f"{catalogue}/lists.csv": words,
        f"{divisions}/divisions.csv": DIVISIONS,
        f"{divisions}/aliases.csv": "alias,code,reason\n",
        f"{divisions}/not_places.csv": "label,reason\n",
        f"{divisions}/map_insets.csv": "area,factor,x_km,y_km\n",
        f"{divisions}/map_labels.csv": labels,
        f"{divisions}/map_labels_english.csv": labels,
        "data/raw/bulletin.csv": BULLETIN,
        "data/sources/bulletin.yaml": SIDECAR.format(hash=files.sha256_of(BULLETIN)),
        "maps/counties.geojson": json.dumps({"type": "FeatureCollection", "features": shapes}),
        "notebooks/reports.yaml": "area_report:\n  notebook: area_report.ipynb\n"
        "  levels: [province, region, unit]\n  parameters: {}\n",
    }
    for path, content in contents.items():
        files.write_atomically(folder / path, content)
    for name in SHARED:
        shutil.copy(PROJECT / catalogue / name, folder / catalogue / name)
    shutil.copy(PROJECT / "notebooks" / "area_report.ipynb", folder / "notebooks")
    return folder
