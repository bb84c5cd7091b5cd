from datetime import UTC, datetime

import pytest
from docx import Document

from ipanalytics.catalogue import journal
from ipanalytics.cli import main
from ipanalytics.monitoring import targets
from tests.rooms.submissions.test_reporting import LINES


def test_a_split_is_printed_with_its_method_and_what_it_was_made_from(tmp_path, capsys):
    assert main.main(["targets", "split", "新增贯标单位"]) == 0
    text = capsys.readouterr().out
    assert "按2021年末常住人口分摊（最大余数法），各单元之和等于150家" in text
    assert "  # 榆林市：2021年末常住人口362.2万人\n  T07-610800:\n" in text
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    assert sum(target.value for target in targets.read(path)) == 150


def test_a_file_that_is_there_is_left_as_it_is(tmp_path, capsys):
    path = tmp_path / "own.yaml"
    assert main.main(["targets", "split", "T04", "--by", "gap", "--out", str(path)]) == 0
    assert f"12 shares of T04 are in {path}" in capsys.readouterr().out
    assert "先保住2021年末的数，余下7家" in path.read_text(encoding="utf-8")
    path.write_text("mine", encoding="utf-8")
    assert main.main(["targets", "split", "T07", "--out", str(path)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


def test_shares_of_nothing_are_named_and_real_figures_are_no_demonstration(capsys):
    assert main.main(["targets", "split", "T02", "--real-only"]) == 0
    text = capsys.readouterr().out
    assert "分到0、没有列出的：铜川、" in text
    assert "演示数据" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["T99"], "'T99' is no target of the year"),
        (["T01"], "T01 can't be split: high_value_inventions_per_10k (件/万人) is a rate"),
        (["T15", "--by", "gap"], "T15 can't be split by gap: the units had 45 the year before, the target is 1"),
        (["T12", "--by", "baseline", "--real-only"], "figures of 2021 are unknown of:\n  610100 西安市"),
    ],
)
def test_what_can_not_be_split_is_refused_by_name(arguments, said, capsys):
    assert main.main(["targets", "split", *arguments]) == 1
    assert said in capsys.readouterr().err


def test_a_region_has_the_letters_of_its_units_and_an_edited_one_is_left(tmp_path, capsys):
    call = ["letters", "--as-of", "2022-09", "--area", "陕北", "--out", str(tmp_path)]
    assert main.main(call) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["610600.docx", "610800.docx"]
    edited = Document(tmp_path / "610800.docx")
    edited.core_properties.modified = datetime(2022, 10, 9, tzinfo=UTC)
    edited.save(tmp_path / "610800.docx")
    kept = (tmp_path / "610800.docx").read_bytes()
    assert main.main(call) == 1
    told = capsys.readouterr()
    assert "610800.docx was edited by hand and is left as it is" in told.err
    assert "1 of 2 letters were written" in told.out
    assert (tmp_path / "610800.docx").read_bytes() == kept


def test_places_that_are_no_units_get_no_letters(tmp_path, capsys):
    assert main.main(["letters", "--area", "神木", "--area", "榆林", "--out", str(tmp_path)]) == 1
    assert "letters go to units; none are 610881 神木市" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def lines(monkeypatch):
    monkeypatch.setattr(journal, "entries", lambda: LINES)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2022-12", "--on", "2022-12-20"], 0, "退回待改的：铜川；没有收到的：咸阳、杨凌"),
        (["2022-12", "--on", "2022-12-21"], 1, "△ 退回待改      铜川"),
        (["2022-12"], 1, "◆ 逾期收到"),
        (["2022-09"], 0, "1个已报送2022年9月的报送表"),
        (["2022-12", "--on", "2022-12-31", "--format", "csv"], 1,
         "2022-12,610200,铜川市,late,2022-12-22,2,False,,gi_new;pledge_smes,2,1,2022-12-20,-11"),
        (["2022-12", "--on", "2022-12-31", "--format", "json"], 1, '"days_left": -11'),
    ],
)  # fmt: skip
def test_the_round_says_who_has_reported_and_fails_after_the_deadline(lines, arguments, code, said, capsys):
    assert main.main(["round", *arguments]) == code
    told = capsys.readouterr()
    assert said in told.out
    assert "1 workbook(s) that don't say whose they are" in told.err


def test_a_round_of_no_period_is_refused(capsys):
    assert main.main(["round", "Dezember"]) == 1
    assert "'Dezember' is not a period" in capsys.readouterr().err
