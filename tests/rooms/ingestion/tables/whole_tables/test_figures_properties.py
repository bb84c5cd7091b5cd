"""Whatever shape a table is written out in, it reads back as the same observations."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables.figures import interpret

PLACES = {
    "全国": ("100000", "National Total"),
    "北京": ("110000", "Beijing"),
    "山西": ("140000", "Shanxi"),
    "内蒙古": ("150000", "Inner Mongolia"),
    "陕西": ("610000", "Shaanxi"),
    "台湾": ("710000", "Taiwan"),
    "西安": ("610100", "Xi'an"),
    "杨凌": ("610403", "Yangling"),
}
TYPES = {
    "合计": ("patent", "Total"),
    "发明": ("invention", "Invention"),
    "实用新型": ("utility_model", "Utility Model"),
    "外观设计": ("design", "Design"),
}
MEASURES = {
    "applications": ("申请受理数", "申请量", "申请件数"),
    "grants": ("授权数", "授权量", "授权"),
    "in_force": ("有效数", "有效量", "拥有量"),
}
YEARS = [str(year) for year in range(2009, 2026)]
UNITS = {"件": 1, "万件": 10000}
WHOLE = {"patent_in_force": "patents_in_force", "invention_in_force": "inventions_in_force"}


WHOLE |= {"utility_model_in_force": "utility_models_in_force", "design_in_force": "designs_in_force"}


def indicator(kind, measure):
    id_ = f"{TYPES[kind][0]}_{measure}"
    return WHOLE.get(id_, id_)


@st.composite
def tables(draw):
    """Return a table's figures by place, type, measure and year, and how it is to be written."""
    some = {"min_size": 1, "max_size": 4, "unique": True}
    places = draw(st.lists(st.sampled_from(list(PLACES)), **some))
    kinds = draw(st.lists(st.sampled_from(list(TYPES)), **some))
    measure = draw(st.sampled_from(list(MEASURES)))
    years = draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=3, unique=True))
    cell = st.one_of(st.integers(1, 10**7), st.none())
    values = {(p, k, y): draw(cell) for p in places for k in kinds for y in years}
    return places, kinds, measure, years, values


@st.composite
def styles(draw):
    flags = ("english", "spaces", "merged", "bilingual", "commas", "notes", "unit_first")
    style = {flag: draw(st.booleans()) for flag in flags}
    return style | {"unit": draw(st.sampled_from(list(UNITS))), "word": draw(st.integers(0, 2))}


def printed(value, style):
    if value is None:
        return "-"
    text = f"{value / UNITS[style['unit']]:.4f}" if style["unit"] != "件" else str(value)
    return f"{int(text):,}" if style["commas"] and style["unit"] == "件" else text


def name(place, style):
    return "    ".join(place) if style["spaces"] and len(place) == 2 else place


def head(kind, style):
    return f"{kind}\n{TYPES[kind][1]}" if style["bilingual"] else kind


def lead(title, style):
    unit = f"单位：{style['unit']}"
    return [[unit], [title]] if style["unit_first"] else [[title], [unit]]


def finished(rows, style, merges=()):
    rows = rows + ([["注：本表数据由国家知识产权局提供。"]] if style["notes"] else [])
    width = max(map(len, rows))
    padded = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Grid("t.xlsx", "Sheet1", padded, tuple(merges), is_workbook=True)


def labels(place, style):
    return [name(place, style), PLACES[place][1]] if style["english"] else [name(place, style)]


def by_year(table, style):
    """One year in the title, types across."""
    places, kinds, measure, years, values = table
    title = f"8-9 国内三种专利{MEASURES[measure][style['word']]}按地区分布({years[0]}年)"
    rows = [*lead(title, style), ["地 区", *(["Region"] if style["english"] else []), *(head(k, style) for k in kinds)]]
    rows += [[*labels(p, style), *(printed(values[p, k, years[0]], style) for k in kinds)] for p in places]
    kept = {key: value for key, value in values.items() if key[2] == years[0]}
    return finished(rows, style), kept


def years_over_types(table, style):
    """Two levels of headings, the upper one merged or with its merges lost."""
    places, kinds, measure, years, values = table
    start = 2 if style["english"] else 1
    upper = [text for year in years for text in (f"{year}年", *[""] * (len(kinds) - 1))]
    rows = lead(f"各地区专利{MEASURES[measure][style['word']]}", style)
    top = len(rows)
    rows += [
        ["地区", *["Region"] * (start - 1), *upper],
        [*[""] * start, *(head(k, style) for _ in years for k in kinds)],
    ]
    rows += [[*labels(p, style), *(printed(values[p, k, y], style) for y in years for k in kinds)] for p in places]
    size = len(kinds)
    spans = [(top, start + n * size, top, start + n * size + size - 1) for n in range(len(years))]
    return finished(rows, style, spans if style["merged"] and size > 1 else ()), values


def types_below_places(table, style):
    """#发明 under its place, years across."""
    places, kinds, measure, years, values = table
    rows = [*lead(f"各地区专利{MEASURES[measure][style['word']]}", style), ["地区", *(f"{y}年" for y in years)]]
    for place in places:
        others = [kind for kind in kinds if kind != "合计"]
        figures = [printed(values[place, "合计", y], style) if "合计" in kinds else "-" for y in years]
        rows.append([name(place, style), *figures])
        rows += [[f"#{kind}", *(printed(values[place, kind, y], style) for y in years)] for kind in others]
    return finished(rows, style), values


def places_across(table, style):
    """Indicators down, places across."""
    places, kinds, measure, years, values = table
    rows = [*lead(f"{years[0]}年各地专利情况", style), ["指标", *(name(p, style) for p in places)]]
    for kind in kinds:
        label = f"{'专利' if kind == '合计' else kind}{MEASURES[measure][style['word']]}"
        rows.append([label, *(printed(values[p, kind, years[0]], style) for p in places)])
    return finished(rows, style), {key: value for key, value in values.items() if key[2] == years[0]}


def long(table, style):
    """Place, type and year in columns of labels; places are merged over their rows, or printed once."""
    places, kinds, measure, years, values = table
    rows = [*lead(f"各地区专利{MEASURES[measure][style['word']]}", style), ["地区", "类型", "年份", "数量"]]
    for place in places:
        pairs = [(k, y) for k in kinds for y in years]
        rows += [[name(place, style), k, f"{y}年", printed(values[place, k, y], style)] for k, y in pairs]
    return finished(rows, style), values


def side_by_side(table, style):
    """Two blocks of one year, the last line of the right one empty where the places are odd."""
    places, kinds, measure, years, values = table
    half = (len(places) + 1) // 2
    heads = ["地区", *(head(k, style) for k in kinds)]
    rows = [*lead(f"{years[0]}年专利{MEASURES[measure][style['word']]}", style), heads * 2]
    lines = [[name(p, style), *(printed(values[p, k, years[0]], style) for k in kinds)] for p in places]
    right = [*lines[half:], [""] * (len(kinds) + 1)]
    rows += [[*line, *right[n]] for n, line in enumerate(lines[:half])]
    return finished(rows, style), {key: value for key, value in values.items() if key[2] == years[0]}


@pytest.mark.parametrize(
    "shape",
    [by_year, years_over_types, types_below_places, places_across, long, side_by_side],
    ids=lambda s: s.__name__,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), style=styles())
def test_a_table_reads_back_as_it_was_written(shape, table, style):
    grid, kept = shape(table, style)
    reading = interpret([grid], source="s", status="final")
    found = reading.observations
    keyed = zip(found["area"], found["indicator"], found["period"], found["value"], strict=True)
    wanted = {
        (PLACES[place][0], indicator(kind, table[2]), year): value
        for (place, kind, year), value in kept.items()
        if value is not None
    }
    assert {tuple(row[:3]): row[3] for row in keyed} == wanted
    assert len(reading.account) == sum(1 for row in grid.rows for text in row if text.strip())
    assert not (reading.account["fate"] == "left_out").any()
