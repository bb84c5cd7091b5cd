from ipanalytics.cli import main


def test_a_word_that_is_known_for_a_call_lets_the_table_pass(tmp_path, capsys):
    path = tmp_path / "grants.csv"
    path.write_text("2022年各市重点产业专利授权情况,\n地区,授权量\n西安,1200\n宝鸡,340\n", encoding="utf-8")
    assert main.main(["read", str(path)]) == 1
    assert "--know 产业" in capsys.readouterr().err
    assert main.main(["read", str(path), "--know", "产业"]) == 0
    assert "610100,patent_grants,2022,1200.0" in capsys.readouterr().out


def test_a_table_of_plans_says_why_nothing_of_it_is_used(tmp_path, capsys):
    path = tmp_path / "plan.csv"
    path.write_text("2022年各市有效发明专利目标分解表,\n地区,有效发明专利\n西安,1200\n宝鸡,340\n", encoding="utf-8")
    assert main.main(["read", str(path)]) == 1
    assert "no observation: row 3, column 2, row 4, column 2: a plan, not a figure" in capsys.readouterr().err
