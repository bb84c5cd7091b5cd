import shutil
from hashlib import sha256

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import places
from ipanalytics.core import files, project
from ipanalytics.core.errors import CleaningError, SourceError
from ipanalytics.ingestion import pipeline, transcriptions
from ipanalytics.observations import table
from tests.rooms.ingestion.builders import HEADER, RAW, keep_nation, refusal, row

HEADS = "area,indicator,period,value,unit,source,status,cell\n"


def read(folder, text):
    path = folder / "figures.csv"
    path.write_text(text, encoding="utf-8")
    return transcriptions.read_observations(path)


def said_of(folder, text, kind=CleaningError):
    with pytest.raises(kind) as caught:
        read(folder, text)
    return str(caught.value).split("\n  ")


def test_a_csv_with_four_columns_is_completed_by_the_catalogue(tmp_path):
    made = read(tmp_path, "area,indicator,period,value\n610000,gi_new,2022-Q1,2\n")
    row = ["610000", "gi_new", "2022-Q1", 2.0, "件", "figures.csv", "final", "line 2"]
    assert_frame_equal(made, pd.DataFrame([row], columns=table.COLUMNS))


def test_a_csv_says_unit_source_status_and_cell_itself(tmp_path):
    made = read(tmp_path, HEADS + "610100,pledge_amount,2022,12000,万元,台账,submitted,B7\n\n")
    row = ["610100", "pledge_amount", "2022", 1.2, "亿元", "台账", "submitted", "B7"]
    assert_frame_equal(made, pd.DataFrame([row], columns=table.COLUMNS))


def test_columns_stand_in_any_order_and_an_excel_mark_is_no_letter(tmp_path):
    made = read(tmp_path, "\ufeffvalue, period ,indicator,area\n 2 ,2022,gi_new, 610000 \n")
    assert list(made[["area", "value"]].itertuples(index=False, name=None)) == [("610000", 2.0)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("610001,gi_new,2022,1", "area '610001' is not a division code"),
        ("榆林,gi_new,2022,1", "area '榆林' is not a division code"),
        ("610000,gi_news,2022,1", "'gi_news' is not an indicator of data/catalogue/indicators.yaml"),
        ("610000,gi_new,2022年,1", "'2022年' is not a period: expected 2022, 2022-Q3"),
        ("610000,gi_new,2022-02-30,1", "'2022-02-30' is not a period"),
        ("610000,gi_new,2022,-1", "value '-1' is not a number from 0"),
        ("610000,gi_new,2022,", "value '' is not a number from 0"),
        ("610000,gi_new,2022,nan", "value 'nan' is not a number from 0"),
        ("610000,gi_new,2022,inf", "value 'inf' is not a number from 0"),
        ("610000,gi_new,2022,1_000", "value '1_000' is not a number from 0"),
        ('610000,gi_new,2022,"1,000"', "value '1,000' is not a number from 0"),
        ("610000,protection_satisfaction,2022,101", "value '101' is more than 100, the most that it can be"),
        ("610000,trademark_windows,2022,0.5", "value '0.5' is neither 1 (yes) nor 0 (no)"),
        ("610000,milestone_m05,2022,2", "value '2' is neither 1 (yes) nor 0 (no)"),
        ("610000,gi_new,2022", "expected 4 fields, found ['610000', 'gi_new', '2022']"),
        ("610000,gi_new,2022,1,2", "expected 4 fields, found ['610000', 'gi_new', '2022', '1', '2']"),
        ("610000,gi_new,2021,3", "610000 gi_new 2021 figures.csv stands on line 2 already"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path, row, fault):
    told = said_of(tmp_path, f"area,indicator,period,value\n610000,gi_new,2021,3\n\n{row}\n")[1:]
    assert len(told) == 1
    assert told[0].startswith(f"figures.csv, line 4: {fault}")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("610000,gi_new,2022,1,万元,,,", "万元 can't be converted to 件"),
        ("610000,gi_new,2022,1,箱,,,", "unknown unit '箱'"),
        ("610000,gi_new,2022,1,,,guessed,", "status 'guessed' is not one of final, provisional"),
        ("610000,industrialisation_rate,2022,1001,‰,,,", "value '1001' is more than 100"),
    ],
)
def test_a_wrong_unit_or_status_is_named_with_its_line(tmp_path, row, fault):
    (told,) = said_of(tmp_path, HEADS + row + "\n")[1:]
    assert told.startswith(f"figures.csv, line 2: {fault}")


def test_all_faults_of_a_csv_come_at_once(tmp_path):
    rows = [
        "610001,gi_news,2022,1",
        "610000,gi_new,2021,3",
        "610000,gi_new,Q1,-1",
        "610000,gi_new",
        "610000,gi_new,2021,4",
    ]
    told = said_of(tmp_path, "area,indicator,period,value\n" + "\n".join(rows) + "\n")
    assert [line.partition(": ")[0] for line in told[1:]] == [
        f"figures.csv, line {line}" for line in (2, 2, 4, 4, 5, 6)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header", ["", "area,indicator,period", "area,indicator,period,value,colour", "area,indicator,period,value,value"]
)
def test_a_csv_with_other_columns_is_refused(tmp_path, header):
    (told,) = said_of(tmp_path, f"{header}\n", SourceError)
    assert "line 1: found the columns" in told


def test_a_file_that_is_no_csv_in_utf8_is_refused(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes("area,indicator,period,value\n陕西,,,\n".encode("gb18030"))
    with pytest.raises(SourceError, match="can't be read as a CSV in UTF-8"):
        transcriptions.read_observations(path)


SIDECAR = "data/sources/nation_figures.yaml"
# What is changed in a sound row, and what is then said of it.
WRONG = [
    ({"indicator": "gi_product"}, "unknown indicator"),
    ({"period": "2022-13"}, "'2022-13' is not a period"),
    ({"period": "２０２２"}, "'２０２２' is not a period"),
    ({"period": ""}, "'' is not a period"),
    ({"period": "2022-12-31"}, "2022-12-31 is written 2022"),
    ({"period": "2022-12"}, "2022-12 is written 2022"),
    ({"period": "2022-Q3"}, "2022-Q3 is written 2022-09"),
    ({"period": "2022-01/2022-09"}, "2022-01/2022-09 is written 2022-09"),
    ({"unit": "公里"}, "unknown unit '公里'"),
    ({"unit": "亿元"}, "亿元 can't be converted to 件"),
    ({"unit": ""}, "unknown unit ''"),
    ({"value": "15件"}, "value is not a plain number"),
    ({"value": "NaN"}, "value is not a plain number"),
    ({"value": "inf"}, "value is not a plain number"),
    ({"value": "1e400"}, "value is not a plain number"),
    ({"value": "-15"}, "value is not a plain number"),
    ({"value": " 15"}, "value is not a plain number"),
    ({"value": "１５"}, "value is not a plain number"),
    ({"value": '"12,952,907"'}, "value is not a plain number"),
    ({"value": ""}, "value is empty and note gives no reason"),
    ({"status": "ok"}, "status is not one of final, provisional"),
    ({"source": "nobody"}, "source is not in the sidecar"),
    ({"cell": ""}, "cell is empty"),
    ({"name": "延安市"}, "code and name disagree"),
    ({"name": "榆林区"}, "code and name disagree"),
    ({"area": "140000", "name": "陕西"}, "code and name disagree"),
    ({"area": "610801"}, "code and name disagree"),
    ({"area": "", "name": "榆林市"}, "code and name disagree"),
    ({"area": "", "name": "火星"}, "code and name disagree"),
    ({"area": "610500+610581", "name": "韩城市"}, "code and name disagree"),
    ({"area": "610500", "name": "韩城市"}, "code and name disagree"),
]


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """Return what is said of a file in which each row is wrong in another way."""
    home = tmp_path_factory.mktemp("wrong")
    shutil.copytree(project.data(), home / "data")
    keep_nation(home)
    text, sidecar = (home / RAW).read_text("utf-8"), home / SIDECAR
    rows = [row(**{"period": str(1985 + place), **changes}) for place, (changes, _) in enumerate(WRONG)]
    (home / RAW).write_text(HEADER + "\n".join(rows) + "\n" + text.removeprefix(HEADER), encoding="utf-8")
    before = sha256(text.encode()).hexdigest()
    sidecar.write_text(sidecar.read_text("utf-8").replace(before, files.sha256_of(home / RAW)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPANALYTICS_HOME", str(home))
        return refusal().split("\n  ")[1:]


@pytest.mark.parametrize("place", range(len(WRONG)), ids=[fault for _, fault in WRONG])
def test_a_row_that_can_not_be_used_is_named_with_file_and_line(faults, place):
    line = f"nation_figures.csv, line {place + 2}: "
    found = [fault for fault in faults if fault.startswith(line)]
    assert len(found) == 1
    assert WRONG[place][1] in found[0]


def test_all_rows_that_can_not_be_used_come_in_one_error(faults):
    assert len(faults) == len(WRONG)


@pytest.mark.parametrize("area", ["610500", "610500+610581"])
def test_a_composite_may_print_the_name_of_its_city(add, area):
    add(row(area=area, name="渭南市"))
    assert list(pipeline.clean().observations["area"]).count(area) == 1


def test_both_of_two_rows_with_one_key_are_named(add):
    add(row(), row(value="16"))
    assert [fault.split(": ")[:2] for fault in refusal().split("\n  ")[1:]] == [
        ["nation_figures.csv, line 2", "stands twice"],
        ["nation_figures.csv, line 3", "stands twice"],
    ]


def test_a_blank_cell_of_no_place_is_left_out_for_the_place(add):
    add(row(area="", name="合计", value="", note="空白"))
    found = pipeline.clean().account.iloc[0]
    assert (found["fate"], found["reason"]) == ("check", places.not_places()["合计"])


def test_rows_without_a_place_are_told_apart_by_their_label(add):
    add(row(area="", name="合计"), row(area="", name="其他"))
    assert pipeline.clean().account["fate"].eq("check").sum() == 2


def test_a_line_number_counts_empty_lines(add):
    add("", "", row(value="x"))
    assert "nation_figures.csv, line 4: value" in refusal()


@pytest.mark.usefixtures("small")
def test_a_described_source_without_a_row_is_refused(spoil):
    title = "    title: 某公报\n    publisher: null\n    published: null\n    url: null\n"
    rest = "    seen: original\n    seen_at: null\n    licence: null\n"
    spoil(SIDECAR, "sources:\n", f"sources:\n  unused:\n{title}{rest}")
    assert "nation_figures.csv: no row is from unused" in refusal()
