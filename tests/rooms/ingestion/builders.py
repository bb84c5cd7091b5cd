"""Files of each kind as a test writes them, and what is read back."""

import io
import shutil
import zipfile
from functools import lru_cache

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from ipanalytics.catalogue import indicators
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.ingestion.readers import read
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.text import cell_forms, date_forms

ROWS = (("国内专利申请数(2022年)", "", ""), ("地区", "合计", "发明"), ("陕西", "1234", "56.5"))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def only(path):
    (grid,) = read(path)
    return grid


def refused(path):
    with pytest.raises(SourceError) as caught:
        read(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def links(targets):
    made = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{t}"/>' for i, (kind, t) in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{made}</Relationships>'


def sheet(rows, after=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(rows="", *, strings="", formats=(), after="", setting="", **more):
    """Return a workbook of hand-written XML; styles 1, 2, … have the given number formats."""
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{code}"/>' for code in (0, *(200 + n for n in range(len(formats)))))
    parts = {
        "_rels/.rels": links({"r": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{setting}<sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            {"s": ("worksheet", "worksheets/one.xml"), "t": ("sharedStrings", "/xl/s.xml"), "u": ("styles", "u.xml")}
        ),
        "xl/worksheets/one.xml": sheet(rows, after),
        "xl/s.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/u.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
    }
    return zipped(parts | more)


def printed(value, **options):
    """Return the text of one cell with this XML inside <row>."""
    return workbook(f'<row r="1">{value}</row>', **options)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@lru_cache
def xlsx():
    book = openpyxl.Workbook()
    for row in (("国内专利申请数(2022年)",), ("地区", "合计", "发明"), ("陕西", 1234, 56.5)):
        book.active.append(row)
    return saved(book)


@lru_cache
def xls(formula=None):
    book = xlwt.Workbook()
    made = book.add_sheet("Sheet1")
    for number, row in enumerate([("国内专利申请数(2022年)",), ("地区", "合计", "发明"), ("陕西", 1234, 56.5)]):
        for column, value in enumerate(row):
            made.write(number, column, value)
    if formula:
        made.write(4, 3, xlwt.Formula(formula))
    return saved(book)


def docx(body):
    return zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(*rows):
    def cell(given):
        text, properties = given if isinstance(given, tuple) else (given, "")
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"


def page(body, encoding="utf-8", head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def html_table(*rows):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows) + "</table>"


FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/DW 1000/W[1[500]2 94 500]>>]>>"
)


def pdf(*pages):
    """Return a PDF whose pages draw the given operators."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages))).encode()
    made = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))]
    for number, drawn in enumerate(pages):
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F %s>>>>/Contents %d 0 R>>"
        made += [head % (FONT, 4 + 2 * number), b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(made, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(made) + 1, entries)
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(made) + 1, len(out))


def words(*placed, size=10):
    drawn = (f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in placed)
    return "".join(drawn).encode()


def rules(*ends):
    return "".join(f"{x} {y} m {u} {v} l S\n" for x, y, u, v in ends).encode()


def level(*heights, left=100, right=400):
    return rules(*((left, y, right, y) for y in heights))


def upright(*places, top=720, bottom=640):
    return rules(*((x, top, x, bottom) for x in places))


PDF_ROWS = (("地区", "合计", "发明"), ("陕 西", "1234", "56.5"), ("黑龙江", "7", "8"))
PDF_WORDS = words(
    *((105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(PDF_ROWS) for c, text in enumerate(row))
)
PDF_TITLE = words((200, 760, "国内专利申请数(2022年)"), (100, 740, "单位:件"))
RULED = PDF_TITLE + PDF_WORDS + level(720, 695, 670, 640) + upright(100, 200, 300, 400)


@lru_cache
def locked(password):
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx())).encrypt(password, file)
    return file.getvalue()


patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(path, data):
    path.write_bytes(data)
    try:
        found = read(path)
    except SourceError as fault:
        assert str(path) in str(fault)  # noqa: PT017
    else:
        assert all(isinstance(grid, Grid) and grid.rows for grid in found)


def escaped(rows):
    return [[text.replace("&", "&amp;").replace("<", "&lt;") for text in row] for row in rows]


def drawn(lines, rows):
    above = [(150, 780 - 20 * n, line) for n, line in enumerate(lines)]
    cells = [(105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    heights = [720 - 25 * n for n in range(len(rows) + 1)]
    bottom = heights[-1]
    return words(*above, *cells) + level(*heights) + upright(100, 200, 300, 400, bottom=bottom)


TITLED = '<row r="1"><c r="A1" t="inlineStr"><is><t>2022年各市专利授权情况(件)</t></is></c></row>'


def text_cell(place, text, properties=""):
    return f'<c r="{place}" t="inlineStr"><is><r><rPr>{properties}</rPr><t>{text}</t></r></is></c>'


def sheet_rows(*, hidden=""):
    """Return a table of two places whose first row of figures has these attributes."""
    heads = text_cell("A2", "地区") + text_cell("B2", "授权量") + text_cell("C2", "发明")
    first = text_cell("A3", "西安市") + '<c r="B3"><v>1200</v></c><c r="C3"><v>350</v></c>'
    second = text_cell("A4", "宝鸡市") + '<c r="B4"><v>340</v></c><c r="C4"><v>50</v></c>'
    return f'{TITLED}<row r="2">{heads}</row><row r="3" {hidden}>{first}</row><row r="4">{second}</row>'


def reported(path):
    made = extract.extract(path)
    found = made.observations[["area", "indicator", "value"]]
    return set(found.itertuples(index=False, name=None)), extract.problems(made), extract.corrections(made)


EXAMPLES = [
    *(face.example for face in (*cell_forms.ABOUT, *cell_forms.NOTES, *cell_forms.ERRORS, *cell_forms.PARTS)),
    *(form.example for form in (*cell_forms.SIGNS, *date_forms.FORMS, *date_forms.SIGNS, *date_forms.SPELLINGS)),
    *(*date_forms.DAY_FORMS, *indicators.units()),
    *("1,234.5", "１２", "1e400", "-", "12.5%", "(12)", "≈", "1/3", "单位:", "/百万人", " ", "合计\n"),
]
messy = st.text() | st.lists(st.sampled_from(EXAMPLES)).map("".join)
GRANTS = [
    ["8-8 国内三种专利授权数按地区分布(2022年)"],
    ["单位:件"],
    ["地 区", "Region", "合 计", None, None, None],
    [None, None, None, "发 明", "实用新型", "外观设计"],
    ["陕  西", "Shaanxi", "6", "1", "2", "3"],
    ["火 星", "Mars", "9", "-", "4", "5"],
]
RAW = "data/raw/nation_figures.csv"
HEADER = "area,area_name,indicator,period,value,unit,source,status,cell,note\n"
SOURCE = "nation_ip_2022_april_reprint"


def keep_nation(home):
    shutil.rmtree(home / "data" / "synthetic")
    (home / "data" / "corrections.yaml").unlink()
    for path in [*(home / "data" / "raw").glob("*.csv"), *(home / "data" / "sources").glob("*.yaml")]:
        if path.stem != "nation_figures":
            path.unlink()


def row(**changes):
    plain = {
        "area": "610800", "name": "榆林市", "indicator": "gi_products", "period": "2022", "value": "15", "unit": "件",
        "source": SOURCE, "status": "final", "cell": "正文", "note": "",
    }  # fmt: skip
    return ",".join((plain | changes).values())


def refusal():
    with pytest.raises(SourceError) as caught:
        pipeline.check()
    return str(caught.value)
