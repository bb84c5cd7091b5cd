import subprocess
import sys

import pytest

from ipanalytics.cli import language, main


@pytest.mark.parametrize("variables", [
    {"LANG": "zh_CN.UTF-8"}, {"LC_MESSAGES": "zh_TW", "LANG": "C"}, {"LANG": "en_US", "LANGUAGE": "zh_CN:en"},
])  # fmt: skip
def test_help_is_chinese_where_the_system_is(variables, monkeypatch, capsys):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main.main(["read", "--help"]) == 0
    told = capsys.readouterr().out
    assert "用法：" in told
    assert "读出任何表格文件里的数" in told
    assert "显示本说明并退出。" in told


@pytest.mark.parametrize("arguments", [["--lang", "zh", "read"], ["read", "--lang=zh"]])
def test_errors_are_chinese_where_asked_for(arguments, capsys):
    assert main.main(arguments) != 0
    assert "缺少参数" in capsys.readouterr().err
    assert main.main(["read"]) == 2
    assert "Missing argument" in capsys.readouterr().err


def test_what_programs_read_is_the_same_in_both_languages(grants_workbook, capsys):
    told = []
    for name in ("zh", "en"):
        main.main(["read", "--lang", name, str(grants_workbook)])
        told.append(capsys.readouterr())
    assert told[0].out == told[1].out
    assert "没有用上" in told[0].err
    assert "left out" in told[1].err


def test_a_fault_that_nobody_foresaw_is_one_line(monkeypatch, capsys):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(main.commands, "invoke", fail)
    assert main.main(["clean"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("ipanalytics: unexpected fault")
    assert "Traceback" not in told
    with pytest.raises(ZeroDivisionError):
        main.main(["--debug", "clean"])


@pytest.mark.parametrize(("arguments", "asked"), [
    ([], ""), (["--lang"], ""), (["--lang", "fr"], ""), (["--lang=en"], "en"), (["x", "--lang", "zh"], "zh"),
])  # fmt: skip
def test_the_language_is_heard_before_arguments_are_understood(arguments, asked):
    assert language.asked_for(arguments) == asked


def test_without_a_command_the_help_is_told(monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main.main([]) == 2
    told = capsys.readouterr()
    assert "把一个省的知识产权统计整理成" in told.out + told.err


def test_chinese_help_imports_nothing_heavy():
    script = "import sys\nfrom ipanalytics.cli import main\nmain.main(['--lang', 'zh', '--help'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pandas", "yaml", "numpy"} & set(done.stdout.splitlines()[-1].split())
