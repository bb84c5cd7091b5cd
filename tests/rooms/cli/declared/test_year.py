from ipanalytics.cli import main


def test_shares_of_targets_are_a_command_of_a_group(capsys):
    assert main.main(["targets", "split", "--help"]) == 0
    assert "--by [population|baseline|gap]" in capsys.readouterr().out
    assert "split" not in main.commands.commands


def test_a_template_needs_its_period(capsys):
    assert main.main(["template"]) == 2
    assert "--period" in capsys.readouterr().err
