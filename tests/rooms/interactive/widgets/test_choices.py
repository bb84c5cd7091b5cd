import pytest

import ipanalytics as ip
from ipanalytics.interactive.widgets import choices
from ipanalytics.interactive.widgets.choices import View

STOCK = "inventions_in_force"
RUNS = {"ip": ip}


def run(code):
    """Run lines of code as somebody would who copies them, and return what the last one gives."""
    *before, last = code.removeprefix("import ipanalytics as ip\n").splitlines()
    names = dict(RUNS)
    for line in before:
        exec(line, names)  # noqa: S102
    return eval(last, names)  # noqa: S307


@pytest.mark.parametrize(
    "view",
    [
        View(STOCK, "2022-09"),
        View(STOCK, "2022-09", within="shaanbei"),
        View(STOCK, "2022-09", other=(STOCK, "2021")),
        View(STOCK, "2022-09", other=("population", "2021")),
    ],
)
def test_the_lines_of_code_draw_what_is_shown(loaded, view):
    assert run(choices.map_code(loaded, view)).title == choices.draw_map(loaded, view).title
    assert run(choices.chart_code(loaded, view)).title == choices.draw_chart(loaded, view).title


def test_the_lines_of_code_show_a_place(loaded):
    lights = run(choices.judge_code(loaded, "610800"))
    assert set(lights["area"]) == {"610800"}
    cited = run(choices.place_code(loaded, ["610800"], STOCK, "cited()"))
    assert set(cited["地区"]) == {"榆林"}
    several = run(choices.place_code(loaded, ["610800", "610600"], STOCK, "history()"))
    assert several.title == "有效发明专利拥有量：延安、榆林"


def test_periods_are_offered_with_the_newest_first(few):
    assert choices.periods_at(few, STOCK, ["610800", "610600", "610100"]) == {
        "2022年9月末（3个）": "2022-09", "2021年末（1个）": "2021"
    }  # fmt: skip


def test_another_indicator_has_the_period_of_the_view_or_its_newest(loaded):
    others = choices.others_at(loaded, View(STOCK, "2022-09"))
    assert STOCK not in others
    assert others["high_value_inventions_per_10k"] == "2022-09"
    assert others["population"] != "2022-09"


def test_lights_stand_with_their_scope():
    lights = choices.light_table(ip.judge("2022-09", area="榆林"))
    assert list(lights.columns) == ["目标", "指标", "时期", "数值", "状态", "口径", "性质"]
    assert lights["状态"].str.contains(" ").all()
