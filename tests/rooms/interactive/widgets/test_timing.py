from ipanalytics.interactive.widgets import timing

MONTHS = {"2022年7月末": "2022-07", "2022年8月末": "2022-08", "2022年9月末": "2022-09"}


def test_the_slider_goes_from_the_oldest_to_the_newest_and_stands_at_what_is_shown():
    time = timing.build()
    timing.offer(time, MONTHS, "2022-08")
    assert [text for _, text in time.slider.options] == ["2022-07", "2022-08", "2022-09"]
    assert (time.slider.value, time.play.value, time.play.max, time.play.disabled) == ("2022-08", 1, 2, False)


def test_of_one_period_there_is_nothing_to_go_through():
    time = timing.build()
    timing.offer(time, MONTHS, "2022-09")
    timing.offer(time, {"2020年": "2020"}, "2020")
    assert (time.play.max, time.play.disabled, time.slider.disabled) == (0, True, True)


def test_a_period_that_the_slider_lacks_leaves_it_where_it_is():
    time = timing.build()
    timing.offer(time, MONTHS, "2022-09")
    timing.stand_at(time, "2021")
    assert time.slider.value == "2022-09"
