import pytest

from ipanalytics.report.charts.static import labels, marks


def texts(*places, words="1,234"):
    return [marks.label(words, x, 50.0) for x in places]


def test_chinese_letters_are_as_wide_as_high_and_digits_about_half():
    assert labels.width("西安") == 2
    assert labels.width("1234") == pytest.approx(2.3, abs=0.1)
    assert labels.widest([]) == 0


def test_a_text_at_the_edge_has_room_beside_the_drawing():
    left, right = labels.room([marks.label("西安", 0.0, 0.0), marks.label("1,234", 100.0, 0.0, anchor="start")], 10)
    assert left == 1
    assert right == pytest.approx(labels.width("1,234"))


def test_a_text_inside_needs_no_room():
    assert labels.room(texts(50.0), 10) == (0, 0)


def test_labels_that_would_cover_others_wait_for_a_wide_drawing_and_the_last_one_stays():
    kept = labels.thinned(texts(*range(0, 101, 10)), 20, 20)
    assert len(kept) == 11
    roomy = [text["roomy"] for text in kept]
    assert roomy[-1] is False
    assert 4 <= sum(roomy) <= 6


def test_labels_that_would_cover_others_on_every_drawing_are_left_out():
    assert len(labels.thinned(texts(*[n / 2 for n in range(200)]), 20, 20)) < 20


def test_a_label_covers_no_point_of_another_but_may_stand_on_its_own():
    own = {"kind": "dot", "x": 50.0, "y": 50.0, "radius": 10}
    other = {**own, "x": 52.0}
    label = marks.label("1,234", 50.0, 50.0)
    assert len(labels.thinned([label], 20, 20, [own])) == 1
    assert labels.thinned([label], 20, 20, [own, other]) == []


def test_labels_one_below_the_other_are_all_kept():
    above, below = marks.label("西安", 50.0, 10.0), marks.label("榆林", 50.0, 20.0)
    assert [text["roomy"] for text in labels.thinned([above, below], 20, 20)] == [False, False]
