from datetime import date

from ipanalytics.report import style
from ipanalytics.report.charts import timeline
from ipanalytics.report.charts.static import drawing
from ipanalytics.report.charts.timeline import Event

KINDS = {"收到": "#0b5c99", "退回": "#e2a12e"}
EVENTS = [
    Event("西安", date(2022, 12, 18), "收到", "西安：收到"),
    Event("铜川", date(2022, 12, 16), "退回", "铜川：退回"),
    Event("铜川", date(2022, 12, 22), "收到", "铜川：收到"),
]


def drawn(events=EVENTS, due=date(2022, 12, 20)):
    return timeline.draw(events, ["西安", "铜川", "宝鸡"], kinds=KINDS, due=due, alt="时间线")


def test_each_kind_is_a_trace_and_the_deadline_a_line():
    line, received, back = drawn().data
    assert (list(line.x), list(line.y)) == (["2022-12-20"] * 2, ["西安", "宝鸡"])
    assert (list(received.x), list(received.y)) == (["2022-12-18", "2022-12-22"], ["西安", "铜川"])
    assert (back.name, list(back.customdata)) == ("退回", ["铜川：退回"])
    assert drawn(due=None).data[0].name == "收到"


def test_days_are_named_in_whole_steps():
    axis = drawn().layout.xaxis
    assert list(axis.ticktext) == [f"12月{day}日" for day in range(16, 23)]
    far = [*EVENTS, Event("宝鸡", date(2023, 1, 20), "收到", "x")]
    assert len(drawn(far).layout.xaxis.tickvals) <= timeline.MOST_TICKS + 1


def test_a_page_draws_it_with_a_line_for_every_place():
    made = drawing.draw(style.plain(drawn()))
    assert {"西安", "铜川", "宝鸡"} <= {
        line for group in made["texts"] for text in group["marks"] for line in text["lines"]
    }
    assert made["alt"] == "时间线"
    assert [entry["word"] for entry in made["legend"]] == ["期限", "收到", "退回"]
