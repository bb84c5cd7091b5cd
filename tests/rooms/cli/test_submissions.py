import pytest

from ipanalytics.catalogue import journal
from ipanalytics.cli import main
from tests.rooms.submissions.builders import put, sound


@pytest.fixture
def inbox(small, tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def test_workbooks_of_named_units_are_made(small, tmp_path, capsys):
    assert (
        main.main(["template", "--area", "榆林", "--area", "610581", "--period", "2022", "--out", str(tmp_path / "t")])
        == 0
    )
    assert sorted(path.name for path in (tmp_path / "t").iterdir()) == [
        "榆林_2022-12_报送表.xlsx",
        "韩城_2022-12_报送表.xlsx",
    ]
    assert "2 workbook(s) for 2022-12" in capsys.readouterr().out


def test_a_workbook_that_was_filled_in_is_not_made_again(small, tmp_path, capsys):
    arguments = ["template", "--area", "榆林", "--period", "2022-12", "--out", str(tmp_path)]
    assert main.main(arguments) == main.main(arguments) == 0
    path = tmp_path / "榆林_2022-12_报送表.xlsx"
    filled = put(path.read_bytes(), F5=1)
    path.write_bytes(filled)
    assert main.main(arguments) == 1
    assert "1 workbook(s) would be lost" in capsys.readouterr().err
    assert path.read_bytes() == filled


def test_a_place_that_reports_nothing_gets_no_workbook(small, tmp_path, capsys):
    assert main.main(["template", "--area", "陕北", "--period", "2022-12", "--out", str(tmp_path / "t")]) == 1
    assert "is no unit that reports" in capsys.readouterr().err


def test_sound_and_faulty_workbooks_are_told_apart(inbox, capsys):
    good, bad = inbox("榆林.xlsx", sound()), inbox("铜川.xlsx", b"PK\x03\x04 x")
    assert main.main(["submit", good, bad, "--received", "2022-12-18"]) == 1
    told = capsys.readouterr()
    assert told.out == "榆林.xlsx: 榆林市 2022-12 is filed, complete\n"
    assert "铜川.xlsx 整个文件: 文件打不开" in told.err
    assert "the marked copy is" in told.err
    assert [entry.outcome for entry in journal.entries()] == ["accepted", "sent_back"]


def test_a_restatement_is_told_when_it_is_filed_and_later(inbox, capsys):
    main.main(["submit", inbox("榆林.xlsx", sound()), "--received", "2022-12-18"])
    capsys.readouterr()
    revised = inbox("修订.xlsx", put(sound(), F10=13, F5=None))
    assert main.main(["submit", revised, "--received", "2022-12-21"]) == 0
    out = capsys.readouterr().out
    assert "is filed; left empty: 新增地理标志" in out
    assert "新增贯标单位 2022：12家改为13家" in out
    assert "原报1件，不再报" in out
    assert main.main(["history", "榆林", "T07"]) == 0
    assert (
        "2022-12-21  修订  新增贯标单位 2022：12家改为13家（榆林市《2022-12报送表》 指标数据!F10）"
        in capsys.readouterr().out
    )
    assert main.main(["history", "榆林", "T07", "--format", "csv"]) == 0
    assert "restated,2022-12-21,610800,standard_adopters_new,2022,13.0,12.0,家,2022-12," in capsys.readouterr().out


def test_a_workbook_that_comes_again_is_told(inbox, capsys):
    path = inbox("榆林.xlsx", sound())
    main.main(["submit", path, "--received", "2022-12-18"])
    assert main.main(["submit", path, "--received", "2022-12-19"]) == 0
    assert "was filed already, to the letter" in capsys.readouterr().out


def test_a_day_that_is_none_is_refused(inbox, capsys):
    assert main.main(["submit", inbox("榆林.xlsx", sound()), "--received", "2022-12"]) == 1
    assert "--received '2022-12' is no day" in capsys.readouterr().err
