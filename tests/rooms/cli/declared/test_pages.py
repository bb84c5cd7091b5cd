import pytest

from ipanalytics.cli import main


@pytest.mark.parametrize("command", ["render", "progress"])
def test_a_language_of_pages_is_one_of_two(command, capsys):
    assert main.main([command, "--lang", "fr"]) == 2
    assert "'fr' is not one of" in capsys.readouterr().err
